"""English for this package's errors: what was found, what was expected, the rule, what to do next."""

from __future__ import annotations

from typing import Final

WORDING: Final[dict[str, str]] = {
    "cash.file-empty": "The payment file has no payments. Add at least one, or do not write the file.",
    "cash.field-missing": "The {field} of {where} is empty. The bank needs it. Fill it in, then build the file again.",
    "cash.field-too-long": (
        "The {field} of {where}, “{found}”, has {length} characters. This payment service carries {limit}. Shorten it."
    ),
    "cash.character-refused": (
        "The {field} of {where} holds “{found}”, which banks do not carry and which has no agreed substitute. "
        "Write it in letters from A to Z, as the payee's bank holds it."
    ),
    "cash.amount-refused": "{where} is for {found}. A payment is for more than nought and has at most 18 digits.",
    "cash.currency-refused": (
        "{where} is in {found}. {service} pays in {expected} only. Choose another payment service."
    ),
    "cash.currencies-mixed": (
        "{where} is in {found} and the payments before it in {expected}. One file has one currency, so that its "
        "control total is an amount. Put the others in a file of their own."
    ),
    "cash.account-refused": (
        "{service} cannot reach the account of {where}. It needs {expected}. "
        "Correct the account, or choose another payment service."
    ),
    "cash.payment-duplicated": (
        "Two payments have the id {found}. Each id pays once, so the file is refused. Remove one of them."
    ),
    "cash.not-a-payment-file": (
        "The file is not a readable ISO 20022 payment file (pain.001): {found}. "
        "Check that it is the file that was sent."
    ),
    "cash.run-empty": "The run has no payments. Choose at least one that is due.",
    "cash.payment-not-due": "{found} is not due: it is in a run already, or paid. Choose others.",
    "cash.account-missing": (
        "{whose} has no approved account in {currency}. Have one proposed and approved, then build the run again."
    ),
    "cash.services-mixed": (
        "The payments travel by {found}. One run is one file, for one service. Build a run for each."
    ),
    "cash.pay-day-wrong": "Banks do not pay on {found}, or it is past. Choose a working day from today on.",
    "cash.account-changed": (
        "The account of {payees} was changed after the run was built. Cancel the run, and build it again."
    ),
}

SENTENCES: Final[dict[str, str]] = {
    "payment.instruct": "Asked for",
    "payment.include": "Put into a payment run",
    "payment.drop": "Put back: its run was cancelled",
    "payment.release": "Released to the bank",
    "payment-run.choose": "Payments chosen",
    "payment-run.build": "Built",
    "payment-run.release": "Released",
    "payment-run.cancel": "Cancelled",
    "payment-run.write": "File written",
}
