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


def _trimmed(value: Decimal) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
