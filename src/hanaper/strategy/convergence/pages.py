"""What the pages of convergence share: the month and process that an address asks for, and its links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanaper.centre.levels.api import month_filter, month_of, month_slug, with_query
from hanaper.foundation.interface.api import ChoiceFilter, Rows, Visit
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.convergence.asking import Asked, asked
from hanaper.strategy.convergence.standards import standard, standards

SECTION = "convergence/"


def month_asked(visit: Visit) -> FiscalPeriod:
    """The month in the address, or this one."""
    chosen = str(visit.asked.get("month", "") or "")
    return month_of(chosen) if chosen else FiscalPeriod.of_date(visit.today)


def process_asked(visit: Visit, month: FiscalPeriod) -> str:
    """The process in the address; invoices where none is named. Raises ProcessWithoutStandard."""
    return standard(str(visit.asked.get("process", "") or "invoice"), on=month.last).process_code


def question_of(visit: Visit, month: FiscalPeriod, *processes: str) -> Asked:
    """The question about the bodies that the reader sees here; `only=made-up` or `only=real` narrows them."""
    ids = [body.pk for body in bodies_asked(visit)]
    return asked(month=month, body_ids=ids, processes=processes or None, as_of=visit.at, known_at=visit.at)


def bodies_asked(visit: Visit) -> list[Any]:
    """The bodies that the page is about: made-up and real ones never together."""
    bodies = list(visit.bodies)
    chosen = str(visit.asked.get("only", "") or "")
    if chosen not in ("real", "made-up") and len({body.synthetic for body in bodies}) < 2:
        return bodies
    return [body for body in bodies if body.synthetic == (chosen == "made-up")]


def filters(visit: Visit, month: FiscalPeriod, *, process: bool = True) -> list[ChoiceFilter]:
    """Month, process and, where the reader sees both, real or made-up bodies: of the whole page, narrowing no rows."""
    last = max(FiscalPeriod.of_date(visit.today), month, key=lambda m: m.start)
    found = [month_filter(last, "Began in")]
    if process:
        choices = [(code, held.process.title) for code, held in standards(month.last).items()]
        found.append(ChoiceFilter("process", "Process", choices=choices, by=_unchanged))
    if len({body.synthetic for body in visit.bodies}) > 1:
        choices = [("real", "Real bodies"), ("made-up", "Made-up bodies")]
        found.append(ChoiceFilter("only", "Bodies", choices=choices, by=_unchanged))
    return found


def link_to(
    visit: Visit, path: str, month: FiscalPeriod, more: Mapping[str, str] | None = None, scope: str = ""
) -> str:
    """An address of these pages with its month, kept to the bodies that the page is about."""
    only = str(visit.asked.get("only", "") or "")
    values = {"month": month_slug(month)} | ({"only": only} if only and not scope else {}) | dict(more or {})
    base = f"/{scope}/{SECTION}{path}" if scope else visit.url(f"{SECTION}{path}")
    return with_query(base, values)


def _unchanged(rows: Rows, value: Any) -> Rows:
    return rows
