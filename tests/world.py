"""A small world for tests of the ground: two bodies of one cluster, one body of another, people in each duty.

    world = build_world()                         # inside `db` or `committed_db`
    with act(world.enterer, "journal.enter", world.alpha): ...

`alpha` and `beta` are synthetic (acts may be dated), `real` is not. Journals are the documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from hanaper.foundation.acts.api import Actor, Automation, act
from hanaper.foundation.audit.api import bodies_unsealed, seal_round
from hanaper.foundation.duties.api import role_create, role_grant
from hanaper.foundation.identity.api import person_create
from hanaper.foundation.tenancy.api import Body, Cluster, ClusterMember, CostCentre, Group, GroupMember
from hanaper.kernel.dates import business_date
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger import services
from hanaper.ledger.api import chart_load, period_open, programme_create
from hanaper.ledger.models import ManualJournal
from hanaper.ledger.rules.manual import EnteredLine

SETUP = Automation("setup")
LONG_AGO = date(2020, 4, 1)


@dataclass
class World:
    """enterer, approver, opener hold their duty for alpha, beta and real; stranger holds none."""

    alpha: Body
    beta: Body
    real: Body
    period: FiscalPeriod
    enterer: Actor
    approver: Actor
    opener: Actor
    stranger: Actor
    cost_centres: dict[int, int] = field(default_factory=dict)
    programmes: dict[int, int] = field(default_factory=dict)

    def lines(self, body: Body, pence: int = 100) -> list[EnteredLine]:
        """Two lines that balance."""
        accounts = _two_accounts()
        keys = (self.cost_centres[body.pk], self.programmes[body.pk])
        return [EnteredLine(accounts[0], *keys, pence), EnteredLine(accounts[1], *keys, -pence)]

    def enter(self, body: Body, pence: int = 100, by: Actor | None = None, **how: Any) -> ManualJournal:
        """Enter a journal in an act of its own."""
        with act(by or self.enterer, "journal.enter", body, **how):
            return services.journal_enter(period=self.period, description="A test", lines=self.lines(body, pence))

    def approve(self, body: Body, ids: Sequence[int], by: Actor | None = None, **how: Any) -> list[Any]:
        with act(by or self.approver, "journal.approve", body, **how):
            return services.journal_approve(ids=ids)


def _two_accounts() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_account ORDER BY code LIMIT 2")
        return [row[0] for row in cursor.fetchall()]


def build_world() -> World:
    """Make it in committed acts, or inside the test's own transaction."""
    today = business_date(timezone.now())
    period = FiscalPeriod.of_date(today)
    with connection.cursor() as cursor:
        for year in (period.year - 1, period.year):
            cursor.execute("SELECT hanaper.open_year(%s)", [year])
    with act(SETUP, None, None):
        north, south = (Cluster.objects.create(code=c, name=c, centre_name=c) for c in ("north", "south"))
        bodies = [
            Body.objects.create(code=code, name=code.title(), began_on=LONG_AGO, synthetic=code != "real")
            for code in ("alpha", "beta", "real")
        ]
        for body, cluster in zip(bodies, (north, south, north), strict=True):
            group = Group.objects.create(code=f"g-{body.code}", name=f"Group {body.code}")
            GroupMember.objects.create(body=body, group=group, valid=DateRange(LONG_AGO, None))
            ClusterMember.objects.create(group=group, cluster=cluster, valid=DateRange(LONG_AGO, None))
        people = [
            Actor(person_create(name=name, synthetic=True).pk) for name in ("Enterer", "Approver", "Opener", "Stranger")
        ]
        roles = {
            "enter": ["journal.enter", "ledger.read"],
            "approve": ["journal.approve", "ledger.read"],
            "open": ["period.open", "ledger.read"],
        }
        setters = [person_create(name=name, synthetic=True).pk for name in ("Giver", "Agreer")]
        for (code, duties), person in zip(roles.items(), people[:3], strict=True):
            role = role_create(code=code, name=code, duties=duties)
            for body in bodies:
                role_grant(
                    person_id=person.person_id,
                    role=role,
                    body=body,
                    valid=(LONG_AGO, None),
                    limit_pence=1_000_000,
                    granted_by=setters[0],
                    approved_by=setters[1],
                )
        chart_load(since=LONG_AGO)
    world = World(*bodies, period, *people)
    for body in bodies:
        with act(SETUP, None, body):
            centre = CostCentre.objects.create(body=body, code="C1", name="One", valid=DateRange(LONG_AGO, None))
            world.cost_centres[body.pk] = centre.pk
            world.programmes[body.pk] = programme_create(code="P1", name="One", since=LONG_AGO).pk
            period_open(periods=[period])
    return world


def seal_everything() -> None:
    """Seal all that is written. Tests beside this one share the server, and their transactions may hold a pass back."""
    while bodies_unsealed():
        seal_round()
