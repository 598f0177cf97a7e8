"""What a line of an order must be before it is worth anything."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Protocol

#: UNTDID 5305, the categories that EN 16931 uses.
TAX_CATEGORIES: Final = frozenset({"S", "Z", "E", "AE", "K", "G", "O", "L", "M"})
QUANTITY_DECIMALS, PRICE_DECIMALS = 4, 6
_LARGEST: Final = Decimal(10) ** 12


class Line(Protocol):
    """What of a line is checked here; keys are checked where the database is."""

    @property
    def description(self) -> str: ...
    @property
    def quantity(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...
    @property
    def price(self) -> Decimal: ...
    @property
    def tax_category(self) -> str: ...
    @property
    def tax_percent(self) -> Decimal: ...


def fault(line: Line) -> tuple[str, str, str] | None:
    """What is wrong with a line: (field, what was found, what was expected), or None."""
    if not line.description.strip() or len(line.description) > 200:
        return "description", line.description[:40], "a text of at most 200 characters"
    if not is_quantity(line.quantity):
        return "quantity", str(line.quantity), "a number above nought with at most four decimals"
    if not (_fits(line.price, PRICE_DECIMALS) and line.price >= 0):
        return "price", str(line.price), "a number from nought with at most six decimals"
    if not (1 <= len(line.unit) <= 3 and line.unit.isalnum() and line.unit == line.unit.upper()):
        return "unit", line.unit, "a code of UNECE Recommendation 20, such as EA or HUR"
    if line.tax_category not in TAX_CATEGORIES:
        return "tax_category", line.tax_category, f"one of {', '.join(sorted(TAX_CATEGORIES))}"
    if not (_fits(line.tax_percent, 2) and 0 <= line.tax_percent <= 100):
        return "tax_percent", str(line.tax_percent), "a percentage from 0 to 100 with at most two decimals"
    return None


def is_quantity(quantity: Decimal) -> bool:
    """Above nought, with no more decimals than are kept.

    >>> [is_quantity(Decimal(text)) for text in ("0.0001", "0.00001", "0", "NaN")]
    [True, False, False, False]
    """
    return _fits(quantity, QUANTITY_DECIMALS) and quantity > 0


def _fits(number: Decimal, decimals: int) -> bool:
    return number.is_finite() and abs(number) < _LARGEST and number == round(number, decimals)
