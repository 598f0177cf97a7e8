"""`hanaper doctor`: is everything in order that Hanaper stands on?"""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata, resources
from typing import TYPE_CHECKING, Annotated

import typer

from hanaper.cli import ground, output

if TYPE_CHECKING:
    from hanaper.config.environment import Environment

app = typer.Typer(add_completion=False)

FREE_BYTES_MIN = 2 * 1024**3
CLOCK_SECONDS_MAX = 5.0
SECRET_LENGTH_MIN = 50


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `do` says what to do when it is not `ok`."""

    check: str
    ok: bool
    found: str
    do: str = ""


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of findings as JSON.")] = False,
) -> None:
    """Look at everything that Hanaper stands on, and say what to do about what is not in order.

    Ends with 1 when anything is not.

    Examples:

      hanaper doctor

      hanaper doctor --json
    """
    here = ground.environment()
    with ground.server():
        findings = [finding for check in CHECKS for finding in check(here)]
    if as_json:
        output.data([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            output.line(f"{'ok ' if finding.ok else 'BAD'}  {finding.check}: {finding.found}")
            if not finding.ok:
                output.line(f"     {finding.do}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def versions(here: Environment) -> Iterator[Finding]:
    """Python, Hanaper and the packages that carry it."""
    yield Finding(
        "Python",
        sys.version_info >= (3, 11),
        platform.python_version(),
        "Use Python 3.11 or later: make PYTHON=… setup",
    )
    named = ("hanaper", "django", "psycopg", "procrastinate", "granian")
    yield Finding("packages", True, ", ".join(f"{name} {metadata.version(name)}" for name in named))


def server(here: Environment) -> Iterator[Finding]:
    """The server answers, is a PostgreSQL 18, keeps the time, and lets the application in as its role."""
    import psycopg

    try:
        with psycopg.connect(**here.connections.parameters("app"), connect_timeout=5, autocommit=True) as connection:
            number = connection.info.server_version
            yield Finding(
                "server", number // 10000 == 18, f"PostgreSQL {number // 10000}.{number % 10000}",
                "Point DATABASE_URL or HANAPER_PG_BIN at a PostgreSQL 18.",
            )  # fmt: skip
            yield from _connection(connection)
    except psycopg.OperationalError as error:
        yield Finding(
            "server", False, str(error).strip().splitlines()[-1],
            "Run `hanaper database prepare`, then `hanaper database migrate`; see that DATABASE_URL is right.",
        )  # fmt: skip


def _connection(connection: object) -> Iterator[Finding]:
    ask = connection.execute  # type: ignore[attr-defined]
    role, above, encoding, locale = ask(
        "SELECT current_user, rolsuper OR rolbypassrls, current_setting('server_encoding'),"
        " (SELECT datlocprovider = 'b' AND datlocale IN ('C.UTF-8', 'PG_UNICODE_FAST') FROM pg_database"
        "  WHERE datname = current_database()) FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    yield Finding(
        "application's role", role == "hanaper_app" and not above, role,
        "The site must run as hanaper_app, without SUPERUSER or BYPASSRLS: see docs/how-to/run-in-production.md",
    )  # fmt: skip
    yield Finding(
        "encoding", encoding == "UTF8" and bool(locale), f"{encoding}, {'builtin' if locale else 'another locale'}",
        "Make the database with ENCODING UTF8 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'.",
    )  # fmt: skip
    from hanaper.foundation.database.connections import missing_roles

    missing = missing_roles(connection)
    yield Finding("roles", not missing, ", ".join(missing) or "all four", "Run: hanaper database prepare")
    (apart,) = ask("SELECT abs(extract(epoch FROM clock_timestamp() - %s::timestamptz))", [_now()]).fetchone()
    yield Finding(
        "clock", float(apart) <= CLOCK_SECONDS_MAX, f"{float(apart):.1f} seconds from the server's",
        "Set both machines' clocks by NTP: evidence is dated by the server, sign-ins by this machine.",
    )  # fmt: skip


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat()


def schema(here: Environment) -> Iterator[Finding]:
    """Every migration is applied."""
    from django.db import Error, connection

    from hanaper.foundation.database.migrating import unapplied

    ground.set_up_django()
    try:
        waiting = unapplied()
    except Error as error:
        yield Finding("migrations", False, type(error).__name__, "Run: hanaper database migrate")
        return
    finally:
        connection.close()
    yield Finding(
        "migrations",
        not waiting,
        f"{len(waiting)} to apply" if waiting else "all applied",
        "Run: hanaper database migrate",
    )


def work(here: Environment) -> Iterator[Finding]:
    """Jobs do not rest as failed, and what has been written is being sealed."""
    from django.db import Error, connection

    from hanaper.foundation.audit.api import bodies_unsealed
    from hanaper.foundation.jobs.api import jobs, workers_alive

    ground.set_up_django()
    try:
        workers = workers_alive()
        waiting = len(bodies_unsealed(ready=True))
        failed = len(jobs(statuses=("failed",)))
    except Error:
        return  # the schema is not there yet, which the finding before this one says
    finally:
        connection.close()
    yield Finding(
        "sealing",
        workers > 0 or waiting == 0,
        f"{workers} workers, {waiting} bodies with rows to seal",
        "Run: hanaper worker",
    )
    yield Finding("jobs", failed == 0, f"{failed} failed", "See `hanaper jobs list`, then `hanaper jobs retry`.")


def assets(here: Environment) -> Iterator[Finding]:
    """The front-end assets that set-up brings are in the package."""
    place = resources.files("hanaper.foundation.interface").joinpath("static/vendor/govuk")
    names = ("govuk-frontend.min.css", "govuk-frontend.min.js")
    missing = [name for name in names if not place.joinpath(name).is_file()]
    yield Finding("assets", not missing, ", ".join(missing) or "there", "Run: make setup")


def secrets(here: Environment) -> Iterator[Finding]:
    """The secrets are long enough, and readable by nobody else."""
    yield Finding(
        "secret key", len(here.secret_key) >= SECRET_LENGTH_MIN, f"{len(here.secret_key)} characters",
        f"Set HANAPER_SECRET_KEY to at least {SECRET_LENGTH_MIN} random characters.",
    )  # fmt: skip
    kept = here.data / "secrets"
    if here.embedded and kept.is_dir():
        loose = [file.name for file in kept.iterdir() if stat.S_IMODE(file.stat().st_mode) & 0o077]
        yield Finding("secret files", not loose, ", ".join(loose) or "mode 600", f"Run: chmod 600 {kept}/*")


def disk(here: Environment) -> Iterator[Finding]:
    """There is room, and the directories can be written."""
    for name, place in (("data", here.data), ("files", here.files), ("heads", here.heads)):
        there = next(each for each in (place, *place.parents) if each.exists())
        free = shutil.disk_usage(there).free
        yield Finding(
            f"disk of {name}", free >= FREE_BYTES_MIN and os.access(there, os.W_OK), f"{free / 1024**3:.1f} GiB free",
            f"Make room under {there}, and let this user write there.",
        )  # fmt: skip


CHECKS: tuple[Callable[[Environment], Iterator[Finding]], ...] = (
    versions,
    server,
    schema,
    work,
    assets,
    secrets,
    disk,
)
