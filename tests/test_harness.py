"""The test databases themselves: used as the application's role, apart from each other, gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from hanaper.foundation.database.embedded import LocalPostgres, find_binaries
from tests.databases import CommittedDatabase, Connect

PROJECT = Path(__file__).resolve().parents[1]
OUTSIDE = (f"--rootdir={PROJECT}", f"-c={PROJECT}/pyproject.toml")  # for test files that stand elsewhere
COMMITTED = "test_a_committed_database_is_shared_by_threads_and_raw_connections"


@pytest.mark.django_db
def test_tests_run_as_the_application_role_which_owns_nothing_and_passes_no_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("hanaper_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)


def test_a_committed_database_is_shared_by_threads_and_raw_connections(
    committed_db: CommittedDatabase, connection_factory: Connect
) -> None:
    with connection_factory("owner") as owner:
        owner.execute("CREATE TABLE public.tried (n int); GRANT ALL ON public.tried TO hanaper_app")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("INSERT INTO tried VALUES (1)")
    seen: list[Any] = []

    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database(), n FROM tried")
            seen.append(cursor.fetchone())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    with connection_factory("app") as app:
        seen.append(app.execute("SELECT current_database(), n FROM tried").fetchone())
    assert seen == [(committed_db.name, 1)] * 2


def test_the_next_committed_database_begins_without_what_another_left(connection_factory: Connect) -> None:
    with connection_factory("app") as app:
        assert app.execute("SELECT to_regclass('public.tried')").fetchone() == (None,)


PROBE = "tests/test_harness.py::test_tests_run_as_the_application_role_which_owns_nothing_and_passes_no_policy"


def run_suite(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A session of pytest of its own, that does not know of this one."""
    there = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | variables
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=there, capture_output=True, text=True, timeout=300)


def test_the_suite_runs_on_a_server_by_its_address_and_leaves_nothing_there() -> None:
    root = Path(tempfile.mkdtemp(prefix="hanaper-try-"))
    server = LocalPostgres(root, find_binaries(), throw_away=True)
    server.start()
    try:
        address = f"postgresql://postgres@/postgres?host={server.socket_directory}&port=5432"
        done = run_suite(PROBE, "tests/test_harness.py::" + COMMITTED, DATABASE_URL=address)
        assert done.returncode == 0, done.stdout
        with psycopg.connect(**server.address()) as connection:
            left = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'hanaper%'").fetchall()
        assert left == []
    finally:
        server.remove()


def test_the_suite_runs_on_another_build_of_postgresql(tmp_path: Path) -> None:
    build = tmp_path / "bin"
    build.symlink_to(find_binaries())
    done = run_suite(PROBE, HANAPER_PG_BIN=str(build))
    assert done.returncode == 0, done.stdout


def test_a_test_that_asks_for_a_flush_is_told_what_to_use_instead(tmp_path: Path) -> None:
    (tmp_path / "test_flush.py").write_text(
        "import pytest\n@pytest.mark.django_db(transaction=True)\ndef test_flush() -> None: ...\n"
    )
    done = run_suite(str(tmp_path / "test_flush.py"), *OUTSIDE, "-p", "tests.databases")
    assert done.returncode != 0
    assert "committed_db" in done.stdout + done.stderr


def test_a_run_names_the_promises_that_it_proved_and_those_that_failed(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(
        "import pytest\n"
        "def test_P01_it_holds() -> None: ...\n"
        "@pytest.mark.promise('P01', 'P02')\ndef test_it_holds_too() -> None: ...\n"
        "@pytest.mark.promise('P02')\ndef test_it_does_not() -> None: raise AssertionError\n"
        "@pytest.mark.promise('P03')\ndef test_it_cannot() -> None: pytest.skip('no reason')\n"
    )
    done = run_suite(str(tmp_path / "test_some.py"), *OUTSIDE, "-p", "tests.promises")
    assert "promises proved: P01 (2 tests)\n" in done.stdout
    assert "promise not proved: P02: failed: " in done.stdout
    assert "promise not tried: P03: skipped: " in done.stdout
