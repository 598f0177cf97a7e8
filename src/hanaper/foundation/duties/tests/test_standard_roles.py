"""The roles of the standard process: every duty in at least one, none with a conflict, of one side each."""

from __future__ import annotations

import pytest

from hanaper.foundation.acts.api import act
from hanaper.foundation.duties.api import (
    CENTRE,
    RETAINED,
    Duty,
    DutyConflict,
    Role,
    StandardRole,
    between,
    declare,
    duties,
    duty,
    roles_load,
    standard_roles,
)
from hanaper.foundation.duties.errors import RoleNarrowed
from hanaper.foundation.duties.services import role_grant
from tests.world import LONG_AGO, SETUP, World, build_world


def test_every_declared_duty_is_in_at_least_one_standard_role() -> None:
    given = {code for role in standard_roles() for code in role.duties}
    assert {each.code for each in duties()} - given == set()


def test_a_standard_role_names_declared_duties_only() -> None:
    for role in standard_roles():
        for code in role.duties:
            assert duty(code).title


@pytest.mark.promise("P20")
@pytest.mark.parametrize("role", standard_roles(), ids=lambda role: role.code)
def test_no_standard_role_holds_two_duties_that_exclude_each_other(role: StandardRole) -> None:
    found = [(c.id, one, other) for one in role.duties for other in role.duties for c in between(one, other)]
    assert found == []


@pytest.mark.parametrize("role", standard_roles(), ids=lambda role: role.code)
def test_a_standard_role_says_whose_people_hold_it(role: StandardRole) -> None:
    sides = {duty(code).side for code in role.duties} - {None}
    assert sides <= {role.side}
    assert role.side in {CENTRE, RETAINED, "either"}
    assert role.purpose.endswith(".")


def test_codes_and_names_are_said_once() -> None:
    assert len({role.code for role in standard_roles()}) == len(standard_roles())
    assert len({role.name for role in standard_roles()}) == len(standard_roles())


@pytest.mark.django_db
def test_loading_the_roles_again_changes_nothing() -> None:
    with act(SETUP, None, None):
        assert set(roles_load(standard_roles()).values()) == {"made"}
        assert set(roles_load(standard_roles()).values()) == {"stands"}
        assert Role.objects.count() == len(standard_roles())


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    from hanaper.foundation.duties import registry

    monkeypatch.setattr(registry, "_duties", dict(registry._duties))
    declare(Duty("thing.do", "Do things", CENTRE), Duty("thing.want", "Want things", RETAINED))
    return build_world()


def doers(*codes: str) -> StandardRole:
    return StandardRole("doers", "Doers", CENTRE, "Do things.", codes)


def test_a_newer_release_adds_a_duty_to_a_role(world: World) -> None:
    with act(SETUP, None, None):
        roles_load([doers("thing.do")])
        assert roles_load([doers("thing.do", "ledger.read")]) == {"doers": "grown"}
        assert {each.duty for each in Role.objects.get(code="doers").duties.all()} == {"thing.do", "ledger.read"}


@pytest.mark.promise("P20")
def test_a_role_does_not_gain_what_excludes_a_duty_of_somebody_who_holds_it(world: World) -> None:
    with act(SETUP, None, None):
        roles_load([doers("ledger.read"), StandardRole("wanters", "Wanters", RETAINED, "Want.", ("thing.want",))])
        for code in ("doers", "wanters"):
            role_grant(
                person_id=world.stranger.person_id, role=Role.objects.get(code=code), body=world.alpha,
                valid=(LONG_AGO, None), granted_by=world.enterer.person_id, approved_by=world.approver.person_id,
            )  # fmt: skip
    with pytest.raises(DutyConflict) as refused, act(SETUP, None, None):
        roles_load([doers("ledger.read", "thing.do")])
    assert refused.value.values["rule"] == "S38"
    assert {each.duty for each in Role.objects.get(code="doers").duties.all()} == {"ledger.read"}


def test_a_role_that_people_may_hold_never_loses_a_duty(world: World) -> None:
    with act(SETUP, None, None):
        roles_load([doers("thing.do", "ledger.read")])
    with pytest.raises(RoleNarrowed), act(SETUP, None, None):
        roles_load([doers("thing.do")])
