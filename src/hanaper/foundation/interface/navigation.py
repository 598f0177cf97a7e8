"""The sections of the site: each module registers its own, and a reader sees those whose duty they hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class NavigationSection:
    """One section. path: what follows the scope in its URLs, as in `/<scope>/journals/`; order: place from the left.

    duties: any of these shows the section; none means every signed-in person sees it.
    """

    label: str
    path: str
    duties: frozenset[str] = frozenset()
    order: int = 100

    def url(self, scope: str) -> str:
        """Its first page in a scope (a body's code or "all")."""
        return f"/{scope}/{self.path}"


_SECTIONS: dict[str, NavigationSection] = {}


def register(section: NavigationSection) -> None:
    """Add a section, at start."""
    _SECTIONS[section.path] = section


def sections(held: Collection[str] | None = None) -> Sequence[NavigationSection]:
    """The sections in order: all of them, or those for someone who holds the duties `held`."""
    found = sorted(_SECTIONS.values(), key=lambda section: (section.order, section.label))
    return [s for s in found if held is None or not s.duties or s.duties & frozenset(held)]
