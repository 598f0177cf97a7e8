"""The English of people."""

from __future__ import annotations

WORDING = {
    "people.left-before": ("The last day, {found}, lies before the first, {started_on}. Correct the last day."),
    "people.own-record": "This is your own record, which only others may change. Ask a colleague.",
    "people.bank-frozen": (
        "A new account cannot be used from {from_on}: a pay run for that day is past its cut-off, or there is no time left to "
        "check it. The first day for which it can be used is {first}."
    ),
    "people.change-pending": (
        "Another account of this employment still waits to be approved. Have it approved or refused first, then propose this one."
    ),
    "people.purpose-missing": "Bank and National Insurance data are read for a stated purpose only. Say which.",
    "people.not-for-this-duty": (
        "Bank and National Insurance data are closed to what you are doing. Ask whoever keeps pay or the record to do it."
    ),
    "people.wrong-nino": (
        "That is no National Insurance number. It has two letters, six digits and a letter from A to D, such as the one on a "
        "payslip. Leave it empty until it is known."
    ),
}

SENTENCES = {
    "employment.start": "Started",
    "employment.leave": "Left",
    "employment.reinstate": "Reinstated",
    "employee-bank.propose": "Proposed another account",
    "employee-bank.approve": "Approved the account",
    "employee-bank.refuse": "Refused the account",
    "employee-bank.withdraw": "Withdrew the proposal",
}
"""Steps in the timeline."""
