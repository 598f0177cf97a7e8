"""Reads of the register that more than one page needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hanaper.foundation.tenancy.api import Body
from hanaper.kernel.errors import NotThere
from hanaper.strategy.register.facts import ClusterFact, GroupFact, Register, Series, Source
from hanaper.strategy.register.in_words import figure_text
from hanaper.strategy.register.models import EnteredClaim
from hanaper.strategy.register.when import When


@dataclass(frozen=True, slots=True)
class Resting:
    """One thing that rests on a source. path: of the register's page where it stands."""

    kind: str
    what: str
    says: str
    as_of: When
    recorded: date
    path: str


def cluster_get(register: Register, cluster_id: str) -> ClusterFact:
    """The cluster of that id. Raises NotThere, also where it was not recorded yet."""
    found = next((each for each in register.clusters if each.id == cluster_id), None)
    if found is None:
        raise NotThere()
    return found


def group_get(register: Register, group_id: str) -> tuple[ClusterFact, GroupFact]:
    """The departmental group of that id with its cluster. Raises NotThere."""
    for cluster in register.clusters:
        for group in cluster.groups:
            if group.id == group_id:
                return cluster, group
    raise NotThere()


def series_get(register: Register, series_id: str) -> Series:
    """The figure of that id. Raises NotThere, also where nobody had stated it yet."""
    found = next((each for each in (*register.series, *register.benchmarks) if each.id == series_id), None)
    if found is None:
        raise NotThere()
    return found


def source_get(register: Register, source_id: str) -> Source:
    """The source of that id. Raises NotThere."""
    found = next((each for each in register.sources if each.id == source_id), None)
    if found is None:
        raise NotThere()
    return found


def claims() -> QuerySet[EnteredClaim]:
    """Every claim that the bodies in scope recorded, the latest first."""
    return EnteredClaim.objects.select_related("body", "corrects").order_by("-pk")


def correctable(body: Body, kind: str) -> QuerySet[EnteredClaim]:
    """The claims of a body and kind that another may correct: the last version of each that stands."""
    replaced = claims().filter(state__in=("recorded", "stands"), corrects__isnull=False)
    standing = claims().filter(body=body, kind=kind, state="stands")
    return standing.exclude(pk__in=replaced.values("corrects_id")).order_by("about", "pk")


def claim_get_for(pk: int) -> EnteredClaim:
    """One claim that was recorded in a body in scope. Raises NotThere."""
    found = claims().filter(pk=pk).first()
    if found is None:
        raise NotThere()
    return found


def rests_on(register: Register, source: Source) -> list[Resting]:
    """Everything that the register has from a source, in order of date."""
    found = [each for each, of in _all(register) if of == source]
    return sorted(found, key=lambda each: (each.as_of.first, each.kind, each.what))


def _all(register: Register) -> Iterator[tuple[Resting, Source]]:
    for series in (*register.series, *register.benchmarks):
        for fact in series.facts:
            path = f"figures/{series.id}/"
            yield Resting("Figure", series.definition, figure_text(fact), fact.as_of, fact.recorded, path), fact.source
    for claim in register.claims:
        yield Resting("Statement", f"{claim.id}", claim.statement, claim.as_of, claim.recorded, ""), claim.source
    for cluster in register.clusters:
        yield from _of_cluster(cluster)


def _of_cluster(cluster: ClusterFact) -> Iterator[tuple[Resting, Source]]:
    path, member = f"clusters/{cluster.id}/", cluster.membership
    yield Resting("Members", cluster.name, str(member.value), member.as_of, member.recorded, path), member.source
    for fact in cluster.was_live:
        says = "Live" if fact.value else "Not live"
        yield Resting("Live", cluster.name, says, fact.as_of, fact.recorded, path), fact.source
    for state in cluster.states:
        yield (
            Resting("State", f"{cluster.name}, {state.of}", state.state, state.as_of, state.recorded, path),
            state.source,
        )
    for each in cluster.milestones:
        says = f"{'Planned for' if each.is_planned else 'On'} {each.when}"
        yield Resting("Date", f"{cluster.name}: {each.what}", says, each.as_of, each.recorded, path), each.source
    for contract in cluster.contracts:
        for value in contract.values:
            what = f"{contract.supplier}: {value.definition}"
            yield Resting("Contract", what, figure_text(value), value.as_of, value.recorded, path), value.source
    for group in cluster.groups:
        where = f"groups/{group.id}/"
        for said in group.commitments:
            yield Resting("Commitment", group.name, said.status, said.as_of, said.recorded, where), said.source
        for system in group.systems:
            yield Resting("System", group.name, system.name, system.as_of, system.recorded, where), system.source
        for body in group.bodies:
            count = body.headcount
            yield Resting("Headcount", body.name, figure_text(count), count.as_of, count.recorded, where), count.source
