"""Sick pay and family pay: days, averages, weekly amounts, and the change of April 2026."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanaper.hr.pay.rules.statutory import (
    Payment,
    average_of,
    family_pay,
    family_weekly,
    is_small_employer,
    linked_from,
    qualifying_week,
    recoverable,
    sick_days,
    sick_pay,
    sick_pay_of,
    sick_weekly,
)
from hanaper.hr.pay.rules.workings import Workings
from hanaper.kernel.dates import DateRange

WEEKDAYS = [True] * 5 + [False] * 2
MAY, NOVEMBER = DateRange(date(2025, 5, 1), date(2025, 6, 1)), DateRange(date(2026, 11, 1), date(2026, 12, 1))


def test_until_april_2026_three_days_are_waited_for_and_short_spells_do_not_count() -> None:
    week = DateRange(date(2025, 5, 5), date(2025, 5, 12))
    assert (sick_days([week], WEEKDAYS, MAY).paid, sick_days([week], WEEKDAYS, MAY).waited) == (2, 3)
    assert sick_days([DateRange(date(2025, 5, 5), date(2025, 5, 8))], WEEKDAYS, MAY).paid == 0


def test_spells_that_lie_close_together_are_waited_for_once() -> None:
    first, second = DateRange(date(2025, 5, 5), date(2025, 5, 12)), DateRange(date(2025, 5, 19), date(2025, 5, 26))
    assert sick_days([first, second], WEEKDAYS, MAY).paid == 7


def test_from_april_2026_the_first_day_is_paid_and_low_earners_have_a_share() -> None:
    week = DateRange(date(2026, 11, 2), date(2026, 11, 9))
    assert sick_days([week], WEEKDAYS, NOVEMBER).paid == 5
    assert sick_weekly(date(2026, 11, 2), Fraction(10000)) == 8000
    assert sick_weekly(date(2026, 11, 2), Fraction(10000), was_sick_before_reform=True) == 12325
    assert sick_weekly(date(2026, 4, 5), Fraction(10000)) == 0


def test_who_waits_on_the_day_of_the_reform_is_paid_from_that_day() -> None:
    spell = DateRange(date(2026, 4, 2), date(2026, 4, 11))
    april = DateRange(date(2026, 4, 1), date(2026, 5, 1))
    found = sick_days([spell], WEEKDAYS, april)
    assert (found.waited, found.paid) == (2, 5)


def test_sick_pay_ends_after_28_weeks() -> None:
    long = DateRange(date(2025, 1, 6), date(2026, 1, 5))
    july = DateRange(date(2025, 7, 1), date(2025, 8, 1))
    august = DateRange(date(2025, 8, 1), date(2025, 9, 1))
    assert sick_days([long], WEEKDAYS, july).in_all == 140
    assert sick_days([long], WEEKDAYS, august).paid == 0


def test_a_payment_is_rounded_up_once() -> None:
    assert sick_pay(Fraction(12325), 1, WEEKDAYS) == 2465
    assert sick_pay(Fraction(8001), 2, WEEKDAYS) == 3201


@pytest.mark.parametrize(
    ("kind", "week", "pence"),
    [
        ("smp", 0, 45000),
        ("smp", 6, 19432),
        ("smp", 39, 0),
        ("spp", 1, 19432),
        ("spp", 2, 0),
        ("sncp", 11, 19432),
        ("sncp", 12, 0),
    ],
)
def test_family_pay_of_each_week(kind: str, week: int, pence: int) -> None:
    assert family_weekly(kind, week, date(2026, 6, 1), Fraction(50000)) == pence


def test_below_the_earnings_limit_there_is_no_family_pay() -> None:
    assert family_weekly("smp", 0, date(2026, 6, 1), Fraction(12899)) == 0
    assert family_weekly("smp", 0, date(2026, 6, 1), Fraction(12900)) == 11610


@settings(max_examples=100, deadline=None)
@given(st.integers(12900, 200000), st.integers(0, 300))
def test_the_periods_of_a_leave_add_up_to_its_weeks(average: int, cut: int) -> None:
    start = date(2026, 5, 6)
    leave = DateRange(start, start + timedelta(weeks=39))
    middle = start + timedelta(days=min(cut, 272))
    periods = [p for p in ((start, middle), (middle, start + timedelta(weeks=52))) if p[0] < p[1]]
    parts = sum(family_pay("smp", leave, Fraction(average), DateRange(*period)) for period in periods)
    weeks = sum(family_weekly("smp", week, start + timedelta(weeks=week), Fraction(average)) for week in range(39))
    assert parts == weeks


def test_family_pay_is_recovered_in_part_or_with_compensation() -> None:
    assert recoverable(date(2026, 6, 1), 100000, is_small=False) == 92000
    assert recoverable(date(2026, 6, 1), 100000, is_small=True) == 109000


APRIL = DateRange(date(2026, 4, 1), date(2026, 5, 1))
ACROSS = DateRange(date(2026, 3, 23), date(2026, 4, 18))


def rates(spells: list[DateRange], average: int) -> dict[int, int]:
    """Paid days of April 2026 by weekly rate."""
    found = sick_days(spells, WEEKDAYS, APRIL, Fraction(average))
    return {int(rate): days for rate, days in found.by_rate.items()}


def test_whoever_was_paid_before_the_reform_keeps_the_flat_rate_until_the_spell_ends() -> None:
    """13,000 pence a week are above the limit of 2025-26, and 80% of them are below the flat rate."""
    assert rates([ACROSS], 13000) == {11875: 3, 12325: 10}
    again = DateRange(date(2026, 4, 20), date(2026, 4, 25))
    assert rates([ACROSS, again], 13000) == {11875: 3, 12325: 10, 10400: 5}, "a linked spell is a new one for this"


def test_whoever_was_below_the_limit_before_the_reform_is_paid_a_share_from_that_day() -> None:
    assert rates([ACROSS], 12499) == {Fraction(12499 * 4, 5).__floor__(): 10}


def test_whoever_waited_on_the_day_of_the_reform_is_paid_by_the_new_rule() -> None:
    assert rates([DateRange(date(2026, 4, 2), date(2026, 4, 11))], 13000) == {10400: 5}


def test_a_spell_of_three_days_counts_from_the_day_of_the_reform_on() -> None:
    """Saturday to Monday: too short until 5 April, and one day afterwards."""
    assert rates([DateRange(date(2026, 4, 4), date(2026, 4, 7))], 60000) == {12325: 1}


def test_the_earnings_limit_is_that_of_the_first_day_of_linked_spells() -> None:
    """12,400 pence reached the limit of 12,300 in March 2025, and not that of 12,500 from April."""
    long = DateRange(date(2025, 3, 24), date(2025, 4, 19))
    april = DateRange(date(2025, 4, 1), date(2025, 5, 1))
    found = sick_days([long], WEEKDAYS, april, Fraction(12400))
    assert found.by_rate == {Fraction(11675): 4, Fraction(11875): 10}
    late = DateRange(date(2025, 4, 7), date(2025, 4, 19))
    assert sick_days([late], WEEKDAYS, april, Fraction(12400)).paid == 0


def test_linked_spells_go_by_the_first_of_them() -> None:
    first, second = DateRange(date(2026, 6, 1), date(2026, 6, 8)), DateRange(date(2026, 8, 3), date(2026, 8, 5))
    assert linked_from([first, second]) == date(2026, 6, 1), "eight weeks lie between them"
    later = DateRange(date(2026, 8, 4), date(2026, 8, 5))
    assert linked_from([first, later]) == date(2026, 8, 4)


def slow_days(spells: list[DateRange], pattern: list[bool], average: int) -> dict[date, Fraction]:
    """Each paid day with its rate, by looking at days one after another. Linked spells are one list of days."""
    paid: dict[date, Fraction] = {}
    chain: list[date] = []
    waited = count = 0
    reform = date(2026, 4, 6)
    for spell in spells:
        days = [spell.start + timedelta(days=n) for n in range(spell.days or 0)]
        if len(days) < 4 and days[-1] < reform:
            continue
        if not chain or (days[0] - chain[-1]).days - 1 > 56:
            chain, waited, count = [], 0, 0
        chain += days
        was_paid = False
        limit = 12300 if chain[0] < date(2025, 4, 6) else 12500 if chain[0] < reform else 0
        for day in days:
            if not pattern[day.weekday()] or (day < reform and (average < limit or len(days) < 4)):
                continue
            if day < reform and waited < 3:
                waited += 1
                continue
            if count < 28 * sum(pattern):
                count += 1
                flat = 11675 if day < date(2025, 4, 6) else 11875 if day < reform else 12325
                was_paid = was_paid or day < reform
                paid[day] = Fraction(flat) if was_paid else min(Fraction(flat), Fraction(average * 4, 5))
    return paid


SPELLS = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 60)), min_size=1, max_size=4)


@settings(max_examples=400, deadline=None)
@given(SPELLS, st.integers(0, 30000), st.lists(st.booleans(), min_size=7, max_size=7).filter(any), st.integers(0, 490))
def test_sick_days_agree_with_the_reference(
    gaps: list[tuple[int, int]], average: int, pattern: list[bool], start: int
) -> None:
    day = date(2024, 5, 1) + timedelta(days=start)
    spells = []
    for gap, length in gaps:
        day += timedelta(days=gap + 1)
        spells.append(DateRange(day, day + timedelta(days=length)))
        day += timedelta(days=length)
    period = DateRange(spells[-1].start, spells[-1].end)
    theirs = slow_days(spells, pattern, average)
    by_rate: dict[Fraction, int] = {}
    for each, rate in theirs.items():
        if each in period:
            by_rate[rate] = by_rate.get(rate, 0) + 1
    assert sick_days(spells, pattern, period, Fraction(average)).by_rate == by_rate


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 39), st.integers(0, 200_00))
def test_the_periods_of_a_spell_have_its_days_between_them(cut: int, average: int) -> None:
    start = date(2026, 3, 10)
    spell = DateRange(start, start + timedelta(days=40))
    middle = start + timedelta(days=cut)
    whole_ = sick_days([spell], WEEKDAYS, spell, Fraction(average)).by_rate
    parts: dict[Fraction, int] = {}
    for part in (DateRange(start, middle), DateRange(middle, spell.end)):
        for rate, days in sick_days([spell], WEEKDAYS, part, Fraction(average)).by_rate.items():
            parts[rate] = parts.get(rate, 0) + days
    assert parts == whole_


def test_a_payment_at_two_rates_is_rounded_up_once_and_explained() -> None:
    workings = Workings()
    pence = sick_pay_of({Fraction(11875): 1, Fraction(12325): 1}, [True] * 7, workings=workings, on=date(2026, 4, 6))
    assert pence == 3458  # 34.5714... up
    (step,) = workings.of(0)
    assert step.inputs["weekly"] == "£118.75 and £123.25"
    assert [figure.name.rsplit("/", 1)[1] for figure in step.figures] == ["ssp_weekly_pence", "ssp_share_basis_points"]


def test_average_earnings_go_back_to_the_day_after_the_last_payday_at_least_eight_weeks_before() -> None:
    weekly = [Payment(date(2026, 1, 2) + timedelta(weeks=n), 10000 + n) for n in range(20)]
    by = date(2026, 5, 2)  # the Saturday after the payday of week 17
    assert average_of(weekly, by, weeks=1) == Fraction(sum(10000 + n for n in range(10, 18)), 8)
    bonus = [*weekly, Payment(date(2026, 4, 29), 80000, is_normal=False)]
    assert average_of(bonus, by, weeks=1) == Fraction(sum(10000 + n for n in range(10, 18)) + 80000, 8)
    assert average_of(weekly, date(2026, 1, 1), weeks=1) is None
    assert average_of(weekly, date(2026, 1, 9), weeks=1) == Fraction(20001, 2), "a starter's first payments"


BIRTHS = [
    (date(2026, 12, 6), date(2026, 8, 23)),
    (date(2026, 12, 12), date(2026, 8, 23)),
    (date(2026, 12, 13), date(2026, 8, 30)),
]


@pytest.mark.parametrize(("born", "first"), BIRTHS)
def test_weeks_of_birth_run_from_sunday_to_saturday(born: date, first: date) -> None:
    assert qualifying_week(born) == DateRange(first, first + timedelta(weeks=1))


def test_the_limit_of_the_qualifying_week_holds_for_the_whole_leave() -> None:
    """12,600 pence reach the limit of 2025-26. That of 2026-27, 12,900, is not asked again for weeks after April."""
    leave = DateRange(date(2026, 1, 5), date(2026, 10, 5))
    may = DateRange(date(2026, 5, 4), date(2026, 5, 11))
    assert family_pay("smp", leave, Fraction(12600), may, qualifies_on=date(2025, 10, 4)) == 11340
    assert family_pay("smp", leave, Fraction(12600), may) == 11340
    assert family_pay("smp", leave, Fraction(12600), may, qualifies_on=date(2026, 4, 6)) == 0


def test_the_standard_rate_rises_with_the_first_week_that_starts_in_the_new_year() -> None:
    leave = DateRange(date(2026, 2, 19), date(2026, 11, 1))  # weeks begin on Thursdays; the seventh on 2 April
    weeks = [DateRange(date(2026, 4, 2) + timedelta(weeks=n), date(2026, 4, 9) + timedelta(weeks=n)) for n in (0, 1)]
    assert [family_pay("smp", leave, Fraction(60000), week) for week in weeks] == [18718, 19432]


def test_weeks_taken_before_count_towards_the_most_weeks() -> None:
    leave = DateRange(date(2026, 6, 1), date(2026, 6, 15))
    assert family_pay("shpp", leave, Fraction(60000), leave, weeks_before=36) == 19432
    assert family_pay("spp", leave, Fraction(60000), leave, weeks_before=1) == 19432
    assert family_pay("smp", leave, Fraction(60000), leave, weeks_before=5) == 54000 + 19432


def test_neonatal_care_pay_begins_in_april_2025() -> None:
    week = DateRange(date(2025, 4, 5), date(2025, 4, 12))
    later = DateRange(date(2025, 4, 6), date(2025, 4, 13))
    assert [family_pay("sncp", each, Fraction(60000), each) for each in (week, later)] == [0, 18718]


def test_workings_of_family_pay_name_the_rate_and_say_that_the_older_one_is_assumed() -> None:
    workings = Workings()
    week = DateRange(date(2024, 6, 3), date(2024, 6, 10))
    assert family_pay("spp", week, Fraction(60000), week, workings=workings) == 18403
    (step,) = workings.of(0)
    assert (step.line, step.result, step.inputs["weekly"]) == ("spp", 18403, "£184.03")
    assert [figure.is_assumption for figure in step.figures] == [True, False, False]


def test_an_employer_is_small_up_to_the_limit() -> None:
    assert is_small_employer(date(2025, 5, 1), 4500000)
    assert not is_small_employer(date(2025, 5, 1), 4500001)
    assert recoverable(date(2025, 6, 1), 100001, is_small=True) == 108501
