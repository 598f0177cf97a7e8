"""What of the plan is done. A deed and the row that says so are one transaction: each happens once, whatever dies."""

from __future__ import annotations

from typing import Any

from django.db import connection

from hanaper.demo.errors import AnotherDemo, RealBodiesHere
from hanaper.demo.models import Progress
from hanaper.demo.plan.documents import Plan
from hanaper.kernel.digest import digest_bytes

PLAN = "plan"


class Kept:
    """The deeds done so far, and the ids of what they made, by the plan's refs."""

    def __init__(self) -> None:
        self._made: dict[str, dict[str, Any]] = dict(Progress.objects.values_list("key", "made"))
        self._ids: dict[str, int] = {}
        for made in self._made.values():
            self._learn(made)

    def __contains__(self, key: str) -> bool:
        return key in self._made

    def __len__(self) -> int:
        return len(self._made)

    def made(self, key: str) -> dict[str, Any]:
        """What a deed that is done made."""
        return self._made[key]

    def id(self, ref: str) -> int:
        """The id of something that a deed made. Raises KeyError."""
        return self._ids[ref]

    def find(self, ref: str) -> int | None:
        """The same, or None where nobody has made it."""
        return self._ids.get(ref)

    def note(self, key: str, made: dict[str, Any]) -> None:
        """Inside the deed's act, last: it is done. `settle` after the act has committed."""
        Progress.objects.create(key=key, made=made)

    def settle(self, key: str, made: dict[str, Any]) -> None:
        """The deed's act has committed."""
        self._made[key] = made
        self._learn(made)

    def _learn(self, made: dict[str, Any]) -> None:
        self._ids.update(made.get("ids", {}))


def claim(plan: Plan) -> Kept:
    """The progress of this plan in this database, which belongs to it from now on.

    Raises AnotherDemo where the database holds another plan, RealBodiesHere where it serves bodies that are real.
    """
    refuse_real_bodies()
    asked = {
        "like": plan.like,
        "seed": plan.seed,
        "month": f"{plan.days.period.start:%Y-%m}",
        "scale": plan.scale,
        # Another release may plan otherwise: half of one month and half of another would be neither.
        "plan": digest_bytes(repr(plan.deeds).encode()).hex()[:12],
    }
    kept = Kept()
    if PLAN not in kept:
        kept.note(PLAN, asked)
        kept.settle(PLAN, asked)
    elif kept.made(PLAN) != asked:
        raise AnotherDemo(kept=_said(kept.made(PLAN)), asked=_said(asked))
    return kept


def refuse_real_bodies() -> None:
    """Before anything is touched, the schema included. Raises RealBodiesHere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.tenancy_body') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute("SELECT name FROM tenancy_body WHERE NOT synthetic ORDER BY name LIMIT 2")
        real = [name for (name,) in cursor.fetchall()]
    if real:
        raise RealBodiesHere(found=real[0] if len(real) == 1 else f"{real[0]} and others")


def _said(plan: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in plan.items())
