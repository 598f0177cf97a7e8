"""A centre with a signed baseline and benefits that rest on it, in few words.

office = build_office()                      # costs' centre: £5,000 and 100 invoices in the month, 80 hours seen
baseline = office.baseline("unit-cost")      # taken by one, signed by another, long before
benefit = office.benefit(baseline)           # owned by a third, approved by a fourth
reading, = office.read()
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from hanaper.centre.costs.tests.factories import Centre, build_centre
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, Automation, act, reading
from hanaper.kernel.periods import FiscalPeriod, FiscalYear
from hanaper.strategy.benefits import services
from hanaper.strategy.benefits.drafts import BaselineDraft, BenefitDraft, PriceDraft
from hanaper.strategy.benefits.facts import MonthFacts, instrument, month_facts
from hanaper.strategy.benefits.models import Baseline, Benefit, Reading

SOURCE = "A test"
SIGNED_AT = datetime(2024, 5, 1, 9, tzinfo=UTC)
CHANGE_ON = date(2024, 6, 1)


@dataclass
class Office:
    """taker, signer: of baselines; owner, approver: of benefits; finance: reconciles. Each a person of their own."""

    centre: Centre
    taker: Actor
    signer: Actor
    owner: Actor
    approver: Actor
    finance: Actor
    facts: dict[Any, MonthFacts] = field(default_factory=dict)

    @property
    def month(self) -> FiscalPeriod:
        return self.centre.month

    def propose(self, view: str, **more: Any) -> Baseline:
        """A baseline that nobody has signed: 1,000 invoices for £60,000 and 1,000 hours in 2023-24."""
        draft = BaselineDraft(
            **{
                "title": f"Before, {view}",
                "view": view,
                "service": "invoices" if view in ("unit-cost", "hours") else "",
                "perimeter": "The centre of north",
                "began_on": date(2023, 4, 1),
                "ended_on": date(2024, 4, 1),
                "volume": 1_000,
                "cost_pence": 6_000_000,
                "hours": Decimal(1_000),
                "quality_basis_points": 9_000,
                "price_year": FiscalYear.of_date(self.month.start).first_year,
                "instrument": instrument(view),
                "source": SOURCE,
                "confidence": "medium",
                "prices": [PriceDraft(item="Paper, A4", unit="EA", price_pence=Decimal(450), quantity=Decimal(100))],
                **more,
            }
        )
        with act(self.taker, "baseline.set", self.centre.alpha, at=SIGNED_AT):
            return services.baseline_propose(draft=draft)

    def sign(self, baseline: Baseline, by: Actor | None = None, at: datetime = SIGNED_AT) -> Baseline:
        with act(by or self.signer, "baseline.sign", self.centre.alpha, at=at):
            services.baselines_sign(ids=[baseline.pk])
        return baseline

    def baseline(self, view: str, **more: Any) -> Baseline:
        return self.sign(self.propose(view, **more))

    def offer(self, baseline: Baseline, **more: Any) -> Benefit:
        """A benefit that nobody has approved; it draws nothing unless told to."""
        draft = BenefitDraft(
            **{
                "title": "Cheaper invoices",
                "owner": "Head of finance services",
                "kind": "efficiency",
                "benefit_class": "cash-releasing",
                "method": "Unit cost before less unit cost now, at the month's volume",
                "attribution": "All of it: nothing else changed",
                "change_on": CHANGE_ON,
                **more,
            }
        )
        with act(self.owner, "benefit.report", self.centre.alpha, at=SIGNED_AT):
            return services.benefit_propose(baseline_id=baseline.pk, draft=draft)

    def benefit(self, baseline: Baseline, **more: Any) -> Benefit:
        made = self.offer(baseline, **more)
        with act(self.approver, "benefit.approve", self.centre.alpha, at=SIGNED_AT):
            services.benefits_approve(ids=[made.pk])
        return made

    def month_facts(self, month: FiscalPeriod | None = None) -> MonthFacts:
        with reading(Automation("benefits.read"), "benefit.read"):
            return month_facts(self.centre.cluster, month or self.month)

    def read(self, month: FiscalPeriod | None = None, facts: MonthFacts | None = None, **more: Any) -> list[Reading]:
        """Take the readings of a month."""
        found = facts or self.month_facts(month)
        with act(self.approver, "benefit.approve", self.centre.alpha):
            return services.readings_take(facts=found, **more)

    def in_act(self, who: str, duty: str) -> Any:
        return act(getattr(self, who), duty, self.centre.alpha)


def build_office() -> Office:
    """North hosts a centre in alpha: £3,000 pay, £2,000 platform, 100 invoices finished, 80 of 100 hours seen."""
    centre = build_centre()
    centre.cost_centre("C1", service="invoices")
    centre.cost("C1", "5000", 300_000)
    centre.cost("C1", "5400", 200_000)
    centre.duty("invoice.resolve", 300_000, "100")
    centre.finished(centre.alpha, 100)
    centre.worked(centre.alpha, hours=80, acts=40)
    with connection.cursor() as cursor:  # evidence of the signatures, long before the month
        cursor.execute("SELECT hanaper.open_year(%s)", [FiscalYear.of_date(SIGNED_AT.date()).first_year])
    people = {
        "taker": ["baseline.set", "benefit.read"],
        "signer": ["baseline.sign", "benefit.read"],
        "owner": ["benefit.report", "benefit.read"],
        "approver": ["benefit.approve", "benefit.read"],
        "finance": ["benefit.reconcile", "benefit.read"],
    }
    bodies = (centre.alpha, centre.gamma, centre.lives.shop.trade.world.real)
    return Office(centre, **{name: person_with(duties, *bodies) for name, duties in people.items()})
