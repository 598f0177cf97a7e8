"""What is due: what sources plan for the months after a day, and what should have come by then and has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hanaper.strategy.register.api import Milestone, When
from hanaper.strategy.update.rules.known import Known
from hanaper.strategy.update.rules.statements import Cite, of_claim, of_source
from hanaper.strategy.update.rules.words import added

GO_LIVE: Final = "Go-live"
SOON_MONTHS: Final = 6
LATER_MONTHS: Final = 18


@dataclass(frozen=True, slots=True)
class Due:
    """Something planned. cluster: "" for the whole strategy. when: as exact as its source; last: its last day."""

    what: str
    cluster: str
    when: str
    last: date
    cite: Cite


def due(known: Known, months: int, *, after_months: int = 0) -> list[Due]:
    """What is planned to come after the first so many months and within the second, the earliest first.

    A thing without an exact day counts by its last possible one: "2028" is due by its end.
    """
    since, until = added(known.as_of, after_months), added(known.as_of, months)
    return [each for each in planned(known) if since < each.last <= until]


def overdue(known: Known) -> list[Due]:
    """What was planned for a day that is past, and of which nothing that we hold says that it came."""
    return [each for each in planned(known) if each.last <= known.as_of]


def planned(known: Known) -> Sequence[Due]:
    """Everything still planned on the day, each thing by the last that was said of it."""
    found = []
    for cluster in known.register.clusters:
        last: dict[str, Milestone] = {}
        for each in sorted(cluster.milestones, key=lambda each: each.as_of.first):
            last[each.what] = each
        found += [
            _due(each.what, cluster.name, each.when, of_source(each.source, each.as_of))
            for each in last.values()
            if each.is_planned and not (each.what == GO_LIVE and cluster.is_live)
        ]
        found += [
            _due(f"Contract with {each.supplier} ends", cluster.name, each.ends, of_source(each.source, each.starts))
            for each in cluster.contracts
            if each.ends is not None and each.starts.first <= known.as_of
        ]
        found += [
            _due(f"{group.name} decides whether to join", cluster.name, word.decision_due,
                 of_source(word.source, word.as_of))
            for group, word in known.not_committed()
            if word.decision_due is not None and group in cluster.groups
        ]  # fmt: skip
        found += [
            _due(f"{group.name}: {system.name} ends", cluster.name, system.ends, of_source(system.source, system.as_of))
            for group in cluster.groups
            for system in group.systems
            if system.ends is not None
        ]
    found += [
        _due(claim.statement, "", claim.horizon, of_claim(claim))
        for claim in known.register.claims
        if claim.horizon is not None and claim.kind == "forecast"
    ]
    return sorted(found, key=lambda each: (each.last, each.cluster, each.what))


def _due(what: str, cluster: str, when: When, cite: Cite) -> Due:
    return Due(what, cluster, str(when), date.fromordinal(when.until.toordinal() - 1), cite)
