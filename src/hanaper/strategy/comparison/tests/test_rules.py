"""Who has a place: each reason for none, by its name."""

from __future__ import annotations

from typing import Any

from hanaper.strategy.comparison.compared import Standing, placed

COVERED = 9_000


def one(cluster_id: int, low: int | None, high: int | None, **more: Any) -> Standing:
    values: dict[str, Any] = {"part": 1, "whole": 2, "coverage": 9_500, "synthetic": False}
    value = (low + high) // 2 if low is not None and high is not None else 5_000
    return Standing(cluster_id, f"C{cluster_id}", more.pop("value", value), low=low, high=high, **(values | more))


def said(*standings: Standing, is_higher_better: bool = True) -> list[tuple[int | None, str, str]]:
    found = placed(standings, is_higher_better=is_higher_better, coverage_min=COVERED)
    return [(each.place, each.why, each.confidence) for each in found]


def test_places_run_the_way_of_the_measure() -> None:
    low, high = one(1, 1_000, 1_200), one(2, 8_000, 8_200)
    assert said(low, high) == [(2, "", "high"), (1, "", "high")]
    assert said(low, high, is_higher_better=False) == [(1, "", "high"), (2, "", "high")]


def test_who_cannot_be_told_from_another_has_no_place_and_takes_none_from_a_third() -> None:
    found = said(one(1, 1_000, 2_000), one(2, 2_000, 3_000), one(3, 8_000, 9_000))
    assert found == [(None, "intervals-overlap", "high"), (None, "intervals-overlap", "high"), (1, "", "high")]


def test_too_little_coverage_or_none_known_takes_no_place_and_is_indicative() -> None:
    found = said(one(1, 1_000, 2_000, coverage=8_999), one(2, 4_000, 5_000, coverage=None), one(3, 6_000, 7_000))
    assert [why for _, why, _ in found] == ["coverage-low", "coverage-not-known", "nobody-alike"]
    assert [confidence for _, _, confidence in found] == ["indicative", "indicative", "not comparable"]


def test_a_first_place_among_one_is_none() -> None:
    assert said(one(1, 1_000, 2_000)) == [(None, "nobody-alike", "not comparable")]


def test_what_has_no_interval_or_is_left_out_says_so() -> None:
    found = said(
        one(1, None, None),
        one(2, None, None, value=None, why="left-out"),
        one(3, None, None, value=None),
    )
    assert found == [
        (None, "no-interval", "indicative"),
        (None, "left-out", "not comparable"),
        (None, "not-known", "not comparable"),
    ]


def test_a_reason_given_with_the_figure_takes_no_place_and_stands_in_nobodys_way() -> None:
    found = said(one(1, 1_000, 2_000), one(2, 1_500, 2_500, why="few-answered"), one(3, 6_000, 7_000))
    assert found == [(2, "", "high"), (None, "few-answered", "indicative"), (1, "", "high")]
