"""Chance that only a seed and a purpose decide: the same on every machine and every Python.

Each purpose (the prices of one body, say) has a stream of its own, so that a change to one part of the plan leaves the
others as they were. Only `Random.random` is used, the one method that Python promises never to change.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """One stream of choices.

    >>> Chance(1, "colour").of("red green blue".split()) == Chance(1, "colour").of("red green blue".split())
    True
    """

    def __init__(self, seed: int, *purpose: object) -> None:
        self._random = Random(":".join(str(part) for part in (seed, *purpose)))  # noqa: S311 - made-up data, no secret

    def share(self) -> float:
        """From 0 up to, and not with, 1."""
        return self._random.random()

    def happens(self, share: float) -> bool:
        """True in about this share of cases."""
        return self.share() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.share() * (high - low + 1))

    def of(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[int(self.share() * len(choices))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different ones of the choices, in an order of chance; all where there are fewer."""
        return self.shuffled(choices)[:count]

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """All of the choices in an order of chance."""
        keyed = [(self.share(), place) for place in range(len(choices))]
        return [choices[place] for _, place in sorted(keyed)]

    def spread(self, median: float, sigma: float) -> float:
        """About `median`, as times and amounts spread: never below nought, with a long tail upwards (log-normal).

        sigma: how wide; 0.5 puts two thirds between 0.6 and 1.6 times the median.
        """
        normal = sum(self.share() for _ in range(12)) - 6
        return median * math.exp(sigma * normal)
