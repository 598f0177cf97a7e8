"""The databases of a test session: migrated once as the owner, used as `hanaper_app`, gone afterwards.

A session has its own throw-away server (or its own databases on DATABASE_URL's), so a demo beside it is untouched.
`db` and `django_db` give a test one transaction that is rolled back. `committed_db` gives it a database of its own,
cloned from the migrated template, for what needs real commits or several connections. `connection_factory` opens raw
connections to whichever of the two is in use.
"""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from hanaper.foundation.database.connections import Connections, Role, prepare_roles
from hanaper.foundation.database.embedded import LocalPostgres, find_binaries
from hanaper.foundation.database.migrating import migrate

SESSION = "HANAPER_TEST_SESSION"
Connect = Callable[..., psycopg.Connection[Any]]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before Django is set up: this session's own data directory, secrets and names, which xdist's workers inherit."""
    if SESSION not in os.environ:
        os.environ[SESSION] = secrets.token_hex(4)
        config.stash[_OWNS] = True
        os.environ["HANAPER_DATA"] = tempfile.mkdtemp(prefix="hanaper-test-")
        key = base64.urlsafe_b64encode(b"a key that only the tests may use"[:32]).decode()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "hanaper.config.settings",
            "HANAPER_SECRET_KEY": "only-for-tests-" * 4,
            "HANAPER_PERSON_KEY": key,
            "HANAPER_SEAL_KEY": key,
            "HANAPER_HOSTS": "localhost,127.0.0.1,testserver",
            "HANAPER_HTTPS": "0",
            "HANAPER_LOG_LEVEL": "WARNING",
        }
    from django.conf import settings

    if config.stash.get(_OWNS, False) and ways().embedded:
        config.stash[_HELD] = _see_it_gone(Path(os.environ["HANAPER_DATA"]))
    assert settings.DATABASES, "loads the settings, so that pytest-django finds them configured"


_OWNS: pytest.StashKey[bool] = pytest.StashKey()
_HELD: pytest.StashKey[int] = pytest.StashKey()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that began the session takes everything away that it left."""
    if not config.stash.get(_OWNS, False):
        return
    if ways().embedded:
        LocalPostgres(Path(os.environ["HANAPER_DATA"]), _binaries(), throw_away=True).remove()
        os.close(config.stash[_HELD])
    elif _prepared.cache_info().currsize or _used_marker().exists():
        with administration() as connection:
            rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_prefix()])
            for (name,) in rows.fetchall():
                drop_database(name)
    _used_marker().unlink(missing_ok=True)
    for name in (SESSION, "HANAPER_DATA"):
        os.environ.pop(name, None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A flush would need TRUNCATE, which the application's role never has, and would empty the reference tables."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        asked = set(getattr(item, "fixturenames", ()))
        if (mark and mark.kwargs.get("transaction")) or asked & {"transactional_db", "live_server"}:
            raise pytest.UsageError(f"{item.nodeid}: for real commits use `committed_db`, for a served site use `site`")
        if (mark or "db" in asked) and "committed_db" in asked:
            raise pytest.UsageError(f"{item.nodeid}: `committed_db` and `db` are two databases; choose one")


def ways() -> Connections:
    """How this session reaches its server."""
    from hanaper.config.environment import environment

    return environment().connections


@contextmanager
def administration() -> Iterator[psycopg.Connection[Any]]:
    """A connection that may make and drop databases."""
    database = "postgres" if ways().embedded else None
    with psycopg.connect(**ways().parameters("login", database=database), autocommit=True) as connection:
        yield connection


@cache
def _prepared() -> str:
    """Start the server if need be and migrate the template, once for all workers. Returns the template's name."""
    if ways().embedded:
        _server().start()
    template = f"{_prefix()}template"
    with administration() as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [template])
        there = "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate"
        if connection.execute(there, [template]).fetchone() is None:
            _used_marker().touch()
            prepare_roles(ways(), database=template)
            with pointing_at(template):
                migrate(ways())
            name = sql.Identifier(template)
            connection.execute(sql.SQL("ALTER DATABASE {} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false").format(name))
    return template


REAPER = """
import fcntl, sys
from pathlib import Path
from hanaper.foundation.database.embedded import LocalPostgres, find_binaries
data = Path(sys.argv[1])
with open(data / "session", "w") as session:
    fcntl.flock(session, fcntl.LOCK_EX)
    LocalPostgres(data, find_binaries(Path(sys.argv[2])), throw_away=True).remove()
"""


def _see_it_gone(data: Path) -> int:
    """A small process waits for the session's end, however it ends, and takes its server away then.

    The kernel lets go of the lock also when pytest is killed. Returns the descriptor that holds it.
    """
    held = os.open(data / "session", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held, fcntl.LOCK_SH)
    command = [sys.executable, "-c", REAPER, str(data), str(_binaries())]
    waiting = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    waiting.returncode = 0  # it outlives this process on purpose, and nobody waits for it
    return held


@cache
def _server() -> LocalPostgres:
    return LocalPostgres(Path(os.environ["HANAPER_DATA"]), _binaries(), throw_away=True)


def _binaries() -> Path:
    from hanaper.config.environment import environment

    return find_binaries(environment().postgres_binaries)


def _prefix() -> str:
    return f"hanaper_test_{os.environ[SESSION]}_"


def _used_marker() -> Path:
    return Path(tempfile.gettempdir()) / f"{_prefix()}used"


def clone_database() -> str:
    """A fresh database with everything migrated. About 50 ms."""
    template = _prepared()
    name = f"{_prefix()}{secrets.token_hex(6)}"
    with administration() as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER hanaper_owner")
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    return name


def drop_database(name: str) -> None:
    """Drop it with whoever is still connected."""
    with administration() as connection:
        identifier = sql.Identifier(name)
        connection.execute(sql.SQL("ALTER DATABASE {} WITH IS_TEMPLATE false").format(identifier))
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


@contextmanager
def pointing_at(name: str) -> Iterator[None]:
    """All of Django's connections of this process, in every thread, go to the database `name`."""
    from django.db import connections

    shared = connections.settings["default"]
    before = shared["NAME"]
    connections["default"].close()
    shared["NAME"] = name
    try:
        yield
    finally:
        connections["default"].close()
        shared["NAME"] = before


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's: this worker's database, used as the application's role."""
    with django_db_blocker.unblock():
        name = clone_database()
        with pointing_at(name), django_db_blocker.block():
            yield
        drop_database(name)


class CommittedDatabase:
    """A database of one test's own. `connect("app")` or `connect("owner")` opens a raw connection to it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def parameters(self, role: Role = "app") -> dict[str, Any]:
        """Keyword arguments for `psycopg.connect`, for a child process say."""
        return ways().parameters(role, database=self.name)

    def connect(self, role: Role = "app", **more: Any) -> psycopg.Connection[Any]:
        return psycopg.connect(**(self.parameters(role) | more))


@pytest.fixture
def committed_db(
    django_test_environment: None,
    django_db_blocker: Any,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[CommittedDatabase]:
    """A database in which commits are real; every connection of this process, in all threads, goes to it.

    Signed heads are kept apart for each: those of another database would rightly say that this one was tampered with.
    """
    settings.HANAPER_HEADS_DIRECTORY = tmp_path_factory.mktemp("heads")
    monkeypatch.setenv("HANAPER_HEADS", str(settings.HANAPER_HEADS_DIRECTORY))
    with django_db_blocker.unblock():
        name = clone_database()
        try:
            with pointing_at(name):
                yield CommittedDatabase(name)
        finally:
            drop_database(name)


@pytest.fixture
def connection_factory(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Open raw psycopg connections to this test's database: `connection_factory("app")`, `connection_factory("owner")`.

    With `db` they do not see the test's own uncommitted rows; with `committed_db` they see what was committed.
    """
    from django.db import connections

    if not {"db", "committed_db", "_django_db_helper"} & set(
        request.fixturenames
    ) and not request.node.get_closest_marker("django_db"):
        request.getfixturevalue("committed_db")
    opened: list[psycopg.Connection[Any]] = []

    def connect(role: Role = "app", **more: Any) -> psycopg.Connection[Any]:
        name = connections.settings["default"]["NAME"]
        connection = psycopg.connect(**(ways().parameters(role, database=name) | more))
        opened.append(connection)
        return connection

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture(autouse=True)
def forget_account_ids() -> None:
    """Ids of accounts are remembered by the process, and each test has accounts of its own."""
    from hanaper.ledger.selectors import _account_id

    _account_id.cache_clear()
