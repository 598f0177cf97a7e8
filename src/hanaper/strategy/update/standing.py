"""Where a served cluster stands beside its month: benefits and what they take, running cost, convergence.

Each comes from the module that measures it, as of the edition's dates; here it is only gathered for one page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hanaper.centre.costs.api import ClusterNotInScope, ClusterNotThere, NoLead, recurrent_costs
from hanaper.foundation.tenancy.api import Cluster
from hanaper.kernel.dates import end_of_day
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.benefits.api import Position, positions, running_cost_baseline
from hanaper.strategy.convergence.api import ConvergenceRow, convergence_of

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Standing:
    """benefits: None where nothing is kept. running: recurrent cost of months with books, the earliest first.

    running_before_pence: of the signed base year; None: no signed baseline. converged: by process, small ones too.
    """

    benefits: Position | None = None
    running: Sequence[tuple[str, int]] = ()
    running_before_pence: int | None = None
    converged: Sequence[ConvergenceRow] = ()


def positions_of(*, on: date, known_on: date) -> Mapping[int, Position]:
    """Benefits of the clusters in scope on the edition's dates, by cluster."""
    return {each.cluster_id: each for each in positions(as_of=on, known_at=known_until(known_on))}


def known_until(known_on: date) -> datetime | None:
    """The end of the day by which things were recorded; None, which leaves nothing out, of the last day there is."""
    return end_of_day(known_on) if known_on < date.max else None


def standing_of(
    cluster: Cluster, month: FiscalPeriod, *, body_ids: Sequence[int], as_of: datetime, known_at: datetime | None,
    benefits: Position | None,
) -> Standing:  # fmt: skip
    """The standing of a cluster in a month."""
    months = [month]
    while len(months) < MONTHS_SHOWN:
        months.insert(0, months[0].previous)
    try:
        running = recurrent_costs(cluster, months)
    except (NoLead, ClusterNotThere, ClusterNotInScope):  # no books of the centre are in scope, so nothing is known
        running = {}
    found = convergence_of(month=month, body_ids=body_ids, as_of=as_of, known_at=known_at) if body_ids else None
    return Standing(
        benefits=benefits,
        running=[(each.name, running[each]) for each in months if each in running],
        running_before_pence=running_cost_baseline(cluster.pk),
        converged=[row for row in found.together if row.judged or row.around] if found else (),
    )
