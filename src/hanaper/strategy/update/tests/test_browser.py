"""The pages of figures in a real browser: what axe finds, which is nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hanaper.centre.costs.tests.factories import Centre
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import signed_in
from hanaper.foundation.acts.api import Actor
from hanaper.strategy.update.tests.test_pay import SALARIES
from hanaper.strategy.update.tests.test_pay import built as built_payroll
from hanaper.strategy.update.tests.test_update import built

DUTIES = ["update.read", "levels.read", "costs.read", "invoice.read", "ledger.read"]


@pytest.mark.browser
@pytest.mark.promise("P49")
def test_axe_finds_nothing_on_the_pages_of_figures(site: str, page: Any, axe: Callable[[Any], list[str]]) -> None:
    centre = built()
    centre.duty("invoice.resolve", 90_000, "40")
    centre.finished(centre.alpha, 40)
    centre.worked(centre.alpha, hours=30, acts=30)
    _sign_in(page, site, _reader(centre))
    month = f"{centre.month.start:%Y-%m}"
    pages = {
        "levels": "/all/levels/?month=2026-10",
        "levels-documents": "/all/levels/documents/?month=2026-10&touch=untouched",
        "costs": f"/all/costs/?month={month}",
        "costs-documents": f"/all/costs/documents/?month={month}",
        "update": "/all/update/?month=2026-10",
        "update-stated": "/all/update/stated/",
        "update-bodies": "/all/update/bodies/",
    }
    assert _judged(page, site, axe, pages) == {name: [] for name in pages}


@pytest.mark.browser
@pytest.mark.promise("P49")
def test_axe_finds_nothing_on_the_figures_of_pay_and_their_lines(
    site: str, page: Any, axe: Callable[[Any], list[str]]
) -> None:
    payroll = built_payroll(*SALARIES, *SALARIES, *SALARIES, 9_900_000)
    bodies = (payroll.alpha, payroll.world.beta, payroll.world.real)
    _sign_in(page, site, person_with([*DUTIES, "pay-run.read"], *bodies))
    pages = {
        "update-pay": "/all/update/?month=2026-09",
        "levels-pay": "/all/levels/pay/?month=2026-09",
        "pay-people": "/all/pay-measured/?month=2026-09",
        "pay-inputs": "/all/pay-measured/inputs/?month=2026-09",
        "pay-books": "/all/pay-measured/books/?month=2026-09",
    }
    assert _judged(page, site, axe, pages) == {name: [] for name in pages}


def _judged(page: Any, site: str, axe: Callable[[Any], list[str]], pages: dict[str, str]) -> dict[str, list[str]]:
    """What axe finds on each of the pages."""
    found: dict[str, list[str]] = {}
    for name, url in pages.items():
        answer = page.goto(f"{site}{url}")
        assert answer.status == 200, (name, answer.status)
        found[name] = axe(page)
        _picture(page, name)
    return found


def _reader(centre: Centre) -> Actor:
    world = centre.lives.shop.trade.world
    return person_with(DUTIES, world.alpha, world.beta, world.real, centre.gamma)


def _sign_in(page: Any, site: str, actor: Actor) -> None:
    cookie = signed_in(actor).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])


def _picture(page: Any, name: str) -> None:
    if place := os.environ.get("HANAPER_PICTURES"):
        page.screenshot(path=Path(place) / f"{name}.png", full_page=True)
