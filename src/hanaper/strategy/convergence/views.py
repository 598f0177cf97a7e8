"""Convergence on the screen: the report of a month, and the documents and ways around behind each figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hanaper import parameters
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    Chart,
    ChartSeries,
    ChoiceFilter,
    Column,
    Fact,
    Link,
    ListPage,
    ReportPage,
    Section,
    Table,
    Tile,
    Visit,
    page,
)
from hanaper.foundation.interface.steps import document_url, state_tag
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.convergence.measures import MEASURES, measure_of
from hanaper.strategy.convergence.pages import (
    SECTION,
    bodies_asked,
    filters,
    link_to,
    month_asked,
    process_asked,
    question_of,
)
from hanaper.strategy.convergence.report import ConvergenceRow, convergence_of, convergence_over
from hanaper.strategy.convergence.selectors import around_rows, deviations, document_rows
from hanaper.strategy.convergence.wording import OUTCOMES, PLACES, WHYS

_EMPTY = "Nothing of this kind began in this month. Choose another month above."
MONTHS_BACK = 5
LINES_MOST = 4


@page("convergence.read")
def convergence_report(visit: Visit) -> ReportPage:
    """How far the bodies have converged in a month, by process and body, and over the months before."""
    month = month_asked(visit)
    ids = [body.pk for body in bodies_asked(visit)]
    found = convergence_of(month=month, body_ids=ids, as_of=visit.at, known_at=visit.at)
    standing = [d for d in deviations(as_of=visit.at, known_at=visit.at) if d.body_id in ids]
    overdue = sum(1 for each in standing if each.overdue)
    listed = visit.url(f"{SECTION}deviations/")
    return ReportPage(
        title="Convergence",
        scope=visit.scope,
        section=SECTION,
        synthetic=found.synthetic,
        basis=f"Documents that began in {month.name}, against the standard of each process, as evidence has them.",
        as_at=visit.at,
        tiles=[
            *(_tile(visit, row) for row in found.together),
            Tile("Deviations in force", formats.number(sum(1 for d in standing if d.in_force)), listed),
            Tile("Deviations overdue", formats.number(overdue), f"{listed}?standing=overdue", alarm=overdue > 0,
                 note="Expired, and neither ended nor renewed."),
        ],
        table=_by_body(visit, month, found.rows).bind(visit.asked, visit.path),
        sections=[
            _by_part(visit, month, found.rows),
            _around(visit, month, found.rows),
            Section(
                "More",
                links=[
                    Link(f"Over the months to {month.name}", link_to(visit, "months/", month)),
                    Link("Deviations", listed),
                    *(
                        Link(f"{row.title}: the map, and every way that documents went",
                             link_to(visit, "variants/", month, {"process": row.process_code}))
                        for row in found.together
                    ),
                ],
            ),
            _definitions(found.together),
        ],
        notes=[measure_of("convergence").guard],
        source="the evidence that the database writes at each step, deviations, and the books. Nothing here is keyed.",
        help=[
            "Convergence is coverage times conformance. Each figure opens to the documents that it counts.",
            "An approved deviation is still a deviation: its documents are not converged.",
        ],
        on_paper=True,
    )  # fmt: skip


@page("convergence.read")
def convergence_months(visit: Visit) -> ReportPage:
    """Convergence of each process over the months to one, under every version of its standard."""
    month = month_asked(visit)
    ids = [body.pk for body in bodies_asked(visit)]
    over = convergence_over(month=month, months_back=MONTHS_BACK, body_ids=ids, as_of=visit.at, known_at=visit.at)
    return ReportPage(
        title="Convergence over the months",
        scope=visit.scope,
        section=SECTION,
        synthetic=any(row.synthetic for row in over),
        basis=f"Documents that began in the months to {month.name}, against the standard of each process.",
        as_at=visit.at,
        sections=[_over_months(visit, over)],
        notes=[measure_of("convergence").guard],
        source="the evidence that the database writes at each step, deviations, and the books. Nothing here is keyed.",
        back=Link("Convergence", link_to(visit, "", month)),
        on_paper=True,
    )


@page("convergence.read")
def convergence_documents(visit: Visit) -> ListPage:
    """The documents of one process that began in a month, narrowed to those that a figure counts."""
    month = month_asked(visit)
    code = process_asked(visit, month)
    question = question_of(visit, month, code)
    title = question.held_to[code].process.title
    table = Table(
        "documents",
        columns=[
            Column("number", title, "code", link=lambda r: document_url(code, r["body_code"], r["id"]), sort=True),
            Column("body", "Body", sort=True),
            Column("began_on", "Began", "date", sort=True),
            Column("value_pence", "Amount", "money", sort=True),
            Column("outcome", "Converged", value=lambda r: OUTCOMES[r["outcome"]], sort="outcome"),
            Column("why", "Why not", value=lambda r: WHYS.get(r["why"], "") if r["outcome"] == "not converged" else ""),
            Column("path_kept", "Path", "yes-no"),
            Column("parameters_kept", "Parameters", "yes-no"),
            Column("data_kept", "Data", "yes-no"),
            Column("touches", "Steps by hand", "number", sort=True),
            Column("lasted_seconds", "Lasted", "duration", sort=True, hint="to the last step so far"),
            Column("state", "State", "tag", value=lambda r: state_tag(r["state"]), sort="state"),
        ],
        rows=document_rows(question),
        caption=f"{title}: documents that began in {month.name}",
        filters=[
            *filters(visit, month),
            ChoiceFilter("outcome", "Converged", choices=list(OUTCOMES.items())),
            ChoiceFilter("why", "Why not", choices=list(WHYS.items())),
            ChoiceFilter("variant", "Way", choices=_way_choice(visit)),
        ],
        order="-began_on",
        synthetic=lambda row: bool(row["synthetic"]),
        noun=("document", "documents"),
        empty=_EMPTY,
    )
    return ListPage(
        title=f"{title}: documents that began in {month.name}",
        scope=visit.scope,
        section=SECTION,
        back=Link("Convergence", link_to(visit, "", month)),
        table=table.bind(visit.asked, visit.path),
        synthetic=any(body.synthetic for body in bodies_asked(visit)),
    )


@page("convergence.read")
def convergence_around(visit: Visit) -> ListPage:
    """What went a way around the standard process of one kind in a month."""
    month = month_asked(visit)
    code = process_asked(visit, month)
    question = question_of(visit, month, code)
    ways = {way.code: way for way in question.ways}
    table = Table(
        "around",
        columns=[
            Column("id", "Document", "code",
                   link=lambda r: document_url(ways[r["way"]].opens, r["body_code"], r["id"]), sort=True),
            Column("way", "Way around", value=lambda r: ways[r["way"]].title, sort=True),
            Column("body", "Body", sort=True),
            Column("on_day", "On", "date", sort=True),
            Column("value_pence", "Amount", "money", sort=True),
        ],
        rows=around_rows(question),
        caption=f"{question.held_to[code].process.title}: around the standard process in {month.name}",
        filters=filters(visit, month),
        order="-on_day",
        synthetic=lambda row: bool(row["synthetic"]),
        noun=("transaction", "transactions"),
        empty="Nothing that leaves a trace here went another way.",
    )  # fmt: skip
    return ListPage(
        title=f"{question.held_to[code].process.title}: ways around in {month.name}",
        scope=visit.scope,
        section=SECTION,
        back=Link("Convergence", link_to(visit, "", month)),
        table=table.bind(visit.asked, visit.path),
        synthetic=any(body.synthetic for body in bodies_asked(visit)),
    )


def _way_choice(visit: Visit) -> list[tuple[str, str]]:
    """The one way that the address names: pages of variants lead here with it."""
    chosen = str(visit.asked.get("variant", "") or "")
    return [(chosen, f"Way {chosen[:8]}")] if chosen else []


def _tile(visit: Visit, row: ConvergenceRow) -> Tile:
    href = link_to(visit, "documents/", row.month, {"process": row.process_code})
    if row.convergence is None:
        why = "Too few to show." if row.is_small else "Nothing is finished yet."
        return Tile(row.title, "Not shown" if row.is_small else "Not known", href, why)
    note = (
        f"{formats.percent(row.coverage)} coverage times {formats.percent(row.conformance)} conformance; "
        f"95% interval {formats.percent(row.low)} to {formats.percent(row.high)}; {formats.number(row.judged)} judged."
    )
    return Tile(
        row.title, formats.percent(row.convergence), href, note + (" Provisional." if row.is_provisional else "")
    )


def _by_body(visit: Visit, month: FiscalPeriod, rows: Sequence[ConvergenceRow]) -> Table:
    def lines(row: ConvergenceRow, **more: str) -> str:
        return link_to(visit, "documents/", month, {"process": row.process_code, **more}, scope=row.body_code)

    def around(row: ConvergenceRow) -> str | None:
        more = {"process": row.process_code}
        return link_to(visit, "around/", month, more, scope=row.body_code) if row.around else None

    many = len({row.body_id for row in rows}) > 1

    def count(name: str) -> Any:
        # Beside other bodies a small cell stays out; on the body's own page it is its own.
        return lambda row: None if many and row.is_small else getattr(row, name)

    minimum = parameters.get("hanaper/measures/convergence/ranking_coverage_basis_points", on=month.last).whole_number
    return Table(
        "rows",
        columns=[
            Column("title", "Process", sort=True,
                   link=lambda r: link_to(visit, "variants/", month, {"process": r.process_code}, scope=r.body_code)),
            Column("body", "Body", sort=True),
            Column("on_platform", "On platform", "number", value=count("on_platform"), link=lines),
            Column("around", "Around", "number", value=count("around"), link=around),
            Column("coverage", "Coverage", "percent"),
            Column("conformance", "Conformance", "percent"),
            Column("convergence", "Convergence", "percent", sort=True),
            Column("interval", "95% interval", value=_interval),
            Column("by_value", "By value", "percent"),
            Column("place", "Place", value=lambda r: _place(r, minimum)),
        ],
        rows=rows,
        caption=f"Convergence of {month.name}, by process and body",
        filters=filters(visit, month, process=False),
        synthetic=lambda row: row.synthetic,
        noun=("row", "rows"),
        empty=_EMPTY,
    )  # fmt: skip


def _by_part(visit: Visit, month: FiscalPeriod, rows: Sequence[ConvergenceRow]) -> Section:
    """Path, parameters and data apart, and why documents are not converged."""
    many = len({row.body_id for row in rows}) > 1

    def lines(row: ConvergenceRow, outcome: str) -> str:
        more = {"process": row.process_code, "outcome": outcome}
        return link_to(visit, "documents/", month, more, scope=row.body_code)

    def count(name: str) -> Any:
        return lambda row: None if many and row.is_small else getattr(row, name)

    def whys(row: ConvergenceRow) -> str:
        if many and row.is_small:
            return ""
        return "; ".join(f"{WHYS.get(why.code, why.code)}: {formats.number(why.documents)}" for why in row.whys)

    table = Table(
        "parts",
        columns=[
            Column("title", "Process"),
            Column("body", "Body"),
            Column("judged", "Judged", "number", value=count("judged")),
            Column("converged", "Converged", "number", value=count("converged"), link=lambda r: lines(r, "converged")),
            Column("not_converged", "Not converged", "number",
                   value=lambda r: None if many and r.is_small else r.judged - r.converged,
                   link=lambda r: lines(r, "not converged")),
            Column("open", "Open", "number", value=count("open"), link=lambda r: lines(r, "open")),
            Column("path", "Path kept", "percent"),
            Column("parameters", "Parameters kept", "percent"),
            Column("data", "Data kept", "percent"),
            Column("whys", "Why not", value=whys),
        ],
        rows=rows,
        caption="Path, parameters and data, each of what is judged",
        synthetic=lambda row: row.synthetic,
        noun=("row", "rows"),
        empty=_EMPTY,
    )  # fmt: skip
    said = (
        "Judged are documents that are finished or have left the standard path. Open ones may still change the figure."
    )
    bound = table.bind(visit.asked, visit.path, prefix="parts-")
    return Section("Path, parameters and data", table=bound, paragraphs=[said], anchor="parts-section")


def _interval(row: ConvergenceRow) -> str:
    return f"{formats.percent(row.low)} to {formats.percent(row.high)}" if row.low is not None else ""


def _place(row: ConvergenceRow, minimum: int) -> str:
    if row.is_small:
        return "Too few to show"
    return str(row.place) if row.place else PLACES[row.place_why].format(minimum=formats.percent(minimum))


def _over_months(visit: Visit, rows: Sequence[ConvergenceRow]) -> Section:
    """Lines of the processes with most documents, and the table of every one; each version of a standard by itself."""
    months = list(dict.fromkeys(sorted((row.month for row in rows), key=lambda m: m.start)))
    volume: dict[tuple[str, str], int] = {}
    for row in rows:
        volume[row.title, row.standard] = volume.get((row.title, row.standard), 0) + row.on_platform
    most = sorted(volume, key=lambda key: (-volume[key], key))[:LINES_MOST]
    by = {(row.title, row.standard, row.month): row.convergence for row in rows}
    many = len(bodies_asked(visit)) > 1

    def count(name: str) -> Any:
        return lambda row: None if many and row.is_small else getattr(row, name)

    table = Table(
        "months",
        columns=[
            Column("title", "Process"),
            Column("standard", "Standard"),
            Column("month", "Month", value=lambda r: r.month.name,
                   link=lambda r: link_to(visit, "documents/", r.month, {"process": r.process_code})),
            Column("on_platform", "On platform", "number", value=count("on_platform")),
            Column("around", "Around", "number", value=count("around")),
            Column("coverage", "Coverage", "percent"),
            Column("conformance", "Conformance", "percent"),
            Column("convergence", "Convergence", "percent"),
        ],
        rows=rows,
        caption="Convergence by month",
        synthetic=lambda row: row.synthetic,
        noun=("row", "rows"),
        empty=_EMPTY,
    )  # fmt: skip
    chart = None
    known = [key for key in most if any(by.get((*key, month)) is not None for month in months)]
    if known and len(months) > 1:
        repeated = len({title for title, _ in known}) < len(known)
        chart = Chart(
            title=_message(by, known, months),
            subtitle=f"Coverage times conformance, of documents that began in each month to {months[-1].name}.",
            summary="Convergence by month of the processes with most documents; a gap is a month with too few to show.",
            labels=[month.name for month in months],
            series=[
                ChartSeries(key[1] if repeated else key[0], [by.get((*key, month)) for month in months])
                for key in known
            ],
            unit="percent",
            draw="lines",
            synthetic=any(row.synthetic for row in rows),
        )
    bound = table.bind(visit.asked, visit.path, prefix="months-")
    return Section("Month by month", chart=chart, table=bound, anchor="months-section")


def _message(by: dict[Any, int | None], known: Sequence[tuple[str, str]], months: Sequence[FiscalPeriod]) -> str:
    """What the chart says: where the largest process stands, and how it came there."""
    values = [(month, value) for month in months if (value := by.get((*known[0], month))) is not None]
    (first, was), (last, now) = values[0], values[-1]
    if first == last:
        return f"{known[0][0]}: {formats.percent(now)} converged in {last.name}"
    verb = "rose" if now > was else "fell" if now < was else "stayed"
    how = f"from {formats.percent(was)} in {first.name} to" if now != was else "at"
    return f"{known[0][0]}: convergence {verb} {how} {formats.percent(now)} in {last.name}"


def _around(visit: Visit, month: FiscalPeriod, rows: Sequence[ConvergenceRow]) -> Section:
    many = len({row.body_id for row in rows}) > 1
    flat = [
        {
            "title": row.title, "body": row.body, "way": way.title, "synthetic": row.synthetic, "row": row,
            "transactions": None if many and row.is_small else way.transactions,
        }
        for row in rows for way in row.ways
    ]  # fmt: skip
    table = Table(
        "ways",
        columns=[
            Column("title", "Process"),
            Column("way", "Way around"),
            Column("body", "Body"),
            Column("transactions", "Transactions", "number",
                   link=lambda r: link_to(visit, "around/", month, {"process": r["row"].process_code},
                                          scope=r["row"].body_code)),
        ],
        rows=flat,
        caption="What went round the standard process",
        synthetic=lambda row: row["synthetic"],
        noun=("way", "ways"),
        empty="Nothing that leaves a trace here went another way.",
    )  # fmt: skip
    missing = {row.title: row.not_counted for row in rows if row.not_counted}
    said = [f"{title}: not counted are {what}." for title, what in sorted(missing.items())]
    bound = table.bind(visit.asked, visit.path, prefix="ways-")
    return Section("Ways around", table=bound, paragraphs=said, anchor="ways-section")


def _definitions(rows: Sequence[ConvergenceRow]) -> Section:
    facts = [
        Fact(m.title, f"{m.numerator}. Over: {m.denominator}. Left out: {m.exclusions}.", hint=f"{m.label}. {m.owner}.")
        for m in MEASURES
    ]
    held = sorted({row.standard for row in rows})
    said = [f"Held to: {', '.join(held)}."] if held else []
    return Section("How these are counted", facts=facts, paragraphs=said, anchor="definitions")
