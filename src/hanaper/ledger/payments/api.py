"""The front door of payments."""

from hanaper.ledger.payments.errors import BulkDiffers
from hanaper.ledger.payments.models import PaymentInstruction
from hanaper.ledger.payments.process import PAYMENT
from hanaper.ledger.payments.selectors import payment_get_for, payments, payments_due, payments_of
from hanaper.ledger.payments.services import (
    BulkOrder,
    Payee,
    PaymentOrder,
    bulk_instruct,
    file_totals,
    on_files,
    on_payees,
    on_released,
    payees_of,
    payments_drop,
    payments_include,
    payments_instruct,
    payments_release,
)

__all__ = [
    "PAYMENT",
    "BulkDiffers",
    "BulkOrder",
    "Payee",
    "PaymentInstruction",
    "PaymentOrder",
    "bulk_instruct",
    "file_totals",
    "on_files",
    "on_payees",
    "on_released",
    "payees_of",
    "payment_get_for",
    "payments",
    "payments_drop",
    "payments_due",
    "payments_include",
    "payments_instruct",
    "payments_of",
    "payments_release",
]
