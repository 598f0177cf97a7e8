"""A model cluster: the sizes and shape of a real one, under names that do not exist.

Performance that a demonstration invents must never stand under a real name. So a model takes from the facts only how
many groups and bodies there are and how many people work in each, and takes its names from `invented_names`.
Everything in it is `synthetic`. The same cluster and seed give the same model on every machine and Python: the choice
is made by digest, not by a random generator whose method may change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from hanaper.strategy.register.facts import BodyFact, ClusterFact, Source
from hanaper.strategy.register.invented_names import CLUSTER_NAMES, THEMES, Named, Theme
from hanaper.strategy.register.when import When

Choice = TypeVar("Choice", Named, Theme)


@dataclass(frozen=True, slots=True)
class ModelBody:
    """An invented body. `people` is the headcount of a real one on the model's date."""

    code: str
    name: str
    people: int
    is_core: bool
    synthetic: bool = True


@dataclass(frozen=True, slots=True)
class ModelGroup:
    """An invented departmental group, core department first."""

    code: str
    name: str
    bodies: tuple[ModelBody, ...]
    leads_cluster: bool
    synthetic: bool = True

    @property
    def people(self) -> int:
        """Headcount of the whole group."""
        return sum(body.people for body in self.bodies)


@dataclass(frozen=True, slots=True)
class ModelCluster:
    """An invented cluster with its shared service centre. `like` names the real cluster whose sizes it has."""

    code: str
    name: str
    centre_code: str
    centre_name: str
    like: str
    seed: int
    sizes_as_of: When
    sizes_source: Source
    groups: tuple[ModelGroup, ...]
    synthetic: bool = True

    @property
    def bodies(self) -> tuple[ModelBody, ...]:
        """Every body, group by group."""
        return tuple(body for group in self.groups for body in group.bodies)

    @property
    def people(self) -> int:
        """Headcount of the whole cluster, equal to that of the real one."""
        return sum(group.people for group in self.groups)


def model_cluster(like: ClusterFact, *, seed: int = 1) -> ModelCluster:
    """Invent a cluster with the groups and sizes of `like`. A body that had no people on the date is left out.

    seed: any whole number; another seed gives other names to the same sizes.
    """
    salt = f"{like.id}:{seed}"
    cluster = _shuffled(CLUSTER_NAMES, salt)[0]
    themes = _shuffled(THEMES, salt)
    counted = like.bodies[0].headcount
    return ModelCluster(
        code=cluster.code,
        name=cluster.name,
        centre_code=cluster.code + "sc",
        centre_name=f"{cluster.name} Shared Service Centre",
        like=like.name,
        seed=seed,
        sizes_as_of=counted.as_of,
        sizes_source=counted.source,
        groups=tuple(
            ModelGroup(
                code=f"{theme.department.code}-group",
                name=theme.name,
                bodies=tuple(_bodies(theme, group.bodies, salt)),
                leads_cluster=group.id == like.lead_group,
            )
            for theme, group in zip(themes[: len(like.groups)], like.groups, strict=True)
        ),
    )


def _bodies(theme: Theme, real: tuple[BodyFact, ...], salt: str) -> Iterable[ModelBody]:
    """The department first, then one agency for each real one that has people."""
    sizes = [body.people for body in real if not body.is_core and body.people]
    core = next(body.people for body in real if body.is_core)
    yield ModelBody(theme.department.code, theme.department.name, core, is_core=True)
    agencies = _shuffled(theme.agencies, salt)[: len(sizes)]
    for agency, people in zip(agencies, sizes, strict=True):
        yield ModelBody(agency.code, agency.name, people, is_core=False)


def _shuffled(choices: tuple[Choice, ...], salt: str) -> list[Choice]:
    """The choices in an order that only their names and the salt decide."""
    return sorted(choices, key=lambda choice: sha256(f"{salt}:{choice.name}".encode()).digest())
