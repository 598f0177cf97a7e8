"""An earlier payroll's results as CSV: read whole, or refused with every row that is wrong.

One row for each person and element: `payroll_number`, `element`, `amount` in pounds; and where that payroll says them,
`tax_code`, `ni_letter`, `pension_scheme` and `hours`. A fact may stand on one of a person's rows or on all of them, but
never differently. Deductions are positive, as on a payslip. An element stands once for each person: two rows are more
likely a file pasted twice than a payslip.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from hanaper.kernel.csv_rows import WrongRow, read_rows

NEEDED: Final = ("payroll_number", "element", "amount")
FACTS: Final = ("tax_code", "ni_letter", "pension_scheme")
COLUMNS: Final = (*NEEDED, *FACTS, "hours")
AMOUNT_MOST_PENCE: Final = 10**11
HOURS_MOST: Final = 10**6
"""Hundredths of an hour: more than any year has."""

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]{0,23}")
_TAX_CODE = re.compile(r"[A-Z0-9]{1,8}")
_EMERGENCY = re.compile(r"(?P<code>.+?)[\s/-]*(?:W1\s*/?\s*M1|WK\s?1|W1|MTH\s?1|M1|X)")
_LETTER = re.compile(r"[A-Z]")
_SCHEME = re.compile(r"[a-z0-9-]{1,16}")


@dataclass(slots=True)
class LegacyPerson:
    """One person's result there. pence, hours (hundredths): by element. Facts are "" where nothing is said."""

    payroll_number: str
    line: int
    pence: dict[str, int] = field(default_factory=dict)
    hours: dict[str, int] = field(default_factory=dict)
    tax_code: str = ""
    ni_letter: str = ""
    pension_scheme: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: people in the order of their payroll numbers, or what is wrong with it. Never both."""

    people: Sequence[LegacyPerson]
    wrong: Sequence[WrongRow]
    rows: int


def read(content: bytes, elements: Collection[str]) -> Read:
    """Read a file. elements: the codes that it may name.

    >>> taken = read(b"payroll_number,element,amount\\n17,basic,2000.00\\n", {"basic"})
    >>> taken.people[0].pence, taken.wrong
    ({'basic': 200000}, ())
    >>> [(each.line, each.column) for each in read(b"payroll_number,element,amount\\n17,basic,x\\n", {"basic"}).wrong]
    [(2, 'amount')]
    """
    rows, wrong = read_rows(content, needed=NEEDED, columns=COLUMNS)
    people: dict[str, LegacyPerson] = {}
    seen: dict[tuple[str, str], int] = {}
    for line, cells in rows:
        wrong += _take(cells, line, elements, people, seen)
    if wrong:
        return Read((), tuple(sorted(wrong, key=lambda each: each.line)), len(rows))
    return Read(tuple(people[number] for number in sorted(people)), (), len(rows))


def normal_tax_code(text: str) -> str:
    """A tax code as both sides write it, the week 1/month 1 basis as ` M1` behind it; "" for what is no code.

    >>> normal_tax_code("1257l"), normal_tax_code("1257L W1/M1"), normal_tax_code("1257LX"), normal_tax_code("k475 m1")
    ('1257L', '1257L M1', '1257L M1', 'K475 M1')
    """
    code = text.strip().upper()
    match = _EMERGENCY.fullmatch(code)
    bare = (match["code"] if match else code).strip()
    if not _TAX_CODE.fullmatch(bare):
        return ""
    return f"{bare} M1" if match else bare


def _take(
    row: Mapping[str, str],
    line: int,
    elements: Collection[str],
    people: dict[str, LegacyPerson],
    seen: dict[tuple[str, str], int],
) -> list[WrongRow]:
    """Take one row, or say everything that is wrong with it."""
    cells = _Cells(row, line)
    number, code, pence, hours = cells.result(elements)
    facts = cells.facts()
    if not cells.wrong:
        _check_against_others(cells, facts, people.get(number), seen.get((number, code)))
    if cells.wrong:
        return cells.wrong
    seen[number, code] = line
    person = people.setdefault(number, LegacyPerson(number, line))
    if pence:
        person.pence[code] = pence
    if hours is not None:
        person.hours[code] = hours
    for name, value in facts.items():
        if value:
            setattr(person, name, value)
    return []


@dataclass(slots=True)
class _Cells:
    """The cells of one row, and what is wrong with them."""

    row: Mapping[str, str]
    line: int
    wrong: list[WrongRow] = field(default_factory=list)

    def refuse(self, column: str, expected: str) -> None:
        cell = self.row.get(column, "")
        self.wrong.append(WrongRow(self.line, column, f"“{cell[:40]}”" if cell else "nothing", expected))

    def result(self, elements: Collection[str]) -> tuple[str, str, int, int | None]:
        """Number, element, pence and hundredths of hours; what is wrong is noted, and then stands as nought."""
        number, code = self.row["payroll_number"], self.row["element"].lower()
        if not _NUMBER.fullmatch(number):
            self.refuse("payroll_number", "a payroll number of at most 24 letters and digits")
        if code not in elements:
            self.refuse("element", "the code of an element, such as basic or tax")
        pence = _hundredths(self.row["amount"], AMOUNT_MOST_PENCE)
        if pence is None:
            self.refuse("amount", "pounds with at most two decimals, such as 1234.56")
        hours = _hundredths(self.row["hours"], HOURS_MOST) if self.row.get("hours") else None
        if self.row.get("hours") and (hours is None or hours < 0):
            self.refuse("hours", "hours with at most two decimals, such as 37.5")
        return number, code, pence or 0, hours

    def facts(self) -> dict[str, str]:
        """Facts as both sides write them; what is wrong is noted."""
        tax_code = normal_tax_code(self.row.get("tax_code", ""))
        letter = self.row.get("ni_letter", "").upper()
        scheme = self.row.get("pension_scheme", "").lower().replace(" ", "-")
        if self.row.get("tax_code") and not tax_code:
            self.refuse("tax_code", "a tax code, such as 1257L or K475 M1")
        if letter and not _LETTER.fullmatch(letter):
            self.refuse("ni_letter", "one letter, such as A")
        if scheme and not _SCHEME.fullmatch(scheme):
            self.refuse("pension_scheme", "the code of a scheme, such as alpha, or none")
        return {"tax_code": tax_code, "ni_letter": letter, "pension_scheme": scheme}


def _check_against_others(
    cells: _Cells, facts: Mapping[str, str], person: LegacyPerson | None, earlier_line: int | None
) -> None:
    """Note where a row repeats an element of the same person, or says another fact than an earlier row."""
    if earlier_line is not None:
        cells.refuse("element", f"it once for each person; it stands on line {earlier_line} too")
    for name, value in facts.items():
        before = getattr(person, name) if person is not None else ""
        if value and before and before != value:
            cells.refuse(name, f"“{before}”, as on an earlier row of the same person")


def _hundredths(text: str, most: int) -> int | None:
    """A number with at most two decimals as hundredths, or None."""
    try:
        value = Decimal(text.removeprefix("£").replace(",", "")).scaleb(2)
    except InvalidOperation:
        return None
    if not value.is_finite() or value != value.to_integral_value() or abs(value) > most:
        return None
    return int(value)
