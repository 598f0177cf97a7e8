"""Claims that were entered here and stand, set beside what the package brings: the register as it is known.

A claim is known from the day on which somebody checked it. One that corrects another takes its place from that day, and
before it the first stands, as it was known then. Claims of made-up bodies never come near real facts: the database
gives those of real bodies alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from hanaper.kernel.dates import business_date
from hanaper.strategy.register.at_dates import register_at
from hanaper.strategy.register.facts import (
    Commitment,
    Fact,
    GroupFact,
    Milestone,
    Register,
    Series,
    Source,
    State,
    Terms,
)
from hanaper.strategy.register.loading import load_register
from hanaper.strategy.register.rules.entering import PENCE, SAYS, Entered, value_of
from hanaper.strategy.register.when import When


@dataclass(frozen=True, slots=True)
class StandingClaim:
    """A checked claim of a real body.

    root: id of the first of the claims that correct one another, its own where it corrects none. recorded: the day on
    which it was checked, from which it is known.
    """

    id: int
    number: str
    root: int
    version: int
    recorded: date
    body: str
    said: Entered

    @property
    def source(self) -> Source:
        """Its source. Each claim has one of its own, so that two who read one document do not hide each other."""
        return Source(
            id=f"claim-{self.root}",
            title=self.said.source_title,
            publisher=self.said.source_publisher,
            published=When.parse(self.said.source_published),
            at=self.said.source_at,
            seen=When.parse(self.said.source_seen),
            via=self.said.source_via,
            recorded_by=self.by,
        )

    @property
    def by(self) -> str:
        """Who recorded it: the body, and the claim's number, which leads to the people."""
        return f"{self.body}, {self.number}"


def register_known(*, as_of: date, known_at: date = date.max) -> Register:
    """The register of two days: what the package brings and what was entered here. Needs an open act.

    One statement, whatever the register's size.
    """
    return register_at(beside(load_register(), claims_standing(), known_at=known_at), as_of=as_of, known_at=known_at)


def register_whole() -> Register:
    """Everything that the register holds by now, whatever its date. Needs an open act."""
    return beside(load_register(), claims_standing(), known_at=date.max)


def claims_standing() -> Sequence[StandingClaim]:
    """Every checked claim of a real body, in the order in which they were recorded."""
    names = ", ".join(SAYS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, number, corrects_id, version, checked_at, body_name, {names} FROM hanaper.register_claims()"
        )
        rows = cursor.fetchall()
    roots: dict[int, int] = {}
    found = []
    for pk, number, corrects, version, checked_at, body, *said in rows:
        roots[pk] = roots.get(corrects, corrects) if corrects else pk
        entered = Entered(**dict(zip(SAYS, said, strict=True)))
        found.append(StandingClaim(pk, number, roots[pk], version, business_date(checked_at), body, entered))
    return found


def beside(register: Register, claims: Iterable[StandingClaim], *, known_at: date) -> Register:
    """The register with the claims that were known by a day, each as the last version of it known then."""
    last: dict[int, StandingClaim] = {}
    for claim in sorted(claims, key=lambda each: each.version):
        if claim.recorded <= known_at:
            last[claim.root] = claim
    kept = list(last.values())
    if not kept:
        return register
    return replace(
        register,
        sources=(*register.sources, *(claim.source for claim in kept)),
        series=_series(register, kept),
        benchmarks=tuple(_joined(series, kept) for series in register.benchmarks),
        clusters=tuple(
            replace(
                cluster,
                states=(*cluster.states, *(_state(one) for one in _of(kept, "state", cluster.id))),
                milestones=(*cluster.milestones, *(_milestone(one) for one in _of(kept, "date", cluster.id))),
                was_live=(*cluster.was_live, *(_live(one, cluster.name) for one in _of(kept, "live", cluster.id))),
                groups=tuple(_group(group, kept) for group in cluster.groups),
            )
            for cluster in register.clusters
        ),
    )


def _of(claims: Iterable[StandingClaim], kind: str, about: str) -> list[StandingClaim]:
    return [each for each in claims if (each.said.kind, each.said.about) == (kind, about)]


def _series(register: Register, claims: list[StandingClaim]) -> tuple[Series, ...]:
    """Figures that are there with what was claimed of them here, then new ones by name."""
    known = {each.id for each in (*register.series, *register.benchmarks)}
    new = sorted({each.said.about for each in claims if each.said.kind == "figure"} - known)
    empty = []
    for about in new:
        first = _of(claims, "figure", about)[0].said
        empty.append(Series(about, first.what, first.unit, ()))
    return tuple(_joined(series, claims) for series in (*register.series, *empty))


def _joined(series: Series, claims: list[StandingClaim]) -> Series:
    """A new figure keeps the unit of its first claim: one in another unit stands with its own unit beside it."""
    facts = (*series.facts, *(_figure(one) for one in _of(claims, "figure", series.id)))
    return replace(series, facts=tuple(sorted(facts, key=lambda fact: (fact.as_of.first, fact.version))))


def _figure(claim: StandingClaim) -> Fact:
    said = claim.said
    return Fact(
        value=value_of(said.value),
        unit=said.unit,
        as_of=When.parse(said.as_of),
        source=claim.source,
        definition=said.what,
        version=claim.version,
        bound=said.bound,  # type: ignore[arg-type]
        note=said.note,
        terms=Terms(said.prices, said.discounting, said.net) if said.unit == PENCE else None,
        recorded=claim.recorded,
    )


def _state(claim: StandingClaim) -> State:
    said = claim.said
    return State(
        of=said.what,  # type: ignore[arg-type]
        state=said.value,
        as_of=When.parse(said.as_of),
        source=claim.source,
        note=said.note,
        recorded=claim.recorded,
    )


def _milestone(claim: StandingClaim) -> Milestone:
    said = claim.said
    return Milestone(
        what=said.what,
        is_planned=bool(said.is_planned),
        when=When.parse(said.value),
        as_of=When.parse(said.as_of),
        source=claim.source,
        note=said.note,
        recorded=claim.recorded,
    )


def _live(claim: StandingClaim, name: str) -> Fact:
    said = claim.said
    return Fact(
        value=said.value == "yes",
        unit="live",
        as_of=When.parse(said.as_of),
        source=claim.source,
        definition=f"Whether the shared service centre of the {name} cluster is up and running",
        version=claim.version,
        note=said.note,
        recorded=claim.recorded,
    )


def _group(group: GroupFact, claims: list[StandingClaim]) -> GroupFact:
    said = tuple(
        Commitment(
            id=f"claim-{one.root}",
            group=group.id,
            status=one.said.value,  # type: ignore[arg-type]
            note=one.said.note,
            as_of=When.parse(one.said.as_of),
            source=one.source,
            decision_due=When.parse(one.said.due) if one.said.due else None,
            recorded=one.recorded,
        )
        for one in _of(claims, "commitment", group.id)
    )
    return replace(group, commitments=(*group.commitments, *said)) if said else group
