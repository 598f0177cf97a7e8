"""Reading a file of rates, and converting: pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from hanaper.kernel.dates import parse_date
from hanaper.kernel.errors import UnknownCurrency, WrongDate
from hanaper.kernel.money import minor_digits
from hanaper.kernel.rounding import round_half_up_to_penny
from hanaper.ledger.exchange.errors import RatesFileInvalid

COLUMNS: Final = ("currency", "valid_from", "valid_to", "units_per_pound", "source")
ROWS_MAX: Final = 100_000


@dataclass(frozen=True, slots=True)
class Rate:
    """units_per_pound: of `currency` for one pound, from `start` up to, and not with, `end`."""

    currency: str
    start: date
    end: date
    units_per_pound: Decimal
    source: str

    def pence(self, minor: int) -> int:
        """A foreign amount in pence, rounded once, half up.

        >>> Rate("EUR", date(2026, 1, 1), date(2026, 2, 1), Decimal("1.25"), "x").pence(10_000)
        8000
        """
        return to_pence(minor, self.currency, self.units_per_pound)


def to_pence(minor: int, currency: str, units_per_pound: Decimal) -> int:
    """`minor` minor units of `currency` in pence, rounded once, half up to the penny.

    >>> to_pence(500, "JPY", Decimal(200)), to_pence(-1, "KWD", Decimal("0.4")), to_pence(7, "GBP", Decimal(1))
    (250, 0, 7)
    """
    return round_half_up_to_penny(Decimal(minor).scaleb(2 - minor_digits(currency)) / units_per_pound)


def read_rates(text: Iterable[str]) -> list[Rate]:
    """Every row of a CSV file of rates, in its order.

    text: its lines. Raises RatesFileInvalid for the first row that cannot be read, with the row (the heading is 1).
    """
    reader = csv.DictReader(text)
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
        raise RatesFileInvalid(row=1, found=f"no column {missing[0]}", expected=", ".join(COLUMNS))
    rates = []
    for number, row in enumerate(reader, 2):
        if number > ROWS_MAX:
            raise RatesFileInvalid(row=number, found="more rows", expected=f"{ROWS_MAX:,} at most")
        rates.append(_rate(number, {name: (row[name] or "").strip() for name in COLUMNS}))
    return rates


def _rate(number: int, row: dict[str, str]) -> Rate:
    currency = row["currency"].upper()
    try:
        minor_digits(currency)
        start = parse_date(row["valid_from"])
        last = parse_date(row["valid_to"]) if row["valid_to"] else start
        units = Decimal(row["units_per_pound"])
    except UnknownCurrency:
        raise RatesFileInvalid(row=number, found=currency, expected="a currency of ISO 4217") from None
    except WrongDate as error:
        raise RatesFileInvalid(row=number, found=error.values["found"], expected="a date") from None
    except InvalidOperation:
        raise RatesFileInvalid(row=number, found=row["units_per_pound"], expected="a number") from None
    if currency == "GBP":
        raise RatesFileInvalid(row=number, found=currency, expected="a foreign currency")
    if last < start:
        raise RatesFileInvalid(row=number, found=row["valid_to"], expected="a day on or after valid_from")
    if not (units.is_finite() and 0 < units < 10**10 and units == round(units, 8)):
        raise RatesFileInvalid(
            row=number, found=row["units_per_pound"], expected="a rate above nought, of 8 decimals at most"
        )
    if not row["source"]:
        raise RatesFileInvalid(row=number, found="no source", expected="where the rate was published")
    return Rate(currency, start, last + timedelta(days=1), units, row["source"][:200])
