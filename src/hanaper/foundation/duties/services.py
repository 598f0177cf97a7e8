"""Making roles and granting them. A grant that would join two excluding duties is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.duties import conflicts, policies, registry
from hanaper.foundation.duties.errors import (
    AdministratorsThere,
    DutyConflict,
    GrantNotBySelf,
    GrantNotThere,
    MayNotGrant,
    RoleNarrowed,
    TwoAdministrators,
)
from hanaper.foundation.duties.models import Grant, Role, RoleDuty
from hanaper.foundation.duties.selectors import bodies_of, bodies_where
from hanaper.foundation.duties.standard import StandardRole
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
    _one_at_a_time(person_id)
    new = [d.duty for d in role.duties.all()]
    _refuse_conflicts(new, _held_where(grant))
    grant.save()
    return grant


def roles_load(roles: Iterable[StandardRole]) -> dict[str, str]:
    """Make these roles where they are not there, and add what a newer release gave them. Needs an act of the platform.

    Returns for each code what was done: "made", "grown" or "stands". Raises UnknownDuty, RoleNarrowed, and DutyConflict
    where a duty that a role gains excludes one that a holder of the role has: nothing is changed then.
    """
    done = {}
    for wanted in roles:
        role = Role.objects.filter(code=wanted.code).first()
        if role is None:
            role_create(code=wanted.code, name=wanted.name, duties=wanted.duties)
            done[wanted.code] = "made"
        else:
            done[wanted.code] = "grown" if _role_grow(role, wanted) else "stands"
    return done


def _role_grow(role: Role, wanted: StandardRole) -> bool:
    has = {each.duty for each in role.duties.all()}
    if missing := sorted(has - set(wanted.duties)):
        raise RoleNarrowed(role=role.code, missing=missing)
    gained = sorted(set(wanted.duties) - has)
    for duty in gained:
        registry.duty(duty)
    _refuse_conflicts(gained, wanted.duties)
    grants = Grant.objects.filter(role=role).order_by("person_id", "pk")
    for person_id in sorted({grant.person_id for grant in grants}):
        _one_at_a_time(person_id)
    for grant in grants:
        _refuse_conflicts(gained, _held_where(grant))
    RoleDuty.objects.bulk_create([RoleDuty(role=role, duty=duty) for duty in gained])
    if role.name != wanted.name:
        role.name = wanted.name
        role.save(update_fields=["name"])
        return True
    return bool(gained)


def administrators_name(*, person_ids: Sequence[int], role: Role, cluster: Cluster, since: date) -> list[Grant]:
    """Give the first people the role that lets them give roles: once, before anybody holds it.

    Raises AdministratorsThere, TwoAdministrators, DutyConflict.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('hanaper administrators', 0))")
    if RoleDuty.objects.filter(duty=policies.GRANT, role__grant__isnull=False).exists():
        raise AdministratorsThere(duty=policies.GRANT)
    if len(set(person_ids)) < 2 or len(set(person_ids)) < len(person_ids):
        raise TwoAdministrators()
    grants = []
    for person_id in person_ids:
        grant = Grant(person_id=person_id, role=role, cluster=cluster, valid=DateRange(since, None))
        _one_at_a_time(person_id)
        _refuse_conflicts([each.duty for each in role.duties.all()], _held_where(grant))
        grant.save()
        grants.append(grant)
    return grants


def role_give(
    *,
    person_id: int,
    role: Role,
    body: Body | None = None,
    cluster: Cluster | None = None,
    valid: tuple[date, date | None],
    limit_pence: int | None = None,
    granted_by: int,
    approved_by: int,
    on: date,
) -> Grant:
    """`role_grant` by two people who hold the duties to give a role and to agree to it, for every body concerned.

    on: today. What begins later may be given before: the two must hold their duties on the day it begins.
    Raises MayNotGrant, and what `role_grant` raises.
    """
    if len({granted_by, approved_by, person_id}) < 3:
        raise GrantNotBySelf(receiver=person_id)
    for who, duty in ((granted_by, policies.GRANT), (approved_by, policies.APPROVE)):
        _refuse_without(duty, who, body=body, cluster=cluster, on=max(on, valid[0]))
    return role_grant(
        person_id=person_id, role=role, body=body, cluster=cluster, valid=valid, limit_pence=limit_pence,
        granted_by=granted_by, approved_by=approved_by,
    )  # fmt: skip


def role_end(
    *,
    person_id: int,
    role: Role,
    body: Body | None = None,
    cluster: Cluster | None = None,
    last: date,
    ended_by: int,
    on: date,
) -> list[Grant]:
    """End a person's grants of a role: `last` is the first day on which they no longer hold it.

    One person is enough to take something away. A grant that would only have begun then never comes into force.
    on: today. Raises GrantNotThere, MayNotGrant.
    """
    grants = Grant.objects.filter(person_id=person_id, role=role, body=body, cluster=cluster, valid__isempty=False)
    later = [grant for grant in grants.select_for_update() if grant.valid.upper is None or grant.valid.upper > last]
    if not later:
        raise GrantNotThere(person_id=person_id, role=role.code)
    begun = min(grant.valid.lower for grant in later)
    _refuse_without(policies.GRANT, ended_by, body=body, cluster=cluster, on=max(on, begun))
    for grant in later:
        begins = grant.valid.lower
        grant.valid = DateRange(begins, last) if begins < last else DateRange(empty=True)
        grant.save(update_fields=["valid"])
    return later


def _refuse_without(duty: str, person_id: int, *, body: Body | None, cluster: Cluster | None, on: date) -> None:
    wanted = {body.pk} if body else set(bodies_of(cluster_id=cluster.pk, on=on)) if cluster else set()
    if not wanted or not wanted <= set(bodies_where(person_id=person_id, duty=duty, on=on)):
        where = body.code if body else f"every body of {cluster.code}" if cluster else "nowhere"
        raise MayNotGrant(who=f"person {person_id}", duty=duty, where=where)


def _one_at_a_time(person_id: int) -> None:
    """Two grants at the same moment would each look before the other is there: the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('hanaper grant', %s))", [person_id])


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
