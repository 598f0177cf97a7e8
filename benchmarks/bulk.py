"""Lines posted in bulk: one act that posts tens of thousands of journals of four lines by one `post`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks import floors
from benchmarks.figures import Figure, in_turns, load, timed
from benchmarks.world import LINES, World, world
from hanaper.foundation.acts.api import Automation, act
from hanaper.foundation.tenancy.api import Body
from hanaper.ledger.api import Journal, post

ROWS = {"small": 10_000, "full": 50_000}
ROUNDS = 3
FIRST = 1_000_000_000


def measure(scale: str) -> Iterator[Figure]:
    """Beside COPY of the same rows into tables that check nothing; both tables stand filled by earlier rounds."""
    here, count = world(), ROWS[scale]
    floors.make()
    body = here.bodies[1]
    batches = [here.journals(body, FIRST + n * count, count, source="bulk") for n in range(ROUNDS)]
    ours, plain = iter(batches), iter(batches)
    connection = floors.connect()
    seconds, floor = in_turns(
        ROUNDS,
        lambda: timed(lambda: _post(here, body, next(ours))),
        lambda: timed(lambda: floors.copy(connection, body.pk, next(plain))),
    )
    connection.close()
    yield Figure("bulk", f"{count:,} journals in one act", count * LINES, "lines", seconds, floor, "100,000/s", load())


def _post(here: World, body: Body, journals: Sequence[Journal]) -> None:
    with act(Automation("bench.bulk"), None, body):
        assert len(post(journals)) == len(journals)
