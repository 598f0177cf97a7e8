"""Files of claims: CSV with the columns of the template, read strictly and taken whole or not at all."""

from __future__ import annotations

import csv
import io

from hanaper.strategy.register.errors import ClaimFileUnreadable
from hanaper.strategy.register.rules.entering import COLUMNS, NEEDED

BYTES_MOST = 2_000_000


def template() -> str:
    """The header of a file of claims, as CSV."""
    return ",".join(COLUMNS) + "\r\n"


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a file by column. Columns that may be empty may be missing. Raises ClaimFileUnreadable."""
    if len(content) > BYTES_MOST:
        raise ClaimFileUnreadable(found=f"{len(content):,} bytes", expected=f"at most {BYTES_MOST:,}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ClaimFileUnreadable(found="bytes that are no UTF-8", expected="a file saved as UTF-8") from None
    try:
        read = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise ClaimFileUnreadable(found=str(error), expected="cells and rows as CSV writes them") from None
    lines = [line for line in read if any(cell.strip() for cell in line)]
    header = [name.strip() for name in lines[0]] if lines else []
    if set(header) - set(COLUMNS) or set(NEEDED) - set(header) or len(set(header)) < len(header):
        raise ClaimFileUnreadable(found=", ".join(header) or "no header", expected=", ".join(COLUMNS))
    for number, line in enumerate(lines[1:], 1):
        if len(line) != len(header):
            raise ClaimFileUnreadable(found=f"row {number} of {len(line)} cells", expected=f"{len(header)} cells")
    return [dict(zip(header, line, strict=True)) for line in lines[1:]]
