"""Calculating a file: its rows in, results in the same order out, beside what was expected where the file says so."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from hanaper.hr.pay.calculating.files import EXPECTED, Group, Kind, Row, groups_of, pence_of, read_rows
from hanaper.hr.pay.calculating.kinds import kind_of
from hanaper.hr.pay.errors import WrongPayFile
from hanaper.hr.pay.rules.workings import Working
from hanaper.kernel.errors import HanaperError

TOLERANCE: Final = "tolerance"


@dataclass(frozen=True)
class Difference:
    """A result that is not what was expected. ours: None where nothing of that name was worked out."""

    what: str
    ours: str | None
    theirs: str


@dataclass(frozen=True)
class Calculated:
    """One row of the file. results: by name, as text. differences: empty where all agrees, or nothing was expected."""

    row: Row
    name: str
    results: Mapping[str, str]
    differences: Sequence[Difference]
    workings: Sequence[Working]


@dataclass(frozen=True)
class Outcome:
    """A calculated file. kind: what it was. header: its columns. rows: in the order of the file."""

    kind: str
    header: Sequence[str]
    rows: Sequence[Calculated]

    @property
    def agreeing(self) -> int:
        """How many rows agree with what was expected of them."""
        return sum(not row.differences for row in self.rows)


def calculate_file(path: Path, *, on: date, explain: bool = False, against: bool = False) -> Outcome:
    """Calculate every row. on: the day whose law holds for rows that name none. against: compare with the columns
    `expected_...` (or `expected` as JSON); a file without any is then refused. Raises WrongPayFile."""
    header, rows = read_rows(path)
    kind = kind_of(header)
    if against and not any(name.startswith("expected") for name in header):
        raise WrongPayFile(line=1, found="no column that begins with expected", expected="what each row should come to")
    found: dict[int, Calculated] = {}
    for group in groups_of(kind, rows, on=on, explain=explain):
        _calculate(kind, group)
        for place, row in enumerate(group.rows):
            found[row.line] = _calculated(group, place, row, against)
    return Outcome(kind.name, header, [found[row.line] for row in rows])


def _calculate(kind: Kind, group: Group) -> None:
    """Calculate a group; where the rules refuse it, say which row they refuse."""
    try:
        kind.calculate(group)
    except WrongPayFile:
        raise
    except HanaperError as refusal:
        for row in group.rows:
            try:
                kind.calculate(Group(group.on, group.frequency, [row], None))
            except HanaperError as own:
                found, expected = own.values.get("found", own.code), own.values.get("expected", "what the law knows")
                raise WrongPayFile(line=row.line, found=f"“{found}”", expected=expected) from refusal
        raise


def write_results(path: Path, outcome: Outcome) -> None:
    """Write the file again with its results as further columns; columns that said what was expected are left out.

    The file is there as a whole or not at all, also where it takes the place of another."""
    kept = [name for name in outcome.header if not name.startswith("expected")]
    names = list(dict.fromkeys(name for row in outcome.rows for name in row.results))
    clash = set(kept) & set(names)
    half = path.with_name(f".{path.name}.half")
    with half.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*kept, *(f"our_{name}" if name in clash else name for name in names)])
        for row in outcome.rows:
            cells = [row.row.cells[name] for name in kept]
            writer.writerow([*cells, *(row.results.get(name, "") for name in names)])
    half.replace(path)


def _calculated(group: Group, place: int, row: Row, against: bool) -> Calculated:
    results = {name: _text(value) for name, value in group.results[place].items()}
    workings = group.workings.of(place) if group.workings is not None and len(group.rows) > 0 else []
    name = row.text("id", f"line {row.line}")
    return Calculated(row, name, results, list(_differences(row, results)) if against else [], workings)


def _differences(row: Row, results: Mapping[str, str]) -> Iterable[Difference]:
    allowed = row.pence(TOLERANCE, 0)
    for what, theirs in _expected(row).items():
        ours = results.get(what)
        if ours is None or not _same(ours, theirs, allowed, row.line, what):
            yield Difference(what, ours, theirs)


def _expected(row: Row) -> dict[str, str]:
    """What a row expects: its `expected_...` cells that are not empty, other cells that name a result of ours with
    certainty (`regulatory_limit_applies`), or the JSON of `expected`."""
    if "expected" in row.cells:
        try:
            values = json.loads(row.text("expected"), parse_float=Decimal)
        except json.JSONDecodeError as reason:
            raise WrongPayFile(line=row.line, found=f"expected that is not JSON ({reason})", expected="JSON") from None
        return {name: str(value) for name, value in values.items()}
    cells = {name.removeprefix(EXPECTED): row.text(name, "") for name in row.cells if name.startswith(EXPECTED)}
    limit = row.text("regulatory_limit_applies", "")
    return {name: text for name, text in cells.items() if text} | ({"regulatory_limit_applies": limit} if limit else {})


def _same(ours: str, theirs: str, allowed_pence: int, line: int, what: str) -> bool:
    if ours in ("yes", "no"):
        return ours == theirs
    return abs(pence_of(ours, line=line, name=what) - pence_of(theirs, line=line, name=what)) <= allowed_pence


def _text(value: Any) -> str:
    """Whole numbers are pence; decimals are pounds already."""
    if isinstance(value, int):
        return f"{Decimal(value).scaleb(-2):.2f}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
