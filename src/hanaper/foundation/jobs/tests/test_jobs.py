"""P32: jobs run at least once, their effects stand once, and a dead worker's jobs resume."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from hanaper.foundation.acts.api import act
from hanaper.foundation.audit.api import bodies_unsealed
from hanaper.foundation.jobs import services as job_services
from hanaper.foundation.jobs.api import jobs, jobs_pending, jobs_resume, jobs_retry, run_worker, wait_until_idle
from hanaper.foundation.jobs.tasks import automation_run
from hanaper.foundation.processes.api import Evidence
from hanaper.ledger.models import ManualJournal, PostedJournal
from hanaper.ledger.process import JOURNAL
from tests.world import World, build_world


@pytest.fixture
def world(committed_db: Any) -> World:
    return build_world()


@contextmanager
def working(**how: Any) -> Iterator[None]:
    """A worker in a thread."""
    stop, failures = threading.Event(), []

    def run() -> None:
        try:
            run_worker(stop=stop, concurrency=2, **how)
        except Exception as error:  # noqa: BLE001 (shown by the assertion below)
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()
        assert not failures


def states(world: World, body: Any) -> list[str]:
    with act(world.enterer, "journal.enter", body):
        return list(ManualJournal.objects.filter(body=body).order_by("pk").values_list("state", flat=True))


@pytest.mark.promise("P32")
def test_an_approved_journal_is_posted_and_sealed_by_a_worker_at_once(world: World) -> None:
    with working():
        journal = world.enter(world.alpha)
        world.approve(world.alpha, [journal.pk])
        began = time.monotonic()
        assert wait_until_idle(20)
        took = time.monotonic() - began
    assert states(world, world.alpha) == ["posted"]
    with act(world.enterer, "journal.enter", world.alpha):
        assert [posted.number for posted in PostedJournal.objects.all()] == [1]
    assert not bodies_unsealed()
    assert took < 3, "LISTEN/NOTIFY and the sealer's looks are quick"


@pytest.mark.promise("P32")
def test_a_job_that_runs_twice_does_nothing_twice(world: World) -> None:
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    for _ in range(2):
        automation_run(process_code="manual-journal", body_id=world.alpha.pk)
    with act(world.enterer, "journal.enter", world.alpha):
        assert PostedJournal.objects.count() == 1
        assert Evidence.objects.filter(process="manual-journal", step="post").count() == 1


@pytest.mark.promise("P32")
def test_an_act_that_rolls_back_wakes_nobody(world: World) -> None:
    journal = world.enter(world.alpha)
    with pytest.raises(RuntimeError), act(world.approver, "journal.approve", world.alpha):
        from hanaper.ledger import services

        services.journal_approve(ids=[journal.pk])
        raise RuntimeError
    assert jobs_pending() == 0


def test_many_acts_wake_one_job_for_each_process_and_body(world: World) -> None:
    for body in (world.alpha, world.alpha, world.beta):
        journal = world.enter(body)
        world.approve(body, [journal.pk])
    assert sorted(job.ids["body_id"] for job in jobs(statuses=("todo",))) == sorted([world.alpha.pk, world.beta.pk])


@pytest.mark.promise("P32")
def test_what_a_crash_left_between_commit_and_wake_is_found_by_the_sweep(world: World) -> None:
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    job_services.automation_wake_all()
    assert jobs_pending() == 1
    run_worker(until_done=True)
    assert states(world, world.alpha) == ["posted"]


def test_a_job_deferred_in_a_transaction_that_fails_is_not_queued(world: World) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        automation_run.defer(process_code="manual-journal", body_id=1)
        raise RuntimeError
    assert jobs_pending() == 0


@pytest.mark.promise("P32")
def test_the_jobs_of_a_dead_worker_resume_and_those_that_kill_workers_rest(
    world: World, connection_factory: Any
) -> None:
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    automation_run.defer(process_code="manual-journal", body_id=world.beta.pk)
    with connection_factory("owner") as owner:
        owner.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '21 seconds')")
        owner.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        )
        owner.execute("UPDATE procrastinate_jobs SET attempts = 5 WHERE args ->> 'body_id' = %s", [str(world.beta.pk)])
    assert jobs_resume() == 2
    assert [job.status for job in jobs()] == ["failed", "todo"]
    run_worker(until_done=True)
    assert states(world, world.alpha) == ["posted"]


def test_the_jobs_of_a_living_worker_are_left_alone(world: World, connection_factory: Any) -> None:
    automation_run.defer(process_code="manual-journal", body_id=world.beta.pk)
    with connection_factory("owner") as owner:
        owner.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 seconds')")
        owner.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        )
    assert jobs_resume() == 0


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Ids of journals that the posting rule falls over."""
    bad: set[int] = set()
    honest = JOURNAL._effects["post"]

    def post(batch: Any) -> None:
        if bad & set(batch.ids):
            raise ZeroDivisionError
        honest(batch)

    monkeypatch.setitem(JOURNAL._effects, "post", post)
    return bad


@pytest.mark.promise("P32")
def test_a_poison_document_stays_and_the_others_go(world: World, poison: set[int]) -> None:
    journals = [world.enter(world.alpha) for _ in range(5)]
    world.approve(world.alpha, [journal.pk for journal in journals])
    poison.add(journals[2].pk)
    with working():
        until = time.monotonic() + 20
        while time.monotonic() < until and states(world, world.alpha).count("posted") < 4:
            time.sleep(0.05)
        other = world.enter(world.beta)
        world.approve(world.beta, [other.pk])
        while time.monotonic() < until and states(world, world.beta) != ["posted"]:
            time.sleep(0.05)
    assert states(world, world.alpha) == ["posted", "posted", "approved", "posted", "posted"]
    assert states(world, world.beta) == ["posted"], "one body's poison does not block another's queue"


@pytest.mark.promise("P32")
def test_a_poison_job_is_tried_a_few_times_and_then_rests_as_failed(
    world: World, poison: set[int], connection_factory: Any
) -> None:
    journal = world.enter(world.alpha)
    poison.add(journal.pk)
    world.approve(world.alpha, [journal.pk])
    owner = connection_factory("owner", autocommit=True)
    for _ in range(6):
        run_worker(until_done=True)
        job_services.automation_wake_all()
        owner.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE scheduled_at IS NOT NULL")
    assert [(job.status, job.attempts) for job in jobs()] == [("failed", 4)]
    poison.clear()
    assert jobs_retry() == 1
    run_worker(until_done=True)
    assert states(world, world.alpha) == ["posted"]


def test_in_a_made_up_month_a_rule_acts_when_its_documents_arrive(world: World) -> None:
    from datetime import UTC, datetime

    from hanaper.kernel.periods import FiscalYear

    day = datetime(FiscalYear(world.period.year).start.year, 4, 7, 10, tzinfo=UTC)
    journal = world.enter(world.alpha, at=day)
    world.approve(world.alpha, [journal.pk], at=day.replace(hour=12))
    automation_run(process_code="manual-journal", body_id=world.alpha.pk)
    with act(world.enterer, "journal.enter", world.alpha):
        posted = Evidence.objects.get(process="manual-journal", step="post")
    assert (posted.at, posted.waited_seconds) == (day.replace(hour=12, second=1), 1)


def test_a_worker_outlives_a_database_that_goes_away(world: World, connection_factory: Any) -> None:
    with working():
        journal = world.enter(world.alpha)
        assert wait_until_idle(20)
        superuser = connection_factory("login", autocommit=True)
        superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.close()
        world.approve(world.alpha, [journal.pk])
        assert wait_until_idle(30)
    assert states(world, world.alpha) == ["posted"]


CHILD = """
import sys, time
import django
django.setup()
from django.db import connections
connections.settings["default"]["NAME"] = sys.argv[1]
from hanaper.foundation.jobs.api import run_worker
from hanaper.ledger.process import JOURNAL
honest = JOURNAL._effects["post"]

def slow(batch):
    honest(batch)
    print("half way", flush=True)
    time.sleep(60)

JOURNAL._effects["post"] = slow
run_worker(concurrency=1)
"""


@pytest.mark.promise("P30", "P31", "P32")
def test_a_worker_that_is_killed_half_way_leaves_nothing_half_done_and_another_finishes(
    world: World, committed_db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess
    import sys

    journals = [world.enter(world.alpha) for _ in range(3)]
    world.approve(world.alpha, [journal.pk for journal in journals])
    child = subprocess.Popen([sys.executable, "-c", CHILD, committed_db.name], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "half way\n"
        child.kill()
        child.wait()
    assert states(world, world.alpha) == ["approved"] * 3
    assert [job.status for job in jobs()] == ["doing"]
    assert jobs_resume() == 0, "it may still live"
    monkeypatch.setattr(job_services, "STALLED_SECONDS", 0)
    assert jobs_resume() == 1
    run_worker(until_done=True)
    assert states(world, world.alpha) == ["posted"] * 3
    with act(world.enterer, "journal.enter", world.alpha):
        assert PostedJournal.objects.count() == 3
        assert Evidence.objects.filter(step="post").count() == 3


def test_the_jobs_of_a_dead_worker_resume_within_a_minute() -> None:
    """The last heartbeat, silence, the next round of `jobs.resume`, the next look for jobs."""
    from hanaper.foundation.jobs.worker import POLL_SECONDS

    assert job_services.HEARTBEAT_SECONDS * 3 <= job_services.STALLED_SECONDS
    assert job_services.STALLED_SECONDS + 10 + POLL_SECONDS <= 60


def test_what_a_rule_refuses_does_not_keep_anybody_waiting(world: World) -> None:
    """Its content has changed since it was approved: it stands where it stood, and all is idle."""
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    with act(world.enterer, "journal.enter", world.alpha):
        ManualJournal.objects.filter(pk=journal.pk).update(description="changed")
    with working():
        assert wait_until_idle(20)
    assert states(world, world.alpha) == ["approved"]


def test_without_a_worker_nothing_becomes_idle(world: World) -> None:
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    assert not wait_until_idle(0.3)


def test_heads_that_cannot_be_kept_do_not_stop_the_sealing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from hanaper.foundation.jobs import sealer

    def full(body_ids: list[int]) -> int:
        raise OSError("no space left on device")

    monkeypatch.setattr(sealer, "keep_heads", full)
    with working():
        assert wait_until_idle(20)
        world.enter(world.alpha)
        assert wait_until_idle(20)
