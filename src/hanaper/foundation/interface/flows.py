"""A flow chart as SVG: boxes in rows and columns, arrows between them as wide as what goes along them.

Arrows that lead down go straight; those that pass a box, or lead back up, go round it. Boxes cover what passes under.
"""

from __future__ import annotations

from math import dist
from xml.etree import ElementTree as ET

from hanaper.foundation.interface.charts import FlowArrow, FlowBox, FlowChart
from hanaper.foundation.interface.drawing import COLOURS, INK, QUIET, WIDTH, begin, text

BOX_WIDTH, BOX_HEIGHT, PITCH, MARGIN, KEY = 132, 40, 92, 14, 36
ROUND, BACK = 44, 34
THIN, THICK = 1.5, 8.0
_AWAY = "#a8601f"
Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]
Space = tuple[float, float, float, float]
"""A middle, and how far what stands there reaches to each side and up and down."""
LABEL_HALF = 8.5


def flow(chart: FlowChart) -> ET.Element:
    """The drawing: the key, the arrows, the boxes over them, and the labels over all."""
    rows = max((box.row for box in chart.boxes), default=0) + 1
    picture, name = begin(chart, KEY + rows * PITCH + MARGIN)
    defs = picture.find("defs")
    assert defs is not None
    for kind, colour in (("solid", COLOURS[0]), ("dashed", _AWAY)):
        head = ET.SubElement(
            defs,
            "marker",
            {
                "id": f"{name}-{kind}", "viewBox": "0 0 10 10", "refX": "9", "refY": "5", "markerWidth": "10",
                "markerHeight": "10", "markerUnits": "userSpaceOnUse", "orient": "auto",
            },
        )  # fmt: skip
        ET.SubElement(head, "path", {"d": "M0 0 L10 5 L0 10 Z", "fill": colour})
    _key(picture, name, chart)
    at = _centres(chart)
    boxes = {box.key: box for box in chart.boxes}
    most = max((arrow.weight for arrow in chart.arrows), default=1) or 1
    curves = []
    for place, arrow in enumerate(chart.arrows):
        beside = sum(1 for other in chart.arrows[:place] if (other.start, other.end) == (arrow.start, arrow.end))
        curves.append((arrow, curve(boxes[arrow.start], boxes[arrow.end], at, beside)))
    for arrow, line in curves:
        _arrow(picture, name, line, is_dashed=arrow.is_dashed, width=THIN + (THICK - THIN) * arrow.weight / most)
    for box in chart.boxes:
        _box(picture, box, at[box.key])
    taken: list[Space] = [(*at[box.key], BOX_WIDTH / 2, BOX_HEIGHT / 2) for box in chart.boxes]
    # Short arrows first: a long one has more places for its label.
    for arrow, line in sorted(curves, key=lambda each: dist(each[1][0], each[1][3])):
        _label(picture, arrow, line, taken)
    return picture


def curve(start: FlowBox, end: FlowBox, at: dict[str, Point], beside: int = 0) -> Curve:
    """The arrow's way, as a cubic curve from edge to edge. beside: how many go between the same two already."""
    (x1, y1), (x2, y2) = at[start.key], at[end.key]
    half_width, half_height = BOX_WIDTH / 2, BOX_HEIGHT / 2
    if start.key == end.key:
        a, b = (x1 + half_width, y1 - 8), (x1 + half_width, y1 + 8)
        return a, (a[0] + BACK, a[1]), (b[0] + BACK, b[1]), b
    if start.row == end.row:
        way = 1 if x2 > x1 else -1
        a, b = (x1 + way * half_width, y1 - 8 * way), (x2 - way * half_width, y2 - 8 * way)
    elif end.row < start.row and start.column != end.column:
        side = 1 if x1 > x2 else -1
        a, b = (x1 - side * half_width / 2, y1 - half_height), (x2 + side * half_width, y2 + 6)
        return a, (a[0], (a[1] + b[1]) / 2), (a[0], b[1]), b
    elif end.row < start.row:
        side = 1
        a, b = (x1 + side * half_width, y1 - 6), (x2 + side * half_width, y2 + 6)
        out = max(a[0], b[0]) + BACK if side > 0 else min(a[0], b[0]) - BACK
        return a, (out, a[1]), (out, b[1]), b
    elif start.column == end.column and end.row > start.row + 1:
        a, b = (x1 - half_width, y1 + 6), (x2 - half_width, y2 - 6)
        return a, (a[0] - ROUND, a[1] + 12), (b[0] - ROUND, b[1] - 12), b
    else:
        # A little off the middle where they part or meet, so that two arrows at one box stay two.
        lean = 18 * (end.column > start.column) - 18 * (end.column < start.column)
        aside = 30 * beside
        a, b = (x1 + lean + aside, y1 + half_height), (x2 - lean + aside, y2 - half_height)
    dx, dy = (b[0] - a[0]) / 3, (b[1] - a[1]) / 3
    return a, (a[0] + dx, a[1] + dy), (b[0] - dx, b[1] - dy), b


def on_curve(line: Curve, t: float) -> Point:
    """The point of a cubic curve at `t`, from 0 at its start to 1 at its end.

    >>> on_curve(((0, 0), (1, 1), (2, 2), (3, 3)), 0.5)
    (1.5, 1.5)
    """
    u = 1 - t
    weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    x = sum(weight * point[0] for weight, point in zip(weights, line, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, line, strict=True))
    return x, y


def _centres(chart: FlowChart) -> dict[str, Point]:
    columns = max((box.column for box in chart.boxes), default=0) + 1
    slot = (WIDTH - 2 * MARGIN - ROUND) / columns
    return {
        box.key: (MARGIN + ROUND + slot * (box.column + 0.5) - BACK / 2, KEY + PITCH * (box.row + 0.5))
        for box in chart.boxes
    }


def _arrow(picture: ET.Element, name: str, line: Curve, *, is_dashed: bool, width: float) -> None:
    a, b, c, d = (f"{x:.1f} {y:.1f}" for x, y in line)
    paint = {
        "d": f"M{a} C{b} {c} {d}", "fill": "none", "stroke": _AWAY if is_dashed else COLOURS[0],
        "stroke-width": f"{width:.1f}", "marker-end": f"url(#{name}-{'dashed' if is_dashed else 'solid'})",
    }  # fmt: skip
    ET.SubElement(picture, "path", paint | ({"stroke-dasharray": "7 5"} if is_dashed else {}))


def _box(picture: ET.Element, box: FlowBox, at: Point) -> None:
    x, y = at[0] - BOX_WIDTH / 2, at[1] - BOX_HEIGHT / 2
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": str(BOX_WIDTH), "height": str(BOX_HEIGHT), "rx": "4"}
    ET.SubElement(picture, "rect", {**place, "fill": "#ffffff", "stroke": INK, "stroke-width": "1.5"})
    text(picture, at[0], at[1] + (-2 if box.note else 5), box.label, text_anchor="middle", font_weight="700")
    if box.note:
        text(picture, at[0], at[1] + 14, box.note, text_anchor="middle", font_size="12", fill=QUIET)


def _label(picture: ET.Element, arrow: FlowArrow, line: Curve, taken: list[Space]) -> None:
    """The label where nothing else stands: on the arrow near its middle, or beside it, or else on its middle."""
    half = 3.3 * len(arrow.label) + 5
    on_it = [on_curve(line, t) for t in (0.5, 0.36, 0.64, 0.26, 0.74)]
    beside = [(x + way * (half + off), y) for off in (7, 24, 40) for way in (1, -1) for x, y in on_it]
    middle = min(max(on_it[0][0], half), WIDTH - half)
    apart = [(middle, on_it[0][1] + way * (BOX_HEIGHT / 2 + 12)) for way in (1, -1)]
    x, y = next((at for at in (*on_it, *beside, *apart) if _is_free(at, half, taken)), on_it[0])
    taken.append((x, y, half, LABEL_HALF))
    place = {"x": f"{x - half:.1f}", "y": f"{y - 9:.1f}", "width": f"{2 * half:.1f}", "height": "17", "rx": "3"}
    ET.SubElement(picture, "rect", {**place, "fill": "#ffffff"})
    text(picture, x, y + 4, arrow.label, text_anchor="middle", font_size="12")


def _is_free(at: Point, half: float, taken: list[Space]) -> bool:
    """Whether a label of this half width stands inside the picture and over nothing."""
    (x, y) = at
    inside = half <= x <= WIDTH - half
    return inside and all(abs(x - ox) >= half + w or abs(y - oy) >= LABEL_HALF + h for ox, oy, w, h in taken)


def _key(picture: ET.Element, name: str, chart: FlowChart) -> None:
    x = float(MARGIN)
    for words, is_dashed in ((chart.solid, False), (chart.dashed, True)):
        _arrow(picture, name, ((x, 16), (x + 12, 16), (x + 24, 16), (x + 36, 16)), is_dashed=is_dashed, width=2.5)
        text(picture, x + 44, 21, words)
        x += 64 + 7.2 * len(words)
