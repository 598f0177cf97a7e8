"""The command tree: help by example, exit codes, data apart from talk, and nothing heavier than what is asked for."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from hanaper.cli.tree import app, names
from hanaper.foundation.database.embedded import socket_directory

Ran = subprocess.CompletedProcess[str]


def run(*arguments: str, **variables: str) -> Ran:
    """`hanaper` in a process of its own, with a bare environment beside `variables`."""
    there = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "COLUMNS": "100"} | variables
    return subprocess.run(
        [sys.executable, "-m", "hanaper", *arguments], env=there, capture_output=True, text=True, timeout=300
    )


@pytest.fixture(scope="module")
def data() -> Iterator[str]:
    """A data directory with a migrated embedded database, kept for the tests of this file."""
    place = Path(tempfile.mkdtemp(prefix="hanaper-try-"))
    done = run("database", "migrate", HANAPER_DATA=str(place))
    assert done.returncode == 0, done.stderr
    yield str(place)
    run("database", "stop", HANAPER_DATA=str(place))
    shutil.rmtree(socket_directory(place), ignore_errors=True)
    shutil.rmtree(place)


@pytest.mark.parametrize("name", sorted(names()))
def test_every_command_explains_itself_by_example(name: str) -> None:
    command = app
    for part in name.split():
        command = command.commands[part]
    assert command.help, f"{name} has no help"
    assert "Example" in command.help, f"{name} has no example"
    assert f"hanaper {name}" in command.help, f"{name}'s example does not show {name}"


def test_no_command_without_arguments_shows_help_and_ends_with_2() -> None:
    done = run()
    assert "Usage: hanaper" in done.stdout + done.stderr
    assert done.returncode == 2


def test_a_command_that_is_not_there_ends_with_2_and_says_so_on_stderr() -> None:
    done = run("dragons")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "dragons" in done.stderr


def test_a_missing_secret_is_named_at_start_with_all_the_others() -> None:
    done = run("doctor", DATABASE_URL="postgresql://web@nowhere.invalid/books")
    assert done.returncode == 2
    for name in ("HANAPER_SECRET_KEY", "HANAPER_PERSON_KEY", "HANAPER_SEAL_KEY", "HANAPER_HOSTS"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refusal_is_told_in_words_with_its_code_and_ends_with_1(tmp_path: Path) -> None:
    done = run("database", "start", HANAPER_DATA=str(tmp_path / "data"), HANAPER_PG_BIN=str(tmp_path))
    assert done.returncode == 1
    assert "[database.postgres-not-found]" in done.stderr
    assert str(tmp_path) in done.stderr
    assert "HANAPER_PG_BIN" in done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_finds_a_fresh_database_in_order_and_answers_in_json(data: str) -> None:
    done = run("doctor", "--json", HANAPER_DATA=data)
    findings = json.loads(done.stdout)
    assert [finding for finding in findings if not finding["ok"] and finding["check"] != "assets"] == []
    assert {"server", "migrations", "application's role", "roles", "clock"} <= {
        finding["check"] for finding in findings
    }


def test_doctor_names_what_is_wrong_and_ends_with_1(tmp_path: Path) -> None:
    done = run("doctor", HANAPER_DATA=str(tmp_path / "data"))
    try:
        assert done.returncode == 1
        assert "BAD" in done.stdout
        assert "hanaper database migrate" in done.stdout
    finally:
        shutil.rmtree(socket_directory(tmp_path / "data"), ignore_errors=True)


def test_the_made_secrets_are_readable_by_their_owner_only(data: str) -> None:
    files = sorted(Path(data, "secrets").iterdir())
    assert [file.name for file in files] == ["person_key", "seal_key", "secret_key"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_second_migration_finds_nothing_to_do(data: str) -> None:
    done = run("database", "migrate", HANAPER_DATA=data)
    assert done.returncode == 0
    assert "up to date" in done.stderr


def test_a_kept_server_answers_status_until_it_is_stopped(data: str) -> None:
    assert run("database", "status", "--json", HANAPER_DATA=data).returncode == 1
    assert run("database", "start", HANAPER_DATA=data).returncode == 0
    done = run("database", "status", "--json", HANAPER_DATA=data)
    assert done.returncode == 0
    assert json.loads(done.stdout)["answers"] is True
    assert run("database", "stop", HANAPER_DATA=data).returncode == 0
    assert run("database", "status", "--json", HANAPER_DATA=data).returncode == 1


def test_an_upgrade_with_one_major_version_says_there_is_nothing_to_do(data: str) -> None:
    done = run("database", "upgrade", HANAPER_DATA=data)
    assert done.returncode == 0
    assert "Nothing to do" in done.stderr


def test_checking_an_invoice_needs_neither_django_nor_settings() -> None:
    program = (
        "import sys; from hanaper.cli.tree import app; app.commands['invoice']; "
        "print(sorted({'django', 'psycopg', 'procrastinate'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_colour_is_written_where_none_is_wanted() -> None:
    said = run("--help", NO_COLOR="1", FORCE_COLOR="1", TERM="xterm").stdout
    assert "Usage" in said
    assert not re.search(r"\x1b\[[0-9;]*(?:3[0-7]|9[0-7])m", said)


def test_the_site_is_served_on_a_fresh_database_and_ends_in_order(data: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    there = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "HANAPER_DATA": data}
    command = [sys.executable, "-m", "hanaper", "serve", "--port", str(port), "--workers", "1"]
    serving = subprocess.Popen(command, env=there, stderr=subprocess.PIPE, text=True)
    try:
        assert answer(f"http://127.0.0.1:{port}/health/ready", serving) == 200
        # As behind a probe that asks again: the second process must not have taken the server down with it.
        assert run("doctor", HANAPER_DATA=data).returncode in {0, 1}
        assert answer(f"http://127.0.0.1:{port}/health/ready", serving) == 200
    finally:
        serving.send_signal(signal.SIGTERM)
        _, said = serving.communicate(timeout=60)
    assert serving.returncode == 0, said
    assert run("database", "status", HANAPER_DATA=data).returncode == 1, "the last one out stops the server"


def answer(address: str, serving: subprocess.Popen[str]) -> int:
    """The status of the page once the site answers at all."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and serving.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10) as page:
                return int(page.status)
        except urllib.error.HTTPError as error:
            if error.code != 503:
                return error.code
        except OSError:
            pass
        time.sleep(0.2)
    pytest.fail("the site did not come up")
