"""A P45 or P60 in the words in which it is shown and printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.db import connection

from hanaper.foundation.identity.api import person_names
from hanaper.hr.pay import selectors
from hanaper.hr.pay.certifying import STATUTORY
from hanaper.hr.pay.models import Certificate
from hanaper.hr.pay.papers.certificate import CertificatePaper, Item, PaperTable, Part
from hanaper.hr.pay.wording import TO_DATE
from hanaper.kernel.dates import show_date
from hanaper.kernel.money import Money
from hanaper.kernel.periods import TaxYear

NI_HEADS: Final = (
    "NI letter", "Earnings at the lower earnings limit", "Above it, up to the primary threshold",
    "Above that, up to the upper earnings limit", "Employee's contributions",
)  # fmt: skip
WITHHELD: Final = "On the employee's own copy"
"""What the pay team's copy says in place of the National Insurance number, which is asked for under other duties."""
PARTS: Final = (
    ("P45 Part 1A: details of employee leaving work", "Copy for the employee", (
        "To the employee: keep this part. Copies are not available. You may need it to fill in a tax return.",
    )),
    ("P45 Part 2: details of employee leaving work", "Copy for the new employer", (
        "To the employee: give Parts 2 and 3 to your new employer, or to Jobcentre Plus if you claim a benefit.",
        "To the new employer: check this against your payroll record, and keep it.",
    )),
    ("P45 Part 3: new employee details", "For completion by the new employer", (
        "To the new employer: add your PAYE reference, the first day of the employment, payroll number and address.",
    )),
)  # fmt: skip
"""The parts of a P45 that an employee is given: title, whom it is for, notes."""


def year_ended(certificate: Certificate) -> date:
    """The last day of the tax year that a certificate is about."""
    return TaxYear(certificate.tax_year).end - timedelta(days=1)


def certificate_name(certificate: Certificate) -> str:
    """What a certificate is called: `P45, left on 13 February 2026`, `P60 for the year to 5 April 2026`."""
    if certificate.left_on is not None:
        return f"P45, left on {show_date(certificate.left_on)}"
    return f"P60 for the year to {show_date(year_ended(certificate))}"


def own_nino(certificate: Certificate) -> str:
    """The National Insurance number of whoever reads their own certificate; "" where it is not known, or not theirs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.own_certificate_nino(%s)", [certificate.pk])
        row = cursor.fetchone()
    return (row and row[0]) or ""


def certificate_paper(certificate: Certificate, *, own: bool) -> CertificatePaper:
    """Everything that a certificate says. own: for the person themself, with their National Insurance number."""
    name = person_names([certificate.person_id])[certificate.person_id]
    return CertificatePaper(
        title=f"{certificate_name(certificate)}: {name}",
        employer=certificate.scheme.employer_name,
        parts=_p45(certificate, name, own)
        if certificate.kind == Certificate.Kind.P45
        else [_p60(certificate, name, own)],
        synthetic=certificate.body.synthetic,
    )


def employer_address(certificate: Certificate) -> str:
    """The employer's address in one line, or that it is not recorded."""
    return ", ".join(certificate.scheme.employer_address.split("\n")) or "Not recorded"


def code_shown(certificate: Certificate) -> str:
    """The tax code with its basis."""
    return f"{certificate.tax_code}{', week 1/month 1' if certificate.is_week1 else ''}"


def ni_rows(certificate: Certificate) -> list[list[str]]:
    """A row of words for each letter of the year: earnings in bands and the employee's contributions."""
    return [
        [letter, *(str(Money(pence)) for pence in (at_lel, to_pt, to_uel, employee))]
        for letter, (_, at_lel, to_pt, to_uel, _, employee) in certificate.ni.items()
    ]


def statutory_items(certificate: Certificate) -> list[tuple[str, int]]:
    """Every statutory payment that the form has a place for, with what it came to."""
    return [(TO_DATE[each], certificate.statutory.get(each, 0)) for each in STATUTORY]


def _nino(certificate: Certificate, own: bool) -> str:
    return (own_nino(certificate) or "Not known") if own else WITHHELD


def _number(certificate: Certificate) -> str:
    return selectors.payroll_numbers([certificate.employment_id]).get(certificate.employment_id, ("", 0))[0]


def _p45(certificate: Certificate, name: str, own: bool) -> Sequence[Part]:
    """Items by their number on HMRC's form. With a week 1/month 1 code there is no entry at 7."""
    assert certificate.left_on is not None, "a P45 has a day of leaving"
    scheme, period = certificate.scheme, ""
    if certificate.period is not None:
        period = f"{'Month' if certificate.frequency == 'monthly' else 'Week'} {certificate.period}"
    cumulative = not certificate.is_week1
    items = [
        Item("1 Employer PAYE reference", f"{scheme.office_number}/{scheme.reference}"),
        Item("2 Employee's National Insurance number", _nino(certificate, own)),
        Item("3 Name", name),
        Item("4 Leaving date", show_date(certificate.left_on)),
        Item("5 Student Loan deductions to continue", "Y" if certificate.has_loan else "No"),
        Item("6 Tax code at leaving date", certificate.tax_code),
        Item("6 Week 1/month 1", "X" if certificate.is_week1 else "No"),
        Item("7 Week or month number", period or "No payment in this tax year" if cumulative else "No entry"),
        Item("7 Total pay to date", str(Money(certificate.all_pay_pence)) if cumulative else "No entry"),
        Item("7 Total tax to date", str(Money(certificate.all_tax_pence)) if cumulative else "No entry"),
        Item("8 Total pay in this employment", str(Money(certificate.pay_pence))),
        Item("8 Total tax in this employment", str(Money(certificate.tax_pence))),
        Item("9 Payroll number", _number(certificate)),
        Item("Employer", scheme.employer_name),
        Item("Employer's address", employer_address(certificate)),
        Item("Date", show_date(certificate.state_since.date())),
    ]
    return [Part(title, copy, items, notes=notes) for title, copy, notes in PARTS]


def _p60(certificate: Certificate, name: str, own: bool) -> Part:
    scheme = certificate.scheme
    ended = show_date(year_ended(certificate))
    items = [
        Item("Tax year to", ended),
        Item("Name", name),
        Item("National Insurance number", _nino(certificate, own)),
        Item("Payroll number", _number(certificate)),
        Item("Final tax code", code_shown(certificate)),
        Item("Employer", scheme.employer_name),
        Item("Employer's address", employer_address(certificate)),
        Item("Employer PAYE reference", f"{scheme.office_number}/{scheme.reference}"),
    ]
    pay = PaperTable(
        "Pay and Income Tax",
        ["", "Pay", "Tax deducted"],
        [
            ["In previous employments", *_money(certificate.pay_before_pence, certificate.tax_before_pence)],
            ["In this employment", *_money(certificate.pay_pence, certificate.tax_pence)],
            ["Total for the year", *_money(certificate.all_pay_pence, certificate.all_tax_pence)],
        ],
    )
    statutory = [[label, *_money(pence)] for label, pence in statutory_items(certificate)]
    other = [
        *statutory,
        ["Student Loan deductions in this employment", *_money(certificate.student_loan_pence)],
        ["Postgraduate Loan deductions in this employment", *_money(certificate.postgraduate_loan_pence)],
    ]
    return Part(
        "P60 End of Year Certificate",
        f"To the employee: keep this certificate. It shows your pay and what was taken from it in the year to {ended}.",
        items,
        tables=[
            pay,
            PaperTable("National Insurance contributions in this employment", NI_HEADS, ni_rows(certificate)),
            PaperTable("Statutory payments and loans", ["", "In this employment"], other),
        ],
    )


def _money(*pence: int) -> list[str]:
    return [str(Money(each)) for each in pence]
