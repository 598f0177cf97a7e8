"""Dates, fiscal years and periods: every day falls in exactly one of each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanaper.kernel.dates import DateRange, business_date, parse_date, show_date, start_of_day
from hanaper.kernel.errors import InstantWithoutZone, WrongDate, WrongPeriod, WrongRange
from hanaper.kernel.periods import FiscalPeriod, FiscalYear, TaxYear
from hanaper.kernel.tests.table import rows

days = st.dates(date(1901, 4, 1), date(2900, 1, 1))

CALENDAR = """
day               fiscal period  tax year
31 March 2026     2025-26 P12    2025-26
1 April 2026      2026-27 P01    2025-26
5 April 2026      2026-27 P01    2025-26
6 April 2026      2026-27 P01    2026-27
31 December 2026  2026-27 P09    2026-27
1 January 2027    2026-27 P10    2026-27
28 February 2027  2026-27 P11    2026-27
29 February 2028  2027-28 P11    2027-28
31 March 2000     1999-00 P12    1999-00
"""

BOUNDS = """
period       first day         first day after
2026-27 P01  1 April 2026      1 May 2026
2026-27 P09  1 December 2026   1 January 2027
2026-27 P10  1 January 2027    1 February 2027
2026-27 P12  1 March 2027      1 April 2027
2026-27 P13  31 March 2027     1 April 2027
2026-27 P15  31 March 2027     1 April 2027
"""

LONDON_DAYS = """
instant               business date
2026-01-15T23:59:59Z  15 January 2026
2026-06-30T22:59:59Z  30 June 2026
2026-06-30T23:00:00Z  1 July 2026
2026-03-29T00:30:00Z  29 March 2026
2026-03-31T23:30:00Z  1 April 2026
"""


@pytest.mark.parametrize(("day", "period", "tax_year"), rows(CALENDAR))
def test_a_day_falls_in_its_fiscal_period_and_tax_year(day: str, period: str, tax_year: str) -> None:
    on = parse_date(day)
    assert FiscalPeriod.of_date(on) == FiscalPeriod.parse(period)
    assert str(FiscalPeriod.of_date(on)) == period
    assert TaxYear.of_date(on) == TaxYear.parse(tax_year)


@pytest.mark.parametrize(("period", "start", "end"), rows(BOUNDS))
def test_a_period_starts_and_ends_closed_open(period: str, start: str, end: str) -> None:
    found = FiscalPeriod.parse(period)
    assert (show_date(found.start), show_date(found.end)) == (start, end)


@given(days)
def test_every_day_is_in_exactly_one_year_one_monthly_period_and_one_tax_year(day: date) -> None:
    year = FiscalYear.of_date(day)
    assert day in year and day not in year.next and day not in year.previous
    assert [day in period for period in year.periods].count(True) == 1
    assert day in TaxYear.of_date(day)
    assert FiscalPeriod.of_date(day) in year.periods


@given(st.integers(1950, 2900), st.integers(1, 12))
def test_monthly_periods_follow_each_other_without_gap(year: int, number: int) -> None:
    period = FiscalPeriod(year, number)
    assert period.next.start == period.end
    assert period.next.previous == period


def test_the_year_has_twelve_monthly_periods_and_three_for_adjustments() -> None:
    year = FiscalYear(2026)
    assert (year.label, year.start, year.last) == ("2026-27", date(2026, 4, 1), date(2027, 3, 31))
    assert [period.number for period in year.periods] == list(range(1, 13))
    assert [period.is_adjustment for period in year.adjustments] == [True, True, True]


@pytest.mark.parametrize("label", ["2026-28", "2026", "26-27", "2026-2028", "", "2026-27 P1"])
def test_a_year_that_does_not_follow_is_refused(label: str) -> None:
    with pytest.raises(WrongPeriod):
        FiscalYear.parse(label)


@pytest.mark.parametrize(("year", "number"), [(2026, 0), (2026, 16), (26, 1)])
def test_a_period_that_does_not_exist_is_refused(year: int, number: int) -> None:
    with pytest.raises(WrongPeriod):
        FiscalPeriod(year, number)


@pytest.mark.parametrize(("instant", "day"), rows(LONDON_DAYS))
def test_the_business_date_is_the_day_in_london(instant: str, day: str) -> None:
    assert show_date(business_date(datetime.fromisoformat(instant))) == day


@given(days)
def test_a_day_begins_when_its_business_date_does(day: date) -> None:
    start = start_of_day(day)
    assert business_date(start) == day
    assert business_date(start - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_an_instant_without_a_zone_has_no_business_date() -> None:
    with pytest.raises(InstantWithoutZone):
        business_date(datetime(2026, 6, 30, 12))
    assert business_date(datetime(2026, 6, 30, 12, tzinfo=UTC)) == date(2026, 6, 30)


@given(days)
def test_a_date_that_is_shown_reads_back_the_same(day: date) -> None:
    assert parse_date(show_date(day)) == parse_date(day.isoformat()) == parse_date(f"{day:%d/%m/%Y}") == day


@pytest.mark.parametrize("text", ["31 February 2026", "4 Brumaire 2026", "2026-13-01", "03/04/26", "", "yesterday"])
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(WrongDate):
        parse_date(text)


def test_a_range_without_days_is_refused() -> None:
    with pytest.raises(WrongRange):
        DateRange(date(2026, 4, 1), date(2026, 4, 1))


@given(days, days, days, days)
def test_ranges_overlap_exactly_when_they_share_a_day(a: date, b: date, c: date, d: date) -> None:
    one = DateRange.through(min(a, b), max(a, b))
    other = DateRange.through(min(c, d), max(c, d))
    shared = one.intersection(other)
    assert one.overlaps(other) == other.overlaps(one) == (shared is not None)
    assert (max(one.start, other.start) in one and max(one.start, other.start) in other) == (shared is not None)
    if shared is not None:
        assert shared.start in one and shared.start in other and shared.last is not None and shared.last in one
