"""Serving the site after the month, and naming who may be signed in with one press."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

from hanaper.cli import output
from hanaper.foundation.identity.api import demo_people

READY_SECONDS = 60


def serve(host: str, port: int) -> int:
    """Serve until Ctrl-C or SIGTERM. Returns the exit code of the server."""
    environment = os.environ | {"HANAPER_DEMO": "1"}
    server = subprocess.Popen(
        [sys.executable, "-m", "hanaper", "serve", "--host", host, "--port", str(port), "--with-worker"],
        env=environment,
    )
    before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        if _is_ready(server, f"http://{host}:{port}/health/live"):
            _say_who(f"http://{host}:{port}/demo/")
        return server.wait()
    except KeyboardInterrupt:
        # The terminal has told the server too.
        server.wait(timeout=60)
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)
        if server.poll() is None:
            server.terminate()
            server.wait(timeout=60)


def _is_ready(server: subprocess.Popen[bytes], address: str) -> bool:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address, timeout=2):  # noqa: S310 - our own address
                return True
        except (URLError, OSError):
            time.sleep(0.2)
    return False


def _say_who(address: str) -> None:
    people = demo_people()
    width = max(len(person.name) for person in people)
    job = max(len(person.title) for person in people)
    output.talk(f"\nOpen {address} and press a name. No password is needed; everybody is made up.\n")
    for person in people:
        output.talk(f"  {person.name:<{width}}  {person.title:<{job}}  {person.body}")
    output.talk("\nCtrl-C ends it. The same command shows the same month again.")
