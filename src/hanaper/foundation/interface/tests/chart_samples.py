"""A page with every way to draw, with what is not known, what is negative, and a row without dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hanaper.foundation.interface.charts import (
    Chart,
    ChartRow,
    ChartSeries,
    FlowArrow,
    FlowBox,
    FlowChart,
    Mark,
    RowChart,
)
from hanaper.foundation.interface.pages import Page, ReportPage, Section
from hanaper.foundation.interface.tables import BoundTable, Column, Table

YEARS = ("2023-24", "2024-25", "2025-26", "2026-27")
FORECAST = ChartSeries("Forecast", (-4_000_000_00, 1_500_000_00, 9_000_000_00, 22_000_000_00))
MEASURED = ChartSeries("Measured", (None, 0, 6_400_000_00, None))
HIGH = ChartSeries("High", (1_00, 2_00, 30_000_000_00, 26_000_000_00))
LOW = ChartSeries("Low", (0, 0, 0, 1_00))
LONG_NAME = "An office with quite a long name indeed"


def charts() -> Page:
    """The page."""
    return ReportPage(
        title="Charts",
        scope="all",
        sections=[_bars(), _lines(), _values(), _dates(), _flow()],
    )


def _bars() -> Section:
    return Section(
        "As bars",
        table=_by_year("bars", [FORECAST, MEASURED]),
        chart=Chart(
            "Measured benefits stand below forecast",
            "Benefits in £, by fiscal year, nominal.",
            "Forecast rises from minus £4m to £22m. Measured is known for two years: nought, then £6.4m.",
            YEARS,
            [FORECAST, MEASURED],
            "money",
            synthetic=True,
        ),
    )


def _lines() -> Section:
    series = [FORECAST, MEASURED, HIGH, LOW]
    return Section(
        "As lines",
        table=_by_year("lines", series),
        chart=Chart(
            "Four series can be told apart without colour",
            "In £, by fiscal year.",
            "Four lines, of which High ends highest.",
            YEARS,
            series,
            "money",
            draw="lines",
        ),
    )


def _values() -> Section:
    rates = {"Alpha": (7_900, 8_150, 8_400), "Beta": (6_800, 7_800, 8_800)}
    return Section(
        "As rows of values",
        table=_table(
            "intervals", [{"name": name, "rate": rate} for name, (_, rate, _) in rates.items()], rate="percent"
        ),
        chart=RowChart(
            "Alpha and Beta cannot be ranked",
            "Touchless, with its 95% interval.",
            "The intervals overlap.",
            [
                *(
                    ChartRow(name, low, high, [Mark(rate, 0, f"{rate / 100:.1f}%")])
                    for name, (low, rate, high) in rates.items()
                ),
                ChartRow(LONG_NAME, note="Left out: too few"),
            ],
            ["Rate"],
            stretch="95% interval",
            unit="percent",
        ),
    )


def _dates() -> Section:
    ends, joins = date(2026, 10, 1), date(2027, 4, 1)
    many = [Mark(date(2028, 1, 1), 1, "2028"), Mark(date(2025, 1, 1), 2), Mark(date(2025, 7, 1), 3)]
    return Section(
        "As rows of dates",
        table=_table("expiry", [{"name": "Alpha", "joins": joins, "ends": ends}], joins="date", ends="date"),
        chart=RowChart(
            "Alpha joins half a year after its contract ends",
            "Dates as sources give them.",
            "Alpha's contract ends in October 2026 and it joins in April 2027.",
            [
                ChartRow("Alpha", ends, joins, [Mark(ends, 0, "Oct 2026"), Mark(joins, 1, "Apr 2027")]),
                ChartRow("Beta", marks=many),
            ],
            ["Contract ends", "Joins", "Extension", "Exit"],
            stretch="Gap",
            now=date(2026, 11, 23),
            now_label="23 November 2026",
        ),
    )


def _by_year(name: str, series: Sequence[ChartSeries]) -> BoundTable:
    rows = [{"name": year, **{each.name: each.values[place] for each in series}} for place, year in enumerate(YEARS)]
    return _table(name, rows, **{each.name: "money" for each in series})


def _table(name: str, rows: list[dict[str, Any]], **kinds: Any) -> BoundTable:
    columns = [Column("name", "Name"), *(Column(key, key.capitalize(), kind) for key, kind in kinds.items())]
    table = Table(name, columns, rows, caption=f"The same figures as {name}", noun=("row", "rows"))
    return table.bind({}, "/charts/", prefix=f"{name}-")


FLOW = FlowChart(
    "Most documents go straight down",
    "Documents of a month.",
    "Ninety go from received to paid; ten are held, of which four come back and one waits again.",
    boxes=[
        FlowBox("start", "Start", 0, 0, "100"),
        FlowBox("received", "Received", 1, 0, "104"),
        FlowBox("matched", "Matched", 2, 0, "94"),
        FlowBox("held", "Held", 2, 1, "11"),
        FlowBox("rejected", "Rejected", 1, 1, "2"),
        FlowBox("paid", "Paid", 3, 0, "94"),
    ],
    arrows=[
        FlowArrow("start", "received", "100 receive", 100),
        FlowArrow("start", "rejected", "2 turn away (not standard)", 2, is_dashed=True),
        FlowArrow("start", "received", "3 upload (not standard)", 3, is_dashed=True),
        FlowArrow("received", "matched", "94 match", 94),
        FlowArrow("received", "paid", "1 pay (not standard)", 1, is_dashed=True),
        FlowArrow("received", "held", "10 match (not standard)", 10, is_dashed=True),
        FlowArrow("held", "received", "4 rematch (not standard)", 4, is_dashed=True),
        FlowArrow("held", "held", "1 wait (not standard)", 1, is_dashed=True),
        FlowArrow("held", "matched", "1 pass (not standard)", 1, is_dashed=True),
        FlowArrow("matched", "paid", "94 pay", 94),
    ],
    solid="Standard path",
    dashed="Not standard",
    synthetic=True,
)


def _flow() -> Section:
    table = Table(
        "flow",
        columns=[
            Column("start", "From"),
            Column("end", "To"),
            Column("label", "What"),
            Column("weight", "Times", "number"),
        ],
        rows=list(FLOW.arrows),
        caption="What goes from where to where",
    )
    return Section("As a flow", table=table.bind({}, "/charts/", prefix="flow-"), chart=FLOW)
