"""Tax codes and income tax: beside a slow reference, at their edges, and explained."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanaper.hr.pay.errors import WrongTaxCode, WrongTaxPeriod
from hanaper.hr.pay.rules.tax import LAST_PERIOD, Tax, tax_due
from hanaper.hr.pay.rules.tax_codes import read_code, read_codes
from hanaper.hr.pay.rules.workings import Workings
from hanaper.hr.pay.tests.reference import tax_of_period
from hanaper.parameters.errors import NothingInForce

DAYS = [date(2024, 4, 30), date(2025, 9, 30), date(2026, 11, 30)]
ON = DAYS[-1]
CODES = "1257L S1257L C1257L 0T S0T BR SBR CBR D0 SD0 SD2 SD3 D1 CD1 NT K475 SK1200 CK9 45L 9999L 500T 501M 1N".split()
FREQUENCIES = list(LAST_PERIOD)
PENCE = st.integers(0, 2_000_000)


def taxed(
    code: str,
    pay: int,
    *,
    on: date = ON,
    period: int = 1,
    to_date: int | None = None,
    before: int = 0,
    frequency: str = "monthly",
    week1: bool = False,
    benefits: int = 0,
    workings: Workings | None = None,
) -> Tax:
    """One person's tax."""
    return tax_due(
        on, read_codes([code]), frequency=frequency, period=np.array([period]), is_week1=np.array([week1]),
        pay=np.array([pay]), pay_to_date=np.array([pay if to_date is None else to_date]),
        tax_before=np.array([before]), benefits=np.array([benefits]), workings=workings,
    )  # fmt: skip


@pytest.mark.promise("P10")
@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(DAYS), st.sampled_from(CODES), st.sampled_from(FREQUENCIES), st.integers(1, 56), st.booleans(),
    PENCE, PENCE, PENCE, st.integers(0, 100),
)  # fmt: skip
def test_tax_is_what_the_slow_reference_says(
    on: date, code: str, frequency: str, period: int, week1: bool, pay: int, earlier: int, before: int, share: int
) -> None:
    period, benefits = min(period, LAST_PERIOD[frequency]), pay * share // 100
    ours = taxed(
        code, pay, on=on, period=period, to_date=pay + earlier, before=before, frequency=frequency, week1=week1,
        benefits=benefits,
    )  # fmt: skip
    theirs = tax_of_period(
        on, code, frequency=frequency, period=period, is_week1=week1, pay=Decimal(pay) / 100,
        to_date=Decimal(pay + earlier) / 100, before=Decimal(before) / 100, benefits=Decimal(benefits) / 100,
    )  # fmt: skip
    assert Decimal(int(ours.tax[0])) / 100 == theirs
    assert int(ours.to_date[0]) == before + int(ours.tax[0])


@pytest.mark.parametrize(
    ("frequency", "extra", "n"), [("weekly", 53, 1), ("two-weekly", 54, 2), ("four-weekly", 56, 4)]
)
def test_an_extra_week_is_taxed_by_itself_whatever_the_basis(frequency: str, extra: int, n: int) -> None:
    extra_week = taxed("1257L", 200000, period=extra, to_date=9_000_000, before=100, frequency=frequency)
    alone = taxed("1257L", 200000, period=n, frequency=frequency)
    assert extra_week.tax.tolist() == alone.tax.tolist()
    assert extra_week.to_date.tolist() == [100 + int(alone.tax[0])]


def test_a_refund_comes_on_the_cumulative_basis_only() -> None:
    assert taxed("1257L", 0, period=6, to_date=300000, before=50000).tax.tolist() == [-50000]
    assert taxed("NT", 100000, period=6, to_date=600000, before=50000).tax.tolist() == [-50000]
    assert taxed("1257L", 0, period=6, to_date=300000, before=50000, week1=True).tax.tolist() == [0]


def test_the_regulatory_limit_holds_back_and_says_so_and_the_tax_comes_later() -> None:
    first = taxed("K9999", 100000)
    assert (int(first.tax[0]), bool(first.limited[0])) == (50000, True)
    later = later_tax("K9999", 2, 900000, 1000000, int(first.to_date[0]))
    assert later == later_tax("K9999", 2, 1000000, 1000000, 0) - 50000


def later_tax(code: str, period: int, pay: int, to_date: int, before: int) -> int:
    return int(taxed(code, pay, period=period, to_date=to_date, before=before).tax[0])


def test_the_limit_looks_at_pay_without_payrolled_benefits() -> None:
    found = taxed("D1", 200000, benefits=150000)
    assert (found.tax.tolist(), found.limited.tolist()) == ([25000], [True])


@pytest.mark.parametrize("text", "1257 1257LX L 12.57L K0 K 0L 007L 01T D D9 SNT CNT XBR BR1 1257l 1234567L".split())
def test_a_text_that_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(WrongTaxCode) as refusal:
        read_code(text)
    assert refusal.value.values["found"] == text


@pytest.mark.parametrize(("code", "expected"), [("D2", "D0 to D1"), ("CD8", "D0 to D1"), ("SD4", "D0 to D3")])
def test_a_rate_that_the_regime_does_not_have_is_refused_not_guessed(code: str, expected: str) -> None:
    with pytest.raises(WrongTaxCode) as refusal:
        taxed(code, 100000)
    assert expected in refusal.value.values["expected"]


@pytest.mark.parametrize(
    ("frequency", "period"), [("monthly", 0), ("monthly", 13), ("weekly", 54), ("four-weekly", 57)]
)
def test_a_period_that_no_year_has_is_refused(frequency: str, period: int) -> None:
    with pytest.raises(WrongTaxPeriod):
        taxed("1257L", 100000, frequency=frequency, period=period)


def test_a_year_whose_bands_nobody_has_read_is_refused() -> None:
    with pytest.raises(NothingInForce):
        taxed("1257L", 100000, on=date(2027, 4, 6))


def steps(code: str, pay: int, **given: Any) -> list[Any]:
    workings = Workings()
    taxed(code, pay, workings=workings, **given)
    return workings.of(0)


def test_a_banded_code_is_explained_by_its_free_pay_its_band_and_the_limit() -> None:
    free, taxable, band, period = steps("S1257L", 1_000_000)
    assert (free.result, free.inputs["units"], free.figures[0].name) == (
        104826, 1257, "uk/hmrc/paye/code_block_monthly_pence",
    )  # fmt: skip
    assert (taxable.inputs["pay_to_date"], taxable.result) == (1_000_000, 895174)
    assert (band.inputs["taxable_to_date"], band.inputs["rate_basis_points"]) == (895174, 4500)
    # 45% starts at a twelfth of 62,430.00, and what lies below it costs a twelfth of 19,482.05.
    assert (band.inputs["band"], band.inputs["band_starts_ten_thousandths"]) == (5, 52025000)
    assert band.inputs["tax_below_ten_thousandths"] == 16235041
    assert band.figures[0].name == "uk/hmrc/paye/bands_scotland" and band.figures[0].source.title
    assert period.inputs["due_to_date"] == band.result == period.result


def test_a_code_of_one_rate_is_explained_by_that_rate_whatever_the_pay() -> None:
    flat, period = steps("BR", 5_000_000)
    assert (flat.inputs["rate_basis_points"], flat.result, period.result) == (2000, 1_000_000, 1_000_000)
    assert [step.inputs.get("rate_basis_points") for step in steps("NT", 5_000_000)] == [None]


def test_a_k_code_shows_what_it_adds() -> None:
    found = taxed("K475", 300000)
    assert (found.free.tolist(), found.taxable.tolist(), found.rate_basis_points.tolist()) == (
        [-39659],
        [339659],
        [4000],
    )
