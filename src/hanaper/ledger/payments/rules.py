"""A payment becomes a posting: the liability goes, and stands in transit until the bank statement shows it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.rules.journal import Journal, Line


class Payable(Protocol):
    """What of an instruction the posting needs."""

    pk: int
    account_id: int
    cost_centre_id: int
    programme_id: int
    amount_pence: int
    amount_minor: int
    currency: str


def journal_of(payment: Payable, *, transit_account_id: int, on: date) -> Journal:
    """Debit the liability, credit payments in transit, at the pounds in which the liability stands.

    on: the day of the release, whose period it falls in. Foreign amounts stand beside the pounds.
    """

    def line(account_id: int, sign: int) -> Line:
        foreign = None if payment.currency == "GBP" else sign * payment.amount_minor
        return Line(
            account_id,
            payment.cost_centre_id,
            payment.programme_id,
            sign * payment.amount_pence,
            foreign_minor=foreign,
            currency=None if foreign is None else payment.currency,
        )

    return Journal(
        source="payment",
        source_id=payment.pk,
        event="release",
        period=FiscalPeriod.of_date(on),
        lines=[line(payment.account_id, 1), line(transit_account_id, -1)] if payment.amount_pence else [],
    )
