"""Parts of a run that rules work on beside each other: its calculation, and what is reported of it."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet


def is_last(run_id: int, waiting: QuerySet) -> bool:  # type: ignore[type-arg]
    """Whether the part at hand, at the end of its act, is the last of its run: then the run moves on with it.

    waiting: the parts that are not done. Two that end at once are told apart by a lock: the second sees the first done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('hanaper pay run part', %s))", [run_id])
    return not waiting.exists()
