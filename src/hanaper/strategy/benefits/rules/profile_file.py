"""A profile as a CSV file: one amount a row. Read whole or not at all, every wrong row by line and column.

    year, side, class, amount                                  needed
    optimism_bias, reason, member                              where known

year: whole years after the first (0 is the first), to 125; or a fiscal year such as 2026-27, counted from the file's
earliest. side: benefit or cost. class: of a benefit, or the category of a cost. amount: pounds and pence.
optimism_bias: per cent, with the reason for it beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Final

from hanaper.kernel.csv_rows import WrongRow, read_rows
from hanaper.strategy.benefits.rules.appraisal import BENEFIT_CLASSES, COST_CATEGORIES, Row

NEEDED: Final = ("year", "side", "class", "amount")
COLUMNS: Final = (*NEEDED, "optimism_bias", "reason", "member")
LAST_YEAR: Final = 125
TEMPLATE: Final = """year,side,class,amount,optimism_bias,reason,member
0,cost,programme,2500000.00,200,"Class: equipment and development, upper bound; no reference forecast yet",
0,cost,dual-running,400000.00,,,
1,benefit,cash-releasing,900000.00,,,Alpha
1,benefit,non-cash-releasing,350000.00,,,Alpha
2,benefit,cash-releasing,1100000.00,,,Beta
"""
_FISCAL: Final = re.compile(r"(\d{4})-(\d{2})")
_AMOUNT: Final = re.compile(r"-?\d{1,13}(\.\d{1,2})?")


def read_profile(content: bytes) -> tuple[list[Row], list[WrongRow], int | None]:
    """The rows, what is wrong, and the calendar year in which the first fiscal year begins (None: years are counts)."""
    rows, wrong = read_rows(content, needed=NEEDED, columns=COLUMNS)
    found: list[tuple[int, Row]] = []
    kinds = set()
    for line, cells in rows:
        row, faults, is_fiscal = _row(line, cells)
        wrong += faults
        kinds.add(is_fiscal)
        if row is not None:
            found.append((line, row))
    if len(kinds) > 1 and not wrong:
        wrong.append(WrongRow(0, "year", "counts and fiscal years in one file", "one of the two"))
    if wrong or True not in kinds:
        return [row for _, row in found], wrong, None
    first = min(row.year for _, row in found)
    wrong += [
        WrongRow(line, "year", f"{row.year - first} years after the first", f"at most {LAST_YEAR}")
        for line, row in found
        if row.year - first > LAST_YEAR
    ]
    return [replace(row, year=row.year - first) for _, row in found], wrong, first


def _row(line: int, cells: Mapping[str, str]) -> tuple[Row | None, list[WrongRow], bool]:
    wrong: list[WrongRow] = []
    year, is_fiscal = _year(line, cells["year"], wrong)
    side, of = cells["side"].lower(), cells["class"].lower().replace(" ", "-")
    classes = {"benefit": BENEFIT_CLASSES, "cost": COST_CATEGORIES}.get(side)
    if classes is None:
        wrong.append(WrongRow(line, "side", cells["side"] or "nothing", "benefit or cost"))
    elif of not in classes:
        wrong.append(WrongRow(line, "class", cells["class"] or "nothing", f"one of {', '.join(classes)}"))
    pence = _pence(line, cells["amount"], wrong)
    bias = _bias(line, cells.get("optimism_bias", ""), cells.get("reason", ""), wrong)
    if wrong or year is None or pence is None:
        return None, wrong, is_fiscal
    row = Row(year, "benefit" if side == "benefit" else "cost", of, pence, bias, cells.get("reason", ""),
              cells.get("member", ""))  # fmt: skip
    return row, wrong, is_fiscal


def _year(line: int, written: str, wrong: list[WrongRow]) -> tuple[int | None, bool]:
    if found := _FISCAL.fullmatch(written):
        first = int(found[1])
        if (first + 1) % 100 == int(found[2]):
            return first, True
    elif written.isdecimal() and int(written) <= LAST_YEAR:
        return int(written), False
    wrong.append(WrongRow(line, "year", written or "nothing", f"0 to {LAST_YEAR}, or a fiscal year such as 2026-27"))
    return None, bool(found)


def _pence(line: int, written: str, wrong: list[WrongRow]) -> int | None:
    if not _AMOUNT.fullmatch(written):
        wrong.append(WrongRow(line, "amount", written or "nothing", "pounds and pence, such as 1234.56"))
        return None
    return int(Decimal(written).scaleb(2))


def _bias(line: int, written: str, reason: str, wrong: list[WrongRow]) -> Decimal:
    """Bias without its reason fails review more often than a wrong percentage does: it is refused."""
    if not written:
        return Decimal(0)
    try:
        bias = Decimal(written.removesuffix("%"))
    except InvalidOperation:
        bias = Decimal(-1)
    if not bias.is_finite() or not 0 <= bias <= 500:
        wrong.append(WrongRow(line, "optimism_bias", written, "per cent from 0 to 500"))
        return Decimal(0)
    if not reason:
        wrong.append(
            WrongRow(line, "reason", "nothing", "why that much: the reference class and what was done about it")
        )
    return bias
