"""Instructing payments, and what happens when they are released."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, Process, advance, create, process
from hanaper.ledger.payments.errors import BulkDiffers
from hanaper.ledger.payments.models import PaymentInstruction
from hanaper.ledger.payments.process import PAYMENT
from hanaper.ledger.payments.rules import journal_of
from hanaper.ledger.posting import post
from hanaper.ledger.selectors import account_ids

TRANSIT = "1490"


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What a module asks to be paid to many at once, in pounds. payee_count, amount_pence: how many, and how much in
    all; the payees that `on_payees` names later must come to both. The rest is as in PaymentOrder."""

    source: tuple[Process, int]
    payee_name: str
    payee_count: int
    amount_pence: int
    due_on: date
    reference: str
    account_id: int
    cost_centre_id: int
    programme_id: int


@dataclass(frozen=True, slots=True)
class Payee:
    """One of many who are paid by a bulk instruction. end_to_end_id: unique for ever. Never stored with payments."""

    name: str
    sort_code: str
    account_number: str
    roll_number: str
    amount_pence: int
    reference: str
    end_to_end_id: str


Payees = Callable[[int], list[Payee]]
_payees: dict[str, Payees] = {}

Files = Callable[[Sequence[int]], dict[int, dict[str, int]]]
_files: list[Files] = []

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


def on_files(function: Files) -> Files:
    """Decorator: who says which files carry payments, by payment id: pence by form, counted from the file itself, where
    a file holds that payment and no other."""
    _files[:] = [function]
    return function


def file_totals(payment_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Pence by form of the files that carry each of these payments alone; one that is in none is not there."""
    return {pk: totals for asks in _files for pk, totals in asks(payment_ids).items()}


def on_payees(process_code: str) -> Callable[[Payees], Payees]:
    """Decorator: who names the payees of a bulk instruction by the id of its source document, always in one order."""

    def register(function: Payees) -> Payees:
        _payees[process_code] = function
        return function

    return register


def payees_of(payment: PaymentInstruction) -> list[Payee]:
    """Who is paid by a bulk instruction. Raises BulkDiffers where they do not come to its count and amount."""
    named = _payees[payment.source_process]
    found = current_act().once(f"payees {payment.pk}", lambda: named(payment.source_id))
    count, pence = len(found), sum(payee.amount_pence for payee in found)
    if (count, pence) != (payment.payee_count, payment.amount_pence):
        raise BulkDiffers(
            expected=f"{payment.payee_count} payees, {payment.amount_pence} pence", found=f"{count}, {pence} pence"
        )
    return found


def bulk_instruct(orders: Sequence[BulkOrder]) -> list[PaymentInstruction]:
    """Make bulk instructions, numbered with the others, each linked to its source document."""
    return _made(
        [
            (
                order.source,
                PaymentInstruction(
                    payee_name=order.payee_name,
                    payee_site_id=None,
                    payee_count=order.payee_count,
                    amount_minor=order.amount_pence,
                    currency="GBP",
                    amount_pence=order.amount_pence,
                    due_on=order.due_on,
                    reference=order.reference,
                    account_id=order.account_id,
                    cost_centre_id=order.cost_centre_id,
                    programme_id=order.programme_id,
                ),
            )
            for order in orders
        ]
    )


def payments_instruct(orders: Sequence[PaymentOrder]) -> list[PaymentInstruction]:
    """Make instructions, numbered `PAY-...` at the end of the act, each linked to its source document."""
    return _made(
        [
            (
                order.source,
                PaymentInstruction(
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
                ),
            )
            for order in orders
        ]
    )


def _made(wanted: Sequence[tuple[tuple[Process, int], PaymentInstruction]]) -> list[PaymentInstruction]:
    if not wanted:
        return []
    for (process_of, source_id), instruction in wanted:
        instruction.source_process, instruction.source_id = process_of.code, source_id
    made = create(
        PAYMENT,
        "instruct",
        [instruction for _, instruction in wanted],
        follows=[[source] for source, _ in wanted],
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
