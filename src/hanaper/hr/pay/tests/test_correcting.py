"""A closed tax year that was told wrongly: entered by one, approved by another, told by a further submission."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from lxml import etree

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.processes.api import StepRefused
from hanaper.hr.pay.correcting import (
    year_correction_enter,
    year_corrections_approve,
    year_corrections_refuse,
)
from hanaper.hr.pay.errors import NothingCorrected, OwnPay, WrongTotals, YearOpen
from hanaper.hr.pay.models import Submission, YearCorrection
from hanaper.hr.pay.rti.irmark import irmark
from hanaper.hr.pay.rules.to_date import FIGURES
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from hanaper.hr.pay.tests.sharing import browser
from hanaper.hr.pay.tests.test_rti import rules  # noqa: F401  (a fixture)
from hanaper.hr.people.api import Employment
from hanaper.kernel.errors import NotThere
from tests.databases import CommittedDatabase
from tests.world import SETUP

SINCE, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 27), date(2026, 3, 31)
JUNE = date(2026, 6, 2)


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def enter(
    payroll: Payroll, employment: Employment, *, on: date = JUNE, by: Actor | None = None, **how: Any
) -> YearCorrection:
    with payroll.doing(by or payroll.desk, "pay-run.calculate", on):
        given = {"tax_year": 2025, "cause": "pay", "to_date": {}} | how
        return year_correction_enter(employment_id=employment.pk, **given)


def approve(payroll: Payroll, right: YearCorrection) -> None:
    with payroll.doing(payroll.control, "pay-run.approve", JUNE, 12):
        year_corrections_approve(ids=[right.pk])
    payroll.rules()


def told(payroll: Payroll, right: YearCorrection) -> tuple[Submission, bytes]:
    with act(SETUP, None, payroll.alpha):
        right.refresh_from_db()
        made = Submission.objects.select_related("file").get(pk=right.submission_id)
        return made, bytes(made.file.content)


def test_a_further_submission_tells_the_right_totals_validly_with_its_reason_and_nothing_for_the_period(
    payroll: Payroll,
    rules: Callable[[bytes], list[str]],  # noqa: F811
) -> None:
    ann = payroll.hire(4_800_000, day=SINCE, loans=("plan2",))
    payroll.hire(day=SINCE)
    payroll.pay(FEBRUARY)
    run = payroll.pay(MARCH)
    slip = payroll.payslip(run, ann)
    total = dict(zip(FIGURES, slip.to_date, strict=True))
    right = enter(payroll, ann, to_date={"taxable": total["taxable"] + 10_000, "tax": total["tax"] + 2_000})
    approve(payroll, right)
    made, content = told(payroll, right)
    assert (right.state, made.state, made.kind, made.run_id) == ("reported", "written", "further", run.pk)
    assert rules(content) == []
    assert irmark(content) == made.ir_mark
    (employee,) = etree.fromstring(content).findall(".//{*}Employee")
    assert employee.findtext(".//{*}FiguresToDate/{*}TaxablePay") == f"{(total['taxable'] + 10_000) / 100:.2f}"
    assert employee.findtext(".//{*}FiguresToDate/{*}TotalTax") == f"{(total['tax'] + 2_000) / 100:.2f}"
    assert employee.findtext(".//{*}FiguresToDate/{*}StudentLoansTD") == f"{total['student_loan'] / 100:.2f}"
    assert employee.findtext(".//{*}LateReason") == "H"
    assert employee.findtext(".//{*}PmtDate") == "2026-03-31", "not before the last day of payment of that year"
    assert employee.find(".//{*}Starter") is None, "she was told of as a starter before"
    for tag in ("Payment/{*}TaxablePay", "TaxDeductedOrRefunded", "EmpeeContribnsInPd", "GrossEarningsForNICsInPd"):
        assert employee.findtext(f".//{{*}}{tag}") == "0.00", tag
    assert employee.findtext(".//{*}EmpeeContribnsYTD") == f"{slip.ni_to_date[5] / 100:.2f}"
    assert payroll.payslip(run, ann).to_date == slip.to_date, "no payslip changes"
    assert payroll.fresh(run).state == "reported"


def test_a_wrong_letter_is_told_with_noughts_beside_the_right_one(
    payroll: Payroll,
    rules: Callable[[bytes], list[str]],  # noqa: F811
) -> None:
    ann = payroll.hire(day=SINCE, born_on=date(1958, 5, 5))
    run = payroll.pay(MARCH)
    figures = payroll.payslip(run, ann).ni_to_date
    with pytest.raises(WrongTotals):
        enter(payroll, ann, cause="insurance", ni_to_date={"C": [*figures[:5], 0]})
    right = enter(payroll, ann, cause="insurance", ni_to_date={"A": [0] * 6, "C": [*figures[:5], 0]})
    approve(payroll, right)
    _, content = told(payroll, right)
    assert rules(content) == []
    letters = etree.fromstring(content).findall(".//{*}NIlettersAndValues")
    said = {each.findtext("{*}NIletter"): each.findtext("{*}EmpeeContribnsYTD") for each in letters}
    assert said == {"A": "0.00", "C": "0.00"}
    assert letters[1].findtext("{*}GrossEarningsForNICsYTD") == f"{figures[0] / 100:.2f}"


def test_a_second_correction_goes_on_from_the_first(payroll: Payroll) -> None:
    ann = payroll.hire(day=SINCE)
    payroll.pay(MARCH)
    first = enter(payroll, ann, to_date={"tax": 12_300})
    approve(payroll, first)
    second = enter(payroll, ann, to_date={"taxable": 99_900})
    assert (second.before["tax"], second.to_date["tax"]) == (12_300, 12_300)
    approve(payroll, second)
    made, content = told(payroll, second)
    assert (
        made.part == 2 and b"<TotalTax>123.00</TotalTax>" in content and b"<TaxablePay>999.00</TaxablePay>" in content
    )


@pytest.mark.promise("P20")
def test_nobody_corrects_their_own_year_and_what_is_refused_is_never_told(payroll: Payroll) -> None:
    ann = payroll.hire(day=SINCE)
    payroll.pay(MARCH)
    clerk = person_with(["pay-run.calculate"], payroll.alpha)
    right = enter(payroll, ann, to_date={"tax": 100}, by=clerk)
    with pytest.raises(OwnPay):
        mine = payroll.hire(day=SINCE, person_id=clerk.person_id)
        enter(payroll, mine, to_date={"tax": 100}, by=clerk)
    with payroll.doing(payroll.control, "pay-run.approve", JUNE):
        assert year_corrections_refuse(ids=[right.pk])[0].moved
    with pytest.raises(StepRefused):
        approve(payroll, right)
    payroll.rules()
    with act(SETUP, None, payroll.alpha):
        assert not Submission.objects.filter(kind="further").exists()


@pytest.mark.promise("P22")
def test_totals_that_change_after_the_approval_are_not_told(payroll: Payroll) -> None:
    ann = payroll.hire(day=SINCE)
    payroll.pay(MARCH)
    right = enter(payroll, ann, to_date={"tax": 100})
    with payroll.doing(payroll.control, "pay-run.approve", JUNE):
        year_corrections_approve(ids=[right.pk])
    with act(SETUP, None, payroll.alpha):
        YearCorrection.objects.filter(pk=right.pk).update(to_date=right.to_date | {"tax": 999})
    payroll.rules()
    with act(SETUP, None, payroll.alpha):
        assert YearCorrection.objects.get(pk=right.pk).state == "approved"
        assert not Submission.objects.filter(kind="further").exists()


def test_what_cannot_be_told_is_refused_by_name(payroll: Payroll) -> None:
    ann, new = payroll.hire(day=SINCE), payroll.hire(day=date(2026, 4, 7))
    run = payroll.pay(MARCH)
    tax = dict(zip(FIGURES, payroll.payslip(run, ann).to_date, strict=True))["tax"]
    for refusal, how in (
        (YearOpen, {"on": date(2026, 4, 5), "to_date": {"tax": 1}}), (NothingCorrected, {"to_date": {"tax": tax}}),
        (WrongTotals, {"to_date": {"gross": 1}}), (WrongTotals, {"to_date": {"taxable": -1}}),
        (WrongTotals, {"ni_to_date": {"A": [1]}}), (WrongTotals, {"to_date": {"student_loan": 150}}),
        (WrongTotals, {"ni_to_date": {"A": [0, 150, 0, 0, 0, 0]}}),
        (WrongTotals, {"ni_to_date": {"A": [0] * 6, "Q": [0] * 6}}),
    ):  # fmt: skip
        with pytest.raises(refusal):
            enter(payroll, ann, **how)
    with pytest.raises(NotThere):
        enter(payroll, new, to_date={"tax": 1})


def test_a_correction_is_entered_on_its_page_and_a_wrong_line_is_named(
    committed_db: CommittedDatabase,
) -> None:
    payroll = build_payroll()
    ann = payroll.hire(day=SINCE)
    run = payroll.pay(MARCH)
    figures = payroll.payslip(run, ann).ni_to_date
    with act(SETUP, None, payroll.alpha):
        number = Employment.objects.get(pk=ann.pk).number
    client, url = browser(payroll.desk), "/alpha/pay-year-corrections/enter/"
    typed = {"number": number, "tax_year": "2025-26", "cause": "insurance", "tax": "1,234.56"}
    wrong = client.post(url, typed | {"ni": "A 1 2"})
    assert wrong.status_code == 400 and "six amounts in each line" in wrong.content.decode()
    assert "No employment of this body" in client.post(url, typed | {"number": "E-1"}).content.decode()
    line = " ".join(f"{pence / 100:.2f}" for pence in [*figures[:5], 0])
    assert client.post(url, typed | {"ni": f"A {line}"}).status_code == 303
    with act(SETUP, None, payroll.alpha):
        made = YearCorrection.objects.get()
        assert (made.to_date["tax"], made.ni_to_date) == (123_456, {"A": [*figures[:5], 0]})
