"""A file of duty costs: one row a duty and month, with its source. Read whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from hanaper.centre.costs.errors import DutyCostInvalid
from hanaper.kernel.errors import HanaperError
from hanaper.kernel.money import Money

COLUMNS: Final = ("duty", "month", "pay", "productive_hours", "source", "assumption")
ROWS_MAX: Final = 10_000
_YES_NO: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class DutyCostRow:
    """What everyone under a duty was paid in a month, with on-costs, and their productive hours."""

    duty: str
    month: date
    pay_pence: int
    productive_hours: Decimal
    source: str
    is_assumption: bool


def read_duty_costs(lines: Iterable[str]) -> list[DutyCostRow]:
    """Rows of a CSV file with the columns of COLUMNS; month as 2026-11, pay in pounds, assumption yes or no.

    Raises DutyCostInvalid with row (2 is the first below the heading) and column.
    """
    reader = csv.DictReader(lines)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        found = ", ".join(reader.fieldnames or ()) or "nothing"
        raise DutyCostInvalid(row=1, column="heading", found=found, expected=", ".join(COLUMNS))
    rows: list[DutyCostRow] = []
    seen: set[tuple[str, date]] = set()
    for number, row in enumerate(reader, start=2):
        if len(rows) == ROWS_MAX:
            raise DutyCostInvalid(row=number, column="duty", found="another row", expected=f"{ROWS_MAX} at most")
        read = _row(number, row)
        if (read.duty, read.month) in seen:
            raise DutyCostInvalid(row=number, column="duty", found=read.duty, expected="each duty once a month")
        seen.add((read.duty, read.month))
        rows.append(read)
    return rows


def _row(number: int, row: dict[str, str | None]) -> DutyCostRow:
    def wrong(column: str, expected: str) -> DutyCostInvalid:
        return DutyCostInvalid(row=number, column=column, found=row.get(column) or "nothing", expected=expected)

    texts = {column: (row.get(column) or "").strip() for column in COLUMNS}
    for column in ("duty", "source"):
        if not texts[column]:
            raise wrong(column, "some text")
    try:
        month = date.fromisoformat(f"{texts['month']}-01")
    except ValueError:
        raise wrong("month", "a month like 2026-11") from None
    try:
        pay = Money.parse(texts["pay"], "GBP").minor
    except HanaperError:
        raise wrong("pay", "pounds, like 1234.56") from None
    try:
        hours = Decimal(texts["productive_hours"])
    except InvalidOperation:
        raise wrong("productive_hours", "hours, like 130.5") from None
    if not hours.is_finite() or hours < 0 or pay < 0:
        raise wrong("productive_hours" if pay >= 0 else "pay", "nought or more")
    if texts["assumption"] not in _YES_NO:
        raise wrong("assumption", "yes or no")
    return DutyCostRow(texts["duty"], month, pay, hours, texts["source"], _YES_NO[texts["assumption"]])
