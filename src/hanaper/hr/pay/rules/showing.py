"""How the inputs and results of workings are shown to people: an amount as money, a rate as a percentage.

The unit of an input is in its name, as everywhere: pence where the name says nothing else.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from hanaper.hr.pay.rules.workings import Working
from hanaper.kernel.money import Money

COUNTED: Final = frozenset({"age", "band", "days", "month", "of_a_week", "period", "units", "weeks"})
"""Inputs that are plain numbers."""


def shown(name: str, value: Any) -> str:
    """One input as people read it.

    >>> shown("taxable_to_date", 69268), shown("rate_basis_points", 585), shown("period", 2), shown("letter", "A")
    ('£692.68', '5.85%', '2', 'A')
    >>> [shown("band_starts_ten_thousandths", value) for value in (5738461, 5738400, 0)]
    ['£573.8461', '£573.84', '£0.00']
    >>> shown("hours_hundredths", 750), shown("week1", False)
    ('7.5', 'no')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int) or name in COUNTED:
        return str(value)
    if name.endswith("_basis_points"):
        return f"{_plain(value, 2)}%"
    if name.endswith("_hundredths"):
        return _plain(value, 2)
    if name.endswith(("_ten_thousandths", "_hundredth_pence")):
        return f"£{Decimal(value).scaleb(-4):,.{2 if value % 100 == 0 else 4}f}"
    return str(Money(value))


def titled(name: str) -> str:
    """The name of an input as people read it, without its unit.

    >>> titled("rate_above_basis_points"), titled("week1")
    ('rate above', 'week 1/month 1')
    """
    for unit in ("_basis_points", "_hundredths", "_ten_thousandths", "_hundredth_pence"):
        name = name.removesuffix(unit)
    return "week 1/month 1" if name == "week1" else name.replace("_", " ")


def shown_result(working: Working) -> str:
    """The result of a step as people read it."""
    return str(Money(working.result)) if working.unit == "pence" else f"{working.result} {working.unit}"


def _plain(value: int, places: int) -> str:
    text = f"{Decimal(value).scaleb(-places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
