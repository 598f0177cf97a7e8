"""A payslip in the words in which it is printed."""

from __future__ import annotations

from datetime import timedelta

from hanaper.foundation.identity.api import person_names
from hanaper.hr.pay import selectors
from hanaper.hr.pay.elements import element, element_numbered
from hanaper.hr.pay.errors import UnknownElement
from hanaper.hr.pay.explaining import Explained
from hanaper.hr.pay.models import Payslip
from hanaper.hr.pay.papers.payslip import PaperFigure, PaperLine, PaperStep, PayslipPaper
from hanaper.hr.pay.rules.showing import shown, shown_result, titled
from hanaper.hr.pay.rules.to_date import FIGURES
from hanaper.hr.pay.wording import TO_DATE
from hanaper.kernel.dates import show_date
from hanaper.kernel.money import Money


def period_name(slip: Payslip) -> str:
    """The period that a payslip pays for, as people say it: `October 2026`, or its days."""
    earned = slip.run.earned
    if slip.run.frequency == "monthly":
        return f"{earned.lower:%B %Y}"
    return f"{show_date(earned.lower)} to {show_date(earned.upper - timedelta(days=1))}"


def line_name(code: str) -> str:
    """What a step of the workings is about, by the name of its line on the payslip where it has one.

    >>> line_name("ni_employer"), line_name("qualifying_days")
    ("Employer's National Insurance", 'Qualifying days')
    """
    try:
        return element(code).name
    except UnknownElement:
        return titled(code).capitalize()


def paper_of(slip: Payslip, explained: Explained | None) -> PayslipPaper:
    """Everything that the printed payslip says (Employment Rights Act 1996, section 8, and more)."""
    name = person_names([slip.person_id])[slip.person_id]
    number, _ = selectors.payroll_numbers([slip.employment_id]).get(slip.employment_id, ("", 0))
    by_kind: dict[str, list[PaperLine]] = {"earning": [], "deduction": [], "employer": []}
    sums = dict.fromkeys(by_kind, 0)
    for line, pence, units in zip(slip.elements, slip.amounts, slip.units, strict=True):
        each = element_numbered(line)
        kind = "deduction" if each.kind == "computed" else each.kind
        if kind in by_kind:
            by_kind[kind].append(PaperLine(each.name, str(Money(pence)), f"{units / 100:g}" if units else ""))
            sums[kind] += pence
    before = selectors.payslip_before(slip)
    period = period_name(slip)
    scheme = slip.run.scheme
    facts = {
        "Name": name,
        "Payroll number": number,
        "Employer": scheme.employer_name,
        "PAYE reference": f"{scheme.office_number}/{scheme.reference}",
        "Tax code": slip.tax_code + (" week 1/month 1" if slip.is_week1 else ""),
        "NI letter": slip.ni_letter,
        "Tax period": str(slip.run.period),
        "Pension scheme": slip.pension_scheme,
    }
    return PayslipPaper(
        title=f"Payslip of {name} for {period}",
        employer=scheme.employer_name,
        name=name,
        period=period,
        pay_on=show_date(slip.pay_on),
        facts=[{"label": label, "value": value} for label, value in facts.items()],
        payments=by_kind["earning"],
        gross=str(Money(slip.gross_pence)),
        deductions=by_kind["deduction"],
        deducted=str(Money(sums["deduction"])),
        net=str(Money(slip.net_pence)),
        change=f"The payslip before: {Money(before.net_pence)}" if before else "",
        employer_lines=by_kind["employer"],
        employer_total=str(Money(sums["employer"])),
        to_date=[
            PaperLine(TO_DATE[each], str(Money(pence)))
            for each, pence in zip(FIGURES, slip.to_date, strict=True)
            if pence
        ],
        workings=_steps(explained) if explained else [],
        synthetic=slip.body.synthetic,
    )


def _steps(explained: Explained) -> list[PaperStep]:
    return [
        PaperStep(
            line=line_name(step.line),
            formula=step.formula,
            result=shown_result(step),
            inputs=[{"name": titled(name), "value": shown(name, value)} for name, value in step.inputs.items()],
            figures=[
                PaperFigure(
                    f"{value.description}, from {show_date(value.start)}", value.source.title, value.is_assumption
                )
                for value in step.figures
            ],
        )
        for step in explained.workings
    ]
