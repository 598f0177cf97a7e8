"""Chromium, where there is one: `page` is a fresh browser page, `site` serves the site, `axe` judges a page."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.databases import CommittedDatabase

PROJECT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium; skipped where there is none")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if find_chromium() is None:
        reason = f"no Chromium found: looked for {', '.join(NAMES)} and $HANAPER_CHROMIUM"
        for item in items:
            if item.get_closest_marker("browser") or "page" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.skip(reason=reason))


@cache
def find_chromium() -> str | None:
    """The program, from HANAPER_CHROMIUM or by its usual names."""
    chosen = os.environ.get("HANAPER_CHROMIUM")
    return chosen or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One running browser for a module. Not for longer: while it runs, this thread has an event loop, and a test that
    runs a worker of jobs cannot begin another."""
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium found")
    # playwright's synchronous interface keeps an event loop in this thread, and Django would take that for async code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page in a context of its own: no cookies, no cache, 1280 by 900."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def site(committed_db: CommittedDatabase) -> Iterator[str]:
    """The site, served from this process over the test's own database. Its address, without a slash at the end."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.test.testcases import QuietWSGIRequestHandler

    # The handler has whitenoise among its middleware, which serves the assets as in production.
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """`axe(page)` lists what axe-core finds wrong, as "rule: where"; an empty list is a pass."""
    source = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
    if not source.is_file():
        pytest.skip("axe-core is not installed; run `make setup`")

    def judge(page: Any) -> list[str]:
        page.evaluate(source.read_text(encoding="utf-8"))
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
        return [
            f"{violation['id']}: {node['target'][0]}: {violation['help']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return judge
