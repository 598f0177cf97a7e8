"""Claims in few words, by two keepers of the register in a body that is real and in one that is made up."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, Automation, act, reading
from hanaper.foundation.tenancy.api import Body
from hanaper.strategy.register.api import Register
from hanaper.strategy.register.entered import register_known
from hanaper.strategy.register.models import EnteredClaim
from hanaper.strategy.register.rules.entering import COLUMNS
from hanaper.strategy.register.services import claim_record, claims_check
from tests.world import World, build_world

DUTIES = ["register-claim.record", "register-claim.check", "register.read"]
SOURCE = {
    "source_title": "Shared services: progress", "source_publisher": "National Audit Office",
    "source_published": "2026-11-20", "source_at": "https://www.nao.org.uk/progress/", "source_seen": "2026-11-21",
}  # fmt: skip
FIGURE = {"kind": "figure", "about": "benefits-over-15-years", "value": "£2,500,000,000", "bound": "about",
          "as_of": "2026-11-20", **SOURCE}  # fmt: skip


@dataclass
class Keeping:
    """ann and bob keep the register for real, alpha and beta."""

    world: World
    ann: Actor
    bob: Actor

    def record(self, body: Body | None = None, by: Actor | None = None, **given: Any) -> EnteredClaim:
        with act(by or self.ann, "register-claim.record", body or self.world.real):
            return claim_record(given=FIGURE | given)

    def check(self, claim: EnteredClaim, by: Actor | None = None) -> Any:
        with act(by or self.bob, "register-claim.check", claim.body):
            return claims_check(ids=[claim.pk])[0]

    def standing(self, body: Body | None = None, **given: Any) -> EnteredClaim:
        """Recorded by ann and checked by bob."""
        made = self.record(body, **given)
        assert self.check(made).moved
        return made

    def number(self, claim: EnteredClaim) -> str:
        """As it was given at the end of its act."""
        with reading(Automation("register"), "register.read"):
            return EnteredClaim.objects.get(pk=claim.pk).number

    def known(self, **days: Any) -> Register:
        with reading(Automation("register"), "register.read"):
            return register_known(**days)


def as_csv(*rows: Mapping[str, str]) -> bytes:
    """A file of these claims."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def build_keeping() -> Keeping:
    world = build_world()
    bodies = (world.real, world.alpha, world.beta)
    return Keeping(world, person_with(DUTIES, *bodies), person_with(DUTIES, *bodies))
