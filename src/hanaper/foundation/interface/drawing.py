"""From a chart to SVG. Presentation attributes only, so that the content security policy holds and a PDF can take it.

Colours stand at least 3:1 against white; pattern, dash, shape and words say the same as colour does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from math import ceil, floor, log10
from xml.etree import ElementTree as ET

from hanaper.foundation.interface import formats
from hanaper.foundation.interface.charts import AnyChart, Chart, ChartRow, ChartSeries, FlowChart, RowChart, Unit

COLOURS = ("#12436d", "#28a197", "#801650", "#a8601f")
DASHES = ("", "7 4", "2 3", "10 3 2 3")
INK, QUIET, LINE = "#0b0c0c", "#484949", "#b1b4b6"
WIDTH, RIGHT, TICKS = 860, 24, 5
HEIGHT, TOP, BOTTOM, LEFT = 310, 46, 44, 76
ROW, LABEL, PAD = 30, 232, 10
BAR_LABELS_MOST = 16
FONT = "Arial, Helvetica, Libertinus Serif, sans-serif"


def svg(chart: AnyChart) -> str:
    """The drawing. The same chart makes the same text; ids inside it derive from the title."""
    if isinstance(chart, FlowChart):
        from hanaper.foundation.interface.flows import flow  # it draws with what stands here

        return ET.tostring(flow(chart), encoding="unicode")
    return ET.tostring(_columns(chart) if isinstance(chart, Chart) else _rows(chart), encoding="unicode")


def short(value: int, unit: Unit) -> str:
    """A value as an axis shows it.

    >>> short(437_000_000_000, "money"), short(-1_250_000, "money"), short(5, "money"), short(8750, "percent")
    ('£4.37bn', '-£12.5k', '5p', '87.5%')
    """
    if unit == "percent":
        return f"{_trimmed(Decimal(value) / 100)}%"
    if unit == "number":
        return formats.number(value)
    sign, pence = ("-" if value < 0 else ""), abs(value)
    for name, size in (("bn", 10**11), ("m", 10**8), ("k", 10**5)):
        if pence >= size:
            return f"{sign}£{_trimmed(Decimal(pence) / size)}{name}"
    if pence < 100 and pence:
        return f"{sign}{pence}p"
    return f"{sign}£{_trimmed(Decimal(pence) / 100)}"


def ticks(low: int, high: int, count: int = TICKS) -> list[int]:
    """Round values that hold low and high between the first and the last, nought among them where it lies between.

    >>> ticks(0, 87), ticks(-30, 60), ticks(0, 0)
    ([0, 20, 40, 60, 80, 100], [-40, -20, 0, 20, 40, 60], [0, 1])
    """
    span = max(high - low, 1)
    raw = span / count
    size = 10 ** floor(log10(raw)) if raw >= 1 else 1
    step = next((size * times for times in (1, 2, 5, 10) if size * times >= raw), size * 10)
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return [int(step * place) for place in range(first, last + 1)]


def _trimmed(value: Decimal) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def begin(chart: AnyChart, height: int) -> tuple[ET.Element, str]:
    """The empty picture with what it says of itself, and the beginning of its ids."""
    name = "chart-" + "".join(c if c.isalnum() and c.isascii() else "-" for c in chart.title.lower())[:60]
    picture = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {height}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "class": "hanaper-chart__picture",
            "font-family": FONT,
            "font-size": "14",
            "fill": INK,
        },
    )
    ET.SubElement(picture, "title", {"id": f"{name}-title"}).text = chart.title
    ET.SubElement(picture, "desc", {"id": f"{name}-desc"}).text = chart.summary
    patterns = ET.SubElement(picture, "defs")
    for place in range(1, len(COLOURS)):
        patterns.append(_pattern(f"{name}-fill-{place}", place))
    return picture, name


def _pattern(name: str, place: int) -> ET.Element:
    """Stripes, dots or a net in the series' colour: bars that differ without colour."""
    pattern = ET.Element("pattern", {"id": name, "width": "6", "height": "6", "patternUnits": "userSpaceOnUse"})
    ET.SubElement(pattern, "rect", {"width": "6", "height": "6", "fill": "#ffffff"})
    paint = {"stroke": COLOURS[place], "stroke-width": "2", "fill": "none"}
    if place == 2:
        ET.SubElement(pattern, "circle", {"cx": "3", "cy": "3", "r": "1.7", "fill": COLOURS[place]})
    else:
        path = "M0 6 L6 0" if place == 1 else "M0 3 H6 M3 0 V6"
        ET.SubElement(pattern, "path", {"d": path, **paint})
    return pattern


def _fill(name: str, place: int) -> dict[str, str]:
    fill = COLOURS[0] if place == 0 else f"url(#{name}-fill-{place})"
    return {"fill": fill, "stroke": COLOURS[place], "stroke-width": "1"}


def text(parent: ET.Element, x: float, y: float, words: str, **more: str) -> None:
    at = {"x": f"{x:.1f}", "y": f"{y:.1f}", **{key.replace("_", "-"): value for key, value in more.items()}}
    ET.SubElement(parent, "text", at).text = words


def _line(parent: ET.Element, x1: float, y1: float, x2: float, y2: float, **more: str) -> None:
    at = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    ET.SubElement(
        parent, "line", {**at, "stroke": LINE, **{key.replace("_", "-"): value for key, value in more.items()}}
    )


def _shape(parent: ET.Element, x: float, y: float, kind: int, size: float = 6) -> None:
    """Circle, diamond, square or triangle: what a mark is without its colour."""
    paint = {"fill": "#ffffff" if kind % 2 else COLOURS[kind], "stroke": COLOURS[kind], "stroke-width": "2"}
    if kind == 0:
        ET.SubElement(parent, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{size - 1}", **paint})
        return
    corners = {
        1: [(0, -size), (size, 0), (0, size), (-size, 0)],
        2: [(-size + 1, -size + 1), (size - 1, -size + 1), (size - 1, size - 1), (-size + 1, size - 1)],
        3: [(0, -size), (size, size - 1), (-size, size - 1)],
    }[kind]
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    ET.SubElement(parent, "polygon", {"points": points, **paint})


def _columns(chart: Chart) -> ET.Element:
    picture, name = begin(chart, HEIGHT)
    known = [value for series in chart.series for value in series.values if value is not None]
    marks = ticks(min(0, *known, 0), max(0, *known, 0))
    bottom = HEIGHT - BOTTOM

    def up(value: float) -> float:
        return bottom - (value - marks[0]) / (marks[-1] - marks[0]) * (bottom - TOP)

    for mark in marks:
        is_zero = mark == 0
        _line(picture, LEFT, up(mark), WIDTH - RIGHT, up(mark), stroke=INK if is_zero else LINE,
              stroke_width="1.5" if is_zero else "1")  # fmt: skip
        text(picture, LEFT - 8, up(mark) + 5, short(mark, chart.unit), text_anchor="end", fill=QUIET)
    slot = (WIDTH - LEFT - RIGHT) / max(len(chart.labels), 1)
    every = max(1, ceil(len(chart.labels) * 58 / (WIDTH - LEFT - RIGHT)))
    for place, label in enumerate(chart.labels):
        if place % every == 0:
            text(picture, LEFT + slot * (place + 0.5), bottom + 20, label, text_anchor="middle")
    draw = _bars if chart.draw == "bars" else _lines
    for place, series in enumerate(chart.series):
        draw(picture, name, chart, place, series, slot, up)
    _key(picture, name, [series.name for series in chart.series], is_line=chart.draw == "lines")
    return picture


def _bars(
    picture: ET.Element, name: str, chart: Chart, place: int, series: ChartSeries, slot: float,
    up: Callable[[float], float],
) -> None:  # fmt: skip
    width = slot * 0.8 / len(chart.series)
    says_values = len(chart.labels) * len(chart.series) <= BAR_LABELS_MOST
    for index, value in enumerate(series.values):
        x = LEFT + slot * (index + 0.1) + width * place
        if value is None:
            text(picture, x + width / 2, up(0) - 5, "–", text_anchor="middle", fill=QUIET)
            continue
        top, foot = min(up(value), up(0)), max(up(value), up(0))
        at = {"x": f"{x:.1f}", "y": f"{top:.1f}", "width": f"{max(width - 2, 1):.1f}", "height": f"{foot - top:.1f}"}
        ET.SubElement(picture, "rect", {**at, **_fill(name, place)})
        if says_values:
            y = top - 5 if value >= 0 else foot + 15
            text(picture, x + width / 2, y, short(value, chart.unit), text_anchor="middle", font_size="12")


def _lines(
    picture: ET.Element, name: str, chart: Chart, place: int, series: ChartSeries, slot: float,
    up: Callable[[float], float],
) -> None:  # fmt: skip
    """One line for each run of known values: what is not known leaves a gap."""
    run: list[tuple[float, float]] = []
    runs = [run]
    for index, value in enumerate(series.values):
        if value is None:
            run = []
            runs.append(run)
        else:
            run.append((LEFT + slot * (index + 0.5), up(value)))
    for points in runs:
        written = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        paint = {"fill": "none", "stroke": COLOURS[place], "stroke-width": "2.5", "stroke-dasharray": DASHES[place]}
        ET.SubElement(picture, "polyline", {"points": written, **{key: v for key, v in paint.items() if v}})
        for x, y in points:
            _shape(picture, x, y, place, 5)


def _key(picture: ET.Element, name: str, names: Sequence[str], *, is_line: bool) -> None:
    """What each series or mark is, in words above the drawing."""
    x = float(LEFT)
    for place, words in enumerate(names):
        if is_line:
            _shape(picture, x + 7, 14, place, 6)
        else:
            ET.SubElement(
                picture, "rect", {"x": f"{x:.1f}", "y": "7", "width": "14", "height": "14", **_fill(name, place)}
            )
        text(picture, x + 20, 19, words)
        x += 36 + 7.2 * len(words)


def _number(value: date | int) -> int:
    return value.toordinal() if isinstance(value, date) else value


def _rows(chart: RowChart) -> ET.Element:
    height = TOP + ROW * max(len(chart.rows), 1) + BOTTOM
    picture, name = begin(chart, height)
    held = [
        v
        for row in chart.rows
        for v in (row.start, row.end, *(mark.at for mark in row.marks), chart.now)
        if v is not None
    ]
    is_dated = any(isinstance(value, date) for value in held)
    axis = (
        _years(held)
        if is_dated
        else [(at, short(at, chart.unit)) for at in ticks(min([0, *map(_number, held)]), max([0, *map(_number, held)]))]
    )
    bottom = height - BOTTOM

    def along(value: date | int) -> float:
        first, last = axis[0][0], axis[-1][0]
        return LABEL + PAD + (_number(value) - first) / max(last - first, 1) * (WIDTH - RIGHT - LABEL - PAD)

    for at, words in axis:
        _line(picture, along(at), TOP, along(at), bottom)
        text(picture, along(at), bottom + 18, words, text_anchor="middle", fill=QUIET)
    for place, row in enumerate(chart.rows):
        y = TOP + ROW * (place + 0.5)
        text(picture, LABEL - 10, y + 5, _cut(row.label), text_anchor="end")
        if row.start is not None and row.end is not None:
            left, width = along(row.start), max(along(row.end) - along(row.start), 1)
            box = {"x": f"{left:.1f}", "y": f"{y - 5:.1f}", "width": f"{width:.1f}", "height": "10"}
            ET.SubElement(picture, "rect", {**box, **_fill(name, 1)})
        for mark in row.marks:
            _shape(picture, along(mark.at), y, mark.kind)
        _mark_labels(picture, row, along, y)
        if row.note and not row.marks and row.start is None:
            text(picture, LABEL + 8, y + 5, row.note, fill=QUIET, font_style="italic")
    if chart.now is not None:
        _line(
            picture,
            along(chart.now),
            TOP - 6,
            along(chart.now),
            bottom,
            stroke=INK,
            stroke_dasharray="4 3",
            stroke_width="1.5",
        )
        text(picture, along(chart.now), bottom + 36, chart.now_label, text_anchor="middle")
    _key_of_rows(picture, name, chart)
    return picture


def _mark_labels(picture: ET.Element, row: ChartRow, along: Callable[[date | int], float], y: float) -> None:
    """What a mark says, after it and after the stretch, where there is room before the next mark and the edge."""
    ordered = sorted(row.marks, key=lambda mark: _number(mark.at))
    after = along(row.end) if row.end is not None else 0.0
    for place, mark in enumerate(ordered):
        room = along(ordered[place + 1].at) if place + 1 < len(ordered) else WIDTH
        inside = row.start is not None and along(row.start) <= along(mark.at) <= after
        x = (after if inside else along(mark.at)) + 10
        if mark.label and x + 6.4 * len(mark.label) < room:
            text(picture, x, y + 5, mark.label, font_size="12")


def _key_of_rows(picture: ET.Element, name: str, chart: RowChart) -> None:
    x = float(LABEL)
    for kind, words in enumerate(chart.marks):
        _shape(picture, x + 7, 14, kind)
        text(picture, x + 20, 19, words)
        x += 36 + 7.2 * len(words)
    if chart.stretch:
        ET.SubElement(picture, "rect", {"x": f"{x:.1f}", "y": "9", "width": "22", "height": "10", **_fill(name, 1)})
        text(picture, x + 28, 19, chart.stretch)


def _years(held: Sequence[date | int]) -> list[tuple[int, str]]:
    """The first of January of each year around the dates, at most ten of them named."""
    days = [value for value in held if isinstance(value, date)]
    first, last = min(days).year, max(days).year + 1
    step = ceil((last - first) / 10) or 1
    last = first + step * ceil((last - first) / step)
    return [(date(year, 1, 1).toordinal(), str(year)) for year in range(first, last + 1, step)]


@cache
def _cut(label: str, most: int = 28) -> str:
    """A label that fits: the table below has it whole."""
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"
