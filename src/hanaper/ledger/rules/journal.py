"""What is posted: journals and their lines, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanaper.kernel.periods import FiscalPeriod

#: The three kinds of line; each balances by itself within a journal.
ACTUAL, COMMITMENT, BUDGET = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line. amount_pence: debit positive, credit negative, never 0. kind: ACTUAL, COMMITMENT or BUDGET, each of
    which balances by itself. counterparty_id: the other body of a charge between bodies. foreign_minor, currency: what
    a foreign document said, in minor units; information, as the books are in pounds."""

    account_id: int
    cost_centre_id: int
    programme_id: int
    amount_pence: int
    kind: int = ACTUAL
    project: str = ""
    counterparty_id: int | None = None
    foreign_minor: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """What is posted. source, source_id, event: the process and id of the document, and which of its postings; the
    same three with the same lines are answered again, not posted again. reverses_id: the journal this one reverses."""

    source: str
    source_id: int
    event: str
    period: FiscalPeriod
    lines: Sequence[Line]
    reverses_id: int | None = None
