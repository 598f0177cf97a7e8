"""The two days that a page of the register is asked for: on which a thing holds, and by which it was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hanaper.foundation.interface.api import DateToFilter, Rows, Visit
from hanaper.kernel.dates import show_date
from hanaper.strategy.register.at_dates import dates_asked
from hanaper.strategy.register.entered import register_known
from hanaper.strategy.register.facts import Register


@dataclass(frozen=True, slots=True)
class Stood:
    """The register as a page was asked for it. query: "" where it stands as of today, or "?as_of=..."."""

    register: Register
    on: date
    known_on: date
    query: str

    @property
    def basis(self) -> str:
        """Which days these are, as a sentence."""
        return f"As it stood on {show_date(self.on)}, of what was recorded here by {show_date(self.known_on)}."

    def url(self, visit: Visit, path: str) -> str:
        """The address of another page of the register, for the same two days."""
        return visit.url(f"register/{path}") + self.query


def stood(visit: Visit) -> Stood:
    """The register of the two days that the address asks for."""
    on, known_on = dates_asked(visit.asked, today=visit.today)
    query = f"?as_of={on}&known_at={known_on}" if (on, known_on) != (visit.today, visit.today) else ""
    return Stood(register_known(as_of=on, known_at=known_on), on, known_on, query)


def _unchanged(rows: Rows, value: Any) -> Rows:
    """Dates choose the whole page, and narrow no rows by themselves."""
    return rows


DATE_FILTERS = (
    DateToFilter("as_of", "On", hint="The day for which the page speaks.", by=_unchanged),
    DateToFilter("known_at", "Known by", hint="Leaves out what was recorded later.", by=_unchanged),
)
