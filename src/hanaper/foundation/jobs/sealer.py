"""The sealer's hours: look whether anything was written, and seal it.

It looks rather than being told. Telling would cost every act a write (a job) or the server's one lock for notices,
which is what stands in the way elsewhere; a look at an idle database is one query of microseconds. So a row is sealed
within about LOOK_SECONDS of its commit, nothing can be forgotten, and a crash leaves nothing to sweep up. Any number of
workers may look: `hanaper.seal` lets one of them work on a body at a time.
"""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, InterfaceError, connection

from hanaper.foundation.audit.api import SealKeyWrong, keep_heads, seal_horizon, seal_round

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
AWAY_SECONDS = 1.0


class Sealer(threading.Thread):
    """Seals every body's rows until stopped."""

    def __init__(self) -> None:
        super().__init__(name="sealer", daemon=True)
        self._over = threading.Event()

    def stop(self) -> None:
        """Finish the round under way, then end."""
        self._over.set()
        self.join()

    def run(self) -> None:
        seen: int | None = None
        try:
            while not self._over.is_set():
                pause = LOOK_SECONDS
                try:
                    horizon = seal_horizon()
                    if horizon != seen:  # a transaction has ended since the last look
                        sealed = seal_round()
                        seen = None if sealed else horizon
                        _keep(sorted(sealed))
                except (DatabaseError, InterfaceError) as error:
                    log.warning("sealing waits for the database", extra={"error": type(error).__name__})
                    connection.close()
                    seen, pause = None, AWAY_SECONDS
                self._over.wait(pause)
        finally:
            connection.close()


def _keep(body_ids: list[int]) -> None:
    """A full disk or a wrong key outside the database must not stop the sealing inside it."""
    try:
        keep_heads(body_ids)
    except (OSError, SealKeyWrong):
        log.exception("heads not kept")
