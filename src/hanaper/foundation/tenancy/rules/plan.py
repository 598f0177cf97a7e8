"""What a set-up file would change, judged against what stands: pure, so that a dry run is the load itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from hanaper.foundation.tenancy.rules.rows import (
    BodyRow,
    ClusterMemberRow,
    ClusterRow,
    CostCentreRow,
    Fault,
    GroupMemberRow,
    Numbered,
    Row,
)

Standing = Mapping[tuple[str, tuple[Any, ...]], Row]
"""Rows that stand already, by table and key."""


@dataclass(frozen=True)
class Change:
    """A row that is new, or differs from the one that stands. fields: name -> (as it stands, as the file says)."""

    what: Literal["new", "changed"]
    row: Row
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


def changes(rows: Iterable[Row], standing: Standing) -> list[Change]:
    """What must be written for these rows to stand. Nothing where they stand as they are."""
    found = []
    for row in rows:
        before = standing.get((row.table, row.key))
        if before is None:
            found.append(Change("new", row))
        elif before != row:
            differing = {
                each.name: (getattr(before, each.name), getattr(row, each.name))
                for each in fields(row)
                if getattr(before, each.name) != getattr(row, each.name)
            }
            found.append(Change("changed", row, differing))
    return found


def conflicts(
    rows: Sequence[Numbered], standing: Standing, *, synthetic: Mapping[str, set[str]], on: date
) -> list[Fault]:
    """What is wrong with rows that are right in themselves: what they name, where they overlap, what they would mend.

    synthetic: codes of made-up clusters, groups and bodies, by table. on: today.
    """
    after: dict[tuple[str, tuple[Any, ...]], Row] = {**standing}
    numbers: dict[tuple[str, tuple[Any, ...]], int] = {}
    for each in rows:
        after[each.row.table, each.row.key] = each.row
        numbers[each.row.table, each.row.key] = each.number
    codes: dict[str, set[str]] = defaultdict(set)
    for table, key in after:
        codes[table].add(key[0])
    found: list[Fault] = []
    for each in rows:
        row, name = each.row, each.row.table
        found += _names_nothing(each, codes)
        if name in synthetic and row.key[0] in synthetic[name]:
            expected = "another code: what stands under it is made up, and never becomes real"
            found.append(Fault(name, each.number, "code", repr(row.key[0]), expected))
        if isinstance(row, CostCentreRow) and changes([row], standing):
            body = after.get(("bodies", (row.body,)))
            if isinstance(body, BodyRow) and body.ended is not None and body.ended <= on:
                ended = f"{row.body!r}, which ended on {body.ended.isoformat()}"
                found.append(Fault(name, each.number, "body", ended, "a body that has not ended"))
    found += _overlaps(after.values(), numbers)
    found += _leads_elsewhere(rows, list(after.values()), codes)
    return found


_NAMES = {
    "clusters": {"lead": "bodies"},
    "groups": {},
    "bodies": {"successor": "bodies"},
    "group_members": {"body": "bodies", "group": "groups"},
    "cluster_members": {"group": "groups", "cluster": "clusters"},
    "cost_centres": {"body": "bodies"},
}


def _names_nothing(each: Numbered, codes: Mapping[str, set[str]]) -> Iterator[Fault]:
    for column, table in _NAMES[each.row.table].items():
        code = getattr(each.row, column)
        if code is not None and code not in codes[table]:
            expected = f"the code of a row of {table}, in this file or loaded before"
            yield Fault(each.row.table, each.number, column, repr(code), expected)


def _overlaps(rows: Iterable[Row], numbers: Mapping[tuple[str, tuple[Any, ...]], int]) -> Iterator[Fault]:
    """A body is in one group on any day, and a group in one cluster."""
    members: dict[tuple[str, str], list[GroupMemberRow | ClusterMemberRow]] = defaultdict(list)
    for row in rows:
        if isinstance(row, GroupMemberRow | ClusterMemberRow):
            members[row.table, row.member].append(row)
    for (table, _), belonging in members.items():
        belonging.sort(key=lambda row: row.start)
        for one, other in pairwise(belonging):
            if one.end is None or one.end > other.start:
                number = numbers.get((table, other.key)) or numbers.get((table, one.key), 0)
                until = one.end.isoformat() if one.end else "further notice"
                found = f"{', '.join(map(str, other.key))} while {', '.join(map(str, one.key))} lasts until {until}"
                yield Fault(table, number, "from", found, "one membership on any day: end the earlier one by its to")


def _leads_elsewhere(rows: Sequence[Numbered], after: Sequence[Row], codes: Mapping[str, set[str]]) -> Iterator[Fault]:
    """What the whole cluster shares is kept by acts for its lead body, so that must be one of those that it serves."""
    groups: dict[str, set[str]] = defaultdict(set)
    bodies: dict[str, set[str]] = defaultdict(set)
    for row in after:
        if isinstance(row, ClusterMemberRow):
            groups[row.cluster].add(row.group)
        elif isinstance(row, GroupMemberRow):
            bodies[row.group].add(row.body)
    for each in rows:
        if isinstance(each.row, ClusterRow) and each.row.lead in codes["bodies"]:
            served = {body for group in groups[each.row.code] for body in bodies[group]}
            if each.row.lead not in served:
                expected = "a body of a group that this cluster serves: see group_members and cluster_members"
                yield Fault("clusters", each.number, "lead", repr(each.row.lead), expected)
