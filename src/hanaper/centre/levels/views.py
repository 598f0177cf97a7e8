"""Service levels on the screen: the report of a month, and the documents behind each figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hanaper.centre.levels import selectors
from hanaper.centre.levels.figures import Figure, figures
from hanaper.centre.levels.measures import measure
from hanaper.centre.levels.pages import holder_text, lines_of, month_filter, tile, with_query
from hanaper.centre.levels.questions import Question, question
from hanaper.centre.levels.rules.months import month_of
from hanaper.centre.levels.selectors import Answers, Summary, documents
from hanaper.foundation.interface.api import (
    BoundTable,
    ChoiceFilter,
    Column,
    Fact,
    Filter,
    Link,
    ListPage,
    ReportPage,
    Rows,
    Section,
    Table,
    Visit,
    page,
)
from hanaper.foundation.interface.steps import document_url, state_tag
from hanaper.kernel.dates import show_date
from hanaper.kernel.periods import FiscalPeriod

PROCESS = "invoice"
TILES = (
    "volume.received", "touchless.all", "touchless.eligible", "touchless.eligible-share", "touchless.by-value",
    "touchless.sampled-errors", "waited.median", "waited.p90", "standard.met", "prompt-payment.target",
    "prompt-payment.limit", "prompt-payment.stopped",
)  # fmt: skip
_EMPTY = "No invoice was received in this month. Choose another month above."


@page("levels.read")
def levels_report(visit: Visit) -> ReportPage:
    """The answer for a month: how many, how long, how much by hand, by body and together."""
    asked, last = _asked(visit)
    lines = with_query(visit.url("levels/documents/"), {"month": asked.slug})
    found = selectors.answers(asked)
    together = {f.key: f for f in figures(asked, found.together)} if found.together else {}
    synthetic = any(counts.synthetic for counts in found.summaries.values())
    return ReportPage(
        title="Service levels",
        scope=visit.scope,
        section="levels/",
        synthetic=synthetic,
        basis=f"Supplier invoices received in {asked.month.name}, as evidence has them.",
        as_at=asked.as_of,
        tiles=[tile(together[key], lines) for key in TILES if key in together],
        table=_by_body(visit, asked, last, found.summaries).bind(visit.asked, visit.path),
        sections=[
            _section("Volume", _volumes(found, lines), visit, "volume"),
            _section("Waiting in each state", _waits(asked, found, lines), visit, "waited"),
            _section("Waiting longest", _longest(found), visit, "waited"),
            _section("Holds by reason", _holds(found, lines), visit, "holds"),
            _section("Required approvals", _controls(found), visit, ""),
            Section(
                "Pay",
                links=[Link("How right pay was, how much went by itself, what came late", visit.url("levels/pay/"))],
            ),
            _definitions(asked),
        ],
        notes=[measure(code).guard for code in ("touchless", "waited", "standard", "prompt-payment")],
        source="the evidence that the database writes at each step. Nothing here is keyed.",
        help=[
            "Each figure opens to the documents that it counts, and each document to its own page and timeline.",
            "Open documents count with the time that they have waited so far.",
        ],
    )


@page("levels.read")
def levels_documents(visit: Visit) -> ListPage:
    """The documents of a month, narrowed to those that a figure counts."""
    asked, last = _asked(visit)
    table = Table(
        "documents",
        columns=[
            Column("number", "Invoice", "code", link=_to_document, sort=True),
            Column("body", "Body", sort=True),
            Column("supplier", "Supplier", sort=True),
            Column("received_on", "Received", "date", sort=True),
            Column("channel", "Came"),
            Column("payable_pence", "Amount", "money", sort=True),
            Column("touch", "Touched", sort=True),
            Column("eligible", "Eligible", "yes-no"),
            Column("held_because", "Held for"),
            Column("waited_seconds", "From receipt", "duration", sort=True, hint="to the end, or so far"),
            Column("working_days", "Working days", "number", sort=True),
            Column("days", "Days to payment", "number", sort=True, hint="or so far; day 1 is the day after receipt"),
            Column("in_standard", "Standard"),
            Column("in_target", f"{asked.target.whole_number} days"),
            Column("in_limit", f"{asked.limit.whole_number} days"),
            Column("state", "State", "tag", value=lambda row: state_tag(row["state"]), sort="state"),
        ],
        rows=documents(asked),
        caption=f"Invoices received in {asked.month.name}",
        filters=_filters(asked, last),
        order="-waited_seconds",
        synthetic=lambda row: bool(row["synthetic"]),
        noun=("invoice", "invoices"),
        empty=_EMPTY,
    )
    return ListPage(
        title=f"Invoices received in {asked.month.name}",
        scope=visit.scope,
        section="levels/",
        back=Link("Service levels", with_query(visit.url("levels/"), {"month": asked.slug})),
        table=table.bind(visit.asked, visit.path),
        synthetic=any(body.synthetic for body in visit.bodies),
    )


def _filters(asked: Question, last: FiscalPeriod) -> list[Filter]:
    """What the list of documents may be narrowed by: the names in `Figure.lines` are among them."""
    return [
        month_filter(last),
        ChoiceFilter("channel", "Came", choices=[(c, c) for c in dict.fromkeys(asked.measured.channels.values())]),
        ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in asked.measured.process.states]),
        ChoiceFilter("touch", "Touched", choices=[(t, t) for t in _TOUCHES]),
        _yes_no("eligible", "Eligible", "eligible"),
        _yes_no("over", "Finished", "is_over"),
        ChoiceFilter("held", "Held", choices=[("yes", "Yes"), *_reasons(asked)], by=_held),
        ChoiceFilter("standard", "Standard", field="in_standard", choices=_TIMES),
        ChoiceFilter("target", f"{asked.target.whole_number} days", field="in_target", choices=_TIMES),
        ChoiceFilter("limit", f"{asked.limit.whole_number} days", field="in_limit", choices=_TIMES),
    ]


def narrowing(asked: Question, rows: Rows, lines: Mapping[str, str]) -> Rows:
    """The rows that a figure's lines show, narrowed as the page narrows them."""
    by_name = {one.name: one for one in _filters(asked, asked.month)}
    for name, value in lines.items():
        rows = by_name[name].narrow(rows, by_name[name].clean(value))
    return rows


_TOUCHES = ("untouched", "control only", "by hand", "refused by rule", "undone", "not ready yet")
_TIMES = [(word, word.capitalize()) for word in ("in time", "late", "not yet", "left out")]


def _asked(visit: Visit) -> tuple[Question, FiscalPeriod]:
    """The question that the address asks, and the last month there is to choose."""
    last = FiscalPeriod.of_date(visit.today)
    chosen = str(visit.asked.get("month", "") or "")
    month = month_of(chosen) if chosen else selectors.latest_month(process_code=PROCESS, on=visit.today)
    ids = [body.pk for body in visit.bodies]
    return question(month=month, body_ids=ids, process_code=PROCESS, as_of=selectors.as_it_stands(now=visit.at)), max(
        last, month
    )


def _by_body(visit: Visit, asked: Question, last: FiscalPeriod, found: Mapping[int | None, Summary]) -> Table:
    names = {body.pk: body for body in visit.bodies}
    rows = [
        {"id": pk, "code": names[pk].code, "body": names[pk].name, "synthetic": counts.synthetic}
        | {figure.key: figure for figure in figures(asked, counts)}
        for pk, counts in found.items()
        if pk is not None and pk in names and counts.documents
    ]
    return Table(
        "bodies",
        columns=[
            Column(
                "body", "Body", link=lambda r: with_query(f"/{r['code']}/levels/", {"month": asked.slug}), sort=True
            ),
            *(_figure_column(asked, *which) for which in _BY_BODY),
        ],
        rows=sorted(rows, key=lambda row: row["body"]),
        caption=f"Service levels of {asked.month.name}, by body",
        filters=[month_filter(last)],
        synthetic=lambda row: row["synthetic"],
        noun=("body", "bodies"),
        empty=_EMPTY,
    )


_BY_BODY: tuple[tuple[str, str, Any], ...] = (
    ("volume.received", "Received", "number"),
    ("volume.open", "Open", "number"),
    ("touchless.all", "Touchless, of all", "percent"),
    ("touchless.eligible", "Touchless, of eligible", "percent"),
    ("touchless.eligible-share", "Eligible share", "percent"),
    ("touchless.by-value", "Touchless, by value", "percent"),
    ("waited.median", "Median time", "duration"),
    ("waited.p90", "Nine in ten within", "duration"),
    ("standard.met", "In standard", "percent"),
    ("prompt-payment.target", "Paid within target", "percent"),
    ("prompt-payment.limit", "Paid within limit", "percent"),
)


def _figure_column(asked: Question, key: str, heading: str, kind: Any) -> Column:
    def value(row: Mapping[str, Any]) -> int | None:
        figure: Figure = row[key]
        return figure.value

    def link(row: Mapping[str, Any]) -> str | None:
        return lines_of(row[key], with_query(f"/{row['code']}/levels/documents/", {"month": asked.slug}))

    return Column(key, heading, kind, value=value, link=link)


def _section(title: str, table: Table, visit: Visit, code: str) -> Section:
    said = [measure(code).guard] if code in ("volume", "holds") else []
    bound: BoundTable = table.bind(visit.asked, visit.path, prefix=f"{table.name}-")
    return Section(title, table=bound, paragraphs=said, anchor=f"{table.name}-section")


def _volumes(found: Answers, lines: str) -> Table:
    rows = [vars(v) for v in found.volumes if v.body_id is None]
    return Table(
        "volumes",
        columns=[
            Column("channel", "Came"),
            Column("state", "State", "tag", value=lambda r: state_tag(r["state"])),
            Column("documents", "Invoices", "number",
                   link=lambda r: with_query(lines, {"channel": r["channel"], "state": r["state"]})),
        ],
        rows=rows, caption="Volume by channel and state", synthetic=lambda r: r["synthetic"], empty=_EMPTY,
    )  # fmt: skip


def _waits(asked: Question, found: Answers, lines: str) -> Table:
    over = set(asked.measured.last_states)
    return Table(
        "waits",
        columns=[
            Column("state", "State", "tag", value=lambda r: state_tag(r["state"])),
            Column("documents", "Invoices", "number"),
            Column("open_documents", "Still there", "number",
                   link=lambda r: with_query(lines, {"state": r["state"]}) if r["state"] not in over else None),
            Column("total_seconds", "All together", "duration"),
            Column("median_seconds", "Median", "duration"),
            Column("p90_seconds", "Nine in ten", "duration"),
            Column("longest_seconds", "Longest", "duration"),
            Column("median_days", "Median", "number", hint="working days"),
            Column("p90_days", "Nine in ten", "number", hint="working days"),
        ],
        rows=[vars(w) for w in found.waits if w.body_id is None],
        caption="Waited time by state", synthetic=lambda r: r["synthetic"], empty=_EMPTY,
    )  # fmt: skip


def _longest(found: Answers) -> Table:
    return Table(
        "longest",
        columns=[
            Column("number", "Invoice", "code", link=_to_document),
            Column("body", "Body"),
            Column("state", "State", "tag", value=lambda r: state_tag(r["state"])),
            Column("holder", "Waits for"),
            Column("waited_seconds", "Waited there", "duration"),
            Column("working_days", "Working days", "number"),
            Column("in_standard", "Standard"),
        ],
        rows=[vars(one) | {"holder": holder_text(one.holder.duties, one.holder.side)} for one in found.waiting],
        caption="Open invoices that wait longest",
        synthetic=lambda r: r["synthetic"],
        empty="Nothing that was received in this month waits.",
    )


def _holds(found: Answers, lines: str) -> Table:
    return Table(
        "holds",
        columns=[
            Column("reason", "Reason", value=lambda r: r["reason"].replace("-", " ").capitalize()),
            Column("documents", "Invoices held", "number", link=lambda r: with_query(lines, {"held": r["reason"]})),
            Column("open_documents", "Still held", "number"),
        ],
        rows=[vars(h) for h in found.holds if h.body_id is None],
        caption="Holds by reason", synthetic=lambda r: r["synthetic"], empty="Nothing was held.",
    )  # fmt: skip


def _controls(found: Answers) -> Table:
    return Table(
        "controls",
        columns=[
            Column("step", "Control", value=lambda r: r["step"].replace("-", " ").capitalize()),
            Column("documents", "Invoices", "number"),
        ],
        rows=[vars(c) for c in found.controls if c.body_id is None],
        caption="Approvals that a rule requires of a person",
        synthetic=lambda r: r["synthetic"],
        empty="No approval was required of a person.",
    )


def _definitions(asked: Question) -> Section:
    """The measures behind the page, with version, owner and the sources of the days."""
    codes = ("volume", "touchless", "waited", "standard", "prompt-payment", "holds")
    facts = [
        Fact(m.title, f"{m.numerator}. Over: {m.denominator}. Left out: {m.exclusions}.", hint=f"{m.label}. {m.owner}.")
        for m in map(measure, codes)
    ]
    said = [
        f"{days.description}: {days.whole_number}. {days.source.title}, in force from {show_date(days.start)}."
        for days in (asked.target, asked.limit)
    ]
    return Section("How these are counted", facts=facts, paragraphs=said, anchor="definitions")


def _to_document(row: Mapping[str, Any]) -> str | None:
    return document_url(PROCESS, row["body_code"], row["id"])


def _yes_no(name: str, label: str, column: str) -> ChoiceFilter:
    def narrowed(rows: Rows, value: str) -> Rows:
        return rows.where(column, "is", value == "yes")

    return ChoiceFilter(name, label, choices=[("yes", "Yes"), ("no", "No")], by=narrowed)


def _held(rows: Rows, value: str) -> Rows:
    return rows.where("held_for", "contains", "|" if value == "yes" else f"|{value}|")


def _reasons(asked: Question) -> Sequence[tuple[str, str]]:
    together = [hold.reason for hold in selectors.holds(asked) if hold.body_id is None]
    return [(reason, reason.replace("-", " ").capitalize()) for reason in together]
