"""Posting: journals in, ids out, by one call of the database for one journal or a hundred thousand.

A document becomes lines by a pure function of its module (`document -> list[Line]`), so that a preview is the posting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from hanaper.foundation.acts.api import current_act
from hanaper.ledger.rules.journal import Journal

#: From this many lines on, rows are copied to temporary tables instead of sent as arrays.
COPY_FROM_LINES = 2000
#: Journals that one call of `hanaper.post` takes when many are staged.
SLICE = 5000


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
    if not journals:
        return []
    if sum(len(journal.lines) for journal in journals) >= COPY_FROM_LINES:
        return _post_copied(journals)
    lines = [(place, line) for place, journal in enumerate(journals, 1) for line in journal.lines]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT journal_id, repeated FROM hanaper.post("
            "%s::text[], %s::bigint[], %s::text[], %s::smallint[], %s::smallint[], %s::bigint[], %s::integer[],"
            " %s::smallint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[],"
            " %s::bigint[], %s::text[]) ORDER BY place",
            [
                [j.source for j in journals],
                [j.source_id for j in journals],
                [j.event for j in journals],
                [j.period.year for j in journals],
                [j.period.number for j in journals],
                [j.reverses_id for j in journals],
                [place for place, _ in lines],
                [line.kind for _, line in lines],
                [line.account_id for _, line in lines],
                [line.cost_centre_id for _, line in lines],
                [line.programme_id for _, line in lines],
                [line.project for _, line in lines],
                [line.counterparty_id for _, line in lines],
                [line.amount_pence for _, line in lines],
                [line.foreign_minor for _, line in lines],
                [line.currency for _, line in lines],
            ],
        )
        return [Posted(*row) for row in cursor.fetchall()]


def _post_copied(journals: Sequence[Journal]) -> list[Posted]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS posting_journal (place integer, source text, source_id bigint,"
            " event text, fiscal_year smallint, period smallint, reverses_id bigint) ON COMMIT DELETE ROWS;"
            "CREATE TEMPORARY TABLE IF NOT EXISTS posting_line (place integer, line_no integer, kind smallint,"
            " account_id bigint, cost_centre_id bigint, programme_id bigint, project text, counterparty_id bigint,"
            " amount_pence bigint, foreign_minor bigint, currency text) ON COMMIT DELETE ROWS;"
            "TRUNCATE posting_journal, posting_line"
        )
        with cursor.copy("COPY posting_journal FROM STDIN") as copy:
            for place, j in enumerate(journals, 1):
                copy.write_row((place, j.source, j.source_id, j.event, j.period.year, j.period.number, j.reverses_id))
        with cursor.copy("COPY posting_line FROM STDIN") as copy:
            for place, j in enumerate(journals, 1):
                for number, x in enumerate(j.lines, 1):
                    copy.write_row(
                        (place, number, x.kind, x.account_id, x.cost_centre_id, x.programme_id, x.project,
                         x.counterparty_id, x.amount_pence, x.foreign_minor, x.currency)
                    )  # fmt: skip
        cursor.execute("SELECT journal_id, repeated FROM hanaper.post_staged(%s) ORDER BY place", [SLICE])
        return [Posted(*row) for row in cursor.fetchall()]
