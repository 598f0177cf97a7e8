"""Notices as CSV: read whole, or refused with every row that is wrong.

HMRC sends notices through its Data Provisioning Service, whose format was not obtainable when this was written: a row
here holds what each of them says. Columns: `kind`, `paye_reference` (123/AB456), `nino`, `payroll_number`,
`effective_on` (2026-10-01), and as the kind needs: `tax_code` (with ` M1` behind it for week 1/month 1),
`previous_pay`, `previous_tax` in pounds, `plan`, `reference`, `order_kind`, `made_on`, `each_period`, `protected`,
`limit` in pounds, `rate`. Others are left empty or out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from hanaper.hr.pay.rules.orders import RANKS
from hanaper.hr.pay.rules.tax_codes import read_code
from hanaper.kernel.csv_rows import WrongRow, read_rows
from hanaper.kernel.errors import HanaperError
from hanaper.kernel.money import Money

NEEDED: Final = ("kind", "paye_reference", "effective_on")
COLUMNS: Final = (
    *NEEDED, "nino", "payroll_number", "tax_code", "previous_pay", "previous_tax", "plan", "reference", "order_kind",
    "made_on", "each_period", "protected", "limit", "rate",
)  # fmt: skip
KIND_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "p6": ("tax_code",), "p9": ("tax_code",), "sl1": ("plan",), "sl2": (), "pgl1": (), "pgl2": (),
    "order": ("order_kind", "reference", "made_on"), "opt-out": (),
}  # fmt: skip
PLANS: Final = ("plan1", "plan2", "plan4", "plan5")
ROWS_MOST: Final = 5_000
MONEY: Final = ("previous_pay", "previous_tax", "each_period", "protected", "limit")


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice. nino: "" where it has none. given: what it says; money in pence, days as text."""

    line: int
    kind: str
    paye_reference: str
    nino: str
    payroll_number: str
    effective_on: date
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds, or what is wrong with it. Never both."""

    rows: Sequence[NoticeRow] = ()
    wrong: Sequence[WrongRow] = field(default=())


def read(content: bytes, *, normal: Callable[[str], str] = str.upper) -> Read:
    """Read a file. normal: a National Insurance number as we write it; raises a HanaperError for what is none.

    >>> head = b"kind,paye_reference,nino,effective_on,tax_code\\n"
    >>> read(head + b"p6,123/AB456,AB123456C,2026-10-01,1100L M1\\n").rows[0].given
    {'tax_code': '1100L', 'is_week1': True}
    >>> [(each.line, each.column) for each in read(head + b"p6,123/AB456,AB123456C,2026-10-01,\\n").wrong]
    [(2, 'tax_code')]
    """
    found, wrong = read_rows(content, needed=NEEDED, columns=COLUMNS)
    rows: list[NoticeRow] = []
    for line, cells in found:
        row = _row(cells, line, normal)
        wrong += row if isinstance(row, list) else []
        rows += [row] if isinstance(row, NoticeRow) else []
    if len(rows) > ROWS_MOST:
        wrong.append(WrongRow(0, "", f"{len(rows)} notices", f"at most {ROWS_MOST} in a file"))
    return Read(wrong=sorted(wrong, key=lambda each: each.line)) if wrong else Read(rows=rows)


def _row(cells: Mapping[str, str], line: int, normal: Callable[[str], str]) -> NoticeRow | list[WrongRow]:
    wrong: list[WrongRow] = []

    def refuse(column: str, expected: str) -> None:
        wrong.append(WrongRow(line, column, cells.get(column) or "nothing", expected))

    kind = cells["kind"].lower()
    if kind not in KIND_NEEDS:
        refuse("kind", ", ".join(KIND_NEEDS))
    for column in KIND_NEEDS.get(kind, ()):
        if not cells.get(column):
            refuse(column, f"what a notice of kind {kind} says")
    if not cells.get("nino") and not cells.get("payroll_number"):
        refuse("nino", "a National Insurance number or a payroll number")
    nino, effective_on, given = "", date.min, {}
    try:
        nino = normal(cells["nino"]) if cells.get("nino") else ""
    except HanaperError:
        wrong.append(WrongRow(line, "nino", "no National Insurance number", "two letters, six digits, a letter"))
    try:
        effective_on = date.fromisoformat(cells["effective_on"])
    except ValueError:
        refuse("effective_on", "a day as 2026-10-01")
    if not wrong:
        given = _given(cells, kind, refuse)
    if wrong:
        return wrong
    return NoticeRow(
        line, kind, cells["paye_reference"].upper(), nino, cells.get("payroll_number", "").upper(), effective_on, given
    )


def _given(cells: Mapping[str, str], kind: str, refuse: Any) -> dict[str, Any]:
    """What the kind says, in our own words."""
    given: dict[str, Any] = {}
    if "tax_code" in KIND_NEEDS[kind]:
        bare = cells["tax_code"].upper().removesuffix("M1").removesuffix("W1").strip()
        try:
            read_code(bare)
        except HanaperError:
            refuse("tax_code", "a tax code, with M1 behind it for week 1 or month 1")
        given |= {"tax_code": bare, "is_week1": bare != cells["tax_code"].upper().strip()}
    if "plan" in KIND_NEEDS[kind] and cells["plan"] not in PLANS:
        refuse("plan", ", ".join(PLANS))
    if kind == "order" and cells["order_kind"] not in RANKS:
        refuse("order_kind", ", ".join(RANKS))
    for column in ("plan", "reference", "order_kind", "rate"):
        given |= {column: cells[column]} if cells.get(column) else {}
    if cells.get("made_on"):
        try:
            given["made_on"] = date.fromisoformat(cells["made_on"]).isoformat()
        except ValueError:
            refuse("made_on", "a day as 2026-10-01")
    for column in MONEY:
        if cells.get(column):
            try:
                given[column] = Money.parse(cells[column], "GBP").minor
            except HanaperError:
                refuse(column, "pounds and pence, such as 123.45")
    return given
