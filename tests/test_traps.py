"""The four traps of row security, each found by running it: the guard, and beside it a control without the guard.

They stand on tables made for them, so that they show what PostgreSQL does rather than what Hanaper happens to have.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from hanaper.foundation.acts.api import act
from tests.databases import CommittedDatabase
from tests.world import build_world

Connection = psycopg.Connection[Any]
Connect = Callable[..., Connection]


@pytest.fixture
def owner(committed_db: CommittedDatabase, connection_factory: Connect) -> Connection:
    return connection_factory("owner", autocommit=True)


@pytest.fixture
def app(committed_db: CommittedDatabase, connection_factory: Connect) -> Connection:
    return connection_factory("app", autocommit=True)


def as_body(connection: Connection, body: int | None) -> None:
    """Set both scopes inside the open transaction."""
    connection.execute(
        "SELECT set_config('hanaper.bodies', %s, true), set_config('hanaper.body', %s, true)",
        ["" if body is None else f"{{{body}}}", "" if body is None else str(body)],
    )


def make_lines(owner: Connection, *, definer: bool) -> None:
    """Lines of two bodies, with a deferred trigger that says whether they balance."""
    owner.execute(
        "CREATE TABLE trap_line (body_id bigint, journal bigint, pence bigint);"
        "ALTER TABLE trap_line ENABLE ROW LEVEL SECURITY; ALTER TABLE trap_line FORCE ROW LEVEL SECURITY;"
        "CREATE POLICY read ON trap_line FOR SELECT TO hanaper_app"
        "  USING (body_id = ANY ((SELECT hanaper.bodies())::bigint[]));"
        "CREATE POLICY write ON trap_line FOR INSERT TO hanaper_app WITH CHECK (body_id = (SELECT hanaper.body()));"
        "CREATE POLICY owner ON trap_line TO hanaper_owner USING (true) WITH CHECK (true);"
        "GRANT SELECT, INSERT ON trap_line TO hanaper_app;"
        "CREATE FUNCTION trap_balance() RETURNS trigger LANGUAGE plpgsql "
        + ("SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp" if definer else "")
        + " AS $$ BEGIN"
        " IF (SELECT sum(pence) FROM trap_line WHERE journal = NEW.journal) <> 0 THEN"
        "   RAISE EXCEPTION 'out of balance' USING ERRCODE = 'HN020'; END IF; RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER balance AFTER INSERT ON trap_line DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION trap_balance();"
    )


def insert_and_clear_the_scope(app: Connection) -> None:
    with app.transaction():
        as_body(app, 1)
        app.execute("INSERT INTO trap_line VALUES (1, 1, 100)")
        as_body(app, None)


@pytest.mark.promise("P01")
def test_trap_1_a_balance_check_with_its_definers_rights_is_not_blinded(owner: Connection, app: Connection) -> None:
    make_lines(owner, definer=True)
    with pytest.raises(psycopg.Error, match="out of balance"):
        insert_and_clear_the_scope(app)


def test_trap_1_control_an_invokers_check_sees_no_rows_and_passes(owner: Connection, app: Connection) -> None:
    make_lines(owner, definer=False)
    with pytest.raises(psycopg.Error, match="out of balance"), app.transaction():
        as_body(app, 1)
        app.execute("INSERT INTO trap_line VALUES (1, 1, 100)")  # with its scope left alone the check does work
    insert_and_clear_the_scope(app)
    assert owner.execute("SELECT sum(pence) FROM trap_line").fetchone() == (100,)


def make_documents(owner: Connection, *, key: str) -> None:
    owner.execute(
        "CREATE TABLE trap_order (body_id bigint, id bigint PRIMARY KEY, UNIQUE (body_id, id));"
        "ALTER TABLE trap_order ENABLE ROW LEVEL SECURITY; ALTER TABLE trap_order FORCE ROW LEVEL SECURITY;"
        "CREATE POLICY read ON trap_order FOR SELECT TO hanaper_app"
        "  USING (body_id = ANY ((SELECT hanaper.bodies())::bigint[]));"
        "CREATE POLICY owner ON trap_order TO hanaper_owner USING (true) WITH CHECK (true);"
        f"CREATE TABLE trap_invoice (body_id bigint, order_id bigint, FOREIGN KEY {key});"
        "GRANT SELECT ON trap_order TO hanaper_app; GRANT INSERT ON trap_invoice TO hanaper_app;"
        "INSERT INTO trap_order VALUES (1, 11), (2, 22)"
    )


def point_at_the_other_bodys_order(app: Connection) -> None:
    with app.transaction():
        as_body(app, 1)
        assert app.execute("SELECT id FROM trap_order").fetchall() == [(11,)], "it cannot even be seen"
        app.execute("INSERT INTO trap_invoice VALUES (1, 22)")


@pytest.mark.promise("P12")
def test_trap_2_a_key_that_carries_the_tenant_cannot_point_across(owner: Connection, app: Connection) -> None:
    make_documents(owner, key="(body_id, order_id) REFERENCES trap_order (body_id, id)")
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        point_at_the_other_bodys_order(app)


def test_trap_2_control_a_single_column_key_ignores_row_security(owner: Connection, app: Connection) -> None:
    make_documents(owner, key="(order_id) REFERENCES trap_order (id)")
    point_at_the_other_bodys_order(app)
    assert owner.execute("SELECT * FROM trap_invoice").fetchall() == [(1, 22)]


def read_through_a_view(connection_factory: Connect, owner: Connection, app: Connection, options: str) -> set[int]:
    make_documents(owner, key="(order_id) REFERENCES trap_order (id)")
    superuser = connection_factory("login", autocommit=True)
    superuser.execute(
        f"CREATE VIEW trap_view {options} AS SELECT * FROM trap_order; GRANT SELECT ON trap_view TO hanaper_app"
    )
    with app.transaction():
        as_body(app, 1)
        return {row[0] for row in app.execute("SELECT body_id FROM trap_view").fetchall()}


@pytest.mark.promise("P13")
def test_trap_3_a_view_with_its_readers_rights_keeps_the_boundary(
    connection_factory: Connect, owner: Connection, app: Connection
) -> None:
    assert read_through_a_view(connection_factory, owner, app, "WITH (security_invoker = true)") == {1}


def test_trap_3_control_a_view_of_a_superuser_shows_every_body(
    connection_factory: Connect, owner: Connection, app: Connection
) -> None:
    assert read_through_a_view(connection_factory, owner, app, "") == {1, 2}


@pytest.mark.promise("P14")
def test_trap_4_an_acts_scope_ends_with_its_transaction(committed_db: CommittedDatabase) -> None:
    from django.db import connection

    world = build_world()
    with act(world.enterer, "journal.enter", world.alpha):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenancy_costcentre")
        assert cursor.fetchone() == (0,)


def test_trap_4_control_a_scope_set_for_the_session_is_there_for_the_next_who_comes(
    committed_db: CommittedDatabase, app: Connection
) -> None:
    world = build_world()
    with app.transaction():
        app.execute(f"SET hanaper.bodies = '{{{world.alpha.pk}}}'")
    # The pool hands the same connection to somebody else, who sets nothing.
    assert app.execute("SELECT count(*) FROM tenancy_costcentre").fetchone() == (1,)


def read_what_the_caller_made(owner: Connection, app: Connection, rights: str) -> str:
    """A function over a temporary table of its caller, who has put a view there: with whose rights does it run?"""
    owner.execute(
        f"CREATE FUNCTION hanaper.trap_staged() RETURNS bigint LANGUAGE plpgsql {rights}"
        " SET search_path = pg_catalog, public, pg_temp AS"
        " $$ BEGIN RETURN (SELECT count(s.id) FROM pg_temp.trap_staging s); END $$"
    )
    with app.transaction(force_rollback=True):
        app.execute(
            "CREATE TEMP TABLE caught (who text); GRANT INSERT ON caught TO PUBLIC;"
            "CREATE FUNCTION pg_temp.snare() RETURNS bigint LANGUAGE plpgsql AS"
            " $$ BEGIN INSERT INTO pg_temp.caught VALUES (current_user); RETURN 1; END $$;"
            "CREATE TEMP VIEW trap_staging AS SELECT pg_temp.snare() AS id; GRANT SELECT ON trap_staging TO PUBLIC"
        )
        app.execute("SELECT hanaper.trap_staged()")
        row = app.execute("SELECT who FROM caught").fetchone()
        assert row is not None
        return str(row[0])


@pytest.mark.promise("P13")
def test_trap_5_a_function_over_what_its_caller_made_uses_the_callers_rights(
    owner: Connection, app: Connection
) -> None:
    """Found in review of a bulk posting. `tests/test_catalogue.py` refuses the other kind."""
    assert read_what_the_caller_made(owner, app, "SECURITY INVOKER") == "hanaper_app"


def test_trap_5_control_with_its_owners_rights_the_callers_code_runs_as_the_owner(
    owner: Connection, app: Connection
) -> None:
    assert read_what_the_caller_made(owner, app, "SECURITY DEFINER") == "hanaper_owner"
