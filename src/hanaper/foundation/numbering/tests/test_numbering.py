"""P09: numbers without gaps and without repeats, whatever happens to the acts that take them."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from hanaper.foundation.acts.api import act
from hanaper.foundation.database.refusals import NoAct
from hanaper.foundation.numbering.api import NumberLost, take
from hanaper.foundation.numbering.models import Series
from hanaper.ledger import services
from hanaper.ledger.models import ManualJournal
from tests.world import World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def committed_world(committed_db: Any) -> World:
    return build_world()


def numbers(world: World, body: Any) -> list[str]:
    with act(world.enterer, "journal.enter", body):
        return list(ManualJournal.objects.filter(body=body).order_by("pk").values_list("number", flat=True))


def test_numbers_follow_the_order_of_ids_without_gap(world: World) -> None:
    with act(world.enterer, "journal.enter", world.alpha):
        for _ in range(3):
            services.journal_enter(period=world.period, description="x", lines=world.lines(world.alpha))
    year = world.period.year
    assert numbers(world, world.alpha) == [f"MJ-{year}-{n:06}" for n in (1, 2, 3)]


def test_each_body_and_fiscal_year_has_a_series_of_its_own(world: World) -> None:
    world.enter(world.alpha)
    world.enter(world.beta)
    assert numbers(world, world.alpha) == numbers(world, world.beta) == [f"MJ-{world.period.year}-000001"]


def test_all_numbers_of_a_series_are_taken_in_one_statement(world: World, django_assert_max_num_queries: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen, act(world.enterer, "journal.enter", world.alpha):
        for _ in range(5):
            services.journal_enter(period=world.period, description="x", lines=world.lines(world.alpha))
    assert sum("take_numbers" in query["sql"] for query in seen.captured_queries) == 1


def test_a_document_takes_one_number_once(world: World) -> None:
    journal = world.enter(world.alpha)
    with pytest.raises(NumberLost), act(world.enterer, "journal.enter", world.alpha):
        take("manual-journal", ManualJournal, [journal.pk], prefix="MJ")
    world.enter(world.alpha)
    assert [n[-1] for n in numbers(world, world.alpha)] == ["1", "2"]


def test_a_rolled_back_act_takes_no_number(world: World) -> None:
    class Change(Exception):
        pass

    world.enter(world.alpha)
    with pytest.raises(Change), act(world.enterer, "journal.enter", world.alpha):
        services.journal_enter(period=world.period, description="x", lines=world.lines(world.alpha))
        raise Change
    world.enter(world.alpha)
    assert [n[-1] for n in numbers(world, world.alpha)] == ["1", "2"]


def test_numbers_are_not_taken_outside_an_act(world: World) -> None:
    from hanaper.foundation.database.refusals import translate

    with pytest.raises(Exception, match="no act") as refused, connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.take_numbers('x', 2026::smallint, 1)")
    assert isinstance(translate(refused.value), NoAct)


def test_threads_rollbacks_and_broken_connections_leave_no_gap(committed_world: World) -> None:
    """Six people enter at once; every fifth act fails before its end, every seventh loses its server at the end."""
    world, failures = committed_world, []

    def work(who: int) -> None:
        try:
            for turn in range(12):
                try:
                    with act(world.enterer, "journal.enter", world.alpha) as opened:
                        services.journal_enter(period=world.period, description="x", lines=world.lines(world.alpha))
                        if turn % 5 == who % 5:
                            raise KeyboardInterrupt
                        if turn % 7 == who:  # after the numbers were taken, before the commit
                            opened.at_end("zz", _lose_the_server)
                except KeyboardInterrupt:
                    pass
                except Exception as error:
                    if "terminating connection" not in str(error) and "closed" not in str(error):
                        raise
                    connection.close()
        except BaseException as error:  # noqa: BLE001 (told to the test's own thread)
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(who,)) for who in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    found = sorted(numbers(world, world.alpha))
    assert 30 < len(found) < 72
    assert found == [f"MJ-{world.period.year}-{n:06}" for n in range(1, len(found) + 1)]
    with act(world.enterer, "journal.enter", world.alpha):
        assert Series.objects.get(series="manual-journal").last == len(found)


def _lose_the_server() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
