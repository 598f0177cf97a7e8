"""The foundation's own jobs: each a thin wrapper around a service that may run twice."""

from __future__ import annotations

from hanaper.foundation.jobs.defining import job, periodic


@job("automation.run", attempts=4)
def automation_run(process_code: str, body_id: int, lane: int = 0) -> None:
    from hanaper.foundation.jobs.services import automation_job

    automation_job(process_code=process_code, body_id=body_id, lane=lane)


@periodic("automation.sweep", "* * * * *")
def automation_sweep() -> None:
    from hanaper.foundation.jobs.services import automation_wake_all

    automation_wake_all()


@periodic("jobs.resume", "* * * * * */10")
def jobs_resume() -> None:
    from hanaper.foundation.jobs.services import jobs_resume as resume

    resume()


@periodic("jobs.tidy", "7 * * * *")
def jobs_tidy() -> None:
    from hanaper.foundation.jobs.services import jobs_tidy as tidy

    tidy()
