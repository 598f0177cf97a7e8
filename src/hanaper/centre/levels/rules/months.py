"""A cohort month as people and addresses write it: 2026-11."""

from __future__ import annotations

import re
from datetime import date

from hanaper.centre.levels.errors import MonthUnreadable
from hanaper.kernel.errors import WrongPeriod
from hanaper.kernel.periods import FiscalPeriod

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def month_of(text: str) -> FiscalPeriod:
    """The monthly period that `2026-11` names. Raises MonthUnreadable.

    >>> month_of("2026-11"), month_of("2027-03").name
    (FiscalPeriod(year=2026, number=8), 'March 2027')
    """
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        raise MonthUnreadable(found=text)
    try:
        return FiscalPeriod.of_date(date(int(found[1]), int(found[2]), 1))
    except WrongPeriod:
        raise MonthUnreadable(found=text) from None


def month_slug(period: FiscalPeriod) -> str:
    """The period as an address writes it.

    >>> month_slug(FiscalPeriod(2026, 10))
    '2027-01'
    """
    return f"{period.start.year:04d}-{period.start.month:02d}"
