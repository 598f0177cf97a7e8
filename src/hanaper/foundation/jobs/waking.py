"""After an act commits, its automatic steps are woken: at most one waiting job for each process, body and lane."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from procrastinate.exceptions import ConnectorException

from hanaper.foundation.jobs.services import automation_lock
from hanaper.foundation.jobs.tasks import automation_run

log = logging.getLogger(__name__)


def wake(process: str, body_id: int, lane: int = 0) -> None:
    """Queue the rules of a process for a body. Never fails: the act has committed, and the sweep finds what it left.

    lane: which of those that work beside each other; the first wakes the others where there is work for them.
    """
    lock = automation_lock(process, body_id, lane)
    try:
        automation_run.defer(process_code=process, body_id=body_id, lane=lane, lock=lock, once=True)
    except (ConnectorException, DatabaseError) as error:
        log.warning(
            "automation not woken", extra={"process_code": process, "body_id": body_id, "error": type(error).__name__}
        )
