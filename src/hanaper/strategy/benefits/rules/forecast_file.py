"""A benefit's profile as a CSV file: a fiscal year a row. Read whole or not at all.

year, amount                        needed
hours, optimism_bias, reason        where known
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from hanaper.kernel.csv_rows import WrongRow, read_rows
from hanaper.kernel.errors import Invalid
from hanaper.kernel.periods import FiscalYear

NEEDED: Final = ("year", "amount")
COLUMNS: Final = (*NEEDED, "hours", "optimism_bias", "reason")
_AMOUNT: Final = re.compile(r"-?\d{1,13}(\.\d{1,2})?")


@dataclass(frozen=True, kw_only=True)
class ForecastYear:
    """A year of a profile. year: April year. bias_basis_points: optimism bias taken off, with its reason."""

    year: int
    pence: int
    hours: Decimal | None = None
    bias_basis_points: int = 0
    reason: str = ""


def read_forecast(content: bytes) -> tuple[list[ForecastYear], list[WrongRow]]:
    """The years and what is wrong."""
    rows, wrong = read_rows(content, needed=NEEDED, columns=COLUMNS)
    found = []
    for line, cells in rows:
        year, faults = _year(line, cells)
        wrong += faults
        if year is not None:
            found.append(year)
    return found, wrong


def _year(line: int, cells: Mapping[str, str]) -> tuple[ForecastYear | None, list[WrongRow]]:
    wrong = []
    try:
        year = FiscalYear.parse(cells["year"]).first_year
    except Invalid:
        wrong.append(WrongRow(line, "year", cells["year"] or "nothing", "a fiscal year such as 2026-27"))
    if not _AMOUNT.fullmatch(cells["amount"]):
        wrong.append(WrongRow(line, "amount", cells["amount"] or "nothing", "pounds and pence, such as 1234.56"))
    hours = _decimal(line, "hours", cells.get("hours", ""), wrong)
    bias = _decimal(line, "optimism_bias", cells.get("optimism_bias", ""), wrong)
    if bias and not cells.get("reason"):
        wrong.append(WrongRow(line, "reason", "nothing", "why that much optimism bias"))
    if wrong:
        return None, wrong
    pence = int(Decimal(cells["amount"]).scaleb(2))
    return ForecastYear(year=year, pence=pence, hours=hours, bias_basis_points=int((bias or 0) * 100),
                        reason=cells.get("reason", "")), []  # fmt: skip


def _decimal(line: int, column: str, written: str, wrong: list[WrongRow]) -> Decimal | None:
    """A number from nought on, of at most two places."""
    if not written:
        return None
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= 10**9 or value != value.quantize(Decimal("0.01")):
        wrong.append(WrongRow(line, column, written, "a number from 0 on, with at most two decimals"))
        return None
    return value
