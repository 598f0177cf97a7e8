"""The processes of an employment and of a change of somebody's bank account."""

from hanaper.foundation.duties.api import CENTRE
from hanaper.foundation.processes.api import Process, Standard, Step

EMPLOYMENT = Process(
    "employment",
    title="Employment",
    area="hire-to-retire",
    document="people.Employment",
    steps=[
        Step("start", None, "employed", side=CENTRE, duty="employee.create"),
        Step("leave", "employed", "left", side=CENTRE, duty="employee.maintain"),
        Step("reinstate", "left", "employed", side=CENTRE, duty="employee.maintain", never_by=("leave",)),
    ],
)

BANK_CHANGE = Process(
    "employee-bank",
    title="Bank account of an employee",
    area="hire-to-retire",
    document="people.BankChange",
    standard=Standard(start="proposed", done="approved", days=3),
    steps=[
        Step("propose", None, "proposed", duty="employee-bank.propose"),
        Step("approve", "proposed", "approved", side=CENTRE, duty="employee-bank.approve", never_by=("propose",)),
        Step("refuse", "proposed", "refused", side=CENTRE, duty="employee-bank.approve"),
        Step("withdraw", "proposed", "withdrawn", duty="employee-bank.propose"),
    ],
)
