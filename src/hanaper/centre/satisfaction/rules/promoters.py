"""The Net Promoter Score: the share of promoters less the share of detractors, in hundredths of a point.

A score of 9 or 10 makes a promoter, 7 or 8 a passive, 0 to 6 a detractor. Source: F. F. Reichheld (2003), The One
Number You Need to Grow, Harvard Business Review 81(12).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from hanaper.centre.levels.rules.intervals import Interval, wilson
from hanaper.centre.levels.rules.rates import share

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Answers:
    """How many were asked, and how many answered in each group."""

    asked: int
    promoters: int
    passives: int
    detractors: int

    @property
    def answered(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def response(self) -> int | None:
        """The response rate in basis points; None where nobody was asked."""
        return share(self.answered, self.asked)

    @property
    def score(self) -> int | None:
        """From -10,000 to 10,000 hundredths of a point, half away from nought; None where nobody answered.

        >>> Answers(40, 12, 5, 3).score, Answers(9, 1, 1, 1).score, Answers(4, 0, 0, 0).score
        (4500, 0, None)
        >>> Answers(3, 1, 2, 0).score, Answers(3, 0, 2, 1).score
        (3333, -3333)
        """
        if not self.answered:
            return None
        return _hundredths(Decimal(self.promoters - self.detractors) / self.answered)


def interval(answers: Answers) -> Interval | None:
    """The score's interval at 95%, in hundredths of a point; None where nobody answered.

    Promoters and detractors are two shares of the same answers, so they vary against each other. The method of variance
    estimates recovery (Zou and Donner 2008, Statistics in Medicine 27, 1693-1702, cited from memory) joins Wilson's
    interval of each with that correlation; `test_promoters.py` works out how often it holds the truth.

    >>> interval(Answers(40, 12, 5, 3))
    Interval(low=812, high=6961)
    """
    n = answers.answered
    of_promoters, of_detractors = wilson(answers.promoters, n), wilson(answers.detractors, n)
    if of_promoters is None or of_detractors is None:
        return None
    with localcontext(prec=28):
        p, d = Decimal(answers.promoters) / n, Decimal(answers.detractors) / n
        below_p, above_p = p - _share(of_promoters.low), _share(of_promoters.high) - p
        below_d, above_d = d - _share(of_detractors.low), _share(of_detractors.high) - d
        spread = p * (1 - p) * d * (1 - d)
        correlation = -p * d / spread.sqrt() if spread else Decimal(0)
        down = below_p**2 + above_d**2 - 2 * correlation * below_p * above_d
        up = above_p**2 + below_d**2 - 2 * correlation * above_p * below_d
        low, high = p - d - down.sqrt(), p - d + up.sqrt()
        return Interval(_hundredths(max(Decimal(-1), low)), _hundredths(min(Decimal(1), high)))


def _share(basis_points: int) -> Decimal:
    return Decimal(basis_points) / WHOLE


def _hundredths(value: Decimal) -> int:
    return int((value * WHOLE).to_integral_value(ROUND_HALF_UP))
