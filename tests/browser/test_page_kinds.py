"""Every page kind in a real browser: axe finds nothing, the policy is never broken, nothing needs JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hanaper.foundation.interface.tests.samples import samples
from tests.browser.gallery import STATIC, serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (STATIC / "vendor/govuk/govuk-frontend.min.css").exists(),
        reason="needs the front-end assets: run make setup",
    ),
]


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with serving() as address:
        yield address


def _open(context: Any, address: str) -> tuple[Any, list[str]]:
    page, complaints = context.new_page(), list[str]()

    def hear(message: Any) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address, wait_until="load")
    return page, complaints


@pytest.mark.parametrize("name", list(samples()))
def test_axe_finds_nothing_and_the_policy_holds(
    name: str,
    gallery: str,
    open_context: Callable[..., Any],
    axe: Callable[[Any], list[str]],
    screenshots: Path,
) -> None:
    page, complaints = _open(open_context(), f"{gallery}/{name}/")
    page.screenshot(path=screenshots / f"{name}.png", full_page=True)

    assert axe(page) == []
    assert complaints == []


@pytest.mark.parametrize("name", list(samples()))
def test_axe_finds_nothing_without_javascript(
    name: str, gallery: str, open_context: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    # axe needs the page's own event loop, so for axe the scripts are blocked on their way rather than switched off.
    context = open_context()
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{gallery}/{name}/")

    assert "js-enabled" not in page.content()
    assert axe(page) == []


def test_a_list_is_filtered_sorted_and_paged_with_scripts_switched_off(
    gallery: str, open_context: Callable[..., Any]
) -> None:
    page = open_context(javascript=False).new_page()
    page.goto(f"{gallery}/list/")
    page.get_by_label("State").select_option("Held")
    page.get_by_role("button", name="Apply filters").click()
    page.get_by_role("link", name="Amount").click()
    page.get_by_role("link", name="Next page").click()

    assert page.get_by_text("Showing 26 to 50 of 78 invoices").is_visible()
    assert page.get_by_role("link", name="Remove the filter State: Held").is_visible()
    assert page.locator("th[aria-sort=ascending]").inner_text() == "Amount"


@pytest.mark.parametrize("name", ["list", "object", "lines", "report", "inbox"])
def test_a_narrow_screen_never_scrolls_sideways(
    name: str, gallery: str, open_context: Callable[..., Any], axe: Callable[[Any], list[str]], screenshots: Path
) -> None:
    # 320 pixels is 400% zoom of an ordinary screen (WCAG 1.4.10).
    page, _ = _open(open_context(width=320, height=700), f"{gallery}/{name}/")
    page.screenshot(path=screenshots / f"{name}-narrow.png", full_page=True)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(page) == []


def test_control_k_goes_to_the_search_box(gallery: str, open_context: Callable[..., Any]) -> None:
    page, _ = _open(open_context(), f"{gallery}/list/")
    page.wait_for_selector("[data-hanaper-tick-all] input")
    page.keyboard.press("Control+k")

    assert page.evaluate("document.activeElement.id") == "site-search"


def test_the_first_tab_skips_to_the_content(gallery: str, open_context: Callable[..., Any]) -> None:
    page, _ = _open(open_context(), f"{gallery}/list/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main-content"


def test_the_error_summary_takes_focus_and_leads_to_the_field(gallery: str, open_context: Callable[..., Any]) -> None:
    page, _ = _open(open_context(), f"{gallery}/edit-wrong/")
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    page.get_by_role("link", name="Start date must be a real date").click()

    assert page.evaluate("document.activeElement.id") == "id_started_on-day"


def test_the_heading_box_ticks_every_row_of_the_page(gallery: str, open_context: Callable[..., Any]) -> None:
    page, _ = _open(open_context(), f"{gallery}/list/")
    page.get_by_label("Choose all 25 on this page").check()

    assert page.locator("input[name=ticked]:checked").count() == 25
