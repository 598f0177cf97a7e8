"""How long work took, measured without the worker.

Every page of an item carries a signed opening time, which its act posts back: the gap is the time seen. A gap over the
idle cut counts as the cut; a bulk act divides its time among its items; automation leaves no effort, and a person whose
time was not seen (API, command) leaves null, never 0. Source: MEASURES, worked time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from hanaper import parameters
from hanaper.foundation.acts.api import Act
from hanaper.foundation.database.arrays import numbers


def record(act: Act, process_code: str, step_code: str, ids: list[int]) -> None:
    """Keep the effort of a person's act on these documents."""
    if act.person_id is None or not ids:
        return
    seconds = None
    if act.worked_seconds is not None:
        cut = int(str(parameters.get("hanaper/measures/worked_time/idle_cut_seconds", on=act.today).value))
        seconds = min(act.worked_seconds, cut) / len(ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hanaper.effort_record(%s, %s::bigint[], %s, %s)", [process_code, numbers(ids), step_code, seconds]
        )


@contextmanager
def counted_once(act: Act) -> Iterator[None]:
    """Steps taken inside count no time of their own, as it is counted with the document that the act is about.

    Time that nobody saw stays unseen.
    """
    seen = act.worked_seconds
    if seen is not None:
        act.worked_seconds = 0.0
    try:
        yield
    finally:
        act.worked_seconds = seen
