"""Gapless numbers for documents whose number the law wants at issue.

`take` only notes which documents want a number. All of an act's numbers are taken in its last statements, one for each
series, series in order of their names: the lock on a series is held for a moment, two acts never wait for each other in
a ring, and an act that fails has taken none. Numbers follow the order of ids. They look like `MJ-2026-000012`: prefix,
the April year of the fiscal year, place in the series.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.numbering.errors import NumberLost, NumbersNotTaken
from hanaper.foundation.processes.api import Document
from hanaper.kernel.periods import FiscalYear

DIGITS = 6


@dataclass(frozen=True)
class _Request:
    series: str
    table: str
    prefix: str
    body_id: int
    fiscal_year: int
    ids: tuple[int, ...]


def take(series: str, model: type[Document], ids: Iterable[int], prefix: str) -> None:
    """Give these documents of the open act's body the next numbers of `series`, at the end of the act.

    series: its name, one for each kind of document. prefix: what the numbers begin with, such as `MJ`.
    The fiscal year is that of the act's day. Raises NumberLost, at the end of the act, where a document is not there or
    has a number already.
    """
    act = current_act()
    year = FiscalYear.of_date(act.today).first_year
    wanted = _Request(series, model._meta.db_table, prefix, act.body_id, year, tuple(ids))
    act.gather("numbers", wanted, _take_all)


def _take_all(requests: list[_Request]) -> None:
    """One statement for each series (and table and prefix), in the order of their names."""
    together: dict[tuple[str, str, str, int, int], set[int]] = {}
    for request in requests:
        key = (request.series, request.table, request.prefix, request.body_id, request.fiscal_year)
        together.setdefault(key, set()).update(request.ids)
    for (series, table, prefix, body_id, year), ids in sorted(together.items()):
        if ids:
            _number(series, table, prefix, body_id, year, sorted(ids))


def _number(series: str, table: str, prefix: str, body_id: int, year: int, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        # MATERIALIZED: the numbers are taken once, whatever the plan.
        cursor.execute(
            "WITH taken AS MATERIALIZED ("
            "  SELECT hanaper.take_numbers(%(series)s, %(year)s::smallint, %(count)s) AS before)"
            f" UPDATE {table} d SET number = %(prefix)s || lpad((taken.before + w.place)::text,"
            "    greatest(%(digits)s, length((taken.before + w.place)::text)), '0')"
            " FROM taken, unnest(%(ids)s::bigint[]) WITH ORDINALITY AS w(id, place)"
            " WHERE d.id = w.id AND d.body_id = %(body)s AND d.number = ''",
            {
                "series": series,
                "year": year,
                "count": len(ids),
                "prefix": f"{prefix}-{year}-",
                "digits": DIGITS,
                "ids": ids,
                "body": body_id,
            },
        )
        if cursor.rowcount != len(ids):
            raise NumberLost(series=series, expected=len(ids), found=cursor.rowcount)


__all__ = ["NumberLost", "NumbersNotTaken", "take"]
