"""The pages of the register in Chromium, judged by axe."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.transition.parallel.tests.test_browser import sign_in
from tests.databases import CommittedDatabase
from tests.world import build_world

pytestmark = pytest.mark.browser

#: Where pictures go, when somebody wants to look at them.
PICTURES = os.environ.get("HANAPER_PICTURES", "")


@pytest.mark.promise("P49")
def test_the_pages_of_the_register_pass_axe(
    site: str, page: Any, committed_db: CommittedDatabase, axe: Callable[[Any], list[str]]
) -> None:
    sign_in(page, site, person_with(["register.read"], build_world().alpha))
    for path, name in (
        ("", "register"),
        ("?as_of=2024-03-04", "register-then"),
        ("clusters/synergy/", "register-cluster"),
        ("groups/hm-treasury/", "register-group"),
        ("figures/", "register-figures"),
        ("figures/benefits-over-15-years/", "register-figure"),
        ("sources/written-answer-2024-03-04/", "register-source"),
    ):
        answer = page.goto(f"{site}/all/register/{path}")
        assert answer.status == 200, (path, answer.status)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
        assert axe(page) == [], name
