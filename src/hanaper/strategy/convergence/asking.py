"""What is asked of convergence: which processes, months and bodies, and as it was known when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any

from django.db import connection

from hanaper.centre.levels.api import month_slug
from hanaper.foundation.tenancy.api import current_scope
from hanaper.kernel.dates import start_of_day
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.convergence.standards import StandardVersion, standards
from hanaper.strategy.convergence.ways import WayAround, ways


@dataclass(frozen=True)
class Asked:
    """One question of convergence. months: one or more that follow each other. held_to: the standard of each process.

    as_of: what had happened by then. known_at: what we knew by then. The same question has the same answer for ever.
    """

    months: tuple[FiscalPeriod, ...]
    body_ids: tuple[int, ...]
    held_to: Mapping[str, StandardVersion]
    as_of: datetime
    known_at: datetime

    @property
    def month(self) -> FiscalPeriod:
        """The last month asked about."""
        return self.months[-1]

    @property
    def slug(self) -> str:
        return month_slug(self.month)

    @property
    def processes(self) -> list[str]:
        return sorted(self.held_to)

    def values(self) -> dict[str, Any]:
        """The parameters of the statements in `sql/`."""
        paths = [(code, path, True) for code, held in self.held_to.items() for path in held.paths]
        paths += [(code, path, False) for code, held in self.held_to.items() for path in held.beginnings]
        return {
            "bodies": sorted(set(self.body_ids) & set(current_scope().bodies)),
            "processes": self.processes,
            "process_versions": [self.held_to[code].process_version for code in self.processes],
            "years": sorted({month.year for month in self.months}),
            "start": start_of_day(self.months[0].start),
            "end": start_of_day(self.months[-1].end),
            "as_of": self.as_of,
            "known_at": self.known_at,
            "standard_of": [code for code, _, _ in paths],
            "standard_paths": [path for _, path, _ in paths],
            "standard_whole": [is_whole for _, _, is_whole in paths],
        }

    @property
    def documents(self) -> str:
        """The SELECT of the months' documents, one row each."""
        held = [self.held_to[code] for code in self.processes]
        return statement("documents").replace("{facts}", _facts(held)).replace("{faults}", _faults(held))

    def over_documents(self, name: str) -> str:
        """The statement of `sql/<name>.sql` over the documents, worked out once."""
        return f"WITH documents AS MATERIALIZED ({self.documents}) {statement(name)}"

    @property
    def ways(self) -> list[WayAround]:
        return [way for way in ways() if way.process_code in self.held_to]

    @property
    def around(self) -> str:
        """The SELECT of everything that went a way around: way, process, body_id, on_day, document_id, value_pence."""
        parts = [
            f"SELECT '{way.code}' AS way, '{way.process_code}' AS process, w.* FROM ({way.sql}) AS w"
            for way in self.ways
        ]
        return " UNION ALL ".join(parts) or _NOTHING_AROUND


_NOTHING_AROUND = (
    "SELECT '' AS way, '' AS process, 0::bigint AS body_id, NULL::date AS on_day, 0::bigint AS document_id,"
    " NULL::bigint AS value_pence WHERE false"
)


def asked(
    *,
    month: FiscalPeriod,
    months_back: int = 0,
    body_ids: Sequence[int] | None = None,
    processes: Sequence[str] | None = None,
    held_to: Mapping[str, StandardVersion] | None = None,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Asked:
    """A question about a month and the `months_back` before it, of the bodies in scope where none are named.

    processes: of those with a standard; all where none are named. held_to: the standards; those in force at the month's
    end where none are named.
    """
    now = datetime.now(UTC)
    months = [month]
    while len(months) <= months_back:
        months.insert(0, months[0].previous)
    held = dict(held_to if held_to is not None else standards(month.last))
    if processes is not None:
        held = {code: each for code, each in held.items() if code in processes}
    bodies = current_scope().bodies if body_ids is None else body_ids
    return Asked(tuple(months), tuple(sorted(bodies)), held, as_of or now, known_at or now)


def answer(sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement, each a mapping from column to value."""
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(values))
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _facts(held: Sequence[StandardVersion]) -> str:
    """Number and amount of each document, from what every document has and what its approvals are held against."""
    return " UNION ALL ".join(
        f"SELECT '{each.process_code}' AS process, body_id, id, number,"
        f" {each.value_column or 'NULL'}::bigint AS value_pence FROM {each.process.model._meta.db_table}"
        for each in held
    )


def _faults(held: Sequence[StandardVersion]) -> str:
    parts = [
        f"SELECT '{each.process_code}' AS process, f.* FROM ({each.data_faults}) AS f"
        for each in held
        if each.data_faults
    ]
    return " UNION ALL ".join(parts) or (
        "SELECT '' AS process, 0::bigint AS body_id, 0::bigint AS id, '' AS fault WHERE false"
    )


@cache
def statement(name: str) -> str:
    return resources.files("hanaper.strategy.convergence").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
