"""What a committed run tells others, and the files by which people are paid: all of them say the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.finance.cash.api import (
    bank_account_open,
    payment_files,
    payment_runs_build,
    payment_runs_release,
    read_totals,
)
from hanaper.finance.cash.models import PaymentRun
from hanaper.finance.cash.rules import bacs18
from hanaper.foundation.acts.api import act, reading
from hanaper.hr.absence.api import AbsenceSpec, absences_record
from hanaper.hr.pay import reporting
from hanaper.hr.pay.control import control_totals
from hanaper.hr.pay.costing import costs_of
from hanaper.hr.pay.models import PayRun, Submission
from hanaper.hr.pay.rti import totals as fps_totals
from hanaper.hr.pay.rti.irmark import irmark
from hanaper.hr.pay.tests.factories import Payroll, at, build_payroll
from hanaper.hr.pay.tests.test_rti import rules  # noqa: F401  (a fixture)
from hanaper.kernel.money import Money
from hanaper.ledger.api import source_balances
from tests.world import SETUP

JANUARY, FEBRUARY = date(2026, 1, 30), date(2026, 2, 27)
SINCE = date(2026, 1, 1)


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def told(payroll: Payroll, run: PayRun) -> dict[str, tuple[bytes, str]]:
    """Content and mark of everything that a run tells, by kind."""
    with act(SETUP, None, payroll.alpha):
        return {
            each.kind: (bytes(each.file.content), each.ir_mark)
            for each in Submission.objects.filter(run=run).select_related("file")
        }


def test_added_pension_and_payroll_giving_are_taken_before_tax(payroll: Payroll) -> None:
    given = (("added_pension", 10000), ("charity", 2000))
    ann = payroll.hire(3_600_000, day=SINCE, code="BR", recurring=given)
    bob = payroll.hire(3_600_000, day=SINCE, code="BR")
    run = payroll.pay(JANUARY)
    first, second = etree.fromstring(told(payroll, run)["fps"][0]).findall(".//{*}Employee")
    assert first.findtext(".//{*}Payment/{*}TaxablePay") == "2716.50"  # 3,000.00 less 163.50, 100.00 and 20.00
    assert second.findtext(".//{*}Payment/{*}TaxablePay") == "2836.50"
    assert payroll.lines(run, bob)["tax"] - payroll.lines(run, ann)["tax"] == 2400
    assert payroll.payslip(run, ann).to_date[1] == 271650


def test_what_a_partnership_member_pays_after_tax_is_reported_as_such(payroll: Payroll) -> None:
    ann = payroll.hire(3_600_000, day=SINCE, pension="partnership", member_basis_points=500)
    run = payroll.pay(JANUARY)
    employee = etree.fromstring(told(payroll, run)["fps"][0]).find(".//{*}Employee")
    assert employee is not None
    assert payroll.lines(run, ann)["pension"] == 12000  # 5% of £3,000.00, less the basic rate
    assert employee.findtext(".//{*}Payment/{*}TaxablePay") == "3000.00"
    assert employee.findtext(".//{*}Payment/{*}EmpeePenContribnsNotPaid") == "120.00"
    assert employee.find(".//{*}Payment/{*}EmpeePenContribnsPaid") is None


def test_a_run_reports_everybody_validly_and_is_reported_once(
    payroll: Payroll,
    rules: Callable[[bytes], list[str]],  # noqa: F811
) -> None:
    ann = payroll.hire(4_800_000, day=SINCE, loans=("plan2", "postgraduate"), code="S1257L")
    payroll.hire(2_400_000, day=SINCE, letter="M", born_on=date(2007, 1, 1), code="1257L")
    payroll.hire(9_000_000, day=SINCE, pension="none", code="K475")
    payroll.pay(JANUARY)
    run = payroll.pay(FEBRUARY)
    assert run.state == "reported"
    messages = told(payroll, run)
    content, mark = messages["fps"]
    assert rules(content) == []
    assert irmark(content) == mark
    root = etree.fromstring(content)
    employees = root.findall(".//{*}Employee")
    assert len(employees) == 3
    slip = payroll.payslip(run, ann)
    first = employees[0]
    assert first.findtext(".//{*}FiguresToDate/{*}TaxablePay") == f"{slip.to_date[1] / 100:.2f}"
    assert (
        first.findtext(".//{*}Payment/{*}TaxDeductedOrRefunded") == f"{payroll.lines(run, ann).get('tax', 0) / 100:.2f}"
    )
    assert first.findtext(".//{*}EmpeeContribnsInPd") == f"{payroll.lines(run, ann)['ni'] / 100:.2f}"
    total = sum(float(each.text or 0) for each in root.findall(".//{*}Payment/{*}TaxDeductedOrRefunded"))
    assert round(total * 100) == run.totals.get("tax", 0), "what is reported is what was posted"


def test_family_pay_is_recovered_on_the_summary_and_members_stand_in_the_pension_file(
    payroll: Payroll, shared: Callable[[str], Path]
) -> None:
    ann = payroll.hire(4_800_000, day=SINCE)
    payroll.pay(JANUARY)
    with payroll.doing(payroll.hr, "absence.record", date(2026, 2, 2)):
        absences_record(absences=[AbsenceSpec(ann.pk, "maternity", date(2026, 2, 2), date(2026, 10, 31))])
    run = payroll.pay(FEBRUARY)
    content, _ = told(payroll, run)["eps"]
    schema = etree.XMLSchema(etree.parse(str(shared(
        "payroll/rti/hmrc-rim-2025-26/EmployerPaymentSummary-2026-v1-0.xsd"
    ))))  # fmt: skip
    root = etree.fromstring(content)
    assert schema.validate(root.find("{*}Body")[0]), schema.error_log  # type: ignore[index]
    smp = payroll.lines(run, ann)["smp"]
    assert root.findtext(".//{*}SMPRecovered") == f"{(2 * smp * 92 + 100) // 200 / 100:.2f}"
    members = told(payroll, run)["pension"][0].decode().splitlines()
    assert members[0].startswith("scheme,national_insurance_number")
    assert len(members) == 2


@pytest.mark.promise("P33")
def test_net_pay_leaves_in_one_run_of_its_own_whose_files_both_equal_it(payroll: Payroll) -> None:
    for pence in (2_400_000, 4_800_000, 9_000_000):
        payroll.hire(pence, day=SINCE)
    run = payroll.pay(JANUARY)
    builder = person_with(["payment-run.build", "payment-run.read"], payroll.alpha)
    releaser = person_with(["payment-run.release", "payment-run.read"], payroll.alpha)
    day = JANUARY - timedelta(days=3)
    with act(SETUP, None, payroll.alpha):
        bank_account_open(
            currency="GBP", holder_name="Alpha Office", since=SINCE, sort_code="10-20-30", account_number="12345678",
            service_user_number="123456",
        )  # fmt: skip
    with act(builder, "payment-run.build", payroll.alpha, at=at(day)):
        built = payment_runs_build(by=JANUARY, pay_on=JANUARY)
    (bulk,) = built.runs
    assert (bulk.count, bulk.total_pence) == (3, run.totals["net"])
    assert [type(each.reason).__name__ for each in built.left_out] == ["AccountMissing"], (
        "the pension scheme has none here"
    )
    with act(releaser, "payment-run.release", payroll.alpha, at=at(day, 12)):
        assert [outcome.moved for outcome in payment_runs_release(ids=[bulk.pk])] == [True]
    payroll.rules()
    with act(SETUP, None, payroll.alpha):
        files = {file.form: bytes(file.file.content) for file in payment_files().select_related("file")}
        assert PaymentRun.objects.get(pk=bulk.pk).state == "written"
    totals = read_totals(files["pain.001"])
    assert (totals.counted, int(totals.summed * 100), totals.agree) == (3, run.totals["net"], True)
    assert bacs18.read_totals(files["bacs18"]) == (3, run.totals["net"])
    lines = files["bacs18"].decode().split("\r\n")
    assert [len(line) for line in lines[:-1]] == [80] * 4 + [100] * 4 + [80] * 3
    assert payroll.fresh(run).state == "paid"
    with reading(payroll.control, "pay-run.read", [payroll.alpha]):  # as the page of the run reads them
        totals = {total.what: total for total in control_totals(payroll.fresh_run(run))}
    net = totals["Net pay"]
    assert {net.payslips, net.books, net.instructed, *(net.files or {}).values()} == {run.totals["net"]}
    assert set(net.files or ()) == {"pain.001", "bacs18"}
    assert totals["Income tax"].reported == run.totals.get("tax", 0)
    assert totals["Members' pension contributions"].reported == run.totals["pension"]
    assert totals["Owed to HM Revenue and Customs"].instructed == totals["Owed to HM Revenue and Customs"].books
    assert all(total.agrees for total in totals.values())


def test_the_costing_report_is_what_the_journal_charges(payroll: Payroll) -> None:
    payroll.hire(2_400_000, day=SINCE, recurring=(("sacrifice_cycle", -5_000),))
    payroll.hire(4_800_000, day=SINCE, recurring=(("location_allowance", 25_000),))
    run = payroll.pay(JANUARY)
    with reading(payroll.control, "pay-run.read", [payroll.alpha]):
        costs = costs_of(payroll.fresh_run(run))
    with act(SETUP, None, payroll.alpha):
        books = source_balances(body_id=payroll.alpha.pk, source="pay-run", source_id=run.pk)
    by_account: dict[str, int] = {}
    for cost in costs:
        by_account[cost.account] = by_account.get(cost.account, 0) + cost.pence
    charged = {code: pence for code, pence in books.items() if code.startswith("5") and code != "5030"}
    assert by_account == charged
    assert {cost.element for cost in costs} >= {"Basic pay", "Location allowance"}


@pytest.mark.promise("P33")
def test_a_message_that_says_otherwise_than_the_payslips_keeps_its_run_from_being_reported(
    payroll: Payroll, monkeypatch: pytest.MonkeyPatch
) -> None:
    payroll.hire(4_800_000, day=SINCE)
    monkeypatch.setattr(reporting, "read_totals", lambda content: fps_totals.read_totals(content) | {"tax": 1})
    run = payroll.pay(JANUARY)
    assert run.state == "committed"
    with act(SETUP, None, payroll.alpha):
        tax = next(total for total in control_totals(run) if total.what == "Income tax")
    assert (tax.reported, tax.agrees) == (1, False)
    assert tax.values == {"what": "Income tax", "expected": str(Money(tax.payslips)), "found": "£0.01"}


def test_what_a_person_cannot_be_reported_with_holds_them_back_before_they_are_paid(payroll: Payroll) -> None:
    payroll.hire(day=SINCE)
    nobody: Any = payroll.hire(day=SINCE, nino="")
    run = payroll.calculate(payroll.open(JANUARY))
    assert (run.people, run.held_back) == (1, 1)
    with act(SETUP, None, payroll.alpha):
        held = run.held.get(employment_id=nobody.pk)
    assert (held.code, held.values["field"]) == ("not-reportable", "address")
