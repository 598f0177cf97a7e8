"""Words of a sentence: counts, lists, dates and sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from hanaper.kernel.dates import show_date
from hanaper.strategy.register.api import Source

_SMALL: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip


def spelt(count: int) -> str:
    """A count as a sentence spells it, up to twenty.

    >>> spelt(19), spelt(0), spelt(32)
    ('nineteen', 'no', '32')
    """
    return _SMALL[count] if 0 <= count < len(_SMALL) else f"{count:,}"


def opening(words: str) -> str:
    """The words as a sentence begins with them."""
    return words[:1].upper() + words[1:]


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names as a sentence lists them.

    >>> listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])
    ('A', 'A and B', 'A, B and C')
    """
    *rest, final = names
    return f"{', '.join(rest)} {last} {final}" if rest else final


def cited(source: Source) -> str:
    """A source as a list of sources names it."""
    return f"{source.publisher}, “{source.title}”, {source.published}"


def added(day: date, months: int) -> date:
    """The same day some months later, or the month's last where it has no such day.

    >>> added(date(2024, 3, 4), 18), added(date(2024, 8, 31), 6)
    (datetime.date(2025, 9, 4), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(
        first.replace(day=1).fromordinal(first.toordinal() + day.day - 1), date.fromordinal(following.toordinal() - 1)
    )


def on(day: date) -> str:
    """A day in full."""
    return show_date(day)
