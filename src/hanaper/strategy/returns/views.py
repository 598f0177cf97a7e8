"""Returns on the screen: what is due and late, one return with its checks and corrections, formats to begin with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse

from hanaper.foundation.interface import formats
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
    ReportPage,
    Section,
    Table,
    Tag,
    TextFilter,
    Tile,
    Visit,
    attachment,
    download,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.returns import selectors, services
from hanaper.strategy.returns.errors import KindUnknown
from hanaper.strategy.returns.forms import SendForm
from hanaper.strategy.returns.models import Edition, Return
from hanaper.strategy.returns.process import RETURN
from hanaper.strategy.returns.rules.findings import RULES
from hanaper.strategy.returns.rules.formats import FORMATS, Format, json_schema, template
from hanaper.strategy.returns.selectors import ReturnState

KINDS: Final = [(each.kind, each.title) for each in FORMATS.values()]
ITEM: Final = "return:{pk}"
FORMATS_AT: Final = "returns/formats/"
GUARD: Final = (
    "Late counts working days past the due day, so far where nothing has come. Completeness is needed cells that were"
    " filled over those asked for, of the last edition; where nothing came it is not known, which is not nought."
)


@page_of(RETURN)
def return_url(scope: str, pk: int) -> str:
    return f"/{scope}/returns/{pk}/"


@page("returns.read")
def return_list(visit: Visit) -> ReportPage:
    """What is due, what came, how late and how complete."""
    every = selectors.returns_state(as_of=visit.today)
    made_up = [one for one in every if one.synthetic]
    # Counts are of real bodies; where there is none, the whole page is of made-up ones and says so.
    states = [one for one in every if not one.synthetic] or every
    came = [one for one in states if one.received_on is not None]
    missing = [one for one in states if one.is_missing]
    late = [one for one in came if one.days_late]
    table = _table(visit, "returns", states)
    return ReportPage(
        title="Returns",
        scope=visit.scope,
        section="returns/",
        basis="Returns of departments that run another system, and of those that work here: made from transactions.",
        as_at=visit.at,
        tiles=[
            Tile("Due", formats.number(len(states)), "#returns"),
            Tile("Received", formats.number(len(came)), "#returns"),
            Tile("Received late", formats.number(len(late)), "#returns", alarm=bool(late)),
            Tile("Missing", formats.number(len(missing)), "#returns", "Past due, and nothing has come.",
                 alarm=bool(missing)),
        ],
        table=table.bind(visit.asked, visit.path),
        sections=[_by_body(visit, states), *([_made_up(visit, made_up)] if made_up and made_up != states else [])],
        notes=[GUARD],
        source="returns as they were received; calendars of working days.",
        synthetic=any(one.synthetic for one in states),
        help=["A file is taken whole or not at all. Corrections are new editions: the earlier ones stay."],
    )  # fmt: skip


def _table(visit: Visit, name: str, rows: Sequence[ReturnState]) -> Table:
    codes = {body.pk: body.code for body in visit.known_bodies.values()}
    return Table(
        name,
        columns=[
            Column("body", "Body", link=lambda r: return_url(codes.get(r.body_id, visit.scope), r.id), sort=True),
            Column("kind", "Return", sort=True, value=lambda r: FORMATS[r.kind].title),
            Column("month", "Month", value=lambda r: FiscalPeriod.of_date(r.month).name),
            Column("due_on", "Due", "date"),
            Column("received_on", "Received", "date"),
            Column("days_late", "Working days late", "number"),
            Column("completeness_basis_points", "Complete", "percent"),
            Column("edition", "Edition", "number"),
            Column("refusals", "Files refused", "number"),
            Column("state", "State", "tag", value=_state),
        ],
        rows=rows,
        caption="Returns that were due",
        filters=[
            ChoiceFilter("kind", "Return", choices=KINDS),
            ChoiceFilter("state", "State", choices=[(state, state_tag(state).text) for state in RETURN.states]),
            TextFilter("body", "Body"),
        ],
        synthetic=lambda row: row.synthetic,
        noun=("return", "returns"),
        empty="No return is due. Say which bodies run another system, and ask for their returns.",
        page_size=50,
    )


def _made_up(visit: Visit, rows: Sequence[ReturnState]) -> Section:
    """Returns of made-up bodies beside a site with real ones: in a section that says so, and in no count."""
    return Section(
        "Made up: returns of bodies that do not exist",
        table=_table(visit, "made-up", rows).bind(visit.asked, visit.path, prefix="made-up-"),
        anchor="made-up",
    )


def _state(row: ReturnState) -> Tag:
    return Tag("Missing", "red") if row.is_missing else state_tag(row.state)


def _by_body(visit: Visit, states: Sequence[ReturnState]) -> Section:
    names = sorted({one.body for one in states})
    rows = []
    for name in names:
        mine = [one for one in states if one.body == name]
        rows.append(
            {
                "body": name,
                "due": len(mine),
                "received": sum(one.received_on is not None for one in mine),
                "late": sum(one.days_late > 0 and one.received_on is not None for one in mine),
                "missing": sum(one.is_missing for one in mine),
                "days": sum(one.days_late for one in mine),
                "complete": selectors.completeness(
                    sum(one.cells_given for one in mine), sum(one.cells_asked for one in mine)
                ),
                "synthetic": any(one.synthetic for one in mine),
            }
        )
    table = Table(
        "by-body",
        columns=[
            Column("body", "Body"),
            Column("due", "Due", "number"),
            Column("received", "Received", "number"),
            Column("late", "Of them late", "number"),
            Column("missing", "Missing", "number"),
            Column("days", "Working days late", "number"),
            Column("complete", "Complete", "percent", hint="of what came"),
        ],
        rows=rows,
        caption="Lateness and completeness by body",
        synthetic=lambda row: row["synthetic"],
        noun=("body", "bodies"),
        empty="No body owes a return.",
        page_size=50,
    )
    return Section(
        "By body",
        table=table.bind(visit.asked, visit.path, prefix="by-body-"),
        links=[Link("Templates and schemas", visit.url("returns/formats/"))],
    )


@page("returns.read")
def return_show(visit: Visit, pk: int) -> ObjectPage:
    asked = selectors.return_get_for(pk)
    shown = panel(RETURN, asked, exclude=("send", "make"))
    kept = selectors.editions(pk)
    last = kept[0] if kept else None
    at = return_url(asked.body.code, pk)
    actions = list(shown.actions)
    connected = selectors.connection_on(asked.body_id, asked.month)
    if asked.state in ("expected", "reopened"):
        if connected is not None and visit.holds("returns.send", asked.body):
            actions.insert(0, Press("Send a file", f"{at}send/", method="get"))
        if connected is None and visit.holds("returns.maintain", asked.body):
            actions.insert(0, Press("Make it from transactions", f"{at}make/"))
    return ObjectPage(
        title=f"{FORMATS[asked.kind].title}, {FiscalPeriod.of_date(asked.month).name}",
        caption=f"Return {asked} of {asked.body.name}",
        scope=visit.scope,
        section="returns/",
        identity=[
            Fact("Due", asked.due_on, "date"),
            Fact("System", connected.system if connected else "This platform: made from transactions"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=_facts(last),
        sections=[_rows(visit, asked, last), _editions(visit, kept), _changes(visit, kept), _refusals(visit, pk)],
        actions=actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=[*shown.related, Link("Template and schema", visit.url(f"returns/formats/{asked.kind}/"))],
        back=Link("Returns", visit.url("returns/")),
        item=ITEM.format(pk=pk),
        synthetic=asked.body.synthetic,
    )


def _facts(last: Edition | None) -> list[Fact]:
    if last is None:
        return [Fact("Received", "Nothing yet")]
    complete = last.cells_given * 10_000 // last.cells_asked if last.cells_asked else None
    return [
        Fact("Received", last.received_at, "datetime"),
        Fact("File", last.file_name),
        Fact("Rows", last.rows, "number"),
        Fact("Complete", complete, "percent", hint=GUARD),
        Fact("Mended in reading", formats.count(len(last.mended), "cell") if last.mended else "Nothing"),
        *(Fact(f"Why {code.replace('-', ' ')}", reason) for code, reason in last.reasons.items()),
    ]


def _rows(visit: Visit, asked: Return, last: Edition | None) -> Section:
    columns = FORMATS[asked.kind].columns
    table = Table(
        "rows",
        columns=[
            Column("line", "Line", "number"),
            *(Column(column.name, column.title or column.name.replace("_", " ").capitalize(), value=_cell(column.name))
              for column in columns),
        ],
        rows=selectors.rows_of(last),
        caption="What was received",
        synthetic=lambda row: asked.body.synthetic,
        noun=("row", "rows"),
        empty="Nothing has been received.",
    )  # fmt: skip
    return Section("What was received", table=table.bind(visit.asked, visit.path, prefix="rows-"))


def _cell(name: str) -> Any:
    return lambda row: row.cells.get(name)


def _editions(visit: Visit, kept: Sequence[Edition]) -> Section:
    table = Table(
        "editions",
        columns=[
            Column("edition", "Edition", "number"),
            Column("received_at", "Received", "datetime"),
            Column("file_name", "File"),
            Column("rows", "Rows", "number"),
            Column("format_version", "Format version", "number"),
        ],
        rows=list(kept),
        caption="Every edition",
        noun=("edition", "editions"),
        empty="None yet.",
    )
    return Section("Editions", table=table.bind(visit.asked, visit.path, prefix="editions-"))


def changes(later: Edition, earlier: Edition) -> list[dict[str, Any]]:
    """What differs cell by cell between two editions, by line."""
    new = {row.line: row.cells for row in selectors.rows_of(later)}
    old = {row.line: row.cells for row in selectors.rows_of(earlier)}
    return [
        {"line": line, "column": name, "before": old.get(line, {}).get(name), "after": new.get(line, {}).get(name)}
        for line in sorted({*new, *old})
        for name in dict.fromkeys([*old.get(line, {}), *new.get(line, {})])
        if old.get(line, {}).get(name) != new.get(line, {}).get(name)
    ]


def _changes(visit: Visit, kept: Sequence[Edition]) -> Section:
    rows = changes(kept[0], kept[1]) if len(kept) > 1 else []
    table = Table(
        "changes",
        columns=[
            Column("line", "Line", "number"),
            Column("column", "Column"),
            Column("before", "Before"),
            Column("after", "After"),
        ],
        rows=rows,
        caption="What the last correction changed",
        noun=("cell", "cells"),
        empty="Nothing was corrected.",
    )
    return Section("Correction", table=table.bind(visit.asked, visit.path, prefix="changes-"))


def _refusals(visit: Visit, pk: int) -> Section:
    rows = [
        {"at": refusal.at, "file": refusal.file_name, "code": fault["code"], "line": fault["line"],
         "column": fault["column"], "rule": RULES[fault["code"]][1]}
        for refusal in selectors.refusals(pk)
        for fault in refusal.faults
    ]  # fmt: skip
    table = Table(
        "refusals",
        columns=[
            Column("at", "When", "datetime"),
            Column("file", "File"),
            Column("code", "Fault", "code"),
            Column("line", "Line", "number"),
            Column("column", "Column"),
            Column("rule", "Rule"),
        ],
        rows=rows,
        caption="Files that were refused",
        noun=("fault", "faults"),
        empty="No file was refused.",
    )
    return Section("Files that were refused", table=table.bind(visit.asked, visit.path, prefix="refusals-"))


@page("returns.send")
def send_form(visit: Visit, pk: int) -> EditPage:
    asked = selectors.return_get_for(pk)
    title = FORMATS[asked.kind].title
    return EditPage(
        title=f"Send: {title}, {FiscalPeriod.of_date(asked.month).name}",
        scope=visit.scope,
        section="returns/",
        form=visit.entered or SendForm(),
        submit="Check and send",
        intro=["Every row is checked first. If anything is wrong, nothing is taken, and each fault is named by line."],
        cancel=Link("Cancel", return_url(visit.scope, pk)),
        back=Link(str(asked), return_url(visit.scope, pk)),
        synthetic=asked.body.synthetic,
    )


@press("returns.send", shows=send_form)
def return_send(visit: Visit, pk: int) -> Done:
    form = SendForm(visit.posted(), visit.request.FILES)
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    file = form.cleaned_data["file"]
    content = file.read()
    checked = services.return_check(return_id=pk, content=content)
    said = form.reasons()
    wrong = [*checked.faults, *(each for each in checked.warnings if not said[each.code].strip())]
    if wrong:
        # The act ends with the refusal on record, and with nothing of the file.
        services.return_refuse(return_id=pk, name=file.name, wrong=wrong)
        return Done(return_url(visit.scope, pk), f"Nothing was taken. {_named(wrong)}")
    edition = services.return_send(return_id=pk, name=file.name, content=content, reasons=said)
    mended = (
        f" {formats.count(len(edition.mended), 'cell was', 'cells were')} mended in reading." if edition.mended else ""
    )
    return Done(
        return_url(visit.scope, pk), f"{formats.count(edition.rows, 'row')} received.{mended} It waits for acceptance."
    )


def _named(wrong: Sequence[Any]) -> str:
    shown = "; ".join(f"line {each.line}, {each.column or 'file'}: {each.rule}" for each in wrong[:3])
    more = f"; and {len(wrong) - 3} more below" if len(wrong) > 3 else ""
    return f"{formats.count(len(wrong), 'thing is', 'things are')} wrong: {shown}{more}."


@press("returns.maintain", shows=return_show)
def return_make(visit: Visit, pk: int) -> Done:
    edition = services.return_make(return_id=pk)
    return Done(return_url(visit.scope, pk), f"{formats.count(edition.rows, 'row')} made from transactions.")


return_accept = step_view(
    RETURN, "accept", load=selectors.return_get_for, take=services.returns_accept,
    consequence="You say, as the accountable signatory, that it is right.", said="The return is accepted.",
)  # fmt: skip
return_reopen = step_view(
    RETURN, "reopen", load=selectors.return_get_for, take=services.returns_reopen,
    consequence="Another edition may be sent. The one that is there stays.", said="It is open for a correction.",
)  # fmt: skip


@page("returns.read")
def format_list(visit: Visit) -> ListPage:
    """The formats, with their templates and schemas."""
    table = Table(
        "formats",
        columns=[
            Column("title", "Return", link=lambda one: visit.url(f"returns/formats/{one.kind}/")),
            Column("kind", "Kind", "code"),
            Column("version", "Version", "number"),
            Column("columns", "Columns", "number", value=lambda one: len(one.columns)),
        ],
        rows=list(FORMATS.values()),
        caption="Formats of returns",
        noun=("format", "formats"),
    )
    return ListPage(
        title="Templates and schemas",
        scope=visit.scope,
        section="returns/",
        back=Link("Returns", visit.url("returns/")),
        table=table.bind(visit.asked, visit.path),
    )


@page("returns.read")
def format_show(visit: Visit, kind: str) -> ReportPage:
    """One format: its columns, its checks, its template and its schema."""
    form = _form(kind)
    columns = Table(
        "columns",
        columns=[
            Column("name", "Column", "code"),
            Column("title", "Published name"),
            Column("kind", "Holds"),
            Column("needed", "Needed", "yes-no"),
            Column("choices", "One of", value=lambda one: ", ".join(one.choices)),
        ],
        rows=list(form.columns),
        caption="Columns",
        noun=("column", "columns"),
        page_size=50,
    )
    checks = Table(
        "checks",
        columns=[Column("code", "Check", "code"), Column("severity", "Weight"), Column("rule", "Rule")],
        rows=[{"code": code, "severity": weight, "rule": rule} for code, (weight, rule) in RULES.items()],
        caption="What is checked, in every format where it applies",
        noun=("check", "checks"),
        page_size=50,
    )
    return ReportPage(
        title=form.title,
        scope=visit.scope,
        section="returns/",
        basis=f"Format “{form.kind}”, version {form.version}.",
        back=Link("Templates and schemas", visit.url("returns/formats/")),
        table=columns.bind(visit.asked, visit.path),
        sections=[
            Section("Checks", table=checks.bind(visit.asked, visit.path, prefix="checks-")),
            Section(
                "Template and schema",
                paragraphs=["The commands hanaper returns template and hanaper returns schema print the same."],
                links=[
                    Link(
                        "Template: an empty CSV file with these columns",
                        visit.url(f"{FORMATS_AT}{form.kind}/template/"),
                    ),
                    Link("JSON Schema 2020-12", visit.url(f"{FORMATS_AT}{form.kind}/schema/")),
                ],
            ),
        ],
    )


@download("returns.read")
def format_template(visit: Visit, kind: str) -> HttpResponse:
    """The template as a file."""
    return attachment(template(_form(kind)), "text/csv; charset=utf-8", name=f"{kind}-template.csv")


@download("returns.read")
def format_schema(visit: Visit, kind: str) -> HttpResponse:
    """The JSON Schema as a file."""
    schema = json.dumps(json_schema(_form(kind)), indent=2, ensure_ascii=False)
    return attachment(schema, "application/schema+json", name=f"{kind}.schema.json")


def _form(kind: str) -> Format:
    if kind not in FORMATS:
        raise KindUnknown(found=kind, expected=", ".join(FORMATS))
    return FORMATS[kind]
