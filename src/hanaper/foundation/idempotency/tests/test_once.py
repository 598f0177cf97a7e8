"""P29: the nine things that can happen to a request that is sent more than once, and a storm of them."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from hanaper.foundation.acts.api import act
from hanaper.foundation.idempotency.api import InFlight, KeyReused, KeyWrong, once, sweep
from hanaper.kernel.errors import HanaperError
from hanaper.ledger import services
from hanaper.ledger.models import ManualJournal
from tests.world import World, build_world


@pytest.fixture
def world(committed_db: Any) -> World:
    return build_world()


def send(world: World, key: str, pence: int, *, body: Any = None, by: Any = None, fail: bool = False) -> dict[str, int]:
    """What a page's post does: enter a journal once, and answer its id."""
    body, by = body or world.alpha, by or world.enterer
    with act(by, "journal.enter", body), once(key, {"pence": pence}) as request:
        if not request.was_done:
            journal = services.journal_enter(period=world.period, description="x", lines=world.lines(body, pence))
            if fail:
                raise RuntimeError("the work failed")
            request.keep({"id": journal.pk}, status=201)
        assert request.status == 201
    return request.answer  # type: ignore[no-any-return]


def entered(world: World) -> int:
    total = 0
    for body in (world.alpha, world.beta):
        with act(world.enterer, "journal.enter", body):
            total += ManualJournal.objects.filter(body=body).count()
    return total


CASES = """
    case                                  | first           | second                | second says  | effects
    the same request again                | k 100           | k 100                 | same         | 1
    another request under the key         | k 100           | k 200                 | key-reused   | 1
    another key                           | k 100           | l 100                 | other        | 2
    the same key of another person        | k 100           | k 100 second-person   | other        | 2
    the same key for another body         | k 100           | k 100 beta            | other        | 2
    again after the first failed          | k 100 fails     | k 100                 | other        | 1
    other content after the first failed  | k 100 fails     | k 200                 | other        | 1
    again after the keys were swept       | k 100           | sweep k 100           | other        | 2
"""


@pytest.mark.promise("P29")
@pytest.mark.parametrize("row", CASES.strip().splitlines()[1:], ids=lambda row: row.split("|")[0].strip())
def test_a_request_that_is_sent_twice(world: World, row: str, connection_factory: Any) -> None:
    _, first, second, says, effects = (cell.strip() for cell in row.split("|"))
    first_answer = None
    try:
        first_answer = _act_out(world, first, connection_factory)
    except RuntimeError:
        assert "fails" in first
    try:
        answer = _act_out(world, second, connection_factory)
        outcome = "same" if answer == first_answer else "other"
    except KeyReused:
        outcome = "key-reused"
    assert (outcome, entered(world)) == (says, int(effects))


def _act_out(world: World, words: str, connection_factory: Any) -> dict[str, int]:
    if words.startswith("sweep"):
        with connection_factory("owner") as owner:
            owner.execute("UPDATE idempotency_key SET made_at = made_at - interval '8 days'")
        assert sweep() == 1
        words = words.removeprefix("sweep ")
    key, pence, *rest = words.split()
    by = None
    if "second-person" in rest:
        by = _second_enterer(world)
    return send(world, key, int(pence), by=by, body=world.beta if "beta" in rest else None, fail="fails" in rest)


def _second_enterer(world: World) -> Any:
    from hanaper.foundation.acts.api import Actor
    from hanaper.foundation.duties.api import Role, role_grant
    from hanaper.foundation.identity.api import person_create
    from tests.world import LONG_AGO, SETUP

    with act(SETUP, None, None):
        person = person_create(name="Second", synthetic=True)
        role_grant(
            person_id=person.pk,
            role=Role.objects.get(code="enter"),
            body=world.alpha,
            valid=(LONG_AGO, None),
            granted_by=world.approver.person_id,
            approved_by=world.opener.person_id,
        )
    return Actor(person.pk)


@pytest.mark.promise("P29")
def test_the_ninth_case_a_request_whose_first_is_at_work_is_told_to_wait(world: World) -> None:
    started, finish, answers = threading.Event(), threading.Event(), []

    def slow() -> None:
        with act(world.enterer, "journal.enter", world.alpha), once("k", {"pence": 1}) as request:
            started.set()
            finish.wait(10)
            request.keep({"id": 1}, status=201)
        answers.append(request.answer)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert started.wait(10)
    with pytest.raises(InFlight) as refused:
        send(world, "k", 1)
    assert (refused.value.status, refused.value.retry_after_seconds) == (409, 2)
    finish.set()
    thread.join(10)
    with act(world.enterer, "journal.enter", world.alpha), once("k", {"pence": 1}) as request:
        assert (request.was_done, request.answer) == (True, answers[0])


@pytest.mark.promise("P29")
def test_fifty_equal_requests_at_once_have_one_effect(world: World) -> None:
    answers: list[Any] = []
    barrier = threading.Barrier(10)

    def many() -> None:
        barrier.wait(10)
        for _ in range(5):
            try:
                answers.append(send(world, "k", 100)["id"])
            except InFlight:
                answers.append(None)
        connection.close()

    threads = [threading.Thread(target=many) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 50
    assert len({answer for answer in answers if answer is not None}) == 1
    assert entered(world) == 1


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_has_1_to_255_characters(world: World, key: str) -> None:
    with pytest.raises(KeyWrong), act(world.enterer, "journal.enter", world.alpha), once(key, {}):
        pass


def test_the_applications_role_cannot_read_keys_and_answers(world: World, connection_factory: Any) -> None:
    import psycopg

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection_factory("app").execute("SELECT * FROM idempotency_key")


def test_a_refusal_keeps_nothing(world: World) -> None:
    with pytest.raises(HanaperError), act(world.enterer, "journal.enter", world.alpha), once("k", {"pence": 5}):
        services.journal_enter(period=world.period, description="x", lines=[])
    with act(world.enterer, "journal.enter", world.alpha), once("k", {"pence": 5}) as request:
        assert not request.was_done
