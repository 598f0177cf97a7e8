"""Duties, as modules declare them at start.

A duty is the smallest thing that a person can be given: to enter a journal, to approve one. Its side says whether it
belongs to the body (*retained*: need, budget, receipt, approval of spend) or to the *centre* (processing). Duties that
only read, or that both sides may hold, have no side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hanaper.foundation.duties.errors import UnknownDuty

Side = Literal["retained", "centre"]
RETAINED: Side = "retained"
CENTRE: Side = "centre"


@dataclass(frozen=True)
class Duty:
    """code: `<thing>.<act>`, for instance `journal.approve`. title: what its holder may do, in plain words."""

    code: str
    title: str
    side: Side | None = None

    @property
    def is_reading(self) -> bool:
        return self.code.endswith(".read")


_duties: dict[str, Duty] = {}


def declare(*duties: Duty) -> None:
    """Declare a module's duties. Called once from its AppConfig; a code declared twice differently is a defect."""
    for duty in duties:
        if _duties.setdefault(duty.code, duty) != duty:
            raise ValueError(f"duty {duty.code} is declared twice, differently")


def duty(code: str) -> Duty:
    """The duty of this code. Raises UnknownDuty."""
    try:
        return _duties[code]
    except KeyError:
        raise UnknownDuty(found=code) from None


def duties() -> Iterator[Duty]:
    """Every declared duty, by code."""
    return iter(sorted(_duties.values(), key=lambda duty: duty.code))
