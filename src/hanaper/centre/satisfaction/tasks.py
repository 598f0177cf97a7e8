"""The jobs of satisfaction."""

from __future__ import annotations

from hanaper.foundation.jobs.api import periodic


@periodic("satisfaction.ask", "41 5 * * *")
def satisfaction_ask() -> None:
    from hanaper.centre.satisfaction.services import ask_everywhere

    ask_everywhere()
