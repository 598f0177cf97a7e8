"""Each statement of the written answer, on its own day and on later ones, from public sources alone."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hanaper.strategy.register.api import When, load_register, register_at
from hanaper.strategy.update.rules.due import due, overdue
from hanaper.strategy.update.rules.known import Known
from hanaper.strategy.update.rules.statements import NOT_YET_SAID, Measured, Statement, statements

REGISTER = load_register()
ANSWER, LATER = date(2024, 3, 4), date(2026, 11, 22)


def known(day: date) -> Known:
    return Known(register_at(REGISTER, as_of=day), day)


def said(day: date, measured: Measured | None = None) -> dict[str, Statement]:
    return {row.id: row for row in statements(known(day), measured or Measured(), REGISTER.claims)}


THEN, NOW = said(ANSWER), said(LATER)


def test_every_statement_of_the_answer_is_made_on_its_day_with_its_sources(shared: Callable[[str], Path]) -> None:
    with shared("reference/domain/answer_statements.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))

    assert [row["id"] for row in table] == list(THEN)
    for row in table:
        made = THEN[row["id"]]
        assert made.says != NOT_YET_SAID
        assert made.cites and all(cite.source and cite.as_of and cite.at for cite in made.cites), row["id"]
        assert made.kind == row["kind"]
        assert made.would_measure


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("A01", "began in March 2021"),
        ("A02", "HR, finance and commercial services"),
        ("A03", "Nineteen departments are said to work together (4 March 2024); public sources name eighteen."),
        ("A04", "five clusters that form the shared service centres: Synergy, Unity, Matrix, Defence and Overseas"),
        ("A05", "expected to be live by 4 September 2025, eighteen months after"),
        ("A06", "by 2028"),
        ("A07", "as their current contracts end, to give value for money"),
        ("A08", "Two of the five clusters are up and running: Defence and Overseas."),
        ("A09", "more than £120 million of benefits so far (4 March 2024)"),
        ("A10", "Overseas looks to expand and to automate further"),
        ("A11", "Defence looks to bring the military beside the civilians"),
        ("A12", "Synergy, Unity and Matrix have initial approval and funding to go to the market."),
        ("A13", "are finalising procurements for technology and services"),
        ("A14", "will bring business cases for approval in the coming months"),
        ("A15", "fall by 20 per cent (4 March 2024). Its perimeter, base year and price base are not stated"),
        ("A16", "more than £3 billion of benefits (4 March 2024). It was £1.8 billion (March 2023) before."),
        ("A17", "only one element of these benefits. March 2023: £500 million of £1.8 billion"),
        ("A18", "save civil servants' time"),
        ("A19", "make later procurement cheaper and to give more buying power"),
        ("A20", "By 4 September 2024 clusters are expected to submit business cases"),
        ("A21", "is not shown: no published figure sets measured benefits against the cost to date."),
        ("A22", "Within six months:"),
    ],
)
def test_what_is_said_on_the_day_of_the_answer(number: str, words: str) -> None:
    assert words in THEN[number].says


def test_which_are_claims_that_no_measure_supports() -> None:
    assert [row.id for row in THEN.values() if row.support == "claim"] == [
        "A03", "A05", "A06", "A07", "A09", "A10", "A11", "A12", "A13", "A14", "A15", "A16", "A17", "A18", "A19", "A20",
    ]  # fmt: skip
    assert [row.id for row in THEN.values() if row.support == "nothing"] == ["A21"]
    assert {row.support for row in THEN.values()} == {"claim", "nothing", "source"}, "nothing real is measured here"


def test_nobody_names_the_nineteenth_department() -> None:
    assert "No source names the nineteenth." in THEN["A03"].says


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("A03", "Seventeen departments are said to work together (March 2026); public sources name eighteen."),
        ("A03", "Education and HM Treasury have not committed."),
        ("A05", "were expected to be live by 4 September 2025. That day is past: sources say so of two"),
        ("A05", "Matrix plans 2029. No source dates Synergy or Unity."),
        ("A06", "Matrix now plans to go live in 2029, after that."),
        ("A09", "No later figure has been published that we hold."),
        ("A12", "Synergy, IBM and Oracle (30 August 2024)"),
        ("A16", "£4.37 billion of benefits (March 2026). It was £1.8 billion (March 2023) and more than £3 billion"),
        ("A17", "March 2026: £1.4 billion of £4.37 billion were cash or direct savings, 32 per cent."),
        ("A20", "One of three had signed (Synergy, 30 August 2024)."),
        ("A21", "£459 million is said to have been spent by March 2026."),
        ("A22", "Matrix: HM Treasury decides whether to join (December 2026)"),
    ],
)
def test_a_later_day_tells_a_different_story(number: str, words: str) -> None:
    assert words in NOW[number].says
    assert NOW[number].says != THEN[number].says


def test_nothing_of_a_later_day_is_known_on_an_earlier_one() -> None:
    everything = " ".join(f"{row.says} {row.cites}" for row in THEN.values())
    for later in ("4.37", "459", "2029", "30 August 2024", "15 November 2024, SAP"):
        assert later not in everything


def test_before_the_answer_nothing_of_it_had_been_said() -> None:
    before = said(date(2023, 4, 1))

    assert before["A09"].says == NOT_YET_SAID
    assert before["A09"].support == "nothing"
    assert "£1.8 billion of benefits (March 2023)." in before["A16"].says


@pytest.mark.promise("P40")
def test_what_nobody_had_recorded_is_in_no_statement() -> None:
    unread = Known(register_at(REGISTER, as_of=LATER, known_at=date(2026, 11, 1)), LATER)

    rows = {row.id: row for row in statements(unread, Measured(), REGISTER.claims)}
    assert all(row.says == NOT_YET_SAID for number, row in rows.items() if number != "A22")
    assert not any(row.cites for row in rows.values())


def test_a_measure_of_real_bodies_supports_what_was_a_claim_and_leaves_its_words() -> None:
    measured = said(
        LATER,
        Measured(
            running_costs=[("North", 1_234), ("South", -50)], benefits=[("unit-cost", -5_000_00, None, -5_001_00)]
        ),
    )

    assert measured["A15"].support == "measure"
    assert "North 12.3 per cent; South -0.5 per cent, real" in measured["A15"].measured_here
    assert measured["A15"].says == NOW["A15"].says, "the claim is not rewritten"
    assert "-£5,001.00 seen as unit cost" in measured["A21"].measured_here, "a loss prints as one"
    assert measured["A21"].support == "measure"


def test_benefits_without_their_cost_do_not_say_whether_anything_was_saved() -> None:
    uncosted, costed = ("unit-cost", 9_000_00, 5_000_00, None), ("unit-cost", 9_000_00, 5_000_00, 9_000_00)
    assert said(LATER, Measured(benefits=[uncosted]))["A21"].support == "nothing"
    assert said(LATER, Measured(benefits=[costed]))["A21"].support == "measure"


def test_members_whom_only_later_sources_name_say_so() -> None:
    words = "Who they are is known from later sources, the last as of 15 November 2024."
    assert words in THEN["A03"].says
    assert words not in NOW["A03"].says


def test_a_plan_that_moved_is_due_by_its_last_word_and_is_overdue_only_after_its_last_day() -> None:
    assert [each.when for each in due(known(LATER), 40) if each.what == "Go-live"] == ["2029"]
    assert [each.when for each in due(known(date(2026, 4, 1)), 40) if each.what == "Go-live"] == ["2028"]
    assert "Every cluster's centre is expected to be live within eighteen months." in [
        each.what for each in overdue(known(LATER))
    ]
    assert overdue(known(date(2025, 9, 3))) != overdue(known(date(2025, 9, 4)))


def test_a_cluster_that_is_live_is_not_overdue_to_go_live() -> None:
    assert not [each for each in overdue(known(ANSWER)) if each.what == "Go-live"]


def test_one_department_that_nobody_names_is_told_apart_from_several() -> None:
    cluster = REGISTER.clusters[0]
    fewer = replace(REGISTER, clusters=(replace(cluster, groups=cluster.groups[:2]), *REGISTER.clusters[1:]))
    rows = statements(Known(register_at(fewer, as_of=ANSWER), ANSWER), Measured(), REGISTER.claims)

    assert "No source names the others." in rows[2].says


def test_what_was_said_of_the_three_stays_true_of_them_after_one_goes_live() -> None:
    """A cluster that goes live later was still waiting when the answer was given."""
    matrix = REGISTER.cluster("matrix")
    live = replace(
        matrix, was_live=(*matrix.was_live, replace(matrix.was_live[-1], value=True, as_of=When.parse("2026-10")))
    )
    later = replace(REGISTER, clusters=tuple(live if c is matrix else c for c in REGISTER.clusters))
    rows = statements(Known(register_at(later, as_of=LATER), LATER), Measured(), REGISTER.claims)

    by_id = {row.id: row.says for row in rows}
    assert "Three of the five clusters are up and running" in by_id["A08"]
    assert "Synergy, Unity and Matrix had initial approval" in by_id["A12"]
    assert "One of three had signed" in by_id["A20"]
