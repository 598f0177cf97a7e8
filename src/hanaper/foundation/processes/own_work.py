"""Maker is never checker: which documents a person has worked on, here or on a linked one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanaper.foundation.database.arrays import numbers
from hanaper.foundation.processes.process import Process, Step


def own_work(process: Process, step: Step, ids: Sequence[int], body_id: int, people: Sequence[int]) -> dict[int, str]:
    """Documents on which one of these persons took a step that `step.never_by` excludes: id -> the step they took.

    people: ids of natural persons (the actor, and on whose behalf); every account of theirs counts.
    """
    if not step.never_by or not ids or not people:
        return {}
    own = [code for code in step.never_by if "." not in code]
    linked = [code.split(".", 1) for code in step.never_by if "." in code]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.document_id, e.step FROM processes_evidence e"
            " WHERE e.body_id = %(body)s AND e.process = %(process)s "
            " AND e.document_id = ANY (%(ids)s::bigint[]) AND e.step = ANY (%(own)s)"
            "   AND (e.actor_id = ANY (%(people)s) OR e.on_behalf_of_id = ANY (%(people)s))"
            " UNION ALL "
            "SELECT l.mine, e.process || '.' || e.step FROM ("
            "   SELECT from_id AS mine, to_process AS process, to_id AS other FROM processes_link"
            "    WHERE body_id = %(body)s AND from_process = %(process)s AND from_id = ANY (%(ids)s::bigint[])"
            "   UNION SELECT to_id, from_process, from_id FROM processes_link"
            "    WHERE body_id = %(body)s AND to_process = %(process)s AND to_id = ANY (%(ids)s::bigint[])) l"
            " JOIN processes_evidence e ON e.body_id = %(body)s AND e.process = l.process AND e.document_id = l.other"
            " WHERE (e.process, e.step) IN (SELECT * FROM unnest(%(processes)s::text[], %(steps)s::text[]))"
            "   AND (e.actor_id = ANY (%(people)s) OR e.on_behalf_of_id = ANY (%(people)s))",
            {
                "body": body_id,
                "process": process.code,
                "ids": numbers(ids),
                "own": own,
                "people": list(people),
                "processes": [pair[0] for pair in linked],
                "steps": [pair[1] for pair in linked],
            },
        )
        return dict(cursor.fetchall())
