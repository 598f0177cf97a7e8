"""The front door of jobs."""

from hanaper.foundation.jobs.defining import Job, job, periodic
from hanaper.foundation.jobs.errors import DatabaseAway, JobNotThere
from hanaper.foundation.jobs.selectors import JobState, jobs, jobs_pending, wait_until_idle, workers_alive
from hanaper.foundation.jobs.services import automation_wake_all, jobs_resume, jobs_retry
from hanaper.foundation.jobs.worker import run_worker

__all__ = [
    "DatabaseAway",
    "Job",
    "JobNotThere",
    "JobState",
    "automation_wake_all",
    "job",
    "jobs",
    "jobs_pending",
    "jobs_resume",
    "jobs_retry",
    "periodic",
    "run_worker",
    "wait_until_idle",
    "workers_alive",
]
