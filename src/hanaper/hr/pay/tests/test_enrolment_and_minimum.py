"""Automatic enrolment and the minimum wage: who is what, the dates that follow, and what pay falls short by."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanaper.hr.pay.rules.enrolment import (
    ELIGIBLE,
    ENTITLED,
    NON_ELIGIBLE,
    NOT_A_WORKER,
    assess,
    enrol_again_on,
    may_opt_out,
    months_later,
    opt_out_ends,
    postponed_until,
    to_enrol,
)
from hanaper.hr.pay.rules.minimum_wage import short_of_minimum
from hanaper.hr.pay.rules.workings import Workings

ON = date(2026, 11, 30)
A = np.array

PEOPLE = [
    (83300, 30, False, NON_ELIGIBLE), (83301, 30, False, ELIGIBLE), (83301, 21, False, NON_ELIGIBLE),
    (83301, 22, False, ELIGIBLE), (83301, 66, True, NON_ELIGIBLE), (83301, 15, False, NOT_A_WORKER),
    (83301, 16, False, NON_ELIGIBLE), (83301, 74, True, NON_ELIGIBLE), (83301, 75, True, NOT_A_WORKER),
    (52000, 30, False, ENTITLED), (52001, 30, False, NON_ELIGIBLE), (0, 30, False, ENTITLED),
]  # fmt: skip


@pytest.mark.parametrize(("earnings", "age", "retired", "kind"), PEOPLE)
def test_age_and_earnings_say_what_somebody_is(earnings: int, age: int, retired: bool, kind: str) -> None:
    workings = Workings()
    found = assess(
        ON, A([earnings]), A([age]), reached_pension_age=A([retired]), frequency="monthly", workings=workings
    )
    assert found.tolist() == [kind]
    (step,) = workings.of(0)
    assert (step.result, step.inputs["trigger"]) == (kind, 83300)


def test_service_engagements_are_not_covered() -> None:
    found = assess(
        ON, A([200000, 200000]), A([30, 30]), reached_pension_age=A([False, False]), frequency="weekly",
        is_service=A([True, False]),
    )  # fmt: skip
    assert found.tolist() == [NOT_A_WORKER, ELIGIBLE]


def days(*texts: str) -> Any:
    return np.array(texts, dtype="datetime64[D]")


def test_who_left_is_enrolled_again_on_the_third_anniversary_save_within_the_last_twelve_months() -> None:
    given_: dict[str, Any] = {
        "is_member": A([False] * 4), "postponed_until": days("NaT", "NaT", "NaT", "2026-12-01"),
        "left_on": days("NaT", "2025-11-30", "2025-12-01", "NaT"),
    }  # fmt: skip
    kinds = A([ELIGIBLE] * 4)
    assert to_enrol(ON, kinds, again_on=ON, **given_).tolist() == [True, True, False, False]
    assert to_enrol(ON, kinds, again_on=None, **given_).tolist() == [True, False, False, False]
    assert to_enrol(date(2026, 12, 1), kinds, again_on=None, **given_).tolist() == [True, False, False, True]


def test_opting_out_brings_contributions_back_within_a_month_of_the_later_of_membership_and_letter() -> None:
    assert opt_out_ends(date(2026, 3, 1), date(2026, 3, 10)) == date(2026, 4, 9)
    assert may_opt_out(date(2026, 3, 1), date(2026, 3, 10), date(2026, 4, 9))
    assert not may_opt_out(date(2026, 3, 1), date(2026, 3, 10), date(2026, 4, 10))
    assert not may_opt_out(date(2026, 3, 1), date(2026, 3, 10), date(2026, 2, 28))


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2024, 4, 6), date(2035, 1, 1)), st.integers(0, 20))
def test_postponement_never_lasts_longer_than_three_months(first: date, months: int) -> None:
    until = postponed_until(first, months=months)
    assert first <= until <= first + timedelta(days=92)
    assert until == months_later(first, min(months, 3))


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2012, 10, 1), date(2024, 4, 6)), st.integers(0, 4000))
def test_enrolling_again_comes_round_every_third_year(first: date, later: int) -> None:
    after = date(2024, 4, 6) + timedelta(days=later)
    day = enrol_again_on(first, after=after)
    assert after < day <= months_later(after, 36) + timedelta(days=1)
    assert (day.year - first.year) % 3 == 0 and day.month == first.month


MINIMUM = [
    (date(2025, 3, 31), 21, 1144), (date(2025, 4, 1), 21, 1221), (date(2026, 4, 1), 21, 1271),
    (date(2026, 4, 1), 20, 1085), (date(2026, 4, 1), 17, 800),
]  # fmt: skip


@pytest.mark.parametrize(("on", "age", "rate"), MINIMUM)
def test_the_rate_goes_by_the_first_day_of_the_period_and_the_age(on: date, age: int, rate: int) -> None:
    given_ = A([10000]), A([age]), A([False])
    assert short_of_minimum(on, A([rate * 100]), *given_).tolist() == [0]
    assert short_of_minimum(on, A([rate * 100 - 1]), *given_).tolist() == [1]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 500_000), st.integers(0, 30_000), st.integers(16, 70), st.booleans())
def test_what_pay_falls_short_by_agrees_with_pounds_and_hours(pay: int, hours: int, age: int, apprentice: bool) -> None:
    workings = Workings()
    found = short_of_minimum(ON, A([pay]), A([hours]), A([age]), A([apprentice]), workings)
    rate = Decimal("8.00") if apprentice or age < 18 else Decimal("10.85") if age < 21 else Decimal("12.71")
    least = (rate * Decimal(hours) / 100).quantize(Decimal("0.01"), ROUND_CEILING)
    assert int(found[0]) == max(int(least * 100) - pay, 0)
    assert workings.of(0)[0].figures[0].name == "uk/dbt/minimum_wage/rates"


def test_salary_sacrifice_may_not_take_pay_below_the_minimum_and_service_has_none() -> None:
    """160 hours at 12.71 are 2,033.60; of 2,100.00 no more than 66.40 may be given up."""
    after = A([210000 - 6640, 210000 - 6641, 0])
    found = short_of_minimum(
        ON, after, np.full(3, 16000), np.full(3, 30), A([False] * 3), is_service=A([False, False, True])
    )
    assert found.tolist() == [0, 1, 0]
