"""The employer payment summary: what the employer recovers, and the apprenticeship levy, to date.

Source: HMRC RTI RIM artefacts 2025-26.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from hanaper.hr.pay.rti.message import YEARS, Employer, Sending, pounds, write

RECOVERED: Final = (
    ("smp", "SMPRecovered"), ("spp", "SPPRecovered"), ("sap", "SAPRecovered"), ("shpp", "ShPPRecovered"),
    ("spbp", "SPBPRecovered"), ("sncp", "SNCPRecovered"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summary:
    """What an employer tells of a tax month, in pence to date. recovered: by element. levy: due to date."""

    tax_month: int
    levy: int
    levy_allowance: int
    recovered: Mapping[str, int] = field(default_factory=dict)


def write_eps(
    employer: Employer, year: int, summary: Summary, *, at: datetime, period_end: date, is_test: bool = False
) -> tuple[bytes, str]:
    """The summary and its IRmark. Raises YearUnknown."""
    parts = []
    amounts = "".join(
        f"<{tag}>{pounds(summary.recovered[code])}</{tag}>" for code, tag in RECOVERED if summary.recovered.get(code)
    )
    if amounts:
        parts.append(
            f"<RecoverableAmountsYTD><TaxMonth>{summary.tax_month}</TaxMonth>{amounts}</RecoverableAmountsYTD>"
        )
    parts.append(
        f"<ApprenticeshipLevy><LevyDueYTD>{pounds(summary.levy // 100 * 100)}</LevyDueYTD>"
        f"<TaxMonth>{summary.tax_month}</TaxMonth><AnnualAllce>{pounds(summary.levy_allowance)}</AnnualAllce>"
        "</ApprenticeshipLevy>"
    )
    parts.append(f"<RelatedTaxYear>{YEARS.get(year, '')}</RelatedTaxYear>")
    sending = Sending(
        "EmployerPaymentSummary", "HMRC-PAYE-RTI-EPS", year, employer, period_end, at.replace(microsecond=0), is_test
    )
    return write(sending, parts)
