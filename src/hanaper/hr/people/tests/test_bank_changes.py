"""Another account for somebody's pay: two people, a fresh sign-in, notices, and no change close to a cut-off (P25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.duties.api import DutyConflict, role_create
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from hanaper.hr.pay.tests.sharing import answered, browser
from hanaper.hr.people.api import (
    AccountSpec,
    BankChange,
    BankFrozen,
    ChangePending,
    Employment,
    bank_accounts_load,
    bank_change_propose,
    bank_changes_approve,
    bank_changes_refuse,
    pay_accounts,
)
from hanaper.hr.people.models import Notice
from hanaper.hr.people.refusals import NotForThisDuty
from hanaper.hr.people.selectors import proposed_account_shared
from hanaper.kernel.errors import NotThere, WrongIdentifier
from tests.databases import CommittedDatabase
from tests.world import SETUP

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 30), date(2026, 10, 30), date(2026, 11, 30)
OLD, NEW, OTHER = "31926819", "55779911", "66884400"
EARLY = date(2026, 10, 1)


@dataclass
class Desk:
    payroll: Payroll
    proposer: Actor
    approver: Actor
    ann: Employment

    def propose(self, number: str = NEW, *, from_on: date = OCTOBER, on: date = EARLY, who: int = 0) -> BankChange:
        with self.payroll.doing(self.proposer, "employee-bank.propose", on):
            account = AccountSpec(who or self.ann.pk, "A Holder", "20-00-00", number)
            return bank_change_propose(account=account, from_on=from_on)

    def approve(self, change: BankChange, *, by: Actor | None = None, on: date = EARLY) -> tuple[bool, str]:
        with self.payroll.doing(by or self.approver, "employee-bank.approve", on, 12):
            (outcome,) = bank_changes_approve(ids=[change.pk])
        return outcome.moved, outcome.code

    def paid_to(self, day: date) -> list[str]:
        with act(SETUP, None, self.payroll.alpha):
            return [each.account_number for each in pay_accounts([self.ann.pk], on=day, purpose="a test")]


def build_desk() -> Desk:
    payroll = build_payroll()
    return Desk(
        payroll,
        person_with(["employee-bank.propose", "employee.read"], payroll.alpha),
        person_with(["employee-bank.approve", "employee.read"], payroll.alpha),
        payroll.hire(account=OLD),
    )


@pytest.fixture
def desk(db: None) -> Desk:
    return build_desk()


@pytest.mark.promise("P25")
def test_a_new_account_is_used_from_its_day_on_and_only_once_somebody_else_approved_it(desk: Desk) -> None:
    change = desk.propose()
    assert desk.paid_to(OCTOBER) == [OLD], "a proposal changes nothing"
    assert desk.approve(change) == (True, "")
    assert [desk.paid_to(day) for day in (SEPTEMBER, OCTOBER - timedelta(days=1), OCTOBER, NOVEMBER)] == [
        [OLD], [OLD], [NEW], [NEW]
    ]  # fmt: skip


@pytest.mark.promise("P25")
def test_the_person_is_told_through_the_old_contact_and_the_new_when_proposed_and_when_approved(desk: Desk) -> None:
    change = desk.propose()
    desk.approve(change)
    with act(SETUP, None, desk.payroll.alpha):
        told = [(n.person_id, n.kind, n.to_contact, n.about_id) for n in Notice.objects.all()]
    expected = [(kind, contact) for kind in ("bank-proposed", "bank-approved") for contact in ("old", "new")]
    assert told == [(desk.ann.person_id, kind, contact, change.pk) for kind, contact in expected]


@pytest.mark.promise("P21", "P25")
def test_the_maker_is_never_the_checker_nor_is_the_person_themself(desk: Desk) -> None:
    change = desk.propose()
    both = person_with(["employee-bank.approve"], desk.payroll.alpha)
    with desk.payroll.doing(desk.approver, "employee-bank.approve") as opened:
        assert opened.person_id != desk.proposer.person_id
    with act(both, "employee-bank.approve", desk.payroll.alpha, on_behalf_of=desk.proposer.person_id):
        (outcome,) = bank_changes_approve(ids=[change.pk])
    assert (outcome.moved, outcome.code) == (False, "processes.own-work")
    mine = desk.payroll.hire(person_id=desk.approver.person_id, known=EARLY)
    change = desk.propose(who=mine.pk)
    assert desk.approve(change) == (False, "people.own-record")
    assert desk.approve(change, by=both) == (True, ""), "somebody else may"


@pytest.mark.promise("P20")
@pytest.mark.parametrize("duty", ["employee-bank.propose", "employee-bank.approve"])
def test_s16_whoever_takes_people_on_decides_no_account(desk: Desk, duty: str) -> None:
    with pytest.raises(DutyConflict) as refusal, act(SETUP, None, None):
        role_create(code="both", name="Both", duties=["employee.create", duty])
    assert refusal.value.values["rule"] == "S16"


@pytest.mark.promise("P25")
def test_close_to_a_cut_off_an_account_is_fast(desk: Desk) -> None:
    with pytest.raises(BankFrozen) as refusal:
        desk.propose(from_on=date(2026, 10, 5), on=EARLY)
    assert refusal.value.values["first"] == date(2026, 10, 6), "three working days to check it in"
    desk.payroll.open(OCTOBER)
    change = desk.propose(on=date(2026, 10, 19))
    with pytest.raises(BankFrozen) as refusal:
        desk.propose(on=date(2026, 10, 23), who=desk.payroll.hire().pk)
    assert refusal.value.values["first"] == OCTOBER + timedelta(days=1), (
        "after the cut-off, the next run at the earliest"
    )
    assert desk.approve(change, on=date(2026, 10, 23)) == (False, "people.bank-frozen"), "nor is it approved any more"
    assert desk.paid_to(OCTOBER) == [OLD]


@pytest.mark.promise("P25")
def test_what_was_gathered_is_paid_to_the_accounts_that_were_checked(desk: Desk) -> None:
    change = desk.propose(on=date(2026, 10, 14))
    desk.payroll.calculate(desk.payroll.open(OCTOBER, on=date(2026, 10, 14)))
    assert desk.approve(change, on=date(2026, 10, 19)) == (False, "people.bank-frozen")
    assert desk.paid_to(OCTOBER) == [OLD]


@pytest.mark.promise("P25", "P27")
def test_the_first_pay_to_a_new_account_stands_out_in_its_run_and_once(desk: Desk) -> None:
    desk.payroll.hire()
    desk.payroll.pay(SEPTEMBER)
    desk.approve(desk.propose())
    flagged = {check for check in desk.payroll.checks(desk.payroll.pay(OCTOBER)) if check[1] == "bank-changed"}
    assert flagged == {(desk.ann.pk, "bank-changed")}
    again = desk.payroll.checks(desk.payroll.calculate(desk.payroll.open(NOVEMBER)))
    assert not {check for check in again if check[1] == "bank-changed"}


@pytest.mark.promise("P25")
@pytest.mark.parametrize("second", [OCTOBER, date(2026, 10, 20), NOVEMBER])
def test_there_is_one_account_on_every_day_whichever_changes_were_approved(desk: Desk, second: date) -> None:
    desk.approve(desk.propose(NEW, from_on=OCTOBER))
    desk.approve(desk.propose(OTHER, from_on=second))
    for day in (SEPTEMBER, date(2026, 10, 20), OCTOBER, NOVEMBER, date(2027, 1, 29)):
        expected = OTHER if day >= second else NEW if day >= OCTOBER else OLD
        assert desk.paid_to(day) == [expected], day


@pytest.mark.promise("P25")
def test_no_account_is_ever_deleted(committed_db: CommittedDatabase) -> None:
    desk = build_desk()
    desk.approve(desk.propose(NEW, from_on=OCTOBER))
    with desk.payroll.doing(desk.payroll.desk, "pay-facts.set", EARLY):
        bank_accounts_load(accounts=[AccountSpec(desk.ann.pk, "A Holder", "20-00-00", OTHER)], since=EARLY)
    assert desk.paid_to(NOVEMBER) == [OTHER]
    with committed_db.connect("owner") as owner:
        kept = owner.execute("SELECT account_number FROM people_bankaccount ORDER BY id").fetchall()
    assert [number for (number,) in kept] == [OLD, NEW, OTHER]


def test_a_refused_proposal_leaves_the_account_and_makes_room_for_another(desk: Desk) -> None:
    change = desk.propose()
    with desk.payroll.doing(desk.approver, "employee-bank.approve", EARLY, 12):
        assert bank_changes_refuse(ids=[change.pk])[0].moved
    assert desk.paid_to(OCTOBER) == [OLD]
    assert desk.approve(desk.propose(OTHER)) == (True, "")
    assert desk.paid_to(OCTOBER) == [OTHER]


@pytest.mark.promise("P26")
def test_an_approver_is_told_that_somebody_else_is_paid_to_the_account_and_nothing_of_it(desk: Desk) -> None:
    bob = desk.payroll.hire()
    changes = [desk.propose(OLD, who=bob.pk), desk.propose(NEW)]
    with desk.payroll.doing(desk.approver, "employee-bank.approve", EARLY, 12):
        assert [proposed_account_shared(change.pk) for change in changes] == [True, False]
    with desk.payroll.doing(desk.proposer, "employee-bank.propose", EARLY, 12):
        assert not proposed_account_shared(changes[0].pk), "nobody learns by proposing whose an account is"


def test_what_cannot_be_an_account_of_somebody_here_is_refused(desk: Desk) -> None:
    bob = desk.payroll.hire().pk
    desk.propose(who=bob)
    with pytest.raises(ChangePending):
        desk.propose(who=bob)
    with pytest.raises(WrongIdentifier):
        desk.propose("123")
    with pytest.raises(NotThere):
        desk.propose(who=987_654_321)
    other = desk.payroll.world.beta
    elsewhere = person_with(["employee-bank.propose"], other)
    with pytest.raises(NotThere), act(elsewhere, "employee-bank.propose", other):
        bank_change_propose(account=AccountSpec(desk.ann.pk, "A Holder", "20-00-00", NEW), from_on=NOVEMBER)


@pytest.mark.promise("P25")
@pytest.mark.parametrize("duty", ["employee.read", "employee-bank.propose"])
def test_no_account_comes_into_force_under_a_duty_that_only_reads_or_proposes(desk: Desk, duty: str) -> None:
    with pytest.raises(NotForThisDuty), desk.payroll.doing(desk.proposer, duty):
        bank_accounts_load(accounts=[AccountSpec(desk.ann.pk, "A Holder", "20-00-00", NEW)], since=EARLY)


@pytest.mark.promise("P25", "P16", "P39")
def test_through_the_pages_an_account_is_proposed_and_approved_after_a_fresh_sign_in(
    committed_db: CommittedDatabase,
) -> None:
    desk = build_desk()
    proposer, approver = browser(desk.proposer), browser(desk.approver)
    day = timezone.now().date() + timedelta(days=60)
    page = answered(proposer, f"/alpha/employments/{desk.ann.pk}/")[1].decode()
    assert "Propose another account" in page
    assert "Propose another account" not in answered(approver, f"/alpha/employments/{desk.ann.pk}/")[1].decode()
    form = {
        "holder_name": "Given Holder", "sort_code": "20-00-00", "account_number": NEW, "roll_number": "",
        "from_on-day": day.day, "from_on-month": day.month, "from_on-year": day.year,
    }  # fmt: skip
    assert answered(proposer, f"/alpha/employments/{desk.ann.pk}/account/")[0] == 200
    answer = proposer.post(f"/alpha/employments/{desk.ann.pk}/account/", form)
    assert answer.status_code == 303, answer.content.decode()[:3000]
    url = str(answer["Location"])
    shown = answered(proposer, url)[1].decode() + answered(approver, "/alpha/employee-bank/?format=csv")[1].decode()
    assert NEW not in shown and "Given Holder" not in shown
    assert answered(proposer, f"{url}approve/")[0] == 403
    asks = answered(approver, f"{url}approve/")[1].decode()
    assert "Also the account of somebody else employed here" in asks
    assert NEW not in asks and "Given Holder" not in asks
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        late = approver.post(f"{url}approve/", {})
        assert "/sign-in/" in str(late["Location"]), "five minutes after signing in, a fresh one is asked for"
    with act(SETUP, None, desk.payroll.alpha):
        assert BankChange.objects.get().state == "proposed"
    assert approver.post(f"{url}approve/", {}).status_code == 303
    with act(SETUP, None, desk.payroll.alpha):
        assert BankChange.objects.get().state == "approved"
    assert desk.paid_to(day) == [NEW]
