"""A figure in words, as people read it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from hanaper.strategy.register.facts import Fact

_SIZES: Final = ((10**11, "billion"), (10**8, "million"))


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
    return stated_text(fact.value, fact.unit, fact.bound)


def stated_text(value: int | str | bool, unit: str, bound: str = "exactly") -> str:
    """A value as people read it, in its unit and with its bound.

    >>> stated_text(12_000_000_000, "GBP pence", "about"), stated_text(4000, "posts"), stated_text(2029, "year")
    ('about £120 million', '4,000 posts', '2029')
    """
    before = "" if bound == "exactly" else f"{bound} "
    if isinstance(value, bool):
        return f"{before}{'yes' if value else 'no'}"
    if unit == "GBP pence" and isinstance(value, int):
        return f"{before}{big_money(value)}"
    if unit == "USD cents" and isinstance(value, int):
        return f"{before}${Decimal(value) / 100:,.2f}"
    if unit in ("month", "year", "fiscal year"):
        return f"{before}{value}"
    return f"{before}{value:,} {unit}" if isinstance(value, int) else f"{before}{value} {unit}"


def _trimmed(value: Decimal) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
