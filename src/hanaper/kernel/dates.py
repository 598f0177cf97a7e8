"""Dates as the law, the books and people use them.

A date that law gives is a `date`, never a midnight. An instant is a `datetime` in UTC. What joins them is the business
date: the day it was in London at that instant. Ranges of dates are closed-open, `[start, end)`, so that ranges that
follow each other share a boundary and never a day. Nothing here asks the time: "today" is passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from hanaper.kernel.errors import InstantWithoutZone, WrongDate, WrongRange

LONDON: Final = ZoneInfo("Europe/London")

MONTHS: Final = tuple("January February March April May June July August September October November December".split())
"""Names of the months in English, whatever the locale of the machine."""

_LONG = re.compile(r"([0-9]{1,2}) ([a-z]+) ([0-9]{4})")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def show_date(day: date) -> str:
    """A date as people read it, the same on every machine and in every locale.

    >>> show_date(date(2024, 3, 4))
    '4 March 2024'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def show_instant(instant: datetime) -> str:
    """An instant in London time, as people read it.

    Raises InstantWithoutZone.

    >>> show_instant(datetime(2024, 7, 4, 13, 5, tzinfo=UTC)), show_instant(datetime(2024, 1, 4, 0, 30, tzinfo=UTC))
    ('4 July 2024, 2:05pm', '4 January 2024, 12:30am')
    """
    local = _aware(instant).astimezone(LONDON)
    return f"{show_date(local.date())}, {local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


def parse_date(text: str) -> date:
    """Read a date as people and files write it: day before month, as in the United Kingdom.

    Raises WrongDate, also for a day that does not exist.

    >>> parse_date("4 March 2024") == parse_date("4 mar 2024") == parse_date("04/03/2024") == parse_date("2024-03-04")
    True
    """
    compact = " ".join(text.lower().split())
    try:
        if found := _ISO.fullmatch(compact):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _SLASHED.fullmatch(compact):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _LONG.fullmatch(compact):
            return date(int(found[3]), _month(found[2]), int(found[1]))
    except ValueError as reason:
        raise WrongDate(found=text) from reason
    raise WrongDate(found=text)


def business_date(instant: datetime) -> date:
    """The day it was in London at `instant`. Late on a summer evening UTC it is already tomorrow.

    Raises InstantWithoutZone.

    >>> business_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    datetime.date(2026, 7, 1)
    >>> business_date(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    datetime.date(2026, 12, 31)
    """
    return _aware(instant).astimezone(LONDON).date()


def start_of_day(day: date) -> datetime:
    """The first instant, in UTC, of the business date `day`; an instant belongs to `day` when it is at or after this
    and before `start_of_day` of the day after.

    >>> start_of_day(date(2026, 7, 1)).isoformat(), start_of_day(date(2026, 12, 1)).isoformat()
    ('2026-06-30T23:00:00+00:00', '2026-12-01T00:00:00+00:00')
    """
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The first instant, in UTC, that is no longer in the business date `day`; of `date.max`, the last instant.

    >>> end_of_day(date(2026, 7, 1)) == start_of_day(date(2026, 7, 2))
    True
    """
    return start_of_day(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """The days from `start` up to, and not with, `end`; without an end it goes on.

    Raises WrongRange when it would hold no day.

    >>> term = DateRange(date(2026, 4, 1), date(2026, 5, 1))
    >>> date(2026, 4, 30) in term, date(2026, 5, 1) in term, term.days
    (True, False, 30)
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise WrongRange(start=show_date(self.start), end=show_date(self.end))

    @classmethod
    def through(cls, first: date, last: date) -> Self:
        """The range whose last day is `last`, as contracts and forms say it.

        >>> DateRange.through(date(2026, 4, 1), date(2026, 4, 30)).days
        30
        """
        return cls(first, last + timedelta(days=1))

    @property
    def last(self) -> date | None:
        """The last day in the range; None when it goes on."""
        return None if self.end is None else self.end - timedelta(days=1)

    @property
    def days(self) -> int | None:
        """How many days; None when it goes on."""
        return None if self.end is None else (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def __iter__(self) -> Iterator[date]:
        """Every day in order; a range that goes on is refused, since the loop would too."""
        if self.end is None:
            raise TypeError("a range without an end has no last day to stop at")
        for offset in range((self.end - self.start).days):
            yield self.start + timedelta(days=offset)

    def overlaps(self, other: DateRange) -> bool:
        """Whether at least one day is in both.

        >>> april, may = DateRange(date(2026, 4, 1), date(2026, 5, 1)), DateRange(date(2026, 5, 1))
        >>> april.overlaps(may), may.overlaps(may)
        (False, True)
        """
        return self.intersection(other) is not None

    def intersection(self, other: DateRange) -> DateRange | None:
        """The days in both, or None."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return DateRange(start, end) if end is None or start < end else None

    def __str__(self) -> str:
        return (
            f"from {show_date(self.start)}"
            if self.last is None
            else f"{show_date(self.start)} to {show_date(self.last)}"
        )


def _month(name: str) -> int:
    for number, month in enumerate(MONTHS, start=1):
        if name == month.lower() or name == month[:3].lower():
            return number
    raise ValueError(f"no month is called {name}")


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise InstantWithoutZone(found=instant.isoformat())
    return instant
