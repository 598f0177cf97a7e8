"""The processes of an order and of a receipt of what it ordered."""

from hanaper.foundation.duties.api import RETAINED
from hanaper.foundation.processes.api import Process, Standard, Step

ORDER = Process(
    "order",
    title="Purchase order",
    area="source-to-pay",
    document="orders.Order",
    standard=Standard(start="raised", done="approved", days=3),
    steps=[
        Step("raise", None, "raised", side=RETAINED, duty="order.raise"),
        Step("approve", "raised", "approved", side=RETAINED, duty="order.approve",
             never_by=("raise", "correct", "change"), limit="total_pence", approves=True),
        Step("send-back", "raised", "returned", side=RETAINED, duty="order.approve"),
        Step("correct", "returned", "raised", side=RETAINED, duty="order.raise"),
        Step("change", "approved", "raised", side=RETAINED, duty="order.raise"),
        Step("cancel", ("raised", "returned", "approved"), "cancelled", side=RETAINED, duty="order.raise"),
        Step("close", "approved", "closed", side=RETAINED, duty="order.raise"),
    ],
)  # fmt: skip

RECEIPT = Process(
    "receipt",
    title="Receipt of goods or services",
    area="source-to-pay",
    document="orders.Receipt",
    steps=[
        Step("record", None, "recorded", side=RETAINED, duty="receipt.record",
             never_by=("order.raise", "order.correct", "order.change", "order.approve")),
        Step("return", "recorded", "returned", side=RETAINED, duty="receipt.record"),
    ],
)  # fmt: skip
