"""Loading rates."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.acts.api import current_act
from hanaper.ledger.exchange.errors import RateDiffers
from hanaper.ledger.exchange.models import ExchangeRate
from hanaper.ledger.exchange.rules import Rate


def rates_load(rates: Sequence[Rate]) -> int:
    """Load rates; those that stand already are left as they are. All or none. Returns how many are new.

    Raises RateDiffers where another rate stands for some of the same days, in the books or earlier in the file.
    """
    current_act()
    kept: dict[str, list[Rate]] = {}
    currencies = {rate.currency for rate in rates}
    for row in ExchangeRate.objects.filter(currency__in=currencies):
        kept.setdefault(row.currency, []).append(
            Rate(row.currency, row.valid.lower, row.valid.upper, row.units_per_pound, row.source)
        )
    new = []
    for rate in rates:
        others = kept.setdefault(rate.currency, [])
        overlapping = [other for other in others if other.start < rate.end and rate.start < other.end]
        same = [
            o
            for o in overlapping
            if (o.start, o.end, o.units_per_pound) == (rate.start, rate.end, rate.units_per_pound)
        ]
        if same:
            continue
        if overlapping:
            raise RateDiffers(
                currency=rate.currency,
                day=max(rate.start, overlapping[0].start),
                found=rate.units_per_pound,
                kept=overlapping[0].units_per_pound,
            )
        others.append(rate)
        new.append(rate)
    ExchangeRate.objects.bulk_create(
        [
            ExchangeRate(
                currency=rate.currency,
                valid=DateRange(rate.start, rate.end),
                units_per_pound=rate.units_per_pound,
                source=rate.source,
            )
            for rate in new
        ],
        batch_size=2000,
    )
    return len(new)
