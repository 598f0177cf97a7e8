"""English for this package's errors and match reasons: what was found, what was expected, the rule, what to do next."""

from __future__ import annotations

from typing import Final

from hanaper.finance.payables.rules.holds import HOLDS, REJECTIONS, RESOLUTIONS, SENDING_BACK

WORDING: Final[dict[str, str]] = {
    "payables.file-too-large": (
        "The file has {found} bytes. An invoice may have {limit}. Ask the supplier to send attachments apart."
    ),
    "payables.file-not-xml": (
        "The file is not XML: {found}. An electronic invoice is a UBL 2.1 XML document. "
        "Check that it is the invoice itself and not a PDF or an e-mail that carries it."
    ),
    "payables.file-has-dtd": (
        "The file has a document type declaration (<!DOCTYPE>). UBL has none, and one can make a reader open other "
        "files, so it is not read. Ask the supplier to send the invoice without it."
    ),
    "payables.file-not-an-invoice": (
        "The document is {found}. Hanaper reads the UBL 2.1 documents Invoice and CreditNote. "
        "Ask the supplier for one of these."
    ),
    "payables.rules-stopped": (
        "The EN 16931 rules could not be applied: {found}. They need each value once and of its kind. "
        "Ask the supplier to correct what the schema and this message name."
    ),
    "payables.einvoice-incomplete": (
        "The invoice has no {element}. It cannot be recorded without one. Return it to the supplier with this message."
    ),
    "payables.einvoice-unreadable": (
        "{element} is “{found}”. Expected {expected}. Return the invoice to the supplier with this message."
    ),
    "payables.einvoice-mixes-currencies": (
        "{element} is in {found}, but the invoice is in {expected}. All amounts of an invoice are in its one currency, "
        "except its VAT total in the currency of account. Return it to the supplier with this message."
    ),
    "payables.einvoice-unwritable": (
        "{element} is “{found}”, which a UBL file cannot carry: {rule} Correct it, then write the invoice again."
    ),
    "payables.einvoice-does-not-add-up": (
        "The invoice asks for {found}, but its lines, charges, allowances, VAT, prepayments and rounding make "
        "{expected}. Return it to the supplier with this message."
    ),
    "payables.no-tolerance-in-force": (
        "No matching tolerances are in force on {found}. Set them for that day before matching invoices of it."
    ),
    # Reasons to hold an invoice: the failed steps of a match, by their code.
    "payables.match.no-order": (
        "The invoice names {found}, which is not {expected}. No order, no pay: find the order, or return the invoice."
    ),
    "payables.match.supplier-differs": (
        "The invoice is from another supplier than its order. Check the order number with the supplier."
    ),
    "payables.match.currency-differs": (
        "The invoice is in {found} and the order in {expected}. Ask the supplier for an invoice in {expected}."
    ),
    "payables.match.unknown-order-line": (
        "Line {line} names “{found}”, which is not {expected}. Say which order line it is for, or return the invoice."
    ),
    "payables.match.unit-differs": (
        "Line {line} counts in {found} and the order in {expected}, so its quantity and price cannot be compared. "
        "Compare them by hand, or ask the supplier to use the unit of the order."
    ),
    "payables.match.price-over": (
        "Line {line} asks {found} for one; the order says {expected}, and at most {allowed} more is accepted. "
        "Agree the price with the supplier, change the order, or ask for a credit note."
    ),
    "payables.match.quantity-over": (
        "With line {line}, {found} have been invoiced; {expected} were ordered, and at most {allowed} more are "
        "accepted. Change the order, or ask for a credit note."
    ),
    "payables.match.quantity-short": (
        "With line {line}, {found} have been invoiced, and {expected} were received. "
        "Record the receipt if the rest has arrived, or ask for a credit note."
    ),
    "payables.match.value-over": (
        "With this invoice {found} is asked where the order has {expected}, and at most {allowed} more is accepted. "
        "Change the order, or ask for a credit note."
    ),
    "payables.match.no-rate": (
        "The invoice is in a foreign currency, and {expected} is not loaded. Have it loaded, then match again."
    ),
    "payables.match.unknown-supplier": (
        "The invoice says {found} of its sender, which is not {expected}. "
        "Have the supplier registered, then match again."
    ),
    "payables.match.payee-differs": (
        "The invoice asks for the money to go to “{found}”; the account that we hold is of {expected}. "
        "Check with the supplier by a contact on file, never by one that the invoice names."
    ),
    "payables.match.possible-duplicate": (
        "The invoice looks like {found}, which was received before. "
        "Compare the two, and reject it where it is the same."
    ),
    # What is refused to people and rules.
    "payables.order-not-found": (
        "There is no order {found} of this body. Check the number; an order is linked once it is raised and approved."
    ),
    "payables.reason-unknown": "“{found}” is not a reason of the standard process. Use one of: {expected}.",
    "payables.coding-invalid": (
        "The {what} {found} cannot be used: it is not there today, or the order codes the line. Choose another."
    ),
    "payables.supplier-unknown": (
        "{supplier} is not registered for this body, so that it cannot be paid. Have it registered, then match again."
    ),
    "payables.not-coded": (
        "Lines {lines} have no account, cost centre and programme, because no order line codes them. Code them first."
    ),
    "payables.duplicate": "{found} is the same: supplier, number and amount. Reject this one.",
}

#: What each comparison of a match is called, by its code.
MATCHED: Final[dict[str, str]] = {
    "unknown-supplier": "Supplier known to the body",
    "no-rate": "Exchange rate",
    "no-order": "Order",
    "supplier-differs": "Supplier",
    "currency-differs": "Currency",
    "unknown-order-line": "Order line",
    "unit-differs": "Unit",
    "price-over": "Price",
    "quantity-over": "Quantity ordered",
    "quantity-short": "Quantity received",
    "value-over": "Value",
    "payee-differs": "Payee",
    "possible-duplicate": "Other invoices",
}

#: Words of every reason that stands in the evidence of an invoice.
REASONS: Final[dict[str, str]] = {
    **{code: hold.title for code, hold in HOLDS.items()},
    **RESOLUTIONS,
    **REJECTIONS,
    **SENDING_BACK,
    "over-ceiling": "Above what a rule may pass",
    "nothing-to-pay": "Nothing to pay",
}

SENTENCES: Final[dict[str, str]] = {
    "invoice.receive": "Received from the network",
    "invoice.turn-away": "Turned away on arrival",
    "invoice.upload": "Brought by hand",
    "invoice.match": "Matched with order and receipt",
    "invoice.pass": "Passed by the standard's rule",
    "invoice.approve": "Approved",
    "invoice.send-back": "Sent back to the centre",
    "invoice.refuse": "Refused",
    "invoice.resolve": "Accepted as it is, for approval",
    "invoice.rematch": "To be matched again",
    "invoice.reject": "Rejected",
    "invoice.post": "Posted to the books",
    "invoice.pay": "Paid",
}
