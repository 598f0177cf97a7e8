"""Two time axes, on a real table: what is put supersedes, what is left of it goes on, and earlier answers stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanaper.hr.absence.api import Absence
from hanaper.hr.dated.api import as_of, end, put
from hanaper.hr.pay.tests.factories import START, Payroll, at, build_payroll
from hanaper.hr.people.api import Employment

FIRST = date(2026, 9, 1)


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def record(payroll: Payroll, ann: Employment, kind: str, first: int, after: int | None, hour: int) -> datetime:
    """Record that the days from first up to after are of a kind, at an hour; answers when it was known."""
    with payroll.doing(payroll.hr, "absence.record", START, hour):
        valid = DateRange(day(first), None if after is None else day(after))
        put(Absence, [Absence(employment_id=ann.pk, kind=kind, valid=valid)])
    return at(START, hour)


def told(payroll: Payroll, ann: Employment, days: int = 10, known_at: datetime | None = None) -> str:
    """A letter for each day as it was known: S, U, M, or a point where nothing is."""
    with payroll.doing(payroll.hr, "absence.record", START, 23):
        found = [
            as_of(Absence, on=day(n), known_at=known_at).filter(employment_id=ann.pk).values_list("kind", flat=True)
            for n in range(days)
        ]
        return "".join(each[0][0].upper() if each else "." for each in (list(one) for one in found))


@pytest.mark.promise("P10", "P40")
@pytest.mark.parametrize(
    ("later", "now"),
    [
        ((0, 10), "UUUUUUUUUU"),
        ((4, 6), "..SSUUSS.."),
        ((0, 4), "UUUUSSSS.."),
        ((6, 9), "..SSSSUUU."),
        ((2, 8), "..UUUUUU.."),
        ((8, 9), "..SSSSSSU."),
        ((5, None), "..SSSUUUUU"),
    ],
)
def test_what_is_recorded_later_stands_and_what_is_left_of_the_earlier_goes_on(
    payroll: Payroll, later: tuple[int, int | None], now: str
) -> None:
    ann = payroll.hire()
    before = record(payroll, ann, "sickness", 2, 8, 11)
    record(payroll, ann, "unpaid", *later, 12)
    assert told(payroll, ann) == now
    assert told(payroll, ann, known_at=before) == "..SSSSSS.."
    assert told(payroll, ann, known_at=before - timedelta(minutes=1)) == ".........."


@pytest.mark.promise("P40")
def test_an_end_shortens_what_lasts_and_lets_later_facts_fall_away(payroll: Payroll) -> None:
    ann, bob = payroll.hire(), payroll.hire()
    for each in (ann, bob):
        record(payroll, each, "sickness", 1, 5, 11)
        record(payroll, each, "unpaid", 6, None, 12)
    with payroll.doing(payroll.hr, "absence.record", START, 13):
        end(Absence, [ann.pk], day(3))
    assert told(payroll, ann) == ".SS......."
    assert told(payroll, ann, known_at=at(START, 12)) == ".SSSS.UUUU"
    assert told(payroll, bob) == ".SSSS.UUUU", "of somebody else nothing changed"


Put = st.tuples(st.sampled_from(["sickness", "unpaid", "maternity"]), st.integers(0, 9), st.integers(1, 6))


@pytest.mark.promise("P40")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(puts=st.lists(Put, min_size=1, max_size=6))
def test_any_history_reads_as_a_list_of_days_written_one_over_the_other(
    payroll: Payroll, puts: list[tuple[str, int, int]]
) -> None:
    """The second, simpler model: a list of days for each instant."""
    ann = payroll.hire()
    days, history = ["."] * 16, []
    for hour, (kind, first, length) in enumerate(puts, 11):
        instant = record(payroll, ann, kind, first, first + length, hour)
        days[first : first + length] = [kind[0].upper()] * length
        history.append((instant, "".join(days)))
    for instant, expected in history:
        assert told(payroll, ann, 16, known_at=instant) == expected
    assert told(payroll, ann, 16) == "".join(days)
