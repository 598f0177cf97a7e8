"""Search by any identifier: each module registers what it can find, the site's search asks them all.

A provider runs in a reading act for its duty, so that nobody finds what they may not see, and answers few hits fast:
it looks identifiers up by index and never scans.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

HITS_PER_PROVIDER = 10
TEXT_SHORTEST, TEXT_LONGEST = 2, 100


@dataclass(frozen=True)
class Hit:
    """One thing found. exact: the text is its identifier, so that it may be opened at once."""

    kind: str
    title: str
    url: str
    body: str = ""
    detail: str = ""
    exact: bool = False
    synthetic: bool = False


@dataclass(frozen=True)
class SearchProvider:
    """Finds one kind of thing. label: plural heading of its hits. find: from text and most hits wanted to hits."""

    name: str
    label: str
    duty: str
    find: Callable[[str, int], Sequence[Hit]]


_PROVIDERS: dict[str, SearchProvider] = {}


def register(provider: SearchProvider) -> None:
    """Add a provider, at start."""
    _PROVIDERS[provider.name] = provider


def providers() -> Sequence[SearchProvider]:
    """All providers, by name."""
    return [_PROVIDERS[name] for name in sorted(_PROVIDERS)]


def tidy(text: str) -> str:
    """The text to search for: spaces made single, cut at a stated length.

    >>> tidy("  INV 12   ")
    'INV 12'
    """
    return " ".join(text.split())[:TEXT_LONGEST]
