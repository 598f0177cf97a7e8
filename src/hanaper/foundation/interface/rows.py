"""Where a table's rows come from: a queryset, a selector's SQL, or a list.

All three answer the same questions, so that one `Table` gives the page, the CSV and the JSON of exactly the same rows:
how many, one window of them, all of them as a stream, narrowed by a filter, ordered by a column. A source is never
changed: narrowing and ordering give another one.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, Self

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import F, QuerySet

Test = Literal["is", "in", "contains", "from", "to"]
"""How a filter compares: equal, one of, holds the text (ignoring case), not before, not after."""

STREAM_CHUNK_ROWS = 2_000
"""Rows fetched at once from a server-side cursor: memory stays flat whatever the length of the file."""

_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")


class Rows(Protocol):
    """A source of rows of one table."""

    def count(self) -> int:
        """How many rows there are in all."""

    def window(self, start: int, stop: int) -> Sequence[Any]:
        """Rows `start` to `stop` (closed-open, from nought)."""

    def stream(self) -> Iterator[Any]:
        """Every row, in bounded memory. Inside a transaction only, since a server-side cursor ends with it."""

    def where(self, name: str, test: Test, value: Any) -> Self:
        """The rows whose `name` passes the test. Rows without a value never do."""

    def ordered(self, name: str, descending: bool) -> Self:
        """The same rows ordered by `name`, those without a value last."""


def value_at(row: Any, path: str) -> Any:
    """The value that `path` (names joined by two underscores, as in the ORM) leads to, or None where it ends early.

    >>> value_at({"supplier": {"name": "Acme"}}, "supplier__name"), value_at({"supplier": None}, "supplier__name")
    ('Acme', None)
    """
    if isinstance(row, Mapping) and path in row:
        return row[path]
    for name in path.split("__"):
        if row is None:
            return None
        row = row[name] if isinstance(row, Mapping) else getattr(row, name)
    return row


@dataclass(frozen=True)
class QueryRows:
    """Rows of a Django queryset (which the tenancy managers have scoped already)."""

    queryset: QuerySet[Any, Any]

    def count(self) -> int:
        return self.queryset.count()

    def window(self, start: int, stop: int) -> Sequence[Any]:
        return list(self._steady()[start:stop])

    def stream(self) -> Iterator[Any]:
        return self._steady().iterator(chunk_size=STREAM_CHUNK_ROWS)

    def where(self, name: str, test: Test, value: Any) -> Self:
        lookup = {"is": "exact", "in": "in", "contains": "icontains", "from": "gte", "to": "lte"}[test]
        return replace(self, queryset=self.queryset.filter(**{f"{name}__{lookup}": value}))

    def ordered(self, name: str, descending: bool) -> Self:
        by = F(name).desc(nulls_last=True) if descending else F(name).asc(nulls_last=True)
        # The key decides between equals, so that a row is never on two pages, nor on none.
        return replace(self, queryset=self.queryset.order_by(by, "pk"))

    def _steady(self) -> QuerySet[Any, Any]:
        return self.queryset if self.queryset.ordered else self.queryset.order_by("pk")


@dataclass(frozen=True)
class SqlRows:
    """Rows of a selector's SELECT, each a mapping from column to value.

    sql: one SELECT without ORDER BY, with named parameters (`%(name)s`).
    key: column, unique among the rows, that decides between equals.
    order: the columns to order by until a reader chooses one; each may begin with a minus.
    """

    sql: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    key: str = "id"
    order: tuple[str, ...] = ()
    using: str = DEFAULT_DB_ALIAS
    conditions: tuple[str, ...] = ()

    def count(self) -> int:
        with connections[self.using].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({self.sql}) AS rows{self._where()}", dict(self.parameters))
            return int(cursor.fetchone()[0])

    def window(self, start: int, stop: int) -> Sequence[Mapping[str, Any]]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(f"{self._select()} LIMIT {int(stop - start)} OFFSET {int(start)}", dict(self.parameters))
            return list(self._named(cursor, cursor.fetchall()))

    def stream(self) -> Iterator[Mapping[str, Any]]:
        with connections[self.using].chunked_cursor() as cursor:
            cursor.execute(self._select(), dict(self.parameters))
            while chunk := cursor.fetchmany(STREAM_CHUNK_ROWS):
                yield from self._named(cursor, chunk)

    def where(self, name: str, test: Test, value: Any) -> Self:
        parameter = f"filter_{len(self.conditions)}"
        if test == "contains":
            value = "%" + re.sub(r"([\\%_])", r"\\\1", value) + "%"
        template = {
            "is": "{} = %({})s", "in": "{} = ANY(%({})s)", "contains": "{} ILIKE %({})s",
            "from": "{} >= %({})s", "to": "{} <= %({})s",
        }[test]  # fmt: skip
        condition = template.format(_quoted(name), parameter)
        return replace(self, parameters={**self.parameters, parameter: value}, conditions=(*self.conditions, condition))

    def ordered(self, name: str, descending: bool) -> Self:
        _quoted(name)  # judged here, before anything is asked of the database
        return replace(self, order=(f"-{name}" if descending else name,))

    def _where(self) -> str:
        return f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""

    def _select(self) -> str:
        columns = [*self.order, *([] if self.key in (name.lstrip("-") for name in self.order) else [self.key])]
        order = ", ".join(
            f"{_quoted(name.lstrip('-'))} {'DESC' if name.startswith('-') else 'ASC'} NULLS LAST" for name in columns
        )
        return f"SELECT * FROM ({self.sql}) AS rows{self._where()} ORDER BY {order}"

    @staticmethod
    def _named(cursor: Any, rows: Iterable[Sequence[Any]]) -> Iterator[Mapping[str, Any]]:
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in rows)


@dataclass(frozen=True)
class ListRows:
    """Rows that are in memory already: at most a few hundred."""

    items: Sequence[Any]

    def count(self) -> int:
        return len(self.items)

    def window(self, start: int, stop: int) -> Sequence[Any]:
        return self.items[start:stop]

    def stream(self) -> Iterator[Any]:
        return iter(self.items)

    def where(self, name: str, test: Test, value: Any) -> Self:
        passes: Callable[[Any], bool] = {
            "is": lambda found: operator.eq(found, value),
            "in": lambda found: found in value,
            "contains": lambda found: str(value).casefold() in str(found).casefold(),
            "from": lambda found: found >= value,
            "to": lambda found: found <= value,
        }[test]
        kept = [row for row in self.items if (found := value_at(row, name)) is not None and passes(found)]
        return replace(self, items=kept)

    def ordered(self, name: str, descending: bool) -> Self:
        known = [row for row in self.items if value_at(row, name) is not None]
        unknown = [row for row in self.items if value_at(row, name) is None]
        known.sort(key=lambda row: value_at(row, name), reverse=descending)
        return replace(self, items=[*known, *unknown])


def as_rows(source: Rows | QuerySet[Any, Any] | Sequence[Any]) -> Rows:
    """The source itself when it is one already, else the source that fits a queryset or a list."""
    if isinstance(source, QuerySet):
        return QueryRows(source)
    if isinstance(source, (QueryRows, SqlRows, ListRows)):
        return source
    if isinstance(source, Sequence):
        return ListRows(source)
    return source


def _quoted(name: str) -> str:
    if not _IDENTIFIER.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a column")
    return f'"{name}"'
