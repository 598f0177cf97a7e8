"""Absences: only of those employed, corrected and not overwritten, and health data for its duties alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from hanaper.foundation.acts.api import Actor, act, reading
from hanaper.foundation.interface.wording import explain
from hanaper.hr.absence.api import Absence, AbsenceSpec, EndsBefore, NotEmployed, absences_record
from hanaper.hr.dated.api import as_of
from hanaper.hr.pay.tests.factories import Payroll, at, build_payroll
from hanaper.hr.pay.tests.sharing import as_employee
from hanaper.hr.people.api import Employment
from tests.world import SETUP

MONDAY = date(2026, 9, 14)


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def away(payroll: Payroll, *specs: AbsenceSpec, on: date = MONDAY, hour: int = 10) -> list[Absence]:
    with payroll.doing(payroll.hr, "absence.record", on, hour):
        return absences_record(absences=specs)


def test_both_days_are_days_away_and_an_end_that_nobody_knows_is_none(payroll: Payroll) -> None:
    ann, bob = payroll.hire(), payroll.hire()
    away(payroll, AbsenceSpec(ann.pk, "sickness", MONDAY, date(2026, 9, 16)), AbsenceSpec(bob.pk, "maternity", MONDAY))
    with act(SETUP, None, payroll.alpha):
        days = (date(2026, 9, 13), MONDAY, date(2026, 9, 16), date(2026, 9, 17), date(2027, 3, 1))
        found = [set(as_of(Absence, on=day).values_list("employment_id", flat=True)) for day in days]
    assert found == [set(), {ann.pk, bob.pk}, {ann.pk, bob.pk}, {bob.pk}, {bob.pk}]


@pytest.mark.promise("P40")
def test_a_correction_leaves_what_a_pay_run_knew(payroll: Payroll) -> None:
    ann = payroll.hire()
    away(payroll, AbsenceSpec(ann.pk, "sickness", MONDAY, date(2026, 9, 18)))
    away(payroll, AbsenceSpec(ann.pk, "unpaid", date(2026, 9, 16), date(2026, 9, 18)), on=date(2026, 10, 5))
    with act(SETUP, None, payroll.alpha):
        day = date(2026, 9, 17)
        assert as_of(Absence, on=day).get().kind == "unpaid"
        assert as_of(Absence, on=day, known_at=at(date(2026, 9, 20))).get().kind == "sickness"


def test_days_that_cannot_be_are_refused_in_words_and_nothing_is_recorded(payroll: Payroll) -> None:
    ann = payroll.hire(day=date(2026, 9, 7))
    with pytest.raises(EndsBefore) as refusal:
        away(payroll, AbsenceSpec(ann.pk, "sickness", MONDAY, date(2026, 9, 11)))
    assert "begins on 14 September 2026 cannot end on 11 September 2026" in explain(refusal.value).text
    for spec in (AbsenceSpec(ann.pk, "sickness", date(2026, 9, 1)), AbsenceSpec(987_654_321, "sickness", MONDAY)):
        with pytest.raises(NotEmployed):
            away(payroll, spec)
    with act(SETUP, None, payroll.alpha):
        assert Absence.objects.count() == 0


@pytest.mark.promise("P12")
def test_an_absence_of_somebody_of_another_body_is_refused_by_the_front_door_and_by_its_key(payroll: Payroll) -> None:
    ann = payroll.hire()
    spec = AbsenceSpec(ann.pk, "sickness", MONDAY)
    with pytest.raises(NotEmployed), act(payroll.hr, "absence.record", payroll.world.beta, at=at(MONDAY)):
        absences_record(absences=[spec])
    insert = (
        "INSERT INTO absence_absence (body_id, employment_id, kind, valid, recorded_at)"
        " VALUES (hanaper.body(), %s, 'sickness', '[2026-09-14,)', now())"
    )
    with act(payroll.hr, "absence.record", payroll.world.beta, at=at(MONDAY)), connection.cursor() as cursor:
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute(insert, [ann.pk])
        assert refused.value.__cause__.sqlstate == "23503"  # type: ignore[union-attr]


@pytest.mark.promise("P16")
def test_who_is_away_is_seen_by_its_duties_by_pay_and_by_the_person(payroll: Payroll) -> None:
    ann, bob = payroll.hire(), payroll.hire()
    away(payroll, *(AbsenceSpec(each.pk, "sickness", MONDAY) for each in (ann, bob)))
    as_employee(ann.person_id, payroll.alpha)

    def seen(actor: Actor, duty: str) -> set[int]:
        with reading(actor, duty):
            return set(Absence.objects.values_list("employment_id", flat=True))

    assert seen(payroll.hr, "absence.record") == {ann.pk, bob.pk}
    assert seen(payroll.desk, "pay-run.read") == {ann.pk, bob.pk}
    assert seen(payroll.desk, "employee.read") == set()
    assert seen(payroll.world.enterer, "journal.enter") == set()
    assert seen(Actor(ann.person_id), "own-record.read") == {ann.pk}


def test_no_reason_of_sickness_has_a_place(payroll: Payroll) -> None:
    columns = {field.name for field in Absence._meta.get_fields()}
    assert columns == {
        "id", "body", "valid", "recorded_at", "recorded_by_id", "superseded_at", "employment_id", "kind", "expected_on",
    }  # fmt: skip
    assert Employment._meta.get_field("person_id").get_internal_type() == "BigIntegerField", "people are opaque ids"
