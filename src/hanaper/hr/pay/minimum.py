"""Whose pay in a run falls short of the minimum wage: what counts towards it, beside the hours of the period."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.assembling import Batch
from hanaper.hr.pay.elements import elements
from hanaper.hr.pay.gathering import Range
from hanaper.hr.pay.rules.calculation import Lines, Paid
from hanaper.hr.pay.rules.minimum_wage import ages_on, at_apprentice_rate, short_of_minimum
from hanaper.hr.pay.rules.ordinary import PERIODS_A_YEAR, WEEKS_A_YEAR

AWAY: Final = ("unpaid_absence", "sick_deduction", "family_absence")
APPRENTICE: Final = "apprentice"


def below_minimum(wanted: Range, batch: Batch, paid: Paid) -> list[int]:
    """Places in the batch of people whose pay is to be looked at: it is short for the hours of the period.

    Left out are service engagements, payments beside the main run, people who were away (their hours are not known
    here) and those whose day of birth is not known. Somebody in their first year here counts as a first-year apprentice
    where the contract is one.
    """
    if not wanted.is_main:
        return []
    born = np.array([born or "NaT" for born in batch.born_on], dtype="datetime64[D]")
    ages = ages_on(wanted.earned_from, born)
    apprentice = np.array([bool(each.segments) and each.segments[-1][9] == APPRENTICE for each in batch.employed])
    first_year = np.array([(wanted.earned_from - each.started_on).days < 365 for each in batch.employed])
    counted = {each.number for each in elements() if each.counts_for_minimum_wage}
    by_hour = {each.number for each in elements() if each.counts_for_minimum_wage and each.unit == "hours"}
    away = {each.number for each in elements() if each.code in AWAY}
    short = short_of_minimum(
        wanted.earned_from,
        _summed(paid.lines, paid.lines.pence, counted, len(batch.employed)),
        _contracted(wanted, batch) + _summed(paid.lines, paid.lines.units, by_hour, len(batch.employed)),
        ages,
        at_apprentice_rate(apprentice, ages, first_year),
        is_service=batch.people.is_service,
    )
    was_away = _summed(paid.lines, np.ones(len(paid.lines), dtype=np.int64), away, len(batch.employed)) > 0
    return [int(place) for place in np.flatnonzero((short > 0) & ~was_away & ~np.isnat(born))]


def _contracted(wanted: Range, batch: Batch) -> NDArray[np.int64]:
    """Hundredths of hours that contracts with a salary come to in the period, all parts together, rounded down."""
    days = (wanted.earned_to - wanted.earned_from).days
    rows = [
        (place, segment[3] * (segment[1] - segment[0]).days)
        for place, each in enumerate(batch.employed)
        for segment in each.segments
        if not segment[5]
    ]
    total = np.zeros(len(batch.employed), dtype=np.int64)
    if rows:
        places, hours = np.array(rows, dtype=np.int64).T
        np.add.at(total, places, hours)
    return total * WEEKS_A_YEAR // (PERIODS_A_YEAR[wanted.frequency] * days)


def _summed(lines: Lines, values: NDArray[np.int64], numbers: set[int], people: int) -> NDArray[np.int64]:
    chosen = np.isin(lines.element, list(numbers))
    total = np.zeros(people, dtype=np.int64)
    np.add.at(total, lines.person[chosen], values[chosen])
    return total
