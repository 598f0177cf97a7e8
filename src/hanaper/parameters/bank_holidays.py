"""The working calendar of England and Wales.

Bank holidays come from the `holidays` package, which holds the proclaimed days (jubilees, the funeral of 2022, the
coronation of 2023) and the substitute days when one falls on a weekend. Years not yet proclaimed follow the rules of
the Banking and Financial Dealings Act 1971; a one-off day proclaimed later arrives with a newer package.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from hanaper.kernel.calendar import WorkingCalendar
from hanaper.kernel.dates import DateRange

_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2040  # a bound so that a mistyped year is refused rather than counted


@cache
def england_and_wales() -> WorkingCalendar:
    """Working days in England and Wales, 2000 to 2040. Outside these years the calendar refuses to count.

    >>> england_and_wales().add_working_days(date(2026, 12, 24), 1)
    datetime.date(2026, 12, 29)
    """
    import holidays  # heavy: half a second, so only where a calendar is asked for

    known = holidays.country_holidays("GB", subdiv="ENG", years=range(_FIRST_YEAR, _LAST_YEAR + 1))
    covers = DateRange(date(_FIRST_YEAR, 1, 1), date(_LAST_YEAR + 1, 1, 1))
    return WorkingCalendar(frozenset(day for day in known if day in covers), covers)
