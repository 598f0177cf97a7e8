"""Reads behind cost to serve: the centre's books, worked time, volumes and the people under each duty.

Everything is of one cluster and month, and needs every body of the cluster in scope: a centre's cost cannot be shared
by a reader who sees only part of what it did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from hanaper.centre.costs.catalogue import EXPENSE, PAY_ACCOUNTS, SERVICES, Service
from hanaper.centre.costs.errors import ClusterNotInScope, ClusterNotThere, NoLead
from hanaper.centre.costs.models import CentreCostCentre, DutyCost
from hanaper.foundation.duties.api import holders
from hanaper.foundation.interface.api import SqlRows
from hanaper.foundation.processes.api import process
from hanaper.foundation.tenancy.api import Body, Cluster, CostCentre, current_scope
from hanaper.kernel.dates import start_of_day
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.api import ACTUAL, Account

HOUR_MS = 3_600_000


@dataclass(frozen=True)
class Served:
    """A cluster in a month: the bodies that its centre served, and the body in whose books the centre's cost stands."""

    cluster: Cluster
    lead: Body
    bodies: tuple[Body, ...]
    month: FiscalPeriod

    @property
    def body_ids(self) -> list[int]:
        return [body.pk for body in self.bodies]

    @property
    def synthetic(self) -> bool:
        return self.cluster.synthetic or self.lead.synthetic or any(body.synthetic for body in self.bodies)


@dataclass(frozen=True)
class CostLine:
    """What one account and cost centre of the centre cost in the month: one line of K, or of what stands apart."""

    account: str
    account_name: str
    cost_centre: str
    service: str
    serves_id: int | None
    is_pay: bool
    is_one_off: bool
    pence: int


@dataclass(frozen=True)
class WorkSeen:
    """Worked time of a duty on a process of a body. milliseconds: None where people acted and nobody saw how long."""

    duty: str
    process: str
    step: str
    body_id: int
    acts: int
    seen: int
    milliseconds: int | None


def clusters_in_scope(month: FiscalPeriod, *, hosted: bool = True) -> list[Cluster]:
    """Clusters of which every body served in the month is in scope, by name.

    hosted: only those of which a body hosts the centre; its books are then in scope too.
    """
    scope = set(current_scope().bodies)
    by_cluster: dict[int, set[int]] = {}
    for cluster_id, body_id in _served_pairs(month):
        by_cluster.setdefault(cluster_id, set()).add(body_id)
    return [
        cluster
        for cluster in Cluster.objects.filter(pk__in=by_cluster).order_by("name")
        if by_cluster[cluster.pk] <= scope and (cluster.lead_id in scope or (cluster.lead_id is None and not hosted))
    ]


def cluster_of(body: Body, month: FiscalPeriod) -> Cluster | None:
    """The cluster that served the body at the month's end, or on its last day there."""
    ids = [cluster_id for cluster_id, body_id in _served_pairs(month) if body_id == body.pk]
    return Cluster.objects.filter(pk__in=ids).first()


def bodies_served(cluster: Cluster, month: FiscalPeriod) -> list[Body]:
    """The bodies in scope that a cluster's centre served in the month, by name."""
    ids = [body_id for cluster_id, body_id in _served_pairs(month) if cluster_id == cluster.pk]
    return list(Body.objects.filter(pk__in=ids).order_by("name"))


def served(cluster: Cluster, month: FiscalPeriod) -> Served:
    """The cluster in the month. Raises NoLead, ClusterNotThere (served nobody), ClusterNotInScope."""
    ids = [body_id for cluster_id, body_id in _served_pairs(month) if cluster_id == cluster.pk]
    if not ids:
        raise ClusterNotThere()
    if cluster.lead is None:
        raise NoLead(cluster=cluster.name)
    if not {*ids, cluster.lead_id} <= set(current_scope().bodies):
        raise ClusterNotInScope()
    return Served(cluster, cluster.lead, tuple(Body.objects.filter(pk__in=ids).order_by("name")), month)


def _served_pairs(month: FiscalPeriod) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT cluster_id, body_id FROM tenancy_served WHERE valid && daterange(%s, %s) ORDER BY 1, 2",
            [month.start, month.end],
        )
        return cursor.fetchall()


def cost_lines(of: Served) -> list[CostLine]:
    """Expense of the centre's cost centres in the month, from kept balances: the trial balance of the host body.

    K is the sum of those that are not one-off.
    """
    ours = {
        one.cost_centre_id: one for one in CentreCostCentre.objects.filter(body=of.lead, valid__contains=of.month.last)
    }
    codes = dict(CostCentre.objects.filter(body=of.lead, pk__in=ours).values_list("pk", "code"))
    accounts = Account.objects.filter(type=EXPENSE).in_bulk()
    rows = _rows(
        "SELECT account_id, cost_centre_id, sum(debit_pence - credit_pence)::bigint AS pence FROM ledger_balance"
        " WHERE body_id = %(lead)s AND fiscal_year = %(year)s AND period = %(period)s AND kind = %(kind)s"
        "   AND cost_centre_id = ANY (%(centres)s) AND account_id = ANY (%(accounts)s) GROUP BY 1, 2",
        {
            "lead": of.lead.pk,
            "year": of.month.year,
            "period": of.month.number,
            "kind": ACTUAL,
            "centres": sorted(ours),
            "accounts": sorted(accounts),
        },
    )
    lines = [
        CostLine(
            account=accounts[row["account_id"]].code,
            account_name=accounts[row["account_id"]].name,
            cost_centre=codes[row["cost_centre_id"]],
            service=ours[row["cost_centre_id"]].service,
            serves_id=ours[row["cost_centre_id"]].serves_id,
            is_pay=accounts[row["account_id"]].code in PAY_ACCOUNTS,
            is_one_off=ours[row["cost_centre_id"]].is_one_off,
            pence=row["pence"],
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.account, line.cost_centre))


def duty_costs(of: Served) -> dict[str, DutyCost]:
    """The latest version of what each duty cost in the month, by duty."""
    found = DutyCost.objects.filter(cluster=of.cluster, month=of.month.start).order_by("version")
    return {one.duty: one for one in found}


def work_seen(of: Served) -> list[WorkSeen]:
    """Worked time in the month, by duty, process, step and body: sums only, without the worker."""
    rows = _rows(
        "SELECT body_id, process, step, duty, acts, seen, seconds FROM hanaper.effort_sums(%(since)s, %(before)s)"
        " WHERE body_id = ANY (%(bodies)s) ORDER BY duty, process, step, body_id",
        {"since": of.month.start, "before": of.month.end, "bodies": [*of.body_ids, of.lead.pk]},
    )
    return [
        WorkSeen(
            duty=row["duty"],
            process=row["process"],
            step=row["step"],
            body_id=row["body_id"],
            acts=row["acts"],
            seen=row["seen"],
            milliseconds=round(row["seconds"] * 1000) if row["seen"] else None,
        )
        for row in rows
    ]


def volumes(of: Served) -> dict[tuple[str, int], int]:
    """What was finished in the month, by service and body: documents, or what they count for."""
    found: dict[tuple[str, int], int] = {}
    for service in SERVICES:
        counted = f"SELECT f.body_id, sum({_counts(service)})::bigint AS documents FROM ({_FINISHED}) f"
        if service.counts:
            counted += f" JOIN {_table(service)} d ON d.body_id = f.body_id AND d.id = f.id"
        for row in _rows(f"{counted} GROUP BY 1 ORDER BY 1", _finished_values(of, service)):
            found[service.code, row["body_id"]] = row["documents"]
    return found


def _table(service: Service) -> str:
    return process(service.unit).model._meta.db_table


def _counts(service: Service) -> str:
    return f"d.{service.counts}" if service.counts else "1"


def finished_documents(of: Served, service: Service) -> SqlRows:
    """The documents of a service that were finished in the month: the lines behind its volumes."""
    return SqlRows(
        f"SELECT f.body_id, b.code AS body_code, b.name AS body, b.synthetic, f.id, d.number, d.state, f.finished_at,"
        f" {_counts(service)} AS counted FROM ({_FINISHED}) f"
        f" JOIN {_table(service)} d ON d.body_id = f.body_id AND d.id = f.id"
        " JOIN tenancy_body b ON b.id = f.body_id",
        _finished_values(of, service),
        order=("finished_at",),
    )


#: A document counts in the month in which it first reached a state in which it is finished.
_FINISHED = (
    "SELECT e.body_id, e.document_id AS id, min(e.at) AS finished_at FROM processes_evidence e"
    " WHERE e.body_id = ANY (%(bodies)s) AND e.process = %(process)s AND e.to_state = ANY (%(finished)s)"
    " AND e.at < %(before)s GROUP BY 1, 2 HAVING min(e.at) >= %(since)s"
)


def _finished_values(of: Served, service: Service) -> dict[str, Any]:
    return {
        "bodies": [*of.body_ids] if of.lead.pk in of.body_ids else [*of.body_ids, of.lead.pk],
        "process": service.unit,
        "finished": list(service.finished),
        "since": start_of_day(of.month.start),
        "before": start_of_day(of.month.end),
    }


def people_under(of: Served, duties: Sequence[str]) -> dict[str, dict[int, set[int]]]:
    """Persons who hold each duty on the month's last day, by body: how many, so that few are not shown."""
    ids = sorted({*of.body_ids, of.lead.pk})
    return {duty: holders(duty=duty, body_ids=ids, on=of.month.last) for duty in duties}


def hours(milliseconds: int) -> Decimal:
    """Milliseconds as hours with two decimals.

    >>> hours(5_400_000)
    Decimal('1.50')
    """
    return (Decimal(milliseconds) / HOUR_MS).quantize(Decimal("0.01"))


def _rows(statement: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(values))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
