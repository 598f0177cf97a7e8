"""What modules put on the home page: controls, what is due, figures. Each is found in a reading act for its duty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from hanaper.foundation.interface.pages import Link, Tile

Place = Literal["controls", "figures"]


@dataclass(frozen=True)
class Found:
    """Tiles, and whether any rests on made-up rows."""

    tiles: Sequence[Tile]
    synthetic: bool = False


@dataclass(frozen=True)
class TileProvider:
    """Finds the tiles of one module for one place. find: from the scope (for links) to tiles."""

    name: str
    place: Place
    duty: str
    find: Callable[[str], Found]
    order: int = 100


@dataclass(frozen=True)
class DueProvider:
    """Finds what is due: links with their dates as detail, soonest first."""

    name: str
    duty: str
    find: Callable[[str], Sequence[Link]]


_TILES: dict[str, TileProvider] = {}
_DUE: dict[str, DueProvider] = {}


def register_tiles(provider: TileProvider) -> None:
    """Add a provider of tiles, at start."""
    _TILES[provider.name] = provider


def register_due(provider: DueProvider) -> None:
    """Add a provider of what is due, at start."""
    _DUE[provider.name] = provider


def tiles(place: Place) -> Sequence[TileProvider]:
    """The providers of one place, in order."""
    found = [provider for provider in _TILES.values() if provider.place == place]
    return sorted(found, key=lambda provider: (provider.order, provider.name))


def due() -> Sequence[DueProvider]:
    """The providers of what is due, by name."""
    return [_DUE[name] for name in sorted(_DUE)]
