"""Bring a database up to date, as its owner and one process at a time."""

from __future__ import annotations

from hanaper.foundation.database.apps import open_years
from hanaper.foundation.database.connections import APP, Connections, as_owner


def unapplied() -> list[str]:
    """Migrations that Django's default connection finds missing, as `app.name`."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(ways: Connections, *, verbosity: int = 0) -> list[str]:
    """Apply what is missing to the database of Django's default connection. Returns what was applied.

    The roles must be there (`prepare_roles`). Changes to a populated database wait for locks only briefly, and then
    fail rather than hold up everybody behind them: run it again.
    """
    import psycopg
    from django.core.management import call_command
    from django.db import connection

    database = connection.settings_dict["NAME"]
    with psycopg.connect(**ways.parameters("owner", database=database), autocommit=True) as holding:
        # The second of two that begin at once waits here, and then finds nothing to do.
        holding.execute("SELECT pg_advisory_lock(hashtext('hanaper.migrate'))")
        with as_owner(ways):
            waiting = unapplied()
            if waiting:
                call_command("migrate", interactive=False, verbosity=verbosity)
            open_years()
        # So that every process can tell, as the application, whether the schema is the one it was written for.
        holding.execute(f"GRANT SELECT ON public.django_migrations TO {APP}")
    return waiting
