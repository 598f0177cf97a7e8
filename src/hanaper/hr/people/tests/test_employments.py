"""Starters, terms on two time axes, leavers, and that nobody changes their own record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.duties.api import role_create, role_grant
from hanaper.foundation.identity.api import person_create, person_names
from hanaper.foundation.interface.wording import explain
from hanaper.foundation.tenancy.api import Body
from hanaper.hr.dated.api import as_of
from hanaper.hr.pay import services as pay
from hanaper.hr.pay.errors import OwnPay
from hanaper.hr.pay.services import InputSpec, PayFacts
from hanaper.hr.pay.tests.factories import Payroll, at, build_payroll
from hanaper.hr.pay.tests.sharing import answered, browser
from hanaper.hr.people.api import (
    Employment,
    LeftBefore,
    OwnRecord,
    PersonSpec,
    Starter,
    Terms,
    TermsSpec,
    WrongNino,
    employments_create,
    employments_leave,
    identities,
    terms_of,
    terms_put,
)
from tests.databases import CommittedDatabase
from tests.world import LONG_AGO, SETUP

BORN = date(1983, 2, 17)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def terms(payroll: Payroll, pence: int) -> TermsSpec:
    keys = payroll.world.cost_centres[payroll.alpha.pk], payroll.world.programmes[payroll.alpha.pk]
    return TermsSpec(payroll.grades["EO"].pk, *keys, annual_pence=pence)


def change(payroll: Payroll, employment: Employment, pence: int, *, since: date, known: date) -> None:
    with payroll.doing(payroll.hr, "employee.maintain", known):
        terms_put(terms=[(employment.pk, terms(payroll, pence))], since=since)


def starter(payroll: Payroll, **who: object) -> Starter:
    spec = {"forename": "Ada", "surname": "Example", "born_on": BORN, "sex": "F", "synthetic": True} | who
    return Starter("MAIN", "monthly", SEPTEMBER, terms(payroll, 3_000_000), person=PersonSpec(**spec))  # type: ignore[arg-type]


def start(payroll: Payroll, *starters: Starter) -> list[Employment]:
    with payroll.doing(payroll.hr, "employee.create"):
        made = employments_create(starters=starters)
    with act(SETUP, None, payroll.alpha):
        return [Employment.objects.get(pk=each.pk) for each in made]


# Two time axes


@pytest.mark.promise("P40")
def test_a_correction_never_overwrites_and_what_was_known_can_be_asked_again(payroll: Payroll) -> None:
    ann = payroll.hire(3_600_000, day=SEPTEMBER)
    change(payroll, ann, 4_000_000, since=NOVEMBER, known=date(2026, 10, 5))
    change(payroll, ann, 3_900_000, since=OCTOBER, known=date(2026, 11, 20))
    days = (SEPTEMBER, OCTOBER, NOVEMBER)

    def known(instant: date | None) -> list[int]:
        then = None if instant is None else at(instant, 23)
        with act(SETUP, None, payroll.alpha):
            found = [as_of(Terms, on=day, known_at=then).get(employment_id=ann.pk) for day in days]
        return [each.annual_pence for each in found]

    assert known(SEPTEMBER) == [3_600_000] * 3
    assert known(date(2026, 10, 6)) == [3_600_000, 3_600_000, 4_000_000]
    assert known(None) == [3_600_000, 3_900_000, 3_900_000]
    assert known(SEPTEMBER) == [3_600_000] * 3, "asked again, the answer is the same"
    with act(SETUP, None, payroll.alpha):
        rows = list(terms_of(ann.pk))
    assert [r.annual_pence for r in rows if r.superseded_at is None] == [3_600_000, 3_900_000]
    assert {r.recorded_by_id for r in rows if r.annual_pence != 3_600_000} == {payroll.hr.person_id}


@pytest.mark.promise("P40")
def test_no_record_of_terms_can_be_deleted_nor_two_hold_on_one_day(payroll: Payroll) -> None:
    ann = payroll.hire()
    overlap = (
        "INSERT INTO people_terms (body_id, valid, recorded_at, employment_id, grade_id, annual_pence, hours,"
        " full_hours, pattern, location, contract, is_hourly, cost_centre_id, programme_id) SELECT body_id, valid,"
        " recorded_at, employment_id, grade_id, 1, hours, full_hours, pattern, location, contract, is_hourly,"
        " cost_centre_id, programme_id FROM people_terms"
    )
    for attempt, refusal in (("DELETE FROM people_terms", "42501"), (overlap, "23P01")):
        with payroll.doing(payroll.hr, "employee.maintain"), connection.cursor() as cursor:
            with pytest.raises(DatabaseError) as refused, transaction.atomic():
                cursor.execute(attempt)
            assert refused.value.__cause__.sqlstate == refusal  # type: ignore[union-attr]
    with act(SETUP, None, payroll.alpha):
        assert terms_of(ann.pk).count() == 1


@pytest.mark.promise("P40", "P15")
def test_the_page_says_what_was_known_on_a_day(committed_db: CommittedDatabase) -> None:
    payroll = build_payroll()
    ann = payroll.hire(3_600_000)
    change(payroll, ann, 4_000_000, since=OCTOBER, known=date(2026, 10, 5))
    reader, address = browser(payroll.hr), f"/alpha/employments/{ann.pk}/"
    now, then = (answered(reader, f"{address}{query}")[1].decode() for query in ("", "?known=4+October+2026"))
    assert "Terms as known now" in now and "Terms as known on 4 October 2026" in then
    known_then = then[then.index("Terms as known on") : then.index("Everything that was recorded")]
    assert "£36,000.00" in known_then and "£40,000.00" not in known_then
    assert "£40,000.00" in now[now.index("Terms as known now") : now.index("Everything that was recorded")]
    assert "could not be read" in answered(reader, f"{address}?known=soon")[1].decode()


# Starters


def test_somebody_known_to_government_is_matched_and_not_made_again_in_whichever_body(payroll: Payroll) -> None:
    nino = "AB987654C"
    (first,) = start(payroll, starter(payroll, nino="ab 98 76 54 c"))
    assert first.number.startswith("E-")
    beta = payroll.world.beta
    hr = person_with(["employee.create"], beta)
    with act(SETUP, None, beta):
        from hanaper.hr.posts.api import GradeSpec, grades_create

        grade = grades_create(grades=[GradeSpec("EO", "EO", "civil-service", [3_000_000])], since=LONG_AGO)["EO"]
    keys = payroll.world.cost_centres[beta.pk], payroll.world.programmes[beta.pk]

    def in_beta(**who: object) -> int:
        given = {"forename": "Ada", "surname": "Example", "born_on": BORN, "sex": "F", "synthetic": True} | who
        each = Starter("MAIN", "monthly", SEPTEMBER, TermsSpec(grade.pk, *keys, annual_pence=1), PersonSpec(**given))  # type: ignore[arg-type]
        with act(hr, "employee.create", beta, at=at(SEPTEMBER)):
            return employments_create(starters=[each])[0].person_id

    assert in_beta(nino=nino) == first.person_id
    assert in_beta(nino=nino, born_on=date(1990, 1, 1)) != first.person_id, "a number alone is no match"
    assert in_beta() != first.person_id, "nor is a name with a day of birth"


def test_a_number_that_is_none_is_refused_and_nobody_is_made(payroll: Payroll) -> None:
    with pytest.raises(WrongNino) as refusal, payroll.doing(payroll.hr, "employee.create"):
        employments_create(starters=[starter(payroll, nino="XX123")])
    assert "XX123" not in str(refusal.value) and "XX123" not in explain(refusal.value).text
    with act(SETUP, None, payroll.alpha):
        assert Employment.objects.count() == 0


@pytest.mark.promise("P50")
def test_after_disposal_a_persons_name_and_address_are_not_there(payroll: Payroll) -> None:
    from hanaper.foundation.identity.api import dispose

    (one,) = start(payroll, starter(payroll, nino="AB987654C", address=("1 High Street", "AB1 2CD")))
    with act(SETUP, None, payroll.alpha):
        assert identities([one.person_id], purpose="a test")[one.person_id].address == ("1 High Street", "AB1 2CD")
        dispose(one.person_id)
        assert identities([one.person_id], purpose="a test") == {}
        assert "Ada" not in person_names([one.person_id])[one.person_id]
        assert terms_of(one.pk).count() == 1, "what must be kept is kept, under an opaque id"


# Leavers


def test_terms_end_with_the_last_day_and_stay_known_as_they_were(payroll: Payroll) -> None:
    ann = payroll.hire()
    last = date(2026, 10, 14)
    with payroll.doing(payroll.hr, "employee.maintain", OCTOBER):
        assert employments_leave(leavers=[(ann.pk, last)])[0].moved
    with act(SETUP, None, payroll.alpha):
        left = Employment.objects.get(pk=ann.pk)
        assert (left.state, left.ended_on) == ("left", last)
        assert as_of(Terms, on=last).count() == 1
        assert as_of(Terms, on=last + timedelta(days=1)).count() == 0
        assert as_of(Terms, on=last + timedelta(days=1), known_at=at(SEPTEMBER, 23)).count() == 1


def test_a_last_day_that_is_refused_changes_nothing(payroll: Payroll) -> None:
    ann, bob = payroll.hire(), payroll.hire(day=OCTOBER)
    with pytest.raises(LeftBefore) as refusal, payroll.doing(payroll.hr, "employee.maintain", OCTOBER):
        employments_leave(leavers=[(ann.pk, NOVEMBER), (bob.pk, SEPTEMBER)])
    said = explain(refusal.value).text
    assert "1 September 2026, lies before the first, 1 October 2026" in said
    with payroll.doing(payroll.hr, "employee.maintain", OCTOBER):
        employments_leave(leavers=[(ann.pk, NOVEMBER)])
    with payroll.doing(payroll.hr, "employee.maintain", OCTOBER, 11):
        (again,) = employments_leave(leavers=[(ann.pk, date(2026, 12, 31))])
    assert not again.moved
    with act(SETUP, None, payroll.alpha):
        assert Employment.objects.get(pk=ann.pk).ended_on == NOVEMBER, "a refused step moves no date"
        assert Employment.objects.get(pk=bob.pk).ended_on is None


# Nobody changes their own record (S22)


def grant(person_id: int, duties: list[str], body: Body) -> None:
    with act(SETUP, None, None):
        giver, agreer = (person_create(name=name, synthetic=True).pk for name in ("Giver", "Agreer"))
        role = role_create(code=f"role-own-{person_id}", name="More", duties=duties)
        role_grant(person_id=person_id, role=role, body=body, valid=(LONG_AGO, None), granted_by=giver,
                   approved_by=agreer)  # fmt: skip


@pytest.mark.promise("P20")
def test_s22_hr_changes_no_record_of_their_own_and_a_colleague_may(payroll: Payroll) -> None:
    mine, other = payroll.hire(), payroll.hire()
    grant(mine.person_id, ["employee.maintain"], payroll.alpha)
    me = Actor(mine.person_id)
    attempts = [
        lambda: terms_put(terms=[(other.pk, terms(payroll, 1)), (mine.pk, terms(payroll, 9_000_000))], since=OCTOBER),
        lambda: employments_leave(leavers=[(mine.pk, NOVEMBER)]),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(OwnRecord), payroll.doing(me, "employee.maintain", OCTOBER):
            attempt()
    with act(SETUP, None, payroll.alpha):
        assert terms_of(mine.pk).count() == terms_of(other.pk).count() == 1
    colleague = person_with(["employee.maintain"], payroll.alpha)
    with payroll.doing(colleague, "employee.maintain", OCTOBER):
        terms_put(terms=[(mine.pk, terms(payroll, 4_000_000))], since=OCTOBER)


@pytest.mark.promise("P20")
def test_s22_nobody_takes_themself_on(payroll: Payroll) -> None:
    me = Starter("MAIN", "monthly", SEPTEMBER, terms(payroll, 9_000_000), person_id=payroll.hr.person_id)
    with pytest.raises(OwnRecord), payroll.doing(payroll.hr, "employee.create"):
        employments_create(starters=[me])


@pytest.mark.promise("P20")
def test_s22_the_payroll_desk_sets_no_fact_and_enters_no_claim_of_its_own(payroll: Payroll) -> None:
    mine = payroll.hire()
    grant(mine.person_id, ["pay-facts.set", "pay-input.enter"], payroll.alpha)
    me = Actor(mine.person_id)
    with pytest.raises(OwnPay), payroll.doing(me, "pay-facts.set", OCTOBER):
        pay.pay_facts_put(facts=[PayFacts(mine.pk, tax_code="NT")], since=OCTOBER)
    with pytest.raises(OwnPay), payroll.doing(me, "pay-input.enter", OCTOBER):
        pay.inputs_enter(inputs=[InputSpec(mine.pk, "performance_award", OCTOBER, amount_pence=1)])
    with payroll.doing(payroll.desk, "pay-facts.set", OCTOBER):
        pay.pay_facts_put(facts=[PayFacts(mine.pk, tax_code="BR")], since=OCTOBER)
