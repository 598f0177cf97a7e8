"""What is entered: a baseline, a benefit, a profile, what finance says. Checked here, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hanaper.centre.costs.api import SERVICES
from hanaper.strategy.benefits.errors import WrongTerms
from hanaper.strategy.benefits.models import View

VOLUME_VIEWS = (View.UNIT_COST, View.HOURS)


@dataclass(frozen=True, kw_only=True)
class PriceDraft:
    """What one unit of a good cost before, in pence with fractions, and how many were bought."""

    item: str
    unit: str
    price_pence: Decimal
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class BaselineDraft:
    """How it was before. See `models.Baseline` for each field; `check` for what each view needs."""

    title: str
    view: str
    perimeter: str
    began_on: date
    ended_on: date
    price_year: int
    instrument: str
    source: str
    confidence: str
    service: str = ""
    volume: int | None = None
    cost_pence: int | None = None
    fixed_pence: int = 0
    hours: Decimal | None = None
    quality_basis_points: int | None = None
    prices: Sequence[PriceDraft] = ()

    def check(self) -> None:
        """Raises WrongTerms, naming the field, where the view needs what is not there or the figures are none."""
        if self.view in VOLUME_VIEWS and self.service not in {one.code for one in SERVICES}:
            expected = f"one of {', '.join(one.code for one in SERVICES)}"
            raise WrongTerms(field="Service", found=self.service, expected=expected, rule=_VIEW_NEEDS)
        needs = {
            View.UNIT_COST: (("Volume", self.volume), ("Cost", self.cost_pence)),
            View.HOURS: (("Volume", self.volume), ("Hours", self.hours)),
            View.RUNNING_COST: (("Cost", self.cost_pence),),
            View.PRICES: (("Prices", self.prices or None),),
        }
        for field, value in needs[View(self.view)]:
            if value is None:
                raise WrongTerms(field=field, found="nothing", expected="measured for this view", rule=_VIEW_NEEDS)
        if self.ended_on <= self.began_on:
            raise WrongTerms(field="End of the period", found=self.ended_on, expected="after its beginning", rule="")


@dataclass(frozen=True, kw_only=True)
class BenefitDraft:
    """A benefit that somebody will own. draw_pence, draw_hours: how much of the baseline it lays claim to."""

    title: str
    owner: str
    kind: str
    benefit_class: str
    method: str
    change_on: date
    attribution: str
    attributable_basis_points: int = 10_000
    prices: str = "not stated by source"
    evidence: str = ""
    draw_pence: int = 0
    draw_hours: Decimal = Decimal(0)

    def check(self) -> None:
        """Raises WrongTerms where a share is claimed without the method by which it was found."""
        if self.attributable_basis_points != 10_000 and not self.attribution.strip():
            raise WrongTerms(
                field="Attribution",
                found="nothing",
                expected="the written method by which the share was found",
                rule="A share without its method cannot be told from a guess.",
            )


_VIEW_NEEDS = (
    "Unit cost needs volume and cost of a service, hours need volume and hours of a service, running cost needs a"
    " year's cost, and prices need at least one good."
)
