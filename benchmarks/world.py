"""Twenty-four bodies of one cluster with open books, people who hold duties, and journals to post."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from hanaper.foundation.acts.api import Actor, Automation, act
from hanaper.foundation.duties.api import role_create, role_grant
from hanaper.foundation.identity.api import person_create
from hanaper.foundation.tenancy.api import Body, Cluster, ClusterMember, CostCentre, Group, GroupMember
from hanaper.kernel.dates import business_date
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.api import Journal, Line, chart_load, period_open, programme_create

BODIES = 24
COST_CENTRES = 20
PROGRAMMES = 3
LINES = 4
LONG_AGO = date(2020, 4, 1)
SETUP = Automation("setup")


@dataclass
class World:
    """enterer, approver: persons who hold `journal.enter` and `journal.approve` for every body."""

    bodies: list[Body]
    period: FiscalPeriod
    enterer: Actor
    approver: Actor
    accounts: list[int]
    cost_centres: dict[int, list[int]] = field(default_factory=dict)
    programmes: dict[int, list[int]] = field(default_factory=dict)

    def journals(self, body: Body, first: int, count: int, source: str = "bench") -> list[Journal]:
        """Journals of four lines, numbered from `first`; the same numbers are the same journals."""
        chance = random.Random(first)  # noqa: S311 - for amounts, not for secrets
        pick, accounts = chance.choice, self.accounts
        centres, programmes = self.cost_centres[body.pk], self.programmes[body.pk]
        made = []
        for number in range(first, first + count):
            amounts = [chance.randrange(1, 1_000_000) for _ in range(LINES - 1)]
            lines = [
                Line(pick(accounts), pick(centres), pick(programmes), pence) for pence in (*amounts, -sum(amounts))
            ]
            made.append(Journal(source, number, "post", self.period, lines))
        return made


@cache
def world() -> World:
    """Make it, once, through the services that people use."""
    today = business_date(timezone.now())
    period = FiscalPeriod.of_date(today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.open_year(%s)", [period.year])
    with act(SETUP, None, None):
        cluster = Cluster.objects.create(code="bench", name="Bench", centre_name="Bench")
        group = Group.objects.create(code="bench", name="Bench")
        ClusterMember.objects.create(group=group, cluster=cluster, valid=DateRange(LONG_AGO, None))
        bodies = [
            Body.objects.create(code=f"body-{n}", name=f"Body {n}", began_on=LONG_AGO, synthetic=True)
            for n in range(BODIES)
        ]
        for body in bodies:
            GroupMember.objects.create(body=body, group=group, valid=DateRange(LONG_AGO, None))
        giver, agreer, enterer, approver = (
            person_create(name=name, synthetic=True).pk for name in ("Giver", "Agreer", "Enterer", "Approver")
        )
        for person, duty in ((enterer, "journal.enter"), (approver, "journal.approve")):
            role = role_create(code=duty, name=duty, duties=[duty, "ledger.read"])
            role_grant(
                person_id=person, role=role, cluster=cluster, valid=(LONG_AGO, None), limit_pence=None,
                granted_by=giver, approved_by=agreer,
            )  # fmt: skip
        chart_load(since=LONG_AGO)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_account ORDER BY code")
        accounts = [row[0] for row in cursor.fetchall()]
    made = World(bodies, period, Actor(enterer), Actor(approver), accounts)
    since = DateRange(LONG_AGO, None)
    for body in bodies:
        with act(SETUP, None, body):
            centres = [
                CostCentre(body=body, code=f"C{n}", name=f"Centre {n}", valid=since) for n in range(COST_CENTRES)
            ]
            made.cost_centres[body.pk] = [centre.pk for centre in CostCentre.objects.bulk_create(centres)]
            made.programmes[body.pk] = [
                programme_create(code=f"P{n}", name=f"Programme {n}", since=LONG_AGO).pk for n in range(PROGRAMMES)
            ]
            period_open(periods=[FiscalPeriod(period.year, number) for number in range(1, 13)])
    return made
