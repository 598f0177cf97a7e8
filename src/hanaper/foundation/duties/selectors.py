"""Who holds which duty, for which bodies, on which day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection

from hanaper.foundation.duties import conflicts


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


def bodies_of(*, cluster_id: int, on: date) -> list[int]:
    """Ids of the bodies that a cluster serves on that day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT body_id FROM tenancy_served WHERE cluster_id = %s AND valid @> %s ORDER BY 1",
            [cluster_id, on],
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True)
class ConflictHeld:
    """Two duties that exclude each other, held by one person for the same bodies. bodies: codes."""

    person_id: int
    rule: str
    risk: str
    duty: str
    other: str
    bodies: tuple[str, ...]


def conflicts_held(*, on: date) -> list[ConflictHeld]:
    """Conflicts that stand on that day or will, by person, over all bodies.

    No grant makes one by itself. A group that moves to another cluster can, and so can a newer matrix: the act refuses
    both duties then, and this says whose grants to end.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT a.person_id, a.duty, b.duty, t.code FROM duties_holding a"
            " JOIN duties_holding b ON b.person_id = a.person_id AND b.body_id = a.body_id AND b.duty > a.duty"
            "  AND NOT isempty(a.valid * b.valid) AND (a.valid * b.valid) && daterange(%s, NULL)"
            " JOIN tenancy_body t ON t.id = a.body_id ORDER BY 1, 2, 3, 4",
            [on],
        )
        bodies: dict[tuple[int, str, str], list[str]] = defaultdict(list)
        for person_id, duty, other, body in cursor.fetchall():
            bodies[person_id, duty, other].append(body)
    return [
        ConflictHeld(person_id, conflict.id, conflict.risk, duty, other, tuple(codes))
        for (person_id, duty, other), codes in bodies.items()
        for conflict in conflicts.between(duty, other)
    ]
