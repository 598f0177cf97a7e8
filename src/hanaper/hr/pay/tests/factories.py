"""A payroll in few words, over the bodies of `tests.world`: people are employed, runs go from opening to the books.

payroll = build_payroll()                               # inside `db` or `committed_db`
ann = payroll.hire(3_600_000)                           # £36,000 a year, from 1 September 2026
run = payroll.pay(date(2026, 9, 30))                    # opened, calculated, accepted, approved, committed
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.finance.cash.api import bank_account_open, bank_accounts, payment_run_build, payment_runs_release
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.processes.api import automation_waiting
from hanaper.foundation.processes.automation import run as automation
from hanaper.foundation.processes.process import process
from hanaper.foundation.tenancy.api import Body
from hanaper.hr.pay import services
from hanaper.hr.pay.models import PayCheck, PayRun, Payslip
from hanaper.hr.pay.services import PayFacts, SchemeSpec
from hanaper.hr.people.api import (
    AccountSpec,
    Employment,
    PersonSpec,
    Starter,
    TermsSpec,
    bank_accounts_load,
    employments_create,
)
from hanaper.hr.posts.api import Grade, GradeSpec, grades_create
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.api import period_open
from hanaper.ledger.payments.api import payments_of
from tests.world import SETUP, World, build_world

START = date(2026, 9, 1)
MONTHS = [FiscalPeriod(year, number) for year in (2025, 2026) for number in range(1, 13)]
_number = count(1)


def at(day: date, hour: int = 10) -> datetime:
    """An instant of a day."""
    return datetime.combine(day, time(hour), UTC)


@dataclass
class Payroll:
    """hr, desk, control, setter: people of the centre who hold the duties of their role for alpha and beta."""

    world: World
    hr: Actor
    desk: Actor
    control: Actor
    setter: Actor
    grades: dict[str, Grade] = field(default_factory=dict)

    @property
    def alpha(self) -> Body:
        return self.world.alpha

    @contextmanager
    def doing(self, actor: Actor, duty: str, day: date = START, hour: int = 10) -> Iterator[Any]:
        """An act for alpha on a day."""
        with act(actor, duty, self.alpha, at=at(day, hour)) as opened:
            yield opened

    def hire(
        self, annual_pence: int | None = 3_600_000, *, day: date = START, known: date | None = None, **how: Any
    ) -> Employment:
        """Employ somebody new; `how` says what differs: letter, code, pension, engagement, hours, account..."""
        number = next(_number)
        body = self.alpha
        terms = TermsSpec(
            grade_id=self.grades[how.get("grade", "EO")].pk,
            cost_centre_id=self.world.cost_centres[body.pk],
            programme_id=self.world.programmes[body.pk],
            contract="service" if how.get("engagement") == "service" else "permanent",
            annual_pence=annual_pence,
            point=None if annual_pence is not None else how.get("point", 1),
            hours=how.get("hours", 3700),
        )
        starter = Starter(
            scheme="MAIN",
            frequency=how.get("frequency", "monthly"),
            started_on=day,
            terms=terms,
            person=PersonSpec(
                forename=f"Given{_letters(number)}", surname=f"Family{_letters(number)}",
                born_on=how.get("born_on", date(1985, 5, 5)),
                sex="F", nino=how.get("nino", f"AB{number:06d}C"), synthetic=True,
            ) if "person_id" not in how else None,
            person_id=how.get("person_id"),
            engagement=how.get("engagement", "employee"),
        )  # fmt: skip
        known = known or min(day, START)
        with self.doing(self.hr, "employee.create", known):
            (employment,) = employments_create(starters=[starter])
        facts = PayFacts(
            employment.pk,
            tax_code=how.get("code", "1257L"),
            ni_letter=how.get("letter", "A"),
            pension=how.get("pension", "alpha"),
            pension_reason=how.get("pension_reason", ""),
            loans=how.get("loans", ()),
            member_basis_points=how.get("member_basis_points", 0),
            recurring=how.get("recurring", ()),
            notice=how.get("notice", "starter-B"),
        )
        with self.doing(self.desk, "pay-facts.set", known):
            services.pay_facts_put(facts=[facts], since=day, fresh=True)
        account = how.get("account", f"{10_000_000 + number}")
        if account:
            with self.doing(self.desk, "pay-facts.set", known):
                bank_accounts_load(accounts=[AccountSpec(employment.pk, "A Holder", "20-00-00", account)], since=day)
        return employment

    def open(self, pay_on: date, *, on: date | None = None, **how: Any) -> PayRun:
        with self.doing(self.desk, "pay-run.calculate", on or pay_on - timedelta(days=12)):
            frequency = how.pop("frequency", "monthly")
            return services.pay_run_open(scheme="MAIN", frequency=frequency, pay_on=pay_on, **how)

    def calculate(self, run: PayRun, *, hour: int = 11) -> PayRun:
        """Gather it, and let the rules calculate every part."""
        day = run.pay_on - timedelta(days=12)
        with self.doing(self.desk, "pay-run.calculate", day, hour):
            services.pay_run_gather(run_id=run.pk)
        self.rules()
        return self.fresh(run)

    def accept(self, run: PayRun) -> None:
        with self.doing(self.control, "pay-check.accept", run.pay_on - timedelta(days=8)):
            ids = list(PayCheck.objects.filter(run=run, state="raised").values_list("pk", flat=True))
            services.pay_checks_accept(ids=ids, reason="looked-at")
            services.pay_run_check(run_id=run.pk)

    def approve(self, run: PayRun) -> None:
        with self.doing(self.control, "pay-run.approve", run.pay_on - timedelta(days=7)):
            services.pay_run_approve(run_id=run.pk)

    def pay(self, pay_on: date, **how: Any) -> PayRun:
        """A whole run, up to what rules do after its approval."""
        run = self.calculate(self.open(pay_on, **how))
        self.accept(run)
        self.approve(run)
        self.rules()
        return self.fresh(run)

    def release(self, run: PayRun) -> PayRun:
        """Pay out a reported run: its net pay is built into a payment run and released, by two people."""
        builder = person_with(["payment-run.build", "payment-run.read"], self.alpha)
        releaser = person_with(["payment-run.release", "payment-run.read"], self.alpha)
        day = run.pay_on - timedelta(days=3)
        with act(SETUP, None, self.alpha):
            if not bank_accounts().filter(body=self.alpha).exists():
                bank_account_open(
                    currency="GBP", holder_name="Alpha Office", since=date(2025, 4, 6), sort_code="10-20-30",
                    account_number="12345678", service_user_number="123456",
                )  # fmt: skip
            payment = payments_of("pay-run", [run.pk])[run.pk]
        with self.doing(builder, "payment-run.build", day):
            built = payment_run_build(payment_ids=[payment.pk], pay_on=run.pay_on)
        with self.doing(releaser, "payment-run.release", day, 12):
            payment_runs_release(ids=[built.pk])
        self.rules()
        return self.fresh(run)

    def rules(self) -> None:
        """Let the rules do all that waits."""
        while waiting := [code for code, body_id in automation_waiting() if body_id == self.alpha.pk]:
            moved = sum(automation(process(code), self.alpha) for code in waiting)
            if not moved:
                return

    def fresh(self, run: PayRun) -> PayRun:
        with act(SETUP, None, self.alpha):
            return self.fresh_run(run)

    def fresh_run(self, run: PayRun) -> PayRun:
        """The run as it stands, inside an open act."""
        return PayRun.objects.select_related("scheme", "body").get(pk=run.pk)

    def payslip(self, run: PayRun, employment: Employment) -> Payslip:
        with act(SETUP, None, self.alpha):
            return Payslip.objects.get(run=run, employment_id=employment.pk, calculation=self.fresh_calculation(run))

    def fresh_calculation(self, run: PayRun) -> int:
        return PayRun.objects.values_list("calculation", flat=True).get(pk=run.pk)

    def lines(self, run: PayRun, employment: Employment) -> dict[str, int]:
        """Pence by element of somebody's payslip."""
        from hanaper.hr.pay.elements import element_numbered

        slip = self.payslip(run, employment)
        found: dict[str, int] = {}
        for number, pence in zip(slip.elements, slip.amounts, strict=True):
            code = element_numbered(number).code
            found[code] = found.get(code, 0) + pence
        return found

    def checks(self, run: PayRun) -> set[tuple[int, str]]:
        """(employment, kind) of everything that was raised in a run and has not lapsed."""
        with act(SETUP, None, self.alpha):
            return set(PayCheck.objects.filter(run=run).exclude(state="lapsed").values_list("employment_id", "kind"))


def _letters(number: int) -> str:
    """A number in letters: names have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def build_payroll() -> Payroll:
    """A scheme, grades, and the people of the centre."""
    world = build_world()
    bodies = (world.alpha, world.beta)
    payroll = Payroll(
        world,
        person_with(["employee.create", "employee.maintain", "absence.record", "employee.read"], *bodies),
        person_with(
            ["pay-facts.set", "pay-input.enter", "pay-run.calculate", "pay-run.read", "employee.read"], *bodies
        ),
        person_with(
            ["pay-check.accept", "pay-run.approve", "pay-run.submit", "pay-run.read", "employee.read"], *bodies
        ),
        person_with(["pay-scheme.maintain", "pay-rules.maintain", "post.read"], *bodies),
    )
    with act(SETUP, None, world.alpha):
        period_open(periods=[period for period in MONTHS if period != world.period])
        payroll.grades = grades_create(
            grades=[
                GradeSpec("EO", "Executive officer", "civil-service", [3_000_000, 3_120_000]),
                GradeSpec("PTE", "Private", "armed-forces", [2_500_000]),
            ],
            since=date(2025, 4, 1),
        )
    with act(payroll.setter, "pay-scheme.maintain", world.alpha):
        services.scheme_create(
            spec=SchemeSpec(
                code="MAIN",
                employer_name="Alpha Office",
                employer_address=["1 High Street", "Leeds", "LS1 1AA"],
                office_number="123",
                reference="AB456",
                accounts_office="123PA00045678",
                levy_allowance_pence=1_500_000,
                cost_centre_id=world.cost_centres[world.alpha.pk],
                programme_id=world.programmes[world.alpha.pk],
                payees={
                    "hmrc": ("HM Revenue and Customs", 1),
                    "pension": ("Pension scheme", 2),
                    "orders": ("Others", 3),
                },
            ),
            since=date(2025, 4, 6),
        )
    return payroll
