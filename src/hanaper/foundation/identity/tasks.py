"""The jobs of identity."""

from __future__ import annotations

from hanaper.foundation.jobs.api import periodic


@periodic("identity.sessions-clean", "23 3 * * *")
def sessions_clean() -> None:
    from hanaper.foundation.identity.services import sessions_clean as clean

    clean()
