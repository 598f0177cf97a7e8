"""The processes of pay.

A pay run is opened and calculated by one person, approved by another, and from there on rules do the rest. Everything
that stands out in it is a check of its own, accepted by name, before the run can be approved.
"""

from hanaper.foundation.acts.api import AUTOMATION
from hanaper.foundation.duties.api import CENTRE
from hanaper.foundation.processes.api import Process, Standard, Step

LANES = 4
"""Parts of one run that are worked on at once, where there are workers for them."""

PAY_RUN = Process(
    "pay-run",
    title="Pay run",
    area="hire-to-retire",
    document="pay.PayRun",
    standard=Standard(start="gathered", done="committed", days=5),
    steps=[
        Step("open", None, "open", side=CENTRE, duty="pay-run.calculate"),
        Step("gather", "open", "gathered", side=CENTRE, duty="pay-run.calculate"),
        Step("calculate", "gathered", "calculated", by=AUTOMATION),
        Step("check", "calculated", "checked", side=CENTRE, duty="pay-check.accept", never_by=("open", "gather")),
        Step("approve", "checked", "approved", side=CENTRE, duty="pay-run.approve",
             never_by=("open", "gather"), approves=True),
        Step("send-back", ("checked", "approved"), "open", side=CENTRE, duty="pay-run.approve"),
        Step("again", ("gathered", "calculated", "checked"), "open", side=CENTRE, duty="pay-run.calculate"),
        Step("commit", "approved", "committed", by=AUTOMATION, checks=True),
        Step("report", "committed", "reported", by=AUTOMATION),
        Step("pay", "reported", "paid", side=CENTRE, duty="payment-run.release"),
        Step("close", "paid", "closed", side=CENTRE, duty="pay-run.calculate"),
        Step("abandon", ("open", "gathered", "calculated", "checked"), "abandoned",
             side=CENTRE, duty="pay-run.calculate"),
    ],
)  # fmt: skip

PAY_CHUNK = Process(
    "pay-chunk",
    title="Part of a pay run",
    area="hire-to-retire",
    document="pay.PayChunk",
    at_once=1,
    lanes=LANES,
    steps=[
        Step("plan", None, "planned", side=CENTRE, duty="pay-run.calculate"),
        Step("stage", "planned", "staged", by=AUTOMATION, otherwise="dropped"),
    ],
)

PAY_CHECK = Process(
    "pay-check",
    title="Pay check",
    area="hire-to-retire",
    document="pay.PayCheck",
    standard=Standard(start="raised", done="accepted", days=2),
    steps=[
        Step("raise", None, "raised", by=AUTOMATION),
        Step("accept", "raised", "accepted", side=CENTRE, duty="pay-check.accept"),
        Step("hold-back", "raised", "held", side=CENTRE, duty="pay-check.accept"),
        Step("lapse", "raised", "lapsed", side=CENTRE, duty="pay-run.calculate"),
    ],
)

SUBMISSION = Process(
    "pay-submission",
    title="Submission to HMRC",
    area="hire-to-retire",
    document="pay.Submission",
    at_once=1,
    lanes=LANES,
    standard=Standard(start="queued", done="accepted", days=1),
    steps=[
        Step("queue", None, "queued", by=AUTOMATION),
        Step("write", "queued", "written", by=AUTOMATION),
        Step("send", "written", "sent", side=CENTRE, duty="pay-run.submit"),
        Step("accept", "sent", "accepted", side=CENTRE, duty="pay-run.submit"),
        Step("reject", "sent", "queued", side=CENTRE, duty="pay-run.submit"),
    ],
)  # fmt: skip

CERTIFICATE = Process(
    "pay-certificate",
    title="P45 or P60",
    area="hire-to-retire",
    document="pay.Certificate",
    steps=[
        Step("issue-p45", None, "issued", by=AUTOMATION),
        Step("issue-p60", None, "issued", side=CENTRE, duty="pay-run.calculate"),
    ],
)

YEAR_END = Process(
    "pay-year-end",
    title="Year end of pay",
    area="hire-to-retire",
    document="pay.YearEnd",
    steps=[
        Step("open", None, "open", side=CENTRE, duty="pay-facts.set"),
        Step("carry-over", "open", "carried-over", side=CENTRE, duty="pay-facts.set"),
        Step("certify", "carried-over", "certified", side=CENTRE, duty="pay-run.calculate"),
    ],
)

YEAR_CORRECTION = Process(
    "pay-year-correction",
    title="Correction of a closed tax year",
    area="hire-to-retire",
    document="pay.YearCorrection",
    standard=Standard(start="entered", done="approved", days=3),
    steps=[
        Step("enter", None, "entered", side=CENTRE, duty="pay-run.calculate"),
        Step("approve", "entered", "approved", side=CENTRE, duty="pay-run.approve", never_by=("enter",), approves=True),
        Step("refuse", "entered", "refused", side=CENTRE, duty="pay-run.approve"),
        Step("report", "approved", "reported", by=AUTOMATION, checks=True),
    ],
)

PAY_NOTICE = Process(
    "pay-notice",
    title="Notice about pay",
    area="hire-to-retire",
    document="pay.Notice",
    standard=Standard(start="received", done="applied", days=2),
    steps=[
        Step("receive", None, "received", side=CENTRE, duty="pay-facts.set"),
        Step("apply", "received", "applied", by=AUTOMATION, otherwise="unmatched"),
        Step("match", "unmatched", "received", side=CENTRE, duty="pay-facts.set"),
        Step("set-aside", "unmatched", "set-aside", side=CENTRE, duty="pay-facts.set"),
    ],
)

PAY_DEBT = Process(
    "pay-debt",
    title="Advance or overpayment",
    area="hire-to-retire",
    document="pay.PayDebt",
    standard=Standard(start="entered", done="recovering", days=3),
    steps=[
        Step("enter", None, "entered", side=CENTRE, duty="pay-input.enter"),
        Step("approve", "entered", "approved", side=CENTRE, duty="pay-run.approve", never_by=("enter",), approves=True),
        Step("refuse", "entered", "refused", side=CENTRE, duty="pay-run.approve"),
        Step("begin", "approved", "recovering", by=AUTOMATION, checks=True),
        Step("stop", "recovering", "stopped", side=CENTRE, duty="pay-run.approve"),
    ],
)
