"""A month in the figures that benefits are worked out from: what each service did, cost and took, and the running cost.

The same report as the page shows, so that a benefit and the cost to serve cannot tell two stories.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hanaper.centre.costs import selectors
from hanaper.centre.costs.catalogue import SERVICES, service_of
from hanaper.centre.costs.errors import ClusterNotThere
from hanaper.centre.costs.report import CostReport, cost_report
from hanaper.foundation.duties.api import RETAINED, duty
from hanaper.foundation.tenancy.api import Cluster
from hanaper.kernel.periods import FiscalPeriod


@dataclass(frozen=True)
class ServiceMonth:
    """A service in a month. cost_pence: to serve, with its share of unused labour; None where nothing was posted.

    hours: that the centre's people were seen to work on it; None where a duty's work was seen by nobody.
    coverage_basis_points: the lowest of the duties that did it; None where none is loaded. is_indicative: whether it
    prices nothing.
    """

    service: str
    documents: int
    cost_pence: int | None
    hours: Decimal | None
    coverage_basis_points: int | None
    is_indicative: bool


@dataclass(frozen=True)
class CostMonth:
    """A cluster's centre in a month. recurrent_pence: K; None where the books hold no line, which is not nought."""

    services: Mapping[str, ServiceMonth]
    recurrent_pence: int | None
    one_off_pence: int
    synthetic: bool


def cost_month(cluster: Cluster, month: FiscalPeriod) -> CostMonth:
    """The month of a cluster. Raises NoLead, ClusterNotThere, ClusterNotInScope."""
    report = cost_report(cluster, month)
    work = selectors.work_seen(selectors.served(cluster, month))
    together = {row.service: row for row in report.together}
    services = {}
    for one in SERVICES:
        row = together.get(one.code)
        mine = [each for each in work if service_of(each.process) is one and duty(each.duty).side != RETAINED]
        by_duty: dict[str, list[int]] = {each.duty: [] for each in mine}
        for each in mine:
            by_duty[each.duty] += [each.milliseconds] if each.milliseconds is not None else []
        # Part of a duty's work may go unseen, which its coverage says; of one that nobody saw nothing is known.
        known = bool(by_duty) and all(by_duty.values())
        services[one.code] = ServiceMonth(
            service=one.code,
            documents=row.documents if row else 0,
            cost_pence=row.cts_pence + row.unused_pence if row and report.lines else None,
            hours=Decimal(sum(map(sum, by_duty.values()))) / selectors.HOUR_MS if known else None,
            coverage_basis_points=_coverage(report, {each.duty for each in mine}),
            is_indicative=row.is_indicative if row else False,
        )
    return CostMonth(
        services=services,
        recurrent_pence=report.full_pence if report.lines else None,
        one_off_pence=report.one_off_pence,
        synthetic=report.synthetic,
    )


def recurrent_costs(cluster: Cluster, months: list[FiscalPeriod]) -> dict[FiscalPeriod, int]:
    """The recurrent cost of each of these months of which the books hold a line."""
    found = {}
    for month in months:
        try:
            of = selectors.served(cluster, month)
        except ClusterNotThere:  # it served nobody yet, so nothing it cost is a cost to serve
            continue
        if lines := [line for line in selectors.cost_lines(of) if not line.is_one_off]:
            found[month] = sum(line.pence for line in lines)
    return found


def documents_finished(cluster: Cluster, months: list[FiscalPeriod]) -> int:
    """How many documents of all services were finished in these months, for whomever the cluster served in each."""
    total = 0
    for month in months:
        try:
            of = selectors.served(cluster, month)
        except ClusterNotThere:
            continue
        total += sum(selectors.volumes(of).values())
    return total


def _coverage(report: CostReport, duties: set[str]) -> int | None:
    rows = [row.coverage_basis_points for row in report.duties if row.duty in duties]
    known = [each for each in rows if each is not None]
    return min(known) if known and len(known) == len(rows) else None
