"""The steps that rules take: one runner per process and body, over all that waits.

The act before wakes the runner once it has committed. A wake is only a hint: it is queued at most once per process and
body, and a sweep each minute finds what a crash between commit and wake left behind. So nothing that is serial per
body stands in a person's way, and no document has a job of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction

from hanaper.foundation.acts.api import Act, Automation, act, reading
from hanaper.foundation.database.refusals import Busy
from hanaper.foundation.processes.errors import AutomationFailed
from hanaper.foundation.processes.process import Process, Step, processes
from hanaper.foundation.processes.process import process as find_process
from hanaper.foundation.tenancy.api import Body

log = logging.getLogger(__name__)

#: Refusals that mean no more than that somebody else was quicker.
PASSED_BY = {"processes.wrong-state", "not-there"}
#: How long after a document arrives a rule takes it, in a made-up month.
ARRIVAL = timedelta(seconds=1)

_waker: list[Callable[[str, int], None]] = []
#: The process and body whose runner is at work here.
_running: ContextVar[tuple[str, int] | None] = ContextVar("hanaper_automation_running", default=None)


def on_wake(waker: Callable[[str, int], None]) -> None:
    """Set who is told, after commit, that (process code, body id) has work for a rule. `foundation.jobs` does."""
    _waker[:] = [waker]


def wake_after(act: Act, process: Process, states: set[str | None]) -> None:
    """After the act commits, wake the runner where a rule takes documents from one of these states."""
    if not _waker or not any(s.is_automatic and states.intersection(s.from_states) for s in process.steps):
        return
    body_id, code = act.body_id, process.code
    if _running.get() == (code, body_id):
        return  # its runner goes on until nothing moves: a second one would only look, and keep others waiting
    act.at_end(f"wake {code} {body_id}", lambda: transaction.on_commit(lambda: _waker[0](code, body_id)))


def automation_run(*, process_code: str, body_id: int) -> int:
    """Take every automatic step of a process for one body. Returns how many documents moved.

    Raises AutomationFailed, after the rest have gone, where a rule fails on some documents.
    """
    return run(find_process(process_code), Body.objects.get(pk=body_id))


def run(process: Process, body: Body, *, at: datetime | None = None) -> int:
    """Take every automatic step of a process for one body until nothing moves. Returns how many documents moved.

    at: when it happens. None means now, or, in a synthetic body, a second after the last of the documents arrived: a
        made-up month keeps its own clock.
    Each chunk is an act of its own: what is done stays done, and running twice does nothing twice. Where a rule fails
    on a chunk, the chunk is halved until the documents that it fails on are found; they stay, the others go.
    """
    moved, failed = 0, list[int]()
    token = _running.set((process.code, body.pk))
    try:
        while more := _pass(process, body, at, failed):
            moved += more
            if failed or not _leads_back(process):
                break
    finally:
        _running.reset(token)
    if failed:
        raise AutomationFailed(process=process.code, body_id=body.pk, documents=failed[:20], count=len(failed))
    return moved


def _pass(process: Process, body: Body, at: datetime | None, failed: list[int]) -> int:
    """Every automatic step once, in the order of their declaration. Returns how many moved; adds to `failed`."""
    moved = 0
    for step in process.steps:
        if not step.is_automatic or not step.from_states:
            continue
        after = 0
        while True:
            ids, arrived = _next_chunk(process, step, body, after)
            if not ids:
                break
            after = ids[-1]
            happens = at or (arrived + ARRIVAL if body.synthetic and arrived else None)
            moved += _take(process, step, body, ids, happens, failed)
    return moved


def _leads_back(process: Process) -> bool:
    """Whether a rule can send a document to where an earlier rule begins, so that one pass is not enough."""
    taken: set[str] = set()
    for step in process.steps:
        if step.is_automatic:
            taken.update(step.from_states)
            if taken & {step.to_state, step.otherwise}:
                return True
    return False


def _next_chunk(process: Process, step: Step, body: Body, after: int) -> tuple[list[int], datetime | None]:
    """Ids of the next documents that wait for a step, and when the last of them arrived."""
    with reading(_rule(process, step), "automation", [body]):
        found = list(
            process.model._default_manager.filter(body=body, state__in=step.from_states, pk__gt=after)
            .order_by("pk")
            .values_list("pk", "state_since")[: process.at_once]
        )
    return [pk for pk, _ in found], max((since for _, since in found), default=None)


def automation_has_more(*, process_code: str, body_id: int) -> bool:
    """Whether more documents of a body wait for one of a process's rules than a single act of it takes."""
    process, body = find_process(process_code), Body.objects.get(pk=body_id)
    for step in process.steps:
        if step.is_automatic and step.from_states:
            ids, _ = _next_chunk(process, step, body, 0)
            if len(ids) == process.at_once and _next_chunk(process, step, body, ids[-1])[0]:
                return True
    return False


def _take(process: Process, step: Step, body: Body, ids: list[int], at: datetime | None, failed: list[int]) -> int:
    """One act over these documents; halves of it where it fails. Returns how many moved; adds to `failed`."""
    from hanaper.foundation.processes.advance import advance

    try:
        with act(_rule(process, step), None, body, at=at):
            outcomes = advance(process, step.code, ids)
    except (OperationalError, InterfaceError, Busy):
        raise  # not the documents' doing: the job is tried again
    except Exception:  # whatever a rule raises, other documents do not wait for it
        if len(ids) == 1:
            log.exception(
                "automation failed", extra={"process_code": process.code, "step": step.code, "document": ids[0]}
            )
            failed.extend(ids)
            return 0
        half = len(ids) // 2
        return sum(_take(process, step, body, part, at, failed) for part in (ids[:half], ids[half:]))
    for outcome in outcomes:
        if not outcome.moved and outcome.code not in PASSED_BY:
            said = {"process_code": process.code, "step": step.code, "document": outcome.document_id}
            log.warning("automation refused", extra={**said, "code": outcome.code})
    return sum(outcome.moved for outcome in outcomes)


def _rule(process: Process, step: Step) -> Automation:
    return Automation(f"{process.code}.{step.code}")


def automation_waiting() -> list[tuple[str, int]]:
    """(process code, body id) of everything that waits for a rule: the sweep's round. Sees every body."""
    found: list[tuple[str, int]] = []
    for process in processes():
        states = [state for s in process.steps if s.is_automatic for state in s.from_states]
        if states:
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM hanaper.bodies_waiting(%s, %s)", [process.model._meta.db_table, states])
                found += [(process.code, body_id) for (body_id,) in cursor.fetchall()]
    return found
