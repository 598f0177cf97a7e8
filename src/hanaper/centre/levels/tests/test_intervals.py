"""How sure a share is, and who is placed."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hanaper.centre.levels.rules.intervals import Interval, Runner, places, wilson


@given(st.integers(1, 5000), st.data())
def test_an_interval_holds_its_share_and_narrows_with_more(whole: int, data: Any) -> None:
    part = data.draw(st.integers(0, whole))
    found, more = wilson(part, whole), wilson(part * 4, whole * 4)
    assert found is not None and more is not None
    assert 0 <= found.low <= 10_000 * part / whole + 1 and 10_000 * part / whole - 1 <= found.high <= 10_000
    assert more.high - more.low <= found.high - found.low


RANKED = [
    ("told apart", (9500, 9500), (9000, 5000), (1, 2)),
    ("intervals overlap", (9500, 9500), (5050, 5000), (None, None)),
    ("coverage below", (8999, 9500), (9000, 5000), (None, 1)),
]


def test_nobody_is_ranked_below_the_coverage_or_where_intervals_overlap() -> None:
    for name, coverage, share, expected in RANKED:
        runners = [
            Runner(n, coverage[n], share[n], Interval(share[n] - 100, share[n] + 100)) for n in range(len(coverage))
        ]
        assert tuple(place.place for place in places(runners, coverage_min=9000)) == expected, name
