"""Updates of many rows at once are looked at in another way than updates of a few, and leave the same entries."""

from __future__ import annotations

import pytest
from django.db import connection

from hanaper.foundation.acts.api import act
from hanaper.foundation.processes.api import advance, create
from hanaper.foundation.tenancy.api import CostCentre
from hanaper.ledger.models import ManualJournal
from hanaper.ledger.process import JOURNAL
from tests.world import SETUP, World, build_world

MANY = 150


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def _entries(table: str) -> list[tuple[str, list[str], int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT operation, columns, count(*) FROM audit_entry WHERE table_name = %s AND operation = 'update'"
            " GROUP BY 1, 2 ORDER BY 3",
            [table],
        )
        return cursor.fetchall()


def _entered(world: World, count: int) -> list[int]:
    with act(world.enterer, "journal.enter", world.alpha):
        made = [
            ManualJournal(fiscal_year=world.period.year, period=world.period.number, description="x", amount_pence=1)
            for _ in range(count)
        ]
        return [journal.pk for journal in create(JOURNAL, "enter", made)]


@pytest.mark.promise("P37")
def test_each_of_many_changed_rows_leaves_its_entry(world: World) -> None:
    with act(SETUP, None, world.alpha):
        CostCentre.objects.bulk_create(
            [
                CostCentre(body=world.alpha, code=f"X{n}", name="Old", valid=CostCentre.objects.get(code="C1").valid)
                for n in range(MANY)
            ]
        )
        assert CostCentre.objects.filter(name="Old").update(name="New") == MANY
        assert _entries("tenancy_costcentre") == [("update", ["name"], MANY)]


@pytest.mark.promise("P37")
def test_one_change_among_many_that_stay_leaves_one_entry(world: World) -> None:
    ids = _entered(world, MANY)
    with act(world.enterer, "journal.enter", world.alpha):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE ledger_manualjournal SET description = CASE id WHEN %s THEN 'y' ELSE description END", [ids[7]]
            )
        assert _entries("ledger_manualjournal") == [("update", ["description"], 1)]


def test_many_that_only_move_leave_evidence_and_no_entry(world: World) -> None:
    ids = _entered(world, MANY)
    with act(world.approver, "journal.approve", world.alpha):
        assert all(outcome.moved for outcome in advance(JOURNAL, "send-back", ids, reason="test"))
        assert _entries("ledger_manualjournal") == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM processes_evidence WHERE step = 'send-back'")
            assert cursor.fetchone() == (MANY,)


@pytest.mark.django_db
@pytest.mark.parametrize("function", ["hanaper.witness_update", "hanaper.audit_update"])
def test_what_compares_old_rows_with_new_never_compares_each_with_each(function: str) -> None:
    """A connection keeps its plan: after some single documents, a batch of 20,000 took two minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proconfig FROM pg_proc WHERE oid = %s::regproc", [function])
        assert "enable_nestloop=off" in cursor.fetchone()[0]
