"""The jobs of returns."""

from __future__ import annotations

from hanaper.foundation.jobs.api import periodic


@periodic("returns.expect", "17 6 * * *")
def returns_expect() -> None:
    from hanaper.strategy.returns.services import expect_everywhere

    expect_everywhere()
