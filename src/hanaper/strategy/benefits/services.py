"""Writes of benefits, one business act each, in the books of the body that hosts the centre."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.database.refusals import refusal
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, advance, create, link
from hanaper.foundation.tenancy.api import current_scope
from hanaper.kernel.dates import show_date
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.benefits import selectors
from hanaper.strategy.benefits.drafts import BaselineDraft, BenefitDraft
from hanaper.strategy.benefits.errors import DrawnTwice, NoCluster, NotSigned, SignedAfterChange, WrongTerms
from hanaper.strategy.benefits.facts import MonthFacts
from hanaper.strategy.benefits.measuring import measure_benefit
from hanaper.strategy.benefits.models import (
    Baseline,
    BaselinePrice,
    Benefit,
    CostToAchieve,
    Disbenefit,
    Draw,
    Forecast,
    Reading,
    Reconciliation,
)
from hanaper.strategy.benefits.process import BASELINE, BENEFIT
from hanaper.strategy.benefits.rules.forecast_file import ForecastYear

refusal("HN080")(DrawnTwice)  # what the control account says, in `sql/control_account.sql`

FORECAST_YEARS = 15
HUNDREDTHS = 100


def baseline_propose(*, draft: BaselineDraft) -> Baseline:
    """Take a baseline for the cluster that the act's body hosts. Raises WrongTerms, NoCluster."""
    draft.check()
    baseline = Baseline(
        cluster_id=_cluster(),
        **{name: value for name, value in vars(draft).items() if name != "prices"},
    )
    create(BASELINE, "propose", [baseline])
    take("baseline", Baseline, [baseline.pk], prefix="BL")
    BaselinePrice.objects.bulk_create(
        [BaselinePrice(body_id=baseline.body_id, baseline=baseline, **vars(each)) for each in draft.prices]
    )
    return baseline


def baselines_sign(*, ids: Iterable[int]) -> list[Outcome]:
    """Sign baselines that somebody else took. A digest of each is kept: what was signed is what is compared with."""
    return advance(BASELINE, "sign", ids)


@BASELINE.effect("sign")
def _sign(batch: Batch) -> None:
    Baseline.objects.filter(pk__in=batch.ids).update(signed_on=current_act().today)


@BASELINE.content
def _baseline_content(ids: Sequence[int]) -> dict[int, Any]:
    """What a signature stands for."""
    return selectors.baseline_contents(ids)


def baselines_withdraw(*, ids: Iterable[int]) -> list[Outcome]:
    """Take back baselines that nobody has signed."""
    return advance(BASELINE, "withdraw", ids)


def benefit_propose(*, baseline_id: int, draft: BenefitDraft) -> Benefit:
    """Propose a benefit against a signed baseline, and draw on it.

    Raises BaselineNotThere, NotSigned, SignedAfterChange, WrongTerms; DrawnTwice where the baseline holds less.
    """
    draft.check()
    baseline = selectors.baseline_get_for(baseline_id)
    if baseline.signed_on is None or not selectors.is_as_signed(baseline):
        raise NotSigned(found=str(baseline))
    if baseline.signed_on >= draft.change_on:
        raise SignedAfterChange(signed=show_date(baseline.signed_on), change=show_date(draft.change_on))
    benefit = Benefit(
        cluster_id=baseline.cluster_id,
        baseline=baseline,
        **{name: value for name, value in vars(draft).items() if not name.startswith("draw_")},
    )
    create(BENEFIT, "propose", [benefit])
    take("benefit", Benefit, [benefit.pk], prefix="BN")
    link([(BENEFIT, benefit.pk, BASELINE, baseline.pk)], kind="measured against")
    draws = [(Draw.Of.POUNDS, draft.draw_pence), (Draw.Of.HOURS, int(draft.draw_hours * HUNDREDTHS))]
    for of, amount in draws:
        if amount:
            _draw(benefit, of, amount)
    return benefit


def _draw(benefit: Benefit, of: str, amount: int) -> None:
    Draw.objects.create(
        body_id=benefit.body_id, recorded_at=current_act().at, baseline_id=benefit.baseline_id, benefit=benefit, of=of,
        amount=amount,
    )  # fmt: skip


def benefits_approve(*, ids: Iterable[int]) -> list[Outcome]:
    """Approve benefits that somebody else proposed: they are measured from then on."""
    return advance(BENEFIT, "approve", ids)


@BENEFIT.content
def _benefit_content(ids: Sequence[int]) -> dict[int, Any]:
    """What an approval stands for."""
    return selectors.benefit_contents(ids)


def benefits_close(*, ids: Iterable[int]) -> list[Outcome]:
    """End the measuring of benefits. What they realised stands, and so does what they drew."""
    return advance(BENEFIT, "close", ids)


def benefits_withdraw(*, ids: Iterable[int]) -> list[Outcome]:
    """Give benefits up: what they drew on their baselines is free again."""
    return advance(BENEFIT, "withdraw", ids)


@BENEFIT.effect("withdraw")
def _withdraw(batch: Batch) -> None:
    for benefit in Benefit.objects.filter(pk__in=batch.ids):
        for of, amount in selectors.drawn_by(benefit.pk).items():
            _draw(benefit, of, -amount)


def benefit_forecast(*, benefit_id: int, years: Sequence[ForecastYear]) -> int:
    """Keep a profile as the next version; those before stand for ever. Returns the version.

    Raises WrongTerms for more than fifteen years, a year twice, or bias without its reason.
    """
    benefit = selectors.benefit_get_for(benefit_id)
    held = [each.year for each in years]
    if not held or len(set(held)) < len(held) or max(held) - min(held) >= FORECAST_YEARS:
        raise WrongTerms(
            field="Years", found=", ".join(map(str, sorted(held))) or "none",
            expected=f"each once, within {FORECAST_YEARS} years", rule="A profile runs over fifteen years at most.",
        )  # fmt: skip
    if any(each.bias_basis_points and not each.reason for each in years):
        raise WrongTerms(field="Reason", found="nothing", expected="why that much optimism bias", rule="")
    last = Forecast.objects.filter(benefit=benefit).order_by("-version").values_list("version", flat=True).first()
    at, version = current_act().at, (last or 0) + 1
    Forecast.objects.bulk_create(
        [
            Forecast(body_id=benefit.body_id, recorded_at=at, benefit=benefit, version=version, **vars(each))
            for each in years
        ]
    )
    return version


def disbenefit_add(*, benefit_id: int, month: FiscalPeriod, pence: int, what: str, source: str) -> Disbenefit:
    """Say what a benefit makes worse in a month."""
    benefit = selectors.benefit_get_for(benefit_id)
    return Disbenefit.objects.create(
        body_id=benefit.body_id, recorded_at=current_act().at, benefit=benefit, month=month.start, pence=pence,
        what=what, source=source,
    )  # fmt: skip


def benefit_reconcile(
    *,
    benefit_id: int,
    since: FiscalPeriod,
    monthly_pence: int,
    budget_line: str,
    source: str,
    posts: Decimal = Decimal(0),
) -> Reconciliation:
    """Say what has really gone from a month on: spend that ended, budget or posts that were removed."""
    benefit = selectors.benefit_get_for(benefit_id)
    return Reconciliation.objects.create(
        body_id=benefit.body_id, recorded_at=current_act().at, benefit=benefit, since=since.start,
        monthly_pence=monthly_pence, posts=posts, budget_line=budget_line, source=source,
    )  # fmt: skip


def cost_to_achieve_record(
    *, category: str, kind: str, year: int, pence: int, as_of: date, source: str
) -> CostToAchieve:
    """Record what it takes, in a fiscal year. The same again changes nothing; another figure is the next version."""
    cluster_id = _cluster()
    before = (
        CostToAchieve.objects.filter(cluster_id=cluster_id, category=category, kind=kind, year=year)
        .order_by("-version")
        .first()
    )
    if before is not None and (before.pence, before.as_of, before.source) == (pence, as_of, source):
        return before
    return CostToAchieve.objects.create(
        body_id=current_act().body_id, recorded_at=current_act().at, cluster_id=cluster_id, category=category,
        kind=kind, year=year, pence=pence, as_of=as_of, source=source, version=before.version + 1 if before else 1,
    )  # fmt: skip


def readings_take(*, facts: MonthFacts, index: Decimal = Decimal(1), index_source: str = "") -> list[Reading]:
    """Measure every benefit of the cluster that is reporting, for a month. Returns the readings that are new.

    facts: read before, over every body of the cluster. index: of prices since the baselines. A reading that says the
    same as the last of its month changes nothing; one that differs is the next version.
    """
    made = []
    for benefit in selectors.reporting(facts.cluster.pk):
        found = measure_benefit(benefit, facts, index, index_source)
        before = selectors.last_reading(benefit.pk, facts.month)
        if before is not None and selectors.says_the_same(before, found):
            continue
        found.version = before.version + 1 if before else 1
        found.body_id, found.recorded_at = benefit.body_id, current_act().at
        made.append(found)
    return Reading.objects.bulk_create(made)


def _cluster() -> int:
    cluster_id = current_scope().cluster
    if cluster_id is None:
        raise NoCluster()
    return cluster_id
