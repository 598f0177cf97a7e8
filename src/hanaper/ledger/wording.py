WORDING = {
    "ledger.out-of-balance": "The lines do not sum to zero ({detail}). Every journal's debits equal its credits.",
    "ledger.period-not-open": "Nothing may be posted there: {detail}. Choose an open period, or ask for it to be reopened.",
    "ledger.key-not-there": "A line cannot be posted: {detail}. Use a code that is valid on that day.",
    "ledger.source-reused": "This was posted before with other lines: {detail}. Reverse the first posting instead.",
    "ledger.account-unknown": "The chart has no account {found!r}. Look it up in the chart of accounts.",
    "ledger.journal-unbalanced": (
        "Debits and credits differ by {difference_pence} pence. A journal must sum to zero: correct a line."
    ),
    "ledger.journal-empty": "A journal needs at least two lines, none of them zero; this one has {lines}.",
    "ledger.not-reversible": "Only a posted journal that has no reversal yet can be reversed; this one is {found}.",
    "ledger.not-editable": "Only a journal that was sent back can be changed; this one is {state}.",
    "ledger.opening-invalid": "Row {row}, column {column}: found {found!r}, expected {expected}. Nothing was entered.",
}
