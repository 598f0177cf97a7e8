"""Payslips: those of a run for the pay team, one with its workings, and one's own."""

from __future__ import annotations

from django.http import HttpResponse

from hanaper.foundation.identity.api import person_names
from hanaper.foundation.interface.api import (
    Column,
    Fact,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Section,
    Table,
    Tag,
    Visit,
    download,
    page,
)
from hanaper.hr.pay import selectors
from hanaper.hr.pay.elements import element_numbered
from hanaper.hr.pay.explaining import Explained, explain
from hanaper.hr.pay.models import Payslip
from hanaper.hr.pay.papers.payslip import payslip_pdf
from hanaper.hr.pay.printing import line_name, paper_of, period_name
from hanaper.hr.pay.rules.showing import shown, shown_result, titled
from hanaper.hr.pay.rules.workings import Working
from hanaper.hr.pay.views.addresses import run_url
from hanaper.hr.pay.views.who import Who
from hanaper.hr.pay.wording import TO_DATE
from hanaper.kernel.dates import show_date
from hanaper.kernel.errors import NotThere


def payslip_url(scope: str, pk: int, *, own: bool = False) -> str:
    """The page of a payslip: for the pay team, or of one's own."""
    return f"/{scope}/{'your-payslips' if own else 'payslips'}/{pk}/"


@page("pay-run.read")
def payslip_list(visit: Visit, pk: int) -> ListPage:
    run = selectors.pay_run_get_for(pk)
    rows = selectors.payslips(run)
    who = Who(rows.values_list("employment_id", flat=True))
    table = Table(
        "payslips",
        columns=[
            Column("number", "Payroll number", "code", value=lambda p: who.number(p.employment_id),
                   link=lambda p: payslip_url(run.body.code, p.pk)),
            Column("name", "Name", value=lambda p: who.name(p.employment_id)),
            Column("tax_code", "Tax code", "code"),
            Column("ni_letter", "NI letter", "code"),
            Column("pension_scheme", "Pension"),
            Column("gross_pence", "Gross", "money", sort=True),
            Column("net_pence", "Net", "money", sort=True),
        ],
        rows=rows,
        synthetic=lambda p: run.body.synthetic,
        noun=("payslip", "payslips"),
        empty="Nobody is calculated yet.",
    )  # fmt: skip
    draft = (
        "" if run.state in selectors.PUBLISHED else "These are drafts: their people see them when the run is committed."
    )
    return ListPage(
        title=f"Payslips of pay run {run}",
        scope=visit.scope,
        intro=draft,
        table=table.bind(visit.asked, visit.path),
        back=Link(f"Pay run {run}", run_url(run.body.code, pk)),
        synthetic=run.body.synthetic,
    )


@page("pay-run.read")
def payslip_show(visit: Visit, pk: int) -> ObjectPage:
    slip = selectors.payslip_get_for(pk)
    back = Link(f"Payslips of {slip.run}", f"{run_url(slip.body.code, slip.run_id)}payslips/")
    return _page(visit, slip, back, own=False)


@page("own-pay.read")
def own_list(visit: Visit) -> ListPage:
    """The reader's own; the database shows nobody else's, whatever is asked."""
    table = Table(
        "your-payslips",
        columns=[
            Column("pay_on", "Paid on", "date", link=lambda p: payslip_url(p.body.code, p.pk, own=True), sort=True),
            Column("body__name", "Employer"),
            Column("gross_pence", "Gross", "money"),
            Column("net_pence", "Net", "money"),
        ],
        rows=selectors.published_payslips().filter(person_id=visit.account.person_id),
        synthetic=lambda p: p.body.synthetic,
        noun=("payslip", "payslips"),
        empty="You have no payslips here yet.",
    )
    return ListPage(
        title="Your payslips",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("own-pay.read")
def own_show(visit: Visit, pk: int) -> ObjectPage:
    return _page(visit, _own(visit, pk), Link("Your payslips", visit.url("your-payslips/")), own=True)


@download("own-pay.read")
def own_pdf(visit: Visit, pk: int) -> HttpResponse:
    return _pdf(_own(visit, pk))


@download("pay-run.read")
def payslip_file(visit: Visit, pk: int) -> HttpResponse:
    return _pdf(selectors.payslip_get_for(pk))


def _own(visit: Visit, pk: int) -> Payslip:
    slip = selectors.payslip_get_for(pk)
    if slip.person_id != visit.account.person_id:
        raise NotThere(what="payslip", found=pk)
    return slip


def _pdf(slip: Payslip) -> HttpResponse:
    paper = paper_of(slip, _workings(slip))
    name = f"payslip-{slip.pay_on:%Y-%m-%d}.pdf"
    return HttpResponse(
        payslip_pdf(paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _workings(slip: Payslip) -> Explained | None:
    """The workings of somebody's own payslip need nothing that its reader may not see; a draft has them too."""
    return explain(slip)


def _page(visit: Visit, slip: Payslip, back: Link, *, own: bool) -> ObjectPage:
    explained = _workings(slip)
    name = person_names([slip.person_id])[slip.person_id]
    numbers = selectors.payroll_numbers([slip.employment_id])
    before = selectors.payslip_before(slip)
    bound = visit.asked, visit.path
    at = payslip_url(slip.body.code, slip.pk, own=own)
    changed = None if before is None else slip.net_pence - before.net_pence
    agrees = Tag("Worked out again: the same to the penny", "green")
    differs = Tag("Worked out again: it differs. Tell the payroll desk", "red")
    return ObjectPage(
        title=f"Payslip for {period_name(slip)}",
        scope=visit.scope,
        caption=name,
        identity=[
            Fact("Net pay", slip.net_pence, "money"),
            Fact("Paid on", slip.pay_on, "date"),
            Fact("Since the payslip before", changed, "money", missing="There is none before"),
        ],
        facts=[
            Fact("Employer", slip.run.scheme.employer_name),
            Fact("Payroll number", numbers.get(slip.employment_id, ("", 0))[0], "code"),
            Fact("Tax code", f"{slip.tax_code}{', week 1/month 1' if slip.is_week1 else ''}", "code"),
            Fact("National Insurance letter", slip.ni_letter, "code"),
            Fact("Pension scheme", slip.pension_scheme),
            Fact("Gross pay", slip.gross_pence, "money"),
            Fact("Reproduced", (agrees if explained.agrees else differs) if explained else None),
        ],
        sections=[
            Section("Lines", table=_lines(slip, before).bind(*bound)),
            Section("This tax year so far", table=_to_date(slip).bind(*bound, prefix="y-")),
            *_worked(visit, slip, explained),
        ],
        actions=[Press("Download as PDF", f"{at}pdf/", method="get", kind="secondary")],
        back=back,
        synthetic=slip.body.synthetic,
    )


def _worked(visit: Visit, slip: Payslip, explained: Explained | None) -> list[Section]:
    if explained is None:
        return []
    table = _steps(slip, explained).bind(visit.asked, visit.path, prefix="w-")
    return [Section("How it was worked out", table=table)]


def _lines(slip: Payslip, before: Payslip | None) -> Table:
    earlier: dict[int, int] = {}
    if before is not None:
        for number, pence in zip(before.elements, before.amounts, strict=True):
            earlier[number] = earlier.get(number, 0) + pence
    rows = [
        (element_numbered(number), pence, units, earlier.get(number))
        for number, pence, units in zip(slip.elements, slip.amounts, slip.units, strict=True)
    ]
    kinds = {
        "earning": "Payment", "deduction": "Deduction", "computed": "Deduction", "employer": "Employer",
        "benefit": "Benefit",
    }  # fmt: skip
    return Table(
        "lines",
        columns=[
            Column("name", "Line", value=lambda row: row[0].name),
            Column("kind", "Kind", value=lambda row: kinds[row[0].kind]),
            Column("units", "Hours or days", "number", value=lambda row: _whole(row[2]) if row[2] else None),
            Column("pence", "Amount", "money", value=lambda row: row[1]),
            Column("before", "Payslip before", "money", value=lambda row: row[3]),
        ],
        rows=rows,
        synthetic=lambda row: slip.body.synthetic,
        page_size=200,
        noun=("line", "lines"),
    )


def _whole(hundredths: int) -> float:
    """Hours or days, without a decimal where there is no part of one."""
    return hundredths / 100 if hundredths % 100 else hundredths // 100


def _to_date(slip: Payslip) -> Table:
    from hanaper.hr.pay.rules.to_date import FIGURES

    rows = [(TO_DATE[name], pence) for name, pence in zip(FIGURES, slip.to_date, strict=True) if pence]
    return Table(
        "to-date",
        columns=[
            Column("what", "What", value=lambda row: row[0]),
            Column("pence", "To date", "money", value=lambda row: row[1]),
        ],
        rows=rows,
        synthetic=lambda row: slip.body.synthetic,
        page_size=200,
        noun=("figure", "figures"),
    )


def _steps(slip: Payslip, explained: Explained) -> Table:
    return Table(
        "workings",
        columns=[
            Column("line", "Line", value=lambda w: line_name(w.line)),
            Column("formula", "How"),
            Column("inputs", "With", value=_inputs),
            Column("result", "Result", value=shown_result),
            Column("figures", "By", value=_figures),
        ],
        rows=list(explained.workings),
        synthetic=lambda w: slip.body.synthetic,
        page_size=200,
        noun=("step", "steps"),
    )


def _inputs(working: Working) -> str:
    return "; ".join(f"{titled(name)} {shown(name, value)}" for name, value in working.inputs.items())


def _figures(working: Working) -> str:
    return "; ".join(
        f"{value.description}, from {show_date(value.start)}{' (an assumption)' if value.is_assumption else ''}:"
        f" {value.source.title}"
        for value in working.figures
    )
