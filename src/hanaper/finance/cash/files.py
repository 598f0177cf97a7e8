"""The file of a payment run, as values: from the models to what `rules.pain001` writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Count

from hanaper.commercial.suppliers.api import BankAccount as PayeeAccount
from hanaper.finance.cash.models import BankAccount, PaymentRun, RunPayment
from hanaper.finance.cash.models import PaymentFile as WrittenFile
from hanaper.finance.cash.rules.choosing import account_of
from hanaper.finance.cash.rules.payment_file import Account, Party, Payment, PaymentFile, Service
from hanaper.kernel.identifiers import BankAccount as SortCodeAccount
from hanaper.kernel.money import Money
from hanaper.ledger.payments.api import Payee, on_files, payees_of


def account_in(bank_account: BankAccount) -> Account:
    """The body's own account, as a file holds it."""
    return account_of(
        sort_code=bank_account.sort_code,
        account_number=bank_account.account_number,
        iban=bank_account.iban,
        bic=bank_account.bic,
    )


def file_of(
    message_id: str, payer: BankAccount, service: Service, pay_on: date, payments: Sequence[Payment], *, at: datetime
) -> PaymentFile:
    """The file of these payments. at: when it is made, which stands in it."""
    number = payer.service_user_number if service.rules.is_bacs else ""
    party = Party(payer.holder_name, identifier=number or None)
    return PaymentFile(
        message_id=message_id,
        created_at=at.replace(microsecond=0),
        initiating_party=party,
        debtor=party,
        debtor_account=account_in(payer),
        execution_date=pay_on,
        service=service,
        payments=payments,
    )


def run_file(run: PaymentRun, rows: Sequence[RunPayment], accounts: Mapping[int, PayeeAccount]) -> PaymentFile:
    """The file of a run, from what was fixed when it was built and the instant of its release.

    rows: its payments in their order. accounts: whole accounts by the id of their detail. A bulk payment is written as
    the payments of its payees.
    """
    payments: list[Payment] = []
    for row in rows:
        if row.bank_detail_id is None:
            payments += payees_in(payees_of(row.payment))
            continue
        to = accounts[row.bank_detail_id]
        payments.append(
            Payment(
                end_to_end_id=row.payment.end_to_end_id,
                amount=Money(row.amount_minor, run.currency),
                creditor=Party(to.holder_name),
                account=account_of(sort_code=to.sort_code, account_number=to.account_number, iban=to.iban, bic=to.bic),
                reference=row.reference,
            )
        )
    return file_of(run.message_id, run.bank_account, Service(run.service), run.pay_on, payments, at=run.state_since)


def payees_in(payees: Sequence[Payee]) -> list[Payment]:
    """The payees of a bulk payment, as a file holds them. A building society finds an account by its roll number."""
    return [
        Payment(
            end_to_end_id=payee.end_to_end_id,
            amount=Money(payee.amount_pence),
            creditor=Party(payee.name),
            account=SortCodeAccount(payee.sort_code, payee.account_number),
            reference=payee.roll_number or payee.reference,
        )
        for payee in payees
    ]


@on_files
def _carried(payment_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Totals of the files that were written of runs that pay one of these alone."""
    runs = dict(RunPayment.objects.filter(payment_id__in=payment_ids).values_list("payment_id", "run_id"))
    alone = RunPayment.objects.filter(run_id__in=runs.values()).values("run_id").annotate(n=Count("pk")).filter(n=1)
    of_run: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for file in WrittenFile.objects.filter(run_id__in=[row["run_id"] for row in alone]):
        of_run[file.run_id][file.form] = file.total_minor
    return {payment_id: of_run[run_id] for payment_id, run_id in runs.items() if run_id in of_run}
