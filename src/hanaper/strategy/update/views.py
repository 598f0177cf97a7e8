"""The update on the screen: what can be said on a day, how clusters stand, what a month says here. Each apart."""

from __future__ import annotations

from datetime import date
from typing import Final

from hanaper.centre.levels.api import as_it_stands, latest_month, month_of
from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    DateFromFilter,
    DateToFilter,
    Fact,
    Link,
    ListPage,
    ObjectPage,
    ReportPage,
    Section,
    Table,
    TextFilter,
    Visit,
    page,
)
from hanaper.kernel.errors import NotThere
from hanaper.strategy.register.api import BodyFact, dates_asked, figure_text
from hanaper.strategy.register.entered import register_known
from hanaper.strategy.update.comparing import compared
from hanaper.strategy.update.edition import Edition, edition, said_on
from hanaper.strategy.update.page import DATES, unchanged, update_page
from hanaper.strategy.update.rules.statements import Cite
from hanaper.strategy.update.sections.said import TAGS, sources_text, statement_url

ANSWERED: Final = date(2024, 3, 4)
"""From when the comparison speaks where nobody asks: the day of the written answer."""


@page("update.read")
def update_report(visit: Visit) -> ReportPage:
    """The update of a day, for the centre of government."""
    return update_page(visit, _edition(visit))


def _edition(visit: Visit) -> Edition:
    """The edition that the address asks for: today's, of the latest month, where it says nothing."""
    on, known_on = dates_asked(visit.asked, today=visit.today)
    chosen = str(visit.asked.get("month") or "")
    month = month_of(chosen) if chosen else latest_month(process_code="invoice", on=on)
    return edition(on=on, known_on=known_on, month=month, as_at=as_it_stands(now=visit.at))


@page("update.read")
def statement_show(visit: Visit, number: str) -> ObjectPage:
    """One statement with everything that it rests on."""
    made = _edition(visit)
    row = next((each for each in made.statements if each.id == number), None)
    if row is None:
        raise NotThere()
    dates, held = made.dates_query, {series.id for series in made.register.series if series.facts}
    table = Table(
        "sources",
        columns=[
            Column("figure", "Figure as stated"),
            Column("as_of", "As of"),
            Column("source", "Source", link=lambda cite: visit.url(f"register/sources/{cite.source_id}/?{dates}")),
            Column("at", "Where it is", link=_web),
            Column("version", "Version", "number"),
        ],
        rows=list(row.cites),
        caption="What the statement rests on, the newest first",
        noun=("source", "sources"),
        empty="Nothing had been said of this by then.",
        page_size=50,
    )
    return ObjectPage(
        title=row.says,
        caption=f"Statement {row.id} on {made.on_text}",
        scope=visit.scope,
        section="update/",
        back=Link("Update", f"{visit.url('update/')}?{made.dates_query}"),
        state=TAGS[row.support],
        facts=[
            Fact("Support", row.support_text),
            Fact("Said on 4 March 2024", row.answered, hint=f"In our words. It was a {row.kind}."),
            Fact("Measured here", row.measured_here),
            Fact("What would measure it", row.would_measure),
        ],
        sections=[Section("What it rests on", table=table.bind(visit.asked, visit.path))],
        related=[
            Link(f"History of {each}", visit.url(f"register/figures/{each}/?{dates}"))
            for each in row.series
            if each in held
        ],
    )


def _web(cite: Cite) -> str | None:
    return cite.at if cite.at.startswith("https://") else None


@page("update.read")
def register_bodies(visit: Visit) -> ListPage:
    """Every department and agency in a cluster, as public sources count it."""
    on, known_on = dates_asked(visit.asked, today=visit.today)
    clusters = register_known(as_of=on, known_at=known_on).clusters
    rows = [
        {"cluster": cluster.name, "group": group.name, "body": body, "name": body.name, "people": body.people,
         "as_of": str(body.headcount.as_of), "source": str(body.headcount.source), "at": body.headcount.source.at,
         "version": body.headcount.version, "note": _body_note(body)}
        for cluster in clusters
        for group in cluster.groups
        for body in group.bodies
    ]  # fmt: skip
    table = Table(
        "register",
        columns=[
            Column("name", "Body", sort=True),
            Column("group", "Group", sort=True),
            Column("cluster", "Cluster", sort=True),
            Column("people", "People", "number", sort=True),
            Column("as_of", "On"),
            Column("source", "Source", link=lambda r: r["at"] if r["at"].startswith("https://") else None),
            Column("version", "Version", "number"),
            Column("note", "Note"),
        ],
        rows=rows,
        caption="Bodies of the clusters, as public sources count them",
        filters=[
            ChoiceFilter("cluster", "Cluster", choices=[(c.name, c.name) for c in clusters]),
            TextFilter("name", "Body"),
            *DATES,
        ],
        order="cluster",
        totals=lambda found: {"people": sum(row["people"] for row in found.stream())},
        noun=("body", "bodies"),
        page_size=100,
    )
    return ListPage(
        title="Bodies of the clusters",
        scope=visit.scope,
        section="update/",
        back=Link("Update", visit.url("update/")),
        intro="Facts about real bodies, each with its date and source. Nothing here is measured by this platform.",
        table=table.bind(visit.asked, visit.path),
    )


@page("update.read")
def stated_over_time(visit: Visit) -> ListPage:
    """Headline figures as others stated them: a figure that moved is a new row, and none is overwritten."""
    on, known_on = dates_asked(visit.asked, today=visit.today)
    rows = [
        {"definition": series.definition, "figure": figure_text(fact), "as_of": str(fact.as_of),
         "terms": "" if fact.terms is None else
         f"prices: {fact.terms.prices}; discounting: {fact.terms.discounting}; net: {fact.terms.net}",
         "source": str(fact.source), "at": fact.source.at, "version": fact.version}
        for series in register_known(as_of=on, known_at=known_on).series
        for fact in series.facts
    ]  # fmt: skip
    table = Table(
        "stated",
        columns=[
            Column("definition", "What"),
            Column("figure", "Figure as stated"),
            Column("as_of", "As of"),
            Column("terms", "Terms"),
            Column("source", "Source", link=lambda r: r["at"] if r["at"].startswith("https://") else None),
            Column("version", "Version", "number"),
        ],
        rows=rows,
        caption="Headline figures as others stated them, over time",
        filters=[TextFilter("definition", "What"), *DATES],
        noun=("figure", "figures"),
        page_size=50,
    )
    return ListPage(
        title="What others have stated, over time",
        scope=visit.scope,
        section="update/",
        back=Link("Update", visit.url("update/")),
        intro="Claims from outside, each with its date and source. Nothing here is measured by this platform.",
        table=table.bind(visit.asked, visit.path),
    )


def _body_note(body: BodyFact) -> str:
    notes = [f"without {body.without}" if body.without else ""]
    if body.ended is not None:
        notes.append(f"ended on {body.ended.on}")
    return "; ".join(note for note in notes if note)


@page("update.read")
def compare(visit: Visit) -> ReportPage:
    """Two days: what is said otherwise, and which facts made the difference."""
    later = _edition(visit)
    since, _ = dates_asked({"as_of": visit.asked.get("since")}, today=ANSWERED)
    earlier = said_on(later, since)
    found = compared(earlier, later)
    changed = [each for each in found if each.is_changed]
    table = Table(
        "changes",
        columns=[
            Column("id", "No.", "code", link=lambda row: statement_url(visit, later, row.after)),
            Column("before", earlier.on_text, value=lambda row: row.before.says),
            Column("support_before", "Support then", "tag", value=lambda row: row.before.support, tags=TAGS),
            Column("after", later.on_text, value=lambda row: row.after.says),
            Column("support_after", "Support later", "tag", value=lambda row: row.after.support, tags=TAGS),
            Column("why", "What is new", value=lambda row: sources_text(row.why, len(row.why))),
            Column("dropped", "What no longer counts", value=lambda row: sources_text(row.dropped, len(row.dropped))),
        ],
        rows=changed,
        caption=f"What changed between {earlier.on_text} and {later.on_text}",
        filters=[
            DateFromFilter("since", "From", by=unchanged),
            DateToFilter("as_of", "To", by=unchanged),
            DateToFilter("known_at", "Known by", by=unchanged),
        ],
        noun=("statement", "statements"),
        empty="Nothing is said otherwise.",
        page_size=50,
    )
    return ReportPage(
        title="What changed, and why",
        scope=visit.scope,
        section="update/",
        back=Link("Update", f"{visit.url('update/')}?{later.dates_query}"),
        basis=f"{len(changed)} of {len(found)} statements are made otherwise on {later.on_text} than on"
        f" {earlier.on_text}. Each says which facts are new.",
        on_paper=True,
        table=table.bind(visit.asked, visit.path),
        source="public sources named with each statement.",
    )
