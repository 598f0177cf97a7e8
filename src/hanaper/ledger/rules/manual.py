"""A manual journal becomes a posting: line for line, as entered."""

from __future__ import annotations

from collections.abc import Iterable
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


class _Reversed(Protocol):
    @property
    def journal_id(self) -> int | None: ...


class Entered(Protocol):
    """What of a manual journal the posting needs; `reverses.journal_id` is the posted journal that it undoes."""

    @property
    def pk(self) -> int: ...
    @property
    def fiscal_year(self) -> int: ...
    @property
    def period(self) -> int: ...
    @property
    def reverses(self) -> _Reversed | None: ...


class EnteredLike(Protocol):
    """A line as entered, or as kept."""

    @property
    def account_id(self) -> int: ...
    @property
    def cost_centre_id(self) -> int: ...
    @property
    def programme_id(self) -> int: ...
    @property
    def amount_pence(self) -> int: ...


def journal_of(journal: Entered, lines: Iterable[EnteredLike]) -> Journal:
    """The posting of a manual journal."""
    return Journal(
        source="manual-journal",
        source_id=journal.pk,
        event="post",
        period=FiscalPeriod(journal.fiscal_year, journal.period),
        lines=[Line(x.account_id, x.cost_centre_id, x.programme_id, x.amount_pence) for x in lines],
        reverses_id=journal.reverses.journal_id if journal.reverses else None,
    )
