"""What waits, what failed, and whether anything is left to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hanaper.foundation.audit.api import bodies_unsealed
from hanaper.foundation.jobs.services import CLOCKWORK, automation_wake_all
from hanaper.foundation.processes.api import automation_waiting


@dataclass(frozen=True)
class JobState:
    """One job. status: todo, doing, succeeded or failed. attempts: how often it was tried before now."""

    id: int
    name: str
    ids: dict[str, Any]
    status: str
    attempts: int
    since: datetime | None


def jobs(*, statuses: tuple[str, ...] = ("todo", "doing", "failed"), limit: int = 200) -> list[JobState]:
    """The newest jobs in these states, newest first, without those that the clock starts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.task_name, j.args, j.status::text, j.attempts,"
            " (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)"
            " FROM procrastinate_jobs j WHERE j.status = ANY (%s::procrastinate_job_status[])"
            " AND (j.task_name <> ALL (%s) OR j.status = 'failed') ORDER BY j.id DESC LIMIT %s",
            [list(statuses), list(CLOCKWORK), limit],
        )
        return [
            JobState(job_id, name, _plain(args), status, attempts, since)
            for job_id, name, args, status, attempts, since in cursor.fetchall()
        ]


def jobs_pending() -> int:
    """How many jobs wait or run, without those that the clock starts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name <> ALL (%s)",
            [list(CLOCKWORK)],
        )
        return int(cursor.fetchone()[0])


def workers_alive(*, within_seconds: float = 20) -> int:
    """How many workers said within this time that they live."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [within_seconds],
        )
        return int(cursor.fetchone()[0])


def wait_until_idle(timeout_seconds: float, *, every: Callable[[], None] | None = None) -> bool:
    """Wait until no job is left, no document waits for a rule that would take it, and everything is sealed.

    every: called between looks (a progress bar). Returns False when the time is up first.
    What rules have refused still stands where it stood: after one more run over it, it counts as nothing to do.
    """
    until = time.monotonic() + timeout_seconds
    tried: set[tuple[str, int]] = set()
    while time.monotonic() < until:
        if not jobs_pending():
            left = set(automation_waiting()) - tried
            if left:
                automation_wake_all()
                tried |= left
            elif not bodies_unsealed():
                return True
        if every is not None:
            every()
        time.sleep(0.05)
    return False


def _plain(args: Any) -> dict[str, Any]:
    import json

    return json.loads(args) if isinstance(args, str) else dict(args)
