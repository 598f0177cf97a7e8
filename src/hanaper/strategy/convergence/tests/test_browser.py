"""The pages of convergence in Chromium, judged by axe."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.strategy.convergence.tests.test_convergence import deviate, month_of_twelve
from hanaper.transition.parallel.tests.test_browser import sign_in
from tests.databases import CommittedDatabase

pytestmark = pytest.mark.browser

#: Where pictures go, when somebody wants to look at them.
PICTURES = os.environ.get("HANAPER_PICTURES", "")


@pytest.mark.promise("P49")
def test_the_pages_of_convergence_pass_axe(
    site: str, page: Any, committed_db: CommittedDatabase, axe: Callable[[Any], list[str]]
) -> None:
    lives = month_of_twelve()
    for place in range(12):
        at = f"2026-11-02 {place:02d}:00"
        late = lives.arrive(lives.beta, at, step="upload" if place > 8 else "receive")
        lives.pay(lives.rules(late, at), "2026-11-03 11:00")
    pk = deviate(lives, step="approve")
    deviate(lives, expires_on=date(2026, 10, 12), aspect="path", cost_pence=None, cost_source="")
    both = lives.alpha, lives.beta
    sign_in(page, site, person_with(["convergence.read", "deviation.propose"], *both))
    for path, name in (
        ("/all/convergence/?month=2026-10", "convergence"),
        ("/all/convergence/documents/?month=2026-10&process=invoice", "convergence-documents"),
        ("/all/convergence/months/?month=2026-11", "convergence-months"),
        ("/all/convergence/around/?month=2026-10&process=order", "convergence-around"),
        ("/all/convergence/variants/?month=2026-10&process=invoice", "convergence-variants"),
        ("/all/convergence/deviations/", "deviations"),
        (f"/beta/convergence/deviations/{pk}/", "deviation"),
        ("/beta/convergence/deviations/ask/", "deviation-ask"),
        (f"/beta/convergence/deviations/{pk}/end/", "deviation-end"),
    ):
        answer = page.goto(f"{site}{path}")
        assert answer.status == 200, (path, answer.status)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
        assert axe(page) == [], name
