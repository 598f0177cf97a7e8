"""What of a person is guarded field by field, and what is written of each reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from hanaper.foundation.acts.api import act
from hanaper.hr.pay.tests.factories import Payroll, at, build_payroll
from hanaper.hr.pay.tests.sharing import answered, as_employee, browser, shared_database
from hanaper.hr.people.api import Employment, births, identities, pay_accounts
from hanaper.hr.people.models import Reading
from hanaper.hr.people.refusals import NotForThisDuty, PurposeMissing
from tests.world import SETUP

NINO, ACCOUNT, BORN = "AB987654C", "31926819", date(1983, 2, 17)
GUARDED = (NINO, "AB 98 76 54 C", ACCOUNT, "200000", "20-00-00", "17 February 1983", "1983-02-17", "A Holder")


@dataclass
class Place:
    payroll: Payroll
    ann: Employment
    reader: Client
    own: Client


@pytest.fixture(scope="module")
def place(django_test_environment: None, django_db_blocker: Any) -> Iterator[Place]:
    with shared_database(django_db_blocker):
        payroll = build_payroll()
        ann = payroll.hire(nino=NINO, account=ACCOUNT, born_on=BORN)
        payroll.hire()
        with act(SETUP, None, payroll.alpha):
            ann = Employment.objects.get(pk=ann.pk)  # with the number that it was given at the end of its act
        own = as_employee(ann.person_id, payroll.alpha)
        yield Place(payroll, ann, browser(payroll.hr), browser(own))


@pytest.mark.promise("P16")
@pytest.mark.parametrize("path", [
    "employments/{}/", "employments/", "employments/?format=csv", "employments/?format=json",
    "employments/{}/?format=csv&table=terms", "employments/{}/?format=json",
])  # fmt: skip
def test_no_page_or_file_of_employments_shows_a_guarded_field(place: Place, path: str) -> None:
    status, content = answered(place.reader, f"/alpha/{path.format(place.ann.pk)}")
    text = content.decode()
    assert status == 200
    assert place.ann.number in text or "36000" in text, "the control: it is about her"
    assert [guarded for guarded in GUARDED if guarded in text] == []


@pytest.mark.promise("P16")
def test_ones_own_page_shows_ones_terms_and_no_guarded_field(place: Place) -> None:
    status, content = answered(place.own, f"/alpha/your-employment/{place.ann.pk}/")
    text = content.decode()
    assert status == 200
    assert "£36,000.00" in text and "1 September 2026" in text
    assert [guarded for guarded in GUARDED if guarded in text] == []


@pytest.mark.promise("P16")
@pytest.mark.parametrize("text", [NINO, ACCOUNT, "Family", "1983-02-17"])
def test_nobody_is_found_by_name_number_or_birth(place: Place, text: str) -> None:
    address = f"/alpha/employments/{place.ann.pk}/"
    assert address not in answered(place.reader, f"/search?q={text}")[1].decode()
    assert address in answered(place.reader, f"/search?q={place.ann.number}")[1].decode(), "the control"


# Readings


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def readings(payroll: Payroll) -> list[Reading]:
    with act(SETUP, None, payroll.alpha):
        return list(Reading.objects.all())


@pytest.mark.promise("P39")
def test_each_reading_says_who_when_what_for_and_of_how_many(payroll: Payroll) -> None:
    ann, bob = payroll.hire(), payroll.hire()
    with payroll.doing(payroll.desk, "pay-run.calculate", date(2026, 9, 18), 15) as opened:
        assert set(identities([bob.person_id, ann.person_id], purpose="a query about tax")) == {
            ann.person_id, bob.person_id
        }  # fmt: skip
        births([ann.person_id], purpose="an age")
        list(pay_accounts([ann.pk, bob.pk], on=date(2026, 9, 30), purpose="a returned payment"))
    found = readings(payroll)
    assert [(r.what, r.purpose, r.people) for r in found] == [
        ("identity", "a query about tax", 2), ("identity", "an age", 1), ("bank", "a returned payment", 2),
    ]  # fmt: skip
    for each in found:
        assert (each.actor_id, each.automation) == (payroll.desk.person_id, None)
        assert (each.duty, each.at, each.run) == ("pay-run.calculate", at(date(2026, 9, 18), 15), opened.run)
    ids = ",".join(str(pk) for pk in sorted([ann.person_id, bob.person_id]))
    assert bytes(found[0].digest) == hashlib.sha256(ids.encode()).digest(), "of whom can be checked, and not read"


@pytest.mark.promise("P39")
def test_a_rules_reading_is_logged_as_the_rules(payroll: Payroll) -> None:
    payroll.hire()
    payroll.calculate(payroll.open(date(2026, 9, 30)))
    found = readings(payroll)
    assert [(r.what, r.purpose, r.people, r.actor_id) for r in found] == [("identity", "pay run", 1, None)]
    assert found[0].automation


@pytest.mark.promise("P39", "P16")
def test_nothing_is_answered_without_a_purpose_or_under_another_duty(payroll: Payroll) -> None:
    ann = payroll.hire()
    for purpose, duty, error in (
        ("", "pay-run.calculate", PurposeMissing), ("curiosity", "employee.read", NotForThisDuty),
        ("curiosity", "pay-run.read", NotForThisDuty),
    ):  # fmt: skip
        with pytest.raises(error), payroll.doing(payroll.desk, duty), transaction.atomic():
            identities([ann.person_id], purpose=purpose)
    assert readings(payroll) == []


@pytest.mark.promise("P39")
@pytest.mark.parametrize("attempt", [
    "DELETE FROM people_reading", "UPDATE people_reading SET purpose = 'none'", "TRUNCATE people_reading",
    "INSERT INTO people_reading SELECT * FROM people_reading", "SELECT hanaper.log_reading('bank', 'x', '{1}')",
])  # fmt: skip
def test_the_log_of_readings_is_written_by_the_answers_alone(payroll: Payroll, attempt: str) -> None:
    with payroll.doing(payroll.desk, "pay-run.calculate"), connection.cursor() as cursor:
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute(attempt)
        assert refused.value.__cause__.sqlstate == "42501"  # type: ignore[union-attr]
