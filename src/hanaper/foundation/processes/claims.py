"""Claims: somebody has taken an item for themselves, so that two people do not work on it at once.

A claim tells; it does not stop anyone: whoever holds the duty may still take the step, and may release what a colleague
has left lying. It is not evidence. The move of the document deletes it, no trail keeps it, and effort is written only
with that move: no claim stands beside the effort of the same work, so who was how quick cannot be read from the two.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.processes.errors import StepRefused, Taken, WrongDuty
from hanaper.foundation.processes.models import Claim
from hanaper.foundation.processes.own_work import own_work
from hanaper.foundation.processes.process import Process
from hanaper.kernel.errors import NotThere


def take(process: Process, step_code: str, document_id: int) -> None:
    """The actor takes a document that waits for this step. A second time it changes nothing.

    Raises Taken where somebody else has it, StepRefused where the step is not theirs to take, NotThere, WrongDuty.
    """
    person_id = _may(process, step_code, document_id)
    act = current_act()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO processes_claim (body_id, process, document_id, person_id, since) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (body_id, process, document_id) DO NOTHING",
            [act.body_id, process.code, document_id, person_id, act.at],
        )
    holder, since = claims(process, [document_id])[document_id]
    if holder != person_id:
        raise Taken(since=since)


def release(process: Process, step_code: str, document_id: int) -> None:
    """Let a document go, for whoever takes it next. Raises StepRefused, NotThere, WrongDuty."""
    _may(process, step_code, document_id)
    Claim.objects.filter(process=process.code, document_id=document_id).delete()


def claims(process: Process, document_ids: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """Who has taken which of these documents, and since when: (person, instant), in one query."""
    rows = Claim.objects.filter(process=process.code, document_id__in=document_ids)
    return {pk: (person, since) for pk, person, since in rows.values_list("document_id", "person_id", "since")}


def _may(process: Process, step_code: str, document_id: int) -> int:
    """The actor's id, where the step is one that they may take now. Locks the document as its move would."""
    act, step = current_act(), process.step(step_code)
    if act.person_id is None or step.is_automatic or act.duty != step.duty:
        raise WrongDuty(found=act.duty or "automation", expected=step.duty or "automation", step=step.code)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT state FROM {process.model._meta.db_table} WHERE body_id = %s AND id = %s FOR NO KEY UPDATE",
            [act.body_id, document_id],
        )
        found = cursor.fetchone()
    if found is None:
        raise NotThere()
    refused = {"step": step.code, "process": process.code, "state": found[0]}
    if found[0] not in step.from_states:
        expected = " or ".join(step.from_states)
        raise StepRefused(reason="processes.wrong-state", found=found[0], expected=expected, **refused)
    if taken := own_work(process, step, [document_id], act.body_id, [act.person_id]):
        raise StepRefused(reason="processes.own-work", taken=taken[document_id], **refused)
    return act.person_id
