"""The demonstration's own worker: a child process, started again when it dies, gone when the demonstration goes."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from hanaper.demo.errors import WorkerAway
from hanaper.demo.parent import end_with_parent

log = logging.getLogger(__name__)

DEATHS_MAX = 20
LOG_NAME = "demo-worker.log"


class Worker:
    """A worker that is watched. log_file: where it says what it does; its process id stands there at each start."""

    def __init__(self, log_file: Path) -> None:
        log_file.parent.mkdir(parents=True, exist_ok=True)
        self.log_file = log_file
        self.deaths = 0
        self._out: IO[bytes] = log_file.open("ab")
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the one at work."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Begin."""
        self._child = subprocess.Popen(
            [sys.executable, "-m", "hanaper", "worker"],
            stdin=subprocess.DEVNULL, stdout=self._out, stderr=self._out,
            env=os.environ | {"HANAPER_LOG_LEVEL": "INFO"},
            preexec_fn=end_with_parent,  # noqa: PLW1509 - the child does no more than one system call before it begins
        )  # fmt: skip
        log.info("worker started", extra={"pid": self._child.pid})

    def watch(self) -> None:
        """Start another where it has died. Raises WorkerAway when that happens again and again."""
        if self._child is None or self._child.poll() is None:
            return
        self.deaths += 1
        log.warning("worker died", extra={"pid": self._child.pid, "code": self._child.returncode})
        if self.deaths > DEATHS_MAX:
            raise WorkerAway(times=self.deaths, log=str(self.log_file))
        self.start()

    def stop(self) -> None:
        """End it, after the jobs in hand."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        self._out.close()


@contextmanager
def working(log_file: Path) -> Iterator[Worker]:
    """A worker is at work inside the block."""
    worker = Worker(log_file)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
