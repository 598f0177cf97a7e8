"""Home: your work, the controls, what is due, and figures, each of which opens to what it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hanaper.foundation.acts.api import reading
from hanaper.foundation.interface import home as registry
from hanaper.foundation.interface.api import Home, Link, Tile, Visit, signed_in
from hanaper.foundation.interface.frame import ALL
from hanaper.foundation.interface.inbox import URGENCIES
from hanaper.web.work import waiting_for

SHOWN = 8
"""Items of work shown on the home page; the rest are one press away."""

Answer = TypeVar("Answer")


@signed_in
def home(visit: Visit) -> Home:
    """The first page, for all bodies or one."""
    if visit.scope == ALL and len(visit.known_bodies) == 1:
        # Whoever works for one body is at home there: nothing to choose between.
        visit.scope = next(iter(visit.known_bodies.values())).code
    waiting = waiting_for(visit)
    work_url = visit.url("work/")
    shown: list[Any] = []
    left = SHOWN
    for group in waiting.groups:
        if left > 0:
            shown.append(type(group)(group.urgency, group.items[:left]))
            left -= len(group.items)
    controls, figures = _tiles(visit, "controls"), _tiles(visit, "figures")
    return Home(
        title="Home",
        scope=visit.scope,
        work=[
            Tile(_SHORT[urgency], str(len(group.items)), work_url, alarm=urgency == "overdue")
            for urgency in URGENCIES
            for group in waiting.groups
            if group.urgency == urgency
        ],
        next_up=shown,
        controls=[tile for found in controls for tile in found.tiles],
        figures=[tile for found in figures for tile in found.tiles],
        due=_due(visit),
        as_at=visit.at,
        inbox_url=work_url if waiting.total else "",
        synthetic=waiting.synthetic or any(found.synthetic for found in [*controls, *figures]),
    )


_SHORT = {"overdue": "Overdue", "due soon": "Due soon", "not due yet": "Not due yet"}


def _tiles(visit: Visit, place: registry.Place) -> Sequence[registry.Found]:
    asked = (_under(visit, provider.duty, provider.find) for provider in registry.tiles(place))
    return [found for found in asked if found is not None]


def _due(visit: Visit) -> Sequence[Link]:
    asked = (_under(visit, provider.duty, provider.find) for provider in registry.due())
    return [link for links in asked if links is not None for link in links]


def _under(visit: Visit, duty: str, find: Callable[[str], Answer]) -> Answer | None:
    """What `find` answers inside a reading act for its duty; None for whoever does not hold it here."""
    bodies = Visit(visit.request, visit.scope, duty).bodies if visit.holds(duty) else ()
    if not bodies:
        return None
    with reading(visit.actor, duty, bodies, at=visit.at):
        return find(visit.scope)
