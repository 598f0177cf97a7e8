"""`advance` over a hundred thousand documents, with the evidence that the database writes for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import psycopg

from benchmarks import floors
from benchmarks.figures import Figure, load, timed
from benchmarks.world import World, world
from hanaper.foundation.acts.api import act
from hanaper.foundation.processes.api import advance, create
from hanaper.ledger.models import ManualJournal, ManualLine
from hanaper.ledger.process import JOURNAL

ROWS = {"small": 10_000, "full": 100_000}
CHUNK = 20_000
SINGLES = 20


def measure(scale: str) -> Iterator[Figure]:
    """Manual journals of two lines are sent back, corrected and approved; beside UPDATE and INSERT of the same rows."""
    here, count = world(), ROWS[scale]
    floors.make()
    for pk in _entered(here, SINGLES):
        _advance(here, here.approver, "send-back", [pk])  # a connection keeps the plans of its first documents
    ids = _entered(here, count)
    with floors.connect() as connection:
        connection.execute("INSERT INTO floor_document SELECT * FROM ledger_manualjournal WHERE id = ANY (%s)", [ids])
        connection.commit()
        for step, actor, what, aim in (
            ("send-back", here.approver, "a plain step", "under 3 s"),
            ("correct", here.enterer, "a plain step, back again", "under 3 s"),
            ("approve", here.approver, "a step with maker and checker and a digest", ""),
        ):
            floor = timed(partial(_plain, connection, ids, JOURNAL.step(step).to_state, step))
            seconds = timed(partial(_advance, here, actor, step, ids))
            yield Figure("advance", f"{count:,} documents, {what}", count, "documents", seconds, floor, aim, load())


def _advance(here: World, actor: Any, step: str, ids: Sequence[int]) -> None:
    with act(actor, JOURNAL.step(step).duty, here.bodies[5]):
        outcomes = advance(JOURNAL, step, ids)
    assert len(outcomes) == len(ids)
    assert all(outcome.moved for outcome in outcomes)


def _entered(here: World, count: int) -> list[int]:
    """Journals entered by a person, as many acts of a thousand would."""
    body = here.bodies[5]
    keys = {"cost_centre_id": here.cost_centres[body.pk][0], "programme_id": here.programmes[body.pk][0]}
    ids: list[int] = []
    for first in range(0, count, CHUNK):
        with act(here.enterer, "journal.enter", body):
            made = create(
                JOURNAL,
                "enter",
                [
                    ManualJournal(
                        fiscal_year=here.period.year, period=here.period.number, description="To move", amount_pence=100
                    )
                    for _ in range(min(CHUNK, count - first))
                ],
            )
            ManualLine.objects.bulk_create(
                [
                    ManualLine(body=body, journal=journal, line_no=n, account_id=account, amount_pence=pence, **keys)
                    for journal in made
                    for n, account, pence in ((1, here.accounts[0], 100), (2, here.accounts[1], -100))
                ],
                batch_size=5000,
            )
        ids += [journal.pk for journal in made]
    return ids


def _plain(connection: psycopg.Connection[Any], ids: Sequence[int], state: str, step: str) -> None:
    """One UPDATE of the documents and one INSERT of their evidence."""
    with connection.transaction():
        connection.execute(
            "UPDATE floor_document SET state = %s, state_since = now() WHERE id = ANY (%s)", [state, list(ids)]
        )
        connection.execute(
            "INSERT INTO floor_evidence (body_id, fiscal_year, process, version, document_id, step, from_state,"
            " to_state, duty, actor_id, reason, at, waited_seconds, run)"
            " SELECT body_id, fiscal_year, 'manual-journal', 1, id, %s, 'entered', state, 'journal.approve', 1, '',"
            " now(), 10, gen_random_uuid() FROM floor_document WHERE id = ANY (%s)",
            [step, list(ids)],
        )
