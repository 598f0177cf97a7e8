"""Posting: journals in, ids out, by one call of the database for one journal or for thousands.

A document becomes lines by a pure function of its module (`document -> list[Line]`), so that a preview is the posting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db import connection

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.database.arrays import numbers, texts
from hanaper.ledger.rules.journal import Journal

#: Lines that one call of `hanaper.post` takes, or the journal with which they are reached.
SLICE_LINES = 20_000

_LINE = attrgetter(
    "kind",
    "account_id",
    "cost_centre_id",
    "programme_id",
    "project",
    "counterparty_id",
    "amount_pence",
    "foreign_minor",
    "currency",
)


@dataclass(frozen=True, slots=True)
class Posted:
    """journal_id: its id in the body's books. repeated: it had been posted before."""

    journal_id: int
    repeated: bool


def post(journals: Sequence[Journal]) -> list[Posted]:
    """Post journals to the books of the open act's body; the answers are in their order.

    All or none. Raises OutOfBalance, PeriodNotOpen, KeyNotThere, SourceReused, each saying which and why; NoActOpen
    outside an act.
    """
    current_act()
    return [posted for part in _slices(journals) for posted in _post(part)]


def _slices(journals: Sequence[Journal]) -> Iterator[Sequence[Journal]]:
    part: list[Journal] = []
    lines = 0
    for journal in journals:
        part.append(journal)
        lines += len(journal.lines)
        if lines >= SLICE_LINES:
            yield part
            part, lines = [], 0
    if part:
        yield part


def _post(journals: Sequence[Journal]) -> list[Posted]:
    lines = [_LINE(line) for journal in journals for line in journal.lines]
    kinds, accounts, centres, programmes, projects, counterparties, amounts, foreigns, currencies = (
        zip(*lines, strict=True) if lines else [()] * 9
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT journal_ids, repeated FROM hanaper.post({', '.join(['%s'] * 16)})",
            [
                texts(j.source for j in journals),
                numbers(j.source_id for j in journals),
                texts(j.event for j in journals),
                numbers(j.period.year for j in journals),
                numbers(j.period.number for j in journals),
                numbers(j.reverses_id for j in journals),
                numbers(place for place, j in enumerate(journals, 1) for _ in j.lines),
                numbers(kinds),
                numbers(accounts),
                numbers(centres),
                numbers(programmes),
                texts(projects),
                numbers(counterparties),
                numbers(amounts),
                numbers(foreigns),
                texts(currencies),
            ],
        )
        journal_ids, repeated = cursor.fetchone()
    return list(map(Posted, journal_ids, repeated))
