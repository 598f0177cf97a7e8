"""Which login and role each part of Hanaper speaks to the database with, and how those roles come to be.

Four roles: `hanaper_owner` (no login) owns and migrates; `hanaper_app` serves web, API, jobs and commands and owns
nothing; `hanaper_figures` reads published figures; `hanaper_backup` alone passes row security. A login that is not a
role itself takes its role when it connects, by `options=-c role=...`, so that procrastinate's own connections have it
too. A pooler refuses `options=`: behind one, let the login be `hanaper_app` itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from hanaper.foundation.database.embedded import MAJOR, PORT, SUPERUSER, socket_directory
from hanaper.foundation.database.errors import AddressInvalid, PostgresWrongMajor, RolesMissing

Role = Literal["app", "owner", "login"]

OWNER = "hanaper_owner"
APP = "hanaper_app"
FIGURES = "hanaper_figures"
BACKUP = "hanaper_backup"
DATABASE = "hanaper"
SCHEMA = "hanaper"


@dataclass(frozen=True)
class Address:
    """Where a database is and who asks. `host` is a name, or a directory that holds a Unix socket."""

    host: str
    port: str
    database: str
    user: str
    password: str = field(default="", repr=False)
    options: tuple[tuple[str, str], ...] = ()

    def parameters(self, role: Role = "login") -> dict[str, Any]:
        """Keyword arguments for `psycopg.connect`, speaking as `role`."""
        named: dict[str, Any] = {"dbname": self.database, "user": self.user} | dict(self.options)
        if self.host:
            named["host"] = self.host
        if self.port:
            named["port"] = self.port
        if self.password:
            named["password"] = self.password
        if (taken := self._role_option(role)) is not None:
            named["options"] = f"{named.get('options', '')} {taken}".strip()
        return named

    def _role_option(self, role: Role) -> str | None:
        wanted = {"app": APP, "owner": OWNER, "login": self.user}[role]
        return None if wanted == self.user else f"-c role={wanted}"


@dataclass(frozen=True)
class Connections:
    """The app's way in, and the way of the login that may make roles and migrate as the owner."""

    app: Address
    administration: Address
    embedded: bool

    def parameters(self, role: Role, *, database: str | None = None) -> dict[str, Any]:
        """Keyword arguments for `psycopg.connect` as `app`, as `owner`, or as the administrating login itself."""
        address = self.app if role == "app" else self.administration
        if database is not None:
            address = replace(address, database=database)
        return address.parameters(role)

    def django(self, role: Role = "app", *, database: str | None = None) -> dict[str, Any]:
        """One entry of Django's DATABASES."""
        named = self.parameters(role, database=database)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": named.pop("dbname"),
            "USER": named.pop("user"),
            "PASSWORD": named.pop("password", ""),
            "HOST": named.pop("host", ""),
            "PORT": named.pop("port", ""),
            "OPTIONS": named,
            "ATOMIC_REQUESTS": False,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }


def embedded_connections(root: Path) -> Connections:
    """The embedded server under the data directory `root`: its own login for the app, the superuser for the rest."""
    host = str(socket_directory(root))
    app = Address(host=host, port=str(PORT), database=DATABASE, user=APP)
    return Connections(app=app, administration=replace(app, user=SUPERUSER), embedded=True)


def server_connections(url: str, owner_url: str | None = None) -> Connections:
    """A server by DATABASE_URL; DATABASE_OWNER_URL names another login for migrations (default: the same)."""
    app = read_address("DATABASE_URL", url)
    administration = read_address("DATABASE_OWNER_URL", owner_url) if owner_url else app
    return Connections(app=app, administration=administration, embedded=False)


def read_address(variable: str, url: str) -> Address:
    """A `postgresql://` address in parts. Raises AddressInvalid; the password is never part of the message.

    >>> read_address("DATABASE_URL", "postgresql://web@db.example:5433/books?sslmode=require").database
    'books'
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressInvalid(variable=variable, found="no address") from None
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", unquote(parts.hostname or ""))
    database = unquote(parts.path.lstrip("/")) or query.pop("dbname", "")
    user = unquote(parts.username or query.pop("user", ""))
    if parts.scheme not in {"postgres", "postgresql"} or not database or not user:
        raise AddressInvalid(variable=variable, found=f"{parts.scheme or 'no scheme'}://… without login or database")
    return Address(
        host=host,
        port=str(port or query.pop("port", "")),
        database=database,
        user=user,
        password=unquote(parts.password or query.pop("password", "")),
        options=tuple(sorted(query.items())),
    )


@contextmanager
def as_owner(ways: Connections) -> Iterator[None]:
    """Django's default connection speaks as the owner inside the block: for migrations and nothing else."""
    from django.db import connections

    connection = connections["default"]
    before = connection.settings_dict
    database = before["NAME"]
    connection.close()
    connection.settings_dict = before | ways.django("owner", database=database)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


def prepare_roles(ways: Connections, *, database: str | None = None) -> list[str]:
    """Make the roles, the database, its extension and its schema where they are missing. Returns what was made.

    May be run again at any time. Speaks as the administrating login. Raises PostgresWrongMajor for a server of another
    major version, and RolesMissing (with the SQL that an administrator must run) when that login may not make them.
    """
    import psycopg
    from psycopg import sql

    name = database or ways.app.database
    made: list[str] = []
    with _maintenance(ways, name) as connection:
        check_major(connection)
        _serialise(connection)
        done: list[str] = []
        todo = _missing_from_server(connection, ways, name)
        for what, statement in todo:
            try:
                connection.execute(statement)
            except psycopg.errors.DuplicateDatabase:
                continue  # another process made it in between
            except psycopg.errors.InsufficientPrivilege as refused:
                left = [(each, sql_) for each, sql_ in todo if each not in done]
                left += [(each, sql_) for each, sql_ in _in_database(name)]
                raise _roles_missing(connection, ways, left) from refused
            done.append(what)
        made += done
    with psycopg.connect(**ways.parameters("login", database=name), autocommit=True) as connection:
        _serialise(connection)
        todo = [(what, statement) for what, statement in _in_database(name) if not _stands(connection, what)]
        for what, statement in todo:
            try:
                connection.execute(sql.SQL(statement) if isinstance(statement, str) else statement)
            except psycopg.errors.InsufficientPrivilege as refused:
                raise _roles_missing(connection, ways, todo) from refused
            made.append(what)
    return made


def check_major(connection: Any) -> int:
    """The server's version number, such as 180006. Raises PostgresWrongMajor unless it is a PostgreSQL 18."""
    number = int(connection.info.server_version)
    if number // 10000 != MAJOR:
        raise PostgresWrongMajor(found=f"{number // 10000}.{number % 10000}", where=connection.info.host or "local")
    return number


def missing_roles(connection: Any) -> list[str]:
    """Which of the four roles the server lacks."""
    rows = connection.execute(
        "SELECT r FROM unnest(%s::text[]) r WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) ORDER BY r",
        [[OWNER, APP, FIGURES, BACKUP]],
    )
    return [row[0] for row in rows]


# ---------------------------------------------------------------------- inside


@contextmanager
def _maintenance(ways: Connections, name: str) -> Iterator[Any]:
    """A connection from which `name` can be made: to it if it is there, otherwise to `postgres`."""
    import psycopg

    try:
        connection = psycopg.connect(**ways.parameters("login", database="postgres"), autocommit=True)
    except psycopg.OperationalError:
        connection = psycopg.connect(**ways.parameters("login", database=name), autocommit=True)
    with connection:
        yield connection


def _serialise(connection: Any) -> None:
    """Two processes that prepare at once would both find a role missing: the second waits for the first."""
    connection.execute("SELECT pg_advisory_lock(hashtext('hanaper.prepare_roles'))")


def _missing_from_server(connection: Any, ways: Connections, name: str) -> list[tuple[str, Any]]:
    """What concerns the whole server, as (name of the thing, statement that makes it)."""
    from psycopg import sql

    absent = set(missing_roles(connection))
    # hanaper_app signs in itself on the embedded server only; elsewhere the administrator decides on its password.
    login = "LOGIN" if ways.embedded else "NOLOGIN"
    roles = {OWNER: "NOLOGIN", APP: login, FIGURES: "NOLOGIN", BACKUP: "NOLOGIN BYPASSRLS"}
    todo: list[tuple[str, Any]] = [
        (f"role {role}", sql.SQL("CREATE ROLE {} " + attributes).format(sql.Identifier(role)))
        for role, attributes in roles.items()
        if role in absent
    ]
    if BACKUP in absent:
        todo.append(("backup reads all", sql.SQL("GRANT pg_read_all_data TO {}").format(sql.Identifier(BACKUP))))
    for user, role in ((ways.administration.user, OWNER), (ways.app.user, APP)):
        if user != role and not _may_become(connection, user, role):
            statement = sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE")
            todo.append((f"{user} as {role}", statement.format(sql.Identifier(role), sql.Identifier(user))))
    if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        statement = sql.SQL(
            "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin "
            "BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
        )
        todo.append((f"database {name}", statement.format(sql.Identifier(name), sql.Identifier(OWNER))))
    return todo


def _may_become(connection: Any, user: str, role: str) -> bool:
    row = connection.execute(
        "SELECT rolsuper OR coalesce((SELECT pg_has_role(u.oid, r.oid, 'SET') FROM pg_roles r WHERE r.rolname = %s),"
        " false) FROM pg_roles u WHERE u.rolname = %s",
        [role, user],
    ).fetchone()
    return bool(row and row[0])


def _in_database(name: str) -> list[tuple[str, str]]:
    """What concerns the database itself, in order."""
    return [
        ("extension btree_gist", "CREATE EXTENSION IF NOT EXISTS btree_gist"),
        (f"database {name} owned", f'ALTER DATABASE "{name}" OWNER TO {OWNER}'),
        ("schema public owned", f"ALTER SCHEMA public OWNER TO {OWNER}"),
        ("schema public closed", "REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        ("schema hanaper", f"CREATE SCHEMA IF NOT EXISTS {SCHEMA} AUTHORIZATION {OWNER}"),
        ("schema hanaper usable", f"GRANT USAGE ON SCHEMA {SCHEMA}, public TO {APP}, {FIGURES}, {BACKUP}"),
        ("connect", f'GRANT CONNECT, TEMPORARY ON DATABASE "{name}" TO {APP}, {FIGURES}, {BACKUP}'),
    ]


_STANDS = {
    "extension btree_gist": "SELECT FROM pg_extension WHERE extname = 'btree_gist'",
    "owned": "SELECT FROM pg_database WHERE datname = current_database() AND pg_get_userbyid(datdba) = 'hanaper_owner'",
    "schema public owned": (
        "SELECT FROM pg_namespace WHERE nspname = 'public' AND pg_get_userbyid(nspowner) = 'hanaper_owner'"
    ),
    "schema public closed": "SELECT WHERE NOT has_schema_privilege('hanaper_figures', 'public', 'CREATE')",
    "schema hanaper": (
        "SELECT FROM pg_namespace WHERE nspname = 'hanaper' AND pg_get_userbyid(nspowner) = 'hanaper_owner'"
    ),
    "schema hanaper usable": (
        "SELECT FROM pg_namespace WHERE nspname = 'hanaper' AND "
        "has_schema_privilege('hanaper_app', oid, 'USAGE') AND has_schema_privilege('hanaper_backup', oid, 'USAGE')"
    ),
    "connect": "SELECT WHERE has_database_privilege('hanaper_app', current_database(), 'TEMPORARY')",
}


def _stands(connection: Any, what: str) -> bool:
    question = _STANDS["owned" if what.startswith("database ") else what]
    return connection.execute(question).fetchone() is not None


def _roles_missing(connection: Any, ways: Connections, left: list[tuple[str, Any]]) -> RolesMissing:
    within = [statement for _, statement in left if isinstance(statement, str)]
    before = [statement.as_string(connection) for _, statement in left if not isinstance(statement, str)]
    lines = [f"{line};" for line in before] + ["-- then, connected to the database itself:"] * bool(within)
    lines += [f"{line};" for line in within]
    return RolesMissing(
        login=ways.administration.user,
        missing=", ".join(what for what, _ in left),
        sql="\n".join(f"  {line}" for line in lines),
    )
