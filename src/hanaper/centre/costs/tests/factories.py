"""A centre with a month of cost, work and finished invoices, in few words.

office = build_centre()
office.cost("C1", "5000", 200_000); office.duty("invoice.resolve", 200_000, "100")
office.finished(office.alpha, 40); office.worked(office.alpha, hours=60)
report = office.report()
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.centre.costs.api import (
    CostReport,
    DutyCostRow,
    centre_cost_centre_set,
    cost_report,
    duty_costs_load,
)
from hanaper.centre.levels.tests.factories import Lives, build_lives
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.finance.payables.api import Invoice
from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.foundation.tenancy.api import Body, Cluster, CostCentre, Group, GroupMember
from hanaper.hr.pay.tests.factories import Payroll
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.api import Account, Journal, Line, post
from tests.world import LONG_AGO, SETUP

COSTS = Automation("costs")
SOURCE = "A test"


@dataclass
class Centre:
    """alpha hosts the centre of the cluster `north`, which serves alpha, gamma and a body that is not made up."""

    lives: Lives
    gamma: Body
    journals: int = 0

    @property
    def alpha(self) -> Body:
        return self.lives.alpha

    @property
    def cluster(self) -> Cluster:
        return Cluster.objects.get(code="north")

    @property
    def month(self) -> FiscalPeriod:
        return self.lives.shop.trade.world.period

    def day(self, number: int, hour: int = 9) -> datetime:
        """A moment of the month."""
        return datetime.combine(self.month.start + timedelta(days=number - 1), time(hour), tzinfo=UTC)

    def cost_centre(self, code: str, **more: Any) -> None:
        """A cost centre of alpha that is the centre's; more: service, serves, is_one_off."""
        with act(SETUP, None, self.alpha):
            CostCentre.objects.get_or_create(
                body=self.alpha, code=code, defaults={"name": code, "valid": DateRange(LONG_AGO, None)}
            )
            centre_cost_centre_set(code=code, since=LONG_AGO, source=SOURCE, **more)

    def cost(self, cost_centre: str, account: str, pence: int) -> None:
        """An expense of alpha in the month, paid from the bank."""
        self.journals += 1
        world = self.lives.shop.trade.world
        with act(Automation("test.post"), None, self.alpha, at=self.day(2)):
            at = CostCentre.objects.get(body=self.alpha, code=cost_centre).pk
            programme = world.programmes[self.alpha.pk]
            ids = [Account.objects.get(code=code).pk for code in (account, "1400")]
            lines = [Line(ids[0], at, programme, pence), Line(ids[1], at, programme, -pence)]
            post([Journal("manual-journal", 9_000_000 + self.journals, "post", self.month, lines)])

    def duty(self, duty: str, pence: int, hours: str, *, is_assumption: bool = True) -> int:
        """What a duty cost in the month. Returns how many rows are new."""
        row = DutyCostRow(duty, self.month.start, pence, Decimal(hours), SOURCE, is_assumption)
        with act(Automation("costs.load"), None, self.alpha):
            return duty_costs_load(rows=[row], synthetic=True)

    def worked(self, body: Body, *, hours: float | None, duty: str = "invoice.resolve", process: str = "invoice",
               step: str = "resolve", acts: int = 1, at: datetime | None = None) -> None:  # fmt: skip
        """Effort seen under a duty, or, where hours is None, acts whose time nobody saw."""
        seconds = None if hours is None else hours * 3600 / acts
        with act(Automation("test.effort"), None, body, at=at or self.day(3)), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('hanaper.duty', %s, true)", [duty])
            cursor.execute(
                "SELECT hanaper.effort_record(%s, %s, %s, %s)", [process, list(range(1, acts + 1)), step, seconds]
            )

    def finished(self, body: Body, size: int, *, at: datetime | None = None) -> None:
        """Invoices that were paid in the month: five acts, however many."""
        first = self.lives.arrive(body, f"{(at or self.day(4)):%Y-%m-%d} 09:00")
        when = (at or self.day(4)).replace(hour=9)
        values = {f.attname: getattr(first, f.attname) for f in Invoice._meta.concrete_fields if f.attname != "id"}
        with act(Automation("invoice.receive"), None, body, at=when):
            _step("receive")
            more = [
                Invoice(**(values | {"number_key": f"M{first.pk}-{n}", "number": f"M{first.pk}-{n}"}))
                for n in range(1, size)
            ]
            ids = [first.pk, *(made.pk for made in Invoice.objects.bulk_create(more))]
        moves = (("match", "matched"), ("pass", "approved"), ("post", "posted"), ("pay", "paid"))
        for place, (step, to) in enumerate(moves, 1):
            moment = when + timedelta(minutes=place)
            with act(Automation(f"invoice.{step}"), None, body, at=moment):
                _step(step)
                Invoice.objects.filter(pk__in=ids).update(state=to, state_since=moment)

    def staff(self, duty: str, size: int, *bodies: Body) -> None:
        """So many people who hold a duty."""
        for _ in range(size):
            person_with([duty], *bodies, limit_pence=10**9)

    def report(self) -> CostReport:
        with reading(COSTS, "costs.read"):
            return cost_report(self.cluster, self.month)


def _step(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hanaper.step', %s, true)", [code])


def build_centre() -> Centre:
    """The cluster, and a second made-up body in it."""
    lives = build_lives()
    with act(SETUP, None, None):
        gamma = Body.objects.create(code="gamma", name="Gamma", began_on=LONG_AGO, synthetic=True)
        group = Group.objects.get(code="g-alpha")
        GroupMember.objects.create(body=gamma, group=group, valid=DateRange(LONG_AGO, None))
    centre = Centre(lives, gamma)
    with act(SETUP, None, gamma):
        CostCentre.objects.create(body=gamma, code="C1", name="One", valid=DateRange(LONG_AGO, None))
    lives.orders[gamma.pk] = None  # type: ignore[assignment]
    return centre


def centre_of_pay(payroll: Payroll, month: FiscalPeriod) -> Centre:
    """The centre that pays the people of a payroll, in a month of theirs: alpha hosts it, and no invoice comes."""
    with act(SETUP, None, None):
        Cluster.objects.filter(code="north").update(lead=payroll.alpha)
    world = replace(payroll.world, period=month)
    place: Any = SimpleNamespace(alpha=payroll.alpha, shop=SimpleNamespace(trade=SimpleNamespace(world=world)))
    return Centre(place, payroll.world.beta)
