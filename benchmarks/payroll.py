"""Employees by the hundred thousand, mixed as a real payroll is, taken on through the services that people use."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from benchmarks.world import LONG_AGO, SETUP, World, world
from hanaper.finance.cash.api import bank_account_open
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.duties.api import role_create, role_grant
from hanaper.foundation.identity.api import person_create
from hanaper.foundation.tenancy.api import Body, Cluster
from hanaper.hr.absence.api import AbsenceSpec, absences_record
from hanaper.hr.pay.api import InputSpec, PayFacts, SchemeSpec, inputs_enter, pay_facts_put, scheme_create
from hanaper.hr.people.api import AccountSpec, PersonSpec, Starter, TermsSpec, bank_accounts_load, employments_create
from hanaper.hr.posts.api import Grade, GradeSpec, grades_create
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.api import period_open

AT_ONCE = 5_000
SINCE = date(2025, 11, 1)
"""Everybody is there from this day, a month before they are first paid, in a tax year whose schemas HMRC has
published."""
ROLES = (
    ("employee.create", "absence.record", "employee.read"),
    ("pay-facts.set", "pay-input.enter", "pay-run.calculate", "pay-run.read"),
    ("pay-check.accept", "pay-run.approve", "pay-run.read"),
    ("pay-scheme.maintain",),
    ("payment-run.build", "payment-run.read"),
    ("payment-run.release", "payment-run.read"),
)
"""Duties that do not conflict, each set held by one person."""
GRADES = (("AO", 25_000_00), ("EO", 31_000_00), ("HEO", 38_000_00), ("SEO", 46_000_00), ("G7", 60_000_00))
CODES = ("1257L",) * 80 + ("S1257L",) * 8 + ("C1257L",) * 4 + ("BR", "BR", "D0", "K120", "1100L", "1383M", "0T", "NT")
LETTERS = "A" * 94 + "BCHMJM"
PENSIONS = ("alpha",) * 92 + ("partnership",) * 5 + ("none",) * 3
LOANS = ((),) * 75 + (("plan1",),) * 10 + (("plan2",),) * 11 + (("plan2", "postgraduate"),) * 2 + (("plan4",),) * 2


@dataclass(frozen=True)
class Payroll:
    """holders: who holds each duty, for every body."""

    world: World
    holders: dict[str, Actor]

    @contextmanager
    def doing(self, duty: str, body: Body, day: date, hour: int = 10) -> Iterator[None]:
        """An act of whoever holds the duty, on a day of the made-up past."""
        with act(self.holders[duty], duty, body, at=datetime.combine(day, time(hour), UTC)):
            yield


def payroll() -> Payroll:
    """The bodies of the other benchmarks, with the people who do their pay, and last year's books open."""
    here = world()
    with connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.open_year(%s)", [2025])
    cluster = Cluster.objects.get(code="bench")
    holders: dict[str, Actor] = {}
    with act(SETUP, None, None):
        giver, agreer = (person_create(name=name, synthetic=True).pk for name in ("Giver", "Agreer"))
        for number, duties in enumerate(ROLES):
            person = person_create(name="Holder", synthetic=True).pk
            role = role_create(code=f"pay-{number}", name=f"Pay {number}", duties=list(duties))
            role_grant(
                person_id=person, role=role, cluster=cluster, valid=(LONG_AGO, None), limit_pence=None,
                granted_by=giver, approved_by=agreer,
            )  # fmt: skip
            holders |= dict.fromkeys(duties, Actor(person))
    return Payroll(here, holders)


def take_on(here: Payroll, body: Body, numbers: range) -> Iterator[int]:
    """Employ people by one body, with everything that pay must know of them. Yields how many are there.

    numbers: by which the people of a body are told apart.
    """
    for first in range(numbers.start, numbers.stop, AT_ONCE):
        some = range(first, min(first + AT_ONCE, numbers.stop))
        _batch(here, body, some)
        yield some.stop - numbers.start


def set_up(here: Payroll, body: Body) -> None:
    """Open the books of the year, and what a body's pay stands on."""
    centre, programme = here.world.cost_centres[body.pk][0], here.world.programmes[body.pk][0]
    with act(SETUP, None, body):
        period_open(periods=[FiscalPeriod(2025, number) for number in range(1, 13)])
        grades_create(
            grades=[GradeSpec(code, code, "civil-service", [pence]) for code, pence in GRADES], since=date(2025, 4, 1)
        )
        bank_account_open(
            currency="GBP", holder_name=body.name[:18], since=LONG_AGO, sort_code="10-20-30",
            account_number="12345678", service_user_number="123456",
        )  # fmt: skip
    with here.doing("pay-scheme.maintain", body, SINCE):
        scheme_create(
            spec=SchemeSpec(
                code="MAIN", employer_name=body.name, office_number="123", reference=f"AB{body.pk}",
                accounts_office="123PA00045678", levy_allowance_pence=1_500_000, cost_centre_id=centre,
                programme_id=programme,
                payees={"hmrc": ("HM Revenue and Customs", 1), "pension": ("Pensions", 2), "orders": ("Others", 3)},
            ),
            since=date(2025, 4, 6),
        )  # fmt: skip


def _batch(here: Payroll, body: Body, numbers: range) -> None:
    with here.doing("employee.create", body, SINCE):
        grades = list(Grade.objects.filter(body=body).order_by("pk").values_list("pk", flat=True))
    chance = random.Random(numbers.start)  # noqa: S311 (for the mix, not for secrets)
    centres, programme = here.world.cost_centres[body.pk], here.world.programmes[body.pk][0]
    picks = [chance.randrange(len(GRADES)) for _ in numbers]
    starters = [
        Starter(
            "MAIN", "monthly", SINCE,
            TermsSpec(
                grades[pick], chance.choice(centres), programme,
                annual_pence=GRADES[pick][1] + chance.randrange(0, 4_000_00),
                hours=3700 if chance.random() < 0.8 else chance.choice((1850, 2220, 2960)),
            ),
            PersonSpec(
                f"Given{_letters(number)}", f"Family{_letters(number)}",
                date(1960, 1, 1) + timedelta(days=chance.randrange(16_000)), chance.choice("FM"),
                nino=f"{'ABCEGHJKLMNOPRSTWXYZ'[body.pk % 20]}A{number:06d}C", synthetic=True,
                address=("1 High Street", "Anytown", "AB1 2CD"),
            ),
        )
        for number, pick in zip(numbers, picks, strict=True)
    ]  # fmt: skip
    with here.doing("employee.create", body, SINCE):
        ids = [employment.pk for employment in employments_create(starters=starters)]
    with here.doing("pay-facts.set", body, SINCE, 11):
        pay_facts_put(
            facts=[
                PayFacts(
                    pk, tax_code=chance.choice(CODES), ni_letter=chance.choice(LETTERS),
                    pension=(pension := chance.choice(PENSIONS)),
                    pension_reason="opted-out" if pension == "none" else "",
                    member_basis_points=300 if pension == "partnership" else 0, loans=chance.choice(LOANS),
                    recurring=_recurring(chance), notice="starter-B",
                )
                for pk in ids
            ],
            since=SINCE, fresh=True,
        )  # fmt: skip
        bank_accounts_load(
            accounts=[
                AccountSpec(pk, "A Holder", "20-00-00", f"{number + 10_000_000:08d}")
                for pk, number in zip(ids, numbers, strict=True)
            ],
            since=SINCE,
        )


def _recurring(chance: random.Random) -> tuple[tuple[str, int], ...]:
    found = []
    if chance.random() < 0.3:
        found.append(("union_subscription", 1_650))
    if chance.random() < 0.15:
        found.append(("location_allowance", 25_000))
    return tuple(found)


def months_input(here: Payroll, body: Body, month: date) -> None:
    """What comes in for one month: overtime of one in ten, sickness of one in fifty."""
    with connection.cursor() as cursor, here.doing("employee.read", body, month):
        cursor.execute("SELECT id FROM people_employment WHERE body_id = %s ORDER BY id", [body.pk])
        ids = [row[0] for row in cursor.fetchall()]
    with here.doing("pay-input.enter", body, month.replace(day=12)):
        inputs_enter(
            inputs=[
                InputSpec(pk, "overtime", month.replace(day=3), units=100 + pk % 900, source="time")
                for pk in ids if pk % 10 == month.month % 10
            ]
        )  # fmt: skip
    with here.doing("absence.record", body, month.replace(day=12), 11):
        absences_record(
            absences=[
                AbsenceSpec(pk, "sickness", month.replace(day=5), month.replace(day=9))
                for pk in ids if pk % 50 == month.month
            ]
        )  # fmt: skip


def _letters(number: int) -> str:
    """A number in letters: names have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
