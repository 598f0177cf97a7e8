"""P45s and P60s: those of a body for the pay team, and one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from hanaper.foundation.identity.api import person_names
from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    Fact,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Section,
    Table,
    Visit,
    download,
    page,
)
from hanaper.foundation.interface.steps import page_of
from hanaper.hr.pay import selectors
from hanaper.hr.pay.certificate_printing import (
    certificate_name,
    certificate_paper,
    code_shown,
    employer_address,
    statutory_items,
    year_ended,
)
from hanaper.hr.pay.models import Certificate
from hanaper.hr.pay.papers.certificate import certificate_pdf
from hanaper.hr.pay.process import CERTIFICATE
from hanaper.hr.pay.views.who import Who
from hanaper.kernel.errors import NotThere
from hanaper.kernel.periods import TaxYear


@page_of(CERTIFICATE)
def certificate_url(scope: str, pk: int) -> str:
    """The page of a certificate for the pay team."""
    return f"/{scope}/pay-certificates/{pk}/"


def own_url(scope: str, pk: int) -> str:
    """The page of one's own certificate."""
    return f"/{scope}/your-certificates/{pk}/"


@page("pay-run.read")
def certificate_list(visit: Visit) -> ListPage:
    rows = selectors.certificates()
    who = Who(rows.values_list("employment_id", flat=True))
    years = sorted(set(rows.order_by().values_list("tax_year", flat=True)), reverse=True)
    table = Table(
        "certificates",
        columns=[
            Column("payroll_number", "Payroll number", "code", sort=True,
                   link=lambda c: certificate_url(c.body.code, c.pk)),
            Column("name", "Name", value=lambda c: who.name(c.employment_id)),
            Column("body__name", "Body", sort=True),
            Column("kind", "Form", value=lambda c: c.get_kind_display()),
            Column("tax_year", "Tax year", value=lambda c: str(TaxYear(c.tax_year)), sort=True),
            Column("left_on", "Left on", "date", sort=True),
            Column("tax_code", "Tax code", "code", value=code_shown),
            Column("pay_pence", "Pay here", "money", sort=True),
            Column("tax_pence", "Tax here", "money", sort=True),
            Column("pay_before_pence", "Pay before", "money"),
            Column("tax_before_pence", "Tax before", "money"),
            Column("ni_letters", "NI letters", "code", value=lambda c: "".join(c.ni)),
            Column("ni", "National Insurance", "money", value=_contributions),
            Column("statutory", "Statutory payments", "money", value=lambda c: _of_p60(c, sum(c.statutory.values()))),
            Column("student_loan_pence", "Student loan", "money", value=lambda c: _of_p60(c, c.student_loan_pence)),
            Column("postgraduate_loan_pence", "Postgraduate loan", "money",
                   value=lambda c: _of_p60(c, c.postgraduate_loan_pence)),
        ],
        rows=rows,
        filters=[
            ChoiceFilter("kind", "Form", choices=Certificate.Kind.choices),
            ChoiceFilter("tax_year", "Tax year", choices=[(year, str(TaxYear(year))) for year in years]),
        ],
        synthetic=lambda c: c.body.synthetic,
        noun=("certificate", "certificates"),
        empty="None yet. A P45 is made when the last run of a leaver is reported, P60s at the year end.",
    )  # fmt: skip
    return ListPage(
        title="P45s and P60s",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        help=["Each is made once, and seen by its own person and the pay team only."],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


def _of_p60(certificate: Certificate, pence: int) -> int | None:
    """What only a P60 says."""
    return pence if certificate.kind == Certificate.Kind.P60 else None


def _contributions(certificate: Certificate) -> int | None:
    """Pence of the employee's contributions, over all letters."""
    return _of_p60(certificate, sum(figures[-1] for figures in certificate.ni.values()))


@page("pay-run.read")
def certificate_show(visit: Visit, pk: int) -> ObjectPage:
    found = selectors.certificate_get_for(pk)
    return _page(visit, found, Link("P45s and P60s", visit.url("pay-certificates/")), own=False)


@download("pay-run.read")
def certificate_file(visit: Visit, pk: int) -> HttpResponse:
    return _pdf(selectors.certificate_get_for(pk), own=False)


@page("own-pay.read")
def own_list(visit: Visit) -> ListPage:
    """The reader's own; the database shows nobody else's, whatever is asked."""
    table = Table(
        "your-certificates",
        columns=[
            Column("name", "Certificate", value=certificate_name, link=lambda c: own_url(c.body.code, c.pk)),
            Column("body__name", "Employer"),
            Column("pay_pence", "Pay", "money"),
            Column("tax_pence", "Tax", "money"),
        ],
        rows=selectors.certificates().filter(person_id=visit.account.person_id),
        synthetic=lambda c: c.body.synthetic,
        noun=("certificate", "certificates"),
        empty="You have none yet. A P60 is here by 31 May for each tax year; a P45 comes with your last pay.",
    )  # fmt: skip
    return ListPage(
        title="Your P45s and P60s",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("own-pay.read")
def own_show(visit: Visit, pk: int) -> ObjectPage:
    return _page(visit, _own(visit, pk), Link("Your P45s and P60s", visit.url("your-certificates/")), own=True)


@download("own-pay.read")
def own_pdf(visit: Visit, pk: int) -> HttpResponse:
    return _pdf(_own(visit, pk), own=True)


def _own(visit: Visit, pk: int) -> Certificate:
    found = selectors.certificate_get_for(pk)
    if found.person_id != visit.account.person_id:
        raise NotThere(what="certificate", found=pk)
    return found


def _pdf(found: Certificate, *, own: bool) -> HttpResponse:
    name = f"{found.kind}-{found.left_on or year_ended(found):%Y-%m-%d}.pdf"
    return HttpResponse(
        certificate_pdf(certificate_paper(found, own=own)),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _page(visit: Visit, found: Certificate, back: Link, *, own: bool) -> ObjectPage:
    bound = visit.asked, visit.path
    at = (own_url if own else certificate_url)(found.body.code, found.pk)
    number = selectors.payroll_numbers([found.employment_id]).get(found.employment_id, ("", 0))[0]
    scheme = found.scheme
    is_p60 = found.kind == Certificate.Kind.P60
    tables = [Section("Pay and Income Tax", table=_pay(found).bind(*bound))]
    if is_p60:
        tables.append(Section("National Insurance", table=_insurance(found).bind(*bound, prefix="n-")))
        tables.append(Section("Statutory payments and loans", table=_other(found).bind(*bound, prefix="o-")))
    return ObjectPage(
        title=certificate_name(found),
        scope=visit.scope,
        caption=person_names([found.person_id])[found.person_id],
        identity=[
            Fact("Pay in this employment", found.pay_pence, "money"),
            Fact("Tax in this employment", found.tax_pence, "money"),
            Fact("Tax year", str(TaxYear(found.tax_year))),
        ],
        facts=[
            Fact("Employer", scheme.employer_name),
            Fact("Employer's address", employer_address(found)),
            Fact("PAYE reference", f"{scheme.office_number}/{scheme.reference}", "code"),
            Fact("Payroll number", number, "code"),
            Fact("Last day", found.left_on, "date"),
            Fact("Tax code", code_shown(found), "code"),
            Fact("Tax month" if found.frequency == "monthly" else "Tax week", found.period, "number",
                 missing="No payment in this tax year"),
            *([] if is_p60 else [Fact("Student loan to continue", "Yes" if found.has_loan else "No")]),
            Fact("Made on", found.state_since.date(), "date"),
        ],
        sections=tables,
        actions=[Press("Download as PDF", f"{at}pdf/", method="get", kind="secondary")],
        back=back,
        synthetic=found.body.synthetic,
    )  # fmt: skip


def _pay(found: Certificate) -> Table:
    rows = [
        ("In previous employments", found.pay_before_pence, found.tax_before_pence),
        ("In this employment", found.pay_pence, found.tax_pence),
        ("Total for the year", found.all_pay_pence, found.all_tax_pence),
    ]
    return _table(found, "pay", [
        Column("what", "Where", value=lambda row: row[0]),
        Column("pay", "Pay", "money", value=lambda row: row[1]),
        Column("tax", "Tax", "money", value=lambda row: row[2]),
    ], rows, ("line", "lines"))  # fmt: skip


def _insurance(found: Certificate) -> Table:
    return _table(found, "national-insurance", [
        Column("letter", "NI letter", "code", value=lambda row: row[0]),
        Column("at_lel", "At the lower earnings limit", "money", value=lambda row: row[1][1]),
        Column("lel_to_pt", "Up to the primary threshold", "money", value=lambda row: row[1][2]),
        Column("pt_to_uel", "Up to the upper earnings limit", "money", value=lambda row: row[1][3]),
        Column("employee", "Employee's contributions", "money", value=lambda row: row[1][5]),
    ], list(found.ni.items()), ("letter", "letters"))  # fmt: skip


def _other(found: Certificate) -> Table:
    rows = [
        *statutory_items(found),
        ("Student loan", found.student_loan_pence),
        ("Postgraduate loan", found.postgraduate_loan_pence),
    ]
    return _table(found, "statutory-and-loans", [
        Column("what", "What", value=lambda row: row[0]),
        Column("pence", "In this employment", "money", value=lambda row: row[1]),
    ], rows, ("payment or loan", "payments and loans"))  # fmt: skip


def _table(found: Certificate, name: str, columns: list[Column], rows: Sequence[Any], noun: tuple[str, str]) -> Table:
    return Table(
        name, columns=columns, rows=rows, synthetic=lambda row: found.body.synthetic, page_size=200, noun=noun,
    )  # fmt: skip
