"""Planted baselines and benefits of the model cluster, the month's readings, and the same figures by hand.

Before the month somebody takes four baselines, an auditor signs them, an owner proposes what rests on them, and another
approves it. After the month each benefit is measured from its transactions; `benefit_checks` works the same out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from hanaper.demo.cast import ref
from hanaper.demo.plan.days import LEAD_IN
from hanaper.demo.plan.documents import Plan
from hanaper.demo.progress import Kept
from hanaper.foundation.acts.api import Actor, Automation, act, reading
from hanaper.foundation.tenancy.api import Body, Cluster
from hanaper.kernel.dates import start_of_day
from hanaper.strategy.benefits.api import (
    BaselineDraft,
    BenefitDraft,
    ForecastYear,
    PriceDraft,
    baseline_propose,
    baselines_sign,
    benefit_forecast,
    benefit_propose,
    benefits_approve,
    cost_to_achieve_record,
    instrument,
    month_facts,
    readings_take,
)

if TYPE_CHECKING:
    from hanaper.demo.doing import Month

SOURCE: Final = "Invented for the demonstration"
#: What an invoice cost and took before, for 100,000 of them: £7.10 and 0.15 hours each.
VOLUME_BEFORE: Final = 100_000
COST_BEFORE_PENCE: Final = 71_000_000
HOURS_BEFORE: Final = Decimal(15_000)
RUNNING_BEFORE_PENCE: Final = 900_000_000
QUALITY_BEFORE: Final = 5_000
#: What one of these cost before the bodies bought together, in pence.
PRICES_BEFORE: Final = (
    ("Office cleaning, hour", "HUR", Decimal(2_280)),
    ("Security guarding, hour", "HUR", Decimal(2_640)),
)


@dataclass(frozen=True)
class Planted:
    """A baseline and the benefit that rests on it. share: basis points that are the change's own."""

    view: str
    title: str
    kind: str
    benefit_class: str
    share: int
    attribution: str
    yearly_pence: int


PLANTED: Final = (
    Planted("unit-cost", "Invoices cost less to process", "efficiency", "cash-releasing", 9_000,
            "Nine tenths: a tenth came from suppliers who send files by themselves", 40_000_00),
    Planted("hours", "Invoices take less of people's time", "time-saved", "non-cash-releasing", 10_000, "All of it", 0),
    Planted("prices", "Cleaning and guarding bought together", "buying-power", "cash-releasing", 10_000, "All of it",
            90_000_00),
    Planted("running-cost", "The centre costs less to run", "direct-saving", "cash-releasing", 10_000, "All of it",
            150_000_00),
)  # fmt: skip


def plant_benefits(plan: Plan, kept: Kept, lead: Body) -> None:
    """Take, sign, propose and approve, before the month, each as somebody else. What is done stays done."""
    steps: Sequence[tuple[str, str, str, Callable[[], dict[str, int]]]] = (
        ("take", "baselines", "baseline.set", lambda: _take(plan)),
        ("sign", "baseline-audit", "baseline.sign", lambda: _sign(kept)),
        ("propose", "benefit-owners", "benefit.report", lambda: _propose(plan, kept)),
        ("approve", "benefit-assurance", "benefit.approve", lambda: _approve(kept)),
        ("cost", "benefit-finance", "benefit.reconcile", lambda: _cost(plan)),
    )
    for place, (what, team, code, do) in enumerate(steps):
        key = f"benefits {what}"
        if key in kept:
            continue
        at = plan.days.instant(-LEAD_IN, 8 * 60 + 10 * place)
        with act(Actor(kept.id(ref(team, None, 0))), code, lead, at=at):
            made = {"ids": do()}
            kept.note(key, made)
        kept.settle(key, made)


def _take(plan: Plan) -> dict[str, int]:
    year = plan.days.period.fiscal_year
    return {
        f"baseline {each.view}": baseline_propose(
            draft=BaselineDraft(
                title=f"Before the change: {each.title.lower()}",
                view=each.view,
                service="invoices" if each.view in ("unit-cost", "hours") else "",
                perimeter="The shared service centre and the bodies that it serves",
                began_on=year.previous.start,
                ended_on=year.start,
                volume=VOLUME_BEFORE,
                cost_pence=RUNNING_BEFORE_PENCE if each.view == "running-cost" else COST_BEFORE_PENCE,
                hours=HOURS_BEFORE,
                quality_basis_points=QUALITY_BEFORE,
                price_year=year.first_year,
                instrument=instrument(each.view),
                source=SOURCE,
                confidence="medium",
                prices=[
                    PriceDraft(item=item, unit=unit, price_pence=pence, quantity=Decimal(10_000))
                    for item, unit, pence in (PRICES_BEFORE if each.view == "prices" else ())
                ],
            )
        ).pk
        for each in PLANTED
    }


def _sign(kept: Kept) -> dict[str, int]:
    baselines_sign(ids=[kept.id(f"baseline {each.view}") for each in PLANTED])
    return {}


def _propose(plan: Plan, kept: Kept) -> dict[str, int]:
    first = plan.days.period.fiscal_year.first_year
    made = {}
    for each in PLANTED:
        benefit = benefit_propose(
            baseline_id=kept.id(f"baseline {each.view}"),
            draft=BenefitDraft(
                title=each.title,
                owner="Head of finance services",
                kind=each.kind,
                benefit_class=each.benefit_class,
                method="As the measure of realised benefit is pinned, against the signed baseline",
                change_on=plan.days.period.start,
                attribution=each.attribution,
                attributable_basis_points=each.share,
                prices="nominal",
                evidence="The month's transactions",
                draw_pence=COST_BEFORE_PENCE if each.view == "unit-cost" else 0,
                draw_hours=HOURS_BEFORE if each.view == "hours" else Decimal(0),
            ),
        )
        made[f"benefit {each.view}"] = benefit.pk
        if each.yearly_pence:
            years = [ForecastYear(year=first + n, pence=each.yearly_pence * min(n + 1, 4)) for n in range(15)]
            benefit_forecast(benefit_id=benefit.pk, years=years)
    return made


def _approve(kept: Kept) -> dict[str, int]:
    benefits_approve(ids=[kept.id(f"benefit {each.view}") for each in PLANTED])
    return {}


def _cost(plan: Plan) -> dict[str, int]:
    first = plan.days.period.fiscal_year.first_year
    for category, kind, year, pence in (
        ("programme", "approved", first, 300_000_00),
        ("programme", "spent", first, 120_000_00),
        ("data", "spent", first, 35_000_00),
        ("dual-running", "forecast", first, 60_000_00),
        ("programme", "forecast", first + 1, 80_000_00),
    ):
        cost_to_achieve_record(
            category=category, kind=kind, year=year, pence=pence, as_of=plan.days.period.start, source=SOURCE
        )
    return {}


def take_readings(month: Month) -> None:
    """Measure the month, once it is over."""
    key = "benefits readings"
    if key in month.kept:
        return
    plan = month.plan
    cluster = Cluster.objects.select_related("lead").get(code=plan.cluster.code)
    with reading(Automation("benefits.read"), "benefit.read"):
        facts = month_facts(cluster, plan.days.period)
    made: dict[str, Any] = {"ids": {}}
    with act(Automation("benefits.read"), None, cluster.lead, at=start_of_day(plan.days.period.end)):
        readings_take(facts=facts)
        month.kept.note(key, made)
    month.kept.settle(key, made)
