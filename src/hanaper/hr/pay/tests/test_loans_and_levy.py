"""Student and postgraduate loans, and the apprenticeship levy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanaper.hr.pay.errors import WrongPlan, WrongTaxPeriod
from hanaper.hr.pay.rules.levy import levy_to_date
from hanaper.hr.pay.rules.student_loans import plan_charged, repayments
from hanaper.hr.pay.rules.workings import Workings
from hanaper.hr.pay.tests.reference import loan

ON = date(2026, 11, 30)
PLANS = ["plan1", "plan2", "plan4", "plan5", "postgraduate"]


def a(*values: Any) -> Any:
    return np.array(values)


@pytest.mark.promise("P10")
@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(PLANS), st.sampled_from(["weekly", "two-weekly", "four-weekly", "monthly"]),
    st.integers(0, 2_000_000),
)  # fmt: skip
def test_a_repayment_is_what_the_slow_reference_says(plan: str, frequency: str, pay: int) -> None:
    found = repayments(ON, a(plan), a(pay), frequency=frequency)
    assert Decimal(int(found[0])) / 100 == loan(ON, Decimal(pay) / 100, plan, frequency)


def test_of_two_student_plans_the_one_with_the_lowest_threshold_is_charged_and_postgraduate_apart() -> None:
    assert plan_charged(["plan4", "plan1", "postgraduate"], ON) == "plan1"
    assert plan_charged(["postgraduate"], ON) == ""
    assert int(repayments(ON, a("postgraduate"), a(300000), frequency="monthly")[0]) == 7500


def test_the_levy_rises_with_the_pay_bill_and_falls_where_a_month_is_small() -> None:
    april = levy_to_date(date(2026, 4, 30), pay_bill_pence=1_000_000_00, month=1)
    may = levy_to_date(date(2026, 5, 31), pay_bill_pence=1_100_000_00, month=2)
    assert (april, may) == (375000, 300000)


def test_plan_5_takes_nothing_before_its_deductions_begin() -> None:
    with pytest.raises(WrongPlan):
        repayments(date(2026, 4, 5), a("plan5"), a(500000), frequency="monthly")
    assert repayments(date(2026, 4, 6), a("plan5"), a(500000), frequency="monthly").tolist() == [26200]


def test_a_repayment_is_explained_to_those_who_make_one() -> None:
    workings = Workings()
    repayments(ON, a("", "plan2"), a(300000, 300000), frequency="monthly", workings=workings)
    assert workings.of(0) == []
    (step,) = workings.of(1)
    assert (step.inputs["threshold"], step.inputs["rate_basis_points"], step.result) == (244875, 900, 4900)


def test_the_levy_is_explained_and_says_what_was_assumed() -> None:
    workings = Workings()
    levy_to_date(ON, pay_bill_pence=4_000_000_00, month=8, workings=workings)
    (step,) = workings.of(0)
    assert (step.result, [value.is_assumption for value in step.figures]) == (1000000, [True, True])


@pytest.mark.parametrize("month", [0, 13])
def test_a_levy_of_a_month_that_no_year_has_is_refused(month: int) -> None:
    with pytest.raises(WrongTaxPeriod):
        levy_to_date(ON, pay_bill_pence=1, month=month)
