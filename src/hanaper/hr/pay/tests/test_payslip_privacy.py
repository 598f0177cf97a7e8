"""Nobody sees another's payslip by any path. Each attempt stands beside its control: the rightful person does see it.

Ann and Bob are employees of alpha with the standard role. September's run is committed, October's is still a draft.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, act, reading
from hanaper.foundation.tenancy.api import Body
from hanaper.hr.absence.api import AbsenceSpec, absences_record
from hanaper.hr.pay import services
from hanaper.hr.pay.models import AttachmentOrder, BroughtForward, PayRun, Payslip, Submission
from hanaper.hr.pay.selectors import payslip_get_for
from hanaper.hr.pay.services import InputSpec
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from hanaper.hr.pay.tests.sharing import answered, as_employee, browser, shared_database
from hanaper.hr.people.api import AccountSpec, Employment, bank_change_propose
from hanaper.kernel.errors import NotThere
from tests.databases import CommittedDatabase
from tests.world import SETUP

pytestmark = pytest.mark.promise("P15", "P16")

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 30)
MISSING = 987_654_321
ACCOUNT = "31926819"


@dataclass
class Place:
    """first: September's run; draft: October's. slips: ids of payslips by (run, whose)."""

    database: CommittedDatabase
    payroll: Payroll
    ann: Employment
    bob: Employment
    first: PayRun
    draft: PayRun
    slips: dict[tuple[str, str], int]
    browsers: dict[str, Client]
    officer_of_beta: Actor


@pytest.fixture(scope="module")
def place(django_test_environment: None, django_db_blocker: Any) -> Iterator[Place]:
    with shared_database(django_db_blocker) as database:
        payroll = build_payroll()
        ann = payroll.hire(3_600_000)
        bob = payroll.hire(7_233_300, account=ACCOUNT, loans=("plan2",), recurring=(("location_allowance", 10_000),))
        payroll.hire(code=None)  # held back
        with payroll.doing(payroll.hr, "absence.record"):
            absences_record(absences=[AbsenceSpec(bob.pk, "sickness", date(2026, 9, 14), date(2026, 9, 15))])
        with payroll.doing(payroll.desk, "pay-input.enter"):
            award = InputSpec(bob.pk, "performance_award", date(2026, 9, 7), amount_pence=12_345)
            services.inputs_enter(inputs=[award])
        with payroll.doing(payroll.desk, "pay-facts.set"):
            since = DateRange(date(2026, 9, 1), None)
            order = AttachmentOrder(
                employment_id=bob.pk, kind="deo", reference="C1", made_on=date(2026, 8, 1), valid=since,
                each_period_pence=5_000, protected_pence=10_000,
            )  # fmt: skip
            services.orders_put(orders=[order])
            brought = BroughtForward(employment_id=bob.pk, tax_year=2026, source="p45", to_date={}, valid=since)
            services.brought_forward_put(totals=[brought])
        first = payroll.pay(SEPTEMBER)
        assert first.state == "reported" and first.held_back == 1
        proposer = person_with(["employee-bank.propose"], payroll.alpha)
        with payroll.doing(proposer, "employee-bank.propose", date(2026, 10, 1)):
            bank_change_propose(account=AccountSpec(bob.pk, "B Holder", "20-00-00", "55779911"), from_on=OCTOBER)
        draft = payroll.calculate(payroll.open(OCTOBER))
        assert draft.state == "calculated"
        officer = person_with(["pay-run.read", "pay-run.calculate", "employee.read"], payroll.world.beta)
        actors = {
            "ann": as_employee(ann.person_id, payroll.alpha), "bob": as_employee(bob.person_id, payroll.alpha),
            "desk": payroll.desk, "beta": officer, "stranger": payroll.world.stranger,
        }  # fmt: skip
        slips = {
            (name, whose): payroll.payslip(run, employment).pk
            for name, run in (("first", first), ("draft", draft))
            for whose, employment in (("ann", ann), ("bob", bob))
        }
        browsers = {name: browser(actor) for name, actor in actors.items()}
        yield Place(database, payroll, ann, bob, first, draft, slips, browsers, officer)


def status(place: Place, who: str, url: str) -> int:
    return answered(place.browsers[who], url)[0]


def words(place: Place, who: str, url: str) -> str:
    """The answer without what differs from one page to the next (tokens, the address itself)."""
    number, content = answered(place.browsers[who], url)
    return f"{number} " + re.sub(r'value="[^"]+"|nonce="[^"]+"|/(all|alpha|beta)/[\w/-]*', "", content.decode())


# Pages and downloads


def test_the_person_sees_their_own_payslip_with_its_workings_as_page_and_pdf(place: Place) -> None:
    for who in ("ann", "bob"):
        pk = place.slips["first", who]
        number, page = answered(place.browsers[who], f"/alpha/your-payslips/{pk}/")
        assert number == 200
        assert "How it was worked out" in page.decode()
        assert re.findall(r"Worked out again: [^<]+", page.decode()) == ["Worked out again: the same to the penny"], who
        number, paper = answered(place.browsers[who], f"/alpha/your-payslips/{pk}/pdf/")
        assert (number, paper[:5]) == (200, b"%PDF-")


@pytest.mark.parametrize("path", [
    "/alpha/your-payslips/{}/", "/all/your-payslips/{}/", "/alpha/your-payslips/{}/pdf/", "/all/your-payslips/{}/pdf/",
    "/alpha/your-payslips/{}/?format=csv&table=lines", "/alpha/your-payslips/{}/?format=json&table=workings",
])  # fmt: skip
def test_anothers_payslip_looks_exactly_like_one_that_is_not_there(place: Place, path: str) -> None:
    assert status(place, "bob", path.format(place.slips["first", "bob"])) == 200
    theirs, none = (words(place, "ann", path.format(pk)) for pk in (place.slips["first", "bob"], MISSING))
    assert theirs.startswith("404") and theirs == none


@pytest.mark.parametrize("path", [
    "/alpha/payslips/{slip}/", "/alpha/payslips/{slip}/pdf/", "/alpha/payslips/{slip}/?format=csv&table=lines",
    "/alpha/pay-runs/{run}/", "/alpha/pay-runs/{run}/payslips/", "/alpha/pay-runs/{run}/payslips/?format=csv",
    "/alpha/pay-runs/{run}/checks/", "/alpha/pay-runs/{run}/checks/?format=csv", "/alpha/pay-runs/",
])  # fmt: skip
def test_the_pages_of_the_pay_team_are_closed_to_an_employee_whosever_pay_it_is(place: Place, path: str) -> None:
    for run, name in ((place.first, "first"), (place.draft, "draft")):
        for whose in ("ann", "bob"):
            url = path.format(slip=place.slips[name, whose], run=run.pk)
            assert status(place, "desk", url) == 200, url
            assert status(place, "ann", url) == 403, url
            assert status(place, "stranger", url) == 404, url


def test_the_list_and_its_files_hold_ones_own_payslips_only_whatever_is_asked(place: Place) -> None:
    bobs = f"{place.payroll.payslip(place.first, place.bob).net_pence / 100:.2f}"
    asked = f"person_id={place.bob.person_id}&employment_id={place.bob.pk}&person={place.bob.person_id}"
    for scope in ("alpha", "all"):
        for query in ("", f"&{asked}", "&page=2", "&sort=person_id"):
            number, content = answered(place.browsers["ann"], f"/{scope}/your-payslips/?format=csv{query}")
            rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
            assert number == 200 and len(rows) == 1, query
            assert bobs not in content.decode()
    assert bobs in answered(place.browsers["bob"], "/alpha/your-payslips/?format=csv")[1].decode(), "the control"
    for who, seen in (("bob", 1), ("ann", 1)):
        page = answered(place.browsers[who], "/alpha/your-payslips/")[1].decode()
        assert page.count("/your-payslips/") - page.count('"/alpha/your-payslips/"') >= seen
        assert f"/your-payslips/{place.slips['first', 'ann']}/" in page or who == "bob"


def test_a_draft_is_hidden_from_its_own_person_until_its_run_is_committed(place: Place) -> None:
    mine = place.slips["draft", "ann"]
    for path in (f"/alpha/your-payslips/{mine}/", f"/alpha/your-payslips/{mine}/pdf/"):
        assert status(place, "ann", path) == 404
    assert f"/your-payslips/{mine}/" not in words(place, "ann", "/alpha/your-payslips/")
    assert status(place, "desk", f"/alpha/payslips/{mine}/") == 200, "the pay team checks drafts"


def test_ones_own_pages_are_no_way_in_for_the_pay_team(place: Place) -> None:
    assert status(place, "desk", f"/alpha/your-payslips/{place.slips['first', 'ann']}/") == 403


def test_a_payroll_officer_of_another_body_sees_nothing(place: Place) -> None:
    slip, run = place.slips["first", "ann"], place.first.pk
    assert status(place, "beta", "/beta/pay-runs/") == 200
    for scope in ("alpha", "beta", "all"):
        for path in (f"payslips/{slip}/", f"payslips/{slip}/pdf/", f"pay-runs/{run}/", f"pay-runs/{run}/payslips/",
                     f"pay-runs/{run}/checks/", f"employments/{place.ann.pk}/"):  # fmt: skip
            assert status(place, "beta", f"/{scope}/{path}") == 404, (scope, path)
    assert place.first.number not in words(place, "beta", "/all/pay-runs/")
    assert f"/pay-runs/{run}/" not in answered(place.browsers["beta"], f"/search?q={place.first.number}")[1].decode()
    assert f"/alpha/pay-runs/{run}/" in answered(place.browsers["desk"], f"/search?q={place.first.number}")[1].decode()


def test_what_a_run_tells_hmrc_is_a_file_for_whoever_sends_it(place: Place) -> None:
    with act(SETUP, None, place.payroll.alpha):
        told = Submission.objects.filter(run=place.first, kind="fps").values_list("pk", flat=True).get()
    path = f"/alpha/pay-submissions/{told}/file/"
    sender = browser(place.payroll.control)
    assert answered(sender, path)[0] == 200
    assert status(place, "ann", path) == 403
    assert status(place, "desk", path) == 403
    assert status(place, "beta", path) == 404 or status(place, "beta", path) == 403


# SQL of one's own, as the application's role, with the session set as a page of the employee's sets it


@pytest.fixture
def connection(place: Place) -> Iterator[psycopg.Connection[Any]]:
    with place.database.connect("app") as opened:
        yield opened


def scoped(opened: psycopg.Connection[Any], place: Place, person_id: int, duty: str, body: Body | None = None) -> None:
    body = body or place.payroll.alpha
    settings = {
        "bodies": f"{{{body.pk}}}", "body": str(body.pk), "actor": str(person_id), "duty": duty, "automation": "",
        "run": "00000000-0000-4000-8000-000000000001",
    }  # fmt: skip
    for name, value in settings.items():
        opened.execute("SELECT set_config('hanaper.' || %s, %s, true)", [name, value])


def as_ann(opened: psycopg.Connection[Any], place: Place, duty: str = "own-pay.read") -> None:
    scoped(opened, place, place.ann.person_id, duty)


def counted(opened: psycopg.Connection[Any], sql: str, *parameters: Any) -> int:
    row = opened.execute(sql, parameters).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return int(row[0])


OF_A_PERSON = """
    SELECT d.name, a.attname::text FROM hanaper.declared_table d JOIN pg_attribute a ON a.attrelid = d.name::regclass
    WHERE d.kind = 'tenant' AND a.attname IN ('employment_id', 'person_id') AND a.attnum > 0
      AND has_table_privilege(d.name, 'SELECT') ORDER BY 1, 2"""
#: Tables in which `person_id` says who did something, not whom a row is about.
WHO_DID = {("files_storedfile", "person_id")}


@pytest.mark.parametrize("duty", ["own-pay.read", "own-record.read"])
def test_no_table_shows_an_employee_a_row_about_somebody_else(
    place: Place, connection: psycopg.Connection[Any], duty: str
) -> None:
    """By the catalogue: a table of a later part that names a person or an employment is asked on the day it appears."""
    scoped(connection, place, place.payroll.desk.person_id, "pay-run.read")
    tables = set(connection.execute(OF_A_PERSON).fetchall()) - WHO_DID
    assert {
        ("pay_payslip", "person_id"),
        ("people_terms", "employment_id"),
        ("pay_paycheck", "employment_id"),
    } <= tables
    seen, control = {}, set()
    for table, column in sorted(tables):
        them = place.bob.person_id if column == "person_id" else place.bob.pk
        me = place.ann.person_id if column == "person_id" else place.ann.pk
        as_ann(connection, place, duty)
        others = counted(connection, f"SELECT count(*) FROM {table} WHERE {column} <> %s", me)
        if others:
            seen[table, column] = others
        with place.database.connect("owner") as owner:
            if counted(owner, f"SELECT count(*) FROM {table} WHERE {column} = %s", them):
                control.add(table)
    assert seen == {}
    filled = {
        "pay_payslip", "pay_taxfact", "pay_nifact", "pay_pensionfact", "pay_loanfact", "pay_recurringelement",
        "pay_paycheck", "pay_payinput", "pay_attachmentorder", "pay_broughtforward", "people_employment",
        "people_terms", "people_bankchange", "people_notice", "absence_absence",
    }  # fmt: skip
    assert filled <= control, "each of these holds rows about Bob, so that nought is an answer"
    as_ann(connection, place, duty)
    assert counted(connection, "SELECT count(*) FROM people_terms") == 1, "her own terms"
    assert counted(connection, "SELECT count(*) FROM pay_payslip") == 1, "her own payslip, and not the draft"
    for closed in ("pay_paycheck", "pay_heldback", "files_storedfile", "audit_detail"):
        assert counted(connection, f"SELECT count(*) FROM {closed}") == 0, closed


@pytest.mark.parametrize(
    "duty", ["journal.enter", "order.raise", "payment-run.read", "employee.read", "absence.record"]
)
def test_no_other_duty_of_the_body_shows_a_payslip_or_what_stands_out_in_a_run(
    place: Place, connection: psycopg.Connection[Any], duty: str
) -> None:
    scoped(connection, place, place.payroll.world.enterer.person_id, duty)
    for table in ("pay_payslip", "pay_paycheck", "pay_heldback", "pay_taxfact", "pay_attachmentorder"):
        assert counted(connection, f"SELECT count(*) FROM {table}") == 0, table
    scoped(connection, place, place.payroll.desk.person_id, "pay-run.read")
    for table in ("pay_payslip", "pay_paycheck", "pay_heldback", "pay_taxfact", "pay_attachmentorder"):
        assert counted(connection, f"SELECT count(*) FROM {table}") > 0, "the control"


@pytest.mark.parametrize(
    ("function", "duty"),
    [
        ("SELECT count(*) FROM hanaper.payslips_by_number(%(run)s, '{}')", "pay-run.read"),
        ("SELECT count(*) FROM hanaper.payslips_summed(%(run)s)", "pay-run.approve"),
        ("SELECT count(*) FROM hanaper.pay_run_nets(%(run)s)", "payment-run.build"),
        (
            "SELECT count(*) FROM hanaper.pay_account_facts(ARRAY[%(bob)s], '2026-09-30', '2026-09-01')",
            "pay-run.calculate",
        ),
        (
            "SELECT count(*) FROM hanaper.pay_accounts_among(ARRAY[%(bob)s], '2026-09-30', ARRAY[%(account)s])",
            "pay-run.calculate",
        ),
        ("SELECT count(*) FROM hanaper.employments_of_nino(%(nino)s)", "employee.create"),
    ],
)
def test_no_function_answers_an_employee_about_pay(
    place: Place, connection: psycopg.Connection[Any], function: str, duty: str
) -> None:
    with place.database.connect("owner") as owner:
        (nino,) = owner.execute(
            "SELECT nino FROM people_nationalinsurance WHERE person_id = %s", [place.bob.person_id]
        ).fetchone() or ("",)
    given = {"run": place.first.pk, "bob": place.bob.pk, "account": f"200000{ACCOUNT}", "nino": nino}
    for mine in ("own-pay.read", "own-record.read"):
        as_ann(connection, place, mine)
        assert connection.execute(function, given).fetchone() == (0,)  # type: ignore[arg-type]
    scoped(connection, place, place.payroll.desk.person_id, duty)
    found = connection.execute(function, given).fetchone()  # type: ignore[arg-type]
    assert found is not None and found[0] > 0, "the control"
    scoped(connection, place, place.officer_of_beta.person_id, duty, place.payroll.world.beta)
    assert connection.execute(function, given).fetchone() == (0,), "nor another body's officer"  # type: ignore[arg-type]


@pytest.mark.promise("P39")
@pytest.mark.parametrize(
    ("question", "duty"),
    [
        ("SELECT * FROM hanaper.pay_accounts(ARRAY[%(bob)s], '2026-09-30', 'curiosity')", "payment-run.build"),
        ("SELECT * FROM hanaper.identity_facts(ARRAY[%(person)s], 'curiosity')", "pay-run.submit"),
    ],
)
def test_guarded_questions_are_refused_to_an_employee_and_logged_for_whoever_may_ask(
    place: Place, connection: psycopg.Connection[Any], question: str, duty: str
) -> None:
    given = {"bob": place.bob.pk, "person": place.bob.person_id}
    for mine in ("own-pay.read", "own-record.read", "employee.read", "journal.enter"):
        as_ann(connection, place, mine)
        with pytest.raises(psycopg.Error) as refusal, connection.transaction():
            connection.execute(question, given)  # type: ignore[arg-type]
        assert refusal.value.sqlstate == "HN062", mine
    with connection.transaction(force_rollback=True):
        scoped(connection, place, place.payroll.desk.person_id, duty)
        before = counted(connection, "SELECT count(*) FROM people_reading")
        assert connection.execute(question, given).rowcount == 1  # type: ignore[arg-type]
        assert counted(connection, "SELECT count(*) FROM people_reading") == before + 1
    scoped(connection, place, place.officer_of_beta.person_id, duty, place.payroll.world.beta)
    with connection.transaction(force_rollback=True):
        assert connection.execute(question, given).rowcount == 0, "of another body there is nothing"  # type: ignore[arg-type]


@pytest.mark.parametrize("table", ["people_bankaccount", "people_nationalinsurance"])
def test_guarded_tables_are_closed_to_the_applications_role_whatever_its_duty(
    place: Place, connection: psycopg.Connection[Any], table: str
) -> None:
    for duty in ("own-record.read", "pay-run.read", "employee.create"):
        as_ann(connection, place, duty)
        for statement in (f"SELECT * FROM {table}", f"UPDATE {table} SET body_id = body_id", f"DELETE FROM {table}"):
            with pytest.raises(psycopg.Error) as refusal, connection.transaction():
                connection.execute(statement)  # type: ignore[arg-type]
            assert refusal.value.sqlstate == "42501"
    with place.database.connect("owner") as owner:
        assert counted(owner, f"SELECT count(*) FROM {table}") >= 2, "the control"


@pytest.mark.promise("P13")
def test_another_bodys_officer_reads_no_row_by_sql_and_nobody_does_without_a_scope(
    place: Place, connection: psycopg.Connection[Any]
) -> None:
    assert counted(connection, "SELECT count(*) FROM pay_payslip") == 0
    scoped(connection, place, place.officer_of_beta.person_id, "pay-run.read", place.payroll.world.beta)
    assert counted(connection, "SELECT count(*) FROM pay_payslip") == 0
    scoped(connection, place, place.payroll.desk.person_id, "pay-run.read")
    assert counted(connection, "SELECT count(*) FROM pay_payslip") == 4


def test_a_rule_of_the_tables_own_hides_drafts_and_others_beside_a_control_without_it(place: Place) -> None:
    with place.database.connect("owner") as owner, owner.transaction(force_rollback=True):
        owner.execute("DROP POLICY seen ON pay_payslip")
        owner.execute("SET LOCAL ROLE hanaper_app")
        as_ann(owner, place)
        assert counted(owner, "SELECT count(*) FROM pay_payslip") == 4, "without the policy an employee would see all"


def test_the_front_door_gives_an_employee_their_own_payslips_only(place: Place) -> None:
    for who, employment in (("ann", place.ann), ("bob", place.bob)):
        with reading(Actor(employment.person_id), "own-pay.read"):
            assert [slip.employment_id for slip in Payslip.objects.all()] == [employment.pk]
            with pytest.raises(NotThere):
                payslip_get_for(place.slips["first", "bob" if who == "ann" else "ann"])
