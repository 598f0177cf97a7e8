"""What a job is: a name, a function of ids, and how often it may be tried.

    @job("payables.match")
    def match(body_id: int) -> None:
        services.invoices_match(body_id=body_id)

    match.defer(body_id=7, lock="payables 7", once=True)

A job is deferred in the transaction that needs it: it is there when that commits, and not otherwise. It may run twice
(a worker can die between its work and its report), so its service must do nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, ParamSpec

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

P = ParamSpec("P")

#: Tries of a job before it rests as failed. Between them 2, 4, 8, 16, 32, 64, 128 seconds: about four minutes in all.
ATTEMPTS = 8

# A worker replaces procrastinate's connector by one of its own, which knows nothing of our transaction. Ours stays.
_manager = JobManager(DjangoConnector())


class Job(Generic[P]):
    """A function that a worker runs."""

    def __init__(self, name: str, function: Callable[P, Any]) -> None:
        self.name, self.function = name, function

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """Run it here and now."""
        return self.function(*args, **kwargs)

    def defer(
        self, *, lock: str | None = None, once: bool = False, scheduled_at: datetime | None = None, **ids: int | str
    ) -> int | None:
        """Queue it, within the open transaction where there is one. Returns the job's id.

        lock: jobs of the same lock run one after the other, in order.
        once: while such a job of the same lock is ready and waits, another is not queued, and the answer is None. Two
            that are deferred at the same moment may both be queued.
        ids: what the function is called with; never names, amounts or texts.
        """
        # Not procrastinate's queueing lock: a job that is to be tried again would run into it, stay "doing" for ever,
        # and hold its lock (seen: `test_a_poison_document_stays_and_the_others_go`).
        if once and _waits(self.name, lock):
            return None
        deferrer = configure_task(name=self.name, job_manager=_manager, lock=lock, schedule_at=scheduled_at)
        return deferrer.defer(**ids)


def job(name: str, *, attempts: int = ATTEMPTS) -> Callable[[Callable[P, Any]], Job[P]]:
    """Decorator: make a function a job. name: `<module>.<what>`, never changed while such jobs wait."""

    def register(function: Callable[P, Any]) -> Job[P]:
        app.task(name=name, retry=RetryStrategy(max_attempts=attempts - 1, exponential_wait=2))(function)
        return Job(name, function)

    return register


def periodic(name: str, cron: str) -> Callable[[Callable[[], Any]], Job[[]]]:
    """Decorator: a job that workers start by the clock, once for all of them, and that is not tried again before.

    cron: five fields, or six with seconds.
    """

    def register(function: Callable[[], Any]) -> Job[[]]:
        def at(timestamp: int) -> None:
            function()

        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name)(at))
        return Job(name, function)

    return register


def _waits(name: str, lock: str | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM procrastinate_jobs WHERE status = 'todo' AND task_name = %s AND lock IS NOT DISTINCT FROM %s"
            " AND (scheduled_at IS NULL OR scheduled_at <= now()) LIMIT 1",
            [name, lock],
        )
        return cursor.fetchone() is not None


__all__ = ["ATTEMPTS", "Job", "job", "periodic"]
