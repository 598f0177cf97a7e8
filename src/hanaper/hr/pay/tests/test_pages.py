"""Every address of HR and pay for every role: open to its duty, refused to others, not there for strangers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import act
from hanaper.hr.pay import years
from hanaper.hr.pay.correcting import year_correction_enter
from hanaper.hr.pay.debts import DebtSpec, debt_enter, debts_approve
from hanaper.hr.pay.models import Certificate, Submission
from hanaper.hr.pay.notices import notices_import
from hanaper.hr.pay.reporting import submissions_send
from hanaper.hr.pay.tests.factories import build_payroll
from hanaper.hr.pay.tests.sharing import answered, as_employee, browser, shared_database
from hanaper.hr.people.api import AccountSpec, bank_change_propose, employments_leave
from tests.world import SETUP

pytestmark = pytest.mark.promise("P15")

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = date(2026, 9, 30), date(2026, 10, 30), date(2026, 11, 30), date(2026, 12, 30)

#: Whose row stands in an address, by its pattern; the first part of a pattern that fits decides.
ROWS = {
    "pay-runs/<int:pk>/gather": "open", "pay-runs/<int:pk>/again": "calculated",
    "pay-runs/<int:pk>/check/": "calculated", "pay-runs/<int:pk>/approve": "checked",
    "pay-runs/<int:pk>/send-back": "checked", "pay-runs/<int:pk>/abandon": "checked",
    "pay-runs/<int:pk>/checks/": "calculated", "pay-runs/<int:pk>/": "paid", "payslips/<int:pk>/": "payslip",
    "pay-notices/<int:pk>/match": "unmatched", "pay-notices/<int:pk>/set-aside": "unmatched",
    "pay-notices/<int:pk>/": "notice",
    "pay-debts/<int:pk>/stop": "recovering", "pay-debts/<int:pk>/": "debt",
    "pay-submissions/<int:pk>/accept": "sent", "pay-submissions/<int:pk>/reject": "sent",
    "your-payslips/<int:pk>/": "payslip", "pay-submissions/<int:pk>/": "submission",
    "employments/<int:pk>/": "employment", "your-employment/<int:pk>/": "employment",
    "employee-bank/<int:pk>/": "change", "pay-certificates/<int:pk>/": "certificate",
    "your-certificates/<int:pk>/": "certificate", "pay-year-ends/<int:pk>/certify/": "carried-over",
    "pay-year-ends/<int:pk>/": "year-end", "pay-year-corrections/<int:pk>/": "correction",
}  # fmt: skip
#: Presses of a list: opened by themselves they show the list, to whoever may read it.
SHOWS = {f"pay-runs/<int:pk>/checks/{press}/": "pay-run.read" for press in ("accept", "hold-back")}
ROLES = {
    "hr": {"employee.create", "employee.maintain", "absence.record", "employee.read"},
    "desk": {"pay-facts.set", "pay-input.enter", "pay-run.calculate", "pay-run.read", "employee.read"},
    "control": {"pay-check.accept", "pay-run.approve", "pay-run.submit", "pay-run.read", "employee.read"},
    "setter": {"pay-scheme.maintain", "pay-rules.maintain", "post.read"},
    "employee": {"own-record.read", "own-pay.read"},
    "bank-desk": {"employee-bank.propose", "employee.read"},
    "bank-check": {"employee-bank.approve", "employee.read"},
    "ledger": {"journal.enter", "ledger.read"},
}


def hr_addresses() -> dict[str, str]:
    """Pattern below the scope -> duty, of every address of HR, from the site itself."""

    def walk(patterns: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
        for pattern in patterns:
            here = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, here)
            elif isinstance(pattern, URLPattern):
                yield here, pattern.callback

    found = {}
    for address, view in walk(get_resolver().url_patterns):
        if getattr(view, "raw", view).__module__.startswith("hanaper.hr.") or "step_view" in view.__qualname__:
            head = address.split("/", 1)[1]
            if head.split("/")[0] in HEADS:
                found[head] = view.access.duty
    return found


HEADS = {
    "pay-runs", "payslips", "your-payslips", "pay-submissions", "employments", "your-employment", "employee-bank",
    "pay-certificates", "your-certificates", "pay-year-ends", "pay-year-corrections", "pay-notices",
    "pay-debts",
    "pay-measured",
}  # fmt: skip


@dataclass
class Place:
    browsers: dict[str, Client]
    rows: dict[str, int]

    def url(self, pattern: str, scope: str = "alpha") -> str:
        row = next((name for part, name in ROWS.items() if pattern.startswith(part)), None)
        assert row is not None or "<" not in pattern, f"{pattern} has no row to show: add it to ROWS"
        return f"/{scope}/{pattern.replace('<int:pk>', str(self.rows.get(row or '', '')))}"


@pytest.fixture(scope="module")
def place(django_test_environment: None, django_db_blocker: Any) -> Iterator[Place]:
    with shared_database(django_db_blocker):
        payroll = build_payroll()
        ann, dan = payroll.hire(), payroll.hire()
        with payroll.doing(payroll.hr, "employee.maintain"):
            employments_leave(leavers=[(dan.pk, date(2026, 9, 18))])
        paid = payroll.release(payroll.pay(SEPTEMBER))
        with payroll.doing(payroll.desk, "pay-facts.set"):
            ending = years.year_end_open(scheme="MAIN", tax_year=2025)
            carried = years.year_end_open(scheme="MAIN", tax_year=2024)
            years.year_end_carry_over(year_end_id=carried.pk)
        checked = payroll.calculate(payroll.open(OCTOBER))
        payroll.accept(checked)
        calculated, opened = payroll.calculate(payroll.open(NOVEMBER)), payroll.open(DECEMBER)
        proposer = person_with([*ROLES["bank-desk"]], payroll.alpha)
        with payroll.doing(proposer, "employee-bank.propose", date(2026, 10, 1)):
            account = AccountSpec(ann.pk, "A Holder", "20-00-00", "55779911")
            change = bank_change_propose(account=account, from_on=date(2027, 1, 29))
        with act(SETUP, None, payroll.alpha):
            told, sent = (Submission.objects.get(run=paid, kind=kind) for kind in ("fps", "eps"))
            certificate = Certificate.objects.get(employment_id=dan.pk)
        with payroll.doing(payroll.desk, "pay-run.calculate", date(2027, 4, 7)):
            right = year_correction_enter(employment_id=ann.pk, tax_year=2026, cause="tax", to_date={"tax": 100})
        with payroll.doing(payroll.control, "pay-run.submit", SEPTEMBER):
            submissions_send(ids=[sent.pk])
        actors = {
            "hr": payroll.hr, "desk": payroll.desk, "control": payroll.control, "setter": payroll.setter,
            "employee": as_employee(dan.person_id, payroll.alpha), "bank-desk": proposer,
            "bank-check": person_with([*ROLES["bank-check"]], payroll.alpha), "ledger": payroll.world.enterer,
            "stranger": payroll.world.stranger,
            "beta": person_with([*ROLES["control"], "employee-bank.approve"], payroll.world.beta),
            "beta-desk": person_with([*ROLES["desk"], "own-record.read", "own-pay.read"], payroll.world.beta),
            "beta-bank": person_with([*ROLES["bank-desk"]], payroll.world.beta),
        }  # fmt: skip
        plan = DebtSpec("overpayment", ann.pk, 60_000, 25_000, NOVEMBER, SEPTEMBER)
        with payroll.doing(payroll.desk, "pay-input.enter", SEPTEMBER):
            debt, recovering = debt_enter(spec=plan), debt_enter(spec=plan)
        with payroll.doing(payroll.control, "pay-run.approve", SEPTEMBER, 14):
            debts_approve(ids=[recovering.pk])
        content = (
            b"kind,paye_reference,payroll_number,effective_on,tax_code\n"
            b"p9,123/AB456,E-2026-000001,2026-10-01,1257L\np9,123/AB456,X-1,2026-10-01,1257L\n"
        )
        with payroll.doing(payroll.desk, "pay-facts.set", SEPTEMBER):
            followed, unmatched = notices_import(name="notices.csv", content=content)
        payroll.rules()
        rows = {
            "open": opened.pk, "calculated": calculated.pk, "checked": checked.pk, "paid": paid.pk, "change": change.pk,
            "payslip": payroll.payslip(paid, dan).pk, "submission": told.pk, "sent": sent.pk, "employment": dan.pk,
            "certificate": certificate.pk, "year-end": ending.pk, "correction": right.pk, "carried-over": carried.pk,
            "debt": debt.pk, "recovering": recovering.pk, "notice": followed.pk, "unmatched": unmatched.pk,
        }  # fmt: skip
        yield Place({name: browser(actor) for name, actor in actors.items()}, rows)


def asked(client: Client, url: str, *, press: bool = False) -> int:
    answer = client.post(url, {}) if press else client.get(url)
    answer.close()
    return answer.status_code


def test_the_addresses_of_hr_are_those_that_this_matrix_asks() -> None:
    found = hr_addresses()
    assert len(found) >= 26
    assert {pattern.split("/")[0] for pattern in found} == HEADS
    assert set(found.values()) <= set().union(*ROLES.values()), "a duty that no role of this matrix holds"


@pytest.mark.parametrize("role", list(ROLES))
def test_an_address_opens_for_its_duty_and_is_refused_to_every_other_role(place: Place, role: str) -> None:
    wrong = {}
    for pattern, duty in hr_addresses().items():
        url, mine = place.url(pattern), duty in ROLES[role]
        status = asked(place.browsers[role], url)
        if status != (200 if SHOWS.get(pattern, duty) in ROLES[role] else 403):
            wrong[pattern] = status
        if not mine and (status := asked(place.browsers[role], url, press=True)) not in (403, 405):
            wrong[f"POST {pattern}"] = status
    assert wrong == {}


@pytest.mark.parametrize("role", list(ROLES))
def test_no_page_leads_to_an_address_that_is_not_there_or_not_for_its_reader(place: Place, role: str) -> None:
    """Payments are named to whoever made them, and shown to those who hold finance's own duty."""
    client, tried, wrong = place.browsers[role], set[str](), {}
    pages = [place.url(pattern) for pattern, duty in hr_addresses().items() if duty in ROLES[role]]
    pages += [f"/alpha/pay-runs/{place.rows[state]}/" for state in ("open", "calculated", "checked")
              if "pay-run.read" in ROLES[role]]  # fmt: skip
    for url in pages:
        status, content = answered(client, url)
        main = content[content.find(b"<main") :].decode() if status == 200 and b"<main" in content else ""
        for link in set(re.findall(r'(?:href|action)="(/[a-z][^"#]*)"', main)) - tried:
            tried.add(link)
            number = asked(client, unescape(link))
            if number not in (200, 302, 405) and not (number == 403 and link.startswith("/alpha/payments/")):
                wrong[f"{url} -> {link}"] = number
    assert wrong == {}


@pytest.mark.parametrize("who", ["stranger", "beta", "beta-desk", "beta-bank"])
def test_for_a_stranger_and_for_another_bodys_people_nothing_is_there(place: Place, who: str) -> None:
    wrong = {}
    for pattern in hr_addresses():
        for scope in ("alpha", "beta", "all") if "<" in pattern else ("alpha",):
            for press in (False, True):
                status = asked(place.browsers[who], place.url(pattern, scope), press=press)
                if status not in ((404, 405) if scope == "alpha" else (400, 403, 404, 405)):
                    wrong[f"{scope} {pattern} {press}"] = status
    assert wrong == {}
