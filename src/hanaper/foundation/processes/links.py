"""Links between documents, written with the step that makes them belong together."""

from __future__ import annotations

from collections.abc import Iterable

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.processes.models import Link
from hanaper.foundation.processes.process import Process


def link(pairs: Iterable[tuple[Process, int, Process, int]], *, kind: str) -> None:
    """Link documents: (process, id, other process, other id). A pair that is linked already stays so."""
    body_id = current_act().body_id
    Link.objects.bulk_create(
        [
            Link(body_id=body_id, from_process=p.code, from_id=i, to_process=q.code, to_id=j, kind=kind)
            for p, i, q, j in pairs
        ],
        ignore_conflicts=True,
    )


def linked(process: Process, document_id: int) -> list[tuple[str, int, str]]:
    """Documents linked to one, either way: (process code, id, kind), in a fixed order."""
    found = [
        (row.to_process, row.to_id, row.kind)
        for row in Link.objects.filter(from_process=process.code, from_id=document_id)
    ]
    found += [
        (row.from_process, row.from_id, row.kind)
        for row in Link.objects.filter(to_process=process.code, to_id=document_id)
    ]
    return sorted(set(found))
