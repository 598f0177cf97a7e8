"""What pay keeps: the employer's schemes, the facts that pay needs about each employment, runs, payslips and
certificates."""

from hanaper.hr.pay.models.certificates import Certificate, YearEnd
from hanaper.hr.pay.models.corrections import YearCorrection
from hanaper.hr.pay.models.debts import PayDebt
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
from hanaper.hr.pay.models.notices import Notice
from hanaper.hr.pay.models.runs import HeldBack, PayCheck, PayChunk, PayRun, Payslip, Submission

__all__ = [
    "AttachmentOrder",
    "BroughtForward",
    "Certificate",
    "HeldBack",
    "LoanFact",
    "NiFact",
    "Notice",
    "PayCheck",
    "PayChunk",
    "PayDebt",
    "PayInput",
    "PayRun",
    "PayScheme",
    "Payslip",
    "PensionFact",
    "RecurringElement",
    "SchemePayee",
    "Submission",
    "TaxFact",
    "YearCorrection",
    "YearEnd",
]
