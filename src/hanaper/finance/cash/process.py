"""The process of a payment run: one person builds it, another releases it, a rule writes its file once."""

from hanaper.foundation.acts.api import AUTOMATION
from hanaper.foundation.duties.api import CENTRE
from hanaper.foundation.processes.api import Process, Standard, Step

PAYMENT_RUN = Process(
    "payment-run",
    title="Payment run",
    area="source-to-pay",
    document="cash.PaymentRun",
    standard=Standard(start="built", done="written", days=1),
    steps=[
        Step("choose", None, "chosen", side=CENTRE, duty="payment-run.build"),
        Step("build", "chosen", "built", side=CENTRE, duty="payment-run.build", approves=True),
        Step("release", "built", "released", side=CENTRE, duty="payment-run.release",
             never_by=("choose", "build"), checks=True),
        Step("cancel", "built", "cancelled", side=CENTRE, duty="payment-run.build"),
        Step("write", "released", "written", by=AUTOMATION, checks=True),
    ],
)  # fmt: skip
