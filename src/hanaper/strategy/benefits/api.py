"""The front door of benefits.

with reading(actor, "benefit.read"):
    positions(as_of=date(2026, 11, 30))       # each cluster: forecast, measured and realised by year and view, costs
    facts = month_facts(cluster, month)       # read first, over every body of the cluster
with act(actor, "benefit.approve", lead):
    readings_take(facts=facts)                # then written, in the books of the body that hosts the centre
"""

from hanaper.strategy.benefits.drafts import BaselineDraft, BenefitDraft, PriceDraft
from hanaper.strategy.benefits.errors import DrawnTwice, NoCluster, NotSigned, SignedAfterChange, WrongTerms
from hanaper.strategy.benefits.facts import MonthFacts, instrument, month_facts
from hanaper.strategy.benefits.models import Baseline, Benefit, CostToAchieve, Reading, View
from hanaper.strategy.benefits.positions import CostYear, Position, ViewYear, positions
from hanaper.strategy.benefits.process import BASELINE, BENEFIT
from hanaper.strategy.benefits.rules.forecast_file import ForecastYear
from hanaper.strategy.benefits.selectors import benefits, last_readings, running_cost_baseline
from hanaper.strategy.benefits.services import (
    baseline_propose,
    baselines_sign,
    baselines_withdraw,
    benefit_forecast,
    benefit_propose,
    benefit_reconcile,
    benefits_approve,
    benefits_close,
    benefits_withdraw,
    cost_to_achieve_record,
    disbenefit_add,
    readings_take,
)
from hanaper.strategy.benefits.standing import fall_facts

__all__ = [
    "BASELINE",
    "BENEFIT",
    "Baseline",
    "BaselineDraft",
    "Benefit",
    "BenefitDraft",
    "CostToAchieve",
    "CostYear",
    "DrawnTwice",
    "ForecastYear",
    "MonthFacts",
    "NoCluster",
    "NotSigned",
    "Position",
    "PriceDraft",
    "Reading",
    "SignedAfterChange",
    "View",
    "ViewYear",
    "WrongTerms",
    "baseline_propose",
    "baselines_sign",
    "baselines_withdraw",
    "benefit_forecast",
    "benefit_propose",
    "benefit_reconcile",
    "benefits",
    "benefits_approve",
    "benefits_close",
    "benefits_withdraw",
    "cost_to_achieve_record",
    "disbenefit_add",
    "fall_facts",
    "instrument",
    "last_readings",
    "month_facts",
    "positions",
    "readings_take",
    "running_cost_baseline",
]
