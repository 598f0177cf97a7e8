"""What a command stands on: the environment, the server, Django. A command takes only what it needs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hanaper.config.environment import Environment
    from hanaper.foundation.database.embedded import LocalPostgres


def environment() -> Environment:
    """The environment, read once. Ends the program with 2 and the names of what is missing."""
    from hanaper.config import environment as read

    return read.environment()


def embedded_server() -> LocalPostgres:
    """The embedded server. Raises NotEmbedded when DATABASE_URL names another."""
    from hanaper.foundation.database.embedded import LocalPostgres, find_binaries
    from hanaper.foundation.database.errors import NotEmbedded

    here = environment()
    if not here.embedded:
        raise NotEmbedded(host=here.connections.app.host or "localhost")
    return LocalPostgres(here.data, find_binaries(here.postgres_binaries))


@contextmanager
def server() -> Iterator[None]:
    """The database server is up inside the block, started here if it is the embedded one."""
    if not environment().embedded:
        yield
        return
    with embedded_server().running():
        yield


def set_up_django() -> None:
    """Load the settings and the apps. Takes a second or two, so only commands that need models do it."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanaper.config.settings")
        django.setup()


def migrate(*, verbosity: int = 0) -> list[str]:
    """Make the roles and the schema where they are missing. Returns what was done."""
    from hanaper.foundation.database.connections import prepare_roles
    from hanaper.foundation.database.migrating import migrate

    ways = environment().connections
    return prepare_roles(ways) + migrate(ways, verbosity=verbosity)


@contextmanager
def database(*, migrated: bool = True) -> Iterator[Any]:
    """Django on a database that is up and, if `migrated`, current.

    The embedded server is brought up to date by itself. On a server of DATABASE_URL an operator decides when to
    migrate, so there an outdated schema is a refusal. Raises SchemaBehind.
    """
    with server():
        set_up_django()
        if migrated:
            if environment().embedded:
                migrate()
            else:
                _refuse_if_behind()
        try:
            yield environment()
        finally:
            from django.db import connections

            connections.close_all()


def _refuse_if_behind() -> None:
    from hanaper.foundation.database.errors import SchemaBehind
    from hanaper.foundation.database.migrating import unapplied

    if waiting := unapplied():
        raise SchemaBehind(count=len(waiting), missing=", ".join(waiting[:5]))
