"""From posting to seal: how long a journal waits for its number, and how many rows a second are sealed and verified."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from benchmarks import floors
from benchmarks.figures import Figure, load, quantile, timed
from benchmarks.world import World, world
from hanaper.foundation.acts.api import Automation, act
from hanaper.foundation.audit.api import seal, seal_round, verify
from hanaper.foundation.jobs.sealer import Sealer
from hanaper.ledger.api import post

ROWS = {"small": 10_000, "full": 100_000}
SLICE = 20_000
WAITS = 100
FIRST = 2_000_000_000
RULE = Automation("bench.seal")


def measure(scale: str) -> Iterator[Figure]:
    """The wait with the worker's sealer at work; then one pass over many journals, and verifying the chain."""
    here = world()
    floors.make()
    while seal_round():
        pass  # what other benchmarks left
    waits = _waits(here)
    yield Figure("sealing", "post to seal, median", 1, "journals", statistics.median(waits), None, "about 1 s", load())
    yield Figure("sealing", "post to seal, 95 in 100", 1, "journals", quantile(waits, 0.95), None, "", load())
    body, count = here.bodies[2], ROWS[scale]
    for first in range(FIRST, FIRST + count, SLICE):
        with act(RULE, None, body):
            post(here.journals(body, first, min(SLICE, count), source="seal"))
    began = time.perf_counter()
    sealed = seal(body.pk) or 0
    seconds = time.perf_counter() - began
    assert sealed >= count, f"{sealed} rows sealed, {count} expected"
    yield Figure("sealing", "one pass", sealed, "rows", seconds, _copied(body.pk), "", load())
    with floors.connect() as connection:
        gaps = connection.execute(
            "SELECT count(*) FROM (SELECT max(number) - count(*) AS missing, min(number) AS first FROM audit_seal"
            " WHERE stream = 3 GROUP BY body_id, fiscal_year) AS n WHERE missing <> 0 OR first <> 1"
        ).fetchone()
    assert gaps == (0,), "a number is missing"
    seconds = timed(lambda: _verify(body.pk))
    yield Figure("sealing", "verifying", verify([body.pk]).links, "links", seconds, None, "", load())


def _waits(here: World) -> list[float]:
    """Seconds from the end of a posting act until its journal has its number, for a hundred of them."""
    body, found = here.bodies[3], []
    sealer = Sealer()
    sealer.start()
    try:
        with floors.connect(autocommit=True) as connection:
            for number in range(WAITS):
                with act(RULE, None, body):
                    (posted,) = post(here.journals(body, FIRST + number, 1, source="wait"))
                began = time.perf_counter()
                while not connection.execute(
                    "SELECT FROM audit_seal WHERE body_id = %s AND stream = 3 AND row_id = %s",
                    [body.pk, posted.journal_id],
                ).fetchall():
                    time.sleep(0.002)
                found.append(time.perf_counter() - began)
                time.sleep(0.01 + number % 7 / 50)  # not in step with the sealer's looks
    finally:
        sealer.stop()
    return found


def _copied(body_id: int) -> float:
    """Seconds in which plain SQL writes the same seals into a table of the same shape."""
    with floors.connect() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS floor_seal (LIKE audit_seal INCLUDING ALL)")
        copied = "INSERT INTO floor_seal SELECT * FROM audit_seal WHERE body_id = %s"
        return timed(lambda: connection.execute(copied, [body_id]))


def _verify(body_id: int) -> None:
    assert verify([body_id]).is_whole
