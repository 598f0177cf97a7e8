"""The front door of orders.

Raising and receiving: `orders_raise`, `orders_approve`, `receipts_record`. For a match: `order_facts` (by id) or
`order_facts_by_number`, and `invoiced` when an invoice takes its part. Other modules' SQL may join the read view
`orders_line_fact` (per body, order and line: quantity received, quantity and value invoiced).
"""

from hanaper.commercial.orders.drafts import LineDraft, OrderDraft, ReceiptDraft, Taking
from hanaper.commercial.orders.errors import (
    BelowTaken,
    ContentFixed,
    DeliveredLater,
    KeyNotThere,
    NotEditable,
    NotReceivable,
    OrderEmpty,
    OrderLineNotThere,
    OrderLineWrong,
    QuantityWrong,
    SupplierFixed,
)
from hanaper.commercial.orders.models import Order, Receipt
from hanaper.commercial.orders.process import ORDER, RECEIPT
from hanaper.commercial.orders.selectors import OrderFacts, OrderLineFacts, order_facts, order_facts_by_number
from hanaper.commercial.orders.services import (
    invoiced,
    order_amend,
    orders_approve,
    orders_cancel,
    orders_close,
    orders_raise,
    orders_send_back,
    receipts_record,
    receipts_return,
)

__all__ = [
    "ORDER",
    "RECEIPT",
    "BelowTaken",
    "ContentFixed",
    "DeliveredLater",
    "KeyNotThere",
    "LineDraft",
    "NotEditable",
    "NotReceivable",
    "Order",
    "OrderDraft",
    "OrderEmpty",
    "OrderFacts",
    "OrderLineFacts",
    "OrderLineNotThere",
    "OrderLineWrong",
    "QuantityWrong",
    "Receipt",
    "ReceiptDraft",
    "SupplierFixed",
    "Taking",
    "invoiced",
    "order_amend",
    "order_facts",
    "order_facts_by_number",
    "orders_approve",
    "orders_cancel",
    "orders_close",
    "orders_raise",
    "orders_send_back",
    "receipts_record",
    "receipts_return",
]
