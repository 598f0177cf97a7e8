"""Columns and cells: what a value is, how it reads, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from hanaper.foundation.interface import formats
from hanaper.foundation.interface.rows import value_at

Kind = Literal["text", "code", "link", "tag", "money", "number", "percent", "duration", "date", "datetime", "yes-no"]
RIGHT_ALIGNED = frozenset({"money", "number", "percent", "duration"})
Colour = Literal["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"]


@dataclass(frozen=True)
class Tag:
    """A state as a coloured word. The colour repeats what the word says and never says it alone."""

    text: str
    colour: Colour = "blue"


@dataclass(frozen=True)
class Column:
    """One column.

    key: name of the column in the URL, in JSON, and, unless `value` is given, in the row (two underscores lead on).
    kind: how the value reads. money is integer pence, percent basis points, duration seconds.
    value: from row to value, where the key does not lead there.
    link: from row to the page behind the cell. The first column of a list has one.
    sort: True to sort by the key, or the name to sort by.
    tags: for kind "tag", from value to its Tag; values without one show as they are, in grey.
    hint: one line under the heading, for a unit or a basis.
    in_files: a column that only guides the eye may be kept out of CSV and JSON.
    """

    key: str
    heading: str
    kind: Kind = "text"
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str | None] | None = None
    sort: bool | str = False
    tags: Mapping[Any, Tag] = field(default_factory=dict)
    hint: str = ""
    in_files: bool = True

    def of(self, row: Any) -> Any:
        """The value of this column in `row`, as the row keeps it."""
        return self.value(row) if self.value else value_at(row, self.key)

    @property
    def sort_name(self) -> str | None:
        """The name by which the source sorts this column, or None when it does not."""
        return self.sort if isinstance(self.sort, str) else self.key if self.sort else None


@dataclass(frozen=True)
class Cell:
    """What a template needs to write one cell."""

    text: str
    href: str | None = None
    colour: str | None = None
    classes: str = ""


def cell(column: Column, row: Any) -> Cell:
    """One cell of a row, as it is shown."""
    return show(column, column.of(row), column.link(row) if column.link else None)


def show(column: Column, value: Any, href: str | None = None) -> Cell:
    """A value as a cell of `column`."""
    if column.kind == "tag":
        tag = value if isinstance(value, Tag) else column.tags.get(value) or Tag(str(value or ""), "grey")
        return Cell(tag.text, href, tag.colour if tag.text else None)
    text = text_of(column.kind, value)
    return Cell(text, href if text else None, None, _CLASSES.get(column.kind, ""))


def text_of(kind: Kind, value: Any) -> str:
    """A value as text for people."""
    if value is None:
        return ""
    match kind:
        case "money":
            return formats.money(value)
        case "number":
            return formats.number(value)
        case "percent":
            return formats.percent(value)
        case "duration":
            return formats.duration(value)
        case "date":
            return formats.day(value)
        case "datetime":
            return formats.instant(value)
        case "yes-no":
            return formats.either(value)
        case _:
            if isinstance(value, datetime):
                return formats.instant(value)
            return formats.day(value) if isinstance(value, date) else str(value)


_CLASSES = {
    **dict.fromkeys(RIGHT_ALIGNED, "govuk-table__cell--numeric"),
    "code": "hanaper-code",
    "date": "hanaper-nowrap",
}
