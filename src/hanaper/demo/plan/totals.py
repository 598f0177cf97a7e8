"""What planned orders and invoices are worth, worked out apart from the product, which must come to the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from hanaper.demo.goods import RATES
from hanaper.demo.plan.documents import PlannedLine, PlannedOrder
from hanaper.kernel.rounding import round_half_up_to_penny

_RATES = dict(RATES)


def net_minor(quantity: Decimal, price: Decimal) -> int:
    """A line's worth without VAT; all currencies of the model have two decimals."""
    return round_half_up_to_penny(quantity * price * 100)


def in_pounds(minor: int, currency: str) -> int:
    """An amount in pence, at the month's rate."""
    return minor if currency == "GBP" else round_half_up_to_penny(minor / _RATES[currency])


def order_totals(lines: Iterable[PlannedLine], currency: str) -> tuple[int, int]:
    """Net total of an order in its currency's minor units, and in pence."""
    minor = sum(net_minor(line.quantity, line.price) for line in lines)
    return minor, in_pounds(minor, currency)


def payable_pence(order: PlannedOrder, lines: Sequence[tuple[int, Decimal, Decimal]]) -> int:
    """What an invoice of these lines asks for, with VAT rounded once a rate as EN 16931 rounds it, in pence."""
    ordered = {line.number: line for line in order.lines}
    taxable: dict[tuple[str, Decimal], int] = {}
    for number, quantity, price in lines:
        key = (ordered[number].tax_category, ordered[number].tax_percent)
        taxable[key] = taxable.get(key, 0) + net_minor(quantity, price)
    tax = sum(round_half_up_to_penny(net * percent / 100) for (_, percent), net in taxable.items())
    return in_pounds(sum(taxable.values()) + tax, order.currency)
