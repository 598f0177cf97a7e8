"""P11 and P12: no scope means no rows, another body's rows are not there, and nothing points across."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.acts.api import act, reading
from hanaper.foundation.tenancy.api import (
    Body,
    Cluster,
    ClusterMember,
    CostCentre,
    Group,
    GroupMember,
    NoScope,
    current_scope,
)
from hanaper.ledger.models import ManualJournal, ManualLine
from tests.world import LONG_AGO, SETUP, World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()


#: Only functions of the database read these, for the bodies of the transaction: no scope opens the tables themselves.
GUARDED = {"people.BankAccount", "people.NationalInsurance"}
SCOPED = [
    model
    for model in apps.get_models()
    if {"body_id", "cluster_id"} & {field.attname for field in model._meta.concrete_fields}
    and model.__module__.startswith("hanaper.")
    and model not in (Body, GroupMember, ClusterMember)
    and model._meta.label not in {"duties.Grant", *GUARDED}
]


@pytest.mark.promise("P11")
@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_a_manager_refuses_to_run_without_a_scope(world: World, model: Any) -> None:
    with pytest.raises(NoScope):
        list(model._default_manager.all())
    with act(SETUP, None, world.alpha):
        list(model._default_manager.all()[:1])


@pytest.mark.promise("P11")
@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_the_database_shows_no_row_without_a_setting(world: World, model: Any) -> None:
    """The second layer, without the first."""
    world.enter(world.alpha)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
        assert cursor.fetchone() == (0,)


@pytest.mark.promise("P11", "P16")
@pytest.mark.parametrize("label", sorted(GUARDED))
def test_a_guarded_table_is_read_by_nobody_in_scope_or_out_of_it(world: World, label: str) -> None:
    table = apps.get_model(label)._meta.db_table
    for scope in (None, world.alpha):
        with contextlib.ExitStack() as stack:
            if scope is not None:
                stack.enter_context(act(SETUP, None, scope))
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(f"SELECT FROM {table}")


@pytest.mark.promise("P11")
def test_each_layer_alone_hides_other_bodies(world: World) -> None:
    for body in (world.alpha, world.beta):
        world.enter(body)
    with act(SETUP, None, world.alpha):
        assert set(ManualJournal.objects.values_list("body_id", flat=True)) == {world.alpha.pk}
        with connection.cursor() as cursor:  # past the manager
            cursor.execute("SELECT DISTINCT body_id FROM ledger_manualjournal")
            assert cursor.fetchall() == [(world.alpha.pk,)]
            cursor.execute("SELECT set_config('hanaper.bodies', %s, true)", [f"{{{world.alpha.pk},{world.beta.pk}}}"])
        # past the policies: the database would now show both, and the manager does not
        assert set(ManualJournal.objects.values_list("body_id", flat=True)) == {world.alpha.pk}


@pytest.mark.promise("P11")
def test_rows_are_read_in_many_bodies_and_written_in_one(world: World) -> None:
    with act(SETUP, None, world.alpha), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hanaper.bodies', %s, true)", [f"{{{world.alpha.pk},{world.beta.pk}}}"])
        cursor.execute("SELECT count(*) FROM tenancy_costcentre")
        assert cursor.fetchone() == (2,)
        cursor.execute("UPDATE tenancy_costcentre SET name = 'mine'")
        assert cursor.rowcount == 1
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            CostCentre.objects.create(body=world.beta, code="X", name="x", valid=DateRange(LONG_AGO, None))
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute(
                "UPDATE tenancy_costcentre SET body_id = %s WHERE body_id = %s", [world.beta.pk, world.alpha.pk]
            )


@pytest.mark.promise("P12")
@pytest.mark.parametrize("column", ["cost_centre_id", "programme_id", "journal_id"])
def test_a_line_cannot_point_at_another_bodys_row(world: World, column: str) -> None:
    elsewhere = {
        "cost_centre_id": world.cost_centres[world.beta.pk],
        "programme_id": world.programmes[world.beta.pk],
        "journal_id": world.enter(world.beta).pk,
    }[column]
    journal = world.enter(world.alpha)
    with (
        act(world.enterer, "journal.enter", world.alpha),
        pytest.raises(IntegrityError, match="foreign key"),
        transaction.atomic(),
    ):
        ManualLine.objects.filter(journal_id=journal.pk, line_no=1).update(**{column: elsewhere})


@pytest.mark.promise("P12")
def test_a_posting_cannot_point_at_another_bodys_keys(world: World) -> None:
    """The set-wise check, in place of keys."""
    from hanaper.ledger.api import Journal, KeyNotThere, Line, post

    mine, theirs = world.lines(world.alpha), world.lines(world.beta)
    for wrong in ("cost_centre_id", "programme_id"):
        lines = [Line(x.account_id, x.cost_centre_id, x.programme_id, x.amount_pence) for x in mine]
        other = getattr(theirs[0], wrong)
        lines[0] = Line(
            lines[0].account_id,
            other if wrong == "cost_centre_id" else lines[0].cost_centre_id,
            other if wrong == "programme_id" else lines[0].programme_id,
            lines[0].amount_pence,
        )
        with pytest.raises(KeyNotThere), act(SETUP, None, world.alpha):
            post([Journal(source="test", source_id=1, event="post", period=world.period, lines=lines)])


@pytest.mark.promise("P11")
def test_not_yours_looks_exactly_like_not_there(world: World) -> None:
    from hanaper.kernel.errors import NotThere
    from hanaper.ledger.selectors import journal_get_for

    theirs = world.enter(world.beta).pk
    answers = []
    for asked in (theirs, 987_654_321):
        with reading(world.enterer, "ledger.read", [world.alpha]), pytest.raises(NotThere) as refused:
            journal_get_for(asked)
        answers.append((type(refused.value), refused.value.code, refused.value.status))
    assert answers[0] == answers[1]


class TestWhoServesWhom:
    """Groups, clusters and memberships, dated."""

    def test_an_act_knows_the_cluster_of_its_body_and_day(self, world: World) -> None:
        north, south = Cluster.objects.get(code="north"), Cluster.objects.get(code="south")
        with act(SETUP, None, world.alpha):
            assert (current_scope().clusters, current_scope().cluster) == ((north.pk,), north.pk)
        with act(SETUP, None, world.beta):
            assert current_scope().cluster == south.pk

    def test_a_body_has_one_group_and_a_group_one_cluster_on_every_day(self, world: World) -> None:
        other = Group.objects.get(code="g-beta")
        with act(SETUP, None, None):
            with pytest.raises(IntegrityError), transaction.atomic():
                GroupMember.objects.create(body=world.alpha, group=other, valid=DateRange(date(2024, 1, 1), None))
            with pytest.raises(IntegrityError), transaction.atomic():
                ClusterMember.objects.create(
                    group=other, cluster=Cluster.objects.get(code="north"), valid=DateRange(date(2024, 1, 1), None)
                )

    @pytest.mark.parametrize("code", ["all", "A", "x", "-ab", "much-too-long-a-code", "a b"])
    def test_a_code_fits_an_address_and_is_never_all(self, world: World, code: str) -> None:
        with act(SETUP, None, None), pytest.raises(DatabaseError), transaction.atomic():
            Body.objects.create(code=code, name="x", began_on=LONG_AGO)

    def test_a_merged_bodys_rows_are_read_by_its_successor(self, world: World) -> None:
        """And by the successor of that."""
        with act(SETUP, None, None) as opened:
            Body.objects.filter(pk=world.beta.pk).update(ended_on=opened.today, successor_id=world.alpha.pk)
            Body.objects.filter(pk=world.alpha.pk).update(ended_on=opened.today, successor_id=world.real.pk)
        with act(SETUP, None, world.real):
            assert current_scope().bodies == tuple(sorted([world.alpha.pk, world.beta.pk, world.real.pk]))
            assert current_scope().body == world.real.pk
            assert CostCentre.objects.count() == 3
