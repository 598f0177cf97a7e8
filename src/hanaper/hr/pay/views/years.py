"""Year ends: what carrying codes over would change, carrying them over, and making P60s."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from hanaper.foundation.interface.api import (
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
from hanaper.foundation.processes.api import Outcome
from hanaper.hr.pay import selectors, years
from hanaper.hr.pay.forms import YearEndForm
from hanaper.hr.pay.models import YearEnd
from hanaper.hr.pay.process import YEAR_END
from hanaper.hr.pay.rules.figures import figure
from hanaper.hr.pay.rules.year_end import UPLIFT, uplift_of
from hanaper.kernel.dates import show_date
from hanaper.kernel.periods import TaxYear

DUE = (5, 31)
"""By when P60s are given: before 1 June (SI 2003/2682, regulation 67(1))."""


@page_of(YEAR_END)
def year_end_url(scope: str, pk: int) -> str:
    return f"/{scope}/pay-year-ends/{pk}/"


@page("pay-run.read")
def year_end_list(visit: Visit) -> ListPage:
    table = Table(
        "year-ends",
        columns=[
            Column("tax_year", "Tax year", value=lambda y: str(TaxYear(y.tax_year)), sort=True,
                   link=lambda y: year_end_url(y.body.code, y.pk)),
            Column("body__name", "Body", sort=True),
            Column("scheme", "PAYE scheme", value=lambda y: y.scheme.code),
            Column("raised", "Codes raised", "number"),
            Column("reset", "Marks taken away", "number"),
            Column("certificates", "P60s", "number"),
            Column("due", "P60s due by", "date", value=_due),
            Column("state", "State", "tag", value=lambda y: state_tag(y.state)),
        ],
        rows=selectors.year_ends(),
        synthetic=lambda y: y.body.synthetic,
        noun=("year end", "year ends"),
        empty="None yet. Before 6 April, open the year end of each PAYE scheme and carry its tax codes over.",
    )  # fmt: skip
    may_open = visit.scope != "all" and visit.holds("pay-facts.set", visit.body)
    return ListPage(
        title="Year ends",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=[Press("Open a year end", visit.url("pay-year-ends/open/"), method="get")] if may_open else [],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("pay-run.read")
def year_end_show(visit: Visit, pk: int) -> ObjectPage:
    ending = selectors.year_end_get_for(pk)
    shown = panel(YEAR_END, ending)
    at = f"/{ending.body.code}/pay-certificates/?kind=p60&tax_year={ending.tax_year}"
    return ObjectPage(
        title=f"Year end {TaxYear(ending.tax_year)}",
        scope=visit.scope,
        caption=ending.scheme.employer_name,
        identity=[
            Fact("Codes raised", ending.raised, "number"),
            Fact("Week 1/month 1 marks taken away", ending.reset, "number"),
            Fact("P60s", ending.certificates, "number", href=at if ending.certificates else None),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=_facts(ending),
        sections=_preview(visit, ending) if ending.state == "open" else [],
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Year ends", visit.url("pay-year-ends/")),
        item=f"pay-year-end:{pk}",
        synthetic=ending.body.synthetic,
    )


@page("pay-facts.set")
def year_end_open_form(visit: Visit) -> EditPage:
    return EditPage(
        title="Open a year end",
        scope=visit.scope,
        form=visit.entered or YearEndForm(),
        submit="Open it",
        intro=["You see what would become of every tax code before anything is changed."],
        cancel=Link("Cancel", visit.url("pay-year-ends/")),
        back=Link("Year ends", visit.url("pay-year-ends/")),
        synthetic=visit.body.synthetic,
    )


@press("pay-facts.set", shows=year_end_open_form)
def year_end_open(visit: Visit) -> Done:
    form = YearEndForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    given = form.cleaned_data
    made = years.year_end_open(scheme=given["scheme"], tax_year=TaxYear.parse(given["tax_year"]).first_year)
    return Done(year_end_url(visit.scope, made.pk), "The year end is open. Nothing is changed yet.")


def _one(take: Callable[..., Outcome]) -> Callable[..., list[Outcome]]:
    def taken(*, ids: Sequence[int]) -> list[Outcome]:
        return [take(year_end_id=ids[0])]

    return taken


def _decided_by(visit: Visit, ending: YearEnd) -> list[Fact]:
    changes = years.code_changes(ending.scheme, ending.tax_year) if ending.state == "open" else []
    counted = [
        Fact("Codes to be raised", sum(each.is_raised for each in changes), "number"),
        Fact("Marks to be taken away", sum(each.was_week1 for each in changes), "number"),
    ]
    return [*_facts(ending), *(counted if ending.state == "open" else [])]


year_end_carry_over = step_view(
    YEAR_END, "carry-over", load=selectors.year_end_get_for, take=_one(years.year_end_carry_over), facts=_decided_by,
    consequence="Codes are recorded as true from 6 April. What holds before then stays as it is.",
    said="The codes are carried over.",
)  # fmt: skip
year_end_certify = step_view(
    YEAR_END, "certify", load=selectors.year_end_get_for, take=_one(years.year_end_certify), facts=_decided_by,
    consequence="Everybody who was employed on 5 April has their P60, and sees it at once. It never changes.",
    said="The P60s are made.",
)  # fmt: skip


def _due(ending: YearEnd) -> date:
    return date(ending.tax_year + 1, *DUE)


def _facts(ending: YearEnd) -> list[Fact]:
    start = TaxYear(ending.tax_year).end
    return [
        Fact("Body", ending.body.name),
        Fact("PAYE scheme", str(ending.scheme)),
        Fact("Codes true from", start, "date"),
        Fact("Added to codes", _uplift(start), hint=figure(UPLIFT, start).source.title),
        Fact("P60s due by", _due(ending), "date"),
    ]


def _uplift(start: date) -> str:
    """What HMRC adds to codes, in words; that it adds nothing, where allowances are frozen.

    >>> _uplift(date(2021, 4, 6))
    '7 to L codes, 8 to M codes, 6 to N codes'
    """
    added = uplift_of(start)
    if not any(added.values()):
        return f"Nothing: from {show_date(start)} allowances are what they were, and codes go on as they are"
    return ", ".join(f"{units} to {suffix} codes" for suffix, units in added.items())


def _preview(visit: Visit, ending: YearEnd) -> list[Section]:
    changes = years.code_changes(ending.scheme, ending.tax_year)
    numbers = selectors.payroll_numbers([each.employment_id for each in changes])
    table = Table(
        "codes",
        columns=[
            Column("number", "Payroll number", "code", value=lambda c: numbers.get(c.employment_id, ("", 0))[0],
                   link=lambda c: f"/{ending.body.code}/employments/{c.employment_id}/"),
            Column("before", "Code now", "code", value=lambda c: _code(c.before, c.was_week1)),
            Column("after", "Code from 6 April", "code"),
            Column("why", "What changes", value=_why),
        ],
        rows=changes,
        synthetic=lambda c: ending.body.synthetic,
        noun=("code", "codes"),
        empty="No code would change: each goes on as it is.",
    )  # fmt: skip
    return [Section("What would change", table=table.bind(visit.asked, visit.path))]


def _code(code: str, is_week1: bool) -> str:
    return f"{code}{', week 1/month 1' if is_week1 else ''}"


def _why(change: Any) -> str:
    said = ["Raised"] if change.is_raised else []
    said += ["Week 1/month 1 falls away"] if change.was_week1 else []
    return "; ".join(said)
