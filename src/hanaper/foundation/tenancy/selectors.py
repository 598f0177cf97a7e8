"""What stands: as the rows of a set-up file, and as who is served by whom on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

from hanaper.foundation.tenancy.models import Body, Cluster, ClusterMember, CostCentre, Group, GroupMember
from hanaper.foundation.tenancy.rules.plan import Standing
from hanaper.foundation.tenancy.rules.rows import (
    BodyRow,
    ClusterMemberRow,
    ClusterRow,
    CostCentreRow,
    GroupMemberRow,
    GroupRow,
    Row,
)


def rows_standing() -> Standing:
    """Every row that stands, with the cost centres of the bodies in scope. Needs an act, or a reading one."""
    rows: list[Row] = [
        ClusterRow(each.code, each.name, each.centre_name, each.lead.code if each.lead else "")
        for each in Cluster.objects.select_related("lead")
    ]
    rows += [GroupRow(each.code, each.name) for each in Group.objects.all()]
    rows += [
        BodyRow(
            each.code, each.name, each.headcount, each.began_on, each.ended_on,
            each.successor.code if each.successor else None,
        )
        for each in Body.objects.select_related("successor")
    ]  # fmt: skip
    rows += [
        GroupMemberRow(each.body.code, each.group.code, each.valid.lower, each.valid.upper)
        for each in GroupMember.objects.select_related("body", "group")
    ]
    rows += [
        ClusterMemberRow(each.group.code, each.cluster.code, each.valid.lower, each.valid.upper)
        for each in ClusterMember.objects.select_related("group", "cluster")
    ]
    rows += [
        CostCentreRow(each.body.code, each.code, each.name, each.valid.lower, each.valid.upper)
        for each in CostCentre.objects.select_related("body")
    ]
    return {(row.table, row.key): row for row in rows}


def made_up() -> Mapping[str, set[str]]:
    """Codes of synthetic clusters, groups and bodies, by the table of a set-up file."""
    kinds: dict[str, Any] = {"clusters": Cluster, "groups": Group, "bodies": Body}
    return {
        table: set(kind.objects.filter(synthetic=True).values_list("code", flat=True)) for table, kind in kinds.items()
    }


def served(*, on: date) -> dict[str, Any]:
    """Clusters with the bodies that each serves on a day, and the bodies that none serves. Codes, names, dates."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.cluster_id, g.code, s.body_id, lower(s.valid), upper(s.valid) FROM tenancy_served s"
            " JOIN tenancy_group g ON g.id = s.group_id WHERE s.valid @> %s ORDER BY g.code, s.body_id",
            [on],
        )
        rows = cursor.fetchall()
    bodies = {body.pk: body for body in Body.objects.select_related("successor").order_by("code")}
    below: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for cluster, group, body, start, end in rows:
        below[cluster].append(_described(bodies[body]) | {"group": group, "served_from": start, "served_to": end})
    seen = {body for _, _, body, _, _ in rows}
    clusters = [
        {
            "code": each.code,
            "name": each.name,
            "centre": each.centre_name,
            "lead": each.lead.code if each.lead else None,
            "synthetic": each.synthetic,
            "bodies": below[each.pk],
        }
        for each in Cluster.objects.select_related("lead").order_by("code")
    ]
    return {
        "on": on,
        "clusters": clusters,
        "unserved": [_described(body) for pk, body in bodies.items() if pk not in seen],
    }


def _described(body: Body) -> dict[str, Any]:
    return {
        "code": body.code,
        "name": body.name,
        "headcount": body.headcount,
        "began": body.began_on,
        "ended": body.ended_on,
        "successor": body.successor.code if body.successor else None,
        "synthetic": body.synthetic,
    }
