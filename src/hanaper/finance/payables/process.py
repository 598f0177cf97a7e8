"""The process of a supplier invoice: received, matched, approved, posted, paid; held where it differs."""

from hanaper.foundation.acts.api import AUTOMATION
from hanaper.foundation.duties.api import CENTRE, RETAINED
from hanaper.foundation.processes.api import Process, Standard, Step

INVOICE = Process(
    "invoice",
    title="Supplier invoice",
    area="source-to-pay",
    document="payables.Invoice",
    standard=Standard(start="received", done="paid", days=5),
    steps=[
        Step("receive", None, "received", by=AUTOMATION),
        Step("turn-away", None, "rejected", by=AUTOMATION),
        Step("upload", None, "received", side=CENTRE, duty="invoice.receive"),
        Step("match", "received", "matched", by=AUTOMATION, otherwise="held"),
        Step("pass", "matched", "approved", by=AUTOMATION, otherwise="to-approve", approves=True),
        Step("approve", "to-approve", "approved", side=RETAINED, duty="invoice.approve",
             never_by=("upload", "resolve", "rematch", "receipt.record"), limit="payable_pence", approves=True),
        Step("send-back", "to-approve", "held", side=RETAINED, duty="invoice.approve"),
        Step("refuse", "to-approve", "rejected", side=RETAINED, duty="invoice.approve"),
        Step("resolve", "held", "to-approve", side=CENTRE, duty="invoice.resolve"),
        Step("rematch", "held", "received", side=CENTRE, duty="invoice.resolve"),
        Step("reject", "held", "rejected", side=CENTRE, duty="invoice.resolve"),
        Step("post", "approved", "posted", by=AUTOMATION, otherwise="settled", checks=True),
        Step("pay", "posted", "paid", side=CENTRE, duty="payment-run.release"),
    ],
)  # fmt: skip
