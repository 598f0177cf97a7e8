"""National Insurance beside a slow reference: letters, periods, directors, jobs that count together, explained."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanaper.hr.pay.rules.national_insurance import (
    Contributions,
    contributions,
    counted_together,
    director_contributions,
    shared_out,
)
from hanaper.hr.pay.rules.workings import Workings
from hanaper.hr.pay.tests.reference import LETTERS, insurance

DAYS = [date(2024, 4, 30), date(2025, 9, 30), date(2026, 11, 30)]
ON = DAYS[-1]
FREQUENCIES = ["weekly", "two-weekly", "four-weekly", "monthly"]
PENCE = st.integers(0, 2_000_000)


def a(*values: Any) -> Any:
    return np.array(values)


def pounds(found: Contributions) -> tuple[Decimal, ...]:
    return tuple(Decimal(int(column[0])) / 100 for column in found.columns())


@pytest.mark.promise("P10")
@settings(max_examples=500, deadline=None)
@given(st.sampled_from(DAYS), st.sampled_from(sorted(LETTERS)), st.sampled_from(FREQUENCIES), PENCE)
def test_contributions_and_bands_are_what_the_slow_reference_says(
    on: date, letter: str, frequency: str, pay: int
) -> None:
    found = contributions(on, a(letter), a(pay), frequency=frequency)
    assert pounds(found) == insurance(on, Decimal(pay) / 100, letter, frequency=frequency)


@pytest.mark.promise("P10")
@settings(max_examples=300, deadline=None)
@given(st.sampled_from(DAYS), st.sampled_from(sorted(LETTERS)), st.integers(1, 52), st.integers(0, 12_000_000))
def test_a_director_owes_by_the_weeks_of_the_directorship(on: date, letter: str, weeks: int, pay: int) -> None:
    none = Contributions(*(a(0) for _ in range(5)))
    found = director_contributions(on, a(letter), a(pay), before=none, weeks=weeks)
    assert pounds(found) == insurance(on, Decimal(pay) / 100, letter, weeks=weeks)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 1_500_000), min_size=12, max_size=12))
def test_a_year_of_a_director_comes_to_the_same_by_both_methods(pays: list[int]) -> None:
    annual = alternative = Contributions(*(a(0) for _ in range(5)))
    to_date = 0
    for month, pay in enumerate(pays, 1):
        to_date += pay
        annual = added(annual, director_contributions(ON, a("A"), a(to_date), before=annual, weeks=52))
        last = director_contributions(ON, a("A"), a(to_date), before=alternative, weeks=52)
        own = contributions(ON, a("A"), a(pay), frequency="monthly")
        alternative = added(alternative, last if month == 12 else own)
    assert pounds(annual) == pounds(alternative) == insurance(ON, Decimal(to_date) / 100, weeks=52)


def added(one: Contributions, other: Contributions) -> Contributions:
    return Contributions(*(x + y for x, y in zip(one.columns(), other.columns(), strict=True)))


def test_who_owes_nothing_reports_no_bands() -> None:
    assert pounds(contributions(ON, a("X"), a(500000), frequency="monthly")) == (0, 0, 0, 0, 0)


def test_jobs_that_count_together_share_contributions_to_the_penny() -> None:
    pay, groups = a(100001, 50000, 33333, 200000), a(1, 1, 1, 2)
    found = shared_out(
        groups, pay, lambda rows, sums: contributions(ON, np.full(len(rows), "A"), sums, frequency="monthly")
    )
    together = contributions(ON, a("A"), a(183334), frequency="monthly")
    for mine, whole in zip(found.columns(), together.columns(), strict=True):
        assert int(mine[:3].sum()) == int(whole[0])
    assert int(found.employee[3]) == int(contributions(ON, a("A"), a(200000), frequency="monthly").employee[0])


JOBS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 900_000)), min_size=1, max_size=12)


@settings(max_examples=300, deadline=None)
@given(JOBS, st.sampled_from(sorted(LETTERS)))
def test_jobs_of_one_letter_pay_together_what_one_payment_would(jobs: list[tuple[int, int]], letter: str) -> None:
    groups, pay = (np.array(column) for column in zip(*jobs, strict=True))
    found = counted_together(ON, groups, np.full(len(jobs), letter), pay, frequency="monthly")
    for group in set(groups.tolist()):
        own = groups == group
        one = contributions(ON, a(letter), a(int(pay[own].sum())), frequency="monthly")
        for mine, whole in zip(found.columns(), one.columns(), strict=True):
            assert int(mine[own].sum()) == int(whole[0])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from("ACFHMJ"), st.integers(0, 900_000)), min_size=1, max_size=9)
)
def test_jobs_of_several_letters_use_each_threshold_once(jobs: list[tuple[int, str, int]]) -> None:
    groups, letters, pay = (np.array(column) for column in zip(*jobs, strict=True))
    found = counted_together(ON, groups, letters, pay, frequency="monthly")
    for group in set(groups.tolist()):
        own = groups == group
        whole = contributions(ON, a("A"), a(int(pay[own].sum())), frequency="monthly")
        for mine, one in zip(found.columns()[2:], whole.columns()[2:], strict=True):
            assert int(mine[own].sum()) == int(one[0])
        pennies = 2 * len(set(letters[own].tolist()))
        assert int(found.employee[own].sum()) <= int(whole.employee[0]) + pennies
        assert int(found.employer[own].sum()) <= int(whole.employer[0]) + pennies


def test_the_letter_that_comes_first_pays_for_the_lower_part() -> None:
    found = counted_together(ON, a(7, 7), a("A", "J"), a(300000, 200000), frequency="monthly")
    # A pays 8% of 1,048 to 3,000; J 2% of 3,000 to 4,189 and of what lies above.
    assert found.employee.tolist() == [15616, 2378 + 1622]
    assert found.at_lel.tolist() == [55900, 0] and found.pt_to_uel.tolist() == [195200, 118900]
    assert found.employer.tolist() == [(300000 - 41700) * 15 // 100, 30000]
    swapped = counted_together(ON, a(7, 7), a("J", "A"), a(200000, 300000), frequency="monthly")
    assert swapped.employee.tolist() == [(200000 - 104800) * 2 // 100, 218900 * 8 // 100 + 81100 * 2 // 100]


def test_nobody_has_no_contributions() -> None:
    nobody = np.zeros(0, dtype=np.int64)
    assert counted_together(ON, nobody, np.zeros(0, dtype="U1"), nobody, frequency="monthly").employee.tolist() == []


def test_workings_name_the_thresholds_that_were_used_with_their_source() -> None:
    for frequency, names in (
        ("monthly", ["thresholds_monthly"]),
        ("weekly", ["thresholds_weekly"]),
        ("four-weekly", ["thresholds_annual", "thresholds_weekly"]),
    ):
        workings = Workings()
        contributions(ON, a("F"), a(500000), frequency=frequency, workings=workings)
        employee, employer = workings.of(0)
        folder = "uk/hmrc/national_insurance/"
        assert [value.name for value in employee.figures] == [
            folder + name for name in ("employee_rates", "letters", *names)
        ]
        assert all(value.source.title for value in (*employee.figures, *employer.figures))
    assert (employee.inputs["rate_basis_points"], employer.inputs["rate_basis_points"]) == (800, 1500)
    assert employer.inputs["secondary_threshold"] == 192400


def test_a_director_sees_what_was_paid_before_and_no_month() -> None:
    workings = Workings()
    director = a(True, False)
    before = Contributions(*(a(100000, 0) for _ in range(5)))
    director_contributions(
        ON, a("A", "A"), a(3_000_000, 300000), before=before, weeks=52, applies=director, workings=workings
    )
    contributions(ON, a("A", "A"), a(300000, 300000), frequency="monthly", applies=~director, workings=workings)
    assert [step.result for step in workings.of(0) if step.line == "ni"] == [139440, 39440]
    assert [step.result for step in workings.of(1) if step.line == "ni"] == [15616]


def test_jobs_together_are_explained_by_the_whole_and_the_share() -> None:
    workings = Workings()
    counted_together(
        ON, a(1, 1, 2), a("A", "A", "A"), a(200000, 100000, 300000), frequency="monthly", workings=workings
    )
    assert [step.result for step in workings.of(2) if step.line == "ni"] == [15616]
    whole, share = (step for step in workings.of(1) if step.line == "ni")
    assert (whole.inputs["earnings"], whole.result) == (300000, 15616)
    assert (share.inputs["own_earnings"], share.inputs["theirs"], share.result) == (100000, 300000, 5205)
