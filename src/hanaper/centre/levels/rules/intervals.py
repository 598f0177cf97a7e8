"""How sure a share is, and who may be told to stand before whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

Z_95 = Decimal("1.959964")
"""The normal deviate of a 95% interval."""
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A share's interval in basis points, both ends included."""

    low: int
    high: int

    def overlaps(self, other: Interval) -> bool:
        """Whether the two cannot be told apart.

        >>> Interval(10, 20).overlaps(Interval(20, 30)), Interval(10, 20).overlaps(Interval(21, 30))
        (True, False)
        """
        return self.low <= other.high and other.low <= self.high


def wilson(part: int, whole: int) -> Interval | None:
    """Wilson's score interval at 95% of `part` of `whole`, in basis points; None of nothing.

    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22, 209-212. It stays inside 0 and 1
    and holds for small wholes, where the usual interval around the share does neither.

    >>> wilson(8, 10), wilson(0, 0), wilson(10, 10)
    (Interval(low=4902, high=9433), None, Interval(low=7225, high=10000))
    """
    if whole <= 0:
        return None
    with localcontext(prec=28):
        n, share, square = Decimal(whole), Decimal(part) / whole, Z_95 * Z_95
        middle = (share + square / (2 * n)) / (1 + square / n)
        reach = Z_95 * (share * (1 - share) / n + square / (4 * n * n)).sqrt() / (1 + square / n)
        low, high = max(Decimal(0), middle - reach), min(Decimal(1), middle + reach)
        return Interval(_basis_points(low), _basis_points(high))


def product(one: int, other: int) -> int:
    """One share of another, in basis points, half up.

    >>> product(5000, 9000), product(10_000, 3333)
    (4500, 3333)
    """
    return (one * other * 2 + WHOLE) // (2 * WHOLE)


@dataclass(frozen=True, slots=True)
class Runner:
    """One who may be ranked. coverage, share: basis points; None where not known."""

    key: int
    coverage: int | None
    share: int | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where one stands: `place` from 1, or None and the reason why there is none."""

    key: int
    place: int | None
    why: str = ""


UNKNOWN, UNCOVERED, OVERLAPPING = "not-known", "coverage-low", "intervals-overlap"


def places(runners: Sequence[Runner], *, coverage_min: int, is_higher_better: bool = True) -> list[Place]:
    """The place of each, in the order given: none below `coverage_min` basis points of coverage, none where an interval
    overlaps another's. Only those that can be told from everybody else are placed.

    >>> first, second = Runner(1, 9500, 9000, Interval(8900, 9100)), Runner(2, 9500, 5000, Interval(4900, 5100))
    >>> [p.place for p in places([first, second, Runner(3, 50, 9900, Interval(9800, 9950))], coverage_min=9000)]
    [1, 2, None]
    >>> [p.place for p in places([first, second], coverage_min=9000, is_higher_better=False)]
    [2, 1]
    """
    eligible = [
        r for r in runners
        if r.coverage is not None and r.share is not None and r.interval is not None and r.coverage >= coverage_min
    ]  # fmt: skip
    found = []
    for runner in runners:
        if runner.coverage is None or runner.share is None or runner.interval is None:
            found.append(Place(runner.key, None, UNKNOWN))
        elif runner.coverage < coverage_min:
            found.append(Place(runner.key, None, UNCOVERED))
        elif any(o.key != runner.key and o.interval and runner.interval.overlaps(o.interval) for o in eligible):
            found.append(Place(runner.key, None, OVERLAPPING))
        else:
            better = [o for o in eligible if o.share is not None and o.share > runner.share]
            worse = [o for o in eligible if o.share is not None and o.share < runner.share]
            ahead = len(better if is_higher_better else worse)
            found.append(Place(runner.key, ahead + 1))
    return found


def _basis_points(share: Decimal) -> int:
    return int((share * WHOLE).to_integral_value(ROUND_HALF_UP))
