"""The rows of a set-up file, read from what YAML gives: typed, or named as wrong with what was found and expected.

A file has up to six tables. Every table is a list of rows, every row a mapping of columns:

    clusters         code, name, centre, lead
    groups           code, name
    bodies           code, name, headcount, began, ended, successor
    group_members    body, group, from, to
    cluster_members  group, cluster, from, to
    cost_centres     body, code, name, from, to

`to` is the first day on which it no longer holds; nothing stands for "until further notice".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from hanaper.foundation.tenancy.codes import ALL, BODY_CODE, RESERVED

ROWS_MOST = 10_000
_COST_CENTRE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,11}")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. row: counted from 1 within its table, 0 for the table or the file itself."""

    table: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = ", ".join(
            [self.table, *([f"row {self.row}"] if self.row else []), *([self.column] if self.column else [])]
        )
        return f"{where}: found {self.found}; expected {self.expected}."


@dataclass(frozen=True)
class ClusterRow:
    table: ClassVar[str] = "clusters"
    code: str
    name: str
    centre: str
    lead: str

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.code,)


@dataclass(frozen=True)
class GroupRow:
    table: ClassVar[str] = "groups"
    code: str
    name: str

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.code,)


@dataclass(frozen=True)
class BodyRow:
    """headcount: people. ended: the first day on which the body is no more."""

    table: ClassVar[str] = "bodies"
    code: str
    name: str
    headcount: int | None
    began: date
    ended: date | None
    successor: str | None

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.code,)


@dataclass(frozen=True)
class GroupMemberRow:
    table: ClassVar[str] = "group_members"
    body: str
    group: str
    start: date
    end: date | None

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.body, self.group, self.start)

    @property
    def member(self) -> str:
        return self.body


@dataclass(frozen=True)
class ClusterMemberRow:
    table: ClassVar[str] = "cluster_members"
    group: str
    cluster: str
    start: date
    end: date | None

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.group, self.cluster, self.start)

    @property
    def member(self) -> str:
        return self.group


@dataclass(frozen=True)
class CostCentreRow:
    table: ClassVar[str] = "cost_centres"
    body: str
    code: str
    name: str
    start: date
    end: date | None

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.body, self.code)


Row = ClusterRow | GroupRow | BodyRow | GroupMemberRow | ClusterMemberRow | CostCentreRow


class _Wrong(ValueError):
    """What was expected, of the value that is being read."""


def _body_code(value: Any) -> str:
    text = _code(value)
    if text in RESERVED or text == ALL:
        raise _Wrong("another code: this one is the first part of an address of the site's own")
    return text


def _code(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(BODY_CODE, value):
        raise _Wrong(
            "2 to 12 lower-case letters, digits and hyphens, a letter first (in quotes if YAML takes it for more)"
        )
    return value


def _cost_centre_code(value: Any) -> str:
    if not isinstance(value, str) or not _COST_CENTRE.fullmatch(value):
        raise _Wrong(
            "1 to 12 letters, digits, dots, slashes, hyphens and underscores, in quotes if they are digits only"
        )
    return value


def _text(most: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value.strip()) > most:
            raise _Wrong(f"a text of 1 to {most} characters")
        return value.strip()

    return read


def _people(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10_000_000:
        raise _Wrong("a whole number of people, or nothing")
    return value


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    raise _Wrong("a date such as 2026-04-01")


@dataclass(frozen=True)
class _Column:
    read: Callable[[Any], Any]
    attribute: str
    needed: bool = True


def _dates() -> dict[str, _Column]:
    return {"from": _Column(_day, "start"), "to": _Column(_day, "end", needed=False)}


_TABLES: Mapping[str, tuple[type[Row], dict[str, _Column]]] = {
    "clusters": (ClusterRow, {
        "code": _Column(_code, "code"), "name": _Column(_text(120), "name"),
        "centre": _Column(_text(120), "centre"), "lead": _Column(_code, "lead"),
    }),
    "groups": (GroupRow, {"code": _Column(_code, "code"), "name": _Column(_text(120), "name")}),
    "bodies": (BodyRow, {
        "code": _Column(_body_code, "code"), "name": _Column(_text(160), "name"),
        "headcount": _Column(_people, "headcount", needed=False), "began": _Column(_day, "began"),
        "ended": _Column(_day, "ended", needed=False), "successor": _Column(_code, "successor", needed=False),
    }),
    "group_members": (GroupMemberRow, {"body": _Column(_code, "body"), "group": _Column(_code, "group"), **_dates()}),
    "cluster_members": (ClusterMemberRow, {
        "group": _Column(_code, "group"), "cluster": _Column(_code, "cluster"), **_dates(),
    }),
    "cost_centres": (CostCentreRow, {
        "body": _Column(_code, "body"), "code": _Column(_cost_centre_code, "code"),
        "name": _Column(_text(120), "name"), **_dates(),
    }),
}  # fmt: skip


@dataclass(frozen=True)
class Numbered:
    """A row with its place in its table, to name it by."""

    number: int
    row: Any


def rows_read(document: Any) -> tuple[list[Numbered], list[Fault]]:
    """The rows of a file, in the order of its tables, and everything that is wrong with the others."""
    if not isinstance(document, dict):
        return [], [Fault("the file", 0, "", _shown(document), f"tables: {', '.join(_TABLES)}")]
    rows: list[Numbered] = []
    faults = [
        Fault(str(name), 0, "", "a table of this name", f"one of {', '.join(_TABLES)}")
        for name in document
        if name not in _TABLES
    ]
    for table in _TABLES:
        found = document.get(table)
        if found is None:
            continue
        if not isinstance(found, list) or len(found) > ROWS_MOST:
            faults.append(Fault(table, 0, "", _shown(found), f"a list of at most {ROWS_MOST:,} rows"))
            continue
        seen: dict[tuple[Any, ...], int] = {}
        for number, values in enumerate(found, start=1):
            wrong = list(_row_faults(table, number, values))
            if wrong:
                faults += wrong
                continue
            row = _row(table, values)
            if first := seen.setdefault(row.key, number) != number:
                again = ", ".join(map(str, row.key))
                faults.append(Fault(table, number, "", f"{again} again", f"one row for it: see row {seen[row.key]}"))
            if not first:
                rows.append(Numbered(number, row))
    return rows, faults


def _row_faults(table: str, number: int, values: Any) -> Iterator[Fault]:
    _, columns = _TABLES[table]
    if not isinstance(values, dict):
        yield Fault(table, number, "", _shown(values), f"columns: {', '.join(columns)}")
        return
    for name in values:
        if name not in columns:
            yield Fault(table, number, str(name), "a column of this name", f"one of {', '.join(columns)}")
    for name, column in columns.items():
        value = values.get(name)
        if value is None:
            if column.needed:
                yield Fault(table, number, name, "nothing", _expected(column))
            continue
        try:
            column.read(value)
        except _Wrong as wrong:
            yield Fault(table, number, name, _shown(value), str(wrong))
    yield from _order_faults(table, number, values)


def _order_faults(table: str, number: int, values: dict[str, Any]) -> Iterator[Fault]:
    first, last = ("began", "ended") if table == "bodies" else ("from", "to")
    start, end = values.get(first), values.get(last)
    if type(start) is date and type(end) is date and end <= start:
        yield Fault(table, number, last, end.isoformat(), f"a day after {first}, {start.isoformat()}")
    if table == "bodies" and values.get("successor") is not None:
        if end is None:
            yield Fault(table, number, "ended", "nothing", "the day on which the successor takes over")
        if values["successor"] == values.get("code"):
            yield Fault(table, number, "successor", _shown(values["successor"]), "another body")


def _expected(column: _Column) -> str:
    try:
        column.read(None)
    except _Wrong as wrong:
        return str(wrong)
    raise AssertionError("nothing is never what a column needs")


def _row(table: str, values: dict[str, Any]) -> Row:
    kind, columns = _TABLES[table]
    read: dict[str, Any] = {
        column.attribute: None if values.get(name) is None else column.read(values[name])
        for name, column in columns.items()
    }
    return kind(**read)


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
