"""Files of exactly what a table lists: CSV and JSON, streamed, every matching row.

CSV: RFC 4180 in UTF-8, a heading row with units, ISO dates, pounds as 1234.56. A text that a spreadsheet would run as a
formula is preceded by an apostrophe. JSON: one object with the columns' kinds and units, and the values as kept
(pence, basis points, seconds). Where any row can be made up, both say which are.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from contextvars import copy_context
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Literal

from django.http import HttpResponse, StreamingHttpResponse

from hanaper.foundation.interface.tables import BoundTable, Column, Tag
from hanaper.kernel.money import Money

FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet take a text for a formula (OWASP, CSV injection), full-width forms included."""

ROWS_PER_CHUNK = 500
_UNITS = {"money": "GBP", "percent": "%", "duration": "seconds"}


def response(
    bound: BoundTable, form: Literal["csv", "json"], *, name: str, act: AbstractContextManager[Any]
) -> StreamingHttpResponse:
    """The file as a streamed response.

    name: file name without its ending. act: the reading act inside which the rows are read, opened when the first
    byte is asked for and closed after the last, because the page's own act is over by then.
    """
    lines = csv_chunks(bound) if form == "csv" else json_chunks(bound)

    def read() -> Generator[bytes]:
        with act:
            for chunk in lines:
                yield chunk.encode()

    def stream() -> Iterator[bytes]:
        # A generator shares its caller's context variables: the act lives in a copy, so that between two chunks no
        # scope is left lying about in the server's thread.
        context, reader = copy_context(), read()
        try:
            while (chunk := context.run(next, reader, None)) is not None:
                yield chunk
        finally:
            context.run(reader.close)

    kind = "text/csv; charset=utf-8; header=present" if form == "csv" else "application/json"
    answer = StreamingHttpResponse(stream(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def attachment(text: str, content_type: str, *, name: str) -> HttpResponse:
    """A text that was made, such as a template, as a file to keep. name: with its ending."""
    answer = HttpResponse(text, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def csv_chunks(bound: BoundTable) -> Iterator[str]:
    """The CSV, some hundreds of rows at a time."""
    columns = _columns(bound)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    headings = [_with_unit(column) for column in columns]
    writer.writerow([*headings, *(["Synthetic"] if bound.table.synthetic else [])])
    rows = iter(bound.source.stream())
    while True:
        chunk = list(islice(rows, ROWS_PER_CHUNK))
        writer.writerows(_csv_row(bound, columns, row) for row in chunk)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        if len(chunk) < ROWS_PER_CHUNK:
            return


def json_chunks(bound: BoundTable) -> Iterator[str]:
    """The JSON, some hundreds of rows at a time: one object, its rows last."""
    columns = _columns(bound)
    head = {
        "table": bound.table.name,
        "filters": {name: _plain(value) for name, value in bound.answers.items() if value is not None},
        "columns": [
            {"key": c.key, "heading": c.heading, "kind": c.kind, "unit": _JSON_UNITS.get(c.kind)} for c in columns
        ],
        "may_be_synthetic": bound.table.synthetic is not None,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    rows = iter(bound.source.stream())
    count = 0
    while chunk := list(islice(rows, ROWS_PER_CHUNK)):
        written = [json.dumps(_json_row(bound, columns, row), ensure_ascii=False) for row in chunk]
        yield (",\n" if count else "\n") + ",\n".join(written)
        count += len(chunk)
    yield f'\n], "count": {count}}}\n'


def neutralised(text: str) -> str:
    """A text as a spreadsheet will show it and not run it.

    >>> neutralised("=HYPERLINK(1)"), neutralised("Acme"), neutralised(" @x")
    ("'=HYPERLINK(1)", 'Acme', "' @x")
    """
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_BEGINNINGS) else text


_JSON_UNITS = {"money": "GBP pence", "percent": "basis points", "duration": "seconds"}


def _columns(bound: BoundTable) -> Sequence[Column]:
    return [column for column in bound.table.columns if column.in_files]


def _with_unit(column: Column) -> str:
    unit = _UNITS.get(column.kind)
    return f"{column.heading} ({unit})" if unit else column.heading


def _csv_row(bound: BoundTable, columns: Sequence[Column], row: Any) -> list[str]:
    cells = [_csv_cell(column, column.of(row)) for column in columns]
    if bound.table.synthetic:
        cells.append("yes" if bound.table.synthetic(row) else "no")
    return cells


def _csv_cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    match column.kind:
        case "money":
            return Money(value).plain()
        case "percent":
            return str(Decimal(value).scaleb(-2))
        case "number":
            return str(value)
        case "duration":
            return str(int(value.total_seconds() if hasattr(value, "total_seconds") else value))
        case "yes-no":
            return "yes" if value else "no"
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    return neutralised(str(_plain(_labelled(column, value))))


def _json_row(bound: BoundTable, columns: Sequence[Column], row: Any) -> dict[str, Any]:
    cells = {column.key: _plain(_labelled(column, column.of(row))) for column in columns}
    if bound.table.synthetic:
        cells["synthetic"] = bool(bound.table.synthetic(row))
    return cells


def _labelled(column: Column, value: Any) -> Any:
    if column.kind == "tag" and not isinstance(value, Tag):
        return column.tags.get(value) or value
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Tag):
        return value.text
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "total_seconds"):
        return int(value.total_seconds())
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)
