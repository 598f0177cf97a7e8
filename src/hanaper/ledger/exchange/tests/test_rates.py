"""Rates are loaded from a file, never changed, and never guessed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer import Typer
from typer.testing import CliRunner

from hanaper.foundation.acts.api import act
from hanaper.kernel.money import minor_digits
from hanaper.ledger.exchange.api import (
    ExchangeRate,
    Rate,
    RateDiffers,
    RatesFileInvalid,
    rates_load,
    rates_on,
    read_rates,
    to_pence,
)
from hanaper.ledger.exchange.commands import load_rates
from tests.databases import CommittedDatabase
from tests.world import SETUP, build_world

HEADING = "currency,valid_from,valid_to,units_per_pound,source"
NOVEMBER = 'EUR,2026-11-01,2026-11-30,1.1405,"HMRC, November 2026"'

WRONG = [
    ("no heading", "EUR,1", 1, "no column currency"),
    ("a column missing", "currency,valid_from,valid_to,units_per_pound\nEUR,2026-11-01,,1", 1, "no column source"),
    ("an unknown currency", f"{HEADING}\nXYZ,2026-11-01,,1,x", 2, "XYZ"),
    ("pounds", f"{HEADING}\nGBP,2026-11-01,,1,x", 2, "GBP"),
    ("no such day", f"{HEADING}\nEUR,2026-02-30,,1,x", 2, "2026-02-30"),
    ("an end before the start", f"{HEADING}\nEUR,2026-11-02,2026-11-01,1,x", 2, "2026-11-01"),
    ("letters", f"{HEADING}\nEUR,2026-11-01,,one,x", 2, "one"),
    ("nothing", f"{HEADING}\nEUR,2026-11-01,,0,x", 2, "0"),
    ("below nothing", f"{HEADING}\nEUR,2026-11-01,,-1,x", 2, "-1"),
    ("no number", f"{HEADING}\nEUR,2026-11-01,,NaN,x", 2, "NaN"),
    ("too fine", f"{HEADING}\nEUR,2026-11-01,,1.123456789,x", 2, "1.123456789"),
    ("no source", f"{HEADING}\n{NOVEMBER}\nUSD,2026-11-01,,1.3,", 3, "no source"),
    ("too few columns", f"{HEADING}\nEUR", 2, ""),
]


@pytest.mark.parametrize(("text", "row", "found"), [pytest.param(*case[1:], id=case[0]) for case in WRONG])
def test_a_row_that_cannot_be_read_is_named(text: str, row: int, found: str) -> None:
    with pytest.raises(RatesFileInvalid) as refused:
        read_rates(text.splitlines())

    assert (refused.value.values["row"], refused.value.values["found"]) == (row, found)


def test_a_file_is_read_row_by_row() -> None:
    rates = read_rates([HEADING, NOVEMBER, "jpy,1/11/2026,,198.5,Bank of England"])

    assert rates == [
        Rate("EUR", date(2026, 11, 1), date(2026, 12, 1), Decimal("1.1405"), "HMRC, November 2026"),
        Rate("JPY", date(2026, 11, 1), date(2026, 11, 2), Decimal("198.5"), "Bank of England"),
    ]


CONVERTED = [("EUR", 100_00, "1.25", 80_00), ("JPY", 200, "200", 100), ("KWD", 1_000, "0.4", 250), ("EUR", -1, "2", -1)]


@pytest.mark.parametrize(("currency", "minor", "units", "pence"), CONVERTED)
def test_an_amount_is_converted_to_the_penny(currency: str, minor: int, units: str, pence: int) -> None:
    assert to_pence(minor, currency, Decimal(units)) == pence


@given(st.integers(-(10**14), 10**14), st.decimals("0.0001", "9999", places=8), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_a_conversion_is_within_half_a_penny_and_the_same_both_ways(minor: int, units: Decimal, currency: str) -> None:
    pence = to_pence(minor, currency, units)

    exact = Decimal(minor).scaleb(2 - minor_digits(currency)) / units
    assert abs(pence - exact) <= Decimal("0.5") + abs(exact) * Decimal("1e-26")
    assert to_pence(-minor, currency, units) == -pence


@pytest.mark.django_db
def test_the_same_rates_again_change_nothing_and_others_are_refused() -> None:
    build_world()
    rates = read_rates([HEADING, NOVEMBER])
    with act(SETUP, None, None):
        assert (rates_load(rates), rates_load(rates)) == (1, 0)
        other = Rate("EUR", date(2026, 11, 15), date(2026, 11, 16), Decimal("1.2"), "x")
        with pytest.raises(RateDiffers) as refused:
            rates_load([other])
        assert refused.value.values["day"] == date(2026, 11, 15)
        with pytest.raises(RateDiffers):
            rates_load([Rate("USD", other.start, other.end, Decimal(n), "x") for n in (1, 2)])
        assert ExchangeRate.objects.count() == 1


@pytest.mark.django_db
def test_a_day_has_its_rate_or_none() -> None:
    build_world()
    last = date(2026, 11, 30)
    with act(SETUP, None, None):
        rates_load(read_rates([HEADING, NOVEMBER]))

        found = rates_on([("EUR", last), ("EUR", last + timedelta(days=1)), ("USD", last), ("GBP", last)])

    assert {key: rate.units_per_pound for key, rate in found.items()} == {("EUR", last): Decimal("1.1405")}


def test_the_command_loads_all_rows_or_says_which_is_wrong(committed_db: CommittedDatabase, tmp_path: Path) -> None:
    build_world()
    app = Typer()
    app.command()(load_rates)
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(f"{HEADING}\n{NOVEMBER}\n", encoding="utf-8-sig")
    bad.write_text(f"{HEADING}\nUSD,2026-11-01,,1.3,x\nEUR,2026-11-05,,1.2,x\n", encoding="utf-8")

    first, second = CliRunner().invoke(app, [str(good)]), CliRunner().invoke(app, [str(bad)])

    assert (first.exit_code, first.output) == (0, "1 rates read, 1 new.\n")
    assert second.exit_code == 1
    assert "EUR has another rate for 5 November 2026: 1.14050000, not 1.2" in second.output
    with act(SETUP, None, None):
        assert ExchangeRate.objects.count() == 1
