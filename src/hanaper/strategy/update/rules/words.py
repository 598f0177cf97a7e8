"""Facts in words: amounts, counts, dates and sources as a sentence says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from hanaper.kernel.dates import show_date
from hanaper.strategy.register.api import Fact, Source

_SMALL: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_SIZES: Final = ((10**11, "billion"), (10**8, "million"))


def spelt(count: int) -> str:
    """A count as a sentence spells it, up to twenty.

    >>> spelt(19), spelt(0), spelt(32)
    ('nineteen', 'no', '32')
    """
    return _SMALL[count] if 0 <= count < len(_SMALL) else f"{count:,}"


def opening(words: str) -> str:
    """The words as a sentence begins with them."""
    return words[:1].upper() + words[1:]


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them.

    >>> listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])
    ('A', 'A and B', 'A, B and C')
    """
    *rest, last = names
    return f"{', '.join(rest)} and {last}" if rest else last


def big_money(pence: int) -> str:
    """Millions and billions of pounds in short, anything smaller in full.

    >>> big_money(437_000_000_000), big_money(12_000_000_000), big_money(87_341_000_000), big_money(123_456)
    ('£4.37 billion', '£120 million', '£873.41 million', '£1,234.56')
    """
    sign, size = ("-" if pence < 0 else ""), abs(pence)
    for unit, name in _SIZES:
        if size >= unit:
            return f"{sign}£{_trimmed(Decimal(size) / unit)} {name}"
    return f"{sign}£{Decimal(size) / 100:,.2f}"


def figure_text(fact: Fact) -> str:
    """A figure as people read it, with the bound that its source gave.

    >>> from hanaper.strategy.register.api import load_register
    >>> [figure_text(c.fact) for c in load_register().claims if c.id in ("A03", "A09", "A15") and c.fact]
    ['19 departments', 'more than £120 million', '20 percent']
    """
    bound = "" if fact.bound == "exactly" else f"{fact.bound} "
    if isinstance(fact.value, bool):
        return f"{bound}{'yes' if fact.value else 'no'}"
    if fact.unit == "GBP pence" and isinstance(fact.value, int):
        return f"{bound}{big_money(fact.value)}"
    if fact.unit == "USD cents" and isinstance(fact.value, int):
        return f"{bound}${Decimal(fact.value) / 100:,.2f}"
    if fact.unit in ("month", "year", "fiscal year"):
        return f"{bound}{fact.value}"
    value = f"{fact.value:,}" if isinstance(fact.value, int) else fact.value
    return f"{bound}{value} {fact.unit}"


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


def _trimmed(value: Decimal) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
