"""Asking the database to seal, and keeping signed heads of what it sealed. The work itself is `sql/sealing.sql`."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.db import connection

from hanaper.foundation.audit import heads

#: The sealer keeps a body's head at most this often; a busy body then costs a signature a minute.
KEEP_EVERY_SECONDS = 60.0
_kept_at: dict[tuple[str, int], float] = {}


def seal(body_id: int) -> int | None:
    """Seal what is ready of one body (0: the platform). Returns how many rows; None where another pass is at work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.seal(%s)", [body_id])
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def seal_round() -> dict[int, int]:
    """Seal every body that has rows ready. Returns how many rows by body, without bodies where another pass works."""
    return {body_id: sealed for body_id in bodies_unsealed(ready=True) if (sealed := seal(body_id))}


def bodies_unsealed(*, ready: bool = False) -> list[int]:
    """Ids of bodies that have rows to seal. ready: without what a running transaction holds back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM hanaper.bodies_unsealed(%s)", [ready])
        return [row[0] for row in cursor.fetchall()]


def seal_horizon() -> int:
    """Rises whenever a writing transaction has ended: where it has not risen there is nothing new to seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def heads_now(body_ids: Iterable[int] | None = None) -> list[heads.Head]:
    """The heads of these bodies' chains, or of all, by body."""
    wanted = None if body_ids is None else list(body_ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM hanaper.heads(%s)", [wanted])
        return [heads.Head(body, position, bytes(link), at) for body, position, link, at in cursor.fetchall()]


def keep_heads(body_ids: Iterable[int] | None = None, *, now: bool = False) -> int:
    """Sign the heads of these bodies (None: all) and keep them outside the database. Returns how many.

    now: all of them; otherwise a body whose head was kept less than KEEP_EVERY_SECONDS ago waits for a later call.
    """
    database, clock = connection.settings_dict["NAME"], time.monotonic()
    if not now:
        wanted = [body for body in body_ids or [] if clock - _kept_at.get((database, body), -1e9) > KEEP_EVERY_SECONDS]
        if not wanted:
            return 0
        body_ids = wanted
    found = heads_now(body_ids)
    heads.keep(found)
    _kept_at.update({(database, head.body_id): clock for head in found})
    return len(found)
