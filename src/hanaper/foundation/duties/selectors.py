"""Who holds which duty, for which bodies, on which day."""

from __future__ import annotations

from datetime import date

from django.db import connection


def bodies_where(*, person_id: int, duty: str, on: date) -> list[int]:
    """Ids of the bodies for which the person holds the duty on that day, with what merged into them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hanaper.with_predecessors(ARRAY("
            " SELECT DISTINCT body_id FROM duties_holding WHERE person_id = %s AND duty = %s AND valid @> %s))",
            [person_id, duty, on],
        )
        return list(cursor.fetchone()[0])


def duties_held(*, person_id: int, on: date, body_id: int | None = None) -> dict[str, set[int]]:
    """Every duty of the person on that day, with the ids of its bodies; of one body only where `body_id` says so."""
    held: dict[str, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT duty, body_id FROM duties_holding"
            " WHERE person_id = %s AND valid @> %s AND (%s::bigint IS NULL OR body_id = %s)",
            [person_id, on, body_id, body_id],
        )
        for duty, body in cursor.fetchall():
            held.setdefault(duty, set()).add(body)
    return held


def limit_pence(*, person_id: int, duty: str, body_id: int, on: date) -> int | None:
    """The largest amount that the person may approve under the duty for the body, in pence; None where none is set."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(limit_pence) FROM duties_holding"
            " WHERE person_id = %s AND duty = %s AND body_id = %s AND valid @> %s",
            [person_id, duty, body_id, on],
        )
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def holders(*, duty: str, body_ids: list[int], on: date) -> dict[int, set[int]]:
    """Ids of the persons who hold the duty on that day, by body."""
    found: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body_id, person_id FROM duties_holding WHERE duty = %s AND body_id = ANY (%s) AND valid @> %s",
            [duty, body_ids, on],
        )
        for body, person in cursor.fetchall():
            found.setdefault(body, set()).add(person)
    return found
