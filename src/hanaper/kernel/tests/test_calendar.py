"""Working days, counted as prompt payment counts them: the day of receipt is day nought."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanaper.kernel.calendar import WorkingCalendar
from hanaper.kernel.dates import DateRange, parse_date
from hanaper.kernel.errors import CalendarDoesNotCover
from hanaper.kernel.tests.table import rows

EASTER_2026 = WorkingCalendar(frozenset({date(2026, 4, 3), date(2026, 4, 6)}))

COUNTS = """
received       paid           working days
1 April 2026   1 April 2026   0
1 April 2026   2 April 2026   1
2 April 2026   7 April 2026   1
2 April 2026   6 April 2026   0
4 April 2026   7 April 2026   1
1 April 2026   10 April 2026  5
10 April 2026  1 April 2026   -5
"""


@pytest.mark.parametrize(("received", "paid", "counted"), rows(COUNTS))
def test_working_days_skip_weekends_and_easter(received: str, paid: str, counted: str) -> None:
    assert EASTER_2026.working_days_between(parse_date(received), parse_date(paid)) == int(counted)


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
calendars = st.frozensets(days, max_size=60).map(WorkingCalendar)


@given(calendars, days, st.integers(1, 60))
def test_adding_working_days_and_counting_them_are_inverse(calendar: WorkingCalendar, start: date, count: int) -> None:
    assert calendar.working_days_between(start, calendar.add_working_days(start, count)) == count


@given(calendars, days, st.integers(0, 400))
def test_counting_by_weeks_agrees_with_counting_day_by_day(calendar: WorkingCalendar, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    one_by_one = sum(calendar.is_working_day(start + timedelta(days=offset)) for offset in range(1, length + 1))
    assert calendar.working_days_between(start, end) == one_by_one
    assert calendar.working_days_between(end, start) == -one_by_one


def test_instants_are_counted_by_their_london_date() -> None:
    late_on_tuesday_utc = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # Wednesday 1 July in London
    assert WorkingCalendar().working_days_between(late_on_tuesday_utc, date(2026, 7, 2)) == 1


def test_a_date_whose_holidays_are_unknown_is_refused_and_never_counted_as_work() -> None:
    known = WorkingCalendar(covers=DateRange(date(2026, 1, 1), date(2027, 1, 1)))
    with pytest.raises(CalendarDoesNotCover):
        known.working_days_between(date(2026, 12, 31), date(2027, 1, 4))
    with pytest.raises(CalendarDoesNotCover):
        known.add_working_days(date(2026, 12, 31), 5)
