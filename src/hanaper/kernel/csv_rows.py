"""A CSV file that somebody sends: read row by row, with whatever is wrong said by line and column.

Comma, semicolon and tab separate; UTF-8, UTF-16 and what spreadsheets on Windows write are understood. A column that is
not known is refused: it may say something that was meant to count.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be taken. line: in the file, the header being line 1; 0: the file as a whole."""

    line: int
    column: str
    found: str
    expected: str


Row = tuple[int, Mapping[str, str]]


def read_rows(content: bytes, *, needed: Sequence[str], columns: Sequence[str]) -> tuple[list[Row], list[WrongRow]]:
    """The rows of a file with their lines, cells by column without blanks around them, empty rows left out; and what is
    wrong with the file so far. needed: columns that must be there; columns: all that may be.

    >>> read_rows(b"a;b\\n1; 2\\n\\n", needed=["a"], columns=["a", "b"])
    ([(2, {'a': '1', 'b': '2'})], [])
    >>> read_rows(b"a,c\\n", needed=["a", "b"], columns=["a", "b"])[1][0]
    WrongRow(line=1, column='b', found='no such column', expected='one in the header')
    """
    text = _text(content)
    if text is None:
        return [], [WrongRow(0, "", "bytes that are no text", "a CSV file in UTF-8")]
    header = text.lstrip("\ufeff").split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    wrong: list[WrongRow] = []
    try:
        names = [name.strip().lower().replace(" ", "_") for name in next(lines, [])]
        wrong += _wrong_header(names, needed, columns)
        for cells in lines if not wrong else ():
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                wrong.append(WrongRow(lines.line_num, "", f"{len(cells)} cells", f"{len(names)}, as the header has"))
                continue
            rows.append((lines.line_num, {name: cell.strip() for name, cell in zip(names, cells, strict=True)}))
    except csv.Error as error:
        wrong.append(WrongRow(lines.line_num, "", str(error), "quotes that close, in a row of CSV"))
    if not rows and not wrong:
        wrong.append(WrongRow(0, "", "no rows", "one row at least below the header"))
    return rows, wrong


def line_ranges(lines: Collection[int]) -> str:
    """Lines of a file in few words.

    >>> line_ranges([2, 3, 4, 9])
    '2 to 4, 9'
    """
    return ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in _ranges(lines))


def _ranges(lines: Collection[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for line in sorted(set(lines)):
        if last is not None and line == last + 1:
            last = line
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = line
    if first is not None and last is not None:
        yield first, last


def _text(content: bytes) -> str | None:
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")  # what spreadsheets on Windows write
    except UnicodeDecodeError:
        return None


def _wrong_header(names: Sequence[str], needed: Sequence[str], columns: Sequence[str]) -> list[WrongRow]:
    wrong = [WrongRow(1, name, "no such column", "one in the header") for name in needed if name not in names]
    wrong += [
        WrongRow(1, "", f"column “{name[:40]}”", f"only {', '.join(columns)}") for name in names if name not in columns
    ]
    wrong += [WrongRow(1, name, "the column twice", "it once") for name in columns if names.count(name) > 1]
    return wrong
