"""`hanaper serve`: the site."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from typing import Annotated

import typer

from hanaper.cli import ground, output

PR_SET_PDEATHSIG = 1  # of Linux's prctl(2)

serve_app = typer.Typer(add_completion=False)


@serve_app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 is one for each core.")] = 0,
    with_worker: Annotated[
        bool | None,
        typer.Option("--with-worker/--without-worker", help="Also run jobs. Default: on the embedded server."),
    ] = None,
) -> None:
    """Serve the site.

    Behind a proxy that ends TLS set HANAPER_HTTPS=1. Ends on Ctrl-C or SIGTERM, after the requests in hand.

    Examples:

      hanaper serve

      hanaper serve --host 0.0.0.0 --port 8080 --workers 4
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    processes = workers or len(os.sched_getaffinity(0))
    with ground.database() as here:
        jobs = _start_worker() if (here.embedded if with_worker is None else with_worker) else None
        output.talk(f"Serving on http://{host}:{port} with {processes} processes. Ctrl-C ends it.")
        try:
            # One blocking thread for each process: a second one only queues for the interpreter's lock (TECH 8).
            Granian(
                "hanaper.config.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
                workers=processes, blocking_threads=1, websockets=False, respawn_failed_workers=True,
                workers_kill_timeout=10, log_level=LogLevels.warning,
            ).serve()  # fmt: skip
        finally:
            if jobs is not None:
                jobs.terminate()
                jobs.wait(timeout=30)


def _start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "hanaper", "worker"]
    # Before any thread of ours is started, so that the child may run Python before it becomes the worker.
    return subprocess.Popen(command, preexec_fn=_end_with_parent)  # noqa: PLW1509


def _end_with_parent() -> None:
    """In the child: a kill -9 of the site ends its worker in the orderly way, instead of leaving it for ever."""
    library = ctypes.CDLL(None)
    if hasattr(library, "prctl"):
        library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
