"""Reads of payment instructions, always of the bodies in scope and in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from hanaper.kernel.errors import NotThere
from hanaper.ledger.payments.models import PaymentInstruction


def payments() -> QuerySet[PaymentInstruction]:
    """Every payment in scope, newest first."""
    return PaymentInstruction.objects.select_related("body").order_by("-pk")


def payments_due(*, by: date | None = None, currency: str | None = None) -> QuerySet[PaymentInstruction]:
    """Payments that wait for a run, the earliest due first. by: due on that day or before."""
    found = PaymentInstruction.objects.select_related("body").filter(state="due")
    if by is not None:
        found = found.filter(due_on__lte=by)
    if currency is not None:
        found = found.filter(currency=currency)
    return found.order_by("due_on", "pk")


def payment_get_for(payment_id: int) -> PaymentInstruction:
    """One payment in scope. Raises NotThere, alike for none and for not yours."""
    try:
        return PaymentInstruction.objects.select_related("body").get(pk=payment_id)
    except PaymentInstruction.DoesNotExist:
        raise NotThere(what="payment", found=payment_id) from None


def payments_of(process_code: str, source_ids: Iterable[int]) -> dict[int, PaymentInstruction]:
    """The payment of each of these source documents that has one, by the document's id."""
    found = PaymentInstruction.objects.select_related("body").filter(
        source_process=process_code, source_id__in=list(source_ids)
    )
    return {each.source_id: each for each in found}
