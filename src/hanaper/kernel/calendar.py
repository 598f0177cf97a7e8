"""Working days: Monday to Friday, without the bank holidays of a dated calendar.

The kernel knows how to count; which days are holidays is data with a source, loaded by `hanaper.parameters`. A calendar
says which dates it covers, because a calendar that has not heard of next year's holidays would count them as work.

Counting is as in prompt payment: the day something arrives is day nought, the next working day is day one.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from hanaper.kernel.dates import DateRange, business_date, show_date
from hanaper.kernel.errors import CalendarDoesNotCover

_SATURDAY: Final = 5
_MONDAY_ZERO: Final = date(1, 1, 1)  # 1 January of the year 1 is a Monday


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of one place.

    holidays: days off beside Saturdays and Sundays; weekend days among them change nothing.
    covers: the dates for which `holidays` is complete; None means all dates (a calendar of weekends only).

    >>> easter = WorkingCalendar(frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
    >>> easter.add_working_days(date(2026, 4, 2), 1), easter.working_days_between(date(2026, 4, 2), date(2026, 4, 8))
    (datetime.date(2026, 4, 7), 2)
    """

    holidays: frozenset[date] = frozenset()
    covers: DateRange | None = None
    _weekday_holidays: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        on_weekdays = sorted(day for day in self.holidays if day.weekday() < _SATURDAY)
        object.__setattr__(self, "_weekday_holidays", tuple(on_weekdays))

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked. Raises CalendarDoesNotCover."""
        self._check(day)
        return day.weekday() < _SATURDAY and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        """`day` itself when it is worked, else the next working day. Raises CalendarDoesNotCover.

        >>> WorkingCalendar().on_or_after(date(2026, 4, 4))
        datetime.date(2026, 4, 6)
        """
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, start: date | datetime, days: int) -> date:
        """The working day that is `days` working days after `start`; before it when `days` is negative.

        start: a date, or an instant with a zone, taken at its London date. It need not be a working day.
        days: nought gives `start` itself when it is worked, else the next working day.
        Raises CalendarDoesNotCover when the count runs out of the dates that the calendar knows.

        >>> weekdays = WorkingCalendar()
        >>> [weekdays.add_working_days(date(2026, 7, 3), n).day for n in (0, 1, 5, -1)]
        [3, 6, 10, 2]
        """
        day = _day(start)
        if days == 0:
            return self.on_or_after(day)
        step = timedelta(days=1 if days > 0 else -1)
        left = abs(days)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date | datetime, end: date | datetime) -> int:
        """How many working days passed from `start` to `end`: those after `start`, up to and with `end`.

        The same day gives nought; an earlier end gives the negative of the other way round. An invoice received on
        Friday and paid on Monday took one. It is the inverse of `add_working_days`.
        Raises CalendarDoesNotCover, InstantWithoutZone.

        >>> weekdays = WorkingCalendar()
        >>> weekdays.working_days_between(date(2026, 7, 3), date(2026, 7, 6))
        1
        >>> weekdays.working_days_between(date(2026, 7, 6), date(2026, 7, 3))
        -1
        """
        first, last = _day(start), _day(end)
        self._check(first)
        self._check(last)
        return self._worked_through(last) - self._worked_through(first)

    def _worked_through(self, day: date) -> int:
        """Working days from the first of all days to `day`, without a loop over days: weeks by division, holidays by
        search, so that a report over a million documents may ask."""
        weeks, weekday = divmod((day - _MONDAY_ZERO).days, 7)
        return weeks * 5 + min(weekday + 1, 5) - bisect_right(self._weekday_holidays, day)

    def _check(self, day: date) -> None:
        if self.covers is not None and day not in self.covers:
            end = self.covers.end
            raise CalendarDoesNotCover(
                found=show_date(day),
                start=show_date(self.covers.start),
                end="further notice" if end is None else show_date(end),
            )


def _day(moment: date | datetime) -> date:
    return business_date(moment) if isinstance(moment, datetime) else moment
