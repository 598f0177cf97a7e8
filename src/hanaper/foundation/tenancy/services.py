"""Setting up who is served: what a file of rows says, written where it differs from what stands.

The command line is the only caller: an installation is set up by its operator. Bodies, groups, clusters and memberships
are reference rows, and go in together or not at all. Cost centres belong to one body each, so each body's go in by an
act for that body: every row of the file is judged before the first is written, and loading again finishes what a
crash between two acts left undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.tenancy.models import Body, Cluster, ClusterMember, CostCentre, Group, GroupMember
from hanaper.foundation.tenancy.rules.plan import Change, changes
from hanaper.foundation.tenancy.rules.rows import (
    BodyRow,
    ClusterMemberRow,
    ClusterRow,
    CostCentreRow,
    GroupMemberRow,
    GroupRow,
    Row,
)
from hanaper.foundation.tenancy.selectors import rows_standing


def reference_put(rows: Sequence[Row]) -> list[Change]:
    """Write clusters, groups, bodies and memberships where they are new or differ. Needs an act of the platform.

    Cost centres among `rows` are passed by. Returns what was written.
    """
    with connection.cursor() as cursor:  # two operators at once: the second sees what the first wrote
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('hanaper tenancy', 0))")
    found = changes([row for row in rows if not isinstance(row, CostCentreRow)], rows_standing())
    wanted = [change.row for change in found]
    for row in wanted:
        if isinstance(row, GroupRow):
            Group.objects.update_or_create(code=row.code, defaults={"name": row.name})
    bodies = [row for row in wanted if isinstance(row, BodyRow)]
    for row in bodies:
        values = {"name": row.name, "headcount": row.headcount, "began_on": row.began, "ended_on": row.ended}
        Body.objects.update_or_create(code=row.code, defaults=values)
    ids = dict(Body.objects.values_list("code", "pk"))
    for row in bodies:
        successor = ids[row.successor] if row.successor else None
        Body.objects.filter(code=row.code).exclude(successor_id=successor).update(successor_id=successor)
    for row in wanted:
        if isinstance(row, ClusterRow):
            values = {"name": row.name, "centre_name": row.centre, "lead_id": ids[row.lead]}
            Cluster.objects.update_or_create(code=row.code, defaults=values)
    _memberships_put(wanted)
    return found


def cost_centres_put(rows: Sequence[Row], body: Body) -> list[Change]:
    """Write the cost centres of the open act's body where they are new or differ. Returns what was written."""
    found = changes([row for row in rows if isinstance(row, CostCentreRow) and row.body == body.code], rows_standing())
    for change in found:
        row = change.row
        assert isinstance(row, CostCentreRow)
        values = {"name": row.name, "valid": DateRange(row.start, row.end)}
        CostCentre.objects.update_or_create(body=body, code=row.code, defaults=values)
    return found


def _memberships_put(wanted: Sequence[Row]) -> None:
    """Those that end earlier than they did come first, so that a body can leave one group and join another."""
    groups = dict(Group.objects.values_list("code", "pk"))
    clusters = dict(Cluster.objects.values_list("code", "pk"))
    bodies = dict(Body.objects.values_list("code", "pk"))
    rows = [row for row in wanted if isinstance(row, GroupMemberRow | ClusterMemberRow)]
    for row in sorted(rows, key=lambda row: row.start):
        valid = DateRange(row.start, row.end)
        if isinstance(row, GroupMemberRow):
            ends: dict[str, Any] = {"body_id": bodies[row.body], "group_id": groups[row.group]}
            GroupMember.objects.update_or_create(**ends, valid__startswith=row.start, defaults={**ends, "valid": valid})
        else:
            ends = {"group_id": groups[row.group], "cluster_id": clusters[row.cluster]}
            ClusterMember.objects.update_or_create(
                **ends, valid__startswith=row.start, defaults={**ends, "valid": valid}
            )
