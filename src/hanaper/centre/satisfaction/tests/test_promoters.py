"""The score by hand, and how often its interval holds the truth, worked out over every outcome."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanaper.centre.satisfaction.rules.promoters import Answers, interval

#: promoters, passives, detractors -> score, by hand.
BY_HAND = [((10, 0, 0), 10_000), ((0, 0, 10), -10_000), ((5, 0, 5), 0), ((0, 10, 0), 0), ((7, 2, 1), 6_000),
           ((1, 1, 4), -5_000)]  # fmt: skip


def test_the_score_is_promoters_less_detractors_over_all_that_answered() -> None:
    assert [Answers(20, *given).score for given, _ in BY_HAND] == [score for _, score in BY_HAND]
    assert Answers(20, 7, 2, 1).response == 5_000


def test_nobody_answered_is_not_nought() -> None:
    nobody = Answers(12, 0, 0, 0)
    assert (nobody.score, nobody.response, interval(nobody)) == (None, 0, None)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_the_interval_holds_the_score_and_stays_on_the_scale(promoters: int, passives: int, detractors: int) -> None:
    given = Answers(900, promoters, passives, detractors)
    found = interval(given)
    if given.score is None or found is None:
        assert given.answered == 0
        return
    assert -10_000 <= found.low <= given.score <= found.high <= 10_000


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_turning_promoters_into_detractors_turns_everything_round(a: int, b: int, c: int) -> None:
    one, other = Answers(200, a, b, c), Answers(200, c, b, a)
    assert one.score is not None and other.score == -one.score
    here, there = interval(one), interval(other)
    assert here is not None and there is not None and (there.low, there.high) == (-here.high, -here.low)


@pytest.mark.parametrize(
    ("n", "promoters", "detractors"),
    [(10, 0.4, 0.2), (30, 0.5, 0.2), (30, 0.15, 0.15), (30, 0.85, 0.05), (60, 0.3, 0.5), (60, 0.6, 0.1)],
)
def test_the_interval_holds_the_true_score_about_nineteen_times_in_twenty(
    n: int, promoters: float, detractors: float
) -> None:
    """Exact: the chance of every outcome of n answers, added up where its interval holds the true score."""
    truth, covered = round((promoters - detractors) * 10_000), 0.0
    for p in range(n + 1):
        for d in range(n + 1 - p):
            neither = (1 - promoters - detractors) ** (n - p - d)
            chance = comb(n, p) * comb(n - p, d) * promoters**p * detractors**d * neither
            found = interval(Answers(n, p, n - p - d, d))
            assert found is not None
            covered += chance * (found.low <= truth <= found.high)
    assert 0.91 <= covered <= 0.975, covered  # 0.918 of ten answers, 0.949 to 0.960 of thirty and sixty
