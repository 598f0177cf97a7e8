"""Making roles and granting them. A grant that would join two excluding duties is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.duties import conflicts, registry
from hanaper.foundation.duties.errors import DutyConflict, GrantNotBySelf
from hanaper.foundation.duties.models import Grant, Role, RoleDuty
from hanaper.foundation.tenancy.api import Body, Cluster


def role_create(*, code: str, name: str, duties: Sequence[str]) -> Role:
    """Make a role of these duties. Raises UnknownDuty, and DutyConflict where two of them exclude each other."""
    for duty in duties:
        registry.duty(duty)
    _refuse_conflicts(duties, duties)
    role = Role.objects.create(code=code, name=name)
    RoleDuty.objects.bulk_create([RoleDuty(role=role, duty=duty) for duty in duties])
    return role


def role_grant(
    *,
    person_id: int,
    role: Role,
    body: Body | None = None,
    cluster: Cluster | None = None,
    valid: tuple[date, date | None],
    limit_pence: int | None = None,
    granted_by: int | None,
    approved_by: int | None,
) -> Grant:
    """Give a role to a person for a body or a cluster, from a date up to (not including) another.

    granted_by, approved_by: persons, two different ones and neither of them the receiver; both None only when the
        platform is set up and nobody holds anything yet.
    Raises DutyConflict naming the pair and its rule; GrantNotBySelf.
    """
    if (granted_by is not None or approved_by is not None or Grant.objects.exists()) and (
        granted_by is None or approved_by is None or len({granted_by, approved_by, person_id}) < 3
    ):
        raise GrantNotBySelf(receiver=person_id)
    grant = Grant(
        person_id=person_id,
        role=role,
        body=body,
        cluster=cluster,
        valid=DateRange(*valid),
        limit_pence=limit_pence,
        granted_by_id=granted_by,
        approved_by_id=approved_by,
    )
    # Two grants at the same moment would each look before the other is there: the second waits for the first.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('hanaper grant', %s))", [person_id])
    new = [d.duty for d in role.duties.all()]
    _refuse_conflicts(new, _held_where(grant))
    grant.save()
    return grant


def _refuse_conflicts(some: Iterable[str], others: Iterable[str]) -> None:
    others = list(others)
    for one in some:
        for other in others:
            for conflict in conflicts.between(one, other):
                raise DutyConflict(duty=one, other=other, rule=conflict.id, risk=conflict.risk)


def _held_where(grant: Grant) -> list[str]:
    """Duties that the receiver holds for an overlapping time and body."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT h.duty FROM duties_holding h WHERE h.person_id = %(person)s AND h.valid && %(valid)s"
            " AND (h.body_id = %(body)s OR h.body_id IN"
            "      (SELECT s.body_id FROM tenancy_served s WHERE s.cluster_id = %(cluster)s AND s.valid && %(valid)s))",
            {
                "person": grant.person_id,
                "valid": grant.valid,
                "body": grant.body_id,
                "cluster": grant.cluster_id,
            },
        )
        return [row[0] for row in cursor.fetchall()]
