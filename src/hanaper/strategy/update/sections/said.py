"""The assessment of progress: the statements, each with what it rests on and whether anything measures it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hanaper.foundation.interface.api import Column, Fact, Link, Section, Table
from hanaper.foundation.interface.api import Tag as TagOf
from hanaper.strategy.update.edition import Edition
from hanaper.strategy.update.reader import Reader
from hanaper.strategy.update.rules.statements import Cite, Statement, Support

TAGS: Final[dict[Support, TagOf]] = {
    "measure": TagOf("Measured", "green"),
    "source": TagOf("Sourced", "blue"),
    "claim": TagOf("Claim only", "orange"),
    "nothing": TagOf("Unsupported", "red"),
}
EXPLAINED: Final = (
    "“Measured”: this platform counted it from transactions of real bodies. “Sourced”: dated public sources say so."
    " “Claim only”: somebody said so, and no measure supports it. “Unsupported”: no source shows it, and nothing"
    " measures it."
)


def statements_section(reader: Reader, made: Edition) -> Section:
    """Every statement, with a link to all that it rests on."""
    table = Table(
        "statements",
        columns=[
            Column("id", "No.", "code", link=lambda row: statement_url(reader, made, row)),
            Column("says", "What can be said"),
            Column("support", "Support", "tag", tags=TAGS),
            Column("sources", "Rests on", value=lambda row: sources_text(row.cites[:2], len(row.cites))),
            Column("measured_here", "Measured here"),
        ],
        rows=list(made.statements),
        caption=f"Assessment of progress on {made.on_text}",
        noun=("statement", "statements"),
        page_size=50,
    )
    return Section(
        f"Assessment of progress on {made.on_text}",
        paragraphs=[EXPLAINED],
        table=table.bind(reader.asked, reader.path, prefix="statements-"),
        links=[
            Link("What others have stated, over time", f"{reader.url('update/stated/')}?{made.dates_query}"),
            Link("What changed between two dates, and why", reader.url("update/compare/")),
        ],
        anchor="statements-section",
    )


def statement_url(reader: Reader, made: Edition, row: Statement) -> str:
    """Where a statement opens, on the dates of the edition."""
    return f"{reader.url('update/statements/')}{row.id}/?{made.dates_query}"


def sources_text(cites: Sequence[Cite], count: int) -> str:
    """The newest sources by name and date, and how many more there are."""
    named = "; ".join(f"{cite.source} (as of {cite.as_of})" for cite in cites)
    more = count - len(cites)
    return f"{named}; and {more} more" if more > 0 else named


def gaps_section(made: Edition) -> Section:
    """What no source answers."""
    facts = [Fact(gap.question, gap.found, hint=f"As of {gap.as_of}.") for gap in made.register.gaps]
    return Section("What no source answers", facts=facts, anchor="gaps")
