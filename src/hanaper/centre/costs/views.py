"""Cost to serve on the screen: a month of a cluster, and the documents behind each volume."""

from __future__ import annotations

from typing import Any

from hanaper.centre.costs import selectors
from hanaper.centre.costs.catalogue import SERVICES, service
from hanaper.centre.costs.errors import ClusterNotInScope, ClusterNotThere
from hanaper.centre.costs.report import CostReport, ServedRow, cost_report
from hanaper.centre.levels.api import measure, month_filter, month_of, month_slug, with_query
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    Fact,
    Link,
    ListPage,
    ReportPage,
    Rows,
    Section,
    Table,
    Tile,
    Visit,
    page,
)
from hanaper.foundation.interface.frame import ALL
from hanaper.foundation.interface.steps import document_url, state_tag
from hanaper.foundation.tenancy.api import Cluster
from hanaper.kernel.periods import FiscalPeriod

_BASIS = {"time": "By worked time", "volume": "By volume: indicative", "not measured": "Not measured: unused"}
_EMPTY = (
    "No cost was posted to the centre's cost centres in this month, and nothing was finished. Choose another month."
)


@page("costs.read")
def costs_report(visit: Visit) -> ReportPage:
    """What each service cost for each body, tied to the books of the body that hosts the centre."""
    month = _month(visit)
    if visit.scope != ALL:
        return _of_one_body(visit, month)
    clusters = selectors.clusters_in_scope(month)
    if not clusters:
        raise ClusterNotInScope()
    report = cost_report(_chosen(visit, clusters), month)
    return ReportPage(
        title="Cost to serve",
        scope=visit.scope,
        section="costs/",
        synthetic=report.synthetic,
        basis=f"{report.cluster.centre_name or report.cluster.name}, {month.name}: actual cost in the books of"
        f" {report.lead_code}, shared over services and bodies.",
        as_at=visit.at,
        tiles=_tiles(visit, report),
        table=_by_body(visit, report, clusters).bind(visit.asked, visit.path),
        sections=[
            Section("Each service, over all bodies",
                    table=_together(report).bind(visit.asked, visit.path, prefix="services-")),
            Section("How duties were used", paragraphs=_said_of_duties(report), anchor="duties-section",
                    table=_duties(report).bind(visit.asked, visit.path, prefix="duties-")),
            Section("The full cost, by account", paragraphs=_said_of_books(report), anchor="accounts-section",
                    table=_accounts(report).bind(visit.asked, visit.path, prefix="accounts-")),
            Section("How this is counted", facts=[Fact(m.title, m.numerator, hint=f"{m.label}. {m.owner}.") for m in
                    (report.measure, measure("worked-time"))], anchor="definitions"),
        ],
        notes=[report.measure.guard, measure("worked-time").guard],
        source="the books, evidence and worked time of the month, and the cost of duties as loaded.",
    )  # fmt: skip


@page("costs.read")
def costs_documents(visit: Visit) -> ListPage:
    """The documents of a service that were finished in a month: what a volume counts."""
    month = _month(visit)
    clusters = selectors.clusters_in_scope(month)
    if not clusters:
        raise ClusterNotInScope()
    cluster = _chosen(visit, clusters)
    one = service(str(visit.asked.get("service") or SERVICES[0].code))
    of = selectors.served(cluster, month)
    table = Table(
        "finished",
        columns=[
            Column("number", "Document", "code", value=lambda r: r["number"] or str(r["id"]),
                   link=lambda r: document_url(one.unit, r["body_code"], r["id"]), sort=True),
            Column("body", "Body", sort=True),
            Column("finished_at", "Finished", "datetime", sort=True),
            *([Column("counted", one.noun[1].capitalize(), "number")] if one.counts else []),
            Column("state", "State now", "tag", value=lambda r: state_tag(r["state"])),
        ],
        rows=selectors.finished_documents(of, one),
        caption=f"{one.title}: finished in {month.name}",
        filters=[
            month_filter(max(FiscalPeriod.of_date(visit.today), month), "Finished in"),
            ChoiceFilter("service", "Service", choices=[(s.code, s.title) for s in SERVICES], by=_as_is),
            ChoiceFilter("body", "Body", field="body_code", choices=[(b.code, b.name) for b in of.bodies]),
        ],
        order="finished_at",
        totals=(lambda rows: {"counted": sum(row["counted"] for row in rows.stream())}) if one.counts else None,
        synthetic=lambda row: bool(row["synthetic"]),
        noun=("document", "documents") if one.counts else one.noun,
        empty="Nothing was finished in this month.",
    )  # fmt: skip
    back = with_query(visit.url("costs/"), {"month": month_slug(month), "cluster": cluster.code})
    return ListPage(
        title=f"{one.title}: finished in {month.name}",
        scope=visit.scope,
        section="costs/",
        back=Link("Cost to serve", back),
        table=table.bind(visit.asked, visit.path),
        synthetic=of.synthetic,
    )


def _of_one_body(visit: Visit, month: FiscalPeriod) -> ReportPage:
    """Cost to serve is a share of a whole, so a body's own stands on the page of all."""
    there = with_query(f"/{ALL}/costs/", {"month": month_slug(month), "body": visit.scope})
    return ReportPage(
        title="Cost to serve",
        scope=visit.scope,
        section="costs/",
        basis="What a body costs is its share of a whole centre, so it is worked out for all of its bodies together.",
        sections=[Section("", links=[Link("See what this body cost", there, detail=month.name)])],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


def _month(visit: Visit) -> FiscalPeriod:
    chosen = str(visit.asked.get("month") or "")
    return month_of(chosen) if chosen else FiscalPeriod.of_date(visit.today)


def _chosen(visit: Visit, clusters: list[Cluster]) -> Cluster:
    code = str(visit.asked.get("cluster") or "") or clusters[0].code
    found = next((cluster for cluster in clusters if cluster.code == code), None)
    if found is None:
        raise ClusterNotThere()
    return found


def _tiles(visit: Visit, report: CostReport) -> list[Tile]:
    tiles = [
        Tile("Full cost", formats.money(report.full_pence), "#accounts-section", "Ties to the trial balance."),
        Tile("Shared to bodies", formats.money(report.served_pence), "#bodies"),
        Tile("Unused", formats.money(report.unused_pence), "#duties-section",
             "Or not measured, or with nothing to go by.", alarm=report.unused_pence < 0),
    ]  # fmt: skip
    if report.one_off_pence:
        tiles.append(Tile("One-off", formats.money(report.one_off_pence), "#accounts-section", "Stands apart."))
    for row in report.together:
        note = row.note or ("" if report.prices else "indicative")
        shown = formats.money(row.unit_full_pence) if row.unit_full_pence is not None else "Not shown"
        without = f"{formats.money(row.unit_pence)} without unused labour. " if row.unit_pence is not None else ""
        tiles.append(Tile(f"Each {service(row.service).noun[0]}", shown, "#services", f"{without}{note}".strip()))
    return tiles


def _by_body(visit: Visit, report: CostReport, clusters: list[Cluster]) -> Table:
    month = month_slug(report.month)

    def lines(row: ServedRow) -> str:
        query = {"month": month, "cluster": report.cluster.code, "service": row.service, "body": row.body_code}
        return with_query(visit.url("costs/documents/"), query)

    return Table(
        "bodies",
        columns=[
            Column("body", "Body", link=lambda r: with_query(f"/{r.body_code}/levels/", {"month": month}), sort=True),
            Column("service_title", "Service", sort=True),
            Column("documents", "Finished", "number", link=lines, sort=True),
            *_MONEY,
            Column("note", "Read with care"),
        ],
        rows=list(report.rows),
        caption=f"Cost to serve in {report.month.name}, by body",
        filters=[
            month_filter(max(FiscalPeriod.of_date(visit.today), report.month), "Month"),
            ChoiceFilter("cluster", "Cluster", choices=[(c.code, c.name) for c in clusters], by=_as_is),
            ChoiceFilter("service", "Service", choices=[(s.code, s.title) for s in SERVICES]),
            ChoiceFilter("body", "Body", field="body_code",
                         choices=sorted({(r.body_code, r.body) for r in report.rows}, key=lambda pair: pair[1])),
        ],
        totals=lambda rows: {
            key: sum(getattr(row, key) for row in rows.stream())
            for key in ("labour_pence", "fixed_pence", "direct_pence", "cts_pence", "unused_pence")
        },
        synthetic=lambda row: row.synthetic,
        noun=("line", "lines"),
        empty=_EMPTY,
    )  # fmt: skip


_MONEY = (
    Column("labour_pence", "Labour", "money"),
    Column("fixed_pence", "Platform", "money"),
    Column("direct_pence", "Direct", "money"),
    Column("cts_pence", "Cost to serve", "money", sort=True),
    Column("unused_pence", "Unused", "money", hint="its share, by volume"),
    Column("unit_pence", "Unit cost", "money", hint="without unused"),
    Column("unit_full_pence", "Unit cost", "money", hint="with unused"),
    Column("unit_end_to_end_pence", "Unit cost", "money", hint="end to end"),
)


def _together(report: CostReport) -> Table:
    return Table(
        "services",
        columns=[
            Column("service_title", "Service"),
            Column("documents", "Finished", "number"),
            *_MONEY,
            Column("note", "Read with care"),
        ],
        rows=list(report.together),
        caption="Cost to serve by service",
        synthetic=lambda row: row.synthetic,
        empty=_EMPTY,
    )


def _duties(report: CostReport) -> Table:
    return Table(
        "duties",
        columns=[
            Column("title", "Duty"),
            Column("pay_pence", "Pay", "money"),
            Column("used_pence", "Used", "money"),
            Column("productive_hours", "Productive hours", "number"),
            Column("hours", "Worked hours", "number"),
            Column("coverage_basis_points", "Coverage", "percent"),
            Column("basis", "Shared", value=lambda r: _BASIS[r.basis]),
            Column("acts", "Acts", "number"),
            Column("seen", "Timed", "number"),
            Column("note", "Not shown because", value=lambda r: r.note),
            Column("source", "Source", value=lambda r: r.source + (" (assumption)" if r.is_assumption else "")),
            Column("version", "Version", "number"),
        ],
        rows=list(report.duties),
        caption="Pay and worked time of each duty of the centre",
        synthetic=lambda row: row.synthetic,
        empty="No cost of duties is loaded for this month: labour is not measured, and stays unused.",
    )


def _accounts(report: CostReport) -> Table:
    def account_url(line: selectors.CostLine) -> str:
        year, period = report.month.year, report.month.number
        return f"/{report.lead_code}/ledger/accounts/{line.account}/?year={year}&period={period}"

    return Table(
        "accounts",
        columns=[
            Column("account", "Account", "code", link=account_url),
            Column("account_name", "Name"),
            Column("cost_centre", "Cost centre", "code"),
            Column("service", "Service", value=lambda r: service(r.service).title if r.service else "All"),
            Column("is_pay", "Pay", "yes-no"),
            Column("is_one_off", "One-off", "yes-no"),
            Column("pence", "Amount", "money"),
        ],
        rows=list(report.lines),
        totals=lambda rows: {"pence": sum(line.pence for line in rows.stream())},
        caption="What the centre cost, from the trial balance of the body that hosts it",
        synthetic=lambda row: report.synthetic,
        noun=("account", "accounts"),
        empty="Nothing was posted to the centre's cost centres in this month.",
    )


def _said_of_duties(report: CostReport) -> list[str]:
    said = []
    if not report.prices:
        said.append(
            "Indicative: too little of the paid time was measured for these figures to price a charge or a benefit."
        )
    if report.not_priced:
        said.append(
            f"Work under these duties has no cost loaded, and is not in the figures: {', '.join(report.not_priced)}."
        )
    return said


def _said_of_books(report: CostReport) -> list[str]:
    said = ["Every expense account of the cost centres that belong to the centre, in the month's period alone."]
    difference = report.pay_in_books_pence - report.pay_loaded_pence
    if difference > 0:
        said.append(f"Pay of {formats.money(difference)} in the books belongs to no duty, and counts as unused.")
    if difference < 0:
        said.append(
            f"The cost loaded for duties exceeds the pay in the books by {formats.money(-difference)}: correct one."
        )
    return said


def _as_is(rows: Rows, value: Any) -> Rows:
    return rows
