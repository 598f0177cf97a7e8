"""Rates on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

from hanaper.ledger.exchange.rules import Rate


def rates_on(wanted: Iterable[tuple[str, date]]) -> dict[tuple[str, date], Rate]:
    """The rate of each (currency, day) that has one; pounds have none. One statement for any number."""
    pairs = sorted({(currency, day) for currency, day in wanted if currency != "GBP"})
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.currency, w.day, lower(r.valid), upper(r.valid), r.units_per_pound, r.source"
            " FROM unnest(%s::text[], %s::date[]) AS w(currency, day)"
            " JOIN ledger_exchangerate r ON r.currency = w.currency AND r.valid @> w.day",
            [[currency for currency, _ in pairs], [day for _, day in pairs]],
        )
        return {
            (currency, day): Rate(currency, start, end, units, source)
            for currency, day, start, end, units, source in cursor.fetchall()
        }
