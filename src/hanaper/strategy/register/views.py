"""Clusters and departmental groups, as sources tell of them on a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hanaper.foundation.interface.api import Column, Link, ListPage, ObjectPage, Press, Section, Table, Tag, Visit, page
from hanaper.foundation.interface.api import Fact as Shown
from hanaper.strategy.register import selectors
from hanaper.strategy.register.asked import DATE_FILTERS, Stood, stood
from hanaper.strategy.register.facts import ClusterFact, GroupFact, Milestone, StateOf, System
from hanaper.strategy.register.figure_views import SECTION, source_column
from hanaper.strategy.register.in_words import figure_text

SIDES: tuple[StateOf, ...] = ("business case", "funding", "procurement", "contract", "delivery", "scope", "intent")
COMMITMENT_TAGS = {
    "committed": Tag("Committed", "green"), "deciding": Tag("Deciding", "yellow"), "declined": Tag("Declined", "red"),
}  # fmt: skip
NOT_SAID = "Not stated"


@page("register.read")
def register_list(visit: Visit) -> ListPage:
    """Every cluster, with who leads it and how it stands."""
    held = stood(visit)
    table = Table(
        "clusters",
        columns=[
            Column("name", "Cluster", link=lambda one: held.url(visit, f"clusters/{one.id}/")),
            Column("lead", "Led by", value=lambda one: one.lead.name),
            Column("groups", "Groups", "number", value=lambda one: len(one.groups)),
            Column("bodies", "Bodies", "number", value=lambda one: len(one.bodies)),
            Column("people", "People", "number", hint="Headcount"),
            Column("counted", "Counted", value=lambda one: _counted(one, held)),
            Column("live", "Live", "yes-no", value=lambda one: one.is_live if one.live else None),
            Column("business_case", "Business case", value=lambda one: _state(one, "business case")),
            Column("procurement", "Procurement", value=lambda one: _state(one, "procurement")),
            source_column(visit, held, lambda one: one.membership.source),
        ],
        rows=list(held.register.clusters),
        caption="Clusters of government, as public sources tell of them",
        filters=DATE_FILTERS,
        totals=lambda found: {
            "groups": sum(len(one.groups) for one in found.stream()),
            "bodies": sum(len(one.bodies) for one in found.stream()),
            "people": sum(one.people for one in found.stream()),
        },
        noun=("cluster", "clusters"),
        empty="No cluster had been recorded here by then.",
        page_size=50,
    )
    return ListPage(
        title="Register of clusters",
        scope=visit.scope,
        section=SECTION,
        intro=f"{held.basis} Facts about real bodies, each with its date and source. Nothing here is measured.",
        table=table.bind(visit.asked, visit.path),
        actions=[
            Press("Figures as others stated them", held.url(visit, "figures/"), method="get"),
            Press("Claims recorded here", visit.url("register/claims/"), method="get"),
        ],
        help=["A figure that no source gave by the day is absent. Nothing of later stands in for it."],
    )


@page("register.read")
def cluster_show(visit: Visit, cluster: str) -> ObjectPage:
    """One cluster: how each side of it stood, its dates, contracts and groups."""
    held = stood(visit)
    one = selectors.cluster_get(held.register, cluster)
    return ObjectPage(
        title=one.name,
        scope=visit.scope,
        section=SECTION,
        caption="Cluster",
        back=Link("Register", held.url(visit, "")),
        facts=[
            Shown("Led by", one.lead.name),
            Shown("Live", _live(one)),
            Shown("People", one.people, "number", hint=f"Headcount, counted {_counted(one, held)}."),
            Shown("Members", str(one.membership.source), href=held.url(visit, f"sources/{one.membership.source.id}/")),
            *(Shown(side.capitalize(), _state(one, side), missing=NOT_SAID) for side in SIDES),
        ],
        sections=[
            Section("States over time", paragraphs=[held.basis], table=_states(visit, held, one), anchor="states"),
            Section("Groups", table=_groups(visit, held, one), anchor="groups"),
            Section("Dates, planned and actual", table=_dates(visit, held, one), anchor="dates"),
            Section("Contracts", table=_contracts(visit, held, one), anchor="contracts"),
            Section("Former members", paragraphs=_former(one)),
        ][: 5 if one.former else 4],
    )


@page("register.read")
def group_show(visit: Visit, group: str) -> ObjectPage:
    """One departmental group: what it said about joining, what it works with, its bodies."""
    held = stood(visit)
    cluster, one = selectors.group_get(held.register, group)
    said = one.commitment
    return ObjectPage(
        title=one.name,
        scope=visit.scope,
        section=SECTION,
        caption="Departmental group",
        back=Link(cluster.name, held.url(visit, f"clusters/{cluster.id}/")),
        facts=[
            Shown("Cluster", cluster.name, href=held.url(visit, f"clusters/{cluster.id}/")),
            Shown("Member since", str(one.since) if one.since else "", missing="The beginning, or not stated"),
            Shown("Commitment", COMMITMENT_TAGS[said.status] if said else NOT_SAID),
            Shown("Decision due", str(said.decision_due) if said and said.decision_due else "", missing=NOT_SAID),
            Shown("People", one.people, "number", hint="Headcount of all its bodies."),
        ],
        sections=[
            Section("Commitment over time", paragraphs=[held.basis], table=_said(visit, held, one)),
            Section("Systems and contracts in use", table=_systems(visit, held, one)),
            Section("Bodies", table=_bodies(visit, held, one)),
        ],
    )


def _states(visit: Visit, held: Stood, one: ClusterFact) -> Any:
    table = Table(
        "states",
        columns=[
            Column("of", "Of", value=lambda state: state.of.capitalize()),
            Column("state", "State"),
            *_dated(visit, held),
        ],
        rows=sorted(one.states, key=lambda state: (state.as_of.first, state.of)),
        caption="How each side stood, in order of date",
        filters=DATE_FILTERS,
        noun=("state", "states"),
        empty="No source had told of a state by then.",
        page_size=100,
    )
    return table.bind(visit.asked, visit.path)


def _groups(visit: Visit, held: Stood, one: ClusterFact) -> Any:
    table = Table(
        "groups",
        columns=[
            Column("name", "Group", link=lambda group: held.url(visit, f"groups/{group.id}/")),
            Column("bodies", "Bodies", "number", value=lambda group: len(group.bodies)),
            Column("people", "People", "number"),
            Column("commitment", "Commitment",
                   value=lambda group: group.commitment.status.capitalize() if group.commitment else NOT_SAID),
            Column("since", "Member since", value=lambda group: str(group.since) if group.since else ""),
            Column("systems", "Works with", value=lambda group: ", ".join(system.name for system in group.systems)),
        ],
        rows=list(one.groups),
        caption="Departmental groups of the cluster",
        noun=("group", "groups"),
        page_size=100,
    )  # fmt: skip
    return table.bind(visit.asked, visit.path, prefix="groups-")


def _dates(visit: Visit, held: Stood, one: ClusterFact) -> Any:
    def standing(each: Milestone) -> str:
        if not each.is_planned:
            return "Happened"
        return "Planned" if held.on < each.when.until else "Planned, and past"

    table = Table(
        "dates",
        columns=[
            Column("what", "What"),
            Column("when", "When", value=lambda each: str(each.when)),
            Column("standing", "Planned or actual", value=standing),
            *_dated(visit, held),
        ],
        rows=sorted(one.milestones, key=lambda each: (each.as_of.first, each.when.first)),
        caption="Dates, planned and actual, in the order in which they were said",
        noun=("date", "dates"),
        empty="No source had given a date by then.",
        page_size=100,
    )
    return table.bind(visit.asked, visit.path, prefix="dates-")


def _contracts(visit: Visit, held: Stood, one: ClusterFact) -> Any:
    table = Table(
        "contracts",
        columns=[
            Column("supplier", "Supplier"),
            Column("role", "For"),
            Column("starts", "Starts", value=lambda each: str(each.starts)),
            Column("ends", "Ends", value=lambda each: str(each.ends) if each.ends else NOT_SAID),
            Column("term", "Term"),
            Column("values", "Value as reported", value=lambda each: "; ".join(map(figure_text, each.values))),
            source_column(visit, held, lambda each: each.source),
            Column("recorded", "Recorded", "date"),
        ],
        rows=sorted(one.contracts, key=lambda each: each.starts.first),
        caption="Contracts behind the cluster",
        noun=("contract", "contracts"),
        empty="No contract had been reported by then.",
        page_size=100,
    )
    return table.bind(visit.asked, visit.path, prefix="contracts-")


def _said(visit: Visit, held: Stood, one: GroupFact) -> Any:
    table = Table(
        "commitment",
        columns=[
            Column("status", "Status", "tag", tags=COMMITMENT_TAGS),
            Column("due", "Decision due", value=lambda each: str(each.decision_due) if each.decision_due else ""),
            *_dated(visit, held),
        ],
        rows=sorted(one.commitments, key=lambda each: each.as_of.first),
        caption="What the group said about joining, in order of date",
        filters=DATE_FILTERS,
        noun=("statement", "statements"),
        empty="No source had told of its commitment by then. That is not a commitment.",
        page_size=100,
    )
    return table.bind(visit.asked, visit.path)


def _systems(visit: Visit, held: Stood, one: GroupFact) -> Any:
    def dual_running(each: System) -> str:
        return figure_text(each.dual_running) if each.dual_running else NOT_SAID

    table = Table(
        "systems",
        columns=[
            Column("name", "System"),
            Column("supplier", "Supplier", value=lambda each: each.supplier or NOT_SAID),
            Column("services", "For"),
            Column("ends", "Ends", value=lambda each: str(each.ends) if each.ends else NOT_SAID),
            Column("extension", "May be extended", value=lambda each: each.extension or NOT_SAID),
            Column("leaving", "May be left", value=lambda each: each.leaving or NOT_SAID),
            Column("dual_running", "Dual running", value=dual_running),
            *_dated(visit, held),
        ],
        rows=list(one.systems),
        caption="Systems in use and the contracts behind them",
        noun=("system", "systems"),
        empty="No source had named a system by then.",
        page_size=100,
    )
    return table.bind(visit.asked, visit.path, prefix="systems-")


def _bodies(visit: Visit, held: Stood, one: GroupFact) -> Any:
    table = Table(
        "bodies",
        columns=[
            Column("name", "Body"),
            Column("core", "Core department", "yes-no", value=lambda body: body.is_core),
            Column("people", "People", "number", hint="Headcount"),
            Column("counted", "Counted", value=lambda body: _first_counted(body.headcount.as_of, held)),
            Column("ends", "Ends", value=lambda body: str(body.ended.on) if body.ended else ""),
            source_column(visit, held, lambda body: body.headcount.source),
        ],
        rows=list(one.bodies),
        caption="Bodies of the group on the day",
        noun=("body", "bodies"),
        page_size=100,
    )
    return table.bind(visit.asked, visit.path, prefix="bodies-")


def _dated(visit: Visit, held: Stood) -> Sequence[Column]:
    """When a thing held, by which source, and since when it has been here."""
    return (
        Column("as_of", "As of", value=lambda each: str(each.as_of)),
        source_column(visit, held, lambda each: each.source),
        Column("recorded", "Recorded", "date"),
        Column("note", "Note"),
    )


def _state(one: ClusterFact, side: StateOf) -> str:
    found = one.state(side)
    return f"{found.state} ({found.as_of})" if found else ""


def _live(one: ClusterFact) -> str:
    if one.live is None:
        return "No source had said by then"
    return f"{'Yes' if one.live.value else 'No'}, {one.live.as_of}"


def _counted(one: ClusterFact, held: Stood) -> str:
    return _first_counted(one.lead.headcount.as_of, held)


def _first_counted(when: Any, held: Stood) -> str:
    """The date of a count, which says when it is later than the day of the page."""
    return f"{when}, later than the day asked for" if when.first > held.on else str(when)


def _former(one: ClusterFact) -> list[str]:
    return [f"{each.name}, until {each.until} ({each.source})." for each in one.former]
