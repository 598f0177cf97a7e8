"""The rules of pay beside a slow reference, and what must hold for everybody."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanaper.hr.pay.errors import SchemeClosed, WrongLetter, WrongOrder, WrongPensionScheme, WrongPlan, WrongTaxCode
from hanaper.hr.pay.rules import orders as kinds
from hanaper.hr.pay.rules import pensions
from hanaper.hr.pay.rules.attachments import Orders, attach
from hanaper.hr.pay.rules.national_insurance import contributions
from hanaper.hr.pay.rules.ordinary import for_days
from hanaper.hr.pay.rules.student_loans import repayments
from hanaper.hr.pay.rules.tax import tax_due
from hanaper.hr.pay.rules.tax_codes import read_codes
from hanaper.hr.pay.rules.workings import Workings

CODES = [
    "1257L",
    "S1257L",
    "C1257L",
    "0T",
    "S0T",
    "BR",
    "SBR",
    "D0",
    "SD2",
    "D1",
    "NT",
    "K475",
    "SK1200",
    "45L",
    "9999L",
]
PENCE = st.integers(0, 2_000_000)
ON = date(2026, 11, 30)


def a(*values: Any) -> Any:
    return np.array(values)


def tax(
    on: date,
    code: str,
    period: int,
    pay: int,
    to_date: int,
    before: int,
    *,
    frequency: str = "monthly",
    week1: bool = False,
) -> int:
    found = tax_due(
        on,
        read_codes([code]),
        frequency=frequency,
        period=period,
        is_week1=a(week1),
        pay=a(pay),
        pay_to_date=a(to_date),
        tax_before=a(before),
    )
    return int(found.tax[0])


@pytest.mark.promise("P10")
@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from("ABCFHJMVZ"), PENCE), min_size=2, max_size=12), st.data()
)
def test_splitting_a_batch_changes_nobody(people: list[tuple[str, str, int]], data: Any) -> None:
    cut = data.draw(st.integers(1, len(people) - 1))

    def whole(some: list[tuple[str, str, int]]) -> list[tuple[int, ...]]:
        pay = a(*(pence for _, _, pence in some))
        insurance = contributions(ON, a(*(letter for _, letter, _ in some)), pay, frequency="monthly")
        due = tax_due(
            ON,
            read_codes([code for code, _, _ in some]),
            frequency="monthly",
            period=8,
            is_week1=np.zeros(len(some), bool),
            pay=pay,
            pay_to_date=pay * 8,
            tax_before=np.zeros(len(some), dtype=np.int64),
        )
        loan = repayments(ON, np.full(len(some), "plan2"), pay, frequency="monthly")
        return list(zip(*(c.tolist() for c in (*insurance.columns(), due.tax, loan)), strict=True))

    assert whole(people) == whole(people[:cut]) + whole(people[cut:])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["1257L", "S1257L", "0T", "BR", "K475"]), st.integers(50_000, 1_500_000))
def test_constant_pay_is_taxed_in_a_year_as_its_sum(code: str, pay: int) -> None:
    """Cumulative tax is the sum of its periods by construction, and the last is what the whole year's pay owes."""
    before = 0
    for month in range(1, 13):
        before += tax(ON, code, month, pay, pay * month, before)
    at_once = tax(ON, code, 12, pay * 12, pay * 12, 0)
    limited = code.startswith("K")
    assert before == at_once or limited


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["1257L", "S1257L", "0T", "C1257L", "45L"]), st.integers(0, 1_500_000), st.integers(1, 20_000))
def test_more_pay_never_lowers_what_is_left_after_tax_and_insurance(code: str, pay: int, more: int) -> None:
    """Save by the roundings: tax is on whole pounds, and insurance by the penny."""

    def left(pence: int) -> int:
        return (
            pence
            - tax(ON, code, 1, pence, pence, 0)
            - int(contributions(ON, a("A"), a(pence), frequency="monthly").employee[0])
        )

    assert left(pay + more) >= left(pay) - 50  # one pound more of taxable pay at 48%


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000_000), st.integers(1, 3700), st.lists(st.integers(0, 30), min_size=2, max_size=5))
def test_the_parts_of_a_period_add_up_to_it(annual: int, hours: int, cuts: list[int]) -> None:
    edges = sorted({0, 30, *cuts})
    args = a(annual), a(hours), a(3700)
    whole = for_days(*args, a(0), a(30), a(30), frequency="monthly")
    parts = sum(for_days(*args, a(f), a(t), a(30), frequency="monthly") for f, t in pairwise(edges))
    assert int(whole[0]) == int(parts[0])


def orders(*rows: tuple[str, int, int, int, str]) -> Orders:
    kind, made, normal, protected, rate = zip(*rows, strict=True)
    n = len(rows)
    return Orders(
        np.zeros(n, dtype=np.int64),
        np.array(kind, dtype="U16"),
        ON.toordinal() + a(*made),
        a(*normal),
        a(*protected),
        np.array(rate, dtype="U10"),
        np.full(n, 10**12),
    )


def test_priority_orders_come_first_then_loans_then_the_others_each_leaving_what_is_protected() -> None:
    found = attach(
        ON,
        orders(("dea", 1, 0, 0, "standard"), ("aeo-priority", 2, 30000, 100000, ""), ("aeo", 0, 50000, 90000, "")),
        a(150000),
        a(10000),
        frequency="monthly",
        days=30,
    )
    assert found.taken.tolist() == [0, 30000, 20000]  # the debt's order is the earlier of the two
    assert found.loans.tolist() == [10000]
    assert found.charge.tolist() == [200]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(kinds.RANKS)),
            st.integers(0, 5),
            st.integers(0, 80_000),
            st.integers(0, 150_000),
            st.sampled_from(["standard", "higher", "fixed"]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 500_000),
    st.integers(0, 300),
)
def test_orders_never_take_more_than_there_is_nor_below_their_own_protected_earnings(
    rows: list[tuple[str, int, int, int, str]], net: int, loan_pounds: int
) -> None:
    given_orders = orders(*rows)
    found = attach(ON, given_orders, a(net), a(loan_pounds * 100), frequency="monthly", days=30, keeps_charge=False)
    left = net - int(found.taken.sum()) - int(found.loans[0])
    assert left >= 0 and (found.taken >= 0).all() and (found.short >= 0).all()
    for index, amount in enumerate(found.taken):
        if amount and rows[index][0] in (kinds.DIRECT, kinds.CHILD):
            alone = attach(ON, orders(rows[index]), a(net), a(0), frequency="monthly", days=30, keeps_charge=False)
            assert amount <= alone.taken[0]
        if amount and rows[index][0] in (kinds.DEBT, kinds.MAINTENANCE):
            assert amount <= max(net - rows[index][3], 0)


def test_people_under_service_law_take_no_order_under_the_act_of_1971() -> None:
    with pytest.raises(WrongOrder):
        attach(ON, orders(("aeo", 0, 100, 0, "")), a(100000), a(0), frequency="monthly", days=30, is_service=a(True))
    taken = attach(
        ON, orders(("deo", 0, 100, 0, "")), a(100000), a(0), frequency="monthly", days=30, is_service=a(True)
    ).taken
    assert taken.tolist() == [100]


EDGES = [(36199 * 100 // 12, 460), (36200 * 100 // 12 + 1, 545), (58199 * 100 // 12, 545), (58200 * 100 // 12 + 1, 735)]


@pytest.mark.parametrize(("month", "rate"), EDGES)
def test_alpha_takes_one_rate_of_all_pensionable_pay_by_the_band_of_a_year_of_it(month: int, rate: int) -> None:
    workings = Workings()
    found = pensions.contributions(ON, a("alpha"), a(month), frequency="monthly", workings=workings)
    assert int(found.member[0]) == (2 * month * rate + 10000) // 20000
    assert found.relieved.tolist() == found.member.tolist()
    (working,) = [step for step in workings.of(0) if step.line == "pension"]
    assert working.inputs["rate_basis_points"] == rate
    assert (
        working.figures[0].is_assumption
        and "58,199" not in working.figures[0].note
        and "CPI" in working.figures[0].note
    )


def test_each_scheme_has_its_own_rule_in_one_mixed_batch() -> None:
    found = pensions.contributions(
        ON,
        a("alpha", "partnership", "armed-forces", "none", "auto-enrolment-ras"),
        np.full(5, 300000),
        frequency="monthly",
        member_basis_points=a(0, 500, 0, 0, 0),
        ages=a(40, 33, 25, 50, 30),
    )
    assert found.member.tolist() == [13800, 12000, 0, 0, (300000 - 52000) * 5 * 80 // 10000]
    assert found.employer.tolist() == [86910, 36000 + 1500, 220500, 0, (300000 - 52000) * 3 // 100]
    assert found.relieved.tolist() == [13800, 0, 0, 0, 0]  # two claim relief at source


def test_what_law_does_not_know_is_refused_with_what_it_does() -> None:
    with pytest.raises(WrongTaxCode):
        read_codes(["1257L", "SNT"])
    with pytest.raises(WrongLetter, match="expected"):
        contributions(ON, a("Q"), a(100), frequency="monthly")
    with pytest.raises(WrongPlan):
        repayments(date(2025, 5, 1), a("plan5"), a(300000), frequency="monthly")
    with pytest.raises(WrongPensionScheme):
        pensions.contributions(ON, a("magic"), a(100), frequency="monthly")
    with pytest.raises(SchemeClosed):
        pensions.contributions(ON, a("nuvos"), a(100), frequency="monthly")
    pensions.contributions(ON, a("nuvos"), a(100), frequency="monthly", for_remedy=True)
