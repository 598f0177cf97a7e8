"""What browser tests add to `tests.browsers`: contexts with scripts off or a narrow screen, a place for pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def open_context(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens browser contexts and closes them afterwards. javascript=False switches the page's scripts off."""
    opened: list[Any] = []

    def open_one(*, javascript: bool = True, width: int = 1280, height: int = 900) -> Any:
        context = chromium.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": height}, locale="en-GB"
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: HANAPER_PICTURES, or a temporary directory."""
    named = os.environ.get("HANAPER_PICTURES")
    place = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    place.mkdir(parents=True, exist_ok=True)
    return place
