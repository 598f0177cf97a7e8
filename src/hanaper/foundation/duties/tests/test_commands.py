"""`hanaper duties`: roles are given by two people who hold the duty to, to a third, and conflicts are named."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from typer.testing import CliRunner, Result

from hanaper.foundation.acts.api import act
from hanaper.foundation.duties.api import (
    DutyConflict,
    Grant,
    GrantNotBySelf,
    MayNotGrant,
    bodies_where,
    duties_held,
    limit_pence,
)
from hanaper.foundation.duties.commands import app
from hanaper.foundation.duties.errors import AdministratorsThere, GrantNotThere, TwoAdministrators
from hanaper.foundation.identity.api import Account, account_create, person_create
from hanaper.foundation.tenancy.api import Body, Cluster, ClusterMember, Group, GroupMember
from hanaper.kernel.dates import business_date
from tests.world import LONG_AGO, SETUP

TODAY = business_date(timezone.now())
AS_THEM = ("--by", "ann", "--approved-by", "bob")


def run(*arguments: str) -> Result:
    """`hanaper duties ...`; a refusal is raised, as the tree would see it."""
    done = CliRunner().invoke(app, list(arguments))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def people(db: None) -> dict[str, int]:
    """Two clusters of a body each, everybody's account, and the access administrators of the first."""
    with act(SETUP, None, None):
        for code in ("north", "south"):
            cluster = Cluster.objects.create(code=code, name=code, centre_name=code)
            group = Group.objects.create(code=f"g-{code}", name=code)
            body = Body.objects.create(code=f"b-{code}", name=code, began_on=LONG_AGO)
            GroupMember.objects.create(body=body, group=group, valid=DateRange(LONG_AGO, None))
            ClusterMember.objects.create(group=group, cluster=cluster, valid=DateRange(LONG_AGO, None))
        made = {name: person_create(name=name.title()) for name in ("ann", "bob", "cat", "dan")}
        for name, person in made.items():
            account_create(username=name, password=None, person=person)
    assert run("roles", "load").exit_code == 0
    run("administrators", "ann", "bob", "--cluster", "north", "--from", LONG_AGO.isoformat())
    return {name: person.pk for name, person in made.items()}


def grant(person: str, role: str, *where: str, **changed: str) -> Result:
    options = {"--from": TODAY.isoformat(), "--by": "ann", "--approved-by": "bob"} | changed
    return run(
        "grant", "--person", person, "--role", role, *where, *(part for pair in options.items() for part in pair)
    )  # fmt: skip


def test_a_role_is_given_and_listed_with_its_limit_and_both_givers(people: dict[str, int]) -> None:
    grant("cat", "budget-holders", "--body", "b-north", **{"--limit": "£50,000.50"})
    (found,) = json.loads(run("list", "--person", "cat", "--json").stdout)
    assert (found["name"], found["role"], found["body"], found["limit_pence"]) == (
        "Cat", "budget-holders", "b-north", 5_000_050,
    )  # fmt: skip
    assert (found["granted_by"], found["approved_by"]) == (people["ann"], people["bob"])
    body = Body.objects.get(code="b-north")
    assert limit_pence(person_id=people["cat"], duty="order.approve", body_id=body.pk, on=TODAY) == 5_000_050


@pytest.mark.promise("P20")
def test_a_role_that_conflicts_is_refused_and_the_rule_is_named(people: dict[str, int]) -> None:
    grant("cat", "payments", "--cluster", "north")
    with pytest.raises(DutyConflict) as refused:
        grant("cat", "payments-release", "--body", "b-north")
    assert refused.value.values["rule"] == "S09"
    with pytest.raises(DutyConflict) as refused:
        grant("cat", "receivers", "--body", "b-north")
    assert refused.value.values["rule"] == "S38"


@pytest.mark.promise("P20")
def test_two_accounts_of_one_person_are_one_person(people: dict[str, int]) -> None:
    with act(SETUP, None, None):
        second = Account.objects.get(username="cat").person
        account_create(username="cat.two", password=None, person=second)
    grant("cat", "payments", "--cluster", "north")
    with pytest.raises(DutyConflict):
        grant("cat.two", "payments-release", "--cluster", "north")


@pytest.mark.promise("P21")
@pytest.mark.parametrize(
    ("receiver", "by", "approved_by"), [("ann", "ann", "bob"), ("bob", "ann", "bob"), ("cat", "ann", "ann")]
)
def test_nobody_gives_a_role_to_themselves_or_agrees_to_what_they_gave(
    people: dict[str, int], receiver: str, by: str, approved_by: str
) -> None:
    with pytest.raises(GrantNotBySelf):
        grant(receiver, "performance", "--cluster", "north", **{"--by": by, "--approved-by": approved_by})


@pytest.mark.promise("P15")
@pytest.mark.parametrize(("by", "approved_by"), [("cat", "bob"), ("ann", "cat")])
def test_only_an_access_administrator_gives_a_role_or_agrees_to_one(
    people: dict[str, int], by: str, approved_by: str
) -> None:
    with pytest.raises(MayNotGrant):
        grant("dan", "performance", "--cluster", "north", **{"--by": by, "--approved-by": approved_by})


@pytest.mark.promise("P15")
@pytest.mark.parametrize("where", [("--cluster", "south"), ("--body", "b-south")])
def test_an_administrator_of_one_cluster_gives_nothing_in_another(
    people: dict[str, int], where: tuple[str, str]
) -> None:
    with pytest.raises(MayNotGrant):
        grant("dan", "performance", *where)


@pytest.mark.promise("P20")
def test_an_access_administrator_does_no_work(people: dict[str, int]) -> None:
    with act(SETUP, None, None):
        third = person_create(name="Eve")
        account_create(username="eve", password=None, person=third)
    grant("eve", "access-administrators", "--cluster", "north")
    with pytest.raises(DutyConflict) as refused:
        grant("eve", "payments", "--cluster", "north")
    assert refused.value.values["rule"] == "S26"


def test_the_first_administrators_are_two_people_and_are_named_once(people: dict[str, int]) -> None:
    with pytest.raises(AdministratorsThere):
        run("administrators", "cat", "dan", "--cluster", "south", "--from", LONG_AGO.isoformat())


def test_one_person_twice_is_not_two_administrators(db: None) -> None:
    with act(SETUP, None, None):
        Cluster.objects.create(code="north", name="North", centre_name="North")
        account_create(username="ann", password=None, person=person_create(name="Ann"))
    run("roles", "load")
    for names in (["ann"], ["ann", "ann"]):
        with pytest.raises(TwoAdministrators):
            run("administrators", *names, "--cluster", "north", "--from", "2026-04-01")
    assert not Grant.objects.exists()


def test_a_role_may_be_given_before_the_cluster_serves_anybody(people: dict[str, int]) -> None:
    soon = TODAY + timedelta(days=3)
    with act(SETUP, None, None):
        group = Group.objects.get(code="g-north")
        ClusterMember.objects.filter(group=group).update(valid=DateRange(soon, None))
    grant("cat", "payments", "--cluster", "north", **{"--from": soon.isoformat()})
    with pytest.raises(MayNotGrant):
        grant("dan", "payments", "--cluster", "north")


def test_a_revoked_role_is_not_held_from_that_day(people: dict[str, int]) -> None:
    grant("cat", "payments", "--cluster", "north", **{"--from": "2026-01-01"})
    run("revoke", "--person", "cat", "--role", "payments", "--cluster", "north", "--by", "bob")
    assert duties_held(person_id=people["cat"], on=TODAY) == {}
    assert bodies_where(person_id=people["cat"], duty="payment-run.build", on=date(2026, 1, 1)) != []
    with pytest.raises(GrantNotThere):
        run("revoke", "--person", "cat", "--role", "payments", "--cluster", "north", "--by", "bob")


def test_a_role_that_has_not_begun_never_comes_into_force(people: dict[str, int]) -> None:
    soon = TODAY + timedelta(days=30)
    grant("cat", "payments", "--cluster", "north", **{"--from": soon.isoformat()})
    run("revoke", "--person", "cat", "--role", "payments", "--cluster", "north", "--by", "ann")
    assert duties_held(person_id=people["cat"], on=soon) == {}
    assert json.loads(run("list", "--person", "cat", "--json").stdout) == []


@pytest.mark.promise("P15")
def test_only_an_access_administrator_takes_a_role_away(people: dict[str, int]) -> None:
    grant("cat", "payments", "--cluster", "north")
    with pytest.raises(MayNotGrant):
        run("revoke", "--person", "cat", "--role", "payments", "--cluster", "north", "--by", "dan")


def test_no_conflict_ends_with_0(people: dict[str, int]) -> None:
    grant("cat", "payments", "--cluster", "north")
    done = run("conflicts", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


@pytest.mark.promise("P20")
def test_a_body_that_moves_to_another_cluster_makes_a_conflict_and_it_is_reported(people: dict[str, int]) -> None:
    grant("cat", "payments", "--cluster", "north")
    with act(SETUP, None, None):
        from hanaper.foundation.duties.models import Role
        from hanaper.foundation.duties.services import role_grant

        role_grant(
            person_id=people["cat"], role=Role.objects.get(code="receivers"), body=Body.objects.get(code="b-south"),
            valid=(LONG_AGO, None), granted_by=people["ann"], approved_by=people["bob"],
        )  # fmt: skip
    assert run("conflicts").exit_code == 0
    with act(SETUP, None, None):
        ClusterMember.objects.filter(group__code="g-south").update(cluster=Cluster.objects.get(code="north"))
    done = run("conflicts", "--json")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert done.exit_code == 1
    assert {(each["name"], each["rule"], *each["bodies"]) for each in found} == {("Cat", "S38", "b-south")}
    assert {(each["duty"], each["other"]) for each in found} == {("payment-run.build", "receipt.record")}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--body", "b-north", "--cluster", "north"),
        (),
        ("--body", "nowhere"),
        ("--cluster", "north", "--limit", "lots"),
        ("--cluster", "north", "--limit", "1.005"),
        ("--cluster", "north", "--to", "2020-01-01"),
        ("--cluster", "north", "--person", "nobody"),
        ("--cluster", "north", "--role", "nothing"),
    ],
)
def test_wrong_usage_ends_with_2_and_gives_nothing(people: dict[str, int], arguments: tuple[str, ...]) -> None:
    before = Grant.objects.count()
    assert grant("cat", "payments", *arguments).exit_code == 2
    assert Grant.objects.count() == before
