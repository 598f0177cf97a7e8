"""What a month has to say to benefits, read once for a cluster: services, goods, running cost, quality.

It is read inside a reading act over every body of the cluster, and handed to the act that writes the readings in the
books of the body that hosts the centre: no act writes where it reads another body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hanaper.centre.costs.api import CostMonth, ServiceMonth, cost_month, documents_finished, recurrent_costs
from hanaper.centre.levels.api import answers, figures, measure, question
from hanaper.finance.payables.api import prices_paid
from hanaper.foundation.tenancy.api import Cluster, current_scope
from hanaper.hr.pay.api import pay_months, pay_together
from hanaper.kernel.periods import FiscalPeriod

INSTRUMENTS: Final = {"unit-cost": "cost-to-serve", "hours": "worked-time", "running-cost": "cost-to-serve"}
PRICES: Final = "prices-paid, version 1"
MONTHS_A_YEAR: Final = 12

Goods = Mapping[tuple[str, str], tuple[Decimal, int]]


@dataclass(frozen=True)
class MonthFacts:
    """The month. goods: quantity and net pence by item and unit. running: recurrent cost of each of the twelve months
    that end with it, of which the books hold a line. finished: documents finished in them over all services; None where
    not all twelve have books. quality_basis_points: by service; None: not known."""

    cluster: Cluster
    month: FiscalPeriod
    costs: CostMonth
    goods: Goods
    running: Mapping[FiscalPeriod, int]
    finished: int | None
    quality_basis_points: Mapping[str, int | None]

    @property
    def synthetic(self) -> bool:
        return self.costs.synthetic

    def service(self, code: str) -> ServiceMonth | None:
        """A service's month, where it has one."""
        return self.costs.services.get(code)


def instrument(view: str) -> str:
    """The measure and version by which a month is measured from this view, as a baseline names its own.

    >>> instrument("unit-cost"), instrument("prices")
    ('cost-to-serve, version 1', 'prices-paid, version 1')
    """
    return measure(INSTRUMENTS[view]).label if view in INSTRUMENTS else PRICES


def month_facts(cluster: Cluster, month: FiscalPeriod) -> MonthFacts:
    """Read a month of a cluster. Called inside a reading act. Raises NoLead, ClusterNotThere, ClusterNotInScope."""
    bodies = current_scope().bodies
    twelve = [month]
    while len(twelve) < MONTHS_A_YEAR:
        twelve.append(twelve[-1].previous)
    running = recurrent_costs(cluster, twelve)
    return MonthFacts(
        cluster=cluster,
        month=month,
        costs=cost_month(cluster, month),
        goods={
            (each.item, each.unit): (each.quantity, each.net_pence)
            for each in prices_paid(body_ids=bodies, since=month.start, before=month.end)
        },
        running=running,
        finished=documents_finished(cluster, twelve) if len(running) == MONTHS_A_YEAR else None,
        quality_basis_points={"invoices": _invoices(month), "payslips": _payslips(month)},
    )


def _invoices(month: FiscalPeriod) -> int | None:
    """The share that met the service standard."""
    asked = question(month=month)
    found = answers(asked, "summary").together
    if found is None:
        return None
    return next((figure.value for figure in figures(asked, found) if figure.key == "standard.met"), None)


def _payslips(month: FiscalPeriod) -> int | None:
    """The share of employments that were paid right."""
    found = pay_together(pay_months(since=month.start, before=month.end))
    return found.accuracy_basis_points if found else None
