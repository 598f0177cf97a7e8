"""One table, three faces: a page of it as HTML, all of it as CSV, all of it as JSON, from the same filtered rows.

A view states what the table is (`Table`: columns, filters, rows); `bind` joins it to a request's query string. All
state (filters, order, page) stands in the URL, so that a link, a bookmark and the back button keep it, and a file
holds exactly what the list counts. Sorting, filtering and "all that match" are done by the source over the whole set,
never over the visible page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal
from urllib.parse import urlencode

from django.db.models import QuerySet

from hanaper.foundation.interface import formats
from hanaper.foundation.interface.columns import RIGHT_ALIGNED, Cell, Colour, Column, Kind, Tag, cell, show
from hanaper.foundation.interface.filters import Filter
from hanaper.foundation.interface.rows import Rows, as_rows, value_at

__all__ = [
    "PAGE_SIZES",
    "BoundTable",
    "BulkAct",
    "Cell",
    "Chip",
    "Colour",
    "Column",
    "Heading",
    "Kind",
    "Line",
    "Table",
    "Tag",
]

PAGE_SIZES = (25, 50, 100, 200)


@dataclass(frozen=True)
class BulkAct:
    """A button over the ticked rows. `url` takes the POST; `confirms` names what will happen when it is not obvious."""

    name: str
    label: str
    url: str
    warning: bool = False


@dataclass(frozen=True)
class Table:
    """A table as a view states it.

    name: short name, unique on the page: file names and, when a page has several tables, URL parameters begin with it.
    rows: a queryset, a `SqlRows`, or a list.
    caption: what the table is of; hidden from sight where the page title says the same.
    totals: from the narrowed source to values of a last row, by column key: sums over all that match, not the page.
    synthetic: from row to whether it is made up. A table with it has that column in every file.
    row_key: from row to the id that a tick posts; needed with `bulk`.
    empty: what would stand here and how to start, as one or two sentences.
    """

    name: str
    columns: Sequence[Column]
    rows: Rows | QuerySet[Any, Any] | Sequence[Any]
    caption: str = ""
    filters: Sequence[Filter] = ()
    order: str = ""
    totals: Callable[[Any], Mapping[str, Any]] | None = None
    synthetic: Callable[[Any], bool] | None = None
    bulk: Sequence[BulkAct] = ()
    row_key: Callable[[Any], Any] = lambda row: value_at(row, "id")
    row_label: Callable[[Any], str] | None = None
    noun: tuple[str, str] = ("row", "rows")
    empty: str = "Nothing matches."
    page_size: int = PAGE_SIZES[0]
    downloads: bool = True

    def bind(self, parameters: Mapping[str, Any], path: str, *, prefix: str = "") -> BoundTable:
        """This table as the query string asks for it.

        parameters: the request's GET; only the last value of each name counts.
        prefix: put before the names of this table's parameters when it is not the page's main table.
        """
        return BoundTable(self, parameters, path, prefix)


@dataclass(frozen=True)
class Heading:
    """A column heading, with the link that sorts by it and the order it stands in."""

    text: str
    hint: str
    right: bool
    href: str | None
    sorted: Literal["ascending", "descending", "none"] | None


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the link that removes it."""

    label: str
    value: str
    remove: str


@dataclass(frozen=True)
class Line:
    """One row as the template needs it: its tick (if any) and its cells."""

    key: str
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class BoundTable:
    """A table joined to a query string. Everything is computed once, when first asked for."""

    table: Table
    parameters: Mapping[str, Any]
    path: str
    prefix: str = ""

    def _asked(self, name: str) -> str:
        return str(self.parameters.get(self.prefix + name, "") or "").strip()

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """Each filter's cleaned value, of those that were filled in correctly."""
        return {f.name: f.clean(self._asked(f.name)) for f in self.table.filters if not self._fault(f)}

    @cached_property
    def faults(self) -> Mapping[str, str]:
        """What is wrong with a filter's value, by filter: it is then not applied, and the page says so."""
        return {f.name: fault for f in self.table.filters if (fault := self._fault(f))}

    def _fault(self, chosen: Filter) -> str:
        return chosen.fault(self._asked(chosen.name))

    def typed(self, name: str) -> str:
        """What stands in the query string for a filter, as it was typed."""
        return self._asked(name)

    @cached_property
    def source(self) -> Any:
        """All the rows that match, in the order asked for."""
        rows = as_rows(self.table.rows)
        for chosen in self.table.filters:
            value = self.answers.get(chosen.name)
            if value is not None:
                rows = chosen.narrow(rows, value)
        column, descending = self.sorting
        return rows.ordered(column.sort_name or column.key, descending) if column else rows

    @cached_property
    def sorting(self) -> tuple[Column | None, bool]:
        """The column sorted by, and whether from high to low. Unknown names fall back to the table's own order."""
        for asked in (self._asked("sort"), self.table.order):
            for column in self.table.columns:
                if column.sort_name and column.key == asked.lstrip("-"):
                    return column, asked.startswith("-")
        return None, False

    @cached_property
    def total(self) -> int:
        """How many rows match."""
        return int(self.source.count())

    @cached_property
    def size(self) -> int:
        """Rows on a page: what was asked for if it is one of PAGE_SIZES."""
        asked = self._asked("size")
        return int(asked) if asked.isdecimal() and int(asked) in PAGE_SIZES else self.table.page_size

    @cached_property
    def page_count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @cached_property
    def page(self) -> int:
        """The page shown, from one; a page past the end is the last."""
        asked = self._asked("page")
        return min(max(1, int(asked)) if asked.isdecimal() and len(asked) < 10 else 1, self.page_count)

    @cached_property
    def showing(self) -> str:
        """For instance "Showing 1 to 25 of 312 invoices"."""
        if not self.total:
            return f"No {self.table.noun[1]}"
        if self.page_count == 1:
            return formats.count(self.total, *self.table.noun)
        first = (self.page - 1) * self.size
        last = min(first + self.size, self.total)
        return f"Showing {formats.number(first + 1)} to {formats.number(last)} of {self.showing_all}"

    @cached_property
    def showing_all(self) -> str:
        """How many match, with their noun."""
        return formats.count(self.total, *self.table.noun)

    @property
    def query(self) -> str:
        """The query string in force, with its question mark: a bulk act's URL carries it, so that "all that match"
        means the same there."""
        return self.url(page=None).removeprefix(self.path)

    @cached_property
    def rows(self) -> Sequence[Any]:
        """The rows of this page."""
        first = (self.page - 1) * self.size
        return list(self.source.window(first, first + self.size)) if self.total else []

    @cached_property
    def lines(self) -> Sequence[Line]:
        """The rows of this page as cells."""
        columns = self.table.columns
        return [
            Line(
                str(self.table.row_key(row)) if self.table.bulk else "",
                self._label(row),
                [cell(c, row) for c in columns],
            )
            for row in self.rows
        ]

    def _label(self, row: Any) -> str:
        """What a tick box is called: the row's own name, never "select row 3"."""
        if not self.table.bulk:
            return ""
        return self.table.row_label(row) if self.table.row_label else cell(self.table.columns[0], row).text

    @cached_property
    def total_cells(self) -> Sequence[Cell | None]:
        """The last row, None where a column has no total; empty when the table has no totals."""
        if self.table.totals is None or not self.total:
            return []
        values = self.table.totals(self.source)
        return [show(c, values[c.key]) if c.key in values else None for c in self.table.columns]

    @cached_property
    def headings(self) -> Sequence[Heading]:
        """The column headings, each sortable one with its link."""
        current, descending = self.sorting
        found = []
        for column in self.table.columns:
            href, order = None, None
            if column.sort_name:
                mine = current is not None and current.key == column.key
                href = self.url(sort=f"-{column.key}" if mine and not descending else column.key, page=None)
                order = ("descending" if descending else "ascending") if mine else "none"
            found.append(Heading(column.heading, column.hint, column.kind in RIGHT_ALIGNED, href, order))  # type: ignore[arg-type]
        return found

    @cached_property
    def has_stops(self) -> bool:
        """Whether the table has a link, a button or a box that the Tab key stops at."""
        sorts = any(heading.href for heading in self.headings)
        return bool(self.table.bulk) or sorts or any(cell.href for line in self.lines for cell in line.cells)

    @cached_property
    def chips(self) -> Sequence[Chip]:
        """The filters in force."""
        return [
            Chip(f.label, f.describe(value), self.url(**{f.name: None, "page": None}))
            for f in self.table.filters
            if (value := self.answers.get(f.name)) is not None
        ]

    @cached_property
    def clear(self) -> str:
        """The URL without any filter of this table."""
        return self.url(**{f.name: None for f in self.table.filters}, page=None)

    @property
    def main(self) -> bool:
        """Whether this is the page's main table, whose parameters stand without a prefix."""
        return not self.prefix

    def kept(self, *without: str) -> Sequence[tuple[str, str]]:
        """This table's parameters in force and those of other tables, as hidden fields of the filter form need them."""
        mine = {self.prefix + name for name in ("page", *without)}
        filters = {self.prefix + f.name for f in self.table.filters}
        return [
            (name, str(self.parameters[name]))
            for name in self.parameters
            if name not in mine and name not in filters and name not in ("format", "table")
        ]

    def url(self, **changes: str | int | None) -> str:
        """This page's URL with some of this table's parameters changed, or, where None, taken away."""
        state = {name: self.parameters[name] for name in self.parameters if name not in ("format", "table")}
        for name, value in changes.items():
            state.pop(self.prefix + name, None)
            if value is not None:
                state[self.prefix + name] = value
        query = urlencode({name: value for name, value in state.items() if str(value) != ""})
        return f"{self.path}?{query}" if query else self.path

    def download(self, form: Literal["csv", "json"]) -> str:
        """The URL of a file of exactly the rows that match, whatever page is shown."""
        base = self.url(page=None, size=None)
        query = urlencode({"format": form, **({} if self.main else {"table": self.table.name})})
        return f"{base}{'&' if '?' in base else '?'}{query}"

    @cached_property
    def pagination(self) -> Mapping[str, Any] | None:
        """Parameters of the pagination component, or None when one page holds all."""
        if self.page_count == 1:
            return None
        near = {1, self.page_count, self.page, self.page - 1, self.page + 1}
        items: list[Mapping[str, Any]] = []
        for number in range(1, self.page_count + 1) if self.page_count <= 7 else sorted(near):
            if not 1 <= number <= self.page_count:
                continue
            if items and number - items[-1]["number"] > 1:
                items.append({"ellipsis": True, "number": number - 1})
            items.append({"number": number, "href": self.url(page=number), "current": number == self.page})
        pages: dict[str, Any] = {"items": items, "landmarkLabel": f"Pages of {self.table.noun[1]}"}
        if self.page > 1:
            pages["previous"] = {"href": self.url(page=self.page - 1)}
        if self.page < self.page_count:
            pages["next"] = {"href": self.url(page=self.page + 1)}
        return pages
