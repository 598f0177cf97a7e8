"""The full payment submission: every payment to every employee, on or before the day of payment.

Source: HMRC RTI RIM artefacts 2025-26 (schema and Schematron rules).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from xml.sax.saxutils import escape

from hanaper.hr.pay.errors import NotReportable
from hanaper.hr.pay.rti.message import YEARS, Employer, Sending, pounds, write
from hanaper.kernel.periods import TaxYear

FREQUENCIES: Final = {"weekly": "W1", "two-weekly": "W2", "four-weekly": "W4", "monthly": "M1"}
PLANS: Final = {"plan1": "01", "plan2": "02", "plan4": "04", "plan5": "05"}
STATUTORY: Final = (
    ("smp", "SMPYTD"), ("spp", "SPPYTD"), ("sap", "SAPYTD"), ("shpp", "ShPPYTD"), ("spbp", "SPBPYTD"),
    ("sncp", "SNCPYTD"),
)  # fmt: skip
NAME_SIGNS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -'")
ADDRESS_SIGNS: Final = NAME_SIGNS | frozenset('0123456789.,()/=!"%&*;<>+:?')


@dataclass(frozen=True, slots=True)
class NiFigures:
    """One National Insurance letter of the year. In pence: of the period, then to date, as the schema names them."""

    letter: str
    earnings: int
    employer: int
    employee: int
    earnings_to_date: int
    at_lel: int
    lel_to_pt: int
    pt_to_uel: int
    employer_to_date: int
    employee_to_date: int


PENSION: Final = {False: "EmpeePenContribnsPaid", True: "EmpeePenContribnsNotPaid"}
"""Where members' contributions stand, by whether the scheme claims relief at source."""


@dataclass(frozen=True, slots=True)
class FpsEmployee:
    """One payment to one employee, in pence where it is money.

    nino: "" where it is not known: an address is then needed.

    starter: first day, where this is the first submission of a starter, whose declaration is A, B or C.
    left_on: last day, where they left.
    hours: A up to 15.99 a week, B to 23.99, C to 29.99, D 30 and more, E other. statutory: pence to date by element.
    is_pension_at_source: whether pension contributions are taken after tax, the scheme claiming relief.
    late_reason: A to H, "" where it is told in time.
    """

    payroll_id: str
    forename: str
    surname: str
    born_on: date
    sex: str
    nino: str
    frequency: str
    pay_on: date
    period: int
    tax_code: str
    is_week1: bool
    taxable: int
    tax: int
    taxable_to_date: int
    tax_to_date: int
    hours: str
    ni: Sequence[NiFigures]
    title: str = ""
    second_forename: str = ""
    address: Sequence[str] = ()
    starter: date | None = None
    declaration: str = ""
    left_on: date | None = None
    after_statutory: int | None = None
    pension: int = 0
    pension_to_date: int = 0
    is_pension_at_source: bool = False
    student_loan: int = 0
    student_loan_to_date: int = 0
    plan: str = ""
    postgraduate_loan: int = 0
    postgraduate_to_date: int = 0
    benefits: int = 0
    benefits_to_date: int = 0
    director: str = ""
    director_week: int = 0
    statutory: Mapping[str, int] = field(default_factory=dict)
    late_reason: str = ""


def write_fps(
    employer: Employer,
    year: int,
    employees: Iterable[FpsEmployee],
    *,
    at: datetime,
    period_end: date,
    is_test: bool = False,
) -> tuple[bytes, str]:
    """One part of a submission and its IRmark. Raises YearUnknown; NotReportable for the first employee that breaks a
    rule: ask `problem` beforehand, and hold that person back."""
    sending = Sending(
        "FullPaymentSubmission", "HMRC-PAYE-RTI-FPS", year, employer, period_end, at.replace(microsecond=0), is_test
    )
    return write(sending, _parts(year, employees))


def problem(each: FpsEmployee, year: int) -> NotReportable | None:
    """What of the schema and the rules an employee would break, or None."""
    wrong = identity_problem(each.forename, each.surname, each.nino, each.address, each.sex)
    if wrong is not None:
        return NotReportable(payroll_id=each.payroll_id, field=wrong[0], rule=wrong[1])
    if each.starter and each.declaration not in ("A", "B", "C"):
        return NotReportable(payroll_id=each.payroll_id, field="starter declaration", rule="A, B or C")
    if not 0 < len(each.ni) <= 4:
        return NotReportable(payroll_id=each.payroll_id, field="NI letters", rule="one to four in a year")
    if each.plan == "plan5" and year < 2026:
        return NotReportable(payroll_id=each.payroll_id, field="loan plan", rule="plan 5 is not known before 2026-27")
    if each.pay_on not in TaxYear(year):
        return NotReportable(payroll_id=each.payroll_id, field="day of payment", rule=f"in {YEARS.get(year, year)}")
    return None


def identity_problem(
    forename: str, surname: str, nino: str, address: Sequence[str], sex: str
) -> tuple[str, str] | None:
    """Which field of somebody's identity the schema would refuse, and its rule; None where all is well."""
    for name, text in (("forename", forename), ("surname", surname)):
        folded = _folded(text)
        if not folded[:1].isalpha() or not NAME_SIGNS.issuperset(folded):
            return name, "letters, spaces, hyphens and apostrophes, a letter first"
    if not nino and len([line for line in address if line]) < 2:
        return "address", "two lines where there is no NI number"
    return None if sex in ("F", "M") else ("sex", "F or M")


def hours_band(hundredths: int) -> str:
    """The band of weekly hours that a submission names.

    >>> [hours_band(h) for h in (1599, 1600, 2400, 3000, 0)]
    ['A', 'B', 'C', 'D', 'E']
    """
    if hundredths <= 0:
        return "E"
    return "A" if hundredths < 1600 else "B" if hundredths < 2400 else "C" if hundredths < 3000 else "D"


def _parts(year: int, employees: Iterable[FpsEmployee]) -> Iterator[str]:
    yield f"<RelatedTaxYear>{YEARS.get(year, '')}</RelatedTaxYear>"
    for each in employees:
        wrong = problem(each, year)
        if wrong is not None:
            raise wrong
        yield f"<Employee>{_details(each)}<Employment>{_employment(each)}</Employment></Employee>"


def _details(each: FpsEmployee) -> str:
    title = f"<Ttl>{escape(_folded(each.title))}</Ttl>" if each.title else ""
    second = f"<Fore>{escape(_folded(each.second_forename))}</Fore>" if each.second_forename else ""
    name = f"{title}<Fore>{escape(_folded(each.forename))}</Fore>{second}<Sur>{escape(_folded(each.surname))}</Sur>"
    nino = f"<NINO>{each.nino}</NINO>" if each.nino else ""
    *lines, postcode = each.address or [""]
    address = ""
    if lines:
        shown = "".join(f"<Line>{escape(_folded(line)[:35])}</Line>" for line in lines[:4] if line)
        code = f"<UKPostcode>{escape(postcode.upper())}</UKPostcode>" if postcode else ""
        address = f"<Address>{shown}{code}</Address>"
    return (
        f"<EmployeeDetails>{nino}<Name>{name}</Name>{address}<BirthDate>{each.born_on}</BirthDate>"
        f"<Gender>{each.sex}</Gender></EmployeeDetails>"
    )


def _employment(each: FpsEmployee) -> str:
    director = ""
    if each.director:
        week = f"<TaxWkOfApptOfDirector>{each.director_week}</TaxWkOfApptOfDirector>" if each.director_week else ""
        director = f"<DirectorsNIC>{'AN' if each.director == 'annual' else 'AL'}</DirectorsNIC>{week}"
    starter = ""
    if each.starter:
        starter = f"<Starter><StartDate>{each.starter}</StartDate><StartDec>{each.declaration}</StartDec></Starter>"
    left = f"<LeavingDate>{each.left_on}</LeavingDate>" if each.left_on else ""
    return (
        f"{director}{starter}<PayId>{escape(each.payroll_id)}</PayId>{left}{_to_date(each)}{_payment(each)}"
        + "".join(_letter(figures) for figures in each.ni)
    )


def _to_date(each: FpsEmployee) -> str:
    parts = [
        f"<TaxablePay>{pounds(max(each.taxable_to_date, 0))}</TaxablePay>",
        f"<TotalTax>{pounds(each.tax_to_date)}</TotalTax>",
    ]
    if each.student_loan_to_date:
        parts.append(f"<StudentLoansTD>{pounds(each.student_loan_to_date)}</StudentLoansTD>")
    if each.postgraduate_to_date:
        parts.append(f"<PostgradLoansTD>{pounds(each.postgraduate_to_date)}</PostgradLoansTD>")
    if each.benefits_to_date:
        parts.append(f"<BenefitsTaxedViaPayrollYTD>{pounds(each.benefits_to_date)}</BenefitsTaxedViaPayrollYTD>")
    if each.pension_to_date:
        tag = PENSION[each.is_pension_at_source]
        parts.append(f"<{tag}YTD>{pounds(each.pension_to_date)}</{tag}YTD>")
    return f"<FiguresToDate>{''.join(parts)}</FiguresToDate>"


def _payment(each: FpsEmployee) -> str:
    number = "MonthNo" if each.frequency == "monthly" else "WeekNo"
    regime = each.tax_code[:1] if each.tax_code[:1] in ("S", "C") else ""
    code = each.tax_code[1:] if regime else each.tax_code
    attributes = (' BasisNonCumulative="yes"' if each.is_week1 else "") + (f' TaxRegime="{regime}"' if regime else "")
    parts = [
        f"<PayFreq>{FREQUENCIES[each.frequency]}</PayFreq><PmtDate>{each.pay_on}</PmtDate>",
        f"<LateReason>{each.late_reason}</LateReason>" if each.late_reason else "",
        f"<{number}>{each.period}</{number}><PeriodsCovered>1</PeriodsCovered><HoursWorked>{each.hours}</HoursWorked>",
        f"<TaxCode{attributes}>{code}</TaxCode><TaxablePay>{pounds(each.taxable)}</TaxablePay>",
    ]
    if each.after_statutory is not None:
        parts.append(f"<PayAfterStatDedns>{pounds(each.after_statutory)}</PayAfterStatDedns>")
    if each.benefits:
        parts.append(f"<BenefitsTaxedViaPayroll>{pounds(each.benefits)}</BenefitsTaxedViaPayroll>")
    if each.pension:
        tag = PENSION[each.is_pension_at_source]
        parts.append(f"<{tag}>{pounds(each.pension)}</{tag}>")
    if each.student_loan:
        parts.append(
            f'<StudentLoanRecovered PlanType="{PLANS[each.plan]}">{pounds(each.student_loan)}</StudentLoanRecovered>'
        )
    if each.postgraduate_loan:
        parts.append(f"<PostgradLoanRecovered>{pounds(each.postgraduate_loan)}</PostgradLoanRecovered>")
    parts.append(f"<TaxDeductedOrRefunded>{pounds(each.tax)}</TaxDeductedOrRefunded>")
    for element, tag in STATUTORY:
        if each.statutory.get(element):
            parts.append(f"<{tag}>{pounds(each.statutory[element])}</{tag}>")
    return f"<Payment>{''.join(parts)}</Payment>"


def _letter(ni: NiFigures) -> str:
    values = (
        ("GrossEarningsForNICsInPd", ni.earnings), ("GrossEarningsForNICsYTD", ni.earnings_to_date),
        ("AtLELYTD", ni.at_lel), ("LELtoPTYTD", ni.lel_to_pt), ("PTtoUELYTD", ni.pt_to_uel),
        ("TotalEmpNICInPd", ni.employer), ("TotalEmpNICYTD", ni.employer_to_date),
        ("EmpeeContribnsInPd", ni.employee), ("EmpeeContribnsYTD", ni.employee_to_date),
    )  # fmt: skip
    figures = "".join(f"<{tag}>{pounds(pence)}</{tag}>" for tag, pence in values)
    return f"<NIlettersAndValues><NIletter>{ni.letter}</NIletter>{figures}</NIlettersAndValues>"


def _folded(text: str) -> str:
    """Letters without their accents: the schema knows the plain ones alone. Whatever else stays, and is refused."""
    if text.isascii():
        return " ".join(text.split())
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("\u2013", "-"))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())
