"""Instructing payments, and what happens when they are released."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, Process, advance, create, process
from hanaper.ledger.payments.models import PaymentInstruction
from hanaper.ledger.payments.process import PAYMENT
from hanaper.ledger.payments.rules import journal_of
from hanaper.ledger.posting import post
from hanaper.ledger.selectors import account_ids

TRANSIT = "1490"

Released = Callable[[list[int]], None]
_released: dict[str, Released] = {}


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """What a module asks to be paid. source: the process and id of the document that is paid, once.

    amount_minor: of `currency`, above nought. amount_pence: what the liability stands at in the books.
    account_id, cost_centre_id, programme_id: where it stands.
    """

    source: tuple[Process, int]
    payee_name: str
    payee_site_id: int
    amount_minor: int
    currency: str
    amount_pence: int
    due_on: date
    reference: str
    account_id: int
    cost_centre_id: int
    programme_id: int


def on_released(process_code: str) -> Callable[[Released], Released]:
    """Decorator: what becomes of the source documents of one process when their payments are released.

    The function gets their ids, in the act of the release, and advances them.
    """

    def register(function: Released) -> Released:
        _released[process_code] = function
        return function

    return register


def payments_instruct(orders: Sequence[PaymentOrder]) -> list[PaymentInstruction]:
    """Make instructions, numbered `PAY-...` at the end of the act, each linked to its source document."""
    if not orders:
        return []
    made = create(
        PAYMENT,
        "instruct",
        [
            PaymentInstruction(
                source_process=order.source[0].code,
                source_id=order.source[1],
                payee_name=order.payee_name,
                payee_site_id=order.payee_site_id,
                amount_minor=order.amount_minor,
                currency=order.currency,
                amount_pence=order.amount_pence,
                due_on=order.due_on,
                reference=order.reference,
                account_id=order.account_id,
                cost_centre_id=order.cost_centre_id,
                programme_id=order.programme_id,
            )
            for order in orders
        ],
        follows=[[order.source] for order in orders],
    )
    take("payment", PaymentInstruction, [payment.pk for payment in made], prefix="PAY")
    return made


def payments_include(*, ids: Iterable[int]) -> list[Outcome]:
    """Take due payments into a run that is being built."""
    return advance(PAYMENT, "include", ids)


def payments_drop(*, ids: Iterable[int]) -> list[Outcome]:
    """Put payments back from a run that is cancelled: they are due again."""
    return advance(PAYMENT, "drop", ids)


def payments_release(*, ids: Iterable[int]) -> list[Outcome]:
    """Release payments of a run: they are posted, and their source documents move on."""
    return advance(PAYMENT, "release", ids)


@PAYMENT.effect("release")
def _release(batch: Batch) -> None:
    payments = list(PaymentInstruction.objects.filter(pk__in=batch.ids).order_by("pk"))
    transit = account_ids([TRANSIT])[TRANSIT]
    journals = [journal_of(each, transit_account_id=transit, on=batch.act.today) for each in payments]
    post([journal for journal in journals if journal.lines])
    sources: dict[str, list[int]] = {}
    for each in payments:
        sources.setdefault(each.source_process, []).append(each.source_id)
    for code, ids in sorted(sources.items()):
        process(code)
        _released[code](ids)
