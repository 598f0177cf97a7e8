"""Writes of cost to serve: dated data that an operator loads, never overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.centre.costs.catalogue import service as known_service
from hanaper.centre.costs.errors import ClusterNotThere, CostCentreUnknown
from hanaper.centre.costs.models import CentreCostCentre, DutyCost
from hanaper.centre.costs.rules.duty_costs import DutyCostRow
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.duties.api import duty as declared_duty
from hanaper.foundation.tenancy.api import Body, CostCentre, current_scope
from hanaper.kernel.dates import show_date


def duty_costs_load(*, rows: Sequence[DutyCostRow], synthetic: bool = False) -> int:
    """Keep what duties cost, for the cluster of the act's body. Returns how many rows are new.

    A row that says the same as the latest version changes nothing; one that differs is the next version.
    Raises UnknownDuty; ClusterNotThere where no cluster serves the act's body.
    """
    cluster_id = current_scope().cluster
    if cluster_id is None:
        raise ClusterNotThere()
    for row in rows:
        declared_duty(row.duty)
    kept = {(one.duty, one.month): one for one in DutyCost.objects.filter(cluster_id=cluster_id).order_by("version")}
    new = []
    for row in rows:
        before = kept.get((row.duty, row.month))
        if before is not None and _same(before, row):
            continue
        new.append(
            DutyCost(
                cluster_id=cluster_id,
                duty=row.duty,
                month=row.month,
                version=before.version + 1 if before else 1,
                pay_pence=row.pay_pence,
                productive_hours=row.productive_hours,
                source=row.source,
                is_assumption=row.is_assumption,
                synthetic=synthetic,
            )
        )
    return len(DutyCost.objects.bulk_create(new))


def _same(kept: DutyCost, row: DutyCostRow) -> bool:
    return (kept.pay_pence, kept.productive_hours, kept.source, kept.is_assumption) == (
        row.pay_pence, row.productive_hours, row.source, row.is_assumption,
    )  # fmt: skip


def centre_cost_centre_set(
    *, code: str, since: date, source: str, service: str = "", serves: Body | None = None, is_one_off: bool = False
) -> CentreCostCentre:
    """Say that a cost centre of the act's body is the centre's from a day on; what was said before ends then.

    service: the one service whose cost it is; "" where all share it. serves: the one body for which the cost arises.
    Raises CostCentreUnknown, ServiceUnknown.
    """
    if service:
        known_service(service)
    body_id = current_act().body_id
    cost_centre = CostCentre.objects.filter(body_id=body_id, code=code, valid__contains=since).first()
    if cost_centre is None:
        body = Body.objects.get(pk=body_id)
        raise CostCentreUnknown(found=code, body=body.code, on=show_date(since))
    said = {"service": service, "serves": serves, "is_one_off": is_one_off, "source": source}
    before = CentreCostCentre.objects.filter(body_id=body_id, cost_centre=cost_centre, valid__contains=since).first()
    if before is not None and before.valid.lower == since:
        # Said for the same day: there is nothing before it to keep, and the audit trail has what stood here.
        CentreCostCentre.objects.filter(pk=before.pk).update(**said)
        return CentreCostCentre.objects.get(pk=before.pk)
    if before is not None:
        before.valid = DateRange(before.valid.lower, since)
        before.save(update_fields=["valid"])
    return CentreCostCentre.objects.create(
        body_id=body_id, cost_centre=cost_centre, valid=DateRange(since, None), **said
    )
