"""Who reads an edition: a visitor of the site, or somebody who has it printed.

What differs is where figures lead: a visitor is led to what their duties open, a print leads nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from hanaper.foundation.tenancy.api import ALL, Body


class Reader(Protocol):
    """What the page asks of whoever reads it. A `Visit` is one."""

    @property
    def scope(self) -> str: ...
    @property
    def asked(self) -> Mapping[str, Any]: ...
    @property
    def path(self) -> str: ...
    @property
    def known_bodies(self) -> Mapping[int, Body]: ...
    def url(self, path: str = "") -> str: ...
    def holds(self, duty: str, body: Body | None = None) -> bool: ...


@dataclass(frozen=True)
class Print:
    """Whoever has the update printed: by a command, with no duty but to read it."""

    scope: str = ALL
    path: str = "/all/update/"
    asked: Mapping[str, Any] = field(default_factory=dict)
    known_bodies: Mapping[int, Body] = field(default_factory=dict)

    def url(self, path: str = "") -> str:
        return f"/{self.scope}/{path}"

    def holds(self, duty: str, body: Body | None = None) -> bool:
        return False
