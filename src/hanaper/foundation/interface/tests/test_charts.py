"""Charts: what they refuse, and that the drawing says in shapes and words what the figures say."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from hanaper.foundation.interface.drawing import COLOURS, svg, ticks
from hanaper.foundation.interface.flows import curve, on_curve
from hanaper.foundation.interface.parts import Section
from hanaper.foundation.interface.tests.chart_samples import FLOW

SVG = "{http://www.w3.org/2000/svg}"


def chart(*series: ChartSeries, labels: tuple[str, ...] = ("a", "b", "c")) -> Chart:
    return Chart("Title & message", "Subtitle", "What <it> shows", labels, series, "money")


def bars(drawn: str) -> list[ET.Element]:
    return [each for each in ET.fromstring(drawn).iter(f"{SVG}rect") if each.get("stroke") == COLOURS[0]][:-1]


def test_a_bar_is_as_high_as_its_value_and_what_is_not_known_has_none() -> None:
    drawn = svg(chart(ChartSeries("one", (100_00, None, 50_00))))

    first, last = bars(drawn)
    assert float(first.attrib["height"]) == pytest.approx(2 * float(last.attrib["height"]), abs=0.11)
    assert "–" in drawn


def test_a_negative_bar_hangs_from_nought_and_nought_has_no_height() -> None:
    up, nought, down = bars(svg(chart(ChartSeries("one", (100, 0, -100)))))

    assert float(nought.attrib["height"]) == 0
    foot = float(up.attrib["y"]) + float(up.attrib["height"])
    assert float(down.attrib["y"]) == pytest.approx(foot, abs=0.11)


def test_a_line_breaks_where_a_value_is_not_known() -> None:
    drawn = svg(Chart("t", "s", "d", "abcd", [ChartSeries("one", (1, None, 3, 4))], draw="lines"))

    runs = [each.attrib["points"].split() for each in ET.fromstring(drawn).iter(f"{SVG}polyline")]
    assert [len(run) for run in runs] == [1, 2]


def test_every_series_differs_by_more_than_colour() -> None:
    drawn = ET.fromstring(svg(chart(*(ChartSeries(str(n), (1, 2, 3)) for n in range(4)))))

    assert len({each.get("fill") for each in drawn.iter(f"{SVG}rect") if each.get("stroke") in COLOURS}) == 4


def test_the_drawing_has_its_title_and_summary_as_text() -> None:
    drawn = ET.fromstring(svg(chart(ChartSeries("one", (1, 2, 3)))))

    named = {each.get("id"): each.text for each in drawn if each.get("id")}
    assert [named[name] for name in drawn.attrib["aria-labelledby"].split()] == ["Title & message", "What <it> shows"]


def test_dates_stand_in_their_order_and_now_between_them() -> None:
    row = ChartRow("x", date(2025, 1, 1), date(2027, 1, 1), [Mark(date(2027, 1, 1))])
    drawn = ET.fromstring(svg(RowChart("t", "s", "d", [row], ["End"], now=date(2026, 1, 1), now_label="now")))

    stretch = next(each for each in drawn.iter(f"{SVG}rect") if each.get("height") == "10" and each.get("stroke"))
    now = next(each for each in drawn.iter(f"{SVG}line") if each.get("stroke-dasharray") == "4 3")
    left = float(stretch.attrib["x"])
    assert left < float(now.attrib["x1"]) < left + float(stretch.attrib["width"])


@pytest.mark.parametrize(
    "wrong", [(), tuple(ChartSeries(str(n), (1, 2, 3)) for n in range(5)), (ChartSeries("one", (1,)),)]
)
def test_a_chart_with_no_series_or_too_many_or_a_short_one_is_refused(wrong: tuple[ChartSeries, ...]) -> None:
    with pytest.raises(ValueError, match=r"series|values for"):
        chart(*wrong)


def test_a_chart_never_stands_without_its_table() -> None:
    with pytest.raises(ValueError, match="no table"):
        Section("x", chart=chart(ChartSeries("one", (1, 2, 3))))


@given(st.integers(-(10**15), 10**15), st.integers(0, 10**15))
def test_ticks_hold_what_is_drawn_and_are_few_and_even(low: int, span: int) -> None:
    found = ticks(low, low + span)

    assert found[0] <= low and low + span <= found[-1]
    assert 2 <= len(found) <= 9
    assert len({b - a for a, b in pairwise(found)}) == 1


def test_a_flow_says_every_box_and_arrow_in_words_and_dashes_what_stands_apart() -> None:
    drawn = ET.fromstring(svg(FLOW))
    words = {each.text for each in drawn.iter(f"{SVG}text")}
    assert {box.label for box in FLOW.boxes} <= words
    assert {arrow.label for arrow in FLOW.arrows} <= words
    lines = [each for each in drawn.iter(f"{SVG}path") if "marker-end" in each.attrib][2:]
    assert [("stroke-dasharray" in each.attrib) for each in lines] == [arrow.is_dashed for arrow in FLOW.arrows]
    widths = [float(each.attrib["stroke-width"]) for each in lines]
    assert widths[0] == max(widths) and widths[1] < widths[2] < widths[3]
    assert "style" not in svg(FLOW)


def test_arrows_end_at_their_boxes_and_two_between_the_same_are_two() -> None:
    above, below = FlowBox("a", "A", 0, 0), FlowBox("b", "B", 1, 0)
    at = {"a": (100.0, 50.0), "b": (100.0, 150.0)}
    first, second = curve(above, below, at), curve(above, below, at, beside=1)
    assert (on_curve(first, 0), on_curve(first, 1)) == ((100, 70), (100, 130))
    assert second[0][0] - first[0][0] == 30
    back = curve(below, above, at)
    assert back[1][0] > max(back[0][0], back[3][0])


def test_a_flow_whose_boxes_share_a_place_or_whose_arrow_leads_nowhere_is_refused() -> None:
    box = FlowBox("a", "A", 0, 0)
    with pytest.raises(ValueError, match="share a place"):
        FlowChart("t", "s", "d", [box, FlowBox("b", "B", 0, 0)], [], "solid", "dashed")
    with pytest.raises(ValueError, match="an arrow from 'a' to 'z'"):
        FlowChart("t", "s", "d", [box], [FlowArrow("a", "z", "1", 1)], "solid", "dashed")


def test_no_label_of_a_flow_stands_on_a_box_or_on_another() -> None:
    drawn = ET.fromstring(svg(FLOW))
    spaces = [
        tuple(float(each.attrib[name]) for name in ("x", "y", "width", "height"))
        for each in drawn.iter(f"{SVG}rect")
        if each.get("rx")
    ]
    assert len(spaces) == len(FLOW.boxes) + len(FLOW.arrows)
    for place, (x, y, width, height) in enumerate(spaces):
        for ox, oy, owidth, oheight in spaces[:place]:
            assert x + width <= ox or ox + owidth <= x or y + height <= oy + 0.2 or oy + oheight <= y + 0.2
