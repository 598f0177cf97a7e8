"""What callers hand over to have orders raised and receipts recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line to order.

    quantity: above nought, up to four decimals. price: of one unit in the order's currency, without VAT, up to six
    decimals. unit: UNECE Recommendation 20. tax_category: UNTDID 5305. receipt_needed: False for what arrives without a
    receipt (rent, subscriptions). line_no: 0 means its place, from 1.
    """

    description: str
    quantity: Decimal
    unit: str
    price: Decimal
    account_id: int
    cost_centre_id: int
    programme_id: int
    tax_category: str = "S"
    tax_percent: Decimal = Decimal(20)
    seller_item_id: str = ""
    receipt_needed: bool = True
    line_no: int = 0


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order to raise. body_site_id: the body's use of a supplier's site."""

    body_site_id: int
    description: str
    lines: Sequence[LineDraft]
    currency: str = "GBP"


@dataclass(frozen=True, slots=True)
class ReceiptDraft:
    """A receipt to record. lines: (number of the order's line, quantity above nought that arrived)."""

    order_id: int
    delivered_on: date
    lines: Sequence[tuple[int, Decimal]]
    delivery_note: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """What one line of an invoice takes of an order line. event: which of the document's takings this is; the same
    process, document, line and event are written once. quantity, net_minor: negative where it gives back."""

    order_line_id: int
    process: str
    document_id: int
    document_line: str
    quantity: Decimal
    net_minor: int
    event: str = "post"
