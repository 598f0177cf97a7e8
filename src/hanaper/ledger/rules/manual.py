"""A manual journal becomes a posting: line for line, as entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.rules.journal import Journal, Line


@dataclass(frozen=True, slots=True)
class EnteredLine:
    """One line as a person enters it. amount_pence: debit positive, credit negative, never 0."""

    account_id: int
    cost_centre_id: int
    programme_id: int
    amount_pence: int
    narrative: str = ""


class _Lines(Protocol):
    def all(self) -> list[EnteredLine]: ...


class Entered(Protocol):
    """What of a manual journal the posting needs."""

    pk: int
    fiscal_year: int
    period: int
    lines: _Lines


def journal_of(journal: Entered, *, reverses_id: int | None = None) -> Journal:
    """The posting of a manual journal."""
    return Journal(
        source="manual-journal",
        source_id=journal.pk,
        event="post",
        period=FiscalPeriod(journal.fiscal_year, journal.period),
        lines=[Line(x.account_id, x.cost_centre_id, x.programme_id, x.amount_pence) for x in journal.lines.all()],
        reverses_id=reverses_id,
    )
