"""Advances and overpayments: owed in the books what is left on the page, and taken once, as it was agreed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.finance.cash.api import bank_account_open, payment_run_build, payment_runs_release
from hanaper.foundation.acts.api import act
from hanaper.foundation.duties.api import DutyMissing
from hanaper.hr.pay import debts
from hanaper.hr.pay.debts import DebtSpec
from hanaper.hr.pay.errors import OwnPay, WrongDebt
from hanaper.hr.pay.explaining import explain
from hanaper.hr.pay.models import PayDebt
from hanaper.hr.pay.process import PAY_DEBT
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from hanaper.ledger.api import trial_balance
from hanaper.ledger.payments.api import payments_of
from tests.world import SETUP

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = date(2026, 9, 30), date(2026, 10, 30), date(2026, 11, 30), date(2026, 12, 30)
OWED = "1220"


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def enter(payroll: Payroll, employment: Any, on: date, **how: Any) -> PayDebt:
    spec = {"kind": "advance", "amount_pence": 60_000, "instalment_pence": 25_000, "first_on": OCTOBER, "agreed_on": on}
    with payroll.doing(payroll.desk, "pay-input.enter", on):
        return debts.debt_enter(spec=DebtSpec(employment_id=employment.pk, **(spec | how)))


def approve(payroll: Payroll, debt: PayDebt, on: date) -> None:
    with payroll.doing(payroll.control, "pay-run.approve", on, 14):
        assert [outcome.moved for outcome in debts.debts_approve(ids=[debt.pk])] == [True]
    payroll.rules()


def in_books(payroll: Payroll) -> int:
    """What staff owe, by the books."""
    with act(SETUP, None, payroll.alpha):
        rows = trial_balance(body_ids=[payroll.alpha.pk], fiscal_year=2026)
    return sum(row.closing_pence for row in rows if row.code == OWED)


def left(payroll: Payroll, debt: PayDebt) -> int:
    with act(SETUP, None, payroll.alpha):
        return debts.debts_left([debt.pk])[debt.pk]


@pytest.mark.promise("P21", "P22")
def test_an_advance_is_paid_at_once_and_repaid_to_the_penny(payroll: Payroll) -> None:
    ann = payroll.hire(3_600_000)
    payroll.pay(SEPTEMBER)
    day = date(2026, 10, 5)
    debt = enter(payroll, ann, day)
    with pytest.raises(DutyMissing), payroll.doing(payroll.desk, "pay-run.approve", day):
        debts.debts_approve(ids=[debt.pk])
    approve(payroll, debt, day)
    builder = person_with(["payment-run.build", "payment-run.read"], payroll.alpha)
    releaser = person_with(["payment-run.release", "payment-run.read"], payroll.alpha)
    with act(SETUP, None, payroll.alpha):
        bank_account_open(
            currency="GBP", holder_name="Alpha Office", since=date(2025, 4, 6), sort_code="10-20-30",
            account_number="12345678", service_user_number="123456",
        )  # fmt: skip
        payment = payments_of(PAY_DEBT.code, [debt.pk])[debt.pk]
    with payroll.doing(builder, "payment-run.build", day, 15):
        run = payment_run_build(payment_ids=[payment.pk], pay_on=date(2026, 10, 8))
    with payroll.doing(releaser, "payment-run.release", day, 16):
        assert payment_runs_release(ids=[run.pk])[0].moved
    payroll.rules()
    assert in_books(payroll) == left(payroll, debt) == 60_000
    taken = []
    for payday in (OCTOBER, NOVEMBER, DECEMBER):
        run = payroll.pay(payday)
        taken.append(payroll.lines(run, ann).get("advance_recovery", 0))
        assert in_books(payroll) == left(payroll, debt)
    assert taken == [25_000, 25_000, 10_000]
    after = payroll.calculate(payroll.open(date(2027, 1, 29)))
    assert "advance_recovery" not in payroll.lines(after, ann)


@pytest.mark.promise("P10")
def test_an_overpayment_is_taken_back_before_tax_and_what_is_left_is_owed(payroll: Payroll) -> None:
    ann, bob = payroll.hire(3_600_000), payroll.hire(3_600_000)
    payroll.pay(SEPTEMBER)
    debt = enter(payroll, ann, date(2026, 10, 5), kind="overpayment", gross_pence=100_000, amount_pence=60_000,
                 instalment_pence=40_000, first_on=NOVEMBER)  # fmt: skip
    approve(payroll, debt, date(2026, 10, 5))
    october = payroll.pay(OCTOBER)
    mine, other = payroll.lines(october, ann), payroll.lines(october, bob)
    assert (mine["overpaid_earlier"], mine["overpayment_deferred"]) == (-100_000, 60_000)
    assert mine["ni"] == other["ni"] - 8_000, "8% of what was paid too much comes back"
    assert mine["pension"] < other["pension"]
    assert in_books(payroll) == left(payroll, debt) == 60_000
    november = payroll.pay(NOVEMBER)
    assert payroll.lines(november, ann)["overpayment_recovery"] == 40_000
    with payroll.doing(payroll.control, "pay-run.approve", date(2026, 12, 1)):
        debts.debts_stop(ids=[debt.pk], reason="pay.debt-hardship")
    december = payroll.pay(DECEMBER)
    assert "overpayment_recovery" not in payroll.lines(december, ann)
    assert in_books(payroll) == left(payroll, debt) == 20_000
    slip = payroll.payslip(november, ann)
    with act(SETUP, None, payroll.alpha):
        slip.run = payroll.fresh_run(november)
        assert explain(slip).agrees, "as the plan held then"


def test_what_cannot_be_agreed_is_refused(payroll: Payroll) -> None:
    clerk = person_with(["pay-input.enter"], payroll.alpha)
    ann, mine = payroll.hire(), payroll.hire(person_id=clerk.person_id)
    on = date(2026, 10, 5)
    for how in ({"instalment_pence": 70_000}, {"agreed_on": date(2026, 10, 6)}, {"gross_pence": 10},
                {"kind": "overpayment", "gross_pence": 50_000}):  # fmt: skip
        with pytest.raises(WrongDebt):
            enter(payroll, ann, on, **how)
    with payroll.doing(clerk, "pay-input.enter", on), pytest.raises(OwnPay):
        debts.debt_enter(spec=DebtSpec("advance", mine.pk, 60_000, 25_000, OCTOBER, on))
