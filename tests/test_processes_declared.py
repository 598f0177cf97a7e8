"""Every process that a module declares is what the database holds, and can be walked from its beginning to an end."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.db import connection

from hanaper.foundation.duties.api import duty
from hanaper.foundation.duties.conflicts import MATRIX, Conflict
from hanaper.foundation.processes.api import Process, process, processes

ALL = processes()


@pytest.fixture
def held(db: None) -> dict[tuple[str, int], set[tuple[str, str, str]]]:
    """(process, version) -> the moves that migrations wrote."""
    rows: dict[tuple[str, int], set[tuple[str, str, str]]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute("SELECT process, version, step, from_state, to_state FROM processes_move")
        for code, version, *move in cursor.fetchall():
            rows[code, version].add(tuple(move))
    return rows


def test_there_are_processes() -> None:
    assert {"manual-journal", "accounting-period"} <= {found.code for found in ALL}


@pytest.mark.promise("P20")
@pytest.mark.parametrize("conflict", [c for c in MATRIX if c.per == "record"], ids=lambda found: found.id)
def test_a_conflict_for_each_record_is_kept_by_a_step_of_one_of_its_duties(conflict: Conflict) -> None:
    duty_of = {(p.code, step.code): step.duty for p in ALL for step in p.steps if step.duty}
    kept = set()
    for declared in ALL:
        for step in declared.steps:
            for barred in step.never_by:
                other, _, code = barred.rpartition(".")
                kept.add(frozenset((step.duty, duty_of.get((other or declared.code, code)))))
    standing = set(duty_of.values())
    pairs = {frozenset((a, b)) for a in standing for b in standing if a != b and conflict.holds_between(a, b)}
    assert pairs <= kept, "nobody may do both to one record, and no step sees to it"


@pytest.mark.parametrize("declared", ALL, ids=lambda found: found.code)
class TestEveryProcess:
    """One process at a time."""

    def test_its_moves_are_those_that_the_database_lets_pass(
        self, declared: Process, held: dict[tuple[str, int], set[tuple[str, str, str]]]
    ) -> None:
        assert held[declared.code, declared.version] == set(declared.moves())

    def test_it_begins_with_one_step_and_every_state_can_be_reached(self, declared: Process) -> None:
        makers = [step for step in declared.steps if not step.from_states]
        assert makers, "no step makes the document"
        reached = {step.to_state for step in makers}
        while True:
            further = {state for _, origin, state in declared.moves() if origin in reached} - reached
            if not further:
                break
            reached |= further
        assert reached == set(declared.states)

    def test_every_state_leads_to_an_end(self, declared: Process) -> None:
        leaving: dict[str, set[str]] = defaultdict(set)
        for _, origin, state in declared.moves():
            leaving[origin].add(state)
        ends = {state for state in declared.states if not leaving[state]}
        if not ends:
            return  # a cycle on purpose: a period opens and closes
        arrives = set(ends)
        while True:
            more = {state for state in declared.states if leaving[state] & arrives} - arrives
            if not more:
                break
            arrives |= more
        assert arrives == set(declared.states)

    def test_every_duty_is_declared_and_of_the_side_that_the_step_names(self, declared: Process) -> None:
        for step in declared.steps:
            if step.duty is not None:
                assert step.side is None or duty(step.duty).side == step.side, step.code

    def test_whom_a_step_excludes_are_steps(self, declared: Process) -> None:
        for step in declared.steps:
            for code in step.never_by:
                other, _, name = code.rpartition(".")
                assert (process(other) if other else declared).step(name), (step.code, code)

    def test_what_is_approved_has_a_content_and_a_limit_is_a_column(self, declared: Process) -> None:
        columns = {field.name for field in declared.model._meta.get_fields()}
        for step in declared.steps:
            if step.approves or step.checks:
                assert declared._contents is not None, step.code
            assert step.limit is None or step.limit in columns, step.code

    def test_its_standard_is_between_two_of_its_states(self, declared: Process) -> None:
        if declared.standard is not None:
            assert {declared.standard.start, declared.standard.done} <= set(declared.states)
            assert declared.standard.days > 0

    def test_nobody_passes_what_they_made(self, declared: Process) -> None:
        """Whoever makes a document is excluded where it is approved, or where what was put together is let go."""
        makers = {step.code for step in declared.steps if not step.from_states and not step.is_automatic}
        passing = [step for step in declared.steps if (step.approves or step.checks) and not step.is_automatic]
        if passing:
            assert any(makers <= set(step.never_by) for step in passing)
