"""What pay keeps: the employer's schemes, the facts that pay needs about each employment, runs, and payslips."""

from hanaper.hr.pay.models.facts import (
    AttachmentOrder,
    BroughtForward,
    LoanFact,
    NiFact,
    PayInput,
    PayScheme,
    PensionFact,
    RecurringElement,
    SchemePayee,
    TaxFact,
)
from hanaper.hr.pay.models.runs import HeldBack, PayCheck, PayChunk, PayRun, Payslip, Submission

__all__ = [
    "AttachmentOrder",
    "BroughtForward",
    "HeldBack",
    "LoanFact",
    "NiFact",
    "PayCheck",
    "PayChunk",
    "PayInput",
    "PayRun",
    "PayScheme",
    "Payslip",
    "PensionFact",
    "RecurringElement",
    "SchemePayee",
    "Submission",
    "TaxFact",
]
