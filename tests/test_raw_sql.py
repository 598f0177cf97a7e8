"""What raw SQL as the application's role cannot do, each beside a control that shows it succeed where the guard is off.

The attempts run on a connection of the application's role with its scope set to the body `alpha`, as somebody would who
has found a way to send SQL of their own. SECURITY.md says what such a person still can.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.databases import CommittedDatabase
from tests.world import World, build_world

pytestmark = pytest.mark.promise("P11")


@pytest.fixture
def world(committed_db: CommittedDatabase) -> World:
    return build_world()


@pytest.fixture
def attacker(world: World, connection_factory: Callable[..., psycopg.Connection[Any]]) -> psycopg.Connection[Any]:
    """The application's role, in a transaction scoped to alpha, naming a person and a run as an act would."""
    connection = connection_factory("app")
    _scope(connection, world)
    return connection


def _scope(connection: psycopg.Connection[Any], world: World, **more: str) -> None:
    settings = {
        "bodies": f"{{{world.alpha.pk}}}",
        "body": str(world.alpha.pk),
        "actor": str(world.stranger.person_id),
        "run": "00000000-0000-4000-8000-000000000001",
        "duty": "journal.approve",
    } | more
    for name, value in settings.items():
        connection.execute("SELECT set_config('hanaper.' || %s, %s, true)", [name, value])


def _posted(world: World, body: Any) -> int:
    from hanaper.foundation.processes import automation
    from hanaper.ledger.process import JOURNAL

    journal = world.enter(body)
    world.approve(body, [journal.pk])
    automation.run(JOURNAL, body)
    return journal.pk


def _refused(connection: psycopg.Connection[Any], statement: str, expected: str, *parameters: Any) -> None:
    with pytest.raises(psycopg.Error) as refusal, connection.transaction():
        connection.execute(statement, parameters)  # type: ignore[arg-type]
    assert refusal.value.sqlstate == expected, refusal.value


TENANT_TABLES = "SELECT name FROM hanaper.declared_table WHERE kind = 'tenant' ORDER BY name"


@pytest.mark.promise("P13")
def test_another_body_cannot_be_read(
    world: World, attacker: psycopg.Connection[Any], connection_factory: Callable[..., psycopg.Connection[Any]]
) -> None:
    _posted(world, world.beta)
    seen = {}
    for (table,) in attacker.execute(TENANT_TABLES).fetchall():
        if attacker.execute("SELECT has_table_privilege(%s, 'SELECT')", [table]).fetchone() == (True,):
            count = attacker.execute(f"SELECT count(*) FROM {table} WHERE body_id = %s", [world.beta.pk]).fetchone()
            assert count is not None
            seen[table] = count[0]
    assert {"ledger_line", "processes_evidence"} <= seen.keys()
    assert not any(seen.values()), seen
    control = connection_factory("owner").execute(
        "SELECT count(*) FROM ledger_line WHERE body_id = %s", [world.beta.pk]
    )
    assert control.fetchone() == (2,), "the owner, whose policy is USING (true), sees what the attacker does not"


@pytest.mark.promise("P01")
def test_an_unbalanced_journal_cannot_be_posted(
    world: World, attacker: psycopg.Connection[Any], connection_factory: Callable[..., psycopg.Connection[Any]]
) -> None:
    period, cost_centre, programme = world.period, world.cost_centres[world.alpha.pk], world.programmes[world.alpha.pk]
    account = attacker.execute("SELECT min(id) FROM ledger_account").fetchone()
    assert account is not None
    post = (
        "SELECT * FROM hanaper.post('{x}', '{1}', '{post}', %s::smallint[], %s::smallint[], '{NULL}', '{1,1}', '{1,1}',"
        " %s::bigint[], %s::bigint[], %s::bigint[], '{\"\",\"\"}', '{NULL,NULL}', %s::bigint[], '{NULL,NULL}',"
        " '{NULL,NULL}')"
    )
    keys = [[account[0]] * 2, [cost_centre] * 2, [programme] * 2]
    _refused(attacker, post, "HN020", [period.year], [period.number], *keys, [100, -99])
    _refused(
        attacker,
        "INSERT INTO ledger_line (body_id, fiscal_year, journal_id, line_no, period, kind, account_id, cost_centre_id,"
        " programme_id, amount_pence) VALUES (%s, %s, 1, 1, 1, 1, %s, %s, %s, 5)",
        "42501",
        world.alpha.pk, period.year, account[0], cost_centre, programme,
    )  # fmt: skip
    # Control: the owner may insert, and only the trigger stands in the way; without it the line goes in.
    owner = connection_factory("owner")
    insert = (
        "INSERT INTO ledger_line (body_id, fiscal_year, journal_id, line_no, period, kind, account_id, cost_centre_id,"
        f" programme_id, amount_pence) VALUES ({world.alpha.pk}, {period.year}, 1, 1, 1, 1, {account[0]},"
        f" {cost_centre}, {programme}, 5)"
    )
    _refused(owner, insert, "HN020")
    with owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE ledger_line DISABLE TRIGGER lines_balance")
        assert owner.execute(insert).rowcount == 1
    # And a balanced posting through the front door passes for the attacker: the refusal was about the balance.
    _posted(world, world.alpha)
    without_step = "SELECT count(*) FROM hanaper.journals_without_step(%s)"
    with attacker.transaction(force_rollback=True):
        assert attacker.execute(without_step, [world.alpha.pk]).fetchone() == (0,)
        assert attacker.execute(post, [[period.year], [period.number], *keys, [100, -100]]).rowcount == 1
        assert attacker.execute(without_step, [world.alpha.pk]).fetchone() == (1,), "and it is found afterwards"


@pytest.mark.promise("P02")
def test_a_posted_line_cannot_be_changed(
    world: World, attacker: psycopg.Connection[Any], connection_factory: Callable[..., psycopg.Connection[Any]]
) -> None:
    _posted(world, world.alpha)
    for statement in (
        "UPDATE ledger_line SET amount_pence = 1",
        "DELETE FROM ledger_line",
        "TRUNCATE ledger_line",
        "UPDATE ledger_journal SET period = 2",
        "DELETE FROM ledger_journal",
    ):
        _refused(attacker, statement, "42501")
    owner = connection_factory("owner")
    for statement in ("UPDATE ledger_line SET amount_pence = 1", "DELETE FROM ledger_line", "TRUNCATE ledger_line"):
        _refused(owner, statement, "HN005")
    with owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE ledger_line DISABLE TRIGGER append_only")
        assert owner.execute("UPDATE ledger_line SET project = 'x'").rowcount == 2


@pytest.mark.promise("P37")
def test_a_document_cannot_be_moved_past_its_process(
    world: World, attacker: psycopg.Connection[Any], connection_factory: Callable[..., psycopg.Connection[Any]]
) -> None:
    journal = world.enter(world.alpha)
    move = "UPDATE ledger_manualjournal SET state = %s, state_since = hanaper.at() WHERE id = %s"
    for step, state in (("approve", "posted"), ("post", "posted"), ("", "approved"), ("send-back", "approved")):
        with pytest.raises(psycopg.Error) as refusal, attacker.transaction():
            attacker.execute("SELECT set_config('hanaper.step', %s, true)", [step])
            attacker.execute(move, [state, journal.pk])
        assert refusal.value.sqlstate == "HN010", refusal.value
    # A declared move without an act behind it is refused too.
    with pytest.raises(psycopg.Error) as refusal, attacker.transaction():
        attacker.execute("SELECT set_config('hanaper.step', 'approve', true), set_config('hanaper.actor', '', true)")
        attacker.execute(move, ["approved", journal.pk])
    assert refusal.value.sqlstate == "HN001"
    _refused(attacker, "DELETE FROM ledger_manualjournal", "42501")
    owner = connection_factory("owner")
    with owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE ledger_manualjournal DISABLE TRIGGER witness_update, DISABLE TRIGGER audit_update")
        assert owner.execute(move, ["posted", journal.pk]).rowcount == 1


@pytest.mark.promise("P37")
def test_a_line_is_not_added_to_a_document_without_a_trace(world: World, attacker: psycopg.Connection[Any]) -> None:
    _posted(world, world.alpha)
    added = "SELECT count(*) FROM audit_entry WHERE table_name = 'ledger_manualline'"
    assert attacker.execute(added).fetchone() == (0,), "lines made with their document are part of its first step"
    insert = (
        "INSERT INTO ledger_manualline (body_id, journal_id, line_no, account_id, cost_centre_id, programme_id,"
        " amount_pence, narrative) SELECT body_id, journal_id, 3, account_id, cost_centre_id, programme_id, 5, ''"
        " FROM ledger_manualline WHERE line_no = 1"
    )
    with pytest.raises(psycopg.Error) as refusal, attacker.transaction():
        attacker.execute("SELECT set_config('hanaper.run', '', true)")
        attacker.execute(insert)
    assert refusal.value.sqlstate == "HN001"
    with attacker.transaction(force_rollback=True):
        assert attacker.execute(insert).rowcount == 1
        assert attacker.execute(added).fetchone() == (1,)


@pytest.mark.promise("P38")
@pytest.mark.parametrize("table", ["processes_evidence", "audit_entry", "audit_detail", "audit_seal", "audit_head",
                                   "ledger_journal", "ledger_line", "ledger_folded"])  # fmt: skip
def test_evidence_audit_and_books_are_not_written_directly(
    world: World, attacker: psycopg.Connection[Any], table: str
) -> None:
    _posted(world, world.alpha)
    _refused(attacker, f"DELETE FROM {table}", "42501")
    _refused(attacker, f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {table} LIMIT 1", "42501")
    column = attacker.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum LIMIT 1", [table]
    ).fetchone()
    assert column is not None
    _refused(attacker, f"UPDATE {table} SET {column[0]} = {column[0]}", "42501")
    # Nor by the functions that write them from inside a trigger.
    _refused(attacker, "SELECT hanaper.audit_write('x', 'insert', '{}', '{}')", "42501")


@pytest.mark.promise("P12")
def test_a_partition_cannot_be_reached(
    world: World, attacker: psycopg.Connection[Any], connection_factory: Callable[..., psycopg.Connection[Any]]
) -> None:
    _posted(world, world.beta)
    partitions = attacker.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relkind = 'r' ORDER BY 1"
    ).fetchall()
    assert len(partitions) >= 6
    for (name,) in partitions:
        _refused(attacker, f"SELECT 1 FROM {name}", "42501")
        _refused(attacker, f"DELETE FROM {name}", "42501")
    # Control: row security of the parent does not follow into a partition, so one grant would open every body.
    owner = connection_factory("owner")
    with owner.transaction(force_rollback=True):
        owner.execute(f"GRANT SELECT ON ledger_line_{world.period.year} TO hanaper_app")
        owner.execute("SET LOCAL ROLE hanaper_app")
        _scope(owner, world)
        found = owner.execute(
            f"SELECT count(*) FROM ledger_line_{world.period.year} WHERE body_id = %s", [world.beta.pk]
        )
        assert found.fetchone() == (2,)


def test_no_setting_means_no_rows(world: World, connection_factory: Callable[..., psycopg.Connection[Any]]) -> None:
    _posted(world, world.alpha)
    connection = connection_factory("app")
    assert connection.execute("SELECT count(*) FROM ledger_line").fetchone() == (0,)
    _scope(connection, world)
    assert connection.execute("SELECT count(*) FROM ledger_line").fetchone() == (2,)
    connection.commit()
    assert connection.execute("SELECT count(*) FROM ledger_line").fetchone() == (0,), "the scope ended with its act"
