"""The days of the model month: its working days, and those before it in which orders are placed and arrive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hanaper.demo.errors import MonthUnreadable
from hanaper.kernel.dates import LONDON
from hanaper.kernel.periods import FiscalPeriod
from hanaper.parameters import england_and_wales

#: Working days before the month: suppliers are registered, books opened, and the first orders placed.
LEAD_IN = 10


@dataclass(frozen=True)
class Days:
    """Working days by number: 0 is the first of the month, those before it are negative."""

    period: FiscalPeriod
    before: tuple[date, ...]
    month: tuple[date, ...]

    @property
    def last(self) -> int:
        """The number of the month's last working day."""
        return len(self.month) - 1

    def date(self, number: int) -> date:
        """The date of a working day."""
        return self.month[number] if number >= 0 else self.before[number]

    def instant(self, number: int, minute: int) -> datetime:
        """The moment of a working day, minutes after midnight in London."""
        day = self.date(number)
        return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=LONDON).astimezone(UTC)


def month_of(text: str) -> FiscalPeriod:
    """The period of a month written `2026-10`. Raises MonthUnreadable.

    >>> month_of("2026-10")
    FiscalPeriod(year=2026, number=7)
    """
    found = re.fullmatch(r"(20[0-3][0-9])-(0[1-9]|1[0-2])", text.strip())
    if found is None:
        raise MonthUnreadable(found=text)
    return FiscalPeriod.of_date(date(int(found[1]), int(found[2]), 1))


def days_of(period: FiscalPeriod) -> Days:
    """The working days of a period, and LEAD_IN of them before it."""
    calendar = england_and_wales()
    month, day = [], period.start
    while day < period.end:
        if calendar.is_working_day(day):
            month.append(day)
        day += timedelta(days=1)
    before = [calendar.add_working_days(month[0], -number) for number in range(LEAD_IN, 0, -1)]
    return Days(period, tuple(before), tuple(month))
