"""A pay run from its opening to the books: exact, checked by name, committed once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.acts.api import act
from hanaper.foundation.processes.api import StepRefused
from hanaper.hr.absence.api import AbsenceSpec, absences_record
from hanaper.hr.pay import services
from hanaper.hr.pay.errors import EarnedMissing
from hanaper.hr.pay.explaining import explain
from hanaper.hr.pay.late import late_items
from hanaper.hr.pay.models import AttachmentOrder, BroughtForward, HeldBack, PayCheck, PayChunk, Payslip, Submission
from hanaper.hr.pay.reporting import submissions_accept, submissions_reject, submissions_send
from hanaper.hr.pay.services import InputSpec, PayFacts
from hanaper.hr.pay.tests.factories import START, Payroll, build_payroll
from hanaper.hr.people.api import AccountSpec, TermsSpec, bank_accounts_load, employments_leave, terms_put
from hanaper.ledger.payments.api import payments
from tests.world import SETUP

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 30), date(2026, 10, 30), date(2026, 11, 30)


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


@pytest.mark.promise("P10")
def test_a_months_pay_is_right_to_the_penny(payroll: Payroll) -> None:
    ann = payroll.hire(3_600_000)
    run = payroll.calculate(payroll.open(SEPTEMBER))
    assert (run.state, run.people, run.held_back) == ("calculated", 1, 0)
    # £3,000.00; alpha 4.60% = 138.00; tax on 2,862.00 under 1257L in month 6 with nothing before: none; NI 156.16
    assert payroll.lines(run, ann) == {
        "basic": 300000, "ni": 15616, "pension": 13800, "ni_employer": 38745, "pension_employer": 86910,
    }  # fmt: skip
    slip = payroll.payslip(run, ann)
    assert (slip.gross_pence, slip.net_pence) == (300000, 270584)


def test_a_starter_in_the_month_is_paid_for_the_days_that_are_left(payroll: Payroll) -> None:
    bob = payroll.hire(3_600_000, day=date(2026, 9, 16), known=date(2026, 9, 1))
    run = payroll.calculate(payroll.open(SEPTEMBER))
    assert payroll.lines(run, bob)["basic"] == 150000
    assert (bob.pk, "starter") in payroll.checks(run)


@pytest.mark.promise("P09", "P22")
def test_a_committed_run_balances_pays_once_and_queues_what_is_reported(payroll: Payroll) -> None:
    for pence in (3_000_000, 4_500_000, 6_000_000):
        payroll.hire(pence)
    run = payroll.pay(SEPTEMBER)
    assert run.state in ("committed", "reported")
    with act(SETUP, None, payroll.alpha):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT a.code, sum(l.amount_pence)::bigint FROM ledger_line l"
                " JOIN ledger_account a ON a.id = l.account_id"
                " JOIN ledger_journal j ON j.body_id = l.body_id AND j.id = l.journal_id WHERE j.source = 'pay-run'"
                " GROUP BY 1 ORDER BY 1"
            )
            books = dict(cursor.fetchall())
        assert sum(books.values()) == 0
        assert books["5000"] == run.totals["gross"] == 1_125_000
        assert books["2230"] == -run.totals["net"]
        assert -books["2210"] == run.totals["ni"] + run.totals["ni_employer"], "no tax is due in month 6 yet"
        assert -books["2220"] == run.totals["pension"] + run.totals["pension_employer"]
        made = {payment.payee_name: payment for payment in payments()}
        assert made["Net pay of Alpha Office"].amount_pence == run.totals["net"]
        assert made["Net pay of Alpha Office"].payee_count == 3
        assert made["HM Revenue and Customs"].amount_pence == -books["2210"]
        assert made["HM Revenue and Customs"].due_on == date(2026, 10, 22)
        assert made["Pension scheme"].due_on == SEPTEMBER


@pytest.mark.promise("P10")
def test_totals_go_on_through_the_year_and_equal_what_a_year_owes(payroll: Payroll) -> None:
    ann = payroll.hire(6_000_000)
    before = 0
    for day in (SEPTEMBER, OCTOBER, NOVEMBER):
        run = payroll.pay(day)
        slip = payroll.payslip(run, ann)
        before += payroll.lines(run, ann).get("tax", 0)
        assert slip.to_date[2] == before
        assert slip.to_date[0] == 500000 * [SEPTEMBER, OCTOBER, NOVEMBER].index(day) + 500000


def test_totals_of_a_p45_go_on_in_the_first_payslip(payroll: Payroll) -> None:
    ann = payroll.hire(3_600_000)
    before = BroughtForward(
        employment_id=ann.pk, tax_year=2026, source="p45", valid=DateRange(date(2026, 9, 1), None),
        to_date={"gross": 2_000_000, "taxable": 2_000_000, "tax": 250_000}, ni_to_date={"A": [0, 0, 0, 0, 7, 5]},
    )  # fmt: skip
    with payroll.doing(payroll.desk, "pay-facts.set"):
        services.brought_forward_put(totals=[before])
    run = payroll.calculate(payroll.open(SEPTEMBER))
    slip = payroll.payslip(run, ann)
    assert slip.to_date[:3] == [2_300_000, 2_286_200, 250_000 + payroll.lines(run, ann)["tax"]]
    assert (
        payroll.lines(run, ann)["tax"] == 81_440
    )  # 22,862.00 less 6,289.56 of 1257L, pounds of it at 20%, less 2,500.00
    assert slip.ni_to_date[4:] == [7 + 38_745, 5 + 15_616]


@pytest.mark.promise("P27")
def test_a_run_is_not_approved_while_a_check_is_open_and_never_by_who_gathered_it(payroll: Payroll) -> None:
    payroll.hire()
    run = payroll.calculate(payroll.open(SEPTEMBER))
    with payroll.doing(payroll.control, "pay-check.accept", date(2026, 9, 20)), pytest.raises(StepRefused) as refusal:
        services.pay_run_check(run_id=run.pk)
    assert refusal.value.values["reason"] == "pay.checks-open"
    payroll.accept(run)
    payroll.approve(run)


def test_what_cannot_be_paid_is_held_back_by_itself_and_the_run_goes_on(payroll: Payroll) -> None:
    good = payroll.hire()
    no_code = payroll.hire(code=None)
    no_account = payroll.hire(account="")
    wrong_letter = payroll.hire(letter="Q")
    run = payroll.calculate(payroll.open(SEPTEMBER))
    assert (run.people, run.held_back) == (1, 3)
    with act(SETUP, None, payroll.alpha):
        held = dict(HeldBack.objects.filter(run=run).values_list("employment_id", "code"))
        paid = list(Payslip.objects.filter(run=run).values_list("employment_id", flat=True))
    assert paid == [good.pk]
    assert held == {no_code.pk: "no-tax-code", no_account.pk: "no-account", wrong_letter.pk: "pay.wrong-ni-letter"}


@pytest.mark.promise("P27", "P28")
def test_the_faults_that_really_happen_are_raised_by_name(payroll: Payroll) -> None:
    ann = payroll.hire(account="11112222")
    bob = payroll.hire(account="11112222")
    old = payroll.hire(born_on=date(1955, 1, 1))
    gone = payroll.hire()
    payroll.pay(SEPTEMBER)
    with payroll.doing(payroll.hr, "employee.maintain", date(2026, 9, 30), 12):
        employments_leave(leavers=[(gone.pk, date(2026, 9, 30))])
    with payroll.doing(payroll.desk, "pay-input.enter", date(2026, 10, 5)):
        services.inputs_enter(inputs=[InputSpec(gone.pk, "basic", date(2026, 10, 5), amount_pence=100000)])
        services.inputs_enter(inputs=[InputSpec(ann.pk, "overtime_150", date(2026, 10, 5), units=2000)])
    run = payroll.calculate(payroll.open(OCTOBER))
    raised = payroll.checks(run)
    assert {(ann.pk, "bank-shared"), (bob.pk, "bank-shared"), (old.pk, "ni-letter-doubtful")} <= raised
    assert (gone.pk, "leaver-still-paid") in raised
    assert (ann.pk, "variance") in raised and (bob.pk, "variance") not in raised
    assert not any(kind == "starter" for _, kind in raised)
    # 20 hours at time and a half of £36,000 / 52 / 37
    assert payroll.lines(run, ann)["overtime_150"] == 56133


def test_an_accepted_check_stays_accepted_if_the_same_comes_out_again(payroll: Payroll) -> None:
    ann, bob = payroll.hire(), payroll.hire()
    run = payroll.calculate(payroll.open(SEPTEMBER))
    with payroll.doing(payroll.control, "pay-check.accept", date(2026, 9, 20)):
        services.pay_checks_accept(ids=list(PayCheck.objects.values_list("pk", flat=True)), reason="looked-at")
    with payroll.doing(payroll.desk, "pay-input.enter", date(2026, 9, 20), 11):
        services.inputs_enter(inputs=[InputSpec(bob.pk, "performance_award", date(2026, 9, 5), amount_pence=50000)])
    with payroll.doing(payroll.desk, "pay-run.calculate", date(2026, 9, 20), 12):
        services.pay_run_again(run_id=run.pk)
        services.pay_run_gather(run_id=run.pk)
    payroll.rules()
    with act(SETUP, None, payroll.alpha):
        still_open = set(PayCheck.objects.filter(run=run, state="raised").values_list("employment_id", flat=True))
        assert Payslip.objects.filter(run=run).count() == 2, "drafts of the first calculation are gone"
    assert still_open == {bob.pk}
    assert payroll.lines(run, ann)["basic"] == 300000


def test_somebody_held_back_by_name_is_left_out_of_the_next_calculation(payroll: Payroll) -> None:
    ann, bob = payroll.hire(), payroll.hire()
    run = payroll.calculate(payroll.open(SEPTEMBER))
    with payroll.doing(payroll.control, "pay-check.accept", date(2026, 9, 20)):
        (check,) = PayCheck.objects.filter(employment_id=bob.pk, kind="starter")
        services.pay_checks_hold_back(ids=[check.pk], reason="unknown")
        rest = list(PayCheck.objects.filter(state="raised").values_list("pk", flat=True))
        services.pay_checks_accept(ids=rest, reason="looked-at")
        with pytest.raises(StepRefused) as refusal:
            services.pay_run_check(run_id=run.pk)
    assert refusal.value.values["reason"] == "pay.held-still-in"
    with payroll.doing(payroll.desk, "pay-run.calculate", date(2026, 9, 20), 12):
        services.pay_run_again(run_id=run.pk)
        services.pay_run_gather(run_id=run.pk)
    payroll.rules()
    assert payroll.fresh(run).people == 1
    assert payroll.lines(run, ann)["basic"] == 300000


def test_back_pay_is_the_difference_and_history_stays(payroll: Payroll) -> None:
    ann = payroll.hire(3_600_000)
    first = payroll.pay(SEPTEMBER)
    terms = TermsSpec(
        grade_id=payroll.grades["EO"].pk,
        annual_pence=4_200_000,
        cost_centre_id=payroll.world.cost_centres[payroll.alpha.pk],
        programme_id=payroll.world.programmes[payroll.alpha.pk],
    )
    with payroll.doing(payroll.hr, "employee.maintain", date(2026, 10, 5)):
        terms_put(terms=[(ann.pk, terms)], since=date(2026, 9, 16))
    run = payroll.pay(OCTOBER)
    assert payroll.lines(run, ann)["basic"] == 350000
    assert payroll.lines(run, ann)["back_pay"] == 25000
    assert payroll.lines(first, ann)["basic"] == 300000
    third = payroll.pay(NOVEMBER)
    assert "back_pay" not in payroll.lines(third, ann)


def test_pay_below_the_minimum_wage_is_listed_by_hours_and_age(payroll: Payroll) -> None:
    """37 hours a week at 12.71 are 24,454.04 a year; under 21, at 10.85, 20,875.40."""
    low, enough = payroll.hire(2_445_300), payroll.hire(2_445_500)
    young = payroll.hire(2_087_600, born_on=date(2006, 1, 1), letter="M")
    part_time = payroll.hire(2_440_000, hours=1850)
    payroll.hire(1_000_000, engagement="service", pension="armed-forces", grade="PTE")
    sacrificing = payroll.hire(2_445_500, recurring=(("sacrifice_cycle", -10000),))
    raised = payroll.checks(payroll.calculate(payroll.open(SEPTEMBER)))
    below = {employment for employment, kind in raised if kind == "below-minimum-wage"}
    assert below == {low.pk, part_time.pk, sacrificing.pk}
    assert not {enough.pk, young.pk} & below


def test_who_must_be_enrolled_in_a_pension_is_raised_unless_they_may_stay_out(payroll: Payroll) -> None:
    due = payroll.hire(3_600_000, pension="none")
    payroll.hire(3_600_000)
    for how in ({"pension_reason": "opted-out"}, {"pension_reason": "postponed"}, {"born_on": date(2006, 1, 1)},
                {"born_on": date(1955, 1, 1), "letter": "C"}, {"engagement": "service", "grade": "PTE"}):  # fmt: skip
        payroll.hire(3_600_000, pension="none", **how)
    payroll.hire(900_000, pension="none")
    run = payroll.calculate(payroll.open(SEPTEMBER))
    assert {pk for pk, kind in payroll.checks(run) if kind == "to-enrol"} == {due.pk}
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 9, 18), 13):
        services.pay_facts_put(facts=[PayFacts(due.pk, pension="alpha")], since=START)
    with payroll.doing(payroll.desk, "pay-run.calculate", date(2026, 9, 18), 14):
        services.pay_run_again(run_id=run.pk)
        services.pay_run_gather(run_id=run.pk)
    payroll.rules()
    assert not any(kind == "to-enrol" for _, kind in payroll.checks(run))
    assert payroll.lines(run, due)["pension"] > 0


def test_sickness_is_paid_by_statute_and_topped_up_by_contract(payroll: Payroll) -> None:
    ann = payroll.hire(3_600_000)
    soldier = payroll.hire(2_500_000, engagement="service", pension="armed-forces", grade="PTE")
    payroll.pay(SEPTEMBER)
    with payroll.doing(payroll.hr, "absence.record", date(2026, 10, 9)):
        absences_record(
            absences=[AbsenceSpec(each.pk, "sickness", date(2026, 10, 5), date(2026, 10, 9)) for each in (ann, soldier)]
        )
    run = payroll.calculate(payroll.open(OCTOBER))
    lines = payroll.lines(run, ann)
    assert lines["ssp"] == 12325
    assert lines["basic"] + lines["sick_deduction"] + lines["ssp"] + lines["sick_pay"] == 300000
    assert set(payroll.lines(run, soldier)) == {"basic", "ni", "ni_employer", "pension_employer"}
    slip = payroll.payslip(run, ann)
    with act(SETUP, None, payroll.alpha):
        slip.run = payroll.fresh_run(run)
        found = explain(slip)
    assert found.agrees
    (step,) = [each for each in found.workings if each.line == "ssp"]
    assert (step.result, step.inputs["weekly"], step.inputs["days"]) == (12325, "£123.25", 5)


def test_maternity_pay_goes_by_what_was_earned_before_it_and_its_own_pay_does_not_move_it(payroll: Payroll) -> None:
    """Expected in the week of 6 December 2026, so judged by what was paid up to 29 August; away from 1 October."""
    ann = payroll.hire(3_600_000, day=date(2026, 6, 1))
    for payday in (date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 28), SEPTEMBER):
        payroll.pay(payday)
    with payroll.doing(payroll.hr, "absence.record", date(2026, 9, 30)):
        leave = AbsenceSpec(ann.pk, "maternity", date(2026, 10, 1), date(2027, 6, 30), expected_on=date(2026, 12, 8))
        absences_record(absences=[leave])
    first = payroll.lines(payroll.pay(OCTOBER), ann)
    week = -(-300000 * 12 * 9 // (52 * 10))  # 90% of the average, up to a penny
    assert first["smp"] == 4 * week + -(-week * 3 // 7)
    assert (first["family_absence"], first["pension_employer"]) == (-300000, 86910), "the employer pays as before"
    assert first["pension"] == (2 * first["smp"] * 460 + 10000) // 20000
    second = payroll.lines(payroll.pay(NOVEMBER), ann)
    assert second["smp"] == week - -(-week * 3 // 7) + week + 2 * 19432 + -(-19432 * 5 // 7)


def test_a_supplementary_run_counts_together_with_the_main_one_for_national_insurance(payroll: Payroll) -> None:
    ann = payroll.hire(3_600_000)
    payroll.hire(3_600_000)
    main = payroll.pay(SEPTEMBER)
    with payroll.doing(payroll.desk, "pay-input.enter", date(2026, 9, 28)):
        services.inputs_enter(inputs=[InputSpec(ann.pk, "performance_award", date(2026, 9, 28), amount_pence=200000)])
    extra = payroll.open(date(2026, 10, 2), on=date(2026, 9, 28), kind="supplementary")
    with payroll.doing(payroll.desk, "pay-run.calculate", date(2026, 9, 28), 12):
        services.pay_run_gather(run_id=extra.pk)
    payroll.rules()
    # £5,000.00 in the month: 8% to £4,189 and 2% above, less what the main run took
    together = (418900 - 104800) * 8 // 100 + (500000 - 418900) * 2 // 100
    assert payroll.lines(extra, ann)["ni"] == together - payroll.lines(main, ann)["ni"]
    assert payroll.fresh(extra).people == 1


def test_what_comes_after_the_cut_off_is_listed_with_its_owner_and_left_to_the_next_run(payroll: Payroll) -> None:
    ann = payroll.hire()
    payroll.hire()
    run = payroll.calculate(payroll.open(SEPTEMBER))
    with payroll.doing(payroll.desk, "pay-input.enter", date(2026, 9, 21)):
        services.inputs_enter(inputs=[InputSpec(ann.pk, "overtime", date(2026, 9, 3), units=400)])
    with payroll.doing(payroll.hr, "absence.record", date(2026, 9, 22)):
        absences_record(absences=[AbsenceSpec(ann.pk, "sickness", date(2026, 9, 14), date(2026, 9, 15))])
    with payroll.doing(payroll.control, "pay-run.read", date(2026, 9, 23)):
        late = late_items(payroll.fresh_run(run))
    assert [(each.what, each.employment_id, each.owner_id) for each in late] == [
        ("Input", ann.pk, payroll.desk.person_id), ("Absence", ann.pk, payroll.hr.person_id),
    ]  # fmt: skip
    assert "overtime" not in payroll.lines(run, ann)


def test_a_run_is_closed_once_everything_it_told_is_accepted(payroll: Payroll) -> None:
    payroll.hire()
    run = payroll.release(payroll.pay(SEPTEMBER))
    assert run.state == "paid"
    with payroll.doing(payroll.desk, "pay-run.calculate", SEPTEMBER), pytest.raises(StepRefused) as refused:
        services.pay_run_close(run_id=run.pk)
    assert refused.value.values["reason"] == "pay.not-accepted"
    with payroll.doing(payroll.control, "pay-run.submit", SEPTEMBER):
        told = list(Submission.objects.filter(run=run).values_list("pk", flat=True))
        submissions_send(ids=told)
        submissions_reject(ids=told[:1], reason="pay.rejected-sending")
    payroll.rules()
    with payroll.doing(payroll.control, "pay-run.submit", SEPTEMBER):
        submissions_send(ids=told[:1])
        submissions_accept(ids=told)
    with payroll.doing(payroll.desk, "pay-run.calculate", SEPTEMBER):
        services.pay_run_close(run_id=run.pk)
    assert payroll.fresh(run).state == "closed"


def test_an_abandoned_run_leaves_its_inputs_to_another(payroll: Payroll) -> None:
    ann = payroll.hire()
    with payroll.doing(payroll.desk, "pay-input.enter", date(2026, 9, 15)):
        services.inputs_enter(inputs=[InputSpec(ann.pk, "overtime", date(2026, 9, 3), units=400)])
    first = payroll.calculate(payroll.open(SEPTEMBER))
    with payroll.doing(payroll.desk, "pay-run.calculate", date(2026, 9, 19)):
        services.pay_run_abandon(run_id=first.pk)
    assert payroll.checks(first) == set()
    second = payroll.calculate(payroll.open(SEPTEMBER))
    assert "overtime" in payroll.lines(second, ann)


def test_weekly_pay_goes_on_from_the_run_before_and_the_first_says_where_it_begins(payroll: Payroll) -> None:
    payroll.hire(frequency="weekly")
    with pytest.raises(EarnedMissing):
        payroll.open(date(2026, 10, 1), frequency="weekly")
    first = payroll.open(date(2026, 10, 1), frequency="weekly", earned_from=date(2026, 9, 21))
    second = payroll.open(date(2026, 10, 8), frequency="weekly")
    assert (first.earned.lower, first.earned.upper) == (date(2026, 9, 21), date(2026, 9, 28))
    assert (second.earned.lower, second.earned.upper) == (date(2026, 9, 28), date(2026, 10, 5))


def test_jobs_of_one_person_count_together_however_a_run_is_parted(
    payroll: Payroll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PART", 1)
    first = payroll.hire(1_200_000)
    payroll.hire(3_600_000)
    second = payroll.hire(1_200_000, person_id=first.person_id)
    run = payroll.calculate(payroll.open(SEPTEMBER))
    with act(SETUP, None, payroll.alpha):
        assert PayChunk.objects.filter(run=run).count() == 2
    # £2,000 a month together: 8% of what is over £1,048. Apart, neither would pay anything.
    assert payroll.lines(run, first)["ni"] + payroll.lines(run, second).get("ni", 0) == 7616


def test_a_job_paid_out_of_turn_counts_together_with_the_one_that_was_paid(payroll: Payroll) -> None:
    first = payroll.hire(1_200_000)
    second = payroll.hire(1_200_000, person_id=first.person_id, account="")
    main = payroll.pay(SEPTEMBER)
    assert (main.held_back, "ni" in payroll.lines(main, first)) == (1, False)
    day = date(2026, 9, 28)
    with payroll.doing(payroll.desk, "pay-facts.set", day):
        bank_accounts_load(accounts=[AccountSpec(second.pk, "A Holder", "20-00-00", "12345678")], since=day)
    with payroll.doing(payroll.desk, "pay-input.enter", day):
        services.inputs_enter(inputs=[InputSpec(second.pk, "performance_award", day, amount_pence=100_000)])
    extra = payroll.open(date(2026, 10, 2), on=day, kind="supplementary")
    with payroll.doing(payroll.desk, "pay-run.calculate", day, 12):
        services.pay_run_gather(run_id=extra.pk)
    payroll.rules()
    assert payroll.lines(extra, second)["ni"] == 7616


@pytest.mark.promise("P10")
def test_the_same_inputs_give_the_same_payslips_again(payroll: Payroll) -> None:
    for pence in (2_400_000, 3_600_000, 9_000_000):
        payroll.hire(pence, loans=("plan2",))
    run = payroll.calculate(payroll.open(SEPTEMBER))

    def digest() -> bytes:
        with act(SETUP, None, payroll.alpha), connection.cursor() as cursor:
            cursor.execute("SELECT hanaper.payslips_digest(%s)", [run.pk])
            return bytes(cursor.fetchone()[0])

    before = digest()
    with payroll.doing(payroll.desk, "pay-run.calculate", SEPTEMBER - timedelta(days=11)):
        services.pay_run_again(run_id=run.pk)
        services.pay_run_gather(run_id=run.pk)
    payroll.rules()
    assert digest() == before


@pytest.mark.promise("P10", "P40")
def test_a_payslip_comes_out_the_same_after_later_payments_of_its_period_and_of_its_order(payroll: Payroll) -> None:
    """The small payment cannot take the order in full: its shortfall is carried forward, never backward."""
    ann = payroll.hire(3_600_000)
    with payroll.doing(payroll.desk, "pay-facts.set", START):
        services.orders_put(
            orders=[
                AttachmentOrder(
                    employment_id=ann.pk, kind="deo", reference="CMS 1", made_on=START, each_period_pence=12_000,
                    valid=DateRange(START, None),
                )
            ]
        )  # fmt: skip
    main = payroll.pay(SEPTEMBER)
    day = date(2026, 9, 28)
    with payroll.doing(payroll.desk, "pay-input.enter", day):
        services.inputs_enter(inputs=[InputSpec(ann.pk, "performance_award", day, amount_pence=5_000)])
    extra = payroll.open(date(2026, 10, 2), on=day, kind="supplementary")
    with payroll.doing(payroll.desk, "pay-run.calculate", day, 12):
        services.pay_run_gather(run_id=extra.pk)
    payroll.rules()
    payroll.accept(payroll.fresh(extra))
    payroll.approve(extra)
    payroll.rules()
    assert payroll.fresh(extra).state in ("committed", "reported")
    for run in (main, extra):
        slip = payroll.payslip(run, ann)
        with act(SETUP, None, payroll.alpha):
            slip.run = payroll.fresh_run(run)
            assert explain(slip).agrees, run


@pytest.mark.promise("P10")
def test_a_payslip_is_explained_by_working_it_out_again_and_says_if_it_does_not_come_out(payroll: Payroll) -> None:
    ann = payroll.hire(6_000_000, loans=("plan2",), pension="partnership")
    payroll.hire(2_400_000)
    payroll.pay(SEPTEMBER)
    run = payroll.pay(OCTOBER)
    slip = payroll.payslip(run, ann)
    with act(SETUP, None, payroll.alpha):
        slip.run = payroll.fresh_run(run)
        found = explain(slip)
        slip.amounts = [slip.amounts[0] + 1, *slip.amounts[1:]]
        assert not explain(slip).agrees
    assert found.agrees
    assert {"tax", "ni", "ni_employer", "pension", "student_loan"} <= {step.line for step in found.workings}
    assert all(step.figures for step in found.workings if step.line in ("ni", "student_loan"))
