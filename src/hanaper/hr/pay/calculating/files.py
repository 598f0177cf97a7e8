"""Reading a file of pay: its cells, and clear words for a cell that cannot be read."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.errors import WrongPayFile
from hanaper.hr.pay.rules.workings import Workings
from hanaper.kernel.errors import WrongPeriod
from hanaper.kernel.periods import TaxYear

FREQUENCIES: Final = {
    "weekly": "weekly", "fortnightly": "two-weekly", "two-weekly": "two-weekly", "twoweekly": "two-weekly",
    "fourweekly": "four-weekly", "four-weekly": "four-weekly", "four_weekly": "four-weekly", "monthly": "monthly",
}  # fmt: skip
EXPECTED: Final = "expected_"
ROWS_MAX: Final = 1_000_000


@dataclass(frozen=True)
class Row:
    """One row. line: in the file, from 1, the header being line 1."""

    line: int
    cells: Mapping[str, str]

    def text(self, name: str, default: str | None = None) -> str:
        """A cell without spaces around it. Raises WrongPayFile where it is empty and there is no default."""
        found = (self.cells.get(name) or "").strip()
        if not found:
            if default is None:
                raise WrongPayFile(line=self.line, found=f"no {name}", expected=f"a value for {name}")
            return default
        return found

    def pence(self, name: str, default: int | None = None) -> int:
        """An amount of pounds, such as 1234.56, as pence. Raises WrongPayFile."""
        text = self.text(name, None if default is None else "")
        if not text and default is not None:
            return default
        return pence_of(text, line=self.line, name=name)

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number. Raises WrongPayFile."""
        text = self.text(name, None if default is None else "")
        if not text and default is not None:
            return default
        try:
            return int(text)
        except ValueError:
            raise WrongPayFile(line=self.line, found=f"{name} {text!r}", expected="a whole number") from None

    def yes(self, name: str) -> bool:
        """Whether a cell says yes. Raises WrongPayFile for anything but yes and no; empty is no."""
        text = self.text(name, "no").lower()
        if text not in ("yes", "no"):
            raise WrongPayFile(line=self.line, found=f"{name} {text!r}", expected="yes or no")
        return text == "yes"

    def one_of(self, name: str, *known: str, default: str | None = None) -> str:
        """A cell that holds one of some words, in lower case. Raises WrongPayFile."""
        text = self.text(name, default).lower()
        if text not in known:
            raise WrongPayFile(line=self.line, found=f"{name} {text!r}", expected=" or ".join(known))
        return text

    def frequency(self) -> str:
        """How often is paid. Raises WrongPayFile."""
        text = self.text("frequency").lower()
        if text not in FREQUENCIES:
            raise WrongPayFile(
                line=self.line, found=f"frequency {text!r}", expected=", ".join(sorted(set(FREQUENCIES)))
            )
        return FREQUENCIES[text]

    def on(self, otherwise: date) -> date:
        """The day whose law applies: `payment_date`, or the first day of `tax_year`, or `otherwise`."""
        if self.text("payment_date", ""):
            try:
                return date.fromisoformat(self.text("payment_date"))
            except ValueError:
                found = f"payment_date {self.text('payment_date')!r}"
                raise WrongPayFile(line=self.line, found=found, expected="a day such as 2026-11-30") from None
        if not self.text("tax_year", ""):
            return otherwise
        try:
            return TaxYear.parse(self.text("tax_year")).start
        except WrongPeriod:
            found = f"tax_year {self.text('tax_year')!r}"
            raise WrongPayFile(line=self.line, found=found, expected="a year such as 2026-27") from None


def pence_of(text: str, *, line: int, name: str) -> int:
    """Pounds with at most two decimals as pence. Raises WrongPayFile."""
    try:
        pence = Decimal(text).scaleb(2)
    except InvalidOperation:
        raise WrongPayFile(line=line, found=f"{name} {text!r}", expected="an amount such as 1234.56") from None
    if not pence.is_finite() or pence != pence.to_integral_value() or abs(pence) >= 10**15:
        raise WrongPayFile(line=line, found=f"{name} {text!r}", expected="pounds with no more than two decimals")
    return int(pence)


@dataclass
class Group:
    """Rows that one call of the rules takes together: same law, same frequency. results: for each row of `rows`, by
    name, pence (int), a Decimal, or words."""

    on: date
    frequency: str
    rows: list[Row]
    workings: Workings | None
    results: list[dict[str, Any]] = field(default_factory=list)

    def pence(self, name: str, default: int | None = None) -> NDArray[np.int64]:
        return np.array([row.pence(name, default) for row in self.rows], dtype=np.int64)

    def whole(self, name: str, default: int | None = None) -> NDArray[np.int64]:
        return np.array([row.whole(name, default) for row in self.rows], dtype=np.int64)

    def words(self, name: str, default: str | None = None) -> NDArray[Any]:
        return np.array([row.text(name, default) for row in self.rows], dtype="U16")

    def answer(self, **columns: NDArray[Any]) -> None:
        """Results by name, each of shape (rows,)."""
        self.results = [
            dict(zip(columns, cells, strict=True)) for cells in zip(*map(_plain, columns.values()), strict=True)
        ]


def _plain(column: NDArray[Any]) -> list[Any]:
    return column.tolist()


@dataclass(frozen=True)
class Kind:
    """A kind of file. needs: the columns that tell it. calculate: fills `results` of one group. groups: what of a row
    decides which rows go together beside law and frequency."""

    name: str
    needs: Sequence[str]
    calculate: Callable[[Group], None]
    has_frequency: bool = True


def read_rows(path: Path) -> tuple[list[str], list[Row]]:
    """Header and rows of a CSV file. Raises WrongPayFile; what the operating system refuses is left as it is."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        try:
            header = list(reader.fieldnames or [])
            rows = [Row(reader.line_num, cells) for cells in reader]
        except (UnicodeDecodeError, csv.Error) as reason:
            raise WrongPayFile(line=reader.line_num, found=str(reason), expected="a CSV file in UTF-8") from None
    if not rows or len(rows) > ROWS_MAX:
        raise WrongPayFile(line=1, found=f"{len(rows)} rows", expected=f"a header and 1 to {ROWS_MAX:,} rows")
    for row in rows:
        if None in row.cells or None in row.cells.values():
            raise WrongPayFile(
                line=row.line, found="another number of cells", expected=f"{len(header)} cells, as the header"
            )
    return header, rows


def groups_of(kind: Kind, rows: Sequence[Row], *, on: date, explain: bool) -> list[Group]:
    """The rows in groups, each in the order of the file."""
    found: dict[tuple[date, str], Group] = {}
    for row in rows:
        key = row.on(on), row.frequency() if kind.has_frequency else ""
        if key not in found:
            found[key] = Group(*key, [], Workings() if explain else None)
        found[key].rows.append(row)
    return list(found.values())
