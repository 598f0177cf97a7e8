"""What a line and an order are worth."""

from __future__ import annotations

from decimal import Decimal

from hanaper.kernel.money import minor_digits
from hanaper.kernel.rounding import round_half_up_to_penny


def line_net_minor(*, quantity: Decimal, price: Decimal, currency: str) -> int:
    """Quantity times price in minor units of the currency, without VAT. price: of one unit, in the currency itself.

    Half a penny rounds up, as EN 16931 rounds the line of an invoice, so that order and invoice agree.

    >>> line_net_minor(quantity=Decimal("3"), price=Decimal("0.335"), currency="GBP")
    101
    >>> line_net_minor(quantity=Decimal("2"), price=Decimal("500"), currency="JPY")
    1000
    """
    return round_half_up_to_penny((quantity * price).scaleb(minor_digits(currency)))
