"""Whole pieces of work on the real site, in a real browser: by keyboard alone, and with scripts switched off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hanaper.foundation.acts.api import Actor, reading
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people
from hanaper.ledger.models import ManualJournal
from tests.databases import CommittedDatabase
from tests.world import World, build_world

pytestmark = [pytest.mark.browser]


@pytest.fixture
def world(committed_db: CommittedDatabase) -> World:
    return build_world()


def sign_in(context: Any, site: str, actor: Actor) -> None:
    """Give the browser the cookie of a session in which this person has signed in."""
    with people.test_act():
        account = people.account(Person.objects.get(pk=actor.person_id))
    name = settings.SESSION_COOKIE_NAME
    value = people.signed_in_client(account).cookies[name].value
    context.add_cookies([{"name": name, "value": value, "url": site}])


def state_of(world: World, pk: int) -> str:
    with reading(world.approver, "ledger.read"):
        return ManualJournal.objects.get(pk=pk).state


def tab_to(page: Any, words: str, *, most: int = 60) -> None:
    """Press Tab until what has focus says (or ends with) these words; each stop must show that it has focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        text, shows = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [(e.innerText || e.value || e.getAttribute('aria-label') || '').trim(),"
            " s.outlineStyle !== 'none' || s.boxShadow !== 'none']; })()"
        )
        assert shows, f"nothing shows that {text!r} has focus"
        if text == words or text.endswith(f" {words}"):
            return
    raise AssertionError(f"Tab never reached {words!r}")


@pytest.mark.promise("P49")
@pytest.mark.parametrize("javascript", [True, False])
def test_a_journal_is_approved_by_keyboard_alone(
    world: World, site: str, open_context: Callable[..., Any], javascript: bool, screenshots: Path
) -> None:
    journal = world.enter(world.alpha, at=datetime.now(UTC) - timedelta(days=9))
    context = open_context(javascript=javascript)
    sign_in(context, site, world.approver)
    page = context.new_page()
    page.goto(f"{site}/")

    tab_to(page, "A test")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/alpha/journals/{journal.pk}/")
    page.screenshot(path=screenshots / "journal-to-approve.png", full_page=True)
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    page.wait_for_url("**/approve/")
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    page.get_by_text("Success").wait_for()
    page.screenshot(path=screenshots / "journal-approved.png", full_page=True)

    assert state_of(world, journal.pk) == "approved"


@pytest.mark.promise("P49")
def test_axe_finds_nothing_on_the_pages_of_the_books(
    world: World, site: str, open_context: Callable[..., Any], axe: Callable[[Any], list[str]], screenshots: Path
) -> None:
    journal = world.enter(world.alpha, 125_000)
    world.enter(world.beta)
    world.approve(world.alpha, [world.enter(world.alpha, 99_00).pk])
    context = open_context()
    sign_in(context, site, world.enterer)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    found: dict[str, list[str]] = {}
    addresses = {
        "home": "/",
        "your-work": "/all/work/",
        "search": "/search?q=MJ",
        "help": "/help/",
        "journals": "/alpha/journals/",
        "journal": f"/alpha/journals/{journal.pk}/",
        "journal-entry": "/alpha/journals/enter/",
        "trial-balance": "/alpha/ledger/trial-balance/",
        "periods": "/alpha/ledger/periods/",
    }
    for name, address in addresses.items():
        answer = page.goto(site + address)
        assert answer.status == 200, address
        page.screenshot(path=screenshots / f"site-{name}.png", full_page=True)
        if wrong := axe(page):
            found[name] = wrong

    assert found == {}
    assert complaints == []
