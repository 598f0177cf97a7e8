"""What is realised, by hand: the formula, each of the five tests failing alone, and what is never said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanaper.strategy.benefits.rules.realised import Before, Now, Reduction, Terms, realised, running_cost_reduction

BEFORE = Before(
    Decimal(600_000), None, "cost-to-serve, version 1", date(2024, 5, 1), signed_by_owner=False, price_year=2026
)
NOW = Now(100, Decimal(500_000), None, "cost-to-serve, version 1", is_indicative=False, price_year=2026)
TERMS = Terms(
    change_on=date(2024, 6, 1), attributable_basis_points=10_000, index=Decimal(1), index_source="",
    disbenefits_pence=0, removed_pence=40_000, quality_before=9_000, quality_now=9_000, months_held=6,
)  # fmt: skip


def test_the_formula_by_hand() -> None:
    """(6,000 x 1.1 - 5,000) = 1,600; three quarters of it less 200 is 1,000; finance removed 400 of them."""
    terms = replace(TERMS, index=Decimal("1.1"), index_source="GDP deflator", attributable_basis_points=7_500,
                    disbenefits_pence=20_000)  # fmt: skip
    found = realised(BEFORE, NOW, terms)

    assert (found.gross_pence, found.net_pence, found.cash_pence, found.non_cash_pence) == (
        160_000,
        100_000,
        40_000,
        60_000,
    )
    assert found.outcome == "realised" and found.failed == []


def test_a_loss_prints_as_a_loss_and_all_of_it_is_cash() -> None:
    found = realised(BEFORE, replace(NOW, pence=Decimal(650_000)), TERMS)
    assert (found.gross_pence, found.cash_pence, found.non_cash_pence) == (-50_000, -50_000, 0)


@pytest.mark.parametrize(
    ("failing", "before", "now", "terms"),
    [
        ("baseline", {"signed_on": None}, {}, {}),
        ("baseline", {"signed_on": date(2024, 6, 1)}, {}, {}),
        ("baseline", {"signed_by_owner": True}, {}, {}),
        ("prices", {"price_year": 2023}, {}, {}),
        ("quality", {}, {}, {"quality_now": 8_999}),
        ("quality", {}, {}, {"quality_now": None}),
        ("quality", {}, {}, {"quality_before": None}),
        ("held", {}, {}, {"months_held": 5}),
        ("reconciled", {}, {}, {"removed_pence": None}),
    ],
)
def test_each_test_failing_alone_leaves_it_measured_and_not_realised(
    failing: str, before: dict[str, Any], now: dict[str, Any], terms: dict[str, Any]
) -> None:
    found = realised(replace(BEFORE, **before), replace(NOW, **now), replace(TERMS, **terms))

    assert found.outcome == "measured"
    assert [test.code for test in found.failed] == [failing]
    assert found.gross_pence == 100_000, "what was measured is shown all the same"


def test_an_index_with_its_source_makes_prices_of_another_year_comparable() -> None:
    found = realised(replace(BEFORE, price_year=2023), NOW, replace(TERMS, index_source="GDP deflator, June 2026"))
    assert found.outcome == "realised"


def test_another_instrument_is_not_comparable_and_never_a_saving() -> None:
    found = realised(replace(BEFORE, instrument="a survey of 2019"), NOW, TERMS)
    assert (found.outcome, found.gross_pence, found.net_pence) == ("not-comparable", None, None)


def test_coverage_under_its_floor_prices_nothing() -> None:
    found = realised(BEFORE, replace(NOW, is_indicative=True), TERMS)
    assert (found.outcome, found.gross_pence) == ("indicative", None)


def test_hours_stay_hours() -> None:
    before = replace(BEFORE, pence=None, hours=Decimal(100))
    found = realised(before, replace(NOW, pence=None, hours=Decimal("80.004")), TERMS)
    assert (found.gross_pence, found.cash_pence, found.hours) == (None, None, Decimal("20.00"))


def test_no_baseline_and_no_figure_are_told_apart() -> None:
    assert realised(None, NOW, TERMS).outcome == "no-baseline"
    assert realised(BEFORE, replace(NOW, pence=None), TERMS).outcome == "not-known"


PENCE = st.integers(-(10**12), 10**12)


@given(PENCE, st.integers(1, 10_000), st.integers(0, 10**9), st.integers(0, 10**10))
def test_cash_and_the_rest_make_the_net_and_cash_is_never_more_than_was_removed(
    now: int, share: int, disbenefits: int, removed: int
) -> None:
    terms = replace(TERMS, attributable_basis_points=share, disbenefits_pence=disbenefits, removed_pence=removed)
    found = realised(BEFORE, replace(NOW, pence=Decimal(now)), terms)

    assert found.net_pence is not None and found.cash_pence is not None and found.non_cash_pence is not None
    assert found.cash_pence + found.non_cash_pence == found.net_pence
    assert found.cash_pence <= max(removed, found.net_pence) and found.cash_pence <= found.net_pence + 1
    assert found.non_cash_pence >= 0


def test_running_costs_by_hand() -> None:
    """B 1,000 of which 600 fixed for 40 invoices, 50 now: flexed base 600 + 10 x 50 = 1,100. A 880, index 1.25."""
    found = running_cost_reduction(
        actual_pence=880_00, baseline_pence=1_000_00, index=Decimal("1.25"), fixed_pence=600_00, volume_then=40,
        volume_now=50,
    )  # fmt: skip
    assert found == Reduction(nominal=1_200, real=2_960, flexed=3_600)


def test_a_rise_of_running_costs_is_below_nought() -> None:
    found = running_cost_reduction(
        actual_pence=120, baseline_pence=100, index=Decimal(1), fixed_pence=100, volume_then=1, volume_now=9
    )
    assert found == Reduction(-2_000, -2_000, -2_000)
