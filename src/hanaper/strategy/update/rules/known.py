"""What public sources had said by a day: the register of that day as statements ask it.

What a question finds it hands back as facts, so that a sentence can cite what it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from hanaper.strategy.register.api import (
    Claim,
    ClusterFact,
    Commitment,
    Contract,
    Fact,
    GroupFact,
    Register,
    State,
    StateOf,
    System,
)

OURS: Final = "hanaper-"
"""How the ids of our own compilations begin: what we count ourselves is no claim of anybody else."""


@dataclass(frozen=True)
class Known:
    """A register as it stood on a day (`register_at`), and the day."""

    register: Register
    as_of: date

    def claim(self, claim_id: str) -> Claim | None:
        """A statement of the written answer, where it had been made."""
        return next((each for each in self.register.claims if each.id == claim_id), None)

    def history(self, series_id: str) -> list[Fact]:
        """What others had said of a figure, oldest first."""
        found = next((series for series in self.register.series if series.id == series_id), None)
        return [fact for fact in found.facts if not fact.source.id.startswith(OURS)] if found else []

    def latest(self, series_id: str) -> Fact | None:
        """The last that others had said of a figure."""
        return next(reversed(self.history(series_id)), None)

    @cached_property
    def groups(self) -> list[GroupFact]:
        """Departmental groups that sources name as members of a cluster."""
        return [group for cluster in self.register.clusters for group in cluster.groups]

    @cached_property
    def departments(self) -> int:
        """How many departmental groups sources name as members: those that were abolished later among them."""
        return sum(len(cluster.groups) + len(cluster.former) for cluster in self.register.clusters)

    @cached_property
    def live(self) -> list[ClusterFact]:
        """Clusters that a source says are live."""
        return [cluster for cluster in self.register.clusters if cluster.is_live]

    @cached_property
    def not_live(self) -> list[ClusterFact]:
        """The other clusters."""
        return [cluster for cluster in self.register.clusters if not cluster.is_live]

    def waiting_on(self, day: date) -> list[ClusterFact]:
        """Clusters that no source of that day or before called live, whatever has been said since."""
        return [
            cluster
            for cluster in self.register.clusters
            if not any(fact.value and fact.as_of.first <= day for fact in cluster.was_live)
        ]

    def not_committed(self) -> list[tuple[GroupFact, Commitment]]:
        """Groups whose last word is that they have not committed."""
        words = [(group, group.commitment) for group in self.groups]
        return [(group, word) for group, word in words if word is not None and word.status != "committed"]

    def ending(self) -> list[System]:
        """Systems in use of which a source says when the contract, or the maker's support, ends."""
        return [system for group in self.groups for system in group.systems if system.ends is not None]

    def states(self, of: StateOf) -> list[tuple[ClusterFact, State]]:
        """The last that a source said of one side of each cluster."""
        found = [(cluster, cluster.state(of)) for cluster in self.register.clusters]
        return [(cluster, state) for cluster, state in found if state is not None]

    def signed(self, cluster: ClusterFact) -> list[Contract]:
        """The contracts of a cluster for software or its integration that had begun, and not for advice before them."""
        return [
            each
            for each in cluster.contracts
            if each.starts.first <= self.as_of and (each.platform or "integration" in each.role.lower())
        ]
