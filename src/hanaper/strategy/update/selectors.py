"""Reads of the update that no module below has."""

from __future__ import annotations

from django.db import connection

from hanaper.foundation.tenancy.api import Body, Cluster
from hanaper.kernel.periods import FiscalPeriod


def bodies_served(cluster: Cluster, month: FiscalPeriod) -> list[Body]:
    """The bodies that a cluster's centre served in the month, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT body_id FROM tenancy_served WHERE cluster_id = %s AND valid && daterange(%s, %s)",
            [cluster.pk, month.start, month.end],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(Body.objects.filter(pk__in=ids).order_by("name"))
