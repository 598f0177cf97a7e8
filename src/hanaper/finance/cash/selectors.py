"""Reads of payment runs, always of the bodies in scope and in a fixed order."""

from __future__ import annotations

from django.db.models import QuerySet

from hanaper.finance.cash.models import BankAccount, PaymentFile, PaymentRun, RunPayment
from hanaper.kernel.errors import NotThere


def payment_runs() -> QuerySet[PaymentRun]:
    """Every payment run in scope, newest first."""
    return PaymentRun.objects.select_related("body").order_by("-pk")


def payment_run_get_for(run_id: int) -> PaymentRun:
    """One run in scope. Raises NotThere, alike for none and for not yours."""
    found = PaymentRun.objects.select_related("body", "bank_account").filter(pk=run_id).first()
    if found is None:
        raise NotThere(what="payment run", found=run_id)
    return found


def run_payments(run_id: int) -> QuerySet[RunPayment]:
    """What a run pays, in the order of its file."""
    return RunPayment.objects.filter(run_id=run_id).select_related("payment", "payment__body").order_by("place")


def payment_file_of(run_id: int, form: str = PaymentFile.Form.PAIN001) -> PaymentFile | None:
    """The file of a run in one form, None while it is not written, or where its service does not take that form."""
    return PaymentFile.objects.filter(run_id=run_id, form=form).first()


def payment_file_get_for(run_id: int, form: str = PaymentFile.Form.PAIN001) -> PaymentFile:
    """The same. Raises NotThere where there is none."""
    found = payment_file_of(run_id, form)
    if found is None:
        raise NotThere(what="payment file", found=run_id)
    return found


def payment_files() -> QuerySet[PaymentFile]:
    """Every payment file in scope, newest first."""
    return PaymentFile.objects.select_related("run").order_by("-pk")


def bank_accounts() -> QuerySet[BankAccount]:
    """The accounts that the bodies in scope pay from."""
    return BankAccount.objects.select_related("body").order_by("body__name", "currency", "pk")
