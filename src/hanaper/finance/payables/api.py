"""The front door of payables.

Files come in by `invoices_receive`; rules match, pass and post them; people answer for what is held with
`invoices_resolve`, `invoices_rematch` or `invoices_reject`, and approve with `invoices_approve`.
"""

from hanaper.finance.payables.errors import CodingInvalid, OrderNotFound, ReasonUnknown
from hanaper.finance.payables.models import Invoice, InvoiceLine, MatchStep, VatRecovery
from hanaper.finance.payables.process import INVOICE
from hanaper.finance.payables.receiving import Arrival, ReceivedFile, invoices_receive
from hanaper.finance.payables.rules.check import Report, check
from hanaper.finance.payables.rules.holds import HOLDS, REJECTIONS, RESOLUTIONS, SENDING_BACK, Hold
from hanaper.finance.payables.selectors import (
    ControlDifference,
    PaidInvoice,
    PricePaid,
    invoice_get_for,
    invoice_lines,
    invoices,
    match_steps,
    open_invoices,
    paid_invoices,
    payables_control,
    prices_paid,
)
from hanaper.finance.payables.services import (
    Coding,
    invoices_approve,
    invoices_refuse,
    invoices_reject,
    invoices_rematch,
    invoices_resolve,
    invoices_send_back,
    vat_recovery_set,
)

__all__ = [
    "HOLDS",
    "INVOICE",
    "REJECTIONS",
    "RESOLUTIONS",
    "SENDING_BACK",
    "Arrival",
    "Coding",
    "CodingInvalid",
    "ControlDifference",
    "Hold",
    "Invoice",
    "InvoiceLine",
    "MatchStep",
    "OrderNotFound",
    "PaidInvoice",
    "PricePaid",
    "ReasonUnknown",
    "ReceivedFile",
    "Report",
    "VatRecovery",
    "check",
    "invoice_get_for",
    "invoice_lines",
    "invoices",
    "invoices_approve",
    "invoices_receive",
    "invoices_refuse",
    "invoices_reject",
    "invoices_rematch",
    "invoices_resolve",
    "invoices_send_back",
    "match_steps",
    "open_invoices",
    "paid_invoices",
    "payables_control",
    "prices_paid",
    "vat_recovery_set",
]
