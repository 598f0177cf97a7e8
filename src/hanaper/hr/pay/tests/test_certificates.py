"""P45s and P60s on paper and on the site: what they say, and that nobody sees another's by any path."""

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
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, act, reading
from hanaper.hr.pay import years
from hanaper.hr.pay.certificate_printing import WITHHELD, certificate_paper
from hanaper.hr.pay.models import Certificate
from hanaper.hr.pay.papers.certificate import CertificatePaper, certificate_pdf
from hanaper.hr.pay.selectors import certificate_get_for
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from hanaper.hr.pay.tests.sharing import answered, as_employee, browser, shared_database
from hanaper.hr.people.api import Employment, employments_leave
from hanaper.kernel.errors import NotThere
from hanaper.kernel.money import Money
from tests.databases import CommittedDatabase
from tests.world import SETUP

pytestmark = pytest.mark.promise("P15", "P16")

SINCE, MARCH, APRIL = date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 30)
MISSING = 987_654_321
NINOS = {"ann": "AB987651C", "bob": "AB987652C"}


@dataclass
class Place:
    """Ann and Bob have a P60 for 2025-26; Bob left in April, and has a P45 too. ids: by (kind, whose)."""

    database: CommittedDatabase
    payroll: Payroll
    people: dict[str, Employment]
    ids: dict[tuple[str, str], int]
    browsers: dict[str, Client]
    officer_of_beta: Actor


@pytest.fixture(scope="module")
def place(django_test_environment: None, django_db_blocker: Any) -> Iterator[Place]:
    with shared_database(django_db_blocker) as database:
        payroll = build_payroll()
        people = {
            "ann": payroll.hire(day=SINCE, nino=NINOS["ann"]),
            "bob": payroll.hire(7_233_300, day=SINCE, nino=NINOS["bob"], loans=("plan2",)),
        }
        payroll.pay(MARCH)
        with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 4, 1)):
            ending = years.year_end_open(scheme="MAIN", tax_year=2025)
            years.year_end_carry_over(year_end_id=ending.pk)
        with payroll.doing(payroll.desk, "pay-run.calculate", date(2026, 4, 7)):
            years.year_end_certify(year_end_id=ending.pk)
        with payroll.doing(payroll.hr, "employee.maintain", date(2026, 4, 7)):
            employments_leave(leavers=[(people["bob"].pk, date(2026, 4, 17))])
        payroll.pay(APRIL)
        officer = person_with(["pay-run.read", "pay-run.calculate", "employee.read"], payroll.world.beta)
        actors = {
            "ann": as_employee(people["ann"].person_id, payroll.alpha),
            "bob": as_employee(people["bob"].person_id, payroll.alpha),
            "desk": payroll.desk, "beta": officer, "stranger": payroll.world.stranger, "ledger": payroll.world.enterer,
        }  # fmt: skip
        whose = {employment.pk: name for name, employment in people.items()}
        with act(SETUP, None, payroll.alpha):
            ids = {(c.kind, whose[c.employment_id]): c.pk for c in Certificate.objects.all()}
        assert set(ids) == {("p60", "ann"), ("p60", "bob"), ("p45", "bob")}
        yield Place(database, payroll, people, ids, {name: browser(actor) for name, actor in actors.items()}, officer)


def status(place: Place, who: str, url: str) -> int:
    return answered(place.browsers[who], url)[0]


def words(place: Place, who: str, url: str) -> str:
    """The answer without what differs from one page to the next (tokens, the address itself)."""
    number, content = answered(place.browsers[who], url)
    return f"{number} " + re.sub(r'value="[^"]+"|nonce="[^"]+"|/(all|alpha|beta)/[\w/-]*', "", content.decode())


def paper(place: Place, kind: str, who: str, *, own: bool = True) -> CertificatePaper:
    """What somebody's certificate says, read as a page of theirs, or of the pay team, reads it."""
    actor = Actor(place.people[who].person_id) if own else place.payroll.desk
    with reading(actor, "own-pay.read" if own else "pay-run.read"):
        return certificate_paper(certificate_get_for(place.ids[kind, who]), own=own)


def test_a_p45_has_parts_1a_2_and_3_each_with_every_item_of_the_regulations(place: Place) -> None:
    made = paper(place, "p45", "bob")
    assert [part.title.split(":")[0] for part in made.parts] == ["P45 Part 1A", "P45 Part 2", "P45 Part 3"]
    with act(SETUP, None, place.payroll.alpha):
        found = Certificate.objects.get(pk=place.ids["p45", "bob"])
    said = {item.label: item.value for item in made.parts[0].items}
    assert said == {item.label: item.value for item in made.parts[2].items}
    assert said["1 Employer PAYE reference"] == "123/AB456"
    assert said["2 Employee's National Insurance number"] == NINOS["bob"]
    assert said["4 Leaving date"] == "17 April 2026"
    assert said["5 Student Loan deductions to continue"] == "Y"
    assert (said["6 Tax code at leaving date"], said["6 Week 1/month 1"]) == ("1257L", "No")
    assert said["7 Week or month number"] == "Month 1"
    assert said["7 Total pay to date"] == said["8 Total pay in this employment"] == str(Money(found.pay_pence))
    assert said["7 Total tax to date"] == said["8 Total tax in this employment"] == str(Money(found.tax_pence))
    assert said["Employer's address"] == "1 High Street, Leeds, LS1 1AA"


def test_with_a_week_1_code_a_p45_has_no_totals_of_all_employments(place: Place) -> None:
    with reading(Actor(place.people["bob"].person_id), "own-pay.read"):
        found = certificate_get_for(place.ids["p45", "bob"])
        found.is_week1, found.period = True, 1
        said = {item.label: item.value for item in certificate_paper(found, own=True).parts[0].items}
    assert {value for label, value in said.items() if label.startswith("7")} == {"No entry"}
    assert said["8 Total pay in this employment"] == str(Money(found.pay_pence))


def test_a_p60_says_pay_tax_insurance_by_letter_payments_and_loans(place: Place) -> None:
    (part,) = paper(place, "p60", "bob").parts
    with act(SETUP, None, place.payroll.alpha):
        found = Certificate.objects.get(pk=place.ids["p60", "bob"])
    said = {item.label: item.value for item in part.items}
    assert (said["Tax year to"], said["National Insurance number"]) == ("5 April 2026", NINOS["bob"])
    pay, insurance, other = part.tables
    assert pay.rows[2][1:] == [str(Money(found.pay_pence)), str(Money(found.tax_pence))]
    assert [row[0] for row in insurance.rows] == ["A"]
    assert insurance.rows[0][-1] == str(Money(found.ni["A"][5]))
    assert other.rows[-2] == ["Student Loan deductions in this employment", str(Money(found.student_loan_pence))]
    assert found.student_loan_pence > 0


def test_the_pay_teams_copy_has_no_national_insurance_number(place: Place) -> None:
    said = {item.label: item.value for item in paper(place, "p60", "bob", own=False).parts[0].items}
    assert said["National Insurance number"] == WITHHELD


@pytest.mark.promise("P49")
def test_certificates_are_tagged_pdfs_and_the_same_words_make_the_same_pages(place: Place) -> None:
    for kind in ("p45", "p60"):
        words_of = paper(place, kind, "bob")
        made = certificate_pdf(words_of)
        assert made == certificate_pdf(words_of) and made[:5] == b"%PDF-"
        assert b"/StructTreeRoot" in made and b"/MarkInfo" in made and b"pdfuaid" in made


# Pages and downloads


def test_everybody_sees_their_own_as_page_and_pdf_and_the_pay_team_sees_all(place: Place) -> None:
    for (kind, whose), pk in place.ids.items():
        for who, at in ((whose, "your-certificates"), ("desk", "pay-certificates")):
            assert status(place, who, f"/alpha/{at}/{pk}/") == 200, (kind, who)
            number, made = answered(place.browsers[who], f"/alpha/{at}/{pk}/pdf/")
            assert (number, made[:5]) == (200, b"%PDF-")


@pytest.mark.parametrize("path", [
    "/alpha/your-certificates/{}/", "/all/your-certificates/{}/", "/alpha/your-certificates/{}/pdf/",
    "/alpha/your-certificates/{}/?format=csv&table=pay",
])  # fmt: skip
def test_anothers_looks_exactly_like_one_that_is_not_there(place: Place, path: str) -> None:
    for kind in ("p45", "p60"):
        assert status(place, "bob", path.format(place.ids[kind, "bob"])) == 200
        theirs, none = (words(place, "ann", path.format(pk)) for pk in (place.ids[kind, "bob"], MISSING))
        assert theirs.startswith("404") and theirs == none


def test_the_pay_teams_pages_are_closed_to_everybody_else(place: Place) -> None:
    pk = place.ids["p60", "ann"]
    for path in (
        "pay-certificates/",
        f"pay-certificates/{pk}/",
        f"pay-certificates/{pk}/pdf/",
        "pay-certificates/?format=csv",
    ):
        assert status(place, "desk", f"/alpha/{path}") == 200
        for who, expected in (("ann", 403), ("ledger", 403), ("stranger", 404), ("beta", 404)):
            assert status(place, who, f"/alpha/{path}") == expected, (who, path)
    assert status(place, "desk", f"/alpha/your-certificates/{pk}/") == 403, "no way in for the pay team"


def test_ones_list_and_its_file_hold_ones_own_only_whatever_is_asked(place: Place) -> None:
    for query in ("", f"&person_id={place.people['bob'].person_id}", "&sort=person_id"):
        number, content = answered(place.browsers["ann"], f"/alpha/your-certificates/?format=csv{query}")
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        assert (number, [row["Certificate"] for row in rows]) == (200, ["P60 for the year to 5 April 2026"])
    number, content = answered(place.browsers["bob"], "/alpha/your-certificates/?format=csv")
    assert len(content.decode().splitlines()) == 3, "the control: a heading, a P45 and a P60"


def test_the_pay_teams_file_has_every_p60_and_no_national_insurance_number(place: Place) -> None:
    number, content = answered(place.browsers["desk"], "/alpha/pay-certificates/?format=csv&kind=p60")
    text = content.decode()
    rows = {row["Payroll number"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert number == 200 and not any(nino in text for nino in NINOS.values())
    with act(SETUP, None, place.payroll.alpha):
        for who in ("ann", "bob"):
            found = Certificate.objects.get(pk=place.ids["p60", who])
            row = rows[Employment.objects.get(pk=place.people[who].pk).number]
            assert row["Pay here (GBP)"] == f"{found.pay_pence / 100:.2f}"
            assert row["National Insurance (GBP)"] == f"{found.ni['A'][5] / 100:.2f}"
    assert len(rows) == 2


def test_a_list_asks_as_often_for_three_as_for_one(place: Place) -> None:
    for who, at in (("desk", "pay-certificates"), ("bob", "your-certificates")):
        counts = set()
        for query in ("?kind=p45&format=csv", "?format=csv"):
            with CaptureQueriesContext(connection) as asked:
                assert status(place, who, f"/alpha/{at}/{query}") == 200
            counts.add(len(asked))
        assert len(counts) == 1, who


# SQL of one's own, as the application's role, with the session set as a page sets it


def scoped(opened: psycopg.Connection[Any], place: Place, person_id: int, duty: str, body: Any = None) -> None:
    body = body or place.payroll.alpha
    settings = {
        "bodies": f"{{{body.pk}}}", "body": str(body.pk), "actor": str(person_id), "duty": duty, "automation": "",
        "run": "00000000-0000-4000-8000-000000000001",
    }  # fmt: skip
    for name, value in settings.items():
        opened.execute("SELECT set_config('hanaper.' || %s, %s, true)", [name, value])


def test_by_sql_too_everybody_reads_their_own_and_the_pay_team_its_bodys(place: Place) -> None:
    ann, bob = (place.people[who].person_id for who in ("ann", "bob"))
    seen = "SELECT count(*) FROM pay_certificate"
    with place.database.connect("app") as opened:
        assert opened.execute(seen).fetchone() == (0,), "no scope, no rows"
        for person_id, duty, expected in (
            (ann, "own-pay.read", 1), (bob, "own-pay.read", 2), (ann, "own-record.read", 1),
            (place.payroll.desk.person_id, "pay-run.read", 3), (place.payroll.desk.person_id, "employee.read", 0),
            (place.payroll.world.enterer.person_id, "journal.enter", 0),
        ):  # fmt: skip
            scoped(opened, place, person_id, duty)
            assert opened.execute(seen).fetchone() == (expected,), duty
        scoped(opened, place, place.officer_of_beta.person_id, "pay-run.read", place.payroll.world.beta)
        assert opened.execute(seen).fetchone() == (0,), "nor another body's officer"


def test_only_the_person_themself_is_answered_the_number_on_their_certificate(place: Place) -> None:
    ann, bob = (place.people[who].person_id for who in ("ann", "bob"))
    asks, pk = "SELECT hanaper.own_certificate_nino(%s)", place.ids["p60", "bob"]
    with place.database.connect("app") as opened:
        for person_id, duty, body, expected in (
            (bob, "own-pay.read", None, NINOS["bob"]), (ann, "own-pay.read", None, None),
            (place.payroll.desk.person_id, "pay-run.calculate", None, None),
            (bob, "own-pay.read", place.payroll.world.beta, None),
        ):  # fmt: skip
            scoped(opened, place, person_id, duty, body)
            assert opened.execute(asks, [pk]).fetchone() == (expected,), duty


def test_the_front_door_gives_an_employee_their_own_only(place: Place) -> None:
    with reading(Actor(place.people["ann"].person_id), "own-pay.read"):
        assert [c.employment_id for c in Certificate.objects.all()] == [place.people["ann"].pk]
        with pytest.raises(NotThere):
            certificate_get_for(place.ids["p60", "bob"])
