"""The processes of the books: a manual journal, and the opening and closing of a period."""

from hanaper.foundation.acts.api import AUTOMATION
from hanaper.foundation.duties.api import CENTRE
from hanaper.foundation.processes.api import Process, Standard, Step

JOURNAL = Process(
    "manual-journal",
    title="Manual journal",
    area="record-to-report",
    document="ledger.ManualJournal",
    standard=Standard(start="entered", done="posted", days=3),
    steps=[
        Step("enter", None, "entered", side=CENTRE, duty="journal.enter"),
        Step("approve", "entered", "approved", side=CENTRE, duty="journal.approve",
             never_by=("enter", "correct"), approves=True),
        Step("post", "approved", "posted", by=AUTOMATION, otherwise="returned", checks=True),
        Step("send-back", ("entered", "approved"), "returned", side=CENTRE, duty="journal.approve"),
        Step("correct", "returned", "entered", side=CENTRE, duty="journal.enter"),
        Step("withdraw", ("entered", "returned"), "withdrawn", side=CENTRE, duty="journal.enter"),
    ],
)  # fmt: skip

PERIOD = Process(
    "accounting-period",
    title="Accounting period",
    area="record-to-report",
    document="ledger.Period",
    steps=[
        Step("open", None, "open", side=CENTRE, duty="period.open"),
        Step("close", "open", "closed", side=CENTRE, duty="period.close"),
        Step("ask-reopening", "closed", "reopening", side=CENTRE, duty="period.close"),
        Step("reopen", "reopening", "open", side=CENTRE, duty="period.open", never_by=("ask-reopening",)),
        Step("keep-closed", "reopening", "closed", side=CENTRE, duty="period.open"),
    ],
)
