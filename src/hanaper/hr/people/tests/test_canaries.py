"""A name, a National Insurance number and an account are marked, taken through months of HR and pay, and looked for."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import act
from hanaper.foundation.interface.wording import explain
from hanaper.hr.absence.api import AbsenceSpec, absences_record
from hanaper.hr.pay.models import Submission
from hanaper.hr.pay.tests.factories import build_payroll
from hanaper.hr.pay.tests.sharing import answered, browser
from hanaper.hr.people.api import (
    AccountSpec,
    PersonSpec,
    Starter,
    TermsSpec,
    bank_accounts_load,
    bank_change_propose,
    bank_changes_approve,
    employments_create,
    employments_leave,
    identities,
    pay_accounts,
    terms_put,
)
from hanaper.kernel.errors import HanaperError
from tests.databases import CommittedDatabase
from tests.world import SETUP

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 30)
FORENAME, SURNAME, NINO, STREET = "Xanthippe", "Canarywharton", "AB987654C", "9 Canary Row"
OLD, NEW, WRONG, HOLDER = "31926819", "55779911", "90807060504", "X Canaryholder"
CANARIES = (FORENAME, SURNAME, NINO, STREET, OLD, NEW, WRONG, "Canaryholder")
#: Where they are meant to stand: the guarded tables, and messages and files that name people because law demands it.
MEANT = ("people_bankaccount", "people_nationalinsurance", "files_storedfile")


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text or canary.encode().hex() in text]


@pytest.mark.promise("P39", "P16")
def test_no_log_audit_row_job_or_message_holds_what_is_guarded(
    committed_db: CommittedDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    payroll = build_payroll()
    keys = payroll.world.cost_centres[payroll.alpha.pk], payroll.world.programmes[payroll.alpha.pk]
    who = PersonSpec(FORENAME, SURNAME, date(1983, 2, 17), "F", NINO, address=(STREET, "AB1 2CD"), synthetic=True)
    spec = Starter(
        "MAIN", "monthly", date(2026, 9, 1), TermsSpec(payroll.grades["EO"].pk, *keys, annual_pence=3_600_000), who
    )
    with payroll.doing(payroll.hr, "employee.create"):
        (made,) = employments_create(starters=[spec])
    from hanaper.hr.pay import services as pay

    with payroll.doing(payroll.desk, "pay-facts.set"):
        facts = pay.PayFacts(made.pk, tax_code="1257L", ni_letter="A", pension="alpha", notice="starter-B")
        pay.pay_facts_put(facts=[facts], since=date(2026, 9, 1), fresh=True)
        account = AccountSpec(made.pk, HOLDER, "20-00-00", OLD)
        bank_accounts_load(accounts=[account], since=date(2026, 9, 1))
    payroll.pay(SEPTEMBER)
    proposer = person_with(["employee-bank.propose", "employee.read"], payroll.alpha)
    approver = person_with(["employee-bank.approve", "employee.read"], payroll.alpha)
    changed = AccountSpec(made.pk, HOLDER, "20-00-00", NEW)
    with payroll.doing(proposer, "employee-bank.propose", date(2026, 10, 1)):
        change = bank_change_propose(account=changed, from_on=OCTOBER)
    with payroll.doing(approver, "employee-bank.approve", date(2026, 10, 2)):
        assert bank_changes_approve(ids=[change.pk])[0].moved
    with payroll.doing(payroll.hr, "absence.record", date(2026, 10, 6)):
        absences_record(absences=[AbsenceSpec(made.pk, "sickness", date(2026, 10, 5), date(2026, 10, 7))])
    with payroll.doing(payroll.hr, "employee.maintain", date(2026, 10, 7)):
        terms_put(terms=[(made.pk, TermsSpec(payroll.grades["EO"].pk, *keys, annual_pence=4_000_000))], since=OCTOBER)
    run = payroll.pay(OCTOBER)
    assert run.state == "reported"
    with payroll.doing(payroll.hr, "employee.maintain", date(2026, 11, 7)):
        employments_leave(leavers=[(made.pk, date(2026, 11, 30))])

    # Refusals of each of them, by the front door and by a page.
    said: list[str] = []
    wrong = PersonSpec(FORENAME, SURNAME, date(1983, 2, 17), "F", f"{NINO}X", synthetic=True)
    attempts = [
        (payroll.hr, "employee.create", lambda: employments_create(
            starters=[Starter("MAIN", "monthly", date(2026, 9, 1), spec.terms, wrong)])),
        (proposer, "employee-bank.propose", lambda: bank_change_propose(
            account=AccountSpec(made.pk, HOLDER, "20-00-00", WRONG), from_on=date(2027, 1, 29))),
        (proposer, "employee-bank.propose", lambda: bank_change_propose(account=changed, from_on=OCTOBER)),
        (proposer, "employee-bank.propose", lambda: bank_accounts_load(accounts=[changed], since=OCTOBER)),
    ]  # fmt: skip
    for actor, duty, attempt in attempts:
        with pytest.raises(HanaperError) as refusal, payroll.doing(actor, duty, date(2026, 11, 9)):
            attempt()
        said += [str(refusal.value), repr(refusal.value), explain(refusal.value).text]
    clerk = browser(proposer)
    form = {"holder_name": HOLDER, "sort_code": "20-00-00", "account_number": NEW, "roll_number": "",
            "from_on-day": "1", "from_on-month": "10", "from_on-year": "2026"}  # fmt: skip
    assert clerk.post(f"/alpha/employments/{made.pk}/account/", form).status_code in (400, 409)
    for url in (
        f"/alpha/employments/{made.pk}/",
        "/alpha/employee-bank/",
        f"/alpha/employee-bank/{change.pk}/approve/",
    ):
        answered(clerk, url)

    # What holds them does not show them by accident.
    with act(SETUP, None, payroll.alpha):
        shown = [
            *identities([made.person_id], purpose="a test").values(),
            *pay_accounts([made.pk], on=OCTOBER, purpose="a test"),
        ]
        told = Submission.objects.filter(run=run, kind="fps").select_related("file").get()
        assert NINO.encode() in bytes(told.file.content), "the control: HMRC is told the number"
    assert len(shown) == 2
    said += [repr(each) for each in (*shown, who, account, changed, spec, made, change)]
    assert found_in("\n".join(said)) == []

    formatter = logging.Formatter("%(name)s %(message)s %(args)s")
    logged = "\n".join(f"{formatter.format(record)} {vars(record)}" for record in caplog.records)
    assert found_in(logged) == []

    seen: set[str] = set()
    leaks: dict[str, list[str]] = {}
    with committed_db.connect("owner") as owner:
        tables = owner.execute(
            "SELECT c.relname::text FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND c.relnamespace = 'public'::regnamespace"
        ).fetchall()
        for (table,) in tables:
            text = "\n".join(str(row[0]) for row in owner.execute(f"SELECT t::text FROM {table} t").fetchall())
            if text:
                seen.add(table)
            if (here := found_in(text)) and table not in MEANT:
                leaks[table] = here
            if table in MEANT[:2]:
                assert found_in(text), f"the control: {table} is seen by this search"
    assert leaks == {}
    assert {"audit_entry", "audit_detail", "procrastinate_jobs", "processes_evidence", "people_reading"} <= seen
