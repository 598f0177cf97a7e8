"""kill -9 in the middle of the demonstration's month, then the same command again.

A month that nobody disturbed and one in which the worker, then PostgreSQL, then the demonstration itself were killed
must say the same: nothing twice, nothing lost, no number missing. The kills fall where they fall; each run is another
try.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hanaper.foundation.database import embedded
from hanaper.foundation.database.embedded import LocalPostgres, find_binaries

pytestmark = [pytest.mark.slow, pytest.mark.promise("P09", "P30", "P31", "P32")]

ARGUMENTS = ("demo", "--like", "overseas", "--seed", "5", "--no-serve", "--json")
#: What two runs of one plan must agree on, whenever and however often interrupted.
SAME = ("trial_balances", "control_accounts", "faults", "numbers", "documents", "effort")


Start = Callable[[Path], subprocess.Popen[str]]


@pytest.fixture
def data() -> Iterator[Path]:
    yield from _directory()


@pytest.fixture
def other() -> Iterator[Path]:
    yield from _directory()


def _directory() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="hanaper-crash-"))
    yield place
    LocalPostgres(place, find_binaries(), throw_away=True).remove()
    shutil.rmtree(embedded.socket_directory(place), ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def start() -> Iterator[Start]:
    """The command as somebody types it, on a data directory of its own."""
    started: list[subprocess.Popen[str]] = []
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("HANAPER_", "DATABASE_"))}

    def begin(data: Path) -> subprocess.Popen[str]:
        run = subprocess.Popen(
            [sys.executable, "-m", "hanaper", *ARGUMENTS],
            env=plain | {"HANAPER_DATA": str(data)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(run)
        return run

    yield begin
    for run in started:
        run.kill()
        run.communicate()


def wait_for(run: subprocess.Popen[str], share: str) -> None:
    """Until the run says that it has come so far."""
    assert run.stderr is not None
    said = []
    for line in run.stderr:
        said.append(line)
        if line.startswith(share):
            return
    pytest.fail(f"the run ended before {share}:\n{''.join(said)}")


def finish(run: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = run.communicate(timeout=600)
    assert run.returncode == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def worker_of(run: subprocess.Popen[str]) -> int:
    """The process id of the run's worker: the child that was started as `hanaper worker`."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == run.pid and b"worker" in words:
            return int(place.name)
    pytest.fail("the run has no worker")


def postmaster_of(data: Path) -> int:
    found = next(data.glob("**/postmaster.pid"))
    return int(found.read_text().splitlines()[0])


def figures(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: answer[key] for key in SAME}


def test_a_month_that_was_killed_three_times_says_what_an_undisturbed_one_says(
    data: Path, other: Path, start: Start
) -> None:
    first = start(data)
    wait_for(first, "30%")
    os.kill(worker_of(first), signal.SIGKILL)  # another is started, and takes over what this one had begun
    wait_for(first, "50%")
    os.kill(postmaster_of(data), signal.SIGKILL)
    _, said = first.communicate(timeout=120)
    assert first.returncode == 1, said
    assert "Run the same command again" in said

    second = start(data)
    wait_for(second, "80%")
    second.kill()
    second.communicate(timeout=60)

    disturbed = finish(start(data))
    assert disturbed["passed"], disturbed["checks"]
    again = finish(start(data))
    assert figures(again) == figures(disturbed)

    undisturbed = finish(start(other))
    assert figures(disturbed) == figures(undisturbed)
