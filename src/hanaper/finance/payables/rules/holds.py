"""Why an invoice is held, who owns that, and what they may answer: data that pages, tests and documentation read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Hold:
    """owner: the duty whose holder can remove the reason. title: what is wrong, as a page says it.
    next_step: what the owner does. overridable: a person may accept it as it is, for an approver to agree to.
    """

    owner: str
    title: str
    next_step: str
    overridable: bool = True


HOLDS: Final[Mapping[str, Hold]] = MappingProxyType(
    {
        "no-order": Hold(
            "invoice.resolve",
            "No order",
            "Find the order and link it, or ask the body to raise one. No order, no pay: otherwise reject it.",
        ),
        "supplier-differs": Hold(
            "invoice.resolve",
            "Another supplier than the order's",
            "Link the right order, or reject the invoice.",
        ),
        "currency-differs": Hold(
            "invoice.resolve",
            "Another currency than the order's",
            "Link the right order, ask the body to correct it, or reject the invoice.",
        ),
        "unknown-order-line": Hold(
            "invoice.resolve",
            "A line that is on no order line",
            "Link the right order, or code the line for the approver to agree.",
        ),
        "unit-differs": Hold(
            "invoice.resolve",
            "Another unit than ordered",
            "Compare the two units. Accept with the reason where they are the same amount.",
        ),
        "price-over": Hold(
            "invoice.resolve",
            "Dearer than ordered",
            "Ask the supplier for a credit or the buyer whether the price was agreed.",
        ),
        "quantity-short": Hold(
            "receipt.record",
            "More than was received",
            "The body records what arrived. Then match again.",
        ),
        "quantity-over": Hold(
            "invoice.resolve",
            "More than was ordered",
            "Ask the buyer whether more was ordered, or the supplier for a credit.",
        ),
        "value-over": Hold(
            "invoice.resolve",
            "More than the order's value",
            "Ask the buyer whether the extra was agreed.",
        ),
        "no-rate": Hold(
            "invoice.resolve",
            "No exchange rate for its date",
            "Have the rate loaded (hanaper ledger load-rates). Then match again.",
            overridable=False,
        ),
        "unknown-supplier": Hold(
            "supplier.maintain",
            "A supplier that is not known here",
            "Have the supplier registered for this body. Then match again.",
            overridable=False,
        ),
        "payee-differs": Hold(
            "invoice.resolve",
            "Payable to somebody else",
            "The invoice names another payee than the account we hold. Check with the supplier, by a contact on file.",
        ),
        "possible-duplicate": Hold(
            "invoice.resolve",
            "Perhaps the same as another invoice",
            "Compare the two. Reject it where it is the same.",
        ),
        "sent-back": Hold(
            "invoice.resolve",
            "Sent back by the approver",
            "Read the approver's reason, correct the coding or the order, then match or resolve again.",
        ),
    }
)

#: Why a person accepts a held invoice as it is; an approver of the body still has to agree.
RESOLUTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "price-agreed": "The buyer agreed the price",
        "quantity-agreed": "The buyer agreed the quantity",
        "extra-agreed": "The buyer agreed the extra charge",
        "same-unit": "The units are the same amount",
        "no-order-needed": "This kind of spend needs no order",
        "order-corrected": "The order could not be corrected, and the invoice is right",
        "payee-confirmed": "The supplier confirmed the payee, by a contact on file",
        "not-a-duplicate": "It is not the same as the other invoice",
    }
)

#: Why an invoice is turned away for good.
REJECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invalid-file": "The file breaks the published rules",
        "duplicate": "It was received before",
        "not-ours": "It is not for this body",
        "not-ordered": "Nothing was ordered",
        "not-as-agreed": "It is not what was agreed",
        "replaced": "The supplier sent another in its place",
    }
)

#: Why an approver sends an invoice back.
SENDING_BACK: Final[Mapping[str, str]] = MappingProxyType(
    {
        "wrong-coding": "The coding is wrong",
        "question": "I have a question about it",
        "not-received": "We have not received it",
    }
)
