"""Benefits, running cost and convergence of a served cluster, each as a chart above the table of its figures."""

from __future__ import annotations

from typing import Any, Final

from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import Chart, ChartSeries, Column, Fact, Section, Table
from hanaper.kernel.periods import FiscalYear
from hanaper.strategy.benefits.api import Position, fall_facts
from hanaper.strategy.benefits.api import View as BenefitView
from hanaper.strategy.update.edition import ClusterMonth, Edition
from hanaper.strategy.update.reader import Reader

VIEWS: Final = dict(BenefitView.choices)
NOTHING: Final = "No benefit and no cost to achieve is recorded for this cluster."
MONTHS_A_YEAR: Final = 12
NO_BASELINE: Final = "No signed baseline of running cost: nothing is said of a fall."
OVERLAP: Final = "Views overlap and are never added. Measured is not realised: five tests stand between them."


def standing_sections(reader: Reader, made: Edition, one: ClusterMonth, title: str, anchor: str) -> list[Section]:
    """The sections of one cluster. title: whether it is measured or made up."""
    return [
        _benefits(reader, one, title, f"{anchor}-benefits"),
        *_running(reader, one, title, f"{anchor}-running"),
        *_convergence(reader, made, one, title, f"{anchor}-convergence"),
    ]


def _benefits(reader: Reader, one: ClusterMonth, title: str, anchor: str) -> Section:
    found = one.standing.benefits
    heading = f"{title}: benefits of {one.name}"
    if found is None:
        return Section(heading, paragraphs=[NOTHING], anchor=anchor)
    rows = _years(found)
    opens = reader.url("benefits/") if reader.holds("benefit.read") else None
    table = Table(
        anchor,
        columns=[
            Column("view", "Seen as", link=lambda row: opens),
            Column("year", "Fiscal year"),
            Column("forecast", "Forecast", "money"),
            Column("measured", "Measured", "money"),
            Column("realised", "Realised", "money"),
            Column("cash", "Of it cash", "money"),
            Column("hours", "Hours saved", "number"),
        ],
        rows=rows,
        caption=f"{one.name}: benefits by view and year",
        synthetic=lambda row: one.synthetic,
        noun=("line", "lines"),
        empty="Nothing is forecast or measured.",
        page_size=100,
    )
    return Section(
        heading,
        facts=[*_position_facts(found, opens)],
        paragraphs=[OVERLAP],
        chart=_benefit_chart(found, one),
        table=table.bind(reader.asked, reader.path, prefix=f"{anchor}-"),
        anchor=anchor,
    )


def _years(found: Position) -> list[dict[str, Any]]:
    return [
        {
            "view": VIEWS[each.view],
            "year": FiscalYear(each.year).label,
            "forecast": each.forecast,
            "measured": each.measured,
            "realised": each.realised,
            "cash": each.cash,
            "hours": each.hours,
        }
        for each in found.years
    ]


def _position_facts(found: Position, opens: str | None) -> list[Fact]:
    facts = [Fact("Cost to date", formats.money(found.cost_to_date_pence) or "Not recorded", href=opens)]
    for view in found.views:
        measured, net = found.total(view, "measured"), found.cumulative_net(view)
        payback = found.payback(view)
        realised = formats.money(found.total(view, "realised")) or "none"
        said = f"{formats.money(measured) or 'nothing'} measured, {realised} realised"
        left = f"Cumulative net {formats.money(net) or 'not known'};"
        back = f"paid back by forecast in {FiscalYear(payback).label}." if payback is not None else "payback not known."
        facts.append(Fact(VIEWS[view], said, href=opens, hint=f"{left} {back}"))
    return facts


def _benefit_chart(found: Position, one: ClusterMonth) -> Chart | None:
    """Forecast against measured and realised of the first view that has pounds: views are never added."""
    for view in found.views:
        years = [each for each in found.years if each.view == view]
        if any(each.forecast is not None or each.measured is not None for each in years):
            realised = found.total(view, "realised")
            return Chart(
                f"{'Some' if realised else 'None'} of what was forecast is realised yet",
                f"{VIEWS[view]}: net benefits in £ by fiscal year.",
                f"Forecast {formats.money(found.total(view, 'forecast')) or 'not known'} in all; measured"
                f" {formats.money(found.total(view, 'measured')) or 'nothing'}.",
                [FiscalYear(each.year).label for each in years],
                [
                    ChartSeries("Forecast", [each.forecast for each in years]),
                    ChartSeries("Measured", [each.measured for each in years]),
                    ChartSeries("Realised", [each.realised for each in years]),
                ],
                "money",
                synthetic=one.synthetic,
            )
    return None


def _running(reader: Reader, one: ClusterMonth, title: str, anchor: str) -> list[Section]:
    """The months' recurrent cost beside a twelfth of the base year: never months made into a year."""
    months, before = one.standing.running, one.standing.running_before_pence
    if not months:
        return []
    twelfth = before // MONTHS_A_YEAR if before is not None else None
    opens = reader.url("costs/") if reader.holds("costs.read") else None
    rows = [{"month": name, "pence": pence, "before": twelfth} for name, pence in months]
    table = Table(
        anchor,
        columns=[
            Column("month", "Month", link=lambda row: opens),
            Column("pence", "Running cost", "money"),
            Column("before", "A twelfth of the base year", "money"),
        ],
        rows=rows,
        caption=f"{one.name}: running cost by month",
        synthetic=lambda row: one.synthetic,
        noun=("month", "months"),
    )
    known = len(months)
    message = (
        f"No yearly fall can be said: of twelve months {known} {'is' if known == 1 else 'are'} known"
        if known < MONTHS_A_YEAR
        else "Twelve months are known"
    )
    return [
        Section(
            f"{title}: running cost of {one.name} against its baseline",
            facts=fall_facts(one.standing.benefits.reduction) if one.standing.benefits else (),
            paragraphs=[NO_BASELINE] if before is None else (),
            chart=Chart(
                message,
                "Recurrent cost of the centre in £ by month, nominal, and a twelfth of the signed base year.",
                f"{known} months, the last at {formats.money(months[-1][1])}; a twelfth of the base year is"
                f" {formats.money(twelfth) or 'not known'}.",
                [name for name, _ in months],
                [
                    ChartSeries("Running cost", [pence for _, pence in months]),
                    ChartSeries("A twelfth of the base year", [twelfth for _ in months]),
                ],
                "money",
                synthetic=one.synthetic,
            ),
            table=table.bind(reader.asked, reader.path, prefix=f"{anchor}-"),
            anchor=anchor,
        )
    ]


def _convergence(reader: Reader, made: Edition, one: ClusterMonth, title: str, anchor: str) -> list[Section]:
    rows = [row for row in one.standing.converged if not row.is_small]
    if not rows:
        return []
    opens = reader.url("convergence/") if reader.holds("convergence.read") else None
    table = Table(
        anchor,
        columns=[
            Column("title", "Process", link=lambda row: opens),
            Column("on_platform", "On the platform", "number"),
            Column("around", "Around it", "number"),
            Column("coverage", "Coverage", "percent"),
            Column("conformance", "Conformance", "percent"),
            Column("convergence", "Convergence", "percent"),
            Column("low", "From", "percent", hint="95%"),
            Column("high", "To", "percent", hint="95%"),
            Column("open", "Still open", "number"),
            Column("standard", "Standard"),
        ],
        rows=rows,
        caption=f"{one.name}: convergence of {made.month.name}, by process",
        synthetic=lambda row: row.synthetic,
        noun=("process", "processes"),
    )
    least = min(rows, key=lambda row: row.convergence if row.convergence is not None else 10_001)
    return [
        Section(
            f"{title}: convergence of {one.name}",
            chart=Chart(
                f"{least.title} is furthest from the standard"
                if least.convergence is not None
                else "How far work follows the standard",
                f"Share of documents, {made.month.name}.",
                "; ".join(f"{row.title} {formats.percent(row.convergence) or 'not known'}" for row in rows) + ".",
                [row.title for row in rows],
                [
                    ChartSeries("Coverage", [row.coverage for row in rows]),
                    ChartSeries("Conformance", [row.conformance for row in rows]),
                    ChartSeries("Convergence", [row.convergence for row in rows]),
                ],
                "percent",
                synthetic=one.synthetic,
            ),
            table=table.bind(reader.asked, reader.path, prefix=f"{anchor}-"),
            anchor=anchor,
        )
    ]
