"""The register as it stood: nothing of later, nothing that nobody had entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hanaper.strategy.register.api import Fact, Register, load_register, register_at

REGISTER = load_register()
ANSWER, TODAY = date(2024, 3, 4), date(2026, 11, 22)


def values(register: Register, series_id: str) -> list[object]:
    return [fact.value for series in register.series if series.id == series_id for fact in series.facts]


def test_a_figure_that_moved_later_has_not_moved_yet() -> None:
    assert values(register_at(REGISTER, as_of=ANSWER), "benefits-over-15-years") == [180_000_000_000, 300_000_000_000]
    assert values(register_at(REGISTER, as_of=TODAY), "benefits-over-15-years")[-1] == 437_000_000_000
    assert values(register_at(REGISTER, as_of=ANSWER), "spent-to-date") == []


def test_what_nobody_had_entered_was_not_known_whatever_its_own_date() -> None:
    nothing = register_at(REGISTER, as_of=TODAY, known_at=date(2026, 11, 21))

    assert (nothing.clusters, nothing.series, nothing.claims, nothing.gaps) == ((), (), (), ())
    one_day_later = register_at(REGISTER, as_of=TODAY, known_at=date(2026, 11, 22))
    assert len(one_day_later.clusters) == 5
    assert {state for cluster in one_day_later.clusters for state in cluster.states} == set(), "entered on the 27th"


def test_departments_are_those_of_the_day() -> None:
    def members(day: date) -> int:
        found = register_at(REGISTER, as_of=day)
        return sum(len(cluster.groups) + len(cluster.former) for cluster in found.clusters)

    assert [members(day) for day in (date(2022, 1, 1), ANSWER, TODAY)] == [17, 18, 18]


def test_bodies_begin_and_end_on_their_days() -> None:
    def there(day: date) -> set[str]:
        return {body.id for body in register_at(REGISTER, as_of=day).cluster("matrix").bodies}

    assert "skills-england" not in there(date(2025, 6, 1)) and "skills-england" in there(date(2025, 6, 2))
    assert "education-and-skills-funding-agency" in there(date(2025, 3, 31))
    assert "education-and-skills-funding-agency" not in there(date(2025, 4, 1))


def test_a_headcount_of_a_later_day_keeps_its_own_date() -> None:
    core = register_at(REGISTER, as_of=ANSWER).cluster("synergy").lead
    assert str(core.headcount.as_of) == "June 2025"


def test_a_slip_that_came_later_is_not_foreseen() -> None:
    def planned(day: date) -> list[str]:
        return [str(m.when) for m in register_at(REGISTER, as_of=day).cluster("matrix").milestones if m.is_planned]

    assert [planned(day) for day in (ANSWER, date(2026, 4, 1), TODAY)] == [[], ["2028"], ["2028", "2029"]]


def test_each_cluster_stands_as_the_last_source_by_the_day_says() -> None:
    def state(day: date) -> str:
        found = register_at(REGISTER, as_of=day).cluster("synergy").state("contract")
        return found.state if found else ""

    assert state(ANSWER) == ""
    assert "30 August 2024" in state(date(2025, 1, 1))
    assert "1 March 2033" in state(TODAY)
    assert [c.name for c in register_at(REGISTER, as_of=ANSWER).clusters if c.is_live] == ["Defence", "Overseas"]


def test_claims_of_one_date_by_two_sources_stand_side_by_side_and_a_corrected_row_takes_the_place_of_its_own() -> None:
    (spent,) = [each for each in REGISTER.series if each.id == "spent-to-date"]
    first = spent.facts[0]
    other = replace(first, value=1, source=REGISTER.sources[0])
    corrected = replace(first, value=2, version=2, recorded=date(2026, 12, 1))
    changed = replace(REGISTER, series=(replace(spent, facts=(first, other, corrected)),))

    def known(day: date) -> set[object]:
        return set(values(register_at(changed, as_of=TODAY, known_at=day), "spent-to-date"))

    assert known(date(2026, 11, 30)) == {first.value, 1}
    assert known(date(2026, 12, 1)) == {2, 1}


def test_a_year_is_not_over_on_its_first_day() -> None:
    """Expenses of Unity: "2024" by a source of November 2024, and so in nothing that was said in March."""

    def contracts(day: date) -> set[str]:
        return {contract.id for contract in register_at(REGISTER, as_of=day).cluster("unity").contracts}

    assert contracts(ANSWER) == set()
    assert contracts(date(2024, 11, 29)) == {"unity-sap", "unity-deloitte"}
    assert contracts(date(2024, 11, 30)) == {"unity-sap", "unity-deloitte", "unity-concur"}


def test_a_month_holds_from_its_end_or_from_a_source_within_it() -> None:
    assert values(register_at(REGISTER, as_of=date(2026, 3, 4)), "spent-to-date") == []
    assert values(register_at(REGISTER, as_of=date(2026, 3, 31)), "spent-to-date") == [45_900_000_000]


@given(
    st.dates(date(2009, 1, 1), date(2027, 1, 1)), st.integers(0, 4000), st.dates(date(2026, 11, 1), date(2026, 12, 31))
)
def test_a_later_day_knows_everything_that_an_earlier_one_knew(day: date, days: int, known: date) -> None:
    def facts(as_of: date) -> set[Fact]:
        found = register_at(REGISTER, as_of=as_of, known_at=known)
        return {fact for series in found.series for fact in series.facts}

    assert facts(day) <= facts(day + timedelta(days=days))
    assert all(fact.as_of.first <= day and fact.recorded <= known for fact in facts(day))
