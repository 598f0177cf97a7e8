"""Taking an item for oneself: it tells, it does not stop anyone, and nothing of it stays."""

from __future__ import annotations

import pytest
from django.db import connection

from hanaper.foundation.acts.api import act, reading
from hanaper.foundation.interface.steps import panel
from hanaper.foundation.processes.api import StepRefused, Taken, claims, release, take
from hanaper.foundation.processes.errors import WrongDuty
from hanaper.kernel.errors import NotThere
from hanaper.ledger.models import ManualJournal
from hanaper.ledger.process import JOURNAL
from tests.world import SETUP, World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def taken(world: World, pk: int) -> set[int]:
    with reading(SETUP, "test", [world.alpha]):
        return {person for person, _ in claims(JOURNAL, [pk]).values()}


def approver_takes(world: World, pk: int, by: object = None) -> None:
    with act(by or world.approver, "journal.approve", world.alpha):  # type: ignore[arg-type]
        take(JOURNAL, "approve", pk)


@pytest.fixture
def colleague(world: World) -> object:
    """Another who may approve."""
    from hanaper.foundation.acts.api import Actor
    from hanaper.foundation.duties.api import Role, role_grant
    from hanaper.foundation.identity.api import person_create
    from tests.world import LONG_AGO

    with act(SETUP, None, None):
        person = person_create(name="Colleague", synthetic=True)
        role_grant(
            person_id=person.pk, role=Role.objects.get(code="approve"), body=world.alpha, valid=(LONG_AGO, None),
            limit_pence=1_000_000, granted_by=world.enterer.person_id, approved_by=world.opener.person_id,
        )  # fmt: skip
    return Actor(person.pk)


def test_who_takes_an_item_has_it_and_taking_it_again_changes_nothing(world: World) -> None:
    journal = world.enter(world.alpha)
    for _ in range(2):
        approver_takes(world, journal.pk)
    assert taken(world, journal.pk) == {world.approver.person_id}


def test_what_a_colleague_has_taken_is_not_taken_but_may_be_released(world: World, colleague: object) -> None:
    journal = world.enter(world.alpha)
    approver_takes(world, journal.pk)
    with pytest.raises(Taken):
        approver_takes(world, journal.pk, colleague)
    with act(colleague, "journal.approve", world.alpha):  # type: ignore[arg-type]
        release(JOURNAL, "approve", journal.pk)
    approver_takes(world, journal.pk, colleague)
    assert taken(world, journal.pk) == {colleague.person_id}  # type: ignore[attr-defined]


def test_a_claim_stops_nobody_and_goes_with_the_move(world: World, colleague: object) -> None:
    journal, other = world.enter(world.alpha), world.enter(world.alpha)
    for each in (journal, other):
        approver_takes(world, each.pk)
    (outcome,) = world.approve(world.alpha, [journal.pk], by=colleague)  # type: ignore[arg-type]
    assert outcome.moved
    assert taken(world, journal.pk) == set()
    assert taken(world, other.pk) == {world.approver.person_id}


def test_a_refused_move_leaves_the_claim(world: World) -> None:
    journal = world.enter(world.alpha, pence=2_000_000)
    approver_takes(world, journal.pk)
    (outcome,) = world.approve(world.alpha, [journal.pk])
    assert outcome.moved == (taken(world, journal.pk) == set())


@pytest.mark.promise("P21")
def test_nobody_takes_what_they_may_not_do(world: World) -> None:
    journal = world.enter(world.alpha)
    with pytest.raises(WrongDuty), act(world.opener, "period.open", world.alpha):
        take(JOURNAL, "approve", journal.pk)
    with pytest.raises(WrongDuty), act(world.approver, "journal.approve", world.alpha):
        take(JOURNAL, "post", journal.pk)
    with pytest.raises(NotThere), act(world.approver, "journal.approve", world.beta):
        take(JOURNAL, "approve", journal.pk)
    world.approve(world.alpha, [journal.pk])
    with pytest.raises(StepRefused):
        approver_takes(world, journal.pk)
    assert taken(world, journal.pk) == set()


def test_the_page_says_who_has_taken_it_and_offers_the_other_press(world: World) -> None:
    journal = world.enter(world.alpha)

    def shown() -> tuple[str, list[str]]:
        with reading(world.approver, "ledger.read", [world.alpha]):
            made = panel(JOURNAL, ManualJournal.objects.select_related("body").get(pk=journal.pk))
        return made.waiting, [press.label for press in made.actions]

    waiting, presses = shown()
    assert "Taken by" not in waiting
    assert presses[-1] == "Take this item"
    approver_takes(world, journal.pk)
    waiting, presses = shown()
    assert "Taken by Approver since" in waiting
    assert presses[-1] == "Release this item"


def test_whoever_has_no_step_to_take_is_offered_none_to_claim(world: World) -> None:
    journal = world.enter(world.alpha)
    with reading(world.opener, "ledger.read", [world.alpha]):
        made = panel(JOURNAL, ManualJournal.objects.select_related("body").get(pk=journal.pk))
    assert [press.label for press in made.actions] == []


@pytest.mark.promise("P11")
def test_claims_of_another_body_are_not_seen(world: World) -> None:
    approver_takes(world, world.enter(world.alpha).pk)
    with reading(SETUP, "test", [world.beta]), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM processes_claim")
        assert cursor.fetchone() == (0,)


def test_no_trail_keeps_a_claim(world: World) -> None:
    """Beside effort, a trail of claims would tell who was how quick."""
    journal = world.enter(world.alpha)
    approver_takes(world, journal.pk)
    world.approve(world.alpha, [journal.pk])
    with reading(SETUP, "test", [world.alpha]), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE table_name = 'processes_claim'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM processes_claim")
        assert cursor.fetchone() == (0,)
