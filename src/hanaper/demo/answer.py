"""The answer of the month: service levels, cost to serve, and whether what must hold does."""

from __future__ import annotations

from typing import Any

from hanaper import parameters
from hanaper.centre.costs.api import as_data, cost_report
from hanaper.centre.levels.api import report
from hanaper.demo import checks
from hanaper.demo.benefit_checks import benefits_by_hand
from hanaper.demo.checks import Check
from hanaper.demo.convergence_checks import convergence_counts_again
from hanaper.demo.doing import Month
from hanaper.demo.pay_checks import pay_faults_caught, pay_on_update, pay_totals_agree
from hanaper.demo.satisfaction import satisfaction_by_hand
from hanaper.foundation.acts.api import Automation, reading
from hanaper.foundation.tenancy.api import Cluster
from hanaper.kernel.dates import start_of_day

READER = Automation("demo.reading")


def answer_of(month: Month) -> tuple[dict[str, Any], list[Check]]:
    """The figures as JSON keeps them, and the checks behind `passed`."""
    plan = month.plan
    period = plan.days.period
    cut = parameters.get("hanaper/measures/worked_time/idle_cut_seconds", on=period.last).whole_number
    made: list[Check] = []
    answer: dict[str, Any] = {
        "synthetic": True,
        "like": plan.like,
        "seed": plan.seed,
        "month": f"{period.start:%Y-%m}",
        "scale": plan.scale,
        "cluster": {
            "code": plan.cluster.code,
            "name": plan.cluster.name,
            "centre": plan.cluster.centre_name,
            "sizes_like": plan.cluster.like,
            "sizes_source": plan.cluster.sizes_source.title,
            "bodies": len(plan.bodies),
            "people": plan.cluster.people,
        },
    }
    with reading(READER, "levels.read"):
        # As it stood when the month was over: the clock of the model, not ours.
        levels = report(month=period, as_of=start_of_day(period.end))
        costs = as_data(cost_report(Cluster.objects.select_related("lead").get(code=plan.cluster.code), period))
        for key, ask in checks.of_books(month):
            made.append(ask())
            answer[key] = made[-1].figures
        for key, pay_check in (("pay_faults", pay_faults_caught), ("pay", pay_totals_agree)):
            made.append(pay_check(month))
            answer[key] = made[-1].figures
        made.append(convergence_counts_again(month))
        answer["convergence"] = made[-1].figures
        effort = checks.effort_recovered(month, cut)
        made += [effort, checks.coverage_stated(costs, effort), benefits_by_hand(month, costs)]
        answer["benefits"] = made[-1].figures
    made.append(pay_on_update(month))
    answer["pay_on_update"] = made[-1].figures
    made.append(satisfaction_by_hand(month))
    answer["satisfaction"] = made[-1].figures
    made.append(Check("cost to serve ties to the books", costs["ties"], str(costs["served_pence"]),
                      str(costs["full_pence"])))  # fmt: skip
    # Outside the reading act: verifying looks at one body after the other, each as it stands.
    made.append(checks.chains_verify(month))
    answer |= {
        "service_levels": levels,
        "cost_to_serve": costs,
        "effort": effort.figures,
        "chains": made[-1].figures,
        "checks": [
            {"name": c.name, "passed": c.passed, "found": c.found, "expected": c.expected} for c in made
        ],
        "passed": all(check.passed for check in made),
    }  # fmt: skip
    return answer, made
