"""What can be wrong with an invoice before anybody decides about it. Their English stands in `wording.py`.

The first five say that a file could not be judged by the published rules; each carries the `rule` under which
`hanaper invoice check` reports it, beside the rule ids of EN 16931.
"""

from __future__ import annotations

from typing import ClassVar

from hanaper.kernel.errors import Invalid, Refused


class UnjudgedFile(Invalid):
    """A file of which the published rules cannot say whether it is a valid invoice. Never raised itself."""

    rule: ClassVar[str]


class FileTooLarge(UnjudgedFile):
    """More bytes than an invoice may have. Values: `found`, `limit` (bytes)."""

    code = "payables.file-too-large"
    rule = "HAN-SIZE"


class FileNotXml(UnjudgedFile):
    """Not well-formed XML. Values: `found` (what the parser said)."""

    code = "payables.file-not-xml"
    rule = "HAN-XML"


class FileHasDtd(UnjudgedFile):
    """A document type declaration, through which a file can reach other files or grow without bound. No values."""

    code = "payables.file-has-dtd"
    rule = "HAN-DTD"


class FileNotAnInvoice(UnjudgedFile):
    """XML of another kind than a UBL 2.1 invoice or credit note. Values: `found` (the root element)."""

    code = "payables.file-not-an-invoice"
    rule = "HAN-ROOT"


class RulesStopped(UnjudgedFile):
    """A value with which the EN 16931 rules cannot compute, where they stop. Values: `found` (what they said)."""

    code = "payables.rules-stopped"
    rule = "HAN-RULES"


class EInvoiceIncomplete(Invalid):
    """Something is missing without which an invoice cannot be recorded. Values: `element`."""

    code = "payables.einvoice-incomplete"


class EInvoiceUnreadable(Invalid):
    """A value that is not what its element holds. Values: `element`, `found`, `expected`."""

    code = "payables.einvoice-unreadable"


class EInvoiceMixesCurrencies(Invalid):
    """An amount in another currency than the document's. Values: `element`, `found`, `expected`."""

    code = "payables.einvoice-mixes-currencies"


class EInvoiceUnwritable(Invalid):
    """A value that UBL cannot carry. Values: `element`, `found`, `rule`."""

    code = "payables.einvoice-unwritable"


class EInvoiceDoesNotAddUp(Invalid):
    """An invoice whose parts do not make its payable amount. Values: `found`, `expected` (amounts as text)."""

    code = "payables.einvoice-does-not-add-up"


class NoToleranceInForce(Refused):
    """No matching tolerances are in force on a date. Values: `found` (the date)."""

    code = "payables.no-tolerance-in-force"


class OrderNotFound(Invalid):
    """No order of this number for this body. Values: `found`."""

    code = "payables.order-not-found"


class ReasonUnknown(Invalid):
    """A reason that is not one of the standard's. Values: `found`, `expected`."""

    code = "payables.reason-unknown"


class CodingInvalid(Invalid):
    """A line was coded to what is not there, or is not open to coding. Values: `what`, `found`."""

    code = "payables.coding-invalid"
