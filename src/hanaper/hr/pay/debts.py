"""Advances of pay and overpayments, paid back by instalments that the person agreed to.

An advance is paid at once, by itself, and stands in the books as owed by staff. An overpayment of this tax year is
taken back by the next main run before tax, National Insurance and pension, so that all of these come right; what the
person cannot do without is paid beside it, untaxed, and stands as owed. Both are then taken from net pay, instalment by
instalment, never more than is left.

Recovery of overpaid wages: Employment Rights Act 1996, section 14(1); of an advance, agreed in writing: section 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, advance, create
from hanaper.hr.pay.assembling import REPAID
from hanaper.hr.pay.elements import element
from hanaper.hr.pay.errors import OwnPay, WrongDebt
from hanaper.hr.pay.gathering import CHARGED_ON, PUBLISHED
from hanaper.hr.pay.models import PayDebt, PayInput
from hanaper.hr.pay.process import PAY_DEBT
from hanaper.hr.people.api import Employment, pay_accounts
from hanaper.kernel.errors import NotThere
from hanaper.ledger.api import account_ids
from hanaper.ledger.payments.api import BulkOrder, Payee, bulk_instruct, on_payees, on_released

OWED_BY_STAFF: Final = "1220"
TAKEN_BACK: Final = "overpaid_earlier"
LEFT_TO_OWE: Final = "overpayment_deferred"

TAKEN = """
    SELECT d.id, coalesce(sum(l.pence), 0)::bigint FROM pay_paydebt d
    LEFT JOIN pay_payslip p ON p.body_id = d.body_id AND p.employment_id = d.employment_id
         AND p.run_id IN (SELECT r.id FROM pay_payrun r WHERE r.body_id = d.body_id AND r.state = ANY (%(published)s)
                          AND r.calculation = p.calculation)
    LEFT JOIN LATERAL (SELECT sum(a) AS pence FROM unnest(p.elements, p.refs, p.amounts) AS u(element, ref, a)
                       WHERE u.ref = d.id AND u.element = ANY (%(repaid)s)) l ON true
    WHERE d.id = ANY (%(ids)s) GROUP BY d.id"""


@dataclass(frozen=True, slots=True)
class DebtSpec:
    """A debt and the plan that was agreed. Money in pence; the rest as in PayDebt."""

    kind: str
    employment_id: int
    amount_pence: int
    instalment_pence: int
    first_on: date
    agreed_on: date
    gross_pence: int = 0


def debt_enter(*, spec: DebtSpec) -> PayDebt:
    """Enter a debt with its plan, for somebody else to approve. Raises NotThere, OwnPay, WrongDebt."""
    act = current_act()
    employment = Employment.objects.filter(pk=spec.employment_id, body_id=act.body_id).first()
    if employment is None:
        raise NotThere(what="employment", found=spec.employment_id)
    if employment.person_id == act.person_id:
        raise OwnPay()
    _check(spec, act.today)
    made = PayDebt(
        kind=spec.kind, employment_id=spec.employment_id, amount_pence=spec.amount_pence, gross_pence=spec.gross_pence,
        instalment_pence=spec.instalment_pence, first_on=spec.first_on, agreed_on=spec.agreed_on,
    )  # fmt: skip
    (debt,) = create(PAY_DEBT, "enter", [made])
    take("pay-debt", PayDebt, [debt.pk], prefix="PD")
    return debt


def _check(spec: DebtSpec, today: date) -> None:
    if spec.amount_pence <= 0 or not 0 < spec.instalment_pence <= spec.amount_pence:
        raise WrongDebt(found=spec.instalment_pence, expected="an instalment above nought and at most what is owed")
    if spec.agreed_on > today:
        raise WrongDebt(found=spec.agreed_on, expected="a day on which the person has agreed already")
    if spec.gross_pence < 0 or (spec.gross_pence and spec.kind != PayDebt.Kind.OVERPAYMENT):
        raise WrongDebt(found=spec.gross_pence, expected="pay before tax, and of an overpayment alone")
    if spec.gross_pence and spec.amount_pence > spec.gross_pence:
        raise WrongDebt(found=spec.amount_pence, expected="at most what was paid too much before tax")


def debts_approve(*, ids: Sequence[int]) -> list[Outcome]:
    """Approve debts that somebody else entered. Rules then instruct advances, and have overpayments taken back."""
    return advance(PAY_DEBT, "approve", ids)


def debts_refuse(*, ids: Sequence[int]) -> list[Outcome]:
    """Refuse debts: nothing is paid, and nothing is taken."""
    return advance(PAY_DEBT, "refuse", ids)


def debts_stop(*, ids: Sequence[int], reason: str) -> list[Outcome]:
    """Stop taking instalments: what is left stays owed. reason: a code of `wording.STOPPED`."""
    return advance(PAY_DEBT, "stop", ids, reason=reason)


@PAY_DEBT.content
def _content(ids: Sequence[int]) -> dict[int, Any]:
    """What of a debt is approved: whose, of which kind, how much and how it is paid back."""
    return {
        each.pk: [each.employment_id, each.kind, each.amount_pence, each.gross_pence, each.instalment_pence,
                  each.first_on, each.agreed_on]
        for each in PayDebt.objects.filter(pk__in=ids)
    }  # fmt: skip


@PAY_DEBT.effect("begin")
def _begin(batch: Batch) -> None:
    debts = list(PayDebt.objects.filter(pk__in=batch.ids).order_by("pk"))
    inputs = [each for debt in debts if debt.kind == PayDebt.Kind.OVERPAYMENT for each in _taken_back(debt, batch)]
    PayInput.objects.bulk_create(inputs)
    PayDebt.objects.filter(pk__in=batch.ids).update(approved_at=batch.act.at)
    bulk_instruct([_paid_at_once(debt, batch.act.today) for debt in debts if debt.kind == PayDebt.Kind.ADVANCE])


@PAY_DEBT.effect("stop")
def _stop(batch: Batch) -> None:
    PayDebt.objects.filter(pk__in=batch.ids).update(stopped_at=batch.act.at)


def _taken_back(debt: PayDebt, batch: Batch) -> list[PayInput]:
    """What the next main run takes back before tax, and what of it is left to owe."""
    if not debt.gross_pence:
        return []
    on = batch.act.today
    return [
        PayInput(
            body_id=debt.body_id, employment_id=debt.employment_id, element=element(code).number, amount_pence=pence,
            earned=DateRange(on, on + timedelta(days=1)), received_at=batch.act.at, source="correction",
            owner_id=batch.act.person_id,
        )
        for code, pence in ((TAKEN_BACK, -debt.gross_pence), (LEFT_TO_OWE, debt.amount_pence))
    ]  # fmt: skip


def _paid_at_once(debt: PayDebt, today: date) -> BulkOrder:
    """An advance, paid as net pay is: to the account in force, which no payment names."""
    with connection.cursor() as cursor:
        cursor.execute(CHARGED_ON, {"body": debt.body_id, "ids": [debt.employment_id], "on": today})
        (centre, programme) = cursor.fetchone()
    return BulkOrder(
        source=(PAY_DEBT, debt.pk),
        payee_name="An employee",
        payee_count=1,
        amount_pence=debt.amount_pence,
        due_on=today,
        reference=f"ADVANCE {debt.pk}",
        account_id=account_ids([OWED_BY_STAFF])[OWED_BY_STAFF],
        cost_centre_id=centre,
        programme_id=programme,
    )


@on_payees(PAY_DEBT.code)
def _payees(debt_id: int) -> list[Payee]:
    debt = PayDebt.objects.select_related("body").get(pk=debt_id)
    prefix = f"{debt.body.code}-PD{debt.pk}".upper()
    return [
        Payee(
            account.holder_name, account.sort_code, account.account_number, account.roll_number, debt.amount_pence,
            f"{debt.body.code} ADVANCE"[:18].upper(), prefix[:35],
        )
        for account in pay_accounts([debt.employment_id], on=current_act().today, purpose="advance of pay")
    ]  # fmt: skip


@on_released(PAY_DEBT.code)
def _released(ids: list[int]) -> None:
    """Nothing moves on: the advance is paid, and its instalments go by the plan."""


def debts_left(ids: Sequence[int]) -> dict[int, int]:
    """Pence that are left to pay back of each of these debts, by what published payslips took."""
    owed = dict(PayDebt.objects.filter(pk__in=ids).values_list("pk", "amount_pence"))
    repaid = [element(code).number for code in REPAID.values()]
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, {"ids": list(owed), "published": list(PUBLISHED), "repaid": repaid})
        return {pk: owed[pk] - taken for pk, taken in cursor.fetchall()}
