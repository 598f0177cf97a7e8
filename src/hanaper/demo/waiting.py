"""Waiting for rules between the phases of a day: until no job is left and nothing waits for a rule that would take it.

Unlike `jobs.wait_until_idle` it does not wait for the sealer, on which nothing in the month depends.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from hanaper.foundation.jobs.api import automation_wake_all, jobs_pending
from hanaper.foundation.processes.api import automation_waiting

#: A job is announced to the worker and done within milliseconds; looking costs two short queries.
LOOK_SECONDS = 0.02


def wait_for_rules(timeout_seconds: float, *, tick: Callable[[], None]) -> bool:
    """Whether rules have finished in time. tick: called between looks.

    What a rule refuses stays where it is: after one more run over it, it counts as finished.
    """
    until = time.monotonic() + timeout_seconds
    tried: set[tuple[str, int]] = set()
    while time.monotonic() < until:
        if not jobs_pending():
            left = set(automation_waiting()) - tried
            if not left:
                return True
            automation_wake_all()
            tried |= left
        tick()
        time.sleep(LOOK_SECONDS)
    return False
