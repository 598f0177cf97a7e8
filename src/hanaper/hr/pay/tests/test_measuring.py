"""Pay accuracy, touchless share and late inputs: counted from the records, and restated as errors are found."""

from __future__ import annotations

from datetime import date

import pytest

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import act, reading
from hanaper.hr.absence.api import AbsenceSpec, absences_record
from hanaper.hr.pay import services
from hanaper.hr.pay.measuring import (
    PayMonth,
    pay_charged,
    pay_in_books,
    pay_inputs,
    pay_months,
    pay_people,
    pay_together,
)
from hanaper.hr.pay.services import InputSpec
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from hanaper.hr.people.api import TermsSpec, terms_put
from hanaper.ledger.api import source_balances
from tests.world import SETUP

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 30)


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def month(payroll: Payroll, pay_on: date) -> PayMonth:
    with act(SETUP, None, payroll.alpha):
        (found,) = pay_months(since=pay_on.replace(day=1), before=date(pay_on.year, pay_on.month + 1, 1))
    return found


def terms(payroll: Payroll, annual_pence: int) -> TermsSpec:
    body = payroll.alpha
    return TermsSpec(
        payroll.grades["EO"].pk, payroll.world.cost_centres[body.pk], payroll.world.programmes[body.pk],
        annual_pence=annual_pence,
    )  # fmt: skip


def test_what_pay_costs_is_what_the_books_charge(payroll: Payroll) -> None:
    payroll.hire(4_800_000, recurring=(("sacrifice_cycle", -5_000),))
    payroll.hire(2_400_000)
    run = payroll.pay(SEPTEMBER)
    found = month(payroll, SEPTEMBER)
    with act(SETUP, None, payroll.alpha):
        books = source_balances(body_id=payroll.alpha.pk, source="pay-run", source_id=run.pk)
    charged = sum(pence for code, pence in books.items() if code.startswith("5"))
    assert found.cost_pence + found.levy_pence == charged
    assert (found.payslips, found.gross_pence, found.net_pence) == (2, run.totals["gross"], run.totals["net"])


def test_accuracy_counts_who_was_entitled_and_is_restated_as_errors_are_found(payroll: Payroll) -> None:
    right, late, sick = (payroll.hire() for _ in range(3))
    payroll.hire(code=None)  # no tax code: held back, and without a payslip
    payroll.pay(SEPTEMBER)
    before = month(payroll, SEPTEMBER)
    assert (before.entitled, before.payslips, before.not_paid, before.told_late) == (4, 3, 1, 0)
    assert before.accuracy_basis_points == 7500
    with payroll.doing(payroll.hr, "employee.maintain", date(2026, 10, 12)):
        terms_put(terms=[(late.pk, terms(payroll, 4_200_000))], since=date(2026, 9, 16))
        terms_put(terms=[(right.pk, terms(payroll, 4_200_000))], since=date(2026, 10, 16))
    with payroll.doing(payroll.hr, "absence.record", date(2026, 10, 13)):
        absences_record(absences=[AbsenceSpec(sick.pk, "sickness", date(2026, 9, 14), date(2026, 9, 18))])
    after = month(payroll, SEPTEMBER)
    assert (after.entitled, after.not_paid, after.told_late) == (4, 1, 2), "a change of October is none of September's"
    assert after.accuracy_basis_points == 2500


def test_inputs_after_the_cut_off_are_late_and_payslips_that_somebody_looked_at_are_touched(payroll: Payroll) -> None:
    ann, bob = payroll.hire(), payroll.hire()
    payroll.pay(SEPTEMBER)
    for day, amount in ((date(2026, 10, 5), 300), (date(2026, 10, 26), 200)):
        with payroll.doing(payroll.desk, "pay-input.enter", day):
            services.inputs_enter(inputs=[InputSpec(ann.pk, "overtime", date(2026, 10, 3), units=amount)])
    run = payroll.pay(OCTOBER)
    looked_at = {pk for pk, _ in payroll.checks(run)}
    found = month(payroll, OCTOBER)
    assert (found.inputs, found.late_inputs, found.late_basis_points) == (2, 1, 5000)
    assert found.touched == len(looked_at) and bob.pk not in looked_at
    assert found.touchless_basis_points == (2 - found.touched) * 5000


def test_sums_are_for_those_who_answer_for_figures(payroll: Payroll) -> None:
    payroll.hire()
    payroll.pay(SEPTEMBER)
    with reading(payroll.world.enterer, "ledger.read", [payroll.alpha]):
        assert pay_months(since=date(2026, 9, 1), before=date(2026, 10, 1)) == []


def test_every_sum_is_as_many_lines_as_it_counts(payroll: Payroll) -> None:
    late, again = payroll.hire(), payroll.hire()
    payroll.hire(code=None)
    payroll.pay(SEPTEMBER)
    with payroll.doing(payroll.hr, "absence.record", date(2026, 10, 13)):
        absences_record(absences=[AbsenceSpec(late.pk, "sickness", date(2026, 9, 14), date(2026, 9, 18))])
    for day in (date(2026, 9, 3), date(2026, 10, 20)):
        with payroll.doing(payroll.desk, "pay-input.enter", day):
            services.inputs_enter(inputs=[InputSpec(again.pk, "overtime", date(2026, 9, 2), units=100)])
    found = month(payroll, SEPTEMBER)
    span = {"since": date(2026, 9, 1), "before": date(2026, 10, 1)}
    with payroll.doing(payroll.desk, "pay-run.read", date(2026, 10, 21)):
        people, inputs = list(pay_people(**span).stream()), list(pay_inputs(**span).stream())
        books = sum(line.amount_pence for line in pay_in_books(**span, body_ids=[payroll.alpha.pk]))
        assert pay_charged(**span, body_ids=[payroll.alpha.pk]) == {payroll.alpha.pk: books}
    assert books == found.cost_pence + found.levy_pence
    assert {row["employment_id"]: (row["outcome"], row["because"]) for row in people if row["payslip_id"]} == {
        late.pk: ("told-late", "absence"), again.pk: ("told-late", "input"),
    }  # fmt: skip
    assert [row["held"] for row in people if row["outcome"] == "not-paid"] == ["no-tax-code"]
    assert (sum(row["is_entitled"] for row in people), found.not_paid, found.told_late) == (found.entitled, 1, 2)
    assert sum(row["touch"] == "looked-at" for row in people) == found.touched
    assert [row["came"] for row in inputs] == ["in-time", "late"]
    assert (found.inputs, found.late_inputs) == (2, 1)


def test_several_bodies_together_are_their_sum_and_of_nobody_nothing_is_known(payroll: Payroll) -> None:
    payroll.hire()
    payroll.pay(SEPTEMBER)
    one = month(payroll, SEPTEMBER)
    both = pay_together([one, one])
    assert both is not None
    assert (both.body_id, both.payslips, both.net_pence) == (None, 2, 2 * one.net_pence)
    assert both.accuracy_basis_points == one.accuracy_basis_points and both.late_basis_points is None
    assert pay_together([]) is None


@pytest.mark.promise("P15", "P16")
def test_lines_that_name_people_are_the_pay_teams(payroll: Payroll) -> None:
    payroll.hire()
    payroll.pay(SEPTEMBER)
    span = {"since": date(2026, 9, 1), "before": date(2026, 10, 1)}
    for duty in ("update.read", "levels.read", "ledger.read", "employee.read"):
        with reading(person_with([duty], payroll.alpha), duty, [payroll.alpha]):
            assert (pay_people(**span).count(), pay_inputs(**span).count()) == (0, 0), duty
    with payroll.doing(payroll.desk, "pay-run.read"):
        assert pay_people(**span).count() == 1
