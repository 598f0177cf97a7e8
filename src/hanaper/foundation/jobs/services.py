"""What keeps the queue going: waking what waits, resuming what a dead worker left, removing what is long done."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from django.db import connection

from hanaper.foundation.jobs.errors import JobNotThere
from hanaper.foundation.processes.api import automation_has_more, automation_run, automation_waiting
from hanaper.foundation.processes.api import process as find_process

#: Jobs that the clock starts: they come back for ever and leave nothing undone.
CLOCKWORK = ("automation.sweep", "identity.sessions-clean", "jobs.resume", "jobs.tidy")

log = logging.getLogger(__name__)

#: A worker says every HEARTBEAT_SECONDS that it lives; silent for STALLED_SECONDS, its jobs go to others (P32: 60 s).
HEARTBEAT_SECONDS = 5
STALLED_SECONDS = 20
#: A job whose worker died this often is not tried again: it may be what kills them.
DEATHS_MAX = 5
#: Rules that failed are tried again by the sweep after this; a new document, or `hanaper jobs retry`, tries at once.
REST_SECONDS = 3600
KEEP_DONE_HOURS = 24
KEEP_FAILED_HOURS = 24 * 90


def automation_lock(process: str, body_id: int, lane: int = 0) -> str:
    """The rules of one process of one body run one after the other, or as many beside each other as it has lanes."""
    return f"automation {process} {body_id}" + (f" lane {lane}" if lane else "")


def automation_job(*, process_code: str, body_id: int, lane: int = 0) -> None:
    """Run the rules of a process for a body. What such a job failed at before is tried anew, so its mark goes.

    Where more waits than one act takes, the next lane is woken first.
    """
    from hanaper.foundation.jobs.waking import wake

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'failed' AND lock = %s",
            [automation_lock(process_code, body_id, lane)],
        )
    if lane + 1 < find_process(process_code).lanes and automation_has_more(process_code=process_code, body_id=body_id):
        wake(process_code, body_id, lane + 1)
    automation_run(process_code=process_code, body_id=body_id)


def automation_wake_all() -> int:
    """Wake the rules wherever documents wait: what a crash between commit and wake left behind.

    Where they are queued or at work already, or failed within REST_SECONDS, they rest. Returns how many were woken.
    """
    from hanaper.foundation.jobs.waking import wake

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.lock FROM procrastinate_jobs j WHERE j.task_name = 'automation.run'"
            " AND (j.status IN ('todo', 'doing') OR j.status = 'failed' AND"
            "  (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)"
            "  > now() - make_interval(secs => %s))",
            [REST_SECONDS],
        )
        resting = {lock for (lock,) in cursor.fetchall()}
    ready = [pair for pair in automation_waiting() if automation_lock(*pair) not in resting]
    for process, body_id in ready:
        wake(process, body_id)
    return len(ready)


def jobs_resume() -> int:
    """Queue again the jobs of workers that fell silent. Returns how many; those past DEATHS_MAX rest as failed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.task_name, j.attempts FROM procrastinate_jobs j"
            " LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
            " WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))"
            " ORDER BY j.id FOR UPDATE OF j SKIP LOCKED",
            [STALLED_SECONDS],
        )
        stalled = cursor.fetchall()
        for job_id, task, attempts in stalled:
            if task in CLOCKWORK:  # the clock starts the next one
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'aborted', true)", [job_id])
            elif attempts >= DEATHS_MAX:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
            else:
                cursor.execute(
                    "SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, datetime.now(UTC)]
                )
            log.warning("job left by a dead worker", extra={"job_id": job_id, "task": task, "attempts": attempts})
    return len(stalled)


def jobs_retry(*, job_id: int | None = None) -> int:
    """Try a failed job again, or all of them. Returns how many. Raises JobNotThere where `job_id` has not failed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM procrastinate_jobs"
            " WHERE status = 'failed' AND (%s::bigint IS NULL OR id = %s) ORDER BY id",
            [job_id, job_id],
        )
        found = cursor.rowcount
    if job_id is not None and not found:
        raise JobNotThere(found=job_id)
    return found


def jobs_tidy() -> None:
    """Remove jobs done for a day or failed for ninety, workers silent for a day, and old idempotency keys."""
    from hanaper.foundation.idempotency.api import sweep

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j WHERE j.status IN ('succeeded', 'cancelled', 'aborted', 'failed')"
            " AND (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id) < now() - make_interval(hours =>"
            "  CASE j.status WHEN 'failed' THEN %s ELSE %s END)",
            [KEEP_FAILED_HOURS, KEEP_DONE_HOURS],
        )
        cursor.execute("DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - interval '1 day'")
    sweep()
