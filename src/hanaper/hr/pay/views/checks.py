"""The variance list: everybody whose pay stands out, accepted by name or held back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hanaper.foundation.interface.api import (
    BulkAct,
    ChoiceFilter,
    Column,
    Done,
    Link,
    ListPage,
    Table,
    Visit,
    chosen_ids,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, state_tag
from hanaper.hr.pay import selectors, services
from hanaper.hr.pay.models import PayRun
from hanaper.hr.pay.process import PAY_CHECK
from hanaper.hr.pay.views.addresses import run_url
from hanaper.hr.pay.views.who import Who
from hanaper.hr.pay.wording import CHECKS


@page_of(PAY_CHECK)
def check_url(scope: str, pk: int) -> str:
    return f"/{scope}/pay-checks/{pk}/"


@page("pay-run.read")
def check_list(visit: Visit, pk: int) -> ListPage:
    run = selectors.pay_run_get_for(pk)
    return ListPage(
        title=f"Checks of pay run {run}",
        scope=visit.scope,
        intro="Each is looked at and accepted by name, or the person is held back. The run cannot be approved before.",
        table=_table(visit, run).bind(visit.asked, visit.path),
        back=Link(f"Pay run {run}", run_url(run.body.code, pk)),
        synthetic=run.body.synthetic,
    )


@press("pay-check.accept", shows=check_list)
def checks_accept(visit: Visit, pk: int) -> Done:
    return _taken(visit, pk, lambda ids: services.pay_checks_accept(ids=ids, reason="pay.looked-at"), "accepted")


@press("pay-check.accept", shows=check_list)
def checks_hold_back(visit: Visit, pk: int) -> Done:
    return _taken(visit, pk, lambda ids: services.pay_checks_hold_back(ids=ids, reason="pay.doubtful"), "held back")


def _taken(visit: Visit, pk: int, take: Callable[[Sequence[int]], Sequence[Any]], said: str) -> Done:
    run = selectors.pay_run_get_for(pk)
    ids = chosen_ids(visit.request.POST, _table(visit, run).bind(visit.asked, visit.path))
    moved = sum(outcome.moved for outcome in take(ids))
    return Done(f"{run_url(visit.scope, pk)}checks/", f"{moved} of {len(ids)} {said}.")


def _table(visit: Visit, run: PayRun) -> Table:
    rows = selectors.pay_checks(run.pk)
    who = Who(rows.values_list("employment_id", flat=True))
    may = visit.holds("pay-check.accept", run.body) and run.state == "calculated"
    at = f"{run_url(run.body.code, run.pk)}checks/"
    kinds = sorted(set(rows.values_list("kind", flat=True)))

    return Table(
        "checks",
        columns=[
            Column("kind", "What stands out", value=lambda c: CHECKS.get(c.kind, c.kind), sort=True),
            Column("number", "Payroll number", "code", value=lambda c: who.number(c.employment_id),
                   link=lambda c: f"/{run.body.code}/employments/{c.employment_id}/"),
            Column("name", "Name", value=lambda c: who.name(c.employment_id)),
            Column("before_pence", "Net before", "money", sort=True),
            Column("after_pence", "Net now", "money", sort=True),
            Column("change", "Change", "money",
                   value=lambda c: None if c.before_pence is None else c.after_pence - c.before_pence),
            Column("state", "State", "tag", value=lambda c: state_tag(c.state)),
        ],
        rows=rows,
        filters=[
            ChoiceFilter("kind", "What stands out", choices=[(kind, CHECKS.get(kind, kind)) for kind in kinds]),
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in ("raised", "accepted", "held")]),
        ],
        bulk=[
            BulkAct("accept", "Accept these", f"{at}accept/"),
            BulkAct("hold-back", "Hold these people back", f"{at}hold-back/", warning=True),
        ] if may else [],
        row_label=lambda c: f"{CHECKS.get(c.kind, c.kind)}: {who.name(c.employment_id)}",
        synthetic=lambda c: run.body.synthetic,
        noun=("check", "checks"),
        empty="Nothing stands out in this run.",
    )  # fmt: skip
