"""An act is one transaction of one actor for one body, and nothing of it outlives its end."""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection

from hanaper.foundation.acts.api import Act, Actor, Automation, act, current_act, reading
from hanaper.foundation.acts.errors import ActOpen, NoActOpen
from hanaper.foundation.database.refusals import Busy, NotNow
from hanaper.foundation.duties.api import DutyMissing
from hanaper.foundation.tenancy.api import Body, BodyEnded, CostCentre, NoScope, current_scope
from hanaper.ledger.models import Programme
from tests.world import SETUP, World, build_world

SETTINGS = ("bodies", "body", "clusters", "cluster", "actor", "automation", "on_behalf_of", "duty", "run", "at")


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def committed_world(committed_db: Any) -> World:
    return build_world()


def settings_now() -> set[str | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"hanaper.setting('{name}')" for name in SETTINGS))
        return set(cursor.fetchone())


def test_an_act_sets_scope_actor_duty_and_run_for_python_and_for_the_database(world: World) -> None:
    with act(world.enterer, "journal.enter", world.alpha) as opened:
        assert current_act() is opened
        scope = current_scope()
        assert (scope.bodies, scope.body) == ((world.alpha.pk,), world.alpha.pk)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT hanaper.bodies(), hanaper.body(), hanaper.actor(), hanaper.setting('duty'), hanaper.run(),"
                " current_setting('lock_timeout')"
            )
            assert cursor.fetchone() == (
                [world.alpha.pk], world.alpha.pk, world.enterer.person_id, "journal.enter", opened.run, "3s",
            )  # fmt: skip


@pytest.mark.promise("P14")
@pytest.mark.parametrize("how", ["commit", "error", "database error", "refusal", "keyboard interrupt"])
def test_nothing_of_an_act_outlives_its_end(committed_world: World, how: str) -> None:
    world = committed_world
    errors = {"error": RuntimeError, "database error": DatabaseError, "refusal": DutyMissing}
    try:
        with act(world.stranger if how == "refusal" else world.enterer, "journal.enter", world.alpha):
            if how == "keyboard interrupt":
                raise KeyboardInterrupt
            if how == "error":
                raise RuntimeError
            if how == "database error":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1 / 0")
    except (*errors.values(), KeyboardInterrupt):
        assert how != "commit"
    assert settings_now() == {None}
    with pytest.raises(NoActOpen):
        current_act()
    with pytest.raises(NoScope):
        current_scope()
    with pytest.raises(NoScope):
        CostCentre.objects.count()


@pytest.mark.promise("P14")
def test_nothing_leaks_over_ten_thousand_switches_on_one_connection(committed_world: World) -> None:
    """Bodies take turns at random on one connection; every seventh act breaks, in one of three ways."""
    world, dice, leaks = committed_world, random.Random(20260401), 0
    bodies = [world.alpha, world.beta, world.real]
    with connection.cursor() as cursor:
        for turn in range(10_000):
            body = dice.choice(bodies)
            try:
                with act(SETUP, None, body):
                    cursor.execute("SELECT array_agg(DISTINCT body_id), hanaper.body() FROM tenancy_costcentre")
                    leaks += cursor.fetchone() != ([body.pk], body.pk)
                    if turn % 7 == 0:
                        match dice.randrange(3):
                            case 0:
                                raise RuntimeError
                            case 1:
                                raise KeyboardInterrupt
                            case _:
                                cursor.execute("SELECT 1 / 0")
            except (RuntimeError, KeyboardInterrupt, DatabaseError):
                pass
            if turn % 50 == 0:
                cursor.execute("SELECT count(*) FROM tenancy_costcentre")
                leaks += cursor.fetchone() != (0,)
                leaks += settings_now() != {None}
    assert leaks == 0


@pytest.mark.promise("P14")
def test_threads_do_not_see_each_others_acts(committed_world: World) -> None:
    world, leaks, barrier = committed_world, [], threading.Barrier(3)

    def work(body: Body) -> None:
        try:
            for _ in range(50):
                with act(SETUP, None, body):
                    barrier.wait(10)
                    if list(CostCentre.objects.values_list("body_id", flat=True)) != [body.pk]:
                        leaks.append(body)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(body,)) for body in (world.alpha, world.beta, world.real)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert leaks == []


def test_an_act_is_not_opened_inside_another(world: World) -> None:
    with act(world.enterer, "journal.enter", world.alpha):
        with pytest.raises(ActOpen), act(world.approver, "journal.approve", world.alpha):
            pass
        with pytest.raises(ActOpen), reading(world.approver, "ledger.read"):
            pass


@pytest.mark.promise("P15")
@pytest.mark.parametrize("duty", ["journal.approve", None])
def test_an_act_without_its_duty_is_refused(world: World, duty: str | None) -> None:
    with pytest.raises(DutyMissing), act(world.enterer, duty, world.alpha):
        pass
    with pytest.raises(DutyMissing), act(world.stranger, "journal.enter", world.alpha):
        pass


@pytest.mark.promise("P17")
def test_a_duty_that_has_ended_is_gone_at_the_next_act(world: World) -> None:
    from django.db.backends.postgresql.psycopg_any import DateRange

    from hanaper.foundation.duties.api import Grant
    from tests.world import LONG_AGO

    with act(world.enterer, "journal.enter", world.alpha) as opened:
        today = opened.today
    with act(SETUP, None, None):
        Grant.objects.filter(person_id=world.enterer.person_id).update(valid=DateRange(LONG_AGO, today))
    with pytest.raises(DutyMissing), act(world.enterer, "journal.enter", world.alpha):
        pass


def test_an_act_of_a_real_body_happens_now(world: World) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with act(SETUP, None, world.alpha, at=yesterday):
        Programme.objects.filter(code="P1").update(name="synthetic bodies may be dated")
    with pytest.raises(NotNow), act(SETUP, None, world.real, at=yesterday):
        Programme.objects.filter(code="P1").update(name="this one may not")
    with pytest.raises(NotNow):
        world.enter(world.real, at=yesterday)
    with pytest.raises(NotNow), act(SETUP, None, None, at=yesterday):
        Body.objects.filter(pk=world.alpha.pk).update(name="nor may the platform")
    world.enter(world.real)


def test_a_body_that_has_ended_takes_no_more_acts(world: World) -> None:
    with act(SETUP, None, None) as opened:
        Body.objects.filter(pk=world.alpha.pk).update(ended_on=opened.today)
    ended = Body.objects.get(pk=world.alpha.pk)
    with pytest.raises(BodyEnded), act(world.enterer, "journal.enter", ended):
        pass
    with act(world.enterer, "journal.enter", ended, at=datetime.now(UTC) - timedelta(days=2)):
        pass


class TestReading:
    """A page that only reads."""

    def test_it_covers_every_body_where_the_reader_holds_the_duty(self, world: World) -> None:
        with reading(world.enterer, "ledger.read"):
            assert set(current_scope().bodies) == {world.alpha.pk, world.beta.pk, world.real.pk}
            assert CostCentre.objects.count() == 3

    def test_it_can_be_narrowed_and_never_widened(self, world: World) -> None:
        with reading(world.enterer, "ledger.read", [world.beta]):
            assert CostCentre.objects.count() == 1
        with pytest.raises(DutyMissing), reading(world.stranger, "ledger.read", [world.beta]):
            pass

    def test_it_cannot_write(self, world: World) -> None:
        with pytest.raises(DatabaseError, match="read-only"), reading(world.enterer, "ledger.read", [world.alpha]):
            Programme.objects.filter(code="P1").update(name="x")


class TestEndings:
    """What is queued for the end of an act."""

    def test_each_runs_once_before_the_commit(self, committed_world: World) -> None:
        world, done = committed_world, []
        with act(world.enterer, "journal.enter", world.alpha) as opened:
            opened.at_end("a", lambda: done.append(("a", connection.in_atomic_block)))
            opened.at_end("a", lambda: done.append(("again", True)))
            assert done == []
        assert done == [("a", True)]

    def test_what_was_gathered_comes_together(self, world: World) -> None:
        seen: list[list[int]] = []
        with act(world.enterer, "journal.enter", world.alpha) as opened:
            for item in (1, 2, 3):
                opened.gather("g", item, seen.append)
        assert seen == [[1, 2, 3]]

    def test_an_act_that_fails_has_no_ending(self, world: World) -> None:
        done: list[Act] = []

        def fail() -> None:
            with act(world.enterer, "journal.enter", world.alpha) as opened:
                opened.at_end("a", lambda: done.append(opened))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        assert done == []


@pytest.mark.promise("P04")
def test_a_lock_that_somebody_holds_is_a_named_refusal_after_three_seconds(
    committed_world: World, connection_factory: Any
) -> None:
    world = committed_world
    journal = world.enter(world.alpha)
    other = connection_factory("owner")
    other.execute("SELECT FROM ledger_manualjournal WHERE id = %s FOR UPDATE", [journal.pk])
    began = datetime.now(UTC)
    with pytest.raises(Busy):
        world.approve(world.alpha, [journal.pk])
    assert timedelta(seconds=2.5) < datetime.now(UTC) - began < timedelta(seconds=6)
    other.rollback()
    assert world.approve(world.alpha, [journal.pk])[0].moved


def test_an_act_says_who_and_when(world: World) -> None:
    with act(world.enterer, "journal.enter", world.alpha) as opened:
        assert (opened.person_id, opened.body_id) == (world.enterer.person_id, world.alpha.pk)
    with act(Automation("a-rule"), None, None) as opened:
        assert opened.person_id is None
        with pytest.raises(NoActOpen):
            _ = opened.body_id
    assert Actor(1, account_id=2).person_id == 1
