"""The process of a payment instruction."""

from hanaper.foundation.acts.api import AUTOMATION
from hanaper.foundation.duties.api import CENTRE
from hanaper.foundation.processes.api import Process, Step

PAYMENT = Process(
    "payment",
    title="Payment",
    area="source-to-pay",
    document="ledger.PaymentInstruction",
    steps=[
        Step("instruct", None, "due", by=AUTOMATION),
        Step("include", "due", "in-run", side=CENTRE, duty="payment-run.build"),
        Step("drop", "in-run", "due", side=CENTRE, duty="payment-run.build"),
        Step("release", "in-run", "released", side=CENTRE, duty="payment-run.release"),
    ],
)
