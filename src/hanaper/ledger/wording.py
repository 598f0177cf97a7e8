WORDING = {
    "ledger.bulk-differs": (
        "The payees of this payment come to {found}, and it was instructed for {expected}. Nothing was written. Tell support: "
        "what was committed has changed."
    ),
    "ledger.out-of-balance": "The lines do not sum to zero ({detail}). Every journal's debits equal its credits.",
    "ledger.period-not-open": (
        "Nothing may be posted there: {detail}. Choose an open period, or ask for it to be reopened."
    ),
    "ledger.key-not-there": "A line cannot be posted: {detail}. Use a code that is valid on that day.",
    "ledger.source-reused": "This was posted before with other lines: {detail}. Reverse the first posting instead.",
    "ledger.account-unknown": "The chart has no account {found!r}. Look it up in the chart of accounts.",
    "ledger.journal-unbalanced": (
        "Debits and credits differ by {difference_pence}. A journal must sum to zero: correct a line."
    ),
    "ledger.journal-empty": "A journal needs at least two lines, none of them zero; this one has {lines}.",
    "ledger.not-reversible": "Only a posted journal that has no reversal yet can be reversed; this one is {found}.",
    "ledger.not-editable": "Only a journal that was sent back can be changed; this one is {state}.",
    "ledger.opening-invalid": "The file was not entered. {faults} Correct the file and send it again.",
}

#: Why a journal is sent back: codes that stand in the evidence, and their words.
SENT_BACK = {
    "journal.wrong-account": "A line is on the wrong account",
    "journal.wrong-period": "It belongs to another period",
    "journal.not-explained": "The description does not say what it is for",
    "journal.no-support": "There is nothing to support the amounts",
}

#: Why a closed period is to be reopened.
REOPENING = {
    "period.late-item": "Something that belongs to it came late",
    "period.error-found": "An error was found that cannot wait for the next period",
    "period.audit": "The auditors asked for an adjustment",
}

SENTENCES = {
    "manual-journal.enter": "Entered",
    "manual-journal.approve": "Approved",
    "manual-journal.send-back": "Sent back to be corrected",
    "manual-journal.correct": "Corrected and entered again",
    "manual-journal.withdraw": "Withdrawn",
    "manual-journal.post": "Posted to the books",
    "accounting-period.open": "Opened",
    "accounting-period.close": "Closed",
    "accounting-period.ask-reopening": "Reopening asked for",
    "accounting-period.reopen": "Reopened",
    "accounting-period.keep-closed": "Kept closed",
}
