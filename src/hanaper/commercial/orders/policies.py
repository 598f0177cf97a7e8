"""Who may do what with orders and receipts. The need, its approval and the receipt are the body's own: retained."""

from hanaper.foundation.duties.api import RETAINED, Duty

DUTIES = (
    Duty("order.read", "See orders and receipts"),
    Duty("order.raise", "Raise, correct, change, cancel and close an order", RETAINED),
    Duty("order.approve", "Approve an order that someone else raised, within one's limit, or send it back", RETAINED),
    Duty("receipt.record", "Record that goods or services arrived, and that they went back", RETAINED),
)
