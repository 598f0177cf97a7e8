"""Pay runs: list, one run with its control totals, opening and moving one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse

from hanaper.foundation.files.api import file_get_for, file_response
from hanaper.foundation.identity.api import person_names
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
    Tag,
    Visit,
    download,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view
from hanaper.foundation.processes.api import Outcome
from hanaper.hr.pay import reporting, selectors, services
from hanaper.hr.pay.control import control_totals
from hanaper.hr.pay.costing import costs_of
from hanaper.hr.pay.forms import OpenForm
from hanaper.hr.pay.late import LateItem, late_items
from hanaper.hr.pay.models import PayRun, Submission
from hanaper.hr.pay.process import PAY_RUN, SUBMISSION
from hanaper.hr.pay.views.who import Who
from hanaper.hr.pay.wording import CHECKS, HELD, REJECTED, TOTALS
from hanaper.kernel.dates import show_date
from hanaper.kernel.errors import NotThere
from hanaper.kernel.money import Money

ITEM = "pay-run:{pk}"
_FILE = {
    (True, True): "Download",
    (True, False): "Written",
    (False, True): "Not written yet",
    (False, False): "Not written yet",
}


@page_of(PAY_RUN)
def run_url(scope: str, pk: int) -> str:
    return f"/{scope}/pay-runs/{pk}/"


@page_of(SUBMISSION)
def submission_url(scope: str, pk: int) -> str:
    return f"/{scope}/pay-submissions/{pk}/"


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
        filters=[ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in PAY_RUN.states])],
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
            Section("Checks", facts=_checks(run), links=[
                Link("Every check, with who and how much", f"{at}checks/"), Link("Payslips", f"{at}payslips/"),
                Link("What it costs, by cost centre", f"{at}costs/"),
            ]),
            *([Section("Held back", table=_held(run, held).bind(*bound, prefix="h-"))] if held else []),
            *([Section("Came too late", table=_late(run, late).bind(*bound, prefix="l-"))] if late else []),
            Section("What was calculated", table=_totals(run).bind(*bound, prefix="t-")),
            *([Section("Control totals", table=_control(run).bind(*bound, prefix="c-"))] if told else []),
            *([Section("Told to others", table=_told(visit, run, told).bind(*bound, prefix="s-"))] if told else []),
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
        totals=lambda found: {"pence": sum(cost.pence for cost in found)},
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
        facts=lambda visit, run: [*_facts(run), Fact("Net pay", run.totals.get("net"), "money"), *_checks(run)],
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


@page("pay-run.read")
def submission_show(visit: Visit, pk: int) -> ObjectPage:
    told = selectors.submission_get_for(pk)
    shown = panel(SUBMISSION, told)
    may_have = told.file_id is not None and visit.holds("pay-run.submit", told.body)
    file = Press("Download the file", f"{submission_url(told.body.code, pk)}file/", method="get", kind="secondary")
    return ObjectPage(
        title=told.get_kind_display(),
        scope=visit.scope,
        caption=f"Pay run {told.run}",
        identity=[
            Fact("People", told.people, "number"),
            Fact("IRmark", told.ir_mark, "code", missing="Has none"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=[
            Fact("Body", told.body.name),
            Fact("Part", told.part, "number"),
            Fact("Pays on", told.run.pay_on, "date"),
        ],
        actions=[*shown.actions, *([file] if may_have else [])],
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link(f"Pay run {told.run}", run_url(told.body.code, told.run_id)),
        item=f"pay-submission:{pk}",
        synthetic=told.body.synthetic,
    )


@download("pay-run.submit")
def submission_file(visit: Visit, pk: int) -> HttpResponse:
    """A message or schedule of a run, which names people: for whoever sends it."""
    found = selectors.submission_get_for(pk)
    if found.file_id is None:
        raise NotThere(what="submission", found=pk)
    return file_response(file_get_for(found.file_id))


submission_send = step_view(
    SUBMISSION, "send", load=selectors.submission_get_for,
    take=lambda ids: reporting.submissions_send(ids=list(ids)),
    consequence="You say that this was sent.", said="Recorded as sent.",
)  # fmt: skip
submission_accept = step_view(
    SUBMISSION, "accept", load=selectors.submission_get_for,
    take=lambda ids: reporting.submissions_accept(ids=list(ids)),
    consequence="You say that whoever it was sent to accepted it.", said="Recorded as accepted.",
)  # fmt: skip
submission_reject = step_view(
    SUBMISSION, "reject", load=selectors.submission_get_for,
    take=lambda ids, reason: reporting.submissions_reject(ids=list(ids), reason=reason), reasons=REJECTED,
    consequence="A rule writes it anew, from what is recorded now; then it is sent again.",
    said="Recorded as not accepted.",
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


def _checks(run: PayRun) -> list[Fact]:
    counted = (
        selectors.pay_checks(run.pk)
        .values("kind")
        .annotate(all=Count("pk"), open=Count("pk", filter=Q(state="raised")))
    ).order_by("kind")
    at = run_url(run.body.code, run.pk)
    found = [
        Fact(
            CHECKS.get(row["kind"], row["kind"]),
            Tag(f"{row['open']} open of {row['all']}", "orange" if row["open"] else "green"),
            href=f"{at}checks/?kind={row['kind']}",
        )
        for row in counted
    ]
    return found or [Fact("Nothing stands out", "Every payslip is like the one before")]


def _held(run: PayRun, held: Sequence[Any]) -> Table:
    who = Who(each.employment_id for each in held)
    return Table(
        "held-back",
        columns=[
            Column("number", "Payroll number", "code", value=lambda h: who.number(h.employment_id),
                   link=lambda h: f"/{run.body.code}/employments/{h.employment_id}/"),
            Column("name", "Name", value=lambda h: who.name(h.employment_id)),
            Column("code", "Why", value=lambda h: HELD.get(h.code, HELD["other"]).format_map(_Words(h.values))),
        ],
        rows=list(held),
        synthetic=lambda h: run.body.synthetic,
        page_size=200,
        noun=("person", "people"),
    )  # fmt: skip


def _late(run: PayRun, late: Sequence[LateItem]) -> Table:
    who = Who(each.employment_id for each in late)
    names = person_names([each.owner_id for each in late])
    return Table(
        "late",
        columns=[
            Column("what", "What", value=lambda each: each.what),
            Column("number", "Payroll number", "code", value=lambda each: who.number(each.employment_id),
                   link=lambda each: f"/{run.body.code}/employments/{each.employment_id}/"),
            Column("came_at", "Came", "datetime", value=lambda each: each.came_at),
            Column("owner", "From", value=lambda each: names.get(each.owner_id, "A rule")),
        ],
        rows=late,
        synthetic=lambda each: run.body.synthetic,
        page_size=200,
        noun=("item", "items"),
    )  # fmt: skip


class _Words(dict[str, Any]):
    """Values of a refusal; one that is missing shows as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _totals(run: PayRun) -> Table:
    """What was calculated, by element."""
    rows = [(label, run.totals[code]) for code, label in TOTALS.items() if code in run.totals]
    return Table(
        "totals",
        columns=[
            Column("what", "What", value=lambda row: row[0]),
            Column("pence", "In all", "money", value=lambda row: row[1]),
        ],
        rows=rows,
        synthetic=lambda row: run.body.synthetic,
        page_size=200,
        noun=("total", "totals"),
    )


def _control(run: PayRun) -> Table:
    """Each figure wherever it stands, and whether it is the same everywhere."""
    return Table(
        "control-totals",
        columns=[
            Column("what", "What", value=lambda t: t.what),
            Column("payslips", "Payslips", "money", value=lambda t: t.payslips),
            Column("books", "Books", "money", value=lambda t: t.books),
            Column("instructed", "Instructed", "money", value=lambda t: t.instructed),
            Column("pain001", "pain.001", "money", value=lambda t: (t.files or {}).get("pain.001")),
            Column("bacs18", "Bacs 18", "money", value=lambda t: (t.files or {}).get("bacs18")),
            Column("reported", "Told to HMRC", "money", value=lambda t: t.reported),
            Column("agrees", "Agreed", "tag", value=lambda t: _AGREED[t.agrees]),
        ],
        rows=control_totals(run),
        synthetic=lambda t: run.body.synthetic,
        page_size=200,
        noun=("control total", "control totals"),
    )


_AGREED = {True: Tag("The same", "green"), False: Tag("Differs", "red")}


def _told(visit: Visit, run: PayRun, told: Sequence[Submission]) -> Table:
    sends = visit.holds("pay-run.submit", run.body)
    return Table(
        "told",
        columns=[
            Column("kind", "What", value=lambda s: s.get_kind_display(),
                   link=lambda s: submission_url(run.body.code, s.pk)),
            Column("part", "Part", "number"),
            Column("people", "People", "number"),
            Column("ir_mark", "IRmark", "code"),
            Column("state", "State", "tag", value=lambda s: state_tag(s.state)),
            Column("file", "File", value=lambda s: _FILE[bool(s.file_id), sends],
                   link=lambda s: f"{submission_url(run.body.code, s.pk)}file/" if s.file_id and sends else None),
        ],
        rows=list(told),
        synthetic=lambda s: run.body.synthetic,
        page_size=200,
        noun=("submission", "submissions"),
    )  # fmt: skip


def money(pence: int | None) -> str:
    """Pence as words, or a dash where there is nothing."""
    return "None" if pence is None else str(Money(pence))
