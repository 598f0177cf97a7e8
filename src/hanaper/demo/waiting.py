"""Waiting for rules between the phases of a day: until no job is left and nothing waits for a rule that would take it.

Unlike `jobs.wait_until_idle` it does not wait for the sealer, on which nothing in the month depends.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from hanaper.foundation.audit.api import bodies_unsealed
from hanaper.foundation.jobs.api import automation_wake_all, jobs_pending
from hanaper.foundation.processes.api import automation_waiting

#: A job is announced to the worker and done within milliseconds; looking costs two short queries.
LOOK_SECONDS = 0.02
#: How often what still waits is woken before it counts as left: a wake can be lost with a worker, twice with two.
WAKES = 4


def wait_for_rules(timeout_seconds: float, *, tick: Callable[[], None]) -> list[tuple[str, int]]:
    """(process, body id) of what rules have left after they had time enough: none, if all is well.

    tick: called between looks. What a rule refuses stays where it is, and so does what was never woken: it is woken
    WAKES times, and then named.
    """
    until = time.monotonic() + timeout_seconds
    wakes = 0
    while True:
        left = automation_waiting() if not jobs_pending() else [("jobs", 0)]
        if not left or wakes == WAKES or time.monotonic() > until:
            return left
        if left != [("jobs", 0)]:
            automation_wake_all()
            wakes += 1
        tick()
        time.sleep(LOOK_SECONDS)


def is_settled() -> bool:
    """Whether no job is left, nothing waits for a rule, and everything is sealed: then an answer can be given."""
    return not jobs_pending() and not automation_waiting() and not bodies_unsealed()
