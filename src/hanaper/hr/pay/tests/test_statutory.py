"""Sick pay and family pay: days, averages, weekly amounts, and the change of April 2026."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanaper.hr.pay.rules.statutory import family_pay, family_weekly, recoverable, sick_days, sick_pay, sick_weekly
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
