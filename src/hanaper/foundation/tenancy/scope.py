"""The scope of the moment: which bodies are read, and which one is written.

`hanaper.foundation.acts` sets it for one transaction, here for Python and in the database for its policies. Managers
filter by it and refuse to run without it: the two layers of tenancy.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from hanaper.foundation.tenancy.errors import NoScope


@dataclass(frozen=True)
class Scope:
    """bodies: ids whose rows are read. body: the one whose rows are written, or None where nothing is.
    clusters, cluster: the same for rows that belong to a cluster."""

    bodies: tuple[int, ...]
    body: int | None
    clusters: tuple[int, ...]
    cluster: int | None


_scope: ContextVar[Scope | None] = ContextVar("hanaper_scope", default=None)


def current_scope() -> Scope:
    """The scope in force. Raises NoScope where no act is open."""
    scope = _scope.get()
    if scope is None:
        raise NoScope()
    return scope
