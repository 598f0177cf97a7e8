"""The process of a supplier's bank account: one person proposes, another approves; nothing else ever changes one."""

from hanaper.foundation.duties.api import CENTRE
from hanaper.foundation.processes.api import Process, Standard, Step

BANK_CHANGE = Process(
    "supplier-bank",
    title="Supplier bank account",
    area="source-to-pay",
    document="suppliers.BankChange",
    standard=Standard(start="proposed", done="approved", days=2),
    steps=[
        Step("propose", None, "proposed", side=CENTRE, duty="supplier-bank.propose"),
        Step("approve", "proposed", "approved", side=CENTRE, duty="supplier-bank.approve",
             never_by=("propose",), approves=True),
        Step("refuse", "proposed", "refused", side=CENTRE, duty="supplier-bank.approve"),
        Step("withdraw", "proposed", "withdrawn", side=CENTRE, duty="supplier-bank.propose"),
    ],
)  # fmt: skip
