"""The register as it stood: what was true by one day, of what was recorded by another.

`as_of` asks when something holds, by the date that its source gives; `known_at` when it was entered here. A fact of a
later date, or one that nobody had entered yet, is not there: nothing stands in for it. What has no exact day is there
from the last day that it may be, or from its source's if that fell within: "2024" by a source of November was not known
in March. A headcount of a later date stays, with that date on it, because a body that existed had people, and
nobody counted them before; so do the members of a cluster, which say when a source named them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from hanaper.kernel.dates import parse_date
from hanaper.kernel.errors import HanaperError
from hanaper.strategy.register.facts import BodyFact, ClusterFact, Contract, Fact, GroupFact, Register, Series, Source
from hanaper.strategy.register.when import When


class Dated(Protocol):
    """Whatever says when it holds and when it was recorded."""

    @property
    def as_of(self) -> When: ...
    @property
    def recorded(self) -> date: ...
    @property
    def source(self) -> Source: ...


D = TypeVar("D", bound=Dated)


def register_at(register: Register, *, as_of: date, known_at: date = date.max) -> Register:
    """The register of those two days. A cluster without a recorded membership is not there at all."""
    then = _Then(as_of, known_at)
    return replace(
        register,
        clusters=tuple(then.cluster(each) for each in register.clusters if each.membership.recorded <= known_at),
        series=tuple(found for each in register.series if (found := then.series(each)).facts),
        claims=tuple(then.those(register.claims)),
        benchmarks=tuple(found for each in register.benchmarks if (found := then.series(each)).facts),
        gaps=tuple(gap for gap in register.gaps if gap.recorded <= known_at),
    )


def dates_asked(asked: Mapping[str, Any], *, today: date) -> tuple[date, date]:
    """The day for which a page speaks and the day by which things were known: today where nothing is asked.

    What is no date counts as not asked: the filter says what is wrong with it.
    """
    return _day(asked.get("as_of"), today), _day(asked.get("known_at"), today)


def _day(asked: Any, today: date) -> date:
    try:
        return parse_date(str(asked)) if asked else today
    except HanaperError:
        return today


@dataclass(frozen=True, slots=True)
class _Then:
    as_of: date
    known_at: date

    def had(self, when: When) -> bool:
        """Whether a stretch had begun."""
        return when.first <= self.as_of

    def those(self, found: Iterable[D]) -> list[D]:
        return [
            each
            for each in found
            if _there_from(each.as_of, each.source) <= self.as_of and each.recorded <= self.known_at
        ]

    def series(self, series: Series) -> Series:
        """Of each date and source the highest version that was known."""
        kept: dict[tuple[When, str], Fact] = {}
        for fact in sorted(self.those(series.facts), key=lambda each: each.version):
            kept[fact.as_of, fact.source.id] = fact
        return replace(series, facts=tuple(sorted(kept.values(), key=lambda each: (each.as_of.first, each.version))))

    def cluster(self, cluster: ClusterFact) -> ClusterFact:
        return replace(
            cluster,
            was_live=tuple(self.those(cluster.was_live)),
            groups=tuple(self.group(each) for each in cluster.groups if each.since is None or self.had(each.since)),
            former=tuple(
                each for each in cluster.former if not self.had(each.until) and each.recorded <= self.known_at
            ),
            milestones=tuple(self.those(cluster.milestones)),
            states=tuple(self.those(cluster.states)),
            contracts=tuple(self.contract(each) for each in cluster.contracts if self.has(each)),
        )

    def has(self, contract: Contract) -> bool:
        """A contract is there from its first day, or from the first value that a source gave for it."""
        dated = [(contract.starts, contract.source), *((value.as_of, value.source) for value in contract.values)]
        first = min(_there_from(when, source) for when, source in dated)
        return first <= self.as_of and contract.recorded <= self.known_at

    def contract(self, contract: Contract) -> Contract:
        return replace(contract, values=tuple(self.those(contract.values)))

    def group(self, group: GroupFact) -> GroupFact:
        return replace(
            group,
            bodies=tuple(each for each in group.bodies if self.there(each)),
            commitments=tuple(self.those(group.commitments)),
            systems=tuple(self.those(group.systems)),
        )

    def there(self, body: BodyFact) -> bool:
        """Whether the body had begun and had not ended."""
        begun = body.began is None or self.had(body.began.on)
        return begun and (body.ended is None or not self.had(body.ended.on))


def _there_from(when: When, source: Source) -> date:
    """The day by which a fact holds for certain: the last of its stretch, or that on which it was published or read."""
    told = [each.until for each in (source.published, source.seen) if each.until > when.first]
    return min([when.until, *told]) - timedelta(days=1)
