"""The pages of signing in, in Chromium: by keyboard, without JavaScript, and judged by axe."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hanaper.foundation.identity import api
from hanaper.foundation.identity.models import Account
from hanaper.foundation.identity.tests.people import PASSWORD, account, code, person, test_act

pytestmark = [pytest.mark.browser, pytest.mark.urls("hanaper.foundation.identity.tests.urls")]

#: Where pictures go, when somebody wants to look at them.
PICTURES = os.environ.get("HANAPER_PICTURES", "")


@pytest.fixture
def ada(committed_db: Any) -> Account:
    with test_act():
        return account(person("Ada"), username="ada", password=PASSWORD)


@pytest.fixture
def look(axe: Callable[[Any], list[str]]) -> Callable[[Any, str], None]:
    """Judge a page, and take its picture where asked."""

    def judge(page: Any, name: str) -> None:
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
        assert axe(page) == [], name

    return judge


@pytest.mark.promise("P49")
def test_the_whole_of_signing_in_works_by_keyboard_and_passes_axe(
    site: str, page: Any, ada: Account, look: Callable[[Any, str], None], settings: Any
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{site}/guarded/")
    look(page, "sign-in")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Sign in").press("Enter")
    look(page, "sign-in-wrong")
    assert page.locator(".govuk-error-summary").is_visible()
    page.get_by_label("Sign-in name").fill("ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/set-up/")
    look(page, "set-up")
    page.locator("summary", has_text="I cannot use the picture").press("Enter")
    secret = page.locator("details strong").inner_text().replace(" ", "")
    page.get_by_label("Security code").fill(code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/")
    look(page, "recovery-codes")
    first_code = page.locator("code").first.inner_text()
    for path in ("security", "password", "recovery-codes", "recovery-codes/new", "security/replace"):
        page.goto(f"{site}/sign-in/{path}/")
        look(page, path.replace("/", "-"))
    page.goto(f"{site}/sign-in/again/?next=/release/")
    look(page, "again")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Security code").fill(first_code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/release/")
    assert page.inner_text("body") == "ready to release"
    page.goto(f"{site}/sign-out/")
    look(page, "sign-out")
    offences = [said for said in complaints if "Content Security Policy" in said]
    assert offences == []


@pytest.mark.promise("P49")
def test_signing_in_needs_no_javascript(site: str, chromium: Any, ada: Account) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/guarded/")
    page.get_by_label("Sign-in name").fill("ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("summary", has_text="I cannot use the picture").click()
    secret = page.locator("details strong").inner_text().replace(" ", "")
    page.get_by_label("Security code").fill(code(secret))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="I have kept them").wait_for()
    page.goto(f"{site}/guarded/")
    assert page.inner_text("body") == "for ada"
    context.close()


@pytest.mark.promise("P49")
def test_the_demonstrations_people_are_chosen_with_one_press(
    site: str, page: Any, committed_db: Any, look: Callable[[Any, str], None], settings: Any
) -> None:
    settings.HANAPER_DEMO = True
    with test_act():
        for number, (name, title, can) in enumerate(
            [
                ("Perpetua Quill", "Payables clerk", ["Enter invoices", "Resolve holds"]),
                ("Ambrose Tally", "Budget holder", ["Approve orders and invoices up to £10,000.00"]),
            ]
        ):
            ours = account(person(name), username=f"demo.{number}")
            api.demo_persona_put(ours, title=title, body="Department for Lanterns", can=can, position=number)
    page.goto(f"{site}/demo/?next=/guarded/")
    look(page, "demo")
    page.get_by_role("button", name="Sign in as Ambrose Tally").click()
    page.wait_for_url("**/guarded/")
    assert page.inner_text("body") == "for demo.1"
    page.goto(f"{site}/sign-in/again/?next=/release/")
    look(page, "demo-again")
    page.get_by_role("button", name="Sign in again").click()
    page.wait_for_url("**/release/")
    page.goto(f"{site}/sign-in/")
    page.context.clear_cookies()
    page.goto(f"{site}/sign-in/?ended=idle")
    look(page, "sign-in-demo")
