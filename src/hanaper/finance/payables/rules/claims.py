"""What is compared in a match: what is asked (an invoice), what was agreed (an order), what arrived (receipts).

Plain values, so that invoices of any syntax and orders of any system can be matched. Quantities are `Decimal`, amounts
integer minor units of the currency, unit prices `Decimal` minor units, which may have fractions.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal

from hanaper.finance.payables.rules.einvoice import EInvoice, Line
from hanaper.kernel.money import minor_digits


@dataclass(frozen=True, slots=True)
class InvoicedLine:
    """quantity, net_minor: with the sign of what is asked; negative where something is given back."""

    id: str
    quantity: Decimal
    unit: str
    net_minor: int
    order_line: str | None = None
    item_ids: frozenset[str] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Invoiced:
    """An invoice as far as matching needs it. supplier: whatever identifies one, compared only for being the same.

    extra_minor: what it asks for beside its lines, without VAT: charges less allowances, and the like.
    """

    supplier: Hashable
    currency: str
    lines: tuple[InvoicedLine, ...]
    order_number: str | None = None
    extra_minor: int = 0


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """invoiced_quantity, invoiced_minor: what earlier invoices took, less what credits gave back.

    receipt_needed: False for what arrives without a receipt (rent, subscriptions): then the match is two-way.
    """

    id: str
    quantity: Decimal
    unit: str
    unit_price_minor: Decimal
    invoiced_quantity: Decimal = Decimal(0)
    invoiced_minor: int = 0
    receipt_needed: bool = True
    item_ids: frozenset[str] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """extra_minor: charges agreed beside the lines, such as carriage, that no earlier invoice has asked for."""

    number: str
    supplier: Hashable
    currency: str
    lines: tuple[OrderedLine, ...]
    extra_minor: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """Goods or services that arrived for an order line; negative when they went back."""

    order_line: str
    quantity: Decimal


def invoiced(invoice: EInvoice, *, supplier: Hashable) -> Invoiced:
    """What an electronic invoice asks for, with the signs of a credit note turned.

    A rounding below one unit of the currency is what roundings are for; a larger one, and a prepayment below nought,
    raise what is payable like a charge and are treated as one.
    """
    totals, unit_minor = invoice.totals, 10 ** minor_digits(invoice.currency)
    rounding = totals.rounding_minor or 0
    extra = sum(each.effect_minor for each in invoice.allowances)
    extra += (rounding if abs(rounding) >= unit_minor else 0) - min(totals.prepaid_minor or 0, 0)
    return Invoiced(
        supplier=supplier,
        currency=invoice.currency,
        order_number=invoice.order_number,
        extra_minor=invoice.sign * extra,
        lines=tuple(
            InvoicedLine(
                id=line.id,
                quantity=invoice.sign * line.quantity,
                unit=line.unit,
                net_minor=invoice.sign * line.net_minor,
                order_line=line.order_line,
                item_ids=_item_ids(line),
                name=line.name,
            )
            for line in invoice.lines
        ),
    )


def _item_ids(line: Line) -> frozenset[str]:
    standard = line.standard_item_id.value if line.standard_item_id else None
    return frozenset(each for each in (line.seller_item_id, line.buyer_item_id, standard) if each)
