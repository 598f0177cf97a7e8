"""Segregation of duties: the matrix as data, at grant and at act, per natural person."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection

from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.duties.api import (
    CENTRE,
    MATRIX,
    RETAINED,
    Duty,
    DutyConflict,
    DutyMissing,
    Grant,
    GrantNotBySelf,
    Role,
    UnknownDuty,
    between,
    bodies_where,
    declare,
    duties,
    duties_held,
    duty,
    holders,
    limit_pence,
    role_create,
    role_grant,
)
from hanaper.foundation.duties.models import RoleDuty
from hanaper.foundation.identity.api import person_create
from hanaper.foundation.tenancy.api import Body, Cluster
from tests.world import LONG_AGO, SETUP, World, build_world

#: Duties of three sides that no module has, so that a test stands by itself.
TEST_DUTIES = (
    Duty("test-need.raise", "Raise a need", RETAINED),
    Duty("test-work.do", "Do the work", CENTRE),
    Duty("test-work.read", "See the work"),
)


@pytest.fixture(autouse=True)
def _duties(monkeypatch: pytest.MonkeyPatch) -> None:
    from hanaper.foundation.duties import registry

    monkeypatch.setattr(registry, "_duties", dict(registry._duties))
    declare(*TEST_DUTIES)


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def role_of(*codes: str) -> Role:
    """A role of duties, past the check of `role_create`."""
    role = Role.objects.create(code="-".join(codes)[:40], name="test")
    RoleDuty.objects.bulk_create([RoleDuty(role=role, duty=code) for code in codes])
    return role


def give(world: World, person_id: int, role: Role, *, body: Body | None = None, **terms: Any) -> Grant:
    if body is None and "cluster" not in terms:
        body = world.alpha
    terms = {"valid": (LONG_AGO, None)} | terms
    return role_grant(
        person_id=person_id, role=role, body=body, granted_by=world.enterer.person_id,
        approved_by=world.approver.person_id, **terms,
    )  # fmt: skip


IDS = {f"S{number:02}" for number in range(1, 39)} - {"S11", "S13", "S22", "S38"}


def test_the_matrix_is_the_published_one() -> None:
    """S38 follows from the sides; S22 is about records. Every other rule stands as data, and names duties."""
    found = {conflict.id for conflict in MATRIX}
    assert found >= IDS, IDS - found
    assert all(conflict.a and conflict.b and conflict.risk for conflict in MATRIX)


@pytest.mark.promise("P20")
@pytest.mark.parametrize("conflict", [c for c in MATRIX if c.per == "grant"], ids=lambda c: c.id)
def test_each_conflict_per_grant_holds_both_ways_and_is_refused_in_one_role_and_in_two(
    world: World, conflict: Any
) -> None:
    one, other = (pattern[0].replace("*", "any") for pattern in (conflict.a, conflict.b))
    for code in (one, other):
        if code not in {known.code for known in duties()}:
            declare(Duty(code, "a duty of a later part"))
    assert conflict.holds_between(one, other)
    assert conflict.holds_between(other, one)
    with act(SETUP, None, None):
        with pytest.raises(DutyConflict):
            role_create(code="both", name="both", duties=[one, other])
        person = person_create(name="Somebody", synthetic=True)
        give(world, person.pk, role_of(one))
        with pytest.raises(DutyConflict) as refused:
            give(world, person.pk, role_of(other))
        assert {refused.value.values["duty"], refused.value.values["other"]} == {one, other}


@pytest.mark.promise("P20")
def test_the_centre_never_holds_a_retained_duty_of_a_body_it_serves(world: World) -> None:
    """S38: from the sides alone, where bodies overlap, however the grant came about."""
    work, need = "test-work.do", "test-need.raise"
    assert [c.id for c in between(work, need)] == ["S38"]
    with act(SETUP, None, None):
        person = person_create(name="Of the centre", synthetic=True)
        north = Cluster.objects.get(code="north")
        give(world, person.pk, role_of(work), cluster=north)
        with pytest.raises(DutyConflict) as refused:
            give(world, person.pk, role_of(need), body=world.alpha)
        assert refused.value.values["rule"] == "S38"
        give(world, person.pk, Role.objects.get(code=need), body=world.beta)  # served by another cluster
        with pytest.raises(DutyConflict):
            give(world, person.pk, Role.objects.get(code=need), cluster=north)


@pytest.mark.promise("P20")
def test_duties_that_follow_one_another_in_time_do_not_conflict(world: World) -> None:
    with act(SETUP, None, None):
        work, need = role_of("test-work.do"), role_of("test-need.raise")
        person = person_create(name="Moved", synthetic=True)
        give(world, person.pk, work, valid=(LONG_AGO, date(2024, 4, 1)))
        give(world, person.pk, need, valid=(date(2024, 4, 1), None))
        with pytest.raises(DutyConflict):
            give(world, person.pk, work, valid=(date(2025, 4, 1), date(2025, 4, 2)))


@pytest.mark.promise("P20")
def test_what_slipped_past_the_grant_is_refused_at_the_act(world: World) -> None:
    """A body joins the cluster after both grants were made: from that day neither duty can be used there."""
    with act(SETUP, None, None):
        person = person_create(name="Both", synthetic=True)
        for code in ("test-work.do", "test-need.raise"):
            grant = Grant(person=person, role=role_of(code), body=world.alpha, valid=(LONG_AGO, None))
            grant.save()  # past `role_grant`
    for code in ("test-work.do", "test-need.raise"):
        with pytest.raises(DutyConflict), act(Actor(person.pk), code, world.alpha):
            pass


@pytest.mark.promise("P20")
def test_two_grants_at_the_same_moment_cannot_both_pass(committed_db: Any) -> None:
    world = build_world()
    with act(SETUP, None, None):
        person = person_create(name="Quick", synthetic=True).pk
        roles = [role_of("test-work.do"), role_of("test-need.raise")]
    both_in, outcomes = threading.Barrier(2), []

    def grant(role: Role) -> None:
        try:
            with act(SETUP, None, None):
                both_in.wait(10)
                give(world, person, role)
            outcomes.append("granted")
        except DutyConflict:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=grant, args=(role,)) for role in roles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["granted", "refused"]


@pytest.mark.promise("P20")
@pytest.mark.parametrize("who", ["giver is receiver", "agreer is receiver", "giver is agreer", "nobody agreed"])
def test_a_grant_has_three_people(world: World, who: str) -> None:
    a, b, c = world.enterer.person_id, world.approver.person_id, world.stranger.person_id
    receiver, giver, agreer = {
        "giver is receiver": (a, a, b),
        "agreer is receiver": (a, b, a),
        "giver is agreer": (c, a, a),
        "nobody agreed": (c, a, None),
    }[who]
    with act(SETUP, None, None), pytest.raises(GrantNotBySelf):
        role_grant(
            person_id=receiver, role=role_of("test-work.read"), body=world.alpha, valid=(LONG_AGO, None),
            granted_by=giver, approved_by=agreer,
        )  # fmt: skip


@pytest.mark.promise("P16")
def test_a_duty_of_one_body_is_none_of_another(world: World) -> None:
    with act(SETUP, None, None) as opened:
        person = person_create(name="Alpha only", synthetic=True)
        give(world, person.pk, role_of("test-work.do"))
        today = opened.today
    assert bodies_where(person_id=person.pk, duty="test-work.do", on=today) == [world.alpha.pk]
    with act(Actor(person.pk), "test-work.do", world.alpha):
        pass
    with pytest.raises(DutyMissing), act(Actor(person.pk), "test-work.do", world.beta):
        pass


def test_a_grant_for_a_cluster_is_one_for_each_body_that_it_serves(world: World) -> None:
    with act(SETUP, None, None) as opened:
        person = person_create(name="Of the north", synthetic=True)
        give(world, person.pk, role_of("test-work.do"), cluster=Cluster.objects.get(code="north"), limit_pence=500)
        today = opened.today
    assert bodies_where(person_id=person.pk, duty="test-work.do", on=today) == sorted([world.alpha.pk, world.real.pk])
    assert duties_held(person_id=person.pk, on=today) == {"test-work.do": {world.alpha.pk, world.real.pk}}
    assert limit_pence(person_id=person.pk, duty="test-work.do", body_id=world.alpha.pk, on=today) == 500
    assert limit_pence(person_id=person.pk, duty="test-work.do", body_id=world.beta.pk, on=today) is None
    assert holders(duty="test-work.do", body_ids=[world.alpha.pk, world.beta.pk], on=today) == {
        world.alpha.pk: {person.pk}
    }


def test_a_successors_people_read_what_merged_into_it(world: World) -> None:
    from hanaper.foundation.acts.api import reading
    from hanaper.foundation.tenancy.api import CostCentre

    with act(SETUP, None, None) as opened:
        Body.objects.filter(pk=world.beta.pk).update(ended_on=opened.today, successor_id=world.alpha.pk)
        person = person_create(name="Reader", synthetic=True)
        give(world, person.pk, role_of("test-work.read"), body=world.alpha)
    with reading(Actor(person.pk), "test-work.read"):
        assert set(CostCentre.objects.values_list("body_id", flat=True)) == {world.alpha.pk, world.beta.pk}


def test_a_duty_that_nobody_declared_is_none() -> None:
    with pytest.raises(UnknownDuty):
        duty("no-such.duty")
    with pytest.raises(ValueError, match="declared twice"):
        declare(Duty("test-work.do", "Something else", CENTRE))
