WORDING = {
    "suppliers.unnamed": "Row {row}: a supplier needs its legal name and its country in two letters, such as GB.",
    "suppliers.unidentified": (
        "Row {row}: {name} has no identifier. Give its company number, VAT number or electronic address, so that its "
        "invoices can be recognised."
    ),
    "suppliers.identifiers-disagree": (
        "Row {row}: the identifiers of {name} belong to {found} different legal entities ({entities}). Check them "
        "against the register: one supplier's identifiers all name the same entity."
    ),
    "suppliers.site-not-there": "There is no site {found} in this cluster. Look it up in the list of suppliers.",
    "suppliers.account-incomplete": (
        "Row {row}: found {found}. A bank account has its holder's name, a currency, and either a sort code with an "
        "account number or an IBAN."
    ),
    "suppliers.not-the-lead": (
        "Suppliers' bank accounts are shared by the whole cluster, so they are changed for {expected}, which hosts its "
        "centre, and not for {found}."
    ),
    "suppliers.change-pending": (
        "A change of the {currency} account of site {site} waits for approval already. Approve, refuse or withdraw "
        "that one first."
    ),
    "suppliers.changed-today": (
        "This account was changed today already. A second change on one day would leave the first without a trace in "
        "time: approve it tomorrow."
    ),
    "suppliers.bank-detail-kept": (
        "Bank accounts are never overwritten ({detail}). Propose a new account: the old one is kept with its dates."
    ),
}

#: Why a proposed account is refused: codes that stand in the evidence, and their words.
REFUSED = {
    "supplier-bank.not-confirmed": "The supplier did not confirm it, on a contact held before the request",
    "supplier-bank.name-differs": "The name on the account is not the supplier's",
    "supplier-bank.account-elsewhere": "Another supplier is paid to this account",
    "supplier-bank.wrong-details": "The details were copied wrongly",
}

SENTENCES = {
    "supplier-bank.propose": "Proposed",
    "supplier-bank.approve": "Approved: it is paid to from this day",
    "supplier-bank.refuse": "Refused",
    "supplier-bank.withdraw": "Withdrawn",
}
