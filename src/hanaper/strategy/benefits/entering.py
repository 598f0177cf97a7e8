"""Presses of benefits: propose, sign, approve, forecast, reconcile, record a cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from hanaper.foundation.interface.api import (
    Done,
    EditPage,
    Fact,
    FormRefused,
    Link,
    Visit,
    name_wrong_rows,
    page,
    press,
)
from hanaper.foundation.interface.steps import step_view
from hanaper.foundation.processes.api import Outcome
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.benefits import selectors, services
from hanaper.strategy.benefits.baseline_views import baseline_facts, baseline_url, benefit_url
from hanaper.strategy.benefits.drafts import BaselineDraft, BenefitDraft
from hanaper.strategy.benefits.errors import BaselineNotThere
from hanaper.strategy.benefits.forms import BaselineForm, BenefitForm, CostForm, ForecastForm, ReconcileForm
from hanaper.strategy.benefits.models import Baseline, Benefit
from hanaper.strategy.benefits.process import BASELINE, BENEFIT
from hanaper.strategy.benefits.rules.forecast_file import read_forecast
from hanaper.strategy.benefits.views import benefit_facts

PERCENT = 100


def _edit(visit: Visit, title: str, form: Any, submit: str, back: Link, intro: Sequence[str] = ()) -> EditPage:
    return EditPage(
        title=title,
        scope=visit.scope,
        section="benefits/",
        form=visit.entered or form,
        submit=submit,
        intro=intro,
        cancel=Link("Cancel", back.href),
        back=back,
        synthetic=visit.body.synthetic,
    )


def _entered(visit: Visit, form: Any) -> dict[str, Any]:
    """What a valid form says. Raises FormRefused."""
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    return dict(form.cleaned_data)


@page("baseline.set")
def baseline_form(visit: Visit) -> EditPage:
    return _edit(
        visit, "Take a baseline", BaselineForm(), "Propose it", Link("Baselines", visit.url("baselines/")),
        ["Somebody else signs it, before the change begins. Setting or signing a baseline excludes owning a benefit."],
    )  # fmt: skip


@press("baseline.set", shows=baseline_form)
def baseline_propose(visit: Visit) -> Done:
    said = _entered(visit, BaselineForm(visit.posted()))
    quality = said.pop("quality")
    said["quality_basis_points"] = None if quality is None else int(quality * PERCENT)
    said["fixed_pence"] = said["fixed_pence"] or 0
    made = services.baseline_propose(draft=BaselineDraft(**said))
    return Done(
        baseline_url(visit.scope, made.pk), "The baseline is proposed. It waits for a signature by somebody else."
    )


@page("benefit.report")
def benefit_form(visit: Visit) -> EditPage:
    return _edit(
        visit, "Propose a benefit", BenefitForm(), "Propose it", Link("Benefits", visit.url("benefits/")),
        ["It rests on a baseline that somebody else signed before the change. A pound of a baseline is drawn once."],
    )  # fmt: skip


@press("benefit.report", shows=benefit_form)
def benefit_propose(visit: Visit) -> Done:
    said = _entered(visit, BenefitForm(visit.posted()))
    number = said.pop("baseline").strip().upper()
    baseline = selectors.baselines().filter(number=number).first()
    if baseline is None:
        raise BaselineNotThere()
    said["attributable_basis_points"] = int(said.pop("share") * PERCENT)
    said["draw_pence"] = said["draw_pence"] or 0
    said["draw_hours"] = said["draw_hours"] or Decimal(0)
    made = services.benefit_propose(baseline_id=baseline.pk, draft=BenefitDraft(**said))
    return Done(benefit_url(visit.scope, made.pk), "The benefit is proposed. It waits for approval by somebody else.")


@page("benefit.report")
def forecast_form(visit: Visit, pk: int) -> EditPage:
    benefit = selectors.benefit_get_for(pk)
    return _edit(
        visit, f"Forecast {benefit}", ForecastForm(), "Keep this profile",
        Link(str(benefit), benefit_url(visit.scope, pk)),
        ["The file is the next version. Those before stand for ever, beside what was measured."],
    )  # fmt: skip


@press("benefit.report", shows=forecast_form)
def benefit_forecast(visit: Visit, pk: int) -> Done:
    form = ForecastForm(visit.posted(), visit.request.FILES)
    said = _entered(visit, form)
    years, wrong = read_forecast(said["file"].read())
    if wrong:
        name_wrong_rows(form, wrong, field="file")
        raise FormRefused(form)
    version = services.benefit_forecast(benefit_id=pk, years=years)
    return Done(benefit_url(visit.scope, pk), f"Profile {version} is kept, with {len(years)} years.")


@page("benefit.reconcile")
def reconcile_form(visit: Visit, pk: int) -> EditPage:
    benefit = selectors.benefit_get_for(pk)
    return _edit(
        visit, f"Reconcile {benefit}", ReconcileForm(), "Reconcile", Link(str(benefit), benefit_url(visit.scope, pk)),
        ["Say what has really gone: spend that ended, or a budget line or posts that were removed. Only that is cash."],
    )  # fmt: skip


@press("benefit.reconcile", shows=reconcile_form)
def benefit_reconcile(visit: Visit, pk: int) -> Done:
    said = _entered(visit, ReconcileForm(visit.posted()))
    since = FiscalPeriod.of_date(said.pop("since"))
    services.benefit_reconcile(benefit_id=pk, since=since, **said | {"posts": said["posts"] or Decimal(0)})
    return Done(benefit_url(visit.scope, pk), f"Reconciled from {since.name} on.")


@page("benefit.reconcile")
def cost_form(visit: Visit) -> EditPage:
    return _edit(
        visit, "Record a cost to achieve", CostForm(), "Record", Link("Costs to achieve", visit.url("benefits/costs/")),
        ["Another figure for the same category, kind and year is the next version. Nothing is overwritten."],
    )  # fmt: skip


@press("benefit.reconcile", shows=cost_form)
def cost_record(visit: Visit) -> Done:
    made = services.cost_to_achieve_record(**_entered(visit, CostForm(visit.posted())))
    return Done(visit.url("benefits/costs/"), f"Recorded, version {made.version}.")


def _step(
    process: Any, code: str, load: Any, take: Callable[..., list[Outcome]], facts: Any, consequence: str, said: str
) -> Any:
    return step_view(process, code, load=load, take=take, consequence=consequence, said=said, facts=facts)


def _of_baseline(visit: Visit, baseline: Baseline) -> Sequence[Fact]:
    return baseline_facts(baseline)


def _of_benefit(visit: Visit, benefit: Benefit) -> Sequence[Fact]:
    return benefit_facts(visit, benefit)


baseline_sign = _step(
    BASELINE, "sign", selectors.baseline_get_for, services.baselines_sign, _of_baseline,
    "You say that these figures are right and were taken before the change. Benefits are measured against them.",
    "The baseline is signed.",
)  # fmt: skip
baseline_withdraw = _step(
    BASELINE, "withdraw", selectors.baseline_get_for, services.baselines_withdraw, _of_baseline,
    "Nobody will sign it.", "The baseline was taken back.",
)  # fmt: skip
benefit_approve = _step(
    BENEFIT, "approve", selectors.benefit_get_for, services.benefits_approve, _of_benefit,
    "It is measured each month from now on, by the method that it states.", "The benefit is approved.",
)  # fmt: skip
benefit_close = _step(
    BENEFIT, "close", selectors.benefit_get_for, services.benefits_close, _of_benefit,
    "It is measured no more. What it realised stands, and so does what it draws.", "The benefit is closed.",
)  # fmt: skip
benefit_withdraw = _step(
    BENEFIT, "withdraw", selectors.benefit_get_for, services.benefits_withdraw, _of_benefit,
    "It is given up. What it draws on its baseline is free for another benefit.", "The benefit was given up.",
)  # fmt: skip
