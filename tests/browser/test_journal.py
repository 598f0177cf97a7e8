"""A manual journal in a real browser: entered, then approved with the keyboard alone; axe finds nothing on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hanaper.foundation.processes import automation
from hanaper.ledger.models import Account
from hanaper.ledger.process import JOURNAL
from tests.browser.test_journeys import sign_in, tab_to
from tests.databases import CommittedDatabase
from tests.world import World, build_world

pytestmark = [pytest.mark.browser, pytest.mark.promise("P49")]


@pytest.fixture
def world(committed_db: CommittedDatabase) -> World:
    return build_world()


def test_a_journal_is_entered_with_the_mouse_and_approved_with_the_keyboard_alone(
    world: World, site: str, open_context: Callable[..., Any], axe: Callable[[Any], list[str]], screenshots: Path
) -> None:
    enterer, approver = open_context(), open_context()
    sign_in(enterer, site, world.enterer)
    sign_in(approver, site, world.approver)

    page = enterer.new_page()
    page.goto(f"{site}/alpha/journals/enter/")
    page.screenshot(path=screenshots / "journal-enter.png", full_page=True)
    assert axe(page) == []
    page.select_option("#id_period", str(world.period))
    page.fill("#id_description", "Accrue the October rent")
    accounts = [account.pk for account in Account.objects.filter(code__in=["5300", "2100"]).order_by("-code")]
    for number, (account, side) in enumerate(zip(accounts, ("debit", "credit"), strict=True)):
        page.select_option(f"#id_lines-{number}-account", str(account))
        page.select_option(f"#id_lines-{number}-cost_centre", str(world.cost_centres[world.alpha.pk]))
        page.select_option(f"#id_lines-{number}-programme", str(world.programmes[world.alpha.pk]))
        page.fill(f"#id_lines-{number}-{side}", "12,500.00")
    page.get_by_role("button", name="Enter the journal").click()
    page.get_by_text("Somebody else must approve it").wait_for()
    page.screenshot(path=screenshots / "journal-entered.png", full_page=True)
    assert axe(page) == []

    page = approver.new_page()
    page.goto(f"{site}/alpha/work/")
    page.screenshot(path=screenshots / "inbox.png", full_page=True)
    assert axe(page) == []
    link = page.get_by_role("link", name="Accrue the October rent").inner_text()
    for name in (link, "Approve"):
        tab_to(page, name)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert axe(page) == []
    page.screenshot(path=screenshots / "journal-approve.png", full_page=True)
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    page.get_by_text("The journal was approved").wait_for()

    assert automation.run(JOURNAL, world.alpha) == 1
    page.reload()
    page.get_by_text("Posted to the books").first.wait_for()
    page.screenshot(path=screenshots / "journal-posted.png", full_page=True)
    page.goto(f"{site}/alpha/ledger/trial-balance/")
    page.screenshot(path=screenshots / "trial-balance.png", full_page=True)
    assert axe(page) == []
    page.get_by_role("link", name="5300").click()
    page.get_by_text("£12,500.00").first.wait_for()
    assert axe(page) == []
    page.goto(f"{site}/")
    page.screenshot(path=screenshots / "home.png", full_page=True)
    assert axe(page) == []
