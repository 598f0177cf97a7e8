"""Tables of cases that a domain person can read: a heading, then one line a case, columns parted by two spaces."""

from __future__ import annotations

import re


def rows(text: str) -> list[tuple[str, ...]]:
    """The lines of a table without its heading. `""` writes an empty cell."""
    lines = [line for line in text.strip("\n").splitlines() if line.strip()]
    cells = [tuple("" if cell == '""' else cell for cell in re.split(r" {2,}", line.strip())) for line in lines]
    assert len({len(row) for row in cells}) == 1, "every line has as many columns as the heading"
    return cells[1:]
