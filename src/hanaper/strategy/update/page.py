"""The page of an edition: one object that becomes HTML, PDF and a file of its own."""

from __future__ import annotations

from typing import Any, Final

from hanaper.centre.levels.api import measure, month_filter, with_query
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import Banner, Column, DateToFilter, ReportPage, Rows, Table, Tile
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.register.api import ClusterFact
from hanaper.strategy.update.edition import Edition
from hanaper.strategy.update.reader import Reader
from hanaper.strategy.update.sections.plans import cluster_url, plans_sections
from hanaper.strategy.update.sections.said import gaps_section, statements_section
from hanaper.strategy.update.sections.served import made_up_sections, measured_sections

SOME_MADE_UP: Final = "Sections headed “Made up” come from a demonstration. Facts, claims and the rest are real."
GUARDS: Final = ("touchless", "waited", "cost-to-serve", "pay-accuracy", "pay-touchless", "pay-late-inputs")


def update_page(reader: Reader, made: Edition) -> ReportPage:
    """The update as a page for a reader."""
    clusters = made.register.clusters
    groups, bodies = sum(len(c.groups) for c in clusters), sum(len(c.bodies) for c in clusters)
    register_url = f"{reader.url('update/bodies/')}?{made.dates_query}"
    support = [row.support for row in made.statements]
    return ReportPage(
        title="Update",
        scope=reader.scope,
        section="update/",
        banners=[Banner(SOME_MADE_UP, "important")] if made.synthetic else (),
        basis=f"Progress of the Shared Services Strategy on {made.on_text}, by what was recorded here by"
        f" {formats.day(made.known_on)}; and the work of {made.month.name} on this platform.",
        as_at=made.as_at,
        on_paper=True,
        tiles=[
            Tile("Clusters", formats.number(len(clusters)), "#clusters", "Named by public sources."),
            Tile("Departments", formats.number(groups), register_url, "Departmental groups that sources name."),
            Tile("Bodies", formats.number(bodies), register_url),
            Tile("People", formats.number(made.register.people), register_url, "Headcount, rounded by its publisher."),
            Tile("Claims only", formats.number(support.count("claim")), "#statements-section",
                 f"Of {len(support)} statements: {support.count('source')} sourced,"
                 f" {support.count('measure')} measured, {support.count('nothing')} unsupported."),
            Tile("Served here", formats.number(len(made.measured)), "#measured", "Real clusters, by this platform."),
        ],
        sections=[
            statements_section(reader, made),
            *plans_sections(reader, made),
            *measured_sections(reader, made),
            *made_up_sections(reader, made),
            gaps_section(made),
        ],
        table=_clusters(reader, made).bind(reader.asked, reader.path),
        notes=[
            f"Counts under {made.least}, and rates and times that rest on them, are left out.",
            *(measure(code).guard for code in GUARDS),
        ],
        source="public sources named with each fact; evidence and books of this platform.",
        help=["Every figure opens: a statement to what it rests on, a fact to its source, a count to what it sums."],
    )  # fmt: skip


def unchanged(rows: Rows, value: Any) -> Rows:
    """Dates choose the whole page, and narrow no rows by themselves."""
    return rows


DATES: Final = (
    DateToFilter("as_of", "On", hint="The day for which the update speaks.", by=unchanged),
    DateToFilter("known_at", "Known by", hint="Leaves out what was recorded later.", by=unchanged),
)
"""The two dates of an edition, as a table's form asks for them."""


def _clusters(reader: Reader, made: Edition) -> Table:
    def bodies_url(cluster: ClusterFact) -> str:
        return with_query(
            reader.url("update/bodies/"),
            {"cluster": cluster.name, "as_of": made.on.isoformat(), "known_at": made.known_on.isoformat()},
        )

    return Table(
        "clusters",
        columns=[
            Column("name", "Cluster", link=lambda c: cluster_url(reader, made, c.name)),
            Column("lead", "Led by", value=lambda c: c.lead.name),
            Column("groups", "Groups", "number", value=lambda c: len(c.groups), link=bodies_url),
            Column("bodies", "Bodies", "number", value=lambda c: len(c.bodies), link=bodies_url),
            Column("people", "People", "number", link=bodies_url),
            Column("people_as_of", "Counted", value=lambda c: str(c.lead.headcount.as_of)),
            Column("live", "Centre live", "yes-no", value=lambda c: c.is_live if c.live else None),
            Column("live_as_of", "As of", value=lambda c: str(c.live.as_of) if c.live else "No source says"),
            Column("source", "Source of members", value=lambda c: str(c.membership.source),
                   link=lambda c: c.membership.source.at if c.membership.source.at.startswith("https://") else None),
            Column("membership_as_of", "Members as of", value=lambda c: str(c.membership.as_of)),
        ],
        rows=list(made.register.clusters),
        caption="Clusters of government, as public sources tell of them",
        filters=[
            *DATES,
            month_filter(max(FiscalPeriod.of_date(made.on), made.month), "Month measured"),
        ],
        noun=("cluster", "clusters"),
        empty="Nothing had been recorded here by then.",
    )  # fmt: skip
