"""Figures as others stated them, one figure's history, and what rests on a source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hanaper.foundation.interface.api import (
    Column,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Section,
    Table,
    TextFilter,
    Visit,
    page,
)
from hanaper.foundation.interface.api import Fact as Shown
from hanaper.strategy.register import selectors
from hanaper.strategy.register.asked import DATE_FILTERS, Stood, stood
from hanaper.strategy.register.facts import NOT_STATED, Fact, Source
from hanaper.strategy.register.in_words import figure_text

SECTION = "register/"


@page("register.read")
def figure_list(visit: Visit) -> ListPage:
    """Every claim of every figure, side by side in order of date. None replaces another."""
    held = stood(visit)
    series = (*held.register.series, *held.register.benchmarks)
    table = Table(
        "figures",
        columns=[
            Column("definition", "Figure", value=lambda row: row[0].definition,
                   link=lambda row: held.url(visit, f"figures/{row[0].id}/")),
            *fact_columns(visit, held, lambda row: row[1]),
        ],
        rows=[(one, fact) for one in series for fact in one.facts],
        caption="Figures as others stated them",
        filters=DATE_FILTERS,
        noun=("claim", "claims"),
        empty="Nobody had stated a figure by then, or none had been recorded here.",
        page_size=100,
    )  # fmt: skip
    return ListPage(
        title="Figures as others stated them",
        scope=visit.scope,
        section=SECTION,
        back=Link("Register", held.url(visit, "")),
        intro=held.basis,
        table=table.bind(visit.asked, visit.path),
        help=["A figure that moved is a new claim. Claims that differ stand side by side, and none is overwritten."],
    )


@page("register.read")
def figure_show(visit: Visit, series: str) -> ObjectPage:
    """The history of one figure."""
    held = stood(visit)
    found = selectors.series_get(held.register, series)
    differing = len({fact.value for fact in found.facts})
    table = Table(
        "history",
        columns=fact_columns(visit, held, lambda fact: fact),
        rows=list(found.facts),
        caption="Claims of this figure, in order of date",
        filters=DATE_FILTERS,
        noun=("claim", "claims"),
        page_size=100,
    )
    may_record = visit.scope != "all" and visit.holds("register-claim.record", visit.body)
    record = Press("Record another claim", visit.url(f"register/claims/record/figure/?about={found.id}"), method="get")
    return ObjectPage(
        title=found.definition,
        scope=visit.scope,
        section=SECTION,
        caption="Figure",
        back=Link("Figures", held.url(visit, "figures/")),
        facts=[
            Shown("Last stated", f"{figure_text(found.latest)}, {found.latest.as_of}"),
            Shown("Unit", found.unit),
            Shown("Claims", f"{len(found.facts)}, of {differing} different values"),
            Shown("Evidence", "None: no measure of this platform supports it"),
        ],
        actions=[record] if may_record else [],
        sections=[Section("History", paragraphs=[held.basis], table=table.bind(visit.asked, visit.path))],
    )


@page("register.read")
def source_show(visit: Visit, source: str) -> ObjectPage:
    """A source and everything that rests on it."""
    held = stood(visit)
    found = selectors.source_get(held.register, source)
    table = Table(
        "rests",
        columns=[
            Column("kind", "Kind"),
            Column("what", "What", link=lambda row: held.url(visit, row.path) if row.path else None),
            Column("says", "As stated"),
            Column("as_of", "As of", value=lambda row: str(row.as_of)),
            Column("recorded", "Recorded", "date"),
        ],
        rows=selectors.rests_on(held.register, found),
        caption="What rests on this source",
        filters=[TextFilter("what", "What"), *DATE_FILTERS],
        noun=("fact", "facts"),
        empty="Nothing rests on it on these days.",
        page_size=100,
    )
    return ObjectPage(
        title=found.title,
        scope=visit.scope,
        section=SECTION,
        caption="Source",
        back=Link("Register", held.url(visit, "")),
        facts=[
            Shown("Publisher", found.publisher),
            Shown("Published", str(found.published)),
            Shown("Where it is", found.at, href=web(found)),
            Shown("Last read", str(found.seen)),
            Shown("Reports of", found.via, missing="Itself"),
            Shown("Recorded by", found.recorded_by),
        ],
        sections=[Section("What rests on it", paragraphs=[held.basis], table=table.bind(visit.asked, visit.path))],
    )


def fact_columns(visit: Visit, held: Stood, of: Callable[[Any], Fact]) -> list[Column]:
    """The columns of a claim: what it says and all that it says of itself. of: from row to its `Fact`."""
    return [
        Column("figure", "As stated", value=lambda row: figure_text(of(row))),
        Column("as_of", "As of", value=lambda row: str(of(row).as_of)),
        Column("terms", "Terms", value=lambda row: terms_text(of(row))),
        source_column(visit, held, lambda row: of(row).source),
        Column("version", "Version", "number", value=lambda row: of(row).version),
        Column("recorded", "Recorded", "date", value=lambda row: of(row).recorded),
        Column("recorded_by", "By", value=lambda row: of(row).recorded_by),
        Column("note", "Note", value=lambda row: of(row).note),
    ]


def source_column(visit: Visit, held: Stood, source: Callable[[Any], Source]) -> Column:
    """Where it comes from, opening to the source's page."""
    return Column(
        "source", "Source", value=lambda row: str(source(row)),
        link=lambda row: held.url(visit, f"sources/{source(row).id}/"),
    )  # fmt: skip


def terms_text(fact: Fact) -> str:
    """What a claim in money says of prices, discounting and netting; "" for what is no money."""
    if fact.terms is None:
        return ""
    if {fact.terms.prices, fact.terms.discounting, fact.terms.net} == {NOT_STATED}:
        return NOT_STATED.capitalize()
    return f"prices: {fact.terms.prices}; discounting: {fact.terms.discounting}; net: {fact.terms.net}"


def web(source: Source) -> str | None:
    """Its address on the web, or None where it stands elsewhere."""
    return source.at if source.at.startswith("https://") else None
