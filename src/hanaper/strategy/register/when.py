"""Dates as exact as their source: a day, a month, a year or a fiscal year, and never more exact than that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from hanaper.strategy.register.errors import DateUnreadable

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_FISCAL = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A stretch of days `[first, until)` and the words for it.

    Compare two to put them in order of their first day.

    >>> str(When.parse("2024-03-04")), str(When.parse("2025-06")), str(When.parse(2012)), str(When.parse("2020-21"))
    ('4 March 2024', 'June 2025', '2012', '2020-21')
    >>> When.parse("2025-06").first, When.parse("2025-06").until
    (datetime.date(2025, 6, 1), datetime.date(2025, 7, 1))
    """

    first: date
    until: date
    text: str

    @classmethod
    def parse(cls, written: str | int) -> When:
        """Read a year, a month, a day or a fiscal year (April to March) as the register's files write them.

        Raises DateUnreadable when it is none of these. A month wins over a fiscal year: 2010-11 is November 2010.
        """
        try:
            return cls._parse(str(written))
        except ValueError:
            raise DateUnreadable(found=written) from None

    @classmethod
    def _parse(cls, written: str) -> When:
        if parts := _DAY.fullmatch(written):
            day = date(int(parts[1]), int(parts[2]), int(parts[3]))
            return cls(day, day + timedelta(days=1), f"{day.day} {_MONTHS[day.month - 1]} {day.year}")
        if parts := _MONTH.fullmatch(written):
            year, month = int(parts[1]), int(parts[2])
            following = date(year + month // 12, month % 12 + 1, 1)
            return cls(date(year, month, 1), following, f"{_MONTHS[month - 1]} {year}")
        if parts := _FISCAL.fullmatch(written):
            year = int(parts[1])
            if (year + 1) % 100 != int(parts[2]):
                raise ValueError(written)
            return cls(date(year, 4, 1), date(year + 1, 4, 1), written)
        if _YEAR.fullmatch(written):
            return cls(date(int(written), 1, 1), date(int(written) + 1, 1, 1), written)
        raise ValueError(written)

    def __str__(self) -> str:
        return self.text
