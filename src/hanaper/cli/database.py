"""`hanaper database`: the embedded server, the roles, the schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hanaper.cli import ground, output

app = typer.Typer(no_args_is_help=True, help="The embedded server, the roles and the schema.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def start() -> None:
    """Start the embedded server and leave it running.

    Other commands start it for as long as they need it; this keeps it up between them.

    Example:

      hanaper database start
    """
    server = ground.embedded_server()
    server.start(keep=True)
    output.talk(f"PostgreSQL is up. Stop it by: hanaper database stop\nIts socket is in {server.socket_directory}.")


@app.command()
def stop() -> None:
    """Stop the embedded server, unless another Hanaper process still uses it.

    Example:

      hanaper database stop
    """
    from hanaper.foundation.database.errors import ServerBusy

    server = ground.embedded_server()
    if not server.stop(even_kept=True):
        raise ServerBusy(path=str(server.data))
    output.talk("PostgreSQL is down.")


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say whether the database answers, what it is and who uses it. Ends with 1 when it does not answer.

    Examples:

      hanaper database status

      hanaper database status --json
    """
    import psycopg

    here = ground.environment()
    found: dict[str, object] = {"embedded": here.embedded, "host": here.connections.app.host, "answers": False}
    if here.embedded:
        server = ground.embedded_server()
        found |= {"directory": str(server.data), "in_use": server.has_other_users()}
    try:
        with psycopg.connect(**here.connections.parameters("app"), connect_timeout=5) as connection:
            found |= {"answers": True, "version": connection.info.server_version}
    except psycopg.OperationalError as error:
        found["problem"] = str(error).strip().splitlines()[0]
    if as_json:
        output.data(found)
    else:
        for name, value in found.items():
            output.line(f"{name.replace('_', ' ')}: {value}")
    if not found["answers"]:
        raise typer.Exit(1)


@app.command()
def prepare() -> None:
    """Make the roles, the database and its schema where they are missing.

    When the login may not make them, it prints the SQL that an administrator must run, and ends with 1.

    Example:

      DATABASE_URL=postgresql://hanaper_app@db.example/hanaper hanaper database prepare
    """
    from hanaper.foundation.database.connections import prepare_roles

    with ground.server():
        made = prepare_roles(ground.environment().connections)
    output.talk("\n".join(f"made {what}" for what in made) or "Everything is there already.")


@app.command()
def migrate(
    verbose: Annotated[bool, typer.Option("--verbose", help="Name each migration as it runs.")] = False,
) -> None:
    """Bring the schema up to date, as the owner of the database. Everything else runs as the application's role.

    Example:

      hanaper database migrate
    """
    with ground.server():
        ground.set_up_django()
        done = ground.migrate(verbosity=1 if verbose else 0)
    output.talk(f"Done: {len(done)} changes." if done else "The database is up to date.")


@app.command()
def upgrade(
    old_programs: Annotated[
        Path | None,
        typer.Option("--from", metavar="BIN", help="The bin directory of the older PostgreSQL that made the data."),
    ] = None,
) -> None:
    """Move the embedded server's data from an older major version, by dump and restore.

    The old data stay beside the new ones until you delete them.

    Example:

      hanaper database upgrade --from /usr/lib/postgresql/17/bin
    """
    from hanaper.foundation.database.embedded import LocalPostgres, find_binaries
    from hanaper.foundation.database.upgrade import older_directories
    from hanaper.foundation.database.upgrade import upgrade as move

    new = ground.embedded_server()
    older = older_directories(new.root, major=new.major)
    if not older or new.data.exists():
        output.talk(f"Nothing to do: the data are those of PostgreSQL {new.major}, or there are none yet.")
        return
    if old_programs is None:
        raise typer.BadParameter(f"the data are PostgreSQL {older[0]}'s; name its programs", param_hint="--from")
    old = LocalPostgres(new.root, find_binaries(old_programs, major=older[0]), major=older[0])
    with output.waiting(f"Moving from PostgreSQL {old.major} to {new.major}"):
        kept = move(old, new)
    output.talk(f"Done. The old data stand in {kept}; delete them when you are satisfied.")
