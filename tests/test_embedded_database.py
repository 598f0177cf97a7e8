"""The embedded server survives what happens to it: root, crowds, kill -9, wrong versions, foreign processes."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hanaper.foundation.database import embedded
from hanaper.foundation.database.connections import Connections, embedded_connections, prepare_roles
from hanaper.foundation.database.embedded import LocalPostgres, find_binaries
from hanaper.foundation.database.errors import (
    DataDirectoryNotOurs,
    PostgresNotFound,
    PostgresWrongMajor,
    RolesMissing,
    ServerBusy,
    ServerDidNotStart,
)
from hanaper.foundation.database.upgrade import older_directories, upgrade
from tests.databases import Connect

AS_ROOT = os.geteuid() == 0
DAEMON = 1  # an ordinary user of every Linux
NAMELESS = 54321  # as in `docker run --user 54321`: no entry in the list of users
SOMEONE = DAEMON


@pytest.fixture
def root() -> Iterator[Path]:
    """A data directory that other users may reach, unlike pytest's own."""
    place = Path(tempfile.mkdtemp(prefix="hanaper-try-"))
    yield place
    for entry in place.glob("pg*"):
        if entry.is_dir() and (entry / "PG_VERSION").exists():
            LocalPostgres(place, find_binaries(), throw_away=True).remove()
    for each in (place, place / "old", place / "new", place / "new" / "pg18.upgrading"):
        shutil.rmtree(embedded.socket_directory(each), ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def server(root: Path) -> LocalPostgres:
    """Like the throw-away server of the tests, but stopped in the orderly way that a kept one is."""
    return LocalPostgres(root, find_binaries(), settings={"fsync": "off"})


def ask(server: LocalPostgres, question: str) -> object:
    with psycopg.connect(**server.address(), autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def postmaster(server: LocalPostgres) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def test_it_starts_in_an_empty_directory_and_listens_on_a_private_socket_only(server: LocalPostgres) -> None:
    with server.running():
        assert ask(server, "SHOW server_version_num") >= "180000"  # type: ignore[operator]
        assert ask(server, "SHOW listen_addresses") == ""
        assert (
            ask(server, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'template0'")
            == "bC.UTF-8"
        )
        assert ask(server, "SHOW data_checksums") == "on"
        assert stat.S_IMODE(server.socket_directory.stat().st_mode) == 0o700
        assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    assert not server.is_accepting()


@pytest.mark.skipif(not AS_ROOT, reason="needs root")
def test_root_starts_it_without_the_server_being_root(server: LocalPostgres) -> None:
    with server.running():
        inside = int(str(ask(server, "SELECT pg_backend_pid()")))
        assert inside
        # In a user namespace the process is nobody, whatever it is outside, and holds no capability.
        status = Path(f"/proc/{postmaster(server)}/status").read_text()
        effective = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff"))
        assert int(effective, 16) == 0


@pytest.mark.skipif(not AS_ROOT, reason="needs root")
def test_where_namespaces_are_forbidden_root_runs_it_as_nobody(
    server: LocalPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not reachable_by(embedded.NOBODY, server.binaries):
        pytest.skip(f"nobody cannot read {server.binaries}")
    with server.running():
        ask_nothing(server, "CREATE TABLE kept AS SELECT 7 AS n")
    monkeypatch.setattr(embedded, "_namespaces_work", lambda: False)
    with server.running():
        assert Path(f"/proc/{postmaster(server)}").stat().st_uid == embedded.NOBODY
        assert ask(server, "SELECT n FROM kept") == 7
    monkeypatch.undo()
    with server.running():
        assert ask(server, "SELECT n FROM kept") == 7


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")
@pytest.mark.parametrize("user", [DAEMON, NAMELESS])
def test_an_ordinary_user_starts_it(root: Path, server: LocalPostgres, user: int) -> None:
    if not reachable_by(user, server.binaries):
        pytest.skip(f"another user cannot read {server.binaries}")
    os.chown(root, user, user)
    answers = multiprocessing.get_context("fork").SimpleQueue()

    def as_someone() -> None:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
        embedded._namespaces_work.cache_clear()
        mine = LocalPostgres(root, server.binaries, throw_away=True)
        try:
            with mine.running():
                answers.put(str(ask(mine, "SELECT 40 + 2")))
        finally:
            shutil.rmtree(mine.socket_directory, ignore_errors=True)

    run_forked(as_someone)
    assert answers.get() == "42"


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")
def test_an_ordinary_user_is_told_that_roots_data_are_not_theirs(root: Path, server: LocalPostgres) -> None:
    if not reachable_by(SOMEONE, server.binaries):
        pytest.skip(f"another user cannot read {server.binaries}")
    with server.running():
        pass
    root.chmod(0o777)
    answers = multiprocessing.get_context("fork").SimpleQueue()

    def as_someone() -> None:
        os.setgroups([])
        os.setgid(SOMEONE)
        os.setuid(SOMEONE)
        try:
            LocalPostgres(root, server.binaries).start()
        except DataDirectoryNotOurs as error:
            answers.put(error.code)

    run_forked(as_someone)
    assert answers.get() == "database.directory-not-ours"


def reachable_by(user: int, place: Path) -> bool:
    """Whether a user without rights may run what stands there: the tools of a checkout under /root may be closed."""
    command = [str(place / "postgres"), "--version"]
    done = subprocess.run(command, user=user, group=user, extra_groups=[], capture_output=True)
    return done.returncode == 0


def run_forked(work: object) -> None:
    process = multiprocessing.get_context("fork").Process(target=work)  # type: ignore[arg-type]
    process.start()
    process.join(60)
    assert process.exitcode == 0


CHILD = """
import sys
from pathlib import Path
from hanaper.foundation.database.embedded import LocalPostgres, find_binaries
server = LocalPostgres(Path(sys.argv[1]), find_binaries(), settings={"fsync": "off"})
server.start()
print("up", flush=True)
sys.stdin.readline()
print("down" if server.stop() else "left", flush=True)
"""


def start_child(root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def say(child: subprocess.Popen[str]) -> str:
    assert child.stdout
    return child.stdout.readline().strip()


def leave(child: subprocess.Popen[str]) -> str:
    said, _ = child.communicate("go\n", timeout=60)
    return said.strip()


def test_four_that_start_at_once_share_one_server_and_the_last_one_out_stops_it(
    root: Path, server: LocalPostgres
) -> None:
    children = [start_child(root) for _ in range(4)]
    assert [say(child) for child in children] == ["up"] * 4
    assert server.has_other_users()
    assert [leave(child) for child in children] == ["left", "left", "left", "down"]
    assert not server.is_accepting()


def test_after_a_kill_of_its_user_the_next_one_out_stops_it(root: Path, server: LocalPostgres) -> None:
    child = start_child(root)
    assert say(child) == "up"
    child.kill()
    child.communicate()
    assert server.is_accepting()
    assert not server.has_other_users()
    server.start()
    assert server.stop()
    assert not server.is_accepting()


@pytest.mark.promise("P30")
def test_after_a_kill_of_the_server_it_starts_again_with_all_that_was_committed(server: LocalPostgres) -> None:
    server.start()
    ask_nothing(server, "CREATE TABLE kept (n int)")
    for attempt in range(3):
        ask(server, f"INSERT INTO kept VALUES ({attempt}) RETURNING n")
        os.kill(postmaster(server), signal.SIGKILL)
        server.start()
        assert ask(server, "SELECT count(*) FROM kept") == attempt + 1
    assert server.stop()


def test_a_note_that_names_another_living_process_does_not_stop_the_start(server: LocalPostgres) -> None:
    server.start()
    note = (server.data / "postmaster.pid").read_text().splitlines()
    os.kill(int(note[0]), signal.SIGKILL)
    deadline = time.monotonic() + 20
    while server._live_processes() and time.monotonic() < deadline:
        time.sleep(0.05)
    # As after a restart of a container, where numbers begin again: this very process has the number now.
    (server.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *note[1:]]) + "\n")
    server.start()
    assert ask(server, "SELECT 1") == 1
    assert server.stop()


def test_a_half_made_directory_is_never_adopted(root: Path, server: LocalPostgres) -> None:
    (root / "pg18.making").mkdir()
    (root / "pg18.making" / "PG_VERSION").write_text("18\n")
    with server.running():
        assert ask(server, "SELECT 1") == 1
    assert not (root / "pg18.making").exists()


def test_it_runs_beside_the_server_of_the_test_suite(server: LocalPostgres, connection_factory: Connect) -> None:
    with server.running(), connection_factory("owner") as suite:
        which = "SELECT system_identifier FROM pg_control_system()"
        assert (ask(server, which),) != suite.execute(which).fetchone()


def test_a_kept_server_stays_until_it_is_told_to_go(root: Path, server: LocalPostgres) -> None:
    server.start(keep=True)
    another = LocalPostgres(root, server.binaries)
    with another.running():
        pass
    assert not server.stop()
    assert server.is_accepting()
    assert server.stop(even_kept=True)
    assert not server.is_accepting()


def test_programs_of_another_major_version_are_refused_by_name(tmp_path: Path) -> None:
    for program in ("postgres", "initdb", "pg_ctl", "pg_isready"):
        (tmp_path / program).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 16.4'\n")
        (tmp_path / program).chmod(0o755)
    with pytest.raises(PostgresWrongMajor) as refused:
        find_binaries(tmp_path)
    assert refused.value.values == {"found": "16", "where": str(tmp_path)}


def test_a_directory_without_the_programs_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PostgresNotFound) as refused:
        find_binaries(tmp_path)
    assert refused.value.values == {"found": str(tmp_path), "missing": "postgres"}


def test_data_of_another_major_version_are_refused(root: Path, server: LocalPostgres) -> None:
    server.data.mkdir(parents=True, mode=0o700)
    (server.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(PostgresWrongMajor) as refused:
        server.start()
    assert refused.value.values["found"] == "17"
    (server.data / "PG_VERSION").unlink()


def test_a_server_that_cannot_start_says_what_postgresql_said(root: Path) -> None:
    server = LocalPostgres(root, find_binaries(), settings={"shared_buffers": "nonsense"})
    with pytest.raises(ServerDidNotStart) as failed:
        server.start()
    assert failed.value.values["program"] == "pg_ctl"
    assert "nonsense" in server.log.read_text()


def test_a_throw_away_server_leaves_nothing(root: Path) -> None:
    server = LocalPostgres(root, find_binaries(), throw_away=True)
    server.start()
    server.remove()
    assert not root.exists()
    assert not server.socket_directory.exists()


def test_an_upgrade_moves_everything_and_keeps_the_old_data(root: Path) -> None:
    # Only one major version can be had from the package index, so the "older" directory is one of this version.
    old = LocalPostgres(root / "old", find_binaries(), settings={"fsync": "off"})
    with old.running():
        ask_nothing(old, "CREATE DATABASE books")
        with psycopg.connect(**old.address(database="books"), autocommit=True) as connection:
            connection.execute("CREATE ROLE hanaper_owner; CREATE TABLE kept AS SELECT 7 AS n")
            connection.execute("ALTER TABLE kept OWNER TO hanaper_owner")
    new = LocalPostgres(root / "new", find_binaries(), settings={"fsync": "off"})
    kept = upgrade(old, new)
    with new.running(), psycopg.connect(**new.address(database="books")) as connection:
        assert connection.execute(
            "SELECT n, pg_get_userbyid(relowner) FROM kept, pg_class WHERE relname = 'kept'"
        ).fetchone() == (7, "hanaper_owner")
    assert kept.name == "pg18.upgraded"
    assert not old.data.exists()


def test_an_upgrade_of_data_in_use_is_refused_and_changes_nothing(root: Path) -> None:
    child = start_child(root / "old")
    assert say(child) == "up"
    old, new = LocalPostgres(root / "old", find_binaries()), LocalPostgres(root / "new", find_binaries())
    with pytest.raises(ServerBusy):
        upgrade(old, new)
    assert leave(child) == "down"
    assert old.data.exists()
    assert not new.data.exists()
    assert older_directories(root / "old", major=19) == [18]
    assert older_directories(root / "old", major=18) == []


@pytest.fixture
def bare(root: Path) -> Iterator[tuple[LocalPostgres, Connections]]:
    """A running server in which nothing has been prepared."""
    server = LocalPostgres(root, find_binaries(), throw_away=True)
    with server.running():
        yield server, embedded_connections(root)


def test_roles_are_made_once_however_many_ask_at_once(bare: tuple[LocalPostgres, Connections]) -> None:
    _, ways = bare
    made: list[list[str]] = []
    failed: list[Exception] = []

    def prepare() -> None:
        try:
            made.append(prepare_roles(ways))
        except psycopg.Error as error:
            failed.append(error)

    threads = [threading.Thread(target=prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(len(each) > 0 for each in made).count(True) >= 1
    assert sum("role hanaper_owner" in each for each in made) == 1
    assert prepare_roles(ways) == []
    with psycopg.connect(**ways.parameters("app")) as app:
        row = app.execute(
            "SELECT rolsuper, rolbypassrls, has_schema_privilege('public', 'CREATE'),"
            " has_database_privilege(current_database(), 'CREATE') FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert row == (False, False, False, False)


def test_a_login_that_may_not_make_roles_gets_the_sql_for_the_administrator(
    bare: tuple[LocalPostgres, Connections],
) -> None:
    from hanaper.foundation.database.connections import server_connections

    server, _ = bare
    ask_nothing(server, "CREATE ROLE web LOGIN")
    ask_nothing(server, "CREATE DATABASE books")
    ways = server_connections(f"postgresql://web@/books?host={server.socket_directory}&port=5432")
    with pytest.raises(RolesMissing) as refused:
        prepare_roles(ways)
    assert refused.value.values["login"] == "web"
    script = str(refused.value.values["sql"])
    # What it tells the administrator to run is enough, as it stands.
    in_books = script[script.index("CREATE EXTENSION") :]
    with psycopg.connect(**server.address(), autocommit=True) as administrator:
        for statement in filter(None, (each.strip() for each in script[: script.index("CREATE EXTENSION")].split(";"))):
            administrator.execute(statement)  # type: ignore[call-overload]
    with psycopg.connect(**server.address(database="books"), autocommit=True) as administrator:
        administrator.execute(in_books)  # type: ignore[call-overload]
    assert prepare_roles(ways) == []
    with psycopg.connect(**ways.parameters("owner")) as owner:
        assert owner.execute("SELECT current_user").fetchone() == ("hanaper_owner",)


def ask_nothing(server: LocalPostgres, statement: str) -> None:
    with psycopg.connect(**server.address(), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
