"""Discounting by the HM Treasury Green Book: a factor for each year, from dated schedules of declining rates.

Year 0 is the first year and is not discounted. The factor of a later year is that of the year before, divided by one
plus the rate of the year itself: 0.9662 after one year at 3.5 per cent. A year before the first counts in full.

Source: HM Treasury Green Book; rates and re-issue of 2026 as reported in DfT TAG, April 2026 (`parameters`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from functools import cache
from typing import Final, Literal, get_args

from hanaper import parameters

Kind = Literal["standard", "health", "reduced"]
KINDS: Final = get_args(Kind)
_PARAMETER: Final = "uk/hmt/green_book/discount_rates_{kind}"
_ONE: Final = Decimal(1)
_DIGITS: Final = 40


@dataclass(frozen=True, slots=True)
class Band:
    """Years from the first to the last (None: without end) with one rate, in basis points."""

    first: int
    last: int | None
    basis_points: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rates in force on a day. source: where they were read."""

    kind: Kind
    bands: tuple[Band, ...]
    source: str

    def rate(self, year: int) -> Decimal:
        """The rate of a year after the first, as a fraction."""
        for band in self.bands:
            if band.first <= year and (band.last is None or year <= band.last):
                return Decimal(band.basis_points) / 10_000
        raise ValueError(f"no rate for year {year}")


def schedule(kind: Kind, *, on: date) -> Schedule:
    """The rates in force on a day. Raises NothingInForce for a day before the Green Book had them."""
    found = parameters.get(_PARAMETER.format(kind=kind), on=on)
    bands = tuple(_band(row) for row in found.table)
    return Schedule(kind, bands, found.source.title)


def _band(row: Sequence[object]) -> Band:
    first, last, basis_points = row
    assert isinstance(first, int) and isinstance(basis_points, int) and (last is None or isinstance(last, int))
    return Band(first, last, basis_points)


def factor(schedule: Schedule, year: int) -> Decimal:
    """What a pound of a year is worth in the first year: 1 for year 0 and for years before it.

    year: whole years after the first.

    >>> standard = schedule("standard", on=date(2026, 4, 1))
    >>> [f"{factor(standard, year):.4f}" for year in (-5, 0, 1, 10, 40)]
    ['1.0000', '1.0000', '0.9662', '0.7089', '0.2651']
    """
    return _ONE if year <= 0 else _factors(schedule, year)[year]


@cache
def _factors(schedule: Schedule, last: int) -> tuple[Decimal, ...]:
    found = [_ONE]
    with localcontext() as context:
        context.prec = _DIGITS
        for year in range(1, last + 1):
            found.append(found[-1] / (_ONE + schedule.rate(year)))
    return tuple(found)


def rebased_factor(schedule: Schedule, year: int, *, price_base: int, counted_from: int) -> Decimal:
    """The factor of a calendar year where prices are of one year and the schedule counts from a later one.

    The years between are discounted at the schedule's first rate. This is our reading of DfT's rail model (RIOC 1.4),
    which it reproduces: prices of 2010, schedule from 2014, year 2160 gives 0.0158.
    """
    between = _ONE + schedule.rate(1)
    return factor(schedule, year - counted_from) / between ** (counted_from - price_base)


def social_time_preference(*, delta: Decimal, catastrophe: Decimal, elasticity: Decimal, growth: Decimal) -> Decimal:
    """The rate that the Green Book derives: time preference, risk of catastrophe, and the worth of growth.

    All as fractions. Source: HM Treasury, terms of reference of the discount rate review, December 2025.

    >>> social_time_preference(delta=Decimal("0.005"), catastrophe=Decimal("0.01"), elasticity=Decimal(1),
    ...     growth=Decimal("0.02"))
    Decimal('0.035')
    """
    return delta + catastrophe + elasticity * growth
