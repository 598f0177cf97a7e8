"""A file becomes typed rows: tolerant of how it is written, never of what it says.

Encodings, blanks, case, byte-order marks, known spellings of headers, and amounts with signs and separators are read
and said. What can be read in two ways is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, Final

from hanaper.strategy.returns.rules.findings import Finding
from hanaper.strategy.returns.rules.formats import Column, Format

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_SLASHED: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_SHORT: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
_SERIAL: Final = re.compile(r"[34]\d{4}")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_GROUPED: Final = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
FORMULA: Final = ("=", "@", "+")
_FORMULA_MINUS: Final = re.compile(r"-\s*[\d(=@+-].*[-+*/|(!].*")
DIGITS_MAX: Final = 15
"""More digits than any pounds or people have: a longer number is an account number in the wrong column."""
MONTHS_A_YEAR: Final = 12
VARIANTS: Final[Mapping[str, str]] = {
    "department": "department_family",
    "dept family": "department_family",
    "body": "entity",
    "payment date": "paid_on",
    "date paid": "paid_on",
    "date of payment": "paid_on",
    "vendor": "supplier",
    "supplier name": "supplier",
    "transaction no": "transaction_number",
    "transaction number (unique)": "transaction_number",
    "amount (£)": "amount",
    "amount in sterling": "amount",
    "amount gbp": "amount",
    "parent department": "parent",
    "narrative": "description",
    "date of receipt": "received_on",
}
"""Spellings that files of departments have been seen to use, and the column that each means."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its line. values: by column; None where the cell is empty or, with a fault, could not be read."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says. rows: each with the cells that could be read; given, asked: cells filled, of those needed."""

    rows: list[Row]
    findings: list[Finding]
    lines: int
    given: int
    asked: int


def read(content: bytes, form: Format) -> Read:
    """Read a file as a return of this format."""
    findings: list[Finding] = []
    text = _text(content, findings)
    if text is not None and not text.strip():
        findings.append(Finding("empty", 0, "", "an empty file", "a header and one row at least"))
        text = None
    if text is None:
        return Read([], findings, 0, 0, 0)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, form), strict=True)
    rows: list[Row] = []
    count = given = 0
    try:
        header = next(lines, [])
        names = _header(header, form, findings)
        for cells in lines if names is not None else ():
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if len(cells) != len(names or ()):
                findings.append(Finding("cells", lines.line_num, "", f"{len(cells)} cells", f"{len(names or ())}"))
                continue
            written = {name: cell.strip() for name, cell in zip(names or (), cells, strict=True)}
            given += sum(bool(written.get(name)) for name in form.needed)
            values = {column.name: _value(column, written.get(column.name, ""), lines.line_num, findings)
                      for column in form.columns}  # fmt: skip
            rows.append(Row(lines.line_num, values))
    except csv.Error as error:
        findings.append(Finding("quotes", lines.line_num, "", str(error), "a row of CSV"))
    if not count and not any(finding.severity == "fault" for finding in findings):
        findings.append(Finding("empty", 0, "", "no rows", "one at least"))
    return Read(rows, findings, count, given, count * len(form.needed))


def _text(content: bytes, findings: list[Finding]) -> str | None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError as error:
            findings.append(_undecodable(content, error))
            return None
        findings.append(Finding("read-as-utf-16", 0, "", "UTF-16", "UTF-8"))
        return text
    try:
        text = content.decode("utf-8-sig")
        if "\x00" not in text:
            return text
        at = content.index(b"\x00")
        findings.append(Finding("encoding", content[:at].count(b"\n") + 1, "", f"byte {at + 1}: 0x00", "UTF-8 text"))
        return None
    except UnicodeDecodeError as error:
        refused = error
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        findings.append(_undecodable(content, refused))
        return None
    if "\x00" in text:
        findings.append(_undecodable(content, refused))
        return None
    findings.append(Finding("read-as-windows", 0, "", f"byte {refused.start + 1} is not UTF-8", "UTF-8"))
    return text


def _undecodable(content: bytes, error: UnicodeDecodeError) -> Finding:
    line = content[: error.start].count(b"\n") + 1
    return Finding("encoding", line, "", f"byte {error.start + 1}: 0x{content[error.start]:02x}", "UTF-8 text")


def _separator(text: str, form: Format) -> str:
    """What separates cells: what makes most of the header known. The published names hold semicolons themselves."""
    known = _known(form)

    def recognised(separator: str) -> int:
        try:
            header = next(csv.reader(text.splitlines()[:1], delimiter=separator), [])
        except csv.Error:  # a cell beyond the reader's limit; the reading itself says so
            return 0
        return sum(_plain(cell) in known for cell in header)

    return max(",;\t", key=recognised)


def _known(form: Format) -> dict[str, str]:
    """Columns by every way in which the template and its publisher spell them."""
    titles = {_plain(column.title): column.name for column in form.columns if column.title}
    return titles | {_plain(column.name): column.name for column in form.columns}


def _header(header: list[str], form: Format, findings: list[Finding]) -> list[str] | None:
    """The columns in the file's order; None where the header is wrong."""
    known = _known(form)
    variants = {_plain(seen): name for seen, name in VARIANTS.items() if name in form.names}
    names: list[str] = []
    wrong = False
    for cell in header:
        name = known.get(_plain(cell))
        if name is None and (name := variants.get(_plain(cell))) is not None:
            findings.append(Finding("header-known-variant", 1, name, cell.strip(), name))
        if name is None:
            near = get_close_matches(cell.strip().lower(), form.names, n=1)
            expected = f"did you mean {near[0]}?" if near else f"one of {', '.join(form.names[:8])} …"
            findings.append(
                Finding("header-unknown", 1, cell.strip()[:60], cell.strip()[:60] or "an empty name", expected)
            )
            wrong = True
            continue
        if name in names:
            findings.append(Finding("header-twice", 1, name, "twice", "once"))
            wrong = True
        names.append(name)
    for name in form.needed:
        if name not in names:
            findings.append(Finding("header-missing", 1, name, "no such column", "one in the header"))
            wrong = True
    return None if wrong else names


def _plain(name: str) -> str:
    """A header without case, blanks, punctuation and byte-order mark."""
    return re.sub(r"[^a-z0-9£]+", " ", name.lower().strip("\ufeff ")).strip()


def _value(column: Column, written: str, line: int, findings: list[Finding]) -> Any:
    """The value of a cell, or None with a finding."""

    def wrong(code: str, expected: str) -> None:
        findings.append(Finding(code, line, column.name, written[:60] or "nothing", expected))

    if not written:
        if column.needed:
            wrong("missing", "a value")
        return None
    is_formula = written.startswith(FORMULA) and not _NUMBER.fullmatch(written.lstrip("+"))
    if is_formula or (column.kind == "text" and _FORMULA_MINUS.fullmatch(written)):
        return wrong("formula", "a value")
    match column.kind:
        case "whole":
            return _whole(column, written, wrong)
        case "decimal" | "money":
            return _decimal(column, written, line, findings, wrong)
        case "date":
            return _date(written, wrong)
        case _:
            return _choice(column, written, wrong)


def _whole(column: Column, written: str, wrong: Any) -> int | None:
    digits = written.replace(",", "") if _GROUPED.fullmatch(written) else written
    if not _NUMBER.fullmatch(digits) or len(digits) > DIGITS_MAX:
        return wrong("not-a-number", "a whole number")  # type: ignore[no-any-return]
    value = Decimal(digits)
    if value != value.to_integral_value():
        return wrong("not-whole", "a whole number")  # type: ignore[no-any-return]
    if column.least is not None and value < column.least:
        return wrong("below-least", f"{column.least} or more")  # type: ignore[no-any-return]
    return int(value)


def _decimal(column: Column, written: str, line: int, findings: list[Finding], wrong: Any) -> Decimal | None:
    """A number. Money takes a currency sign, thousands separators and brackets for what is below nought."""
    plain = written
    if column.kind == "money":
        plain = plain.replace("£", "").replace("GBP", "").replace("\u00a0", "").replace(" ", "")
        if plain.startswith("(") and plain.endswith(")"):
            plain = f"-{plain[1:-1]}"
        if plain.endswith("-"):
            plain = f"-{plain[:-1]}"
    if "," in plain:
        if not _GROUPED.fullmatch(plain):
            return wrong("amount-unclear", "1234.56")  # type: ignore[no-any-return]
        plain = plain.replace(",", "")
    try:
        value = Decimal(plain) if _NUMBER.fullmatch(plain) and len(plain.split(".")[0]) <= DIGITS_MAX else None
    except InvalidOperation:
        value = None
    if value is None:
        return wrong("amount-unclear" if column.kind == "money" else "not-a-number", "1234.56")  # type: ignore[no-any-return]
    if column.kind == "money" and value != value.quantize(Decimal("0.01")):
        return wrong("amount-unclear", "pounds and pence")  # type: ignore[no-any-return]
    if column.least is not None and value < column.least:
        return wrong("below-least", f"{column.least} or more")  # type: ignore[no-any-return]
    if plain != written:
        findings.append(Finding("amount-mended", line, column.name, written[:60], f"{value}"))
    return value


def _date(written: str, wrong: Any) -> date | None:
    if found := _ISO.fullmatch(written):
        year, month, day = (int(part) for part in found.groups()[:3])
    elif found := _SLASHED.fullmatch(written):
        day, month, year = (int(part) for part in found.groups())
        if month > MONTHS_A_YEAR and day <= MONTHS_A_YEAR:
            return wrong("date-us-order", f"{year}-{day:02d}-{month:02d}")  # type: ignore[no-any-return]
    elif _SERIAL.fullmatch(written):
        return wrong("date-serial", "2026-12-31")  # type: ignore[no-any-return]
    else:
        code = "date-unclear" if _SHORT.fullmatch(written) else "date-impossible"
        return wrong(code, "2026-12-31")  # type: ignore[no-any-return]
    try:
        return date(year, month, day)
    except ValueError:
        return wrong("date-impossible", "a day that exists")  # type: ignore[no-any-return]


def _choice(column: Column, written: str, wrong: Any) -> str | None:
    """A text; of a controlled list exactly as the list has it, save for case."""
    if not column.choices:
        return written
    for choice in column.choices:
        if choice.casefold() == written.casefold():
            return choice
    near = get_close_matches(written, column.choices, n=1, cutoff=0.5)
    code = "type-unknown" if column.name == "organisation_type" else "not-in-list"
    expected = f"did you mean “{near[0]}”?" if near else f"one of {', '.join(column.choices)}"
    return wrong(code, expected)  # type: ignore[no-any-return]
