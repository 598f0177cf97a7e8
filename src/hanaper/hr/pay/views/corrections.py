"""Corrections of closed tax years: entering the right totals, approving them, and what HMRC is told."""

from __future__ import annotations

from hanaper.foundation.identity.api import person_names
from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    Done,
    EditPage,
    Fact,
    FormRefused,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Section,
    Table,
    Visit,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view
from hanaper.hr.pay import correcting, selectors
from hanaper.hr.pay.forms import CorrectionForm
from hanaper.hr.pay.models import YearCorrection
from hanaper.hr.pay.process import YEAR_CORRECTION
from hanaper.hr.pay.rules.to_date import NI_FIGURES
from hanaper.hr.pay.views.addresses import run_url, submission_url
from hanaper.hr.pay.views.who import Who
from hanaper.hr.pay.wording import NI_TO_DATE, TO_DATE
from hanaper.hr.people.api import Employment
from hanaper.kernel.periods import TaxYear


@page_of(YEAR_CORRECTION)
def correction_url(scope: str, pk: int) -> str:
    return f"/{scope}/pay-year-corrections/{pk}/"


@page("pay-run.read")
def correction_list(visit: Visit) -> ListPage:
    rows = selectors.year_corrections()
    who = Who(rows.values_list("employment_id", flat=True))
    table = Table(
        "year-corrections",
        columns=[
            Column("number", "Payroll number", "code", value=lambda c: who.number(c.employment_id),
                   link=lambda c: correction_url(c.body.code, c.pk)),
            Column("name", "Name", value=lambda c: who.name(c.employment_id)),
            Column("body__name", "Body", sort=True),
            Column("tax_year", "Tax year", value=lambda c: str(TaxYear(c.tax_year)), sort=True),
            Column("cause", "What was wrong", value=lambda c: c.get_cause_display()),
            Column("tax", "Change of tax", "money", value=lambda c: c.to_date["tax"] - c.before["tax"]),
            Column("state", "State", "tag", value=lambda c: state_tag(c.state)),
        ],
        rows=rows,
        filters=[ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in YEAR_CORRECTION.states])],
        synthetic=lambda c: c.body.synthetic,
        noun=("correction", "corrections"),
        empty="None yet. Where a tax year that is over was told wrongly, enter its right totals.",
    )  # fmt: skip
    may_enter = visit.scope != "all" and visit.holds("pay-run.calculate", visit.body)
    at = visit.url("pay-year-corrections/enter/")
    return ListPage(
        title="Corrections of closed years",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=[Press("Enter a correction", at, method="get")] if may_enter else [],
        help=["A correction tells HMRC. It pays nothing: what is owed is an input of the next run."],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("pay-run.read")
def correction_show(visit: Visit, pk: int) -> ObjectPage:
    right = selectors.year_correction_get_for(pk)
    shown = panel(YEAR_CORRECTION, right)
    bound = visit.asked, visit.path
    number, person_id = selectors.payroll_numbers([right.employment_id])[right.employment_id]
    scope, told = right.body.code, right.submission
    return ObjectPage(
        title=f"Correction of {TaxYear(right.tax_year)}",
        scope=visit.scope,
        caption=person_names([person_id])[person_id],
        identity=[
            Fact("Payroll number", number, "code"),
            Fact("What was wrong", right.get_cause_display()),
            Fact("Change of tax", right.to_date["tax"] - right.before["tax"], "money"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=[
            Fact("Body", right.body.name),
            Fact("PAYE scheme", str(right.run.scheme)),
            Fact("Last paid in that year on", right.run.pay_on, "date", href=run_url(scope, right.run_id)),
            Fact("Late reporting reason", f"{correcting.LATE_REASON}, correction to earlier submission"),
            Fact("Further submission", state_tag(told.state) if told else None, missing="Not queued yet",
                 href=submission_url(scope, told.pk) if told else None),
        ],
        sections=[
            Section("Figures of the year", table=_figures(right).bind(*bound)),
            Section("National Insurance", table=_insurance(right).bind(*bound, prefix="n-")),
        ],
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Corrections of closed years", visit.url("pay-year-corrections/")),
        item=f"pay-year-correction:{pk}",
        synthetic=right.body.synthetic,
    )  # fmt: skip


@page("pay-run.calculate")
def correction_form(visit: Visit) -> EditPage:
    return EditPage(
        title="Enter a correction of a closed year",
        scope=visit.scope,
        form=visit.entered or CorrectionForm(),
        submit="Enter it",
        intro=["Give the right totals of the whole year. What you leave empty stays as it was told."],
        cancel=Link("Cancel", visit.url("pay-year-corrections/")),
        back=Link("Corrections of closed years", visit.url("pay-year-corrections/")),
        synthetic=visit.body.synthetic,
    )


@press("pay-run.calculate", shows=correction_form)
def correction_enter(visit: Visit) -> Done:
    form = CorrectionForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    given = form.cleaned_data
    found = Employment.objects.filter(body=visit.body, number=given["number"].strip().upper()).first()
    if found is None:
        form.add_error("number", "No employment of this body has this payroll number")
        raise FormRefused(form)
    made = correcting.year_correction_enter(
        employment_id=found.pk, tax_year=TaxYear.parse(given["tax_year"]).first_year, cause=given["cause"],
        to_date=form.totals, ni_to_date=given["ni"],
    )  # fmt: skip
    return Done(correction_url(visit.scope, made.pk), "The correction waits for somebody else to approve it.")


def _decided_by(visit: Visit, right: YearCorrection) -> list[Fact]:
    changed = [
        Fact(TO_DATE[name], right.to_date[name], "money", hint="of the year, as it will be told")
        for name in right.to_date
        if right.to_date[name] != right.before[name]
    ]
    letters = "National Insurance changes" if right.ni_to_date != right.ni_before else ""
    return [Fact("Tax year", str(TaxYear(right.tax_year))), *changed, Fact("Letters", letters)]


correction_approve = step_view(
    YEAR_CORRECTION, "approve", load=selectors.year_correction_get_for, facts=_decided_by,
    take=lambda ids: correcting.year_corrections_approve(ids=ids),
    consequence="A rule writes a further submission for the closed year. Somebody then sends it.",
    said="The correction is approved. Rules write the submission now.",
)  # fmt: skip
correction_refuse = step_view(
    YEAR_CORRECTION, "refuse", load=selectors.year_correction_get_for, facts=_decided_by,
    take=lambda ids: correcting.year_corrections_refuse(ids=ids),
    consequence="HMRC is told nothing. What it was told before stays.", said="The correction is refused.",
)  # fmt: skip


def _figures(right: YearCorrection) -> Table:
    rows = [
        (TO_DATE[name], right.before[name], right.to_date[name])
        for name in correcting.TOLD
        if right.before[name] or right.to_date[name]
    ]
    return _compared(right, "figures", rows, ("figure", "figures"))


def _insurance(right: YearCorrection) -> Table:
    nought = [0] * len(NI_FIGURES)
    rows = [
        (f"{letter}: {NI_TO_DATE[name]}", right.ni_before.get(letter, nought)[place], figures[place])
        for letter, figures in right.ni_to_date.items()
        for place, name in enumerate(NI_FIGURES)
    ]
    return _compared(right, "insurance", rows, ("line", "lines"))


def _compared(right: YearCorrection, name: str, rows: list[tuple[str, int, int]], noun: tuple[str, str]) -> Table:
    return Table(
        name,
        columns=[
            Column("what", "What", value=lambda row: row[0]),
            Column("before", "Told until now", "money", value=lambda row: row[1]),
            Column("after", "Right", "money", value=lambda row: row[2]),
            Column("change", "Change", "money", value=lambda row: row[2] - row[1]),
        ],
        rows=rows,
        synthetic=lambda row: right.body.synthetic,
        page_size=200,
        noun=noun,
    )
