"""The pages of HR and pay in Chromium, judged by axe: runs, what stands out in them, payslips, terms, accounts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people
from hanaper.hr.absence.api import AbsenceSpec, absences_record
from hanaper.hr.pay import years
from hanaper.hr.pay.correcting import year_correction_enter
from hanaper.hr.pay.models import Certificate
from hanaper.hr.pay.notices import notices_import
from hanaper.hr.pay.services import InputSpec, PayFacts, inputs_enter, pay_facts_put
from hanaper.hr.pay.tests.factories import build_payroll
from hanaper.hr.pay.tests.sharing import as_employee
from hanaper.hr.people.api import AccountSpec, TermsSpec, bank_change_propose, employments_leave, terms_put
from tests.databases import CommittedDatabase
from tests.world import SETUP

pytestmark = pytest.mark.browser

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 30)
#: Where pictures go, when somebody wants to look at them.
PICTURES = os.environ.get("HANAPER_PICTURES", "")
#: What no page may show: a code in place of words, dates and money otherwise than as people here write them.
WRONG = re.compile(
    r"\b(\d{4}-\d{2}-\d{2}|None|nan|False)\b|£\d{4,}|£[\d,]+\.\d(?!\d)|£0\.000|\{\w+\}|\bpay\.[a-z]+-[a-z-]+"
)


def sign_in(page: Any, site: str, actor: Actor) -> None:
    """Give the browser the session of somebody who has just signed in."""
    with people.test_act():
        account = people.account(Person.objects.get(pk=actor.person_id))
    cookie = people.signed_in_client(account).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


def looking(
    site: str, page: Any, axe: Callable[[Any], list[str]], said: dict[str, list[str]]
) -> Callable[[str, str], None]:
    """A look at a page: it is there, axe finds nothing, and what it says wrongly is put into `said` under its name."""

    def look(path: str, name: str) -> None:
        answer = page.goto(f"{site}{path}")
        assert answer.status == 200, (path, answer.status)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
        assert axe(page) == [], name
        if wrong := [found.group() for found in WRONG.finditer(page.inner_text("main"))]:
            said[name] = wrong

    return look


@pytest.mark.promise("P49")
def test_the_pages_of_hr_and_pay_pass_axe_and_speak_as_people_here_do(
    site: str, page: Any, committed_db: CommittedDatabase, axe: Callable[[Any], list[str]]
) -> None:
    payroll = build_payroll()
    ann = payroll.hire(4_812_300, loans=("plan2",), recurring=(("location_allowance", 25_000),), letter="A")
    bob, cat, dan = payroll.hire(2_899_900, account="20304050"), payroll.hire(account="20304050"), payroll.hire()
    eve = payroll.hire(5_000_000, pension="partnership", member_basis_points=300)
    payroll.pay(SEPTEMBER)
    proposer = person_with(["employee-bank.propose", "employee.read"], payroll.alpha)
    with payroll.doing(payroll.hr, "employee.maintain", date(2026, 10, 5)):
        keys = payroll.world.cost_centres[payroll.alpha.pk], payroll.world.programmes[payroll.alpha.pk]
        raised = TermsSpec(payroll.grades["EO"].pk, *keys, annual_pence=5_100_000, hours=3_000)
        terms_put(terms=[(ann.pk, raised)], since=date(2026, 9, 15))
        employments_leave(leavers=[(dan.pk, date(2026, 10, 14))])
    with payroll.doing(payroll.hr, "absence.record", date(2026, 10, 5)):
        absences_record(absences=[AbsenceSpec(bob.pk, "sickness", date(2026, 10, 5), date(2026, 10, 14))])
    with payroll.doing(payroll.desk, "pay-input.enter", date(2026, 10, 5)):
        inputs_enter(inputs=[InputSpec(ann.pk, "overtime_150", date(2026, 10, 2), units=750)])
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 10, 5)):
        pay_facts_put(
            facts=[PayFacts(cat.pk, tax_code="D0"), PayFacts(eve.pk, tax_code="X9")][:1], since=date(2026, 10, 1)
        )
    payroll.hire(code=None, day=date(2026, 10, 1), known=date(2026, 10, 5))
    run = payroll.calculate(payroll.open(OCTOBER))
    with payroll.doing(proposer, "employee-bank.propose", date(2026, 11, 2)):
        account = AccountSpec(ann.pk, "A Holder", "20-00-00", "55779911")
        change = bank_change_propose(account=account, from_on=date(2026, 11, 30))
    said: dict[str, list[str]] = {}
    look = looking(site, page, axe, said)
    sign_in(page, site, payroll.desk)
    look("/alpha/pay-runs/", "pay-runs")
    look("/alpha/pay-runs/open/", "pay-run-open")
    look(f"/alpha/pay-runs/{run.pk}/", "pay-run")
    look(f"/alpha/pay-runs/{run.pk}/payslips/", "pay-run-payslips")
    look(f"/alpha/payslips/{payroll.payslip(run, ann).pk}/", "payslip-with-workings")
    look(f"/alpha/payslips/{payroll.payslip(run, bob).pk}/", "payslip-of-sick-leave")
    sign_in(page, site, payroll.control)
    look(f"/alpha/pay-runs/{run.pk}/checks/", "pay-run-checks")
    payroll.accept(run)
    look(f"/alpha/pay-runs/{run.pk}/approve/", "pay-run-approve")
    payroll.approve(run)
    payroll.rules()
    look(f"/alpha/pay-runs/{run.pk}/", "pay-run-committed")
    sign_in(page, site, as_employee(ann.person_id, payroll.alpha))
    look("/alpha/your-payslips/", "your-payslips")
    look(f"/alpha/your-payslips/{payroll.payslip(run, ann).pk}/", "your-payslip")
    look("/alpha/your-employment/", "your-employments")
    look(f"/alpha/your-employment/{ann.pk}/", "your-employment")
    sign_in(page, site, proposer)
    look("/alpha/employments/", "employments")
    look(f"/alpha/employments/{ann.pk}/", "employment-with-dated-terms")
    look(f"/alpha/employments/{ann.pk}/account/", "employee-account-propose")
    look("/alpha/employee-bank/", "employee-accounts")
    sign_in(page, site, person_with(["employee-bank.approve", "employee.read"], payroll.alpha))
    look(f"/alpha/employee-bank/{change.pk}/", "employee-account")
    look(f"/alpha/employee-bank/{change.pk}/approve/", "employee-account-approve")
    assert said == {}


@pytest.mark.promise("P49")
def test_certificates_and_year_ends_pass_axe_and_speak_as_people_here_do(
    site: str, page: Any, committed_db: CommittedDatabase, axe: Callable[[Any], list[str]]
) -> None:
    payroll, since = build_payroll(), date(2026, 1, 1)
    ann = payroll.hire(4_812_300, day=since, loans=("plan2",), code="1250L")
    payroll.hire(day=since, code="1100L")
    payroll.pay(date(2026, 3, 31))
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 4, 1)):
        pay_facts_put(facts=[PayFacts(ann.pk, tax_code="1250L", is_week1=True)], since=date(2026, 4, 1))
        ending = years.year_end_open(scheme="MAIN", tax_year=2025)
    said: dict[str, list[str]] = {}
    look = looking(site, page, axe, said)
    at = f"/alpha/pay-year-ends/{ending.pk}/"
    sign_in(page, site, payroll.desk)
    look("/alpha/pay-year-ends/", "year-ends")
    look("/alpha/pay-year-ends/open/", "year-end-open")
    look(at, "year-end-with-preview")
    look(f"{at}carry-over/", "year-end-carry-over")
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 4, 1)):
        years.year_end_carry_over(year_end_id=ending.pk)
    look(f"{at}certify/", "year-end-certify")
    with payroll.doing(payroll.desk, "pay-run.calculate", date(2026, 4, 7)):
        years.year_end_certify(year_end_id=ending.pk)
    with payroll.doing(payroll.hr, "employee.maintain", date(2026, 4, 7)):
        employments_leave(leavers=[(ann.pk, date(2026, 4, 17))])
    payroll.pay(date(2026, 4, 30))
    with act(SETUP, None, payroll.alpha):
        made = list(Certificate.objects.filter(employment_id=ann.pk))
    assert {each.kind for each in made} == {"p45", "p60"}
    with payroll.doing(payroll.desk, "pay-run.calculate", date(2026, 6, 2)):
        right = year_correction_enter(employment_id=ann.pk, tax_year=2025, cause="tax", to_date={"tax": 12_345})
    look("/alpha/pay-year-corrections/enter/", "year-correction-enter")
    look("/alpha/pay-year-corrections/", "year-corrections")
    look(f"/alpha/pay-year-corrections/{right.pk}/", "year-correction")
    look(at, "year-end-certified")
    look("/alpha/pay-certificates/", "certificates")
    for each in made:
        look(f"/alpha/pay-certificates/{each.pk}/", f"certificate-{each.kind}")
    sign_in(page, site, payroll.control)
    look(f"/alpha/pay-year-corrections/{right.pk}/approve/", "year-correction-approve")
    sign_in(page, site, as_employee(ann.person_id, payroll.alpha))
    look("/alpha/your-certificates/", "your-certificates")
    for each in made:
        look(f"/alpha/your-certificates/{each.pk}/", f"your-{each.kind}")
    assert said == {}


@pytest.mark.promise("P49")
def test_notices_pass_axe_and_speak_as_people_here_do(
    site: str, page: Any, committed_db: CommittedDatabase, axe: Callable[[Any], list[str]]
) -> None:
    payroll = build_payroll()
    payroll.hire(nino="AB111111A")
    content = (
        b"kind,paye_reference,nino,effective_on,tax_code,order_kind,reference,made_on,each_period\n"
        b"p6,123/AB456,AB111111A,2026-10-01,1100L M1,,,,\nsl2,123/AB456,AB999999D,2026-10-01,,,,,\n"
        b"order,123/AB456,AB111111A,2026-10-01,,deo,CMS 1,2026-09-20,120.00\n"
    )
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 9, 28)):
        _, lone, order = notices_import(name="notices.csv", content=content)
    payroll.rules()
    said: dict[str, list[str]] = {}
    look = looking(site, page, axe, said)
    sign_in(page, site, payroll.desk)
    look("/alpha/pay-notices/", "notices")
    look("/alpha/pay-notices/import/", "notices-import")
    look(f"/alpha/pay-notices/{order.pk}/", "notice")
    look(f"/alpha/pay-notices/{lone.pk}/", "notice-unmatched")
    look(f"/alpha/pay-notices/{lone.pk}/match/", "notice-match")
    look(f"/alpha/pay-notices/{lone.pk}/set-aside/", "notice-set-aside")
    assert said == {}
