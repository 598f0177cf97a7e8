"""Material that others published, read from where it stands: `$HANAPER_SHARED`, or `../shared` beside the project."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]

Shared = Callable[[str], Path]


def shared_directory() -> Path:
    """Where the published material would be; it need not be there."""
    return Path(os.environ.get("HANAPER_SHARED") or PROJECT.parent / "shared")


def shared_path(name: str) -> Path | None:
    """The file or directory `name` of the published material, or None: for parametrising at collection."""
    place = shared_directory() / name
    return place if place.exists() else None


@pytest.fixture(scope="session")
def shared() -> Shared:
    """`shared("standards/invoices")` is a path, or skips the test and says what is missing."""

    def find(name: str) -> Path:
        place = shared_path(name)
        if place is None:
            pytest.skip(f"published material {name} is not in {shared_directory()}; set HANAPER_SHARED to where it is")
        return place

    return find
