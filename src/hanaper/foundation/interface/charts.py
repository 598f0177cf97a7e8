"""Charts as server-drawn SVG: what one says, apart from how it is drawn (`drawing`).

A chart has an active title (the message), a subtitle that says what is counted in which unit, at most four series, and
never stands alone: the page puts the table of the same figures under it, with its files. Three kinds carry all of them:

    Chart       values by category, as bars or as lines: years, months, bodies
    RowChart    rows on one axis of dates or values: a stretch and marks on it. A plan against a contract's end, a rate
                with its interval, the states of a cluster
    FlowChart   boxes and arrows between them: how documents went through a process

Series differ by pattern, dash and label as well as by colour. A value that is not known is None: it leaves a gap, and
the drawing says so; nought is drawn as nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Unit = Literal["money", "percent", "number"]
SERIES_MOST = 4


@dataclass(frozen=True)
class ChartSeries:
    """One series. values: one for each label of the chart, in pence, basis points or plain numbers; None: not known."""

    name: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Chart:
    """Values by category. summary: what the chart shows, in a sentence or two, for whoever does not see it.

    Raises ValueError where a series does not have one value for each label, or there are more series than four.
    """

    title: str
    subtitle: str
    summary: str
    labels: Sequence[str]
    series: Sequence[ChartSeries]
    unit: Unit = "number"
    draw: Literal["bars", "lines"] = "bars"
    synthetic: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= SERIES_MOST:
            raise ValueError(f"a chart has one to {SERIES_MOST} series, not {len(self.series)}")
        for each in self.series:
            if len(each.values) != len(self.labels):
                raise ValueError(f"{each.name}: {len(each.values)} values for {len(self.labels)} labels")


@dataclass(frozen=True)
class Mark:
    """A point on a row. kind: an index into the chart's `marks`, which name what such a point is."""

    at: date | int
    kind: int = 0
    label: str = ""


@dataclass(frozen=True)
class ChartRow:
    """A row: a stretch from start to end, where there is one, and marks. note: what stands instead of an empty row."""

    label: str
    start: date | int | None = None
    end: date | int | None = None
    marks: Sequence[Mark] = ()
    note: str = ""


@dataclass(frozen=True)
class RowChart:
    """Rows on one axis: days where they hold dates, else values of `unit`. marks, stretch: what each kind of point and
    the stretch mean. now: a day or value with a line through all rows, and `now_label` what it is.

    Raises ValueError where a row's mark is of a kind that has no name.
    """

    title: str
    subtitle: str
    summary: str
    rows: Sequence[ChartRow]
    marks: Sequence[str]
    stretch: str = ""
    unit: Unit = "number"
    now: date | int | None = None
    now_label: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        if len(self.marks) > SERIES_MOST:
            raise ValueError(f"a chart has at most {SERIES_MOST} kinds of mark, not {len(self.marks)}")
        for row in self.rows:
            for mark in row.marks:
                if not 0 <= mark.kind < len(self.marks):
                    raise ValueError(f"{row.label}: a mark of kind {mark.kind}, and {len(self.marks)} have a name")


@dataclass(frozen=True)
class FlowBox:
    """A box at a row and column, both from nought. note: a few words below its label."""

    key: str
    label: str
    row: int
    column: int
    note: str = ""


@dataclass(frozen=True)
class FlowArrow:
    """From one box to another. weight: how much goes along it. is_dashed: set apart, which its label says in words."""

    start: str
    end: str
    label: str
    weight: int
    is_dashed: bool = False


@dataclass(frozen=True)
class FlowChart:
    """Boxes and what goes from one to another, wider where more goes. solid, dashed: what each kind of arrow means.

    Raises ValueError where an arrow leads from or to no box, or two boxes share a place.
    """

    title: str
    subtitle: str
    summary: str
    boxes: Sequence[FlowBox]
    arrows: Sequence[FlowArrow]
    solid: str
    dashed: str
    synthetic: bool = False

    def __post_init__(self) -> None:
        keys = {box.key for box in self.boxes}
        if len({(box.row, box.column) for box in self.boxes}) < len(self.boxes):
            raise ValueError("two boxes share a place")
        for arrow in self.arrows:
            if not {arrow.start, arrow.end} <= keys:
                raise ValueError(f"an arrow from {arrow.start!r} to {arrow.end!r}, and the boxes are {sorted(keys)}")


AnyChart = Chart | RowChart | FlowChart
