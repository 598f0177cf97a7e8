"""The steps that rules take: one runner per process and body, over all that waits.

The act before wakes the runner once it has committed. A wake is only a hint: it is queued at most once per process and
body, and a sweep each minute finds what a crash between commit and wake left behind. So nothing that is serial per
body stands in a person's way, and no document has a job of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from hanaper.foundation.acts.api import Act, Automation, act
from hanaper.foundation.processes.process import Process, processes
from hanaper.foundation.tenancy.api import Body

#: Documents a single automatic act takes at most: an act stays short, and a refused lock loses little.
CHUNK = 5000

_waker: list[Callable[[str, int], None]] = []


def on_wake(waker: Callable[[str, int], None]) -> None:
    """Set who is told, after commit, that (process code, body id) has work for a rule. `foundation.jobs` does."""
    _waker[:] = [waker]


def wake_after(act: Act, process: Process, states: set[str | None]) -> None:
    """After the act commits, wake the runner where a rule takes documents from one of these states."""
    if not _waker or not any(s.is_automatic and states.intersection(s.from_states) for s in process.steps):
        return
    body_id, code = act.body_id, process.code
    act.at_end(f"wake {code} {body_id}", lambda: transaction.on_commit(lambda: _waker[0](code, body_id)))


def run(process: Process, body: Body, *, at: datetime | None = None) -> int:
    """Take every automatic step of a process for one body until nothing moves. Returns how many documents moved.

    Each chunk is an act of its own: what is done stays done, and running twice does nothing twice.
    """
    from hanaper.foundation.processes.advance import advance

    moved = 0
    for step in process.steps:
        if not step.is_automatic or not step.from_states:
            continue
        after = 0
        while True:
            with act(Automation(f"{process.code}.{step.code}"), None, body, at=at):
                ids = list(
                    process.model._default_manager.filter(body=body, state__in=step.from_states, pk__gt=after)
                    .order_by("pk")
                    .values_list("pk", flat=True)[:CHUNK]
                )
                if not ids:
                    break
                after = ids[-1]
                moved += sum(outcome.moved for outcome in advance(process, step.code, ids))
    return moved


def waiting() -> list[tuple[str, int]]:
    """(process code, body id) of everything that waits for a rule: the sweep's round. Sees every body."""
    found: list[tuple[str, int]] = []
    for process in processes():
        states = [state for s in process.steps if s.is_automatic for state in s.from_states]
        if states:
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM hanaper.bodies_waiting(%s, %s)", [process.model._meta.db_table, states])
                found += [(process.code, body_id) for (body_id,) in cursor.fetchall()]
    return found
