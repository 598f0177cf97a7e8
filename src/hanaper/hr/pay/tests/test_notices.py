"""Notices: taken whole or not at all, followed where they fit one employment, and waiting for a person where not."""

from __future__ import annotations

from datetime import date

import pytest

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, act
from hanaper.hr.pay import notices
from hanaper.hr.pay.errors import OwnPay, WrongNotices
from hanaper.hr.pay.models import AttachmentOrder, BroughtForward, LoanFact, Notice, PensionFact, TaxFact
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from hanaper.hr.people.api import Employment
from hanaper.kernel.errors import NotThere
from tests.world import SETUP

HEAD = (
    "kind,paye_reference,nino,payroll_number,effective_on,tax_code,previous_pay,previous_tax,plan,order_kind,reference,"
    "made_on,each_period,limit"
)
SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 30)
IN = date(2026, 10, 2)


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def row(kind: str, nino: str = "", on: str = "2026-10-01", **more: str) -> str:
    cells = {"kind": kind, "paye_reference": "123/AB456", "nino": nino, "effective_on": on} | more
    return ",".join(cells.get(name, "") for name in HEAD.split(","))


def bring_in(payroll: Payroll, *rows: str, by: Actor | None = None) -> list[Notice]:
    content = "\n".join([HEAD, *rows, ""]).encode()
    with payroll.doing(by or payroll.desk, "pay-facts.set", IN):
        made = notices.notices_import(name="notices.csv", content=content)
    payroll.rules()
    with act(SETUP, None, payroll.alpha):
        return list(Notice.objects.filter(pk__in=[each.pk for each in made]).order_by("line"))


@pytest.mark.promise("P10", "P40")
def test_a_code_that_comes_late_holds_from_its_day_and_moves_no_run_that_was_gathered(payroll: Payroll) -> None:
    ann = payroll.hire(3_600_000, nino="AB111111A")
    september = payroll.pay(SEPTEMBER)
    before = payroll.lines(september, ann)
    (notice,) = bring_in(payroll, row("p6", "AB111111A", "2026-09-01", tax_code="BR M1"))
    assert (notice.state, notice.employment_id) == ("applied", ann.pk)
    with act(SETUP, None, payroll.alpha):
        fact = TaxFact.objects.get(employment_id=ann.pk, superseded_at=None, valid__contains=OCTOBER)
    assert (fact.code, fact.is_week1, fact.notice.startswith("p6 NT")) == ("BR", True, True)
    assert payroll.lines(september, ann) == before
    october = payroll.pay(OCTOBER)
    assert payroll.lines(october, ann)["tax"] == 57240, "20% of what the pension leaves, £2,862.00"
    assert (ann.pk, "tax-code-changed") in payroll.checks(october)


def test_every_kind_is_followed_from_its_day(payroll: Payroll) -> None:
    ann = payroll.hire(3_600_000, nino="AB111111A", loans=("plan2",))
    bob = payroll.hire(3_600_000, nino="AB222222B")
    made = bring_in(
        payroll,
        row("sl2", "AB111111A", "2026-10-06"),
        row("pgl1", "AB111111A"),
        row("sl1", "AB222222B", plan="plan1"),
        row("order", "AB222222B", order_kind="deo", reference="CMS 1", made_on="2026-09-20", each_period="120.00"),
        row("opt-out", "AB222222B"),
        row("p6", "AB222222B", tax_code="1100L", previous_pay="5000.00", previous_tax="700.00"),
    )
    assert [each.state for each in made] == ["applied"] * 6
    with act(SETUP, None, payroll.alpha):
        loans = LoanFact.objects.filter(superseded_at=None)
        assert set(loans.filter(valid__contains=OCTOBER).values_list("employment_id", "plan")) == {
            (ann.pk, "postgraduate"), (bob.pk, "plan1"),
        }  # fmt: skip
        assert loans.filter(employment_id=ann.pk, plan="plan2", valid__contains=SEPTEMBER).exists()
        order = AttachmentOrder.objects.get(employment_id=bob.pk, superseded_at=None)
        assert (order.kind, order.each_period_pence, order.made_on) == ("deo", 12_000, date(2026, 9, 20))
        pension = PensionFact.objects.get(employment_id=bob.pk, superseded_at=None, valid__contains=OCTOBER)
        assert (pension.scheme, pension.reason) == ("none", "opted-out")
        brought = BroughtForward.objects.get(employment_id=bob.pk)
        assert (brought.source, brought.to_date) == ("p45", {"taxable": 500_000, "tax": 70_000})


def test_what_fits_nobody_or_several_waits_and_is_matched_by_name_or_set_aside(payroll: Payroll) -> None:
    ann = payroll.hire(nino="AB111111A")
    payroll.hire(person_id=ann.person_id)
    several, nobody, other = bring_in(
        payroll, row("p9", "AB111111A", tax_code="1257L"), row("sl2", "AB999999D"), row("sl2", payroll_number="X-1")
    )
    assert [(each.state, each.state_reason, each.matches) for each in (several, nobody, other)] == [
        ("unmatched", "pay.notice-several", 2),
        ("unmatched", "pay.notice-nobody", 0),
        ("unmatched", "pay.notice-nobody", 0),
    ]
    with act(SETUP, None, payroll.alpha):
        number = Employment.objects.get(pk=ann.pk).number
    with payroll.doing(payroll.desk, "pay-facts.set", IN, 12), pytest.raises(NotThere):
        notices.notice_match(notice_id=several.pk, payroll_number="E-0")
    with payroll.doing(payroll.desk, "pay-facts.set", IN, 13):
        notices.notice_match(notice_id=several.pk, payroll_number=number)
        notices.notices_set_aside(ids=[nobody.pk], reason="pay.notice-elsewhere")
    payroll.rules()
    with act(SETUP, None, payroll.alpha):
        assert Notice.objects.get(pk=several.pk).state == "applied"
        assert Notice.objects.get(pk=several.pk).employment_id == ann.pk
        assert Notice.objects.get(pk=nobody.pk).state == "set-aside"


def test_a_file_is_taken_whole_or_not_at_all_and_once(payroll: Payroll) -> None:
    payroll.hire(nino="AB111111A")
    good = row("p9", "AB111111A", tax_code="1257L")
    with pytest.raises(WrongNotices) as refused:
        bring_in(
            payroll, good, row("p9", "AB111111A", tax_code="12X57"), row("p7", "AB111111A"),
            row("order", "AB111111A", order_kind="deo", reference="1", made_on="20 May"), row("sl2", on="soon"),
        )  # fmt: skip
    assert [(each.line, each.column) for each in refused.value.values["wrong"]] == [
        (3, "tax_code"), (4, "kind"), (5, "made_on"), (6, "nino"), (6, "effective_on"),
    ]  # fmt: skip
    with act(SETUP, None, payroll.alpha):
        assert not Notice.objects.exists()
    first = bring_in(payroll, good)
    assert [each.pk for each in bring_in(payroll, good)] == [each.pk for each in first]
    with pytest.raises(WrongNotices):
        bring_in(payroll, good.replace("123/AB456", "999/ZZ1"))


@pytest.mark.promise("P21")
def test_nobody_follows_a_notice_about_themself(payroll: Payroll) -> None:
    clerk = person_with(["pay-facts.set"], payroll.alpha)
    mine = payroll.hire(person_id=clerk.person_id)
    with act(SETUP, None, payroll.alpha):
        number = Employment.objects.get(pk=mine.pk).number
    (notice,) = bring_in(payroll, row("p9", payroll_number=number, tax_code="NT"), by=clerk)
    assert (notice.state, notice.employment_id) == ("unmatched", None)
    with payroll.doing(clerk, "pay-facts.set", IN, 12), pytest.raises(OwnPay):
        notices.notice_match(notice_id=notice.pk, payroll_number=number)
