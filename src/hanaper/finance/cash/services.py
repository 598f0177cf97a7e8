"""Releasing, cancelling and writing payment runs. Building them stands in `building.py`."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from hanaper.commercial.suppliers.api import BankAccount as SupplierAccount
from hanaper.commercial.suppliers.api import accounts_in_full, bank_detail_of
from hanaper.finance.cash.errors import AccountChanged, PaymentNotDue
from hanaper.finance.cash.files import run_file
from hanaper.finance.cash.models import BankAccount, PaymentFile, PaymentRun, RunPayment
from hanaper.finance.cash.process import PAYMENT_RUN
from hanaper.finance.cash.rules import bacs18, pain001
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.files.api import PLAIN, XML, Upload, files_keep
from hanaper.foundation.processes.api import Batch, Outcome, advance, counted_once
from hanaper.kernel.identifiers import normalise_account, normalise_bic, normalise_iban
from hanaper.kernel.money import Money, minor_digits
from hanaper.ledger.payments.api import payees_of, payments_drop, payments_release
from hanaper.parameters import england_and_wales

PAIN001_MAX = 50_000
"""Payments that one pain.001 file holds: banks take few larger ones. Pay of more people goes as Standard 18."""


def bank_account_open(
    *,
    currency: str,
    holder_name: str,
    since: date,
    sort_code: str = "",
    account_number: str = "",
    iban: str = "",
    bic: str = "",
    service_user_number: str = "",
) -> BankAccount:
    """The act's body pays in this currency from this account, from a date. Raises WrongIdentifier,
    UnknownCurrency."""
    minor_digits(currency)
    if iban:
        iban, bic = normalise_iban(iban), normalise_bic(bic) if bic else ""
    else:
        account = normalise_account(sort_code, account_number)
        sort_code, account_number = account.sort_code, account.account_number
    return BankAccount.objects.create(
        body_id=current_act().body_id,
        currency=currency,
        holder_name=holder_name,
        sort_code=sort_code,
        account_number=account_number,
        iban=iban,
        bic=bic,
        service_user_number=service_user_number,
        valid=DateRange(since, None),
    )


def payment_runs_release(*, ids: Iterable[int]) -> list[Outcome]:
    """Release runs: refused to whoever built them. Posts every payment, and moves on what is paid by it.

    The shell asks for a fresh sign-in first.
    """
    return advance(PAYMENT_RUN, "release", ids)


def payment_runs_cancel(*, ids: Iterable[int]) -> list[Outcome]:
    """Cancel runs that are not released; their payments are due again."""
    return advance(PAYMENT_RUN, "cancel", ids)


@PAYMENT_RUN.content
def _content(ids: Sequence[int]) -> dict[int, Any]:
    """What a run stands for: from where, when, and to whom how much goes, account by account."""
    content: dict[int, Any] = {}
    for run in PaymentRun.objects.filter(pk__in=ids).select_related("bank_account"):
        own = run.bank_account
        content[run.pk] = [
            run.currency, run.service, run.pay_on, run.count, run.total_minor, run.total_pence,
            own.holder_name, own.sort_code, own.account_number, own.iban, own.bic, own.service_user_number, [],
        ]  # fmt: skip
    rows = list(_run_payments(ids))
    accounts = _accounts(rows)
    for row in rows:
        payment = row.payment
        content[row.run_id][-1].append(
            [row.place, row.payment_id, row.amount_minor, row.reference, payment.number, payment.source_process,
             payment.source_id, payment.amount_minor, payment.amount_pence, payment.currency,
             row.bank_detail_id, _goes_to(row, accounts)]
        )  # fmt: skip
    return content


@PAYMENT_RUN.effect("release")
def _release(batch: Batch) -> None:
    """Each account must still be the approved one on the day; then all of the run goes, or the act is undone."""
    rows = _by_run(batch.ids)
    for run_id in batch.ids:
        changed = _changed_accounts(rows[run_id], batch.act.today)
        if changed:
            batch.refuse(run_id, AccountChanged.code, payees=changed)
    batch.settle()
    ids = [row.payment_id for run_id in batch.ids for row in rows[run_id]]
    with counted_once(batch.act):
        stuck = [outcome for outcome in payments_release(ids=ids) if not outcome.moved]
    if stuck:
        raise PaymentNotDue(found=f"Payment {stuck[0].document_id}")


@PAYMENT_RUN.effect("cancel")
def _cancel(batch: Batch) -> None:
    ids = [row.payment_id for row in _run_payments(batch.ids)]
    with counted_once(batch.act):
        payments_drop(ids=ids)


@PAYMENT_RUN.effect("write")
def _write(batch: Batch) -> None:
    """Write the file of each run, once: the run and its file are written together, or neither is. A second try after a
    crash makes the same bytes."""
    runs = list(PaymentRun.objects.filter(pk__in=batch.ids).select_related("bank_account", "body").order_by("pk"))
    rows = _by_run(batch.ids)
    accounts = _accounts([row for each in rows.values() for row in each])
    made: list[tuple[PaymentRun, str, Upload]] = []
    for run in runs:
        file = run_file(run, rows[run.pk], accounts)
        if len(file.payments) <= PAIN001_MAX:
            made.append((run, PaymentFile.Form.PAIN001, Upload(f"{run.message_id}.xml", pain001.write(file), XML)))
        if bacs18.takes(file):
            content = bacs18.write(file, banks=england_and_wales())
            made.append((run, PaymentFile.Form.BACS18, Upload(f"{run.message_id}.txt", content, PLAIN)))
    counted = [_counted(run, form, upload.content) for run, form, upload in made]
    stored = files_keep(files=[upload for _, _, upload in made])
    PaymentFile.objects.bulk_create(
        [
            PaymentFile(
                body_id=run.body_id,
                run=run,
                form=form,
                message_id=run.message_id,
                count=count,
                total_minor=total_minor,
                sha256=file.sha256,
                file_id=file.pk,
                written_at=batch.act.at,
            )
            for (run, form, _), (count, total_minor), file in zip(made, counted, stored, strict=True)
        ]
    )


def _counted(run: PaymentRun, form: str, content: bytes) -> tuple[int, int]:
    """Number and sum of the payments in the bytes themselves: a file that says otherwise than its run never leaves."""
    if form == PaymentFile.Form.BACS18:
        counted, summed = bacs18.read_totals(content)
    else:
        totals = pain001.read_totals(content)
        counted, summed = totals.counted, Money.parse(f"{totals.summed:f}", run.currency).minor
        assert totals.agree, f"the file of {run} contradicts itself"
    assert (counted, summed) == (run.count, run.total_minor), f"the file of {run} is not the run"
    return counted, summed


def _accounts(rows: Sequence[RunPayment]) -> dict[int, SupplierAccount]:
    """Whole accounts of what goes to suppliers, by the id of their detail."""
    return accounts_in_full(row.bank_detail_id for row in rows if row.bank_detail_id is not None)


def _goes_to(row: RunPayment, accounts: Mapping[int, SupplierAccount]) -> Any:
    """The account that a payment goes to; for a bulk payment a digest over its payees, which are nowhere else."""
    if row.bank_detail_id is not None:
        return accounts[row.bank_detail_id]
    payees = [
        (each.name, each.sort_code, each.account_number, each.roll_number, each.amount_pence, each.reference,
         each.end_to_end_id)
        for each in payees_of(row.payment)
    ]  # fmt: skip
    return hashlib.sha256(repr(payees).encode()).hexdigest()


def _run_payments(run_ids: Iterable[int]) -> QuerySet[RunPayment]:
    rows = RunPayment.objects.filter(run_id__in=list(run_ids)).select_related("payment", "payment__body")
    return rows.order_by("run_id", "place")


def _by_run(run_ids: Iterable[int]) -> defaultdict[int, list[RunPayment]]:
    rows: defaultdict[int, list[RunPayment]] = defaultdict(list)
    for row in _run_payments(run_ids):
        rows[row.run_id].append(row)
    return rows


def _changed_accounts(rows: Sequence[RunPayment], on: date) -> list[str]:
    """Payees whose approved account is another today than the run holds."""
    currency = rows[0].payment.currency
    sites = {row.payment.payee_site_id for row in rows if row.payment.payee_site_id is not None}
    now = bank_detail_of(sites, currency, on)
    to_sites = ((row, row.payment.payee_site_id) for row in rows)
    changed = {
        row.payment.payee_name
        for row, site in to_sites
        if site is not None and ((found := now.get(site)) is None or found.detail_id != row.bank_detail_id)
    }
    return sorted(changed)
