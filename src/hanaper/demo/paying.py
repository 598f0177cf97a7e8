"""How the deeds of pay are done: by the services that people use, in the deed's open act."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hanaper.demo.names import STREETS, TOWNS
from hanaper.demo.plan.staff import GRADES, Employee
from hanaper.finance.cash.api import pay_day_after, payment_run_build, payment_runs_release
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.processes.api import counted_once
from hanaper.hr.absence.api import AbsenceSpec, absences_record
from hanaper.hr.pay.api import (
    PAY_RUN,
    InputSpec,
    PayCheck,
    PayFacts,
    SchemeSpec,
    inputs_enter,
    pay_checks_accept,
    pay_checks_hold_back,
    pay_facts_put,
    pay_run_again,
    pay_run_approve,
    pay_run_check,
    pay_run_gather,
    pay_run_open,
    scheme_create,
)
from hanaper.hr.people.api import (
    AccountSpec,
    PersonSpec,
    Starter,
    TermsSpec,
    bank_accounts_load,
    employments_create,
    employments_leave,
    terms_put,
)
from hanaper.hr.posts.api import GradeSpec, PostSpec, grades_create, posts_create
from hanaper.ledger.payments.api import payments_of

if TYPE_CHECKING:
    from hanaper.demo.doing import Ids, Month
    from hanaper.demo.plan.documents import Deed

#: What is never accepted: the money would go to somebody else, or to somebody who has left.
HELD_BACK = ("leaver-still-paid", "bank-of-supplier")
RAISE_BASIS_POINTS = 400


def set_up_staff(staff: list[Employee], ids: dict[str, int], *, since: date, own: dict[str, int]) -> dict[str, int]:
    """Grades, posts and everybody who is there before the month, with what pay must know of them.

    ids: of the body's cost centres and programmes. own: person ids of employees who sign in, by ref.
    """
    body = staff[0].body
    grades = grades_create(
        grades=[GradeSpec(code, name, "civil-service", [pence]) for code, name, pence in GRADES], since=since
    )
    made = {f"{body}/grade/{code}": grade.pk for code, grade in grades.items()}
    posts_create(
        posts=[PostSpec(f"P-{n:03d}", f"{each.grade} post", each.grade, ids[f"{body}/CC-100"], ids[f"{body}/PRG-1"])
               for n, each in enumerate(staff, 1)],
        since=since,
    )  # fmt: skip
    there = [each for each in staff if each.starts is None]
    made |= _employ(there, made, ids, started_on=since, own=own)
    _facts([(each, made[each.ref]) for each in there], since=since)
    return made


def _employ(
    staff: list[Employee], grades: dict[str, int], ids: dict[str, int], *, started_on: date, own: dict[str, int]
) -> dict[str, int]:
    starters = [
        Starter(
            scheme="MAIN",
            frequency="monthly",
            started_on=started_on,
            person_id=own.get(each.ref),
            person=_person(each),
            terms=TermsSpec(
                grade_id=grades[f"{each.body}/grade/{each.grade}"],
                annual_pence=each.annual_pence,
                hours=each.hours,
                cost_centre_id=ids[f"{each.body}/{('CC-100', 'CC-200', 'CC-300')[place % 3]}"],
                programme_id=ids[f"{each.body}/PRG-1"],
            ),
        )
        for place, each in enumerate(staff)
    ]
    employments = employments_create(starters=starters)
    return {each.ref: employment.pk for each, employment in zip(staff, employments, strict=True)}


def _person(each: Employee) -> PersonSpec:
    forename, _, surname = each.name.partition(" ")
    town, postcode = TOWNS[len(each.name) % len(TOWNS)]
    street = STREETS[len(surname) % len(STREETS)]
    return PersonSpec(
        forename, surname, each.born_on, each.sex, each.nino, address=(f"1 {street}", town, postcode), synthetic=True
    )


def _facts(employed: list[tuple[Employee, int]], *, since: date) -> None:
    pay_facts_put(
        facts=[
            PayFacts(
                pk,
                tax_code=each.tax_code or None,
                ni_letter=each.letter,
                pension=each.pension,
                pension_reason="opted-out" if each.pension == "none" else "",
                member_basis_points=300 if each.pension == "partnership" else 0,
                loans=each.loans,
                recurring=(("location_allowance", 25_000),) if each.grade == "G7" else (),
                notice="starter-B",
            )
            for each, pk in employed
        ],
        since=since,
        fresh=True,
    )
    bank_accounts_load(
        accounts=[AccountSpec(pk, each.name[:18], each.sort_code, each.account_number) for each, pk in employed],
        since=since,
    )


def _scheme(month: Month, deed: Deed) -> Ids:
    """The scheme pays over to three suppliers of the cluster, which stand for HMRC, the pension scheme and others."""
    payees = [each.ref for each in month.plan.suppliers.values() if each.account.sort_code][:3]
    names = ("Revenue (model)", "Pension scheme (model)", "Other payees (model)")
    body = month.world.bodies[deed.body]
    place = month.plan.bodies.index(deed.body)
    scheme = scheme_create(
        spec=SchemeSpec(
            code=deed.items[0],
            employer_name=body.name[:140],
            employer_address=["1 Model Street", "Modeltown"],
            office_number=f"{900 + place % 100:03d}",
            reference=f"M{1000 + place}",
            accounts_office=f"{900 + place % 100:03d}PM0000{1000 + place}",
            levy_allowance_pence=1_500_000 // len(month.plan.bodies),
            cost_centre_id=month.key(deed.body, "CC-100"),
            programme_id=month.key(deed.body, "PRG-1"),
            payees={
                kind: (name, month.kept.id(ref))
                for kind, name, ref in zip(("hmrc", "pension", "orders"), names, payees, strict=True)
            },
        ),
        since=month.plan.days.date(-9).replace(day=1),
    )
    return {f"{deed.body}/scheme": scheme.pk}


def _start(month: Month, deed: Deed) -> Ids:
    staff = [month.plan.staff[ref] for ref in deed.items]
    grades = {f"{deed.body}/grade/{code}": month.kept.id(f"{deed.body}/grade/{code}") for code, _, _ in GRADES}
    centres = {f"{deed.body}/{code}": month.key(deed.body, code) for code in ("CC-100", "CC-200", "CC-300", "PRG-1")}
    return _employ(staff, grades, centres, started_on=month.plan.days.date(deed.day), own={})


def _pay_facts(month: Month, deed: Deed) -> Ids:
    since = month.plan.days.date(deed.day - 1)
    _facts([(month.plan.staff[ref], month.kept.id(ref)) for ref in deed.items], since=since)
    return {}


def _leave(month: Month, deed: Deed) -> Ids:
    from hanaper.demo.doing import moved

    day = month.plan.days.period.start - timedelta(days=1)
    return moved(deed, month, employments_leave(leavers=[(month.kept.id(ref), day) for ref in deed.items]))


def _input(month: Month, deed: Deed) -> Ids:
    day = month.plan.days.date(deed.day)
    given = {"amount_pence": 150_000} if deed.how == "basic" else {"units": 1250}
    inputs_enter(inputs=[InputSpec(month.kept.id(ref), deed.how, day, source="claim", **given) for ref in deed.items])
    return {}


def _absence(month: Month, deed: Deed) -> Ids:
    first = month.plan.days.date(deed.day - 2)
    last = month.plan.days.date(deed.day)
    absences_record(absences=[AbsenceSpec(month.kept.id(ref), "sickness", first, last) for ref in deed.items])
    return {}


def _terms(month: Month, deed: Deed) -> Ids:
    """More pay from the middle of the month before: the difference is paid back."""
    since = (month.plan.days.period.start - timedelta(days=15)).replace(day=16)
    terms = []
    for ref in deed.items:
        each = month.plan.staff[ref]
        spec = TermsSpec(
            grade_id=month.kept.id(f"{deed.body}/grade/{each.grade}"),
            annual_pence=each.annual_pence * (10_000 + RAISE_BASIS_POINTS) // 10_000,
            hours=each.hours,
            cost_centre_id=month.key(deed.body, "CC-200"),
            programme_id=month.key(deed.body, "PRG-1"),
        )
        terms.append((month.kept.id(ref), spec))
    terms_put(terms=terms, since=since)
    return {}


def _run(month: Month, deed: Deed) -> int:
    return month.kept.id(f"{deed.body}/pay-run/{deed.items[0]}")


def _open(month: Month, deed: Deed) -> Ids:
    days = month.plan.days
    pay_on = days.date(-1) if deed.items[0] == "before" else days.date(days.last)
    run = pay_run_open(scheme="MAIN", frequency="monthly", pay_on=pay_on)
    return {f"{deed.body}/pay-run/{deed.items[0]}": run.pk}


def _gather(month: Month, deed: Deed) -> Ids:
    pay_run_gather(run_id=_run(month, deed))
    return {}


def _look(month: Month, deed: Deed) -> Ids:
    """What must not be paid is held back by name; the rest is accepted."""
    raised = PayCheck.objects.filter(run_id=_run(month, deed), state="raised")
    with counted_once(current_act()):
        pay_checks_hold_back(
            ids=list(raised.filter(kind__in=HELD_BACK).values_list("pk", flat=True)), reason="pay.doubtful"
        )
    left = PayCheck.objects.filter(run_id=_run(month, deed), state="raised")
    pay_checks_accept(ids=list(left.values_list("pk", flat=True)), reason="pay.looked-at")
    return {}


def _again(month: Month, deed: Deed) -> Ids:
    with counted_once(current_act()):
        pay_run_again(run_id=_run(month, deed))
    pay_run_gather(run_id=_run(month, deed))
    return {}


def _accept(month: Month, deed: Deed) -> Ids:
    left = PayCheck.objects.filter(run_id=_run(month, deed), state="raised")
    with counted_once(current_act()):
        pay_checks_accept(ids=list(left.values_list("pk", flat=True)), reason="pay.looked-at")
    pay_run_check(run_id=_run(month, deed))
    return {}


def _approve(month: Month, deed: Deed) -> Ids:
    pay_run_approve(run_id=_run(month, deed))
    return {}


def _build(month: Month, deed: Deed) -> Ids:
    payment = payments_of(PAY_RUN.code, [_run(month, deed)])[_run(month, deed)]
    run = payment_run_build(payment_ids=[payment.pk], pay_on=pay_day_after(month.plan.days.date(deed.day)))
    return {f"{deed.body}/payment-run/{deed.items[0]}": run.pk}


def _release(month: Month, deed: Deed) -> Ids:
    from hanaper.demo.doing import moved

    run = month.kept.id(f"{deed.body}/payment-run/{deed.items[0]}")
    return moved(deed, month, payment_runs_release(ids=[run]))


PAY_DOERS = {
    "pay.scheme": _scheme,
    "hr.start": _start,
    "pay.facts": _pay_facts,
    "hr.leave": _leave,
    "pay.input": _input,
    "hr.absence": _absence,
    "hr.terms": _terms,
    "pay.open": _open,
    "pay.gather": _gather,
    "pay.look": _look,
    "pay.again": _again,
    "pay.accept": _accept,
    "pay.approve": _approve,
    "pay.build": _build,
    "pay.release": _release,
}
