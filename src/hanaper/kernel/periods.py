"""Fiscal years, their periods, and tax years: types, so that a period is never a string or a bare number.

A fiscal year runs from 1 April and is named by the year in which it starts: `FiscalYear(2026)` is 2026-27. Its periods
1 to 12 are the calendar months from April. Periods 13 to 15 are for adjustments between the year's end and the
certified accounts: they hold no days of their own and are dated on the year's last day.
A tax year runs from 6 April and is named the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

from hanaper.kernel.dates import MONTHS, DateRange
from hanaper.kernel.errors import WrongPeriod

MONTHLY_PERIODS: Final = 12
LAST_PERIOD: Final = 15

_YEAR_LABEL = re.compile(r"([0-9]{4})[-/]([0-9]{2}|[0-9]{4})")
_PERIOD_LABEL = re.compile(r"([0-9]{4}[-/][0-9]{2}) P([0-9]{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """April to March, named by the calendar year in which it starts. Raises WrongPeriod.

    >>> year = FiscalYear(2026)
    >>> str(year), year.start, year.end, FiscalYear.of_date(date(2027, 3, 31)) == year
    ('2026-27', datetime.date(2026, 4, 1), datetime.date(2027, 4, 1), True)
    """

    first_year: int

    def __post_init__(self) -> None:
        _check_year(self.first_year, "fiscal year")

    @classmethod
    def of_date(cls, day: date) -> Self:
        """The fiscal year that holds `day`."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @classmethod
    def parse(cls, label: str) -> Self:
        """Read `2026-27`. Raises WrongPeriod when the two halves do not follow each other.

        >>> FiscalYear.parse("2026-27"), FiscalYear.parse("1999-00")
        (FiscalYear(first_year=2026), FiscalYear(first_year=1999))
        """
        return cls(_parse_year(label, "fiscal year"))

    @property
    def label(self) -> str:
        """As people write it: `2026-27`."""
        return _label(self.first_year)

    @property
    def start(self) -> date:
        """1 April."""
        return date(self.first_year, 4, 1)

    @property
    def end(self) -> date:
        """1 April of the next calendar year: the first day that is no longer in it."""
        return date(self.first_year + 1, 4, 1)

    @property
    def last(self) -> date:
        """31 March, the balance sheet date."""
        return date(self.first_year + 1, 3, 31)

    @property
    def dates(self) -> DateRange:
        """Its days, closed-open."""
        return DateRange(self.start, self.end)

    @property
    def periods(self) -> tuple[FiscalPeriod, ...]:
        """Its twelve monthly periods, April first."""
        return tuple(FiscalPeriod(self.first_year, number) for number in range(1, MONTHLY_PERIODS + 1))

    @property
    def adjustments(self) -> tuple[FiscalPeriod, ...]:
        """Its adjustment periods, 13 to 15."""
        return tuple(FiscalPeriod(self.first_year, number) for number in range(MONTHLY_PERIODS + 1, LAST_PERIOD + 1))

    @property
    def next(self) -> FiscalYear:
        """The year after."""
        return FiscalYear(self.first_year + 1)

    @property
    def previous(self) -> FiscalYear:
        """The year before."""
        return FiscalYear(self.first_year - 1)

    def __contains__(self, day: date) -> bool:
        return day in self.dates

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True, order=True)
class FiscalPeriod:
    """One accounting period: `year` is the fiscal year's first calendar year, `number` is 1 to 15. Raises WrongPeriod.

    >>> FiscalPeriod.of_date(date(2027, 1, 15))
    FiscalPeriod(year=2026, number=10)
    >>> str(FiscalPeriod(2026, 10)), FiscalPeriod(2026, 10).name, FiscalPeriod(2026, 13).name
    ('2026-27 P10', 'January 2027', '2026-27 adjustments 1')
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        _check_year(self.year, "fiscal period")
        if not 1 <= self.number <= LAST_PERIOD:
            raise WrongPeriod(found=f"{_label(self.year)} P{self.number}", expected="fiscal period")

    @classmethod
    def of_date(cls, day: date) -> Self:
        """The monthly period that holds `day`; a date never falls in an adjustment period by itself."""
        return cls(FiscalYear.of_date(day).first_year, (day.month - 4) % 12 + 1)

    @classmethod
    def parse(cls, label: str) -> Self:
        """Read `2026-27 P10`. Raises WrongPeriod.

        >>> FiscalPeriod.parse("2026-27 P10")
        FiscalPeriod(year=2026, number=10)
        """
        found = _PERIOD_LABEL.fullmatch(label.strip().upper())
        if found is None:
            raise WrongPeriod(found=label, expected="fiscal period")
        return cls(_parse_year(found[1], "fiscal period"), int(found[2]))

    @property
    def fiscal_year(self) -> FiscalYear:
        """The year it belongs to."""
        return FiscalYear(self.year)

    @property
    def is_adjustment(self) -> bool:
        """Whether it is one of 13 to 15, which have no days of their own."""
        return self.number > MONTHLY_PERIODS

    @property
    def start(self) -> date:
        """Its first day; an adjustment period stands on the year's last day."""
        if self.is_adjustment:
            return self.fiscal_year.last
        month = (self.number + 2) % 12 + 1
        return date(self.year if month >= 4 else self.year + 1, month, 1)

    @property
    def end(self) -> date:
        """The first day that is no longer in it."""
        if self.number >= MONTHLY_PERIODS:
            return self.fiscal_year.end
        return FiscalPeriod(self.year, self.number + 1).start

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - timedelta(days=1)

    @property
    def dates(self) -> DateRange:
        """Its days, closed-open."""
        return DateRange(self.start, self.end)

    @property
    def name(self) -> str:
        """As people say it: the month, or which adjustments."""
        if self.is_adjustment:
            return f"{self.fiscal_year} adjustments {self.number - MONTHLY_PERIODS}"
        return f"{MONTHS[self.start.month - 1]} {self.start.year}"

    @property
    def next(self) -> FiscalPeriod:
        """The monthly period after; after period 12 or any adjustment it is period 1 of the next year.

        >>> FiscalPeriod(2026, 12).next, FiscalPeriod(2026, 14).next
        (FiscalPeriod(year=2027, number=1), FiscalPeriod(year=2027, number=1))
        """
        if self.number >= MONTHLY_PERIODS:
            return FiscalPeriod(self.year + 1, 1)
        return FiscalPeriod(self.year, self.number + 1)

    @property
    def previous(self) -> FiscalPeriod:
        """The monthly period before; before any adjustment it is period 12 of the same year.

        >>> FiscalPeriod(2026, 1).previous, FiscalPeriod(2026, 15).previous
        (FiscalPeriod(year=2025, number=12), FiscalPeriod(year=2026, number=12))
        """
        if self.number == 1:
            return FiscalPeriod(self.year - 1, MONTHLY_PERIODS)
        return FiscalPeriod(self.year, min(self.number - 1, MONTHLY_PERIODS))

    def __contains__(self, day: date) -> bool:
        return day in self.dates

    def __str__(self) -> str:
        return f"{self.fiscal_year} P{self.number:02d}"


@dataclass(frozen=True, slots=True, order=True)
class TaxYear:
    """6 April to 5 April, named by the calendar year in which it starts. Raises WrongPeriod.

    >>> TaxYear.of_date(date(2026, 4, 5)), str(TaxYear.of_date(date(2026, 4, 6)))
    (TaxYear(first_year=2025), '2026-27')
    """

    first_year: int

    def __post_init__(self) -> None:
        _check_year(self.first_year, "tax year")

    @classmethod
    def of_date(cls, day: date) -> Self:
        """The tax year that holds `day`."""
        return cls(day.year if (day.month, day.day) >= (4, 6) else day.year - 1)

    @classmethod
    def parse(cls, label: str) -> Self:
        """Read `2026-27`. Raises WrongPeriod."""
        return cls(_parse_year(label, "tax year"))

    @property
    def label(self) -> str:
        """As people write it: `2026-27`."""
        return _label(self.first_year)

    @property
    def start(self) -> date:
        """6 April."""
        return date(self.first_year, 4, 6)

    @property
    def end(self) -> date:
        """6 April of the next calendar year: the first day that is no longer in it."""
        return date(self.first_year + 1, 4, 6)

    @property
    def dates(self) -> DateRange:
        """Its days, closed-open."""
        return DateRange(self.start, self.end)

    def __contains__(self, day: date) -> bool:
        return day in self.dates

    def __str__(self) -> str:
        return self.label


def _label(first_year: int) -> str:
    return f"{first_year}-{(first_year + 1) % 100:02d}"


def _parse_year(label: str, expected: str) -> int:
    found = _YEAR_LABEL.fullmatch(label.strip())
    if found is None or int(found[2]) % 100 != (int(found[1]) + 1) % 100:
        raise WrongPeriod(found=label, expected=expected)
    if len(found[2]) == 4 and int(found[2]) != int(found[1]) + 1:
        raise WrongPeriod(found=label, expected=expected)
    return int(found[1])


def _check_year(first_year: int, expected: str) -> None:
    # Bounds that a database date and a four-digit label can hold; a two-digit year is the mistake this catches.
    if not 1900 <= first_year <= 2998:
        raise WrongPeriod(found=str(first_year), expected=expected)
