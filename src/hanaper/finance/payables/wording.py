"""English for this package's errors and match reasons: what was found, what was expected, the rule, what to do next."""

from __future__ import annotations

from typing import Final

WORDING: Final[dict[str, str]] = {
    "payables.file-too-large": (
        "The file has {found:,} bytes. An invoice may have {limit:,}. Ask the supplier to send attachments apart."
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
}
