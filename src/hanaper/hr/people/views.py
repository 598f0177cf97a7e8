"""Employments: list, one with its dated terms as known now or on an earlier day, and one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

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
    Tag,
    TextFilter,
    Visit,
    page,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag
from hanaper.hr.people import selectors
from hanaper.hr.people.models import BankChange, Employment, Terms
from hanaper.hr.people.process import EMPLOYMENT
from hanaper.hr.posts.api import Grade, Post, scale_pence
from hanaper.kernel.dates import business_date, end_of_day, parse_date, show_date
from hanaper.kernel.errors import HanaperError

DAYS_SHOWN: Final = 12


@page_of(EMPLOYMENT)
def employment_url(scope: str, pk: int) -> str:
    return f"/{scope}/employments/{pk}/"


@page("employee.read")
def employment_list(visit: Visit) -> ListPage:
    """Payroll numbers and names; never a bank account, National Insurance number or address."""
    rows = selectors.employments()
    people = list(rows.values_list("person_id", flat=True)[:5000])
    names = person_names(people)
    table = Table(
        "employments",
        columns=[
            Column("number", "Payroll number", "code", link=lambda e: employment_url(e.body.code, e.pk), sort=True),
            Column("name", "Name", value=lambda e: names.get(e.person_id, "")),
            Column("body__name", "Body", sort=True),
            Column("engagement", "Engagement", value=lambda e: e.get_engagement_display()),
            Column("frequency", "Paid", value=lambda e: e.get_frequency_display()),
            Column("started_on", "Started", "date", sort=True),
            Column("ended_on", "Last day", "date", sort=True),
            Column("state", "State", "tag", value=lambda e: state_tag(e.state)),
        ],
        rows=rows,
        filters=[
            TextFilter("number", "Payroll number"),
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in EMPLOYMENT.states]),
            ChoiceFilter("engagement", "Engagement", choices=Employment.Engagement.choices),
        ],
        synthetic=lambda e: e.body.synthetic,
        noun=("employment", "employments"),
        empty="Nobody is employed here yet. HR services take on starters.",
    )
    return ListPage(
        title="Employments",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("employee.read")
def employment_show(visit: Visit, pk: int) -> ObjectPage:
    employment = selectors.employment_get_for(pk)
    shown = _page(visit, employment, Link("Employments", visit.url("employments/")))
    if not visit.holds("employee-bank.propose", employment.body):
        return shown
    at = f"{employment_url(employment.body.code, pk)}account/"
    return replace(shown, actions=[Press("Propose another account", at, method="get", kind="secondary")])


@page("own-record.read")
def own_list(visit: Visit) -> ListPage:
    table = Table(
        "your-employments",
        columns=[
            Column("number", "Payroll number", "code", link=lambda e: f"/{e.body.code}/your-employment/{e.pk}/"),
            Column("body__name", "Employer"),
            Column("started_on", "Started", "date"),
            Column("ended_on", "Last day", "date"),
        ],
        rows=selectors.own_employments(visit.account.person_id),
        synthetic=lambda e: e.body.synthetic,
        noun=("employment", "employments"),
        empty="Nothing is recorded about your employment here.",
    )
    return ListPage(
        title="Your employment",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("own-record.read")
def own_show(visit: Visit, pk: int) -> ObjectPage:
    employment = selectors.own_employment_get_for(pk, visit.account.person_id)
    return _page(visit, employment, Link("Your employment", visit.url("your-employment/")))


def _page(visit: Visit, employment: Employment, back: Link) -> ObjectPage:
    known_on, fault = _known_on(visit)
    shown = panel(EMPLOYMENT, employment)
    records = list(selectors.terms_of(employment.pk))
    name = person_names([employment.person_id])[employment.person_id]
    bound = visit.asked, visit.path
    changes = list(selectors.bank_changes().filter(employment=employment))
    return ObjectPage(
        title=f"Employment {employment}",
        scope=visit.scope,
        caption=name,
        identity=[
            Fact("Name", name),
            Fact("Started", employment.started_on, "date"),
            Fact("Last day", employment.ended_on, "date", missing="Goes on"),
        ],
        state=shown.state,
        facts=[
            Fact("Body", employment.body.name),
            Fact("Engagement", employment.get_engagement_display()),
            Fact("PAYE scheme", employment.scheme),
            Fact("Paid", employment.get_frequency_display()),
        ],
        sections=[
            Section(
                f"Terms as known {'now' if known_on is None else f'on {show_date(known_on)}'}",
                table=_terms(employment, _known(records, known_on)).bind(*bound),
                paragraphs=[fault] if fault else [],
                links=_days_known(visit, records, known_on),
            ),
            Section("Everything that was recorded", table=_history(employment, records).bind(*bound, prefix="h-")),
            *(
                [Section("Bank account", table=_changes(employment, changes).bind(*bound, prefix="b-"))]
                if changes
                else []
            ),
        ],
        actions=[],
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=back,
        item=f"employment:{employment.pk}",
        synthetic=employment.body.synthetic,
    )


def _days_known(visit: Visit, records: list[Terms], known_on: date | None) -> list[Link]:
    """The days on which something became known, the latest first, and the way back to now."""
    instants = [instant for each in records for instant in (each.recorded_at, each.superseded_at) if instant]
    days = sorted({business_date(instant) for instant in instants} - {known_on}, reverse=True)
    links = [Link(f"As known on {show_date(day)}", f"{visit.path}?known={day}") for day in days[:DAYS_SHOWN]]
    return [*([Link("As known now", visit.path)] if known_on else []), *links]


def _known_on(visit: Visit) -> tuple[date | None, str]:
    """The day that the reader asks about, None for now, and what is wrong with it if it cannot be read."""
    asked = str(visit.asked.get("known", "")).strip()
    if not asked:
        return None, ""
    try:
        return date.fromisoformat(asked), ""
    except ValueError:
        pass
    try:
        return parse_date(asked), ""
    except HanaperError:
        return None, "That day could not be read, so this is what is known now. Write it as 4 March 2024."


def _known(records: list[Terms], on: date | None) -> list[Terms]:
    if on is None:
        return [each for each in records if each.superseded_at is None]
    end = end_of_day(on)
    return [
        each for each in records if each.recorded_at < end and (not each.superseded_at or each.superseded_at >= end)
    ]


def _terms(employment: Employment, records: list[Terms]) -> Table:
    grades = {grade.pk: grade for grade in Grade.objects.filter(pk__in={each.grade_id for each in records})}
    posts = {post.pk: post for post in Post.objects.filter(pk__in={each.post_id for each in records if each.post_id})}
    return Table(
        "terms",
        columns=[
            Column("from", "From", "date", value=lambda t: t.valid.lower),
            Column("to", "To", "date", value=lambda t: t.valid.upper and t.valid.upper - timedelta(days=1)),
            Column("grade", "Grade or rank", value=lambda t: grades[t.grade_id].name),
            Column("post", "Post", value=lambda t: posts[t.post_id].title if t.post_id in posts else ""),
            Column("pay", "Full-time pay", "money", value=_annual),
            Column("hours", "Hours", value=lambda t: f"{t.hours / 100:g} of {t.full_hours / 100:g}"),
            Column("contract", "Contract", value=lambda t: t.get_contract_display()),
        ],
        rows=records,
        synthetic=lambda t: employment.body.synthetic,
        page_size=200,
        noun=("set of terms", "sets of terms"),
        empty="Nothing was known of this employment on that day.",
    )  # fmt: skip


def _annual(terms: Terms) -> int | None:
    """Full-time pay of a year: by itself, or by the point of the scale on the first day of the terms."""
    return terms.annual_pence or scale_pence(terms.grade_id, terms.point, terms.valid.lower)


def _history(employment: Employment, records: list[Terms]) -> Table:
    names = person_names([each.recorded_by_id for each in records])
    stands, gone = Tag("Stands", "green"), Tag("Superseded", "grey")
    return Table(
        "recorded",
        columns=[
            Column("recorded_at", "Recorded", "datetime"),
            Column("by", "By", value=lambda t: names.get(t.recorded_by_id, "A rule or an import")),
            Column("from", "True from", "date", value=lambda t: t.valid.lower),
            Column("to", "To", "date", value=lambda t: t.valid.upper and t.valid.upper - timedelta(days=1)),
            Column("pay", "Full-time pay", "money", value=lambda t: t.annual_pence),
            Column("stands", "Now", "tag", value=lambda t: gone if t.superseded_at else stands),
            Column("superseded_at", "Superseded", "datetime"),
        ],
        rows=records,
        synthetic=lambda t: employment.body.synthetic,
        page_size=200,
        noun=("record", "records"),
    )  # fmt: skip


def _changes(employment: Employment, changes: list[BankChange]) -> Table:
    return Table(
        "bank-changes",
        columns=[
            Column("state", "State", "tag", value=lambda c: state_tag(c.state)),
            Column("from_on", "Used from", "date"),
            Column("state_since", "Since", "datetime"),
        ],
        rows=changes,
        synthetic=lambda c: employment.body.synthetic,
        page_size=200,
        noun=("change", "changes"),
    )
