"""Parallel runs: list, import, one run with its differences by cause, accepting them, sign-off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from hanaper.foundation.interface.api import (
    BulkAct,
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
    TextFilter,
    Visit,
    chosen_ids,
    name_wrong_rows,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view
from hanaper.foundation.processes.api import Outcome
from hanaper.hr.pay.api import PayRun, element_numbered
from hanaper.kernel.dates import show_date
from hanaper.transition.parallel import selectors, services
from hanaper.transition.parallel.errors import WrongLegacyFile
from hanaper.transition.parallel.forms import ImportForm
from hanaper.transition.parallel.models import Difference, ParallelRun
from hanaper.transition.parallel.process import DIFFERENCE, PARALLEL_RUN
from hanaper.transition.parallel.wording import CAUSES, PRESSES, REASONS

ITEM: Final = "parallel-run:{pk}"


@page_of(PARALLEL_RUN)
def run_url(scope: str, pk: int) -> str:
    return f"/{scope}/parallel-runs/{pk}/"


@page_of(DIFFERENCE)
def difference_url(scope: str, pk: int) -> str:
    return f"/{scope}/parallel-differences/{pk}/"


@page("migration.read")
def run_list(visit: Visit) -> ListPage:
    rows = selectors.parallel_runs()
    beside = selectors.pay_runs_of(list(rows))
    may_import = visit.scope != "all" and visit.holds("migration.run", visit.body)
    table = Table(
        "parallel-runs",
        columns=[
            Column("number", "Number", "code", link=lambda r: run_url(r.body.code, r.pk), sort=True),
            Column("body__name", "Body", sort=True),
            Column("pay_run", "Pay run", "code", value=lambda r: _of(beside, r, lambda p: p.number)),
            Column("pay_on", "Pays on", "date", value=lambda r: _of(beside, r, lambda p: p.pay_on)),
            Column("people_there", "People there", "number"),
            Column("people_here", "People here", "number"),
            Column("people_differing", "People who differ", "number"),
            Column("open_count", "Open differences", "number", sort=True),
            Column("state", "State", "tag", value=lambda r: state_tag(r.state)),
        ],
        rows=rows,
        filters=[ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in PARALLEL_RUN.states])],
        synthetic=lambda r: r.body.synthetic,
        noun=("parallel run", "parallel runs"),
        empty="No parallel runs yet. Bring in what the earlier payroll worked out for a pay run that is calculated.",
    )
    return ListPage(
        title="Parallel runs",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=[Press("Bring in earlier results", visit.url("parallel-runs/import/"), method="get")]
        if may_import
        else [],
        help=[
            "An earlier payroll's results stand beside ours, to the penny, for each person and element.",
            "Somebody else accepts each difference by name, or has it mended and compared again, and signs off.",
        ],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("migration.read")
def run_show(visit: Visit, pk: int) -> ObjectPage:
    run = selectors.parallel_run_get_for(pk)
    shown = panel(PARALLEL_RUN, run)
    at = run_url(run.body.code, pk)
    pay_run = selectors.pay_runs_of([run]).get(run.pay_run_id)
    groups = selectors.groups(pk)
    waiting = sum(group.open for group in groups)
    return ObjectPage(
        title=f"Parallel run {run}",
        scope=visit.scope,
        caption=f"Beside pay run {pay_run}, which pays on {show_date(pay_run.pay_on)}" if pay_run else "",
        identity=[
            Fact("People there", run.people_there, "number"),
            Fact("People here", run.people_here if run.calculation else None, "number", missing="Not compared yet"),
            Fact("Cut-over", _readiness(run, waiting)),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=_facts(run, pay_run),
        sections=[
            Section(
                "Differences by cause",
                table=_by_cause(run, groups, at).bind(visit.asked, visit.path, prefix="c-"),
                links=[Link("Every difference, with who and how much", f"{at}differences/")] if groups else [],
            ),
        ],
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Parallel runs", visit.url("parallel-runs/")),
        item=ITEM.format(pk=pk),
        synthetic=run.body.synthetic,
    )


@page("migration.run")
def run_import_form(visit: Visit) -> EditPage:
    return EditPage(
        title="Bring in earlier results",
        scope=visit.scope,
        form=visit.entered or ImportForm(),
        submit="Check and bring in",
        intro=[
            "The whole file is taken, or nothing of it. The same file again changes nothing; another takes its place.",
            "Whoever brings it in never accepts what differs.",
        ],
        cancel=Link("Cancel", visit.url("parallel-runs/")),
        back=Link("Parallel runs", visit.url("parallel-runs/")),
        synthetic=visit.body.synthetic,
    )


@press("migration.run", shows=run_import_form)
def run_import(visit: Visit) -> Done:
    form = ImportForm(visit.posted(), visit.request.FILES)
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    file = form.cleaned_data["file"]
    try:
        run = services.parallel_run_import(pay_run=form.cleaned_data["pay_run"], name=file.name, content=file.read())
    except WrongLegacyFile as refusal:
        name_wrong_rows(form, refusal.values["wrong"], field="file")
        raise FormRefused(form) from None
    return Done(run_url(visit.scope, run.pk), f"The results of {run.people_there} people are in. Compare them now.")


def _one(take: Any) -> Any:
    """A service that takes one run, as a step view calls it."""

    def taken(*, ids: Sequence[int]) -> list[Outcome]:
        return [take(run_id=ids[0])]

    return taken


def _step(code: str, take: Any, consequence: str, said: str) -> Any:
    return step_view(
        PARALLEL_RUN, code, load=selectors.parallel_run_get_for, take=_one(take), consequence=consequence, said=said,
        facts=lambda visit, run: _facts(run, selectors.pay_runs_of([run]).get(run.pay_run_id)),
    )  # fmt: skip


run_compare = _step(
    "compare", services.parallel_run_compare, "Both results are held side by side, to the penny.", "Compared."
)
run_again = _step(
    "again", services.parallel_run_compare,
    "Both results are compared again. What was accepted stays accepted if the same comes out.", "Compared again.",
)  # fmt: skip
run_sign_off = _step(
    "sign-off", services.parallel_run_sign_off,
    "You say that nothing is open between the two payrolls, so that this body may be cut over.",
    "Signed off. This body may be cut over.",
)  # fmt: skip
run_reopen = _step("reopen", services.parallel_run_reopen, "The body is not ready any more.", "The run is open again.")
run_abandon = _step(
    "abandon", services.parallel_run_abandon, "Nothing of this comparison counts any more.", "The run was abandoned."
)


@page("migration.read")
def difference_list(visit: Visit, pk: int) -> ListPage:
    run = selectors.parallel_run_get_for(pk)
    return ListPage(
        title=f"Differences of parallel run {run}",
        scope=visit.scope,
        intro="Each is accepted by name, with its reason, or mended in what was recorded and compared again.",
        table=_differences(visit, run).bind(visit.asked, visit.path),
        back=Link(f"Parallel run {run}", run_url(run.body.code, pk)),
        synthetic=run.body.synthetic,
    )


def _accepting(reason: str) -> Any:
    """The press that accepts the chosen differences for one reason."""

    @press("migration.sign-off", shows=difference_list)
    def accept(visit: Visit, pk: int) -> Done:
        run = selectors.parallel_run_get_for(pk)
        ids = chosen_ids(visit.request.POST, _differences(visit, run).bind(visit.asked, visit.path))
        mine = list(selectors.differences(pk).filter(pk__in=ids).values_list("pk", flat=True))
        moved = sum(outcome.moved for outcome in services.differences_accept(ids=mine, reason=f"parallel.{reason}"))
        return Done(f"{run_url(visit.scope, pk)}differences/", f"{moved} of {len(ids)} accepted.")

    return accept


accept_they_were_wrong = _accepting("they-were-wrong")
accept_both_lawful = _accepting("both-lawful")
accept_put_right = _accepting("put-right")


@page("migration.read")
def difference_show(visit: Visit, pk: int) -> ObjectPage:
    found = selectors.difference_get_for(pk)
    shown = panel(DIFFERENCE, found)
    return ObjectPage(
        title=f"{_element(found)} of {found.payroll_number}",
        scope=visit.scope,
        caption=CAUSES[found.cause],
        identity=[
            Fact("Here", found.here_pence, "money", missing="No such line"),
            Fact("There", found.there_pence, "money", missing="No such line"),
            Fact("Ours less theirs", found.change_pence, "money"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=_difference_facts(found),
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        back=Link(f"Parallel run {found.run}", f"{run_url(found.body.code, found.run_id)}differences/"),
        item=f"parallel-difference:{pk}",
        synthetic=found.body.synthetic,
    )


difference_accept = step_view(
    DIFFERENCE, "accept", load=selectors.difference_get_for, take=services.differences_accept, reasons=REASONS,
    consequence="You accept this difference by name. If another comes out later, it is open again.",
    said="Accepted.", facts=lambda visit, found: _difference_facts(found),
)  # fmt: skip


def _of(beside: dict[int, PayRun], run: ParallelRun, ask: Callable[[PayRun], Any]) -> Any:
    found = beside.get(run.pay_run_id)
    return None if found is None else ask(found)


def _readiness(run: ParallelRun, waiting: int) -> Tag:
    if not run.calculation:
        return Tag("Not compared yet", "grey")
    if waiting:
        return Tag(f"Not ready: {waiting} open", "orange")
    if selectors.is_stale(run):
        return Tag("Compare again: the pay run has changed", "orange")
    return Tag("Ready", "green") if run.state == "ready" else Tag("Nothing open: sign off", "teal")


def _facts(run: ParallelRun, pay_run: PayRun | None) -> list[Fact]:
    left_out = ", ".join(element_numbered(number).name for number in run.leaving_out)
    return [
        Fact("Body", run.body.name),
        Fact("Pay run", str(pay_run) if pay_run else None, missing="Not there"),
        Fact("Calculation compared", run.calculation or None, "number", missing="Not compared yet"),
        Fact("File", run.file_name, hint=f"edition {run.edition}, {run.rows} rows"),
        Fact("People who differ", run.people_differing if run.calculation else None, "number"),
        Fact("Not compared", left_out or "Nothing", hint="Costs of the employer of which the file has no line"),
    ]


def _difference_facts(found: Difference) -> list[Fact]:
    at = f"/{found.body.code}/employments/{found.employment_id}/" if found.employment_id else None
    return [
        Fact("Payroll number", found.payroll_number, href=at),
        Fact("What differs", _element(found)),
        Fact("Cause", CAUSES[found.cause]),
        Fact("Amount here", found.here_pence, "money", missing="No such line"),
        Fact("Amount there", found.there_pence, "money", missing="No such line"),
        *([Fact(f"{CAUSES[found.cause]}: here", found.fact_here),
           Fact(f"{CAUSES[found.cause]}: there", found.fact_there)] if found.fact_here or found.fact_there else []),
        Fact("Ours less theirs", found.change_pence, "money"),
    ]  # fmt: skip


def _element(found: Difference) -> str:
    return element_numbered(found.element).name if found.element else "No penny yet"


def _by_cause(run: ParallelRun, groups: Sequence[selectors.Group], at: str) -> Table:
    return Table(
        "differences-by-cause",
        columns=[
            Column("cause", "Cause", value=lambda g: CAUSES[g.cause],
                   link=lambda g: f"{at}differences/?cause={g.cause}"),
            Column("people", "People", "number"),
            Column("found", "Differences", "number"),
            Column("open", "Open", "tag",
                   value=lambda g: Tag(f"{g.open} open", "orange") if g.open else Tag("None", "green")),
            Column("net_pence", "In net pay", "money", hint="ours less theirs"),
        ],
        rows=list(groups),
        synthetic=lambda g: run.body.synthetic,
        page_size=200,
        noun=("cause", "causes"),
        empty="No difference: both payrolls agree to the penny." if run.calculation else "Not compared yet.",
    )  # fmt: skip


def _differences(visit: Visit, run: ParallelRun) -> Table:
    rows = selectors.differences(run.pk)
    at = run_url(run.body.code, run.pk)
    may = run.state == "compared" and visit.holds("migration.sign-off", run.body)
    numbers = sorted(set(rows.order_by().values_list("element", flat=True)) - {0})
    causes = set(rows.order_by().values_list("cause", flat=True))
    return Table(
        "differences",
        columns=[
            Column("payroll_number", "Payroll number", "code", link=lambda d: difference_url(run.body.code, d.pk),
                   sort=True),
            Column("element", "Element", value=_element, sort=True),
            Column("cause", "Cause", value=lambda d: CAUSES[d.cause], sort=True),
            Column("here_pence", "Here", "money"),
            Column("there_pence", "There", "money"),
            Column("change_pence", "Ours less theirs", "money", sort=True),
            Column("fact_here", "Fact here"),
            Column("fact_there", "Fact there"),
            Column("state", "State", "tag", value=lambda d: state_tag(d.state)),
            Column("state_reason", "Reason", value=lambda d: REASONS.get(d.state_reason, "")),
        ],
        rows=rows,
        filters=[
            ChoiceFilter("cause", "Cause", choices=[(code, CAUSES[code]) for code in CAUSES if code in causes]),
            ChoiceFilter("element", "Element", choices=[(str(n), element_numbered(n).name) for n in numbers]),
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in ("open", "accepted")]),
            TextFilter("number", "Payroll number", field="payroll_number"),
        ],
        bulk=[BulkAct(code, label, f"{at}accept/{code}/") for code, label in PRESSES.items()] if may else [],
        row_label=lambda d: f"{_element(d)} of {d.payroll_number}, {CAUSES[d.cause].lower()}",
        synthetic=lambda d: run.body.synthetic,
        noun=("difference", "differences"),
        empty="No difference: both payrolls agree to the penny.",
    )  # fmt: skip
