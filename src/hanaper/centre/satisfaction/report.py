"""The Net Promoter Score of each service in a month: with its interval, its response rate, and what weakens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hanaper import parameters
from hanaper.centre.levels.api import Interval
from hanaper.centre.satisfaction.rules.promoters import Answers, interval
from hanaper.centre.satisfaction.selectors import Told, told
from hanaper.foundation.tenancy.api import Body, Cluster
from hanaper.kernel.periods import FiscalPeriod

RESPONSE_MIN = "hanaper/measures/satisfaction/response_min_basis_points"


@dataclass(frozen=True)
class Score:
    """One service's score in a month, of a body or, where `body` is None, of the whole cluster.

    score, interval: hundredths of a point; None with `answers`, and `told` says why. is_indicative: whether too small a
    share of those asked answered.
    """

    told: Told
    cluster: Cluster | None
    body: Body | None
    interval: Interval | None
    is_indicative: bool

    @property
    def score(self) -> int | None:
        """The score, None where it is not told."""
        return self.answers.score if self.answers else None

    @property
    def answers(self) -> Answers | None:
        """The counts, None where they are not told."""
        return self.told.answers

    @property
    def synthetic(self) -> bool:
        """Whether it rests on made-up bodies."""
        return self.told.synthetic

    @property
    def where(self) -> str:
        """Whose it is, in words."""
        if self.body is not None:
            return self.body.name
        return f"{self.cluster.name}, the whole cluster" if self.cluster else "served by no cluster"

    def as_data(self) -> dict[str, Any]:
        """The score as JSON keeps it: hundredths of a point, basis points, and null for what is not told."""
        counts = self.answers
        return {
            "service": self.told.surveyed.process_code,
            "cluster": self.cluster.code if self.cluster else None,
            "body": self.body.code if self.body else None,
            "score": self.score,
            "low": self.interval.low if self.interval else None,
            "high": self.interval.high if self.interval else None,
            "asked": counts.asked if counts else None,
            "answered": counts.answered if counts else None,
            "response_basis_points": counts.response if counts else None,
            "indicative": self.is_indicative,
            "open": self.told.is_open,
            "left_out": self.told.is_hidden,
            "closes_on": self.told.closes_on.isoformat(),
            "synthetic": self.synthetic,
        }


def satisfaction(*, month: FiscalPeriod) -> Sequence[Score]:
    """Every service that was asked about in the month, over the clusters and bodies in scope. In a reading act."""
    found = told(month)
    bodies = Body.objects.in_bulk({each.body_id for each in found if each.body_id is not None})
    clusters = Cluster.objects.in_bulk({each.cluster_id for each in found if each.cluster_id is not None})
    least = parameters.get(RESPONSE_MIN, on=month.last).whole_number
    made = []
    for each in found:
        response = each.answers.response if each.answers else None
        made.append(
            Score(
                told=each,
                cluster=clusters.get(each.cluster_id or 0),
                body=bodies.get(each.body_id or 0),
                interval=interval(each.answers) if each.answers else None,
                is_indicative=response is not None and response < least,
            )
        )
    return made
