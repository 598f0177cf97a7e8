"""Pay runs: list, one run with its control totals, opening and moving one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    Done,
    EditPage,
    Fact,
    FormRefused,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Section,
    Table,
    Visit,
    page,
    press,
)
from hanaper.foundation.interface.steps import panel, state_tag, step_view
from hanaper.foundation.processes.api import Outcome
from hanaper.hr.pay import selectors, services
from hanaper.hr.pay.costing import costs_of
from hanaper.hr.pay.forms import OpenForm
from hanaper.hr.pay.late import late_items
from hanaper.hr.pay.models import PayRun
from hanaper.hr.pay.process import PAY_RUN
from hanaper.hr.pay.views.addresses import run_url
from hanaper.hr.pay.views.measured import pays_in
from hanaper.hr.pay.views.run_tables import checks_of, control_table, held_table, late_table, told_table, totals_table
from hanaper.kernel.dates import show_date

ITEM = "pay-run:{pk}"


@page("pay-run.read")
def run_list(visit: Visit) -> ListPage:
    table = Table(
        "pay-runs",
        columns=[
            Column("number", "Number", "code", link=lambda r: run_url(r.body.code, r.pk), sort=True),
            Column("body__name", "Body", sort=True),
            Column("scheme", "PAYE scheme", value=lambda r: r.scheme.code),
            Column("kind", "Kind", value=lambda r: r.get_kind_display()),
            Column("frequency", "Paid", value=lambda r: r.frequency.replace("-", " ")),
            Column("pay_on", "Pays on", "date", sort=True),
            Column("approve_by", "Approve by", "date"),
            Column("people", "People", "number"),
            Column("held_back", "Held back", "number"),
            Column("gross", "Gross", "money", value=lambda r: r.totals.get("gross")),
            Column("net", "Net", "money", value=lambda r: r.totals.get("net")),
            Column("state", "State", "tag", value=lambda r: state_tag(r.state)),
        ],
        rows=selectors.pay_runs(),
        filters=[
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in PAY_RUN.states]),
            pays_in(visit.today),
        ],
        synthetic=lambda r: r.body.synthetic,
        noun=("pay run", "pay runs"),
        empty="No pay runs yet. The payroll desk opens one for each scheme and day of payment.",
    )
    may_open = visit.scope != "all" and visit.holds("pay-run.calculate", visit.body)
    return ListPage(
        title="Pay runs",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=[Press("Open a pay run", visit.url("pay-runs/open/"), method="get")] if may_open else [],
        help=[
            "A run is calculated from what is known at its cut-off. Whatever stands out is accepted by name.",
            "Somebody else approves it; rules then post it, report it to HMRC and hand it to payments.",
        ],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("pay-run.read")
def run_show(visit: Visit, pk: int) -> ObjectPage:
    run = selectors.pay_run_get_for(pk)
    shown = panel(PAY_RUN, run)
    bound = visit.asked, visit.path
    at = run_url(run.body.code, pk)
    held = list(selectors.held_back(run))
    late = late_items(run)
    told = list(selectors.submissions(pk))
    return ObjectPage(
        title=f"Pay run {run}",
        scope=visit.scope,
        caption=f"{run.scheme.employer_name}, {run.get_kind_display().lower()}, {run.frequency.replace('-', ' ')}",
        identity=[
            Fact("Pays on", run.pay_on, "date"),
            Fact("People", run.people, "number"),
            Fact("Net pay", run.totals.get("net"), "money", missing="Not calculated yet"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=_facts(run),
        sections=[
            Section("Checks", facts=checks_of(run), links=[
                Link("Every check, with who and how much", f"{at}checks/"), Link("Payslips", f"{at}payslips/"),
                Link("What it costs, by cost centre", f"{at}costs/"),
            ]),
            *([Section("Held back", table=held_table(run, held).bind(*bound, prefix="h-"))] if held else []),
            *([Section("Came too late", table=late_table(run, late).bind(*bound, prefix="l-"))] if late else []),
            Section("What was calculated", table=totals_table(run).bind(*bound, prefix="t-")),
            *([Section("Control totals", table=control_table(run).bind(*bound, prefix="c-"))] if told else []),
            *([Section("Told to others", table=told_table(visit, run, told).bind(*bound, prefix="o-"))]
              if told else []),
        ],
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Pay runs", visit.url("pay-runs/")),
        item=ITEM.format(pk=pk),
        synthetic=run.body.synthetic,
    )  # fmt: skip


@page("pay-run.read")
def run_costs(visit: Visit, pk: int) -> ListPage:
    """The costing report of a run."""
    run = selectors.pay_run_get_for(pk)
    rows = costs_of(run)
    table = Table(
        "costs",
        columns=[
            Column("cost_centre", "Cost centre"),
            Column("programme", "Programme"),
            Column("element", "What"),
            Column("account", "Account", "code"),
            Column("pence", "Cost", "money"),
        ],
        rows=rows,
        totals=lambda found: {"pence": sum(cost.pence for cost in found.stream())},
        synthetic=lambda cost: run.body.synthetic,
        noun=("cost", "costs"),
        empty="Nobody is calculated yet.",
    )
    return ListPage(
        title=f"Costs of pay run {run}",
        scope=visit.scope,
        intro="As its journal charges them. The apprenticeship levy is the scheme's as a whole, and is not here.",
        table=table.bind(visit.asked, visit.path),
        back=Link(f"Pay run {run}", run_url(run.body.code, pk)),
        synthetic=run.body.synthetic,
    )


@page("pay-run.calculate")
def run_open_form(visit: Visit) -> EditPage:
    return EditPage(
        title="Open a pay run",
        scope=visit.scope,
        form=visit.entered or OpenForm(),
        submit="Open it",
        intro=["The calendar counts back from the day of payment over the days on which banks work."],
        cancel=Link("Cancel", visit.url("pay-runs/")),
        back=Link("Pay runs", visit.url("pay-runs/")),
        synthetic=visit.body.synthetic,
    )


@press("pay-run.calculate", shows=run_open_form)
def run_open(visit: Visit) -> Done:
    form = OpenForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    run = services.pay_run_open(**form.cleaned_data)
    return Done(run_url(visit.scope, run.pk), "The run is open. Gather it when its cut-off has come.")


def _one(take: Any) -> Any:
    """A service that takes one run, as a step view calls it."""

    def taken(*, ids: Sequence[int]) -> list[Outcome]:
        return [take(run_id=ids[0])]

    return taken


def _step(code: str, take: Any, consequence: str, said: str, *, fresh: bool = False) -> Any:
    return step_view(
        PAY_RUN, code, load=selectors.pay_run_get_for, take=_one(take), consequence=consequence, said=said, fresh=fresh,
        facts=lambda visit, run: [*_facts(run), Fact("Net pay", run.totals.get("net"), "money"), *checks_of(run)],
    )  # fmt: skip


run_gather = _step(
    "gather", services.pay_run_gather, "What is known now is what the run is calculated from. What comes later waits.",
    "The run is gathered. Rules calculate it now.",
)  # fmt: skip
run_again = _step(
    "again", services.pay_run_again,
    "The run opens again, to take in what came late. What was accepted stays accepted if the same comes out.",
    "The run is open again.",
)  # fmt: skip
run_check = _step(
    "check",
    services.pay_run_check,
    "You say that everything that stands out was looked at.",
    "The checks are signed off.",
)
run_approve = _step(
    "approve", services.pay_run_approve,
    "What you approve is what is paid: rules commit it, post it, report it and hand it to payments.",
    "The run is approved. Rules commit it now.", fresh=True,
)  # fmt: skip
run_send_back = _step(
    "send-back", services.pay_run_send_back, "The run opens again. Nothing of it is paid.", "The run was sent back."
)
run_abandon = _step(
    "abandon", services.pay_run_abandon, "Its drafts go. What was entered for it waits for another run.",
    "The run is abandoned.",
)  # fmt: skip
run_close = _step(
    "close", services.pay_run_close, "You say that everything it tells others was accepted, and that all totals agree.",
    "The run is closed.",
)  # fmt: skip


def _facts(run: PayRun) -> list[Fact]:
    return [
        Fact("Body", run.body.name),
        Fact("PAYE scheme", str(run.scheme)),
        Fact("Pay for", f"{show_date(run.earned.lower)} to {show_date(run.earned.upper - timedelta(days=1))}"),
        Fact("Tax year and period", f"{run.tax_year}-{(run.tax_year + 1) % 100:02d}, {run.period}"),
        Fact("Cut-off", run.cut_off_on, "date"),
        Fact("Approve by", run.approve_by, "date", hint="Later, the file cannot reach the bank in time"),
        Fact("Known at", run.known_at, "datetime", missing="Not gathered yet"),
        Fact("Times calculated", run.calculation, "number"),
    ]
