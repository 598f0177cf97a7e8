"""The floor: the same rows by plain SQL into tables of the same shape and indexes, with no trigger, policy or check."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connections

from hanaper.config.environment import environment
from hanaper.ledger.api import Journal

JOURNAL = (
    "INSERT INTO floor_journal (body_id, fiscal_year, period, source, source_id, event, digest, at, run)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, now(), gen_random_uuid()) RETURNING id"
)
LINE = (
    "INSERT INTO floor_line (body_id, fiscal_year, journal_id, line_no, period, kind, account_id, cost_centre_id,"
    " programme_id, project, amount_pence) VALUES "
)
VALUES = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


def connect(role: str = "owner", **more: Any) -> psycopg.Connection[Any]:
    """A raw connection to the benchmark's database."""
    ways = environment().connections
    name = connections.settings["default"]["NAME"]
    return psycopg.connect(**(ways.parameters(role, database=name) | more))  # type: ignore[arg-type]


@cache
def make() -> None:
    """Make the tables."""
    with connect() as connection:
        for name, like in (
            ("journal", "ledger_journal"),
            ("line", "ledger_line"),
            ("document", "ledger_manualjournal"),
            ("evidence", "processes_evidence"),
        ):
            connection.execute(f"CREATE TABLE floor_{name} (LIKE {like} INCLUDING ALL)")


def post(connection: psycopg.Connection[Any], body_id: int, journals: Sequence[Journal]) -> None:
    """One transaction for each journal: its row, then its lines in one statement."""
    for journal in journals:
        year, period = journal.period.year, journal.period.number
        with connection.transaction():
            head = (body_id, year, period, journal.source, journal.source_id, journal.event, os.urandom(32))
            made = connection.execute(JOURNAL, head).fetchone()
            assert made is not None
            values: list[Any] = []
            for number, x in enumerate(journal.lines, 1):
                values += (body_id, year, made[0], number, period, x.kind, x.account_id, x.cost_centre_id,
                           x.programme_id, x.project, x.amount_pence)  # fmt: skip
            connection.execute(LINE + ", ".join([VALUES] * len(journal.lines)), values)


def copy(connection: psycopg.Connection[Any], body_id: int, journals: Sequence[Journal]) -> None:
    """All of them by COPY, in one transaction."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('floor_journal', 'id')) FROM generate_series(1, %s)", [len(journals)]
        )
        ids = [row[0] for row in cursor.fetchall()]
        at, run = datetime.now(UTC), uuid4()
        with cursor.copy(
            "COPY floor_journal (body_id, id, fiscal_year, period, source, source_id, event, digest, at, run)"
            " FROM STDIN"
        ) as rows:
            for pk, j in zip(ids, journals, strict=True):
                year, period = j.period.year, j.period.number
                rows.write_row((body_id, pk, year, period, j.source, j.source_id, j.event, os.urandom(32), at, run))
        with cursor.copy(
            "COPY floor_line (body_id, fiscal_year, journal_id, line_no, period, kind, account_id, cost_centre_id,"
            " programme_id, project, amount_pence) FROM STDIN"
        ) as rows:
            for pk, j in zip(ids, journals, strict=True):
                for number, x in enumerate(j.lines, 1):
                    rows.write_row(
                        (body_id, j.period.year, pk, number, j.period.number, x.kind, x.account_id, x.cost_centre_id,
                         x.programme_id, x.project, x.amount_pence)
                    )  # fmt: skip
