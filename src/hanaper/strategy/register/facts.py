"""Facts about the clusters of government, and what has been claimed for them.

A figure from outside is never a bare number. It is a `Fact`: value, unit, date, source, definition and version. A
figure that moved is a second fact with a later date; a row that we entered wrongly gets a second version beside the
first. Nothing is overwritten, and a gap that no source fills is kept as a gap.

`load_register()` reads the files in `facts/` once and refuses what is not complete, naming file and row. This module
knows no database: the register's tables are filled from what it returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hanaper.strategy.register.errors import ClusterNotThere
from hanaper.strategy.register.when import When

Bound = Literal["exactly", "more than", "at least", "at most", "about", "almost"]
ClaimKind = Literal["fact", "claim", "forecast", "rule", "intent", "question"]
StateOf = Literal["business case", "funding", "procurement", "contract", "delivery", "scope", "intent"]

NOT_STATED = "not stated by source"
NEVER = date.max
"""When a fact that was not read from a file was recorded: nobody knew it."""
RECORDED_BY = "Hanaper contributors"
"""Who entered what the package brings. A claim entered at run time names the body that recorded it, and its number."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read. `via` names the document that the page reports, when we did not read that one.

    recorded_by: who entered what rests on it.
    """

    id: str
    title: str
    publisher: str
    published: When
    at: str
    seen: When
    via: str = ""
    recorded_by: str = RECORDED_BY

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title}, {self.published}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a claim in pounds says of itself: prices (nominal or real), discounting, gross or net."""

    prices: str = NOT_STATED
    discounting: str = NOT_STATED
    net: str = NOT_STATED


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure from outside.

    value: whole number, word or true/false; amounts of money are in minor units and the unit says so.
    bound: how the source limits the figure ("more than" £3bn is not £3bn).
    version: 1 when first entered; a corrected row is the next version and leaves the earlier one standing.
    recorded: the day on which it was entered here, which is when we knew it, whatever its own date.
    terms: for money, what the source says of prices, discounting and netting; None for other units.
    """

    value: int | str | bool
    unit: str
    as_of: When
    source: Source
    definition: str
    version: int = 1
    bound: Bound = "exactly"
    note: str = ""
    terms: Terms | None = None
    recorded: date = NEVER

    @property
    def recorded_by(self) -> str:
        """Who entered it."""
        return self.source.recorded_by


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a body and the id of its successor, which may stand outside the register."""

    on: When
    successor: str
    source: Source


@dataclass(frozen=True, slots=True)
class Beginning:
    """The day on which a body began, where it began after the strategy did."""

    on: When
    source: Source


@dataclass(frozen=True, slots=True)
class BodyFact:
    """A real department or agency. `id` is its GOV.UK slug where it has one; `without`: what its count leaves out."""

    id: str
    name: str
    short: str
    is_core: bool
    headcount: Fact
    without: str = ""
    ended: Ending | None = None
    began: Beginning | None = None

    @property
    def people(self) -> int:
        """Headcount on the date of its fact, rounded to 5 by the publisher."""
        return int(self.headcount.value)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a group has said, on a date, about joining its cluster."""

    id: str
    group: str
    status: Literal["committed", "deciding", "declined"]
    note: str
    as_of: When
    source: Source
    decision_due: When | None = None
    recorded: date = NEVER


@dataclass(frozen=True, slots=True)
class System:
    """What a group works with before it joins, and the contract behind it. What no source says is None or "".

    services: which work it does. ends: when the present contract, or the maker's support, ends. extension, leaving:
    what may be done at that end. dual_running: what it costs to run it beside the new one.
    """

    id: str
    group: str
    name: str
    supplier: str
    services: str
    as_of: When
    source: Source
    ends: When | None = None
    extension: str = ""
    leaving: str = ""
    dual_running: Fact | None = None
    note: str = ""
    recorded: date = NEVER


@dataclass(frozen=True, slots=True)
class GroupFact:
    """A departmental group: the core department first, then its agencies. since: when it became a member, where that
    was after the rest."""

    id: str
    name: str
    bodies: tuple[BodyFact, ...]
    commitments: tuple[Commitment, ...] = ()
    systems: tuple[System, ...] = ()
    since: When | None = None

    @property
    def commitment(self) -> Commitment | None:
        """The last that it said; None where no source tells of any reservation."""
        return max(self.commitments, key=lambda each: each.as_of.first, default=None)

    @property
    def people(self) -> int:
        """Headcount of the whole group."""
        return sum(body.people for body in self.bodies)

    @property
    def core(self) -> BodyFact:
        """The department that gives the group its name."""
        return next(body for body in self.bodies if body.is_core)


@dataclass(frozen=True, slots=True)
class FormerGroup:
    """A departmental group that was a member until it was abolished, with the ids of those that followed it."""

    id: str
    name: str
    until: When
    successors: tuple[str, ...]
    source: Source
    recorded: date = NEVER


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something planned, or something that happened, in the life of a cluster."""

    what: str
    is_planned: bool
    when: When
    as_of: When
    source: Source
    note: str = ""
    recorded: date = NEVER


@dataclass(frozen=True, slots=True)
class State:
    """How one side of a cluster stood on a date, as a source tells it. state: in our words."""

    of: StateOf
    state: str
    as_of: When
    source: Source
    note: str = ""
    recorded: date = NEVER


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract behind a cluster, with every value that was reported for it."""

    id: str
    cluster: str
    supplier: str
    role: str
    starts: When
    values: tuple[Fact, ...]
    source: Source
    ends: When | None = None
    platform: str = ""
    term: str = ""
    note: str = ""
    recorded: date = NEVER


@dataclass(frozen=True, slots=True)
class ClusterFact:
    """One of the real clusters: who leads it, whether it is live, its groups, milestones, states and contracts.

    was_live: what sources said on their dates of whether it works, oldest first.
    """

    id: str
    name: str
    lead_group: str
    lead_department: str
    membership: Fact
    was_live: tuple[Fact, ...]
    groups: tuple[GroupFact, ...]
    milestones: tuple[Milestone, ...]
    states: tuple[State, ...] = ()
    former: tuple[FormerGroup, ...] = ()
    contracts: tuple[Contract, ...] = ()

    @property
    def live(self) -> Fact | None:
        """The last that a source said of whether it works; None where none had said anything."""
        return max(self.was_live, key=lambda fact: (fact.as_of.first, fact.version), default=None)

    @property
    def is_live(self) -> bool:
        """Whether a source says that the cluster's centre works, on the date of `live`."""
        return self.live is not None and bool(self.live.value)

    def state(self, of: StateOf) -> State | None:
        """The last that a source said of one side of the cluster."""
        return max((each for each in self.states if each.of == of), key=lambda each: each.as_of.first, default=None)

    @property
    def people(self) -> int:
        """Headcount of the whole cluster."""
        return sum(group.people for group in self.groups)

    @property
    def bodies(self) -> tuple[BodyFact, ...]:
        """Every body, group by group."""
        return tuple(body for group in self.groups for body in group.bodies)

    @property
    def lead(self) -> BodyFact:
        """The department that leads the cluster."""
        return next(body for body in self.bodies if body.id == self.lead_department)


@dataclass(frozen=True, slots=True)
class Series:
    """One headline figure over time, in order of date."""

    id: str
    definition: str
    unit: str
    facts: tuple[Fact, ...]

    @property
    def latest(self) -> Fact:
        """The figure with the latest date, and of that date the highest version."""
        return max(self.facts, key=lambda fact: (fact.as_of.first, fact.version))


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the written answer: what was said, in our words, and what would measure or support it."""

    id: str
    kind: ClaimKind
    statement: str
    as_of: When
    supported_by: str
    source: Source
    fact: Fact | None = None
    horizon: When | None = None
    horizon_years: int = 0
    recorded: date = NEVER


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that no source answers, kept so that nobody fills it with a guess."""

    id: str
    question: str
    found: str
    as_of: When
    sources: tuple[Source, ...]
    recorded: date = NEVER


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that the files say, read and checked."""

    sources: tuple[Source, ...]
    clusters: tuple[ClusterFact, ...]
    series: tuple[Series, ...]
    claims: tuple[Claim, ...]
    benchmarks: tuple[Series, ...]
    gaps: tuple[Gap, ...]

    def cluster(self, name: str) -> ClusterFact:
        """The cluster of that name or id, in any case. Raises ClusterNotThere with the names that there are."""
        for cluster in self.clusters:
            if name.casefold() in (cluster.id, cluster.name.casefold()):
                return cluster
        raise ClusterNotThere(found=name, expected=", ".join(cluster.name for cluster in self.clusters))

    @property
    def people(self) -> int:
        """Headcount over all clusters."""
        return sum(cluster.people for cluster in self.clusters)

    def facts(self) -> Iterator[Fact]:
        """Every figure in the register."""
        for cluster in self.clusters:
            yield cluster.membership
            yield from cluster.was_live
            yield from (body.headcount for body in cluster.bodies)
            yield from (value for contract in cluster.contracts for value in contract.values)
            systems = (system for group in cluster.groups for system in group.systems)
            yield from (system.dual_running for system in systems if system.dual_running is not None)
        for series in (*self.series, *self.benchmarks):
            yield from series.facts
        yield from (claim.fact for claim in self.claims if claim.fact is not None)
