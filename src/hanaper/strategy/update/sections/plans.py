"""How each cluster stands, who joins when, and what is due: public facts of the day, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from hanaper.foundation.interface.api import ChartRow, Column, Mark, RowChart, Section, Table, Tag
from hanaper.strategy.register.api import ClusterFact, GroupFact, Source, StateOf, System, When
from hanaper.strategy.update.edition import Edition
from hanaper.strategy.update.reader import Reader
from hanaper.strategy.update.rules.due import GO_LIVE, LATER_MONTHS, SOON_MONTHS, Due, due, overdue
from hanaper.strategy.update.rules.words import cited

SIDES: Final[tuple[StateOf, ...]] = (
    "business case",
    "funding",
    "procurement",
    "contract",
    "delivery",
    "scope",
    "intent",
)
NOT_STATED: Final = "No source says"
NO_JOINING: Final = (
    "No source dates a single department's joining: each stands here with the day on which its cluster goes live, or is"
    " planned to. The end of a present contract is known where the table gives one."
)
COMMITMENTS: Final = {
    "committed": Tag("Committed", "green"),
    "deciding": Tag("Deciding", "orange"),
    "declined": Tag("Declined", "red"),
    "": Tag("No reservation found", "grey"),
}


def plans_sections(reader: Reader, made: Edition) -> list[Section]:
    """States of the clusters, joining against expiry, and what is due."""
    return [_states(reader, made), _milestones(reader, made), _joining(reader, made), _due(reader, made)]


def _states(reader: Reader, made: Edition) -> Section:
    rows = [
        {
            "cluster": cluster.name,
            "of": of.capitalize(),
            "state": state.state if state else NOT_STATED,
            "as_of": str(state.as_of) if state else "",
            "source": cited(state.source) if state else "",
            "at": _web(state.source) if state else None,
        }
        for cluster in made.register.clusters
        for of, state in ((of, cluster.state(of)) for of in SIDES)
    ]
    table = Table(
        "states",
        columns=[
            Column("cluster", "Cluster", link=lambda row: cluster_url(reader, made, row["cluster"])),
            Column("of", "Side"),
            Column("state", "How it stands"),
            Column("as_of", "As of"),
            Column("source", "Source", link=lambda row: row["at"]),
        ],
        rows=rows,
        caption="How each cluster stands: business case, funding, procurement, contract, delivery, scope, intent",
        noun=("line", "lines"),
        page_size=50,
    )
    return Section(
        "How each cluster stands",
        paragraphs=["The last that a source had said by the day. Where none had, the line says so."],
        table=table.bind(reader.asked, reader.path, prefix="states-"),
        anchor="states",
    )


@dataclass(frozen=True)
class _Event:
    """Something in the life of a cluster: happened (0), planned (1)."""

    cluster: str
    what: str
    when: When
    kind: int
    source: Source
    as_of: When


def _milestones(reader: Reader, made: Edition) -> Section:
    events = [event for cluster in made.register.clusters for event in _events(cluster)]
    table = Table(
        "milestones",
        columns=[
            Column("cluster", "Cluster", link=lambda row: cluster_url(reader, made, row.cluster)),
            Column("what", "What"),
            Column("kind", "Planned or happened", value=lambda row: ("Happened", "Planned")[row.kind]),
            Column("when", "When", value=lambda row: str(row.when)),
            Column("as_of", "Said as of", value=lambda row: str(row.as_of)),
            Column("source", "Source", value=lambda row: cited(row.source), link=lambda row: _web(row.source)),
        ],
        rows=events,
        caption="What happened and what is planned, by cluster",
        noun=("event", "events"),
        page_size=50,
    )
    named = [cluster.name for cluster in made.register.clusters]
    moved = [cluster.name for cluster in made.register.clusters if len(_go_lives(cluster)) > 1]
    return Section(
        "Clusters over time",
        chart=RowChart(
            "Plans to go live have moved" if moved else "Contracts and going live, by cluster",
            f"As sources had said by {made.on_text}. An event without an exact day stands at the first day it may be.",
            f"One row for each of {', '.join(named)}, with what happened and what is planned."
            + (f" The plan to go live moved for {', '.join(moved)}." if moved else ""),
            [
                ChartRow(
                    cluster.name,
                    marks=[
                        Mark(event.when.first, event.kind, str(event.when) if event.what == GO_LIVE else "")
                        for event in _events(cluster)
                    ],
                    note="No source dates anything",
                )
                for cluster in made.register.clusters
            ],
            ["Happened", "Planned"],
            now=made.on,
            now_label=made.on_text,
        )
        if events
        else None,
        table=table.bind(reader.asked, reader.path, prefix="milestones-"),
        anchor="milestones",
    )


def _events(cluster: ClusterFact) -> list[_Event]:
    """Milestones and the beginnings of contracts, the earliest first."""
    found = [
        _Event(cluster.name, each.what, each.when, int(each.is_planned), each.source, each.as_of)
        for each in cluster.milestones
    ]
    found += [
        _Event(
            cluster.name, f"Contract: {each.supplier}, {each.role.lower()}", each.starts, 0, each.source, each.starts
        )
        for each in cluster.contracts
    ]
    return sorted(found, key=lambda event: (event.when.first, event.what))


def _go_lives(cluster: ClusterFact) -> list[When]:
    return [each.when for each in cluster.milestones if each.what == GO_LIVE and each.is_planned]


@dataclass(frozen=True)
class _Joining:
    """A departmental group, what it works with, when that ends, and when its cluster goes live."""

    cluster: ClusterFact
    group: GroupFact
    systems: Sequence[System]
    ends: When | None
    joins: When | None

    @property
    def commitment(self) -> str:
        return self.group.commitment.status if self.group.commitment else ""


def _joining(reader: Reader, made: Edition) -> Section:
    """Who joins when, beside when the present contract ends: the waves against the expiries."""
    rows = [_joins(cluster, group) for cluster in made.register.clusters for group in cluster.groups]
    table = Table(
        "joining",
        columns=[
            Column("group", "Department", value=lambda row: row.group.name,
                   link=lambda row: group_url(reader, made, row.group.id)),
            Column("cluster", "Cluster", value=lambda row: row.cluster.name,
                   link=lambda row: cluster_url(reader, made, row.cluster.name)),
            Column("commitment", "Commitment", "tag", tags=COMMITMENTS),
            Column("systems", "Works with", value=lambda row: "; ".join(s.name for s in row.systems) or NOT_STATED),
            Column("ends", "Contract ends", value=lambda row: str(row.ends) if row.ends else NOT_STATED),
            Column("joins", "Joins", value=_joins_text),
        ],
        rows=rows,
        caption="Departments: present system, end of its contract, joining",
        noun=("department", "departments"),
        page_size=50,
    )  # fmt: skip
    dated = [row for row in rows if row.ends or row.joins]
    return Section(
        "Who joins when",
        paragraphs=[NO_JOINING],
        chart=RowChart(
            f"No source gives the contract's end for {sum(not row.ends for row in rows)} of {len(rows)} departments",
            f"Joining against expiry, as sources had said by {made.on_text}.",
            f"{len(dated)} departments have a date of their cluster's going live or of their contract's end.",
            [
                ChartRow(
                    row.group.name,
                    marks=[
                        *([Mark(_last(row.ends), 0, str(row.ends))] if row.ends else []),
                        *([Mark(row.joins.first, 1, str(row.joins))] if row.joins else []),
                    ],
                    note=NOT_STATED,
                )
                for row in rows
            ],
            ["Contract ends", "Cluster goes live"],
            now=made.on,
            now_label=made.on_text,
        )
        if dated
        else None,
        table=table.bind(reader.asked, reader.path, prefix="joining-"),
        anchor="joining",
    )


def _joins(cluster: ClusterFact, group: GroupFact) -> _Joining:
    ends = min((system.ends for system in group.systems if system.ends), key=lambda when: when.first, default=None)
    happened = [each for each in cluster.was_live if each.value]
    planned = _go_lives(cluster)
    joins = happened[0].as_of if happened else planned[-1] if planned else None
    return _Joining(cluster, group, group.systems, ends, joins)


def _joins_text(row: _Joining) -> str:
    if row.joins is None:
        return NOT_STATED
    return f"{row.joins} ({'live' if row.cluster.is_live else 'planned'})"


def _due(reader: Reader, made: Edition) -> Section:
    known = made.known
    rows: list[dict[str, Any]] = [
        *(_due_row("Past its day", each) for each in overdue(known)),
        *(_due_row("Within six months", each) for each in due(known, SOON_MONTHS)),
        *(_due_row("Within eighteen months", each) for each in due(known, LATER_MONTHS, after_months=SOON_MONTHS)),
    ]
    table = Table(
        "due",
        columns=[
            Column("due", "Due"),
            Column("cluster", "Cluster", link=lambda row: cluster_url(reader, made, row["cluster"])),
            Column("what", "What"),
            Column("when", "When"),
            Column("source", "Source", link=lambda row: row["at"]),
        ],
        rows=rows,
        caption="What is due in the next six and eighteen months, and what is past its day",
        noun=("thing", "things"),
        empty="No source dates anything in these months.",
        page_size=50,
    )
    return Section(
        "The next six months and eighteen",
        table=table.bind(reader.asked, reader.path, prefix="due-"),
        anchor="due",
    )


def _due_row(words: str, each: Due) -> dict[str, Any]:
    at = each.cite.at if each.cite.at.startswith("https://") else None
    return {
        "due": words,
        "cluster": each.cluster,
        "what": each.what,
        "when": each.when,
        "source": each.cite.source,
        "at": at,
    }


def cluster_url(reader: Reader, made: Edition, name: str) -> str | None:
    """The register's page of a cluster, on the dates of the edition."""
    return f"{reader.url(f'register/clusters/{name.lower()}/')}?{made.dates_query}" if name else None


def group_url(reader: Reader, made: Edition, group_id: str) -> str:
    """The register's page of a departmental group, on the dates of the edition."""
    return f"{reader.url(f'register/groups/{group_id}/')}?{made.dates_query}"


def _web(source: Source) -> str | None:
    return source.at if source.at.startswith("https://") else None


def _last(when: When) -> date:
    return when.until - timedelta(days=1)
