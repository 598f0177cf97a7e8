"""Discounting and appraisal against published factors and test values, and by hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from hanaper.parameters.errors import NothingInForce
from hanaper.strategy.benefits.commands import app
from hanaper.strategy.benefits.errors import ReferenceClassUnknown, WrongProfile
from hanaper.strategy.benefits.rules.appraisal import Row, appraise
from hanaper.strategy.benefits.rules.discounting import (
    KINDS,
    factor,
    rebased_factor,
    schedule,
    social_time_preference,
)
from hanaper.strategy.benefits.rules.optimism import bounds, managed, mixed, raised
from hanaper.strategy.benefits.rules.profile_file import TEMPLATE, read_profile

DAY = date(2026, 4, 1)
STANDARD = schedule("standard", on=DAY)
Shared = Callable[[str], Path]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


COLUMNS = {"standard": "factor_standard", "health": "factor_health", "reduced": "factor_reduced_sensitivity"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_factors_of_126_years_are_those_published(kind: Any, shared: Shared) -> None:
    table = rows_of(shared("reference/domain/green_book_discount_factors.csv"))

    assert [int(row["year"]) for row in table] == list(range(126))
    chosen = schedule(kind, on=DAY)
    apart = {
        row["year"]: row[COLUMNS[kind]]
        for row in table
        if f"{factor(chosen, int(row['year'])):.6f}" != row[COLUMNS[kind]]
    }
    assert apart == {}


def test_the_rates_are_those_published(shared: Shared) -> None:
    table = rows_of(shared("reference/domain/green_book_discount_rates.csv"))
    columns = {"standard": "standard_pct", "health": "health_pct", "reduced": "reduced_sensitivity_pct"}

    for kind in KINDS:
        found = [(str(b.first), str(b.last or ""), b.basis_points) for b in schedule(kind, on=DAY).bands]
        expected = [(row["years_from"], row["years_to"], int(Decimal(row[columns[kind]]) * 100)) for row in table]
        assert found == expected


EXTERNAL: dict[str, Callable[[], Decimal]] = {
    "DF10": lambda: factor(STANDARD, 10),
    "DF20": lambda: factor(STANDARD, 20),
    "DF40": lambda: factor(STANDARD, 40),
    "DF125": lambda: factor(STANDARD, 125),
    "DFNEG": lambda: factor(STANDARD, 2005 - 2010),
    "DFREBASE": lambda: rebased_factor(STANDARD, 2160, price_base=2010, counted_from=2014),
    "OBMIX-C": lambda: mixed(
        {"non-standard buildings": Decimal("0.3"), "standard buildings": Decimal("0.7")}, "capital", on=DAY
    ),
    "OBMIX-D": lambda: mixed(
        {"non-standard buildings": Decimal("0.3"), "standard buildings": Decimal("0.7")}, "duration", on=DAY
    ),
    "OBMANAGED": lambda: managed(
        Decimal(bounds("non-standard buildings", "capital", on=DAY)[0]) / 100, Decimal("0.92")
    ),
    "OBCOST": lambda: raised(100_000_000_00, Decimal(4), risk_management_pence=7_000_000_00) / 10**8,
    "STPR": lambda: 100 * social_time_preference(
        delta=Decimal("0.005"), catastrophe=Decimal("0.01"), elasticity=Decimal(1), growth=Decimal("0.02")
    ),
    "MATRIXNPV": lambda: Decimal(-100) * (185 - 109) / 185,
}  # fmt: skip
NOT_AN_APPRAISAL = {"WPRS"}
"""A ratio of two published costs for each user: nothing is discounted, raised or compared by a rule of ours."""


def vectors() -> list[str]:
    return sorted(EXTERNAL)


@pytest.mark.parametrize("case", vectors())
def test_values_from_outside_come_out_within_their_tolerance(case: str, shared: Shared) -> None:
    row = next(row for row in rows_of(shared("reference/domain/appraisal_test_vectors.csv")) if row["id"] == case)
    expected = Decimal("".join(c for c in row["expected"].split(" ")[0] if c in "-.0123456789"))
    tolerance = Decimal(row["tolerance"].removesuffix("pt") or 0)
    assert abs(EXTERNAL[case]() - expected) <= max(tolerance, Decimal("0.00001"))


def test_no_row_of_the_published_values_is_passed_over(shared: Shared) -> None:
    ids = {row["id"] for row in rows_of(shared("reference/domain/appraisal_test_vectors.csv"))}
    assert ids == set(EXTERNAL) | NOT_AN_APPRAISAL


def test_fifteen_years_of_a_pound_are_worth_what_the_reference_says() -> None:
    """The reference adds factors that were rounded to six places, so the sums differ in the last."""
    for years, published in ((range(15), "11.920521"), (range(1, 16), "11.517411")):
        assert abs(sum(factor(STANDARD, year) for year in years) - Decimal(published)) < Decimal("0.000002")


def test_rates_are_those_of_the_day() -> None:
    with pytest.raises(NothingInForce):
        schedule("reduced", on=date(2025, 12, 31))
    assert schedule("standard", on=date(2025, 12, 31)).bands == STANDARD.bands


def test_a_kind_of_project_without_bounds_is_answered_with_those_that_have_some() -> None:
    with pytest.raises(ReferenceClassUnknown) as refusal:
        bounds("castles", "capital", on=DAY)
    assert "outsourcing" in refusal.value.values["expected"]


def test_a_profile_by_hand() -> None:
    rows = [
        Row(0, "cost", "programme", 1_000_00, bias_percent=Decimal(10), reason="class"),
        Row(1, "benefit", "cash-releasing", 600_00),
        Row(2, "benefit", "non-cash-releasing", 800_00, bias_percent=Decimal(25), reason="class"),
        Row(2, "benefit", "qualitative", 999_999_00),
    ]
    found = appraise(rows, STANDARD)

    # 600/1.035 = 579.71; 800 x 0.75 = 600, /1.035^2 = 560.11
    assert (found.present_benefits, found.present_cash, found.present_costs) == (1_139_82, 579_71, 1_100_00)
    assert found.net_present_value == 39_82
    assert (found.benefit_cost_ratio, found.cash_share_percent) == (Decimal("1.04"), Decimal("50.9"))
    assert found.payback_year == 2
    assert (found.benefits_may_fall_percent, found.costs_may_rise_percent) == (Decimal("3.5"), Decimal("3.6"))
    assert [year.cumulative for year in found.years] == [-1_100_00, -520_29, 39_82]


def test_nominal_amounts_are_taken_to_prices_of_the_first_year() -> None:
    nominal = appraise([Row(2, "benefit", "cash-releasing", 10_404)], STANDARD, inflation_percent=Decimal(2))
    assert nominal.years[2].benefits == 10_000


def test_a_profile_that_sinks_again_is_paid_back_only_when_it_stays_so() -> None:
    rows = [Row(0, "cost", "data", 10), Row(1, "benefit", "cash-releasing", 20), Row(2, "cost", "data", 15),
            Row(3, "benefit", "cash-releasing", 50)]  # fmt: skip
    assert appraise(rows, STANDARD).payback_year == 3
    assert appraise(rows[:3], STANDARD).payback_year is None


def test_without_a_member_its_rows_are_left_out_and_the_rest_stays() -> None:
    rows = [Row(0, "cost", "programme", 100), Row(0, "benefit", "cash-releasing", 285, member="A"),
            Row(0, "benefit", "cash-releasing", 76, member="B")]  # fmt: skip
    assert appraise(rows, STANDARD).net_present_value == 261
    assert appraise(rows, STANDARD, without=["B"]).net_present_value == 185


def test_nothing_spent_has_no_ratio_and_nothing_gained_no_share() -> None:
    found = appraise([Row(0, "benefit", "qualitative", 0)], STANDARD)
    assert (found.benefit_cost_ratio, found.cash_share_percent, found.payback_year) == (None, None, None)


AMOUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(-(10**12), 10**12)), min_size=1, max_size=8)


@given(AMOUNTS, AMOUNTS)
def test_what_is_appraised_together_is_worth_what_its_parts_are(one: Any, two: Any) -> None:
    def rows(amounts: Any) -> list[Row]:
        return [Row(year, "benefit", "cash-releasing", pence) for year, pence in amounts]

    apart = appraise(rows(one), STANDARD).net_present_value + appraise(rows(two), STANDARD).net_present_value
    assert abs(appraise(rows(one + two), STANDARD).net_present_value - apart) <= 1


@given(st.sampled_from(KINDS), st.integers(1, 400))
def test_a_later_pound_is_never_worth_more(kind: Any, year: int) -> None:
    chosen = schedule(kind, on=DAY)
    assert 0 < factor(chosen, year) < factor(chosen, year - 1)


# The file and the command


def test_the_template_is_a_profile() -> None:
    rows, wrong, first = read_profile(TEMPLATE.encode())
    assert (len(rows), wrong, first) == (5, [], None)


def test_fiscal_years_count_from_the_earliest() -> None:
    rows, wrong, first = read_profile(
        b"year,side,class,amount\n2027-28,benefit,cash-releasing,1\n2026-27,cost,data,1\n"
    )
    assert ([row.year for row in rows], wrong, first) == ([1, 0], [], 2026)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("126,cost,data,1", "year"),
        ("2026-28,cost,data,1", "year"),
        ("1,gain,data,1", "side"),
        ("1,cost,cash-releasing,1", "class"),
        ("1,cost,data,1e5", "amount"),
        ('1,cost,data,"1,000"', "amount"),
        ("1,cost,data,1.234", "amount"),
        ("1,cost,data,1,20", "reason"),
        ("1,cost,data,1,lots,why", "optimism_bias"),
        ("1,cost,data,1,NaN,why", "optimism_bias"),
    ],
)
def test_a_wrong_row_is_named_by_column(row: str, column: str) -> None:
    full = row + "," * (5 - len(next(csv.reader([row])))) if row.count(",") < 5 else row
    cells = next(csv.reader([full]))
    padded = ",".join(f'"{cell}"' for cell in [*cells, "", "", ""][:6])
    _, wrong, _ = read_profile(f"year,side,class,amount,optimism_bias,reason\n{padded}\n".encode())
    assert [(each.line, each.column) for each in wrong] == [(2, column)]


def test_counts_and_fiscal_years_in_one_file_are_refused() -> None:
    _, wrong, _ = read_profile(b"year,side,class,amount\n1,cost,data,1\n2026-27,cost,data,1\n")
    assert [each.column for each in wrong] == ["year"]


def test_the_command_prints_what_the_rule_finds(tmp_path: Path) -> None:
    file = tmp_path / "profile.csv"
    file.write_text(TEMPLATE, encoding="utf-8")
    said = CliRunner().invoke(app, ["appraise", str(file), "--as-of", "2026-04-01", "--json"])
    assert said.exit_code == 0, said.output
    answer = json.loads(said.stdout)
    rows, _, _ = read_profile(TEMPLATE.encode())
    assert answer["net_present_value"] == appraise(rows, STANDARD).net_present_value
    assert set(answer["net_present_value_at"]) == {"health", "reduced"}
    words = CliRunner().invoke(app, ["appraise", str(file), "--as-of", "2020-04-01"]).output
    assert "Net present value" in words and "At the reduced rates" not in words


def test_the_command_takes_nothing_of_a_file_with_a_wrong_row(tmp_path: Path) -> None:
    file = tmp_path / "profile.csv"
    file.write_text("year,side,class,amount\n0,cost,magic,1\n", encoding="utf-8")
    with pytest.raises(WrongProfile) as refusal:
        CliRunner().invoke(app, ["appraise", str(file)], catch_exceptions=False)
    assert "line 2, class: magic" in refusal.value.values["wrong"]
