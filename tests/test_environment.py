"""The environment is read once, completely, and says everything that is wrong with it at once."""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

import pytest

from hanaper.config.environment import EnvironmentIncomplete, read_environment
from hanaper.config.logs import JsonFormatter
from hanaper.foundation.database.connections import read_address, server_connections
from hanaper.foundation.database.errors import AddressInvalid

SECRETS = {
    "HANAPER_SECRET_KEY": "a long and varied text that nobody else would think of, 0123456789",
    "HANAPER_PERSON_KEY": "p",
    "HANAPER_SEAL_KEY": "q",
}
SERVER = {
    "DATABASE_URL": "postgresql://web:pass%40word@db.example:5433/books?sslmode=require",
    "HANAPER_HOSTS": "a.example",
}


def test_with_nothing_set_it_is_embedded_and_makes_its_secrets_once(tmp_path: Path) -> None:
    first = read_environment({"HANAPER_DATA": str(tmp_path)})
    again = read_environment({"HANAPER_DATA": str(tmp_path)})
    assert first.embedded
    assert not first.https
    assert first.secret_key == again.secret_key
    assert len({first.secret_key, first.person_key, first.seal_key}) == 3
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "secrets").iterdir()} == {0o600}
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_a_given_secret_is_used_and_not_written_down(tmp_path: Path) -> None:
    here = read_environment({"HANAPER_DATA": str(tmp_path), **SECRETS})
    assert here.secret_key == SECRETS["HANAPER_SECRET_KEY"]
    assert not (tmp_path / "secrets").exists()


def test_a_server_makes_no_secrets_and_names_all_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentIncomplete) as refused:
        read_environment({"HANAPER_DATA": str(tmp_path), "DATABASE_URL": SERVER["DATABASE_URL"]})
    assert [problem.split(":")[0] for problem in refused.value.problems] == [*SECRETS, "HANAPER_HOSTS"]
    assert refused.value.code == 2
    assert not any(tmp_path.iterdir())


def test_a_server_is_served_over_https_unless_told_otherwise(tmp_path: Path) -> None:
    given = {"HANAPER_DATA": str(tmp_path), **SERVER, **SECRETS}
    assert read_environment(given).https
    assert not read_environment(given | {"HANAPER_HTTPS": "0"}).https


def test_secrets_and_passwords_never_show(tmp_path: Path) -> None:
    here = read_environment({"HANAPER_DATA": str(tmp_path), **SERVER, **SECRETS})
    assert SECRETS["HANAPER_SECRET_KEY"] not in repr(here)
    assert "pass@word" not in repr(here)


def test_nothing_else_reads_the_environment() -> None:
    source = Path(__file__).parents[1] / "src" / "hanaper"
    names_settings = {"config/wsgi.py", "cli/ground.py"}
    hands_on = {"cli/demo.py", "cli/demo_site.py", "demo/worker.py"}  # to the processes that the demonstration starts
    allowed = {"config/environment.py", *names_settings, *hands_on}
    readers = {
        str(file.relative_to(source))
        for file in source.rglob("*.py")
        if "/tests/" not in str(file) and any(word in file.read_text() for word in ("os.environ", "os.getenv"))
    }
    assert readers <= allowed, f"read these through hanaper.config.environment: {sorted(readers - allowed)}"


def test_an_address_is_taken_apart_and_the_role_taken_at_connecting() -> None:
    ways = server_connections(SERVER["DATABASE_URL"])
    assert ways.parameters("app") == {
        "host": "db.example",
        "port": "5433",
        "dbname": "books",
        "user": "web",
        "password": "pass@word",
        "sslmode": "require",
        "options": "-c role=hanaper_app",
    }
    assert ways.parameters("owner")["options"] == "-c role=hanaper_owner"
    assert "options" not in ways.parameters("login")


def test_behind_a_pooler_the_login_is_the_role_itself_and_no_option_is_sent() -> None:
    assert "options" not in server_connections("postgresql://hanaper_app@pool/books").parameters("app")


@pytest.mark.parametrize("address", ["mysql://web@db/books", "postgresql://db/books", "postgresql://web@db", "books"])
def test_an_address_that_cannot_be_read_is_refused_without_showing_it(address: str) -> None:
    with pytest.raises(AddressInvalid) as refused:
        read_address("DATABASE_URL", address)
    assert refused.value.values["variable"] == "DATABASE_URL"
    assert "web@db" not in str(refused.value)


@pytest.mark.promise("P39")
def test_a_log_line_carries_ids_and_never_values() -> None:
    try:
        raise ValueError("QQ123456C is no National Insurance number")
    except ValueError:
        record = logging.LogRecord(
            "hanaper.hr", logging.ERROR, __file__, 1, "could not match %s", ("QQ123456C",), sys.exc_info()
        )
    record.body_id, record.name_of_person = 7, "Ada"
    line = json.loads(JsonFormatter().format(record))
    assert line["event"] == "could not match %s"
    assert line["body_id"] == 7
    assert line["exception"] == "ValueError"
    assert "QQ123456C" not in json.dumps(line)
    assert "Ada" not in json.dumps(line)


@pytest.mark.promise("P47")
def test_djangos_own_check_for_deployment_finds_nothing_when_served_over_https(tmp_path: Path) -> None:
    import subprocess

    program = (
        "import django; django.setup(); from django.core.management import call_command; "
        "call_command('check', deploy=True, fail_level='WARNING')"
    )
    there = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "hanaper.config.settings",
        "HANAPER_DATA": str(tmp_path),
        **SERVER,
        **SECRETS,
        "HANAPER_PERSON_KEY": "A" * 43 + "=",
        "HANAPER_SEAL_KEY": "A" * 43 + "=",
    }
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], env=there, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
