"""A date is as exact as its source."""

from __future__ import annotations

from datetime import date

import pytest

from hanaper.strategy.register.errors import DateUnreadable
from hanaper.strategy.register.when import When


@pytest.mark.parametrize(
    ("written", "first", "until", "text"),
    [
        ("2024-03-04", date(2024, 3, 4), date(2024, 3, 5), "4 March 2024"),
        ("2025-06", date(2025, 6, 1), date(2025, 7, 1), "June 2025"),
        ("2025-12", date(2025, 12, 1), date(2026, 1, 1), "December 2025"),
        ("2020-21", date(2020, 4, 1), date(2021, 4, 1), "2020-21"),
        ("1999-00", date(1999, 4, 1), date(2000, 4, 1), "1999-00"),
        (2012, date(2012, 1, 1), date(2013, 1, 1), "2012"),
    ],
)
def test_a_date_covers_the_days_that_its_source_leaves_open(
    written: str | int, first: date, until: date, text: str
) -> None:
    when = When.parse(written)
    assert (when.first, when.until, str(when)) == (first, until, text)


@pytest.mark.parametrize("written", ["2020-22", "2024-13", "2024-02-30", "March 2024", "24", "", "2024-3-4"])
def test_a_date_in_another_form_is_refused(written: str) -> None:
    with pytest.raises(DateUnreadable) as refusal:
        When.parse(written)
    assert refusal.value.values == {"found": written}
