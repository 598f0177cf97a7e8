"""The comparison on the screen: measure by measure, an interval for each cluster above the table of its figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hanaper.centre.levels.api import as_it_stands, latest_month, month_filter, month_of
from hanaper.centre.satisfaction.api import points, rounded
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    ChartRow,
    Column,
    Mark,
    ReportPage,
    RowChart,
    Section,
    Table,
    Tag,
    Visit,
    page,
)
from hanaper.kernel.dates import business_date
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.comparison.compared import Compared, Standing, compared

WHY: Final = {
    "": "",
    "left-out": "Left out: it rests on too few",
    "no-interval": "No place: how sure it is cannot be said",
    "coverage-not-known": "No place: how much of the work ran here is not known",
    "coverage-low": "No place: too little of the work ran here",
    "not-known": "Not known",
    "intervals-overlap": "No place: it cannot be told from another",
    "returned": "No place: stated in returns, and not measured here",
    "still-open": "Answers may still come",
    "few-answered": "No place: too few of those asked answered",
    "nobody-alike": "No place: nobody to stand beside",
}
CONFIDENCE: Final = {
    "high": Tag("High", "green"),
    "indicative": Tag("Indicative", "orange"),
    "not comparable": Tag("Not comparable", "grey"),
}
GUARD: Final = (
    "A cluster has a place only where enough of its work ran here, and where its 95% interval keeps clear of every"
    " other. Real clusters are never set beside made-up ones, nor one version of a measure beside another."
)
NOT_HERE: Final = "No cluster of which you see every body was served in that month."


@page("update.read")
def comparison(visit: Visit) -> ReportPage:
    """Every measure of a month, over the clusters in scope."""
    as_at = as_it_stands(now=visit.at)
    chosen = str(visit.asked.get("month") or "")
    on = business_date(as_at)
    month = month_of(chosen) if chosen else latest_month(process_code="invoice", on=on)
    found = compared(month=month, as_of=as_at)
    clusters = Table(
        "measures",
        columns=[
            Column("title", "Measure", value=_title, link=lambda row: f"#{_anchor(row)}"),
            Column("clusters", "Clusters", "number", value=lambda row: len({one.cluster for one in row.standings})),
            Column("leads", "First", value=_first),
            Column("spread", "From lowest to highest", value=_spread),
            Column("definition", "Definition"),
        ],
        rows=found,
        caption=f"Measures of {month.name}",
        filters=[month_filter(FiscalPeriod.of_date(on), "Month")],
        synthetic=lambda row: row.synthetic,
        noun=("measure", "measures"),
        empty=NOT_HERE,
        page_size=100,
    )
    return ReportPage(
        title="Clusters compared",
        scope=visit.scope,
        section="comparison/",
        basis=f"Work of {month.name}, each cluster as all the bodies that it served.",
        as_at=as_at,
        on_paper=True,
        table=clusters.bind(visit.asked, visit.path),
        sections=[_section(visit, one) for one in found],
        notes=[GUARD, *dict.fromkeys(one.guard for one in found)],
        source="evidence, pay runs and books of this platform, as they stand now; accepted returns where it says so.",
        synthetic=any(one.synthetic for one in found),
    )


def _anchor(one: Compared) -> str:
    return f"{'made-up-' if one.synthetic else ''}{one.key.replace('.', '-')}"


def _title(one: Compared) -> str:
    return f"{'Made up: ' if one.synthetic else ''}{one.title}"


def _value(one: Compared, value: int | None) -> str:
    show = {"percent": formats.percent, "money": formats.money, "points": points}[one.unit]
    return show(value) or ""


def _first(one: Compared) -> str:
    return next((each.cluster for each in one.standings if each.place == 1), "Nobody has a first place")


def _spread(one: Compared) -> str:
    known = sorted(each.value for each in one.standings if each.value is not None)
    if not known:
        return "Not known"
    return _value(one, known[0]) if known[0] == known[-1] else f"{_value(one, known[0])} to {_value(one, known[-1])}"


def _section(visit: Visit, one: Compared) -> Section:
    anchor = _anchor(one)
    kind: Any = "number" if one.unit == "points" else one.unit
    scaled = _scale(one)
    opens = visit.url("register/") if visit.holds("register.read") and not one.synthetic else None
    table = Table(
        anchor,
        columns=[
            Column("cluster", "Cluster", value=_who, link=lambda row: opens),
            Column("place", "Place", value=_place),
            Column("value", "Figure", kind, value=lambda row: scaled(row.value)),
            Column("low", "From", kind, value=lambda row: scaled(row.low), hint="95%"),
            Column("high", "To", kind, value=lambda row: scaled(row.high), hint="95%"),
            Column("part", "Answered" if one.unit == "points" else "Counted", "number"),
            Column("whole", "Of", "number"),
            Column("coverage", "Ran here", "percent"),
            Column("confidence", "Confidence", "tag", tags=CONFIDENCE),
            Column("why", "Why no place", value=lambda row: WHY[row.why]),
        ],
        rows=sorted(one.standings, key=lambda row: (row.place is None, row.place or 0, row.cluster)),
        caption=f"{one.title}, by cluster",
        synthetic=lambda row: row.synthetic,
        noun=("cluster", "clusters"),
    )
    return Section(
        _title(one),
        paragraphs=[f"{one.definition}. {'More' if one.is_higher_better else 'Less'} is better."],
        chart=_chart(one),
        table=table.bind(visit.asked, visit.path, prefix=f"{anchor}-"),
        anchor=anchor,
    )


def _who(row: Standing) -> str:
    """A cluster, and whether it is what its bodies on other systems stated."""
    return (
        f"{row.cluster}, by returns of {formats.count(row.returned_by, 'body', 'bodies')}"
        if row.returned_by
        else row.cluster
    )


def _place(row: Standing) -> str:
    return f"{row.place} of {row.among}" if row.place is not None else "None"


def _chart(one: Compared) -> RowChart | None:
    """A stretch for each interval and a mark for each figure; none where no interval is known."""
    if not any(each.low is not None for each in one.standings):
        return None
    scaled = _scale(one)
    return RowChart(
        _message(one),
        f"{'Score in points' if one.unit == 'points' else 'Share'} and its 95% interval, by cluster.",
        "; ".join(f"{_who(each)} {_value(one, each.value) or 'not known'}" for each in one.standings) + ".",
        [
            ChartRow(
                _who(each),
                scaled(each.low),
                scaled(each.high),
                [Mark(scaled(each.value) or 0)] if each.value is not None else [],
                note="" if each.value is not None else WHY[each.why] or "Not known",
            )
            for each in one.standings
        ],
        ["Figure"],
        "95% interval",
        unit="number" if one.unit == "points" else "percent",
        synthetic=one.synthetic,
    )


def _scale(one: Compared) -> Callable[[int | None], int | None]:
    """From a figure to what is drawn and listed: whole points of hundredths, everything else as it is."""
    return rounded if one.unit == "points" else lambda value: value


def _message(one: Compared) -> str:
    first = next((each.cluster for each in one.standings if each.place == 1), None)
    if first is not None:
        return f"{one.title}: {first} stands first"
    if len(one.standings) == 1:
        return f"{one.title}: one cluster, and nobody to stand beside"
    return f"{one.title}: nobody can be told to stand first"
