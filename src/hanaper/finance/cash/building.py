"""Building payment runs: which due payments can be paid, how each travels, and what then stands in the run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hanaper.commercial.suppliers.api import PayableTo, accounts_in_full, bank_detail_of
from hanaper.finance.cash.errors import AccountMissing, PayDayWrong, PaymentNotDue, RunEmpty, ServicesMixed
from hanaper.finance.cash.files import account_in, file_of, payees_in
from hanaper.finance.cash.models import BankAccount, PaymentRun, RunPayment
from hanaper.finance.cash.process import PAYMENT_RUN
from hanaper.finance.cash.rules import bacs18, pain001
from hanaper.finance.cash.rules.choosing import account_of, reference_for, service_for
from hanaper.finance.cash.rules.payment_file import Party, Payment, Service
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import advance_one, counted_once, create, link
from hanaper.foundation.tenancy.api import current_scope
from hanaper.kernel.errors import HanaperError
from hanaper.kernel.money import Money
from hanaper.ledger.payments.api import PAYMENT, PaymentInstruction, payees_of, payments_due, payments_include
from hanaper.parameters import england_and_wales


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A due payment that no run could take, and why."""

    payment_id: int
    reason: HanaperError


@dataclass(frozen=True, slots=True)
class Built:
    """The runs of one building, and what was left out of them."""

    runs: tuple[PaymentRun, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Payable:
    """A payment with the account it goes to, the one it comes from, and how it travels."""

    payment: PaymentInstruction
    detail: PayableTo
    payer: BankAccount
    service: Service
    in_file: Payment


def pay_day_after(day: date, *, working_days: int = 2) -> date:
    """The day on which a file made on `day` can pay: Bacs takes it in one day, and pays two working days after."""
    return england_and_wales().add_working_days(day, working_days)


def payment_run_build(*, payment_ids: Iterable[int], pay_on: date) -> PaymentRun:
    """Build a run of these payments, for somebody else to release: one currency, one service, one day.

    Raises RunEmpty, PayDayWrong, PaymentNotDue, AccountMissing, ServicesMixed, and what the file's format refuses.
    """
    wanted = sorted(set(payment_ids))
    _check_day(pay_on)
    if not wanted:
        raise RunEmpty()
    due = {each.pk: each for each in payments_due().filter(pk__in=wanted)}
    for pk in wanted:
        if pk not in due:
            raise PaymentNotDue(found=f"Payment {pk}")
    if any(due[pk].is_bulk for pk in wanted):
        return _bulk_alone([due[pk] for pk in wanted], pay_on)
    payable, left_out = _payable([due[pk] for pk in wanted], pay_on)
    if left_out:
        raise left_out[0].reason
    groups = _groups(payable)
    if len(groups) > 1:
        kinds = sorted(f"{service.rules.label} in {currency}" for currency, service in groups)
        raise ServicesMixed(found=", ".join(kinds))
    return _build(payable, pay_on)


def payment_runs_build(*, by: date, pay_on: date) -> Built:
    """Build runs of everything that is due by a day, one for each currency and service.

    The answer says what was left out, and why. Raises PayDayWrong.
    """
    _check_day(pay_on)
    payments = list(payments_due(by=by))
    payable, left_out = _payable([each for each in payments if not each.is_bulk], pay_on)
    groups = _groups(payable)
    order = sorted(groups, key=lambda key: (key[0], key[1].value))
    runs = [_build(groups[key], pay_on) for key in order]
    bulk, without = _bulk([each for each in payments if each.is_bulk], pay_on)
    return Built((*runs, *bulk), (*left_out, *without))


def _check_day(pay_on: date) -> None:
    calendar = england_and_wales()
    if pay_on < current_act().today or not calendar.is_working_day(pay_on):
        raise PayDayWrong(found=pay_on)


def _payable(payments: Sequence[PaymentInstruction], pay_on: date) -> tuple[list[_Payable], list[LeftOut]]:
    """Which of these can be paid. Each is tried in a file of its own: what a bank would refuse is left out now."""
    act = current_act()
    payers = _payers()
    sites: defaultdict[str, set[int]] = defaultdict(set)
    for each in payments:
        assert each.payee_site_id is not None, "a bulk payment has a run of its own"
        sites[each.currency].add(each.payee_site_id)
    details = {
        (site_id, currency): detail
        for currency, ids in sorted(sites.items())
        for site_id, detail in bank_detail_of(ids, currency, act.today).items()
    }
    accounts = accounts_in_full(detail.detail_id for detail in details.values())
    payable, left_out = [], []
    for each in payments:
        payer, detail = payers.get(each.currency), details.get((each.payee_site_id or 0, each.currency))
        try:
            if payer is None:
                raise AccountMissing(whose=str(act.body), currency=each.currency)
            if detail is None:
                raise AccountMissing(whose=each.payee_name, currency=each.currency)
            full = accounts[detail.detail_id]
            account = account_of(
                sort_code=full.sort_code, account_number=full.account_number, iban=full.iban, bic=full.bic
            )
            service = service_for(currency=each.currency, payer=account_in(payer), payee=account)
            in_file = Payment(
                end_to_end_id=each.end_to_end_id,
                amount=Money(each.amount_minor, each.currency),
                creditor=Party(detail.holder_name),
                account=account,
                reference=reference_for(each.reference, ours=each.number, service=service),
            )
            pain001.write(file_of("TRIAL", payer, service, pay_on, [in_file], at=act.at))
        except HanaperError as reason:
            left_out.append(LeftOut(each.pk, reason))
        else:
            payable.append(_Payable(each, detail, payer, service, in_file))
    return payable, left_out


def _payers() -> dict[str, BankAccount]:
    """The account that the act's body pays from in each currency."""
    act = current_act()
    found = BankAccount.objects.filter(body_id=act.body_id, valid__contains=act.today)
    return {each.currency: each for each in found}


def _bulk(payments: Sequence[PaymentInstruction], pay_on: date) -> tuple[list[PaymentRun], list[LeftOut]]:
    """A run for each bulk payment by itself: pay is never mixed with what is paid to suppliers."""
    runs, left_out = [], []
    for payment in payments:
        try:
            runs.append(_bulk_alone([payment], pay_on))
        except HanaperError as reason:
            left_out.append(LeftOut(payment.pk, reason))
    return runs, left_out


def _bulk_alone(payments: Sequence[PaymentInstruction], pay_on: date) -> PaymentRun:
    """The run of one bulk payment. It is tried in a file now, so that what a bank would refuse shows before release."""
    if len(payments) > 1:
        raise ServicesMixed(found="a bulk payment with others")
    payment, payer = payments[0], _payers().get("GBP")
    if payer is None:
        raise AccountMissing(whose=str(current_act().body), currency="GBP")
    trial = file_of("TRIAL", payer, Service.BACS, pay_on, payees_in(payees_of(payment)), at=current_act().at)
    bacs18.write(trial, banks=england_and_wales())
    return _make(payer, Service.BACS, pay_on, [(payment, None, payment.reference)])


def _groups(payable: Sequence[_Payable]) -> dict[tuple[str, Service], list[_Payable]]:
    groups: defaultdict[tuple[str, Service], list[_Payable]] = defaultdict(list)
    for each in payable:
        groups[each.payment.currency, each.service].append(each)
    return dict(groups)


def _build(payable: Sequence[_Payable], pay_on: date) -> PaymentRun:
    first = payable[0]
    rows = [(each.payment, each.detail.detail_id, each.in_file.reference) for each in payable]
    return _make(first.payer, first.service, pay_on, rows)


def _make(
    payer: BankAccount,
    service: Service,
    pay_on: date,
    rows: Sequence[tuple[PaymentInstruction, int | None, str]],
) -> PaymentRun:
    """The run of these payments, each with the detail it goes to and the reference that its payee reads."""
    payments = [payment for payment, _, _ in rows]
    cluster_id = current_scope().cluster
    assert cluster_id is not None, "an account was found, so that a cluster serves the body"
    run = create(
        PAYMENT_RUN,
        "choose",
        [
            PaymentRun(
                currency=payments[0].currency,
                service=service.value,
                pay_on=pay_on,
                bank_account=payer,
                count=sum(each.payee_count for each in payments),
                total_minor=sum(each.amount_minor for each in payments),
                total_pence=sum(each.amount_pence for each in payments),
            )
        ],
    )[0]
    RunPayment.objects.bulk_create(
        [
            RunPayment(
                body_id=run.body_id,
                run=run,
                payment=payment,
                cluster_id=cluster_id,
                bank_detail_id=detail_id,
                place=place,
                amount_minor=payment.amount_minor,
                reference=reference,
            )
            for place, (payment, detail_id, reference) in enumerate(rows, 1)
        ],
        batch_size=2000,
    )
    link([(PAYMENT_RUN, run.pk, PAYMENT, each.pk) for each in payments], kind="includes")
    with counted_once(current_act()):
        for outcome in payments_include(ids=[each.pk for each in payments]):
            if not outcome.moved:  # somebody else took it into a run a moment ago
                raise PaymentNotDue(found=f"Payment {outcome.document_id}")
        advance_one(PAYMENT_RUN, "build", run)
    take("payment-run", PaymentRun, [run.pk], prefix="PR")
    return run
