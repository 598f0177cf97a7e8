"""Setting pay up, and taking a pay run from its opening to its approval. Committing it stands in `committing.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, advance, advance_one, counted_once, create
from hanaper.hr.dated.api import put
from hanaper.hr.pay.control import control_totals
from hanaper.hr.pay.elements import element
from hanaper.hr.pay.errors import EarnedMissing, NothingToPay, OwnPay, RunExists, SchemeNotThere, TotalsDiffer
from hanaper.hr.pay.gathering import people_of, range_of
from hanaper.hr.pay.models import (
    AttachmentOrder,
    BroughtForward,
    LoanFact,
    NiFact,
    PayCheck,
    PayChunk,
    PayInput,
    PayRun,
    PayScheme,
    PensionFact,
    RecurringElement,
    SchemePayee,
    TaxFact,
)
from hanaper.hr.pay.process import PAY_CHECK, PAY_CHUNK, PAY_RUN
from hanaper.hr.pay.rules.calendar import check_reachable, pay_calendar, tax_period
from hanaper.hr.pay.rules.tax_codes import read_code
from hanaper.hr.people.api import Employment
from hanaper.kernel.periods import TaxYear
from hanaper.parameters import england_and_wales

PART: Final = 20_000
"""People whom one part of a run calculates: some seconds, and some hundred megabytes."""
DAYS: Final = {"weekly": 7, "two-weekly": 14, "four-weekly": 28}
"""Days of ordinary pay in a run, where it is not monthly."""
EVERYBODY: Final = (1 << 63) - 1


@dataclass(frozen=True)
class SchemeSpec:
    """A PAYE scheme. payees: supplier sites to pay over to, by kind: hmrc, pension, orders. employer_address: the lines
    that a P45 and P60 show."""

    code: str
    employer_name: str
    office_number: str
    reference: str
    accounts_office: str
    levy_allowance_pence: int
    cost_centre_id: int
    programme_id: int
    payees: dict[str, tuple[str, int]]
    is_small_employer: bool = False
    employer_address: Sequence[str] = ()


@dataclass(frozen=True)
class PayFacts:
    """What pay must know of an employment from a day on. None: nothing is said about it, so that it stays as it was.

    pension_reason: for the scheme `none`, why: opted-out, left-scheme or postponed.
    """

    employment_id: int
    tax_code: str | None = None
    is_week1: bool = False
    ni_letter: str | None = None
    pension: str | None = None
    pension_reason: str = ""
    member_basis_points: int = 0
    loans: Sequence[str] = ()
    director_method: str = ""
    director_since: date | None = None
    recurring: Sequence[tuple[str, int]] = ()
    notice: str = ""


@dataclass(frozen=True)
class InputSpec:
    """One amount or number of hours (in hundredths). element: its code. earned_on: a day that it is paid for."""

    employment_id: int
    element: str
    earned_on: date
    amount_pence: int | None = None
    units: int | None = None
    source: str = "import"


def scheme_create(*, spec: SchemeSpec, since: date) -> PayScheme:
    """Set up a PAYE scheme of the act's body, with whom it pays over to."""
    body_id = current_act().body_id
    scheme = PayScheme.objects.create(
        body_id=body_id,
        code=spec.code,
        employer_name=spec.employer_name,
        office_number=spec.office_number,
        reference=spec.reference,
        accounts_office=spec.accounts_office,
        levy_allowance_pence=spec.levy_allowance_pence,
        is_small_employer=spec.is_small_employer,
        employer_address="\n".join(spec.employer_address),
        cost_centre_id=spec.cost_centre_id,
        programme_id=spec.programme_id,
        valid=DateRange(since, None),
    )
    SchemePayee.objects.bulk_create(
        [
            SchemePayee(body_id=body_id, scheme=scheme, kind=kind, name=name, site_id=site_id)
            for kind, (name, site_id) in sorted(spec.payees.items())
        ]
    )
    return scheme


def pay_facts_put(*, facts: Sequence[PayFacts], since: date, fresh: bool = False) -> None:
    """Record what pay must know, from a day on. fresh: starters, of whom nothing is known yet.

    Raises WrongTaxCode; OwnPay where somebody would change their own.
    """
    _not_own([each.employment_id for each in facts])
    valid = DateRange(since, None)
    for each in facts:
        if each.tax_code is not None:
            read_code(each.tax_code)
    about = [(each, {"employment_id": each.employment_id, "valid": valid}) for each in facts]
    put(
        TaxFact,
        [
            TaxFact(code=each.tax_code, is_week1=each.is_week1, notice=each.notice, **of)
            for each, of in about
            if each.tax_code is not None
        ],
        fresh=fresh,
    )
    put(
        NiFact,
        [
            NiFact(
                letter=each.ni_letter, director_method=each.director_method, director_since=each.director_since, **of
            )
            for each, of in about
            if each.ni_letter is not None
        ],
        fresh=fresh,
    )
    put(
        PensionFact,
        [
            PensionFact(
                scheme=each.pension, reason=each.pension_reason, member_basis_points=each.member_basis_points, **of
            )
            for each, of in about
            if each.pension is not None
        ],
        fresh=fresh,
    )
    put(LoanFact, [LoanFact(plan=plan, **of) for each, of in about for plan in each.loans], fresh=fresh)
    put(
        RecurringElement,
        [
            RecurringElement(element=element(code).number, amount_pence=pence, **of)
            for each, of in about
            for code, pence in each.recurring
        ],
        fresh=fresh,
    )


def orders_put(*, orders: Sequence[AttachmentOrder]) -> None:
    """Record orders of courts and public bodies, unsaved and with `valid`. Raises OwnPay."""
    _not_own([each.employment_id for each in orders])
    put(AttachmentOrder, list(orders))


def brought_forward_put(*, totals: Sequence[BroughtForward]) -> None:
    """Record totals of a tax year from elsewhere: a P45, or a cut-over. Unsaved; `valid` from the first day here."""
    put(BroughtForward, list(totals))


def inputs_enter(*, inputs: Sequence[InputSpec]) -> list[PayInput]:
    """Enter hours, amounts and corrections; the next run takes them. Raises UnknownElement, OwnPay."""
    act = current_act()
    _not_own([each.employment_id for each in inputs])
    return PayInput.objects.bulk_create(
        [
            PayInput(
                body_id=act.body_id,
                employment_id=each.employment_id,
                element=element(each.element).number,
                amount_pence=each.amount_pence,
                units=each.units,
                earned=DateRange(each.earned_on, each.earned_on + timedelta(days=1)),
                received_at=act.at,
                source=each.source,
                owner_id=act.person_id,
            )
            for each in inputs
        ],
        batch_size=2000,
    )


def pay_run_open(
    *, scheme: str, frequency: str, pay_on: date, kind: str = PayRun.Kind.MAIN, earned_from: date | None = None
) -> PayRun:
    """Open a run of a PAYE scheme for a day of payment.

    earned_from: the first day whose pay it carries. Left out, monthly pay is that of the calendar month of the day of
    payment, and other pay goes on from the run before.
    Raises SchemeNotThere, RunExists, PayDayWrong, PayDayUnreachable, EarnedMissing.
    """
    act = current_act()
    found = PayScheme.objects.filter(code=scheme, valid__contains=pay_on, body_id=act.body_id).first()
    if found is None:
        raise SchemeNotThere(found=scheme)
    calendar = pay_calendar(pay_on, banks=england_and_wales())
    check_reachable(calendar, today=act.today)
    year, period = TaxYear.of_date(pay_on).first_year, tax_period(pay_on, frequency)
    if kind == PayRun.Kind.MAIN:
        other = PayRun.objects.filter(
            scheme=found, frequency=frequency, tax_year=year, period=period, kind=kind
        ).exclude(state="abandoned")
        for run in other:
            raise RunExists(number=run.number)
    run = create(
        PAY_RUN,
        "open",
        [
            PayRun(
                scheme=found, kind=kind, frequency=frequency, tax_year=year, period=period,
                earned=_earned(found, kind, frequency, pay_on, earned_from),
                pay_on=pay_on, cut_off_on=calendar.cut_off_on, approve_by=calendar.approve_by,
            )
        ],
    )[0]  # fmt: skip
    take("pay-run", PayRun, [run.pk], prefix="PY")
    return run


def _earned(scheme: PayScheme, kind: str, frequency: str, pay_on: date, first: date | None) -> DateRange:
    """The days whose pay a run carries."""
    if frequency == "monthly":
        first = first or pay_on.replace(day=1)
        return DateRange(first, (first + timedelta(days=32)).replace(day=min(first.day, 28)))
    if first is None:
        before = PayRun.objects.filter(scheme=scheme, frequency=frequency, pay_on__lte=pay_on, kind=PayRun.Kind.MAIN)
        last = before.exclude(state="abandoned").order_by("-pay_on").first()
        if last is None:
            raise EarnedMissing(frequency=frequency)
        first = last.earned.upper if kind == PayRun.Kind.MAIN else last.earned.lower
    return DateRange(first, first + timedelta(days=DAYS[frequency]))


def pay_run_gather(*, run_id: int) -> Outcome:
    """Fix what is known now as what the run is calculated from. Rules then calculate it part by part."""
    return advance_one(PAY_RUN, "gather", run_id)


@PAY_RUN.effect("gather")
def _gather(batch: Batch) -> None:
    for run in PayRun.objects.filter(pk__in=batch.ids).select_related("scheme"):
        PayRun.objects.filter(pk=run.pk).update(
            known_at=batch.act.at, calculation=F("calculation") + 1, people=0, held_back=0, totals={}
        )
        run.refresh_from_db()
        open_checks = PayCheck.objects.filter(run=run, state="raised")
        with counted_once(batch.act):
            advance(PAY_CHECK, "lapse", list(open_checks.values_list("pk", flat=True)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT hanaper.drafts_drop(%s, %s)", [run.pk, EVERYBODY])
        ids = people_of(range_of(run, 0, EVERYBODY))
        if not ids:
            raise NothingToPay()
        with counted_once(batch.act):
            create(
                PAY_CHUNK,
                "plan",
                [
                    PayChunk(
                        run=run, calculation=run.calculation, place=place, first_id=ids[first],
                        last_id=ids[min(first + PART, len(ids)) - 1],
                    )
                    for place, first in enumerate(range(0, len(ids), PART), 1)
                ],
            )  # fmt: skip


def pay_run_again(*, run_id: int) -> Outcome:
    """Open a run again, to take in what came late or was corrected. What was accepted stays accepted if it stays so."""
    return advance_one(PAY_RUN, "again", run_id)


def pay_run_check(*, run_id: int) -> Outcome:
    """Say that everything that stands out was looked at. Refused while a check is open."""
    return advance_one(PAY_RUN, "check", run_id)


@PAY_RUN.effect("check")
def _check(batch: Batch) -> None:
    for run in PayRun.objects.filter(pk__in=batch.ids):
        mine = PayCheck.objects.filter(run=run)
        still_open = mine.filter(state="raised").count()
        held = list(mine.filter(state="held").values_list("employment_id", flat=True))
        if still_open:
            batch.refuse(run.pk, "pay.checks-open", count=still_open)
        elif held and run.payslips.filter(calculation=run.calculation, employment_id__in=held).exists():
            batch.refuse(run.pk, "pay.held-still-in")
        elif not run.people:
            batch.refuse(run.pk, NothingToPay.code)


def pay_checks_accept(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Accept what stands out, by name. reason: a code that stays in the evidence."""
    return advance(PAY_CHECK, "accept", ids, reason=reason)


def pay_checks_hold_back(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Hold people back from their run: it is then calculated again without them."""
    return advance(PAY_CHECK, "hold-back", ids, reason=reason)


def pay_run_approve(*, run_id: int) -> Outcome:
    """Approve a run: its payslips' digest is kept, and what is committed is that. Rules then commit it."""
    return advance_one(PAY_RUN, "approve", run_id)


def pay_run_send_back(*, run_id: int) -> Outcome:
    """Send a run back before it is committed."""
    return advance_one(PAY_RUN, "send-back", run_id)


def pay_run_abandon(*, run_id: int) -> Outcome:
    """Give a run up before its approval: its drafts go, its checks lapse, its inputs wait for another run."""
    return advance_one(PAY_RUN, "abandon", run_id)


@PAY_RUN.effect("abandon")
def _abandon(batch: Batch) -> None:
    open_checks = PayCheck.objects.filter(run_id__in=batch.ids, state="raised")
    with counted_once(batch.act):
        advance(PAY_CHECK, "lapse", list(open_checks.values_list("pk", flat=True)))


def pay_run_close(*, run_id: int) -> Outcome:
    """Close a run that was paid. Refused while something it tells is not accepted, or a control total differs."""
    return advance_one(PAY_RUN, "close", run_id)


@PAY_RUN.effect("close")
def _close(batch: Batch) -> None:
    for run in PayRun.objects.filter(pk__in=batch.ids):
        apart = next((each for each in control_totals(run) if not each.agrees), None)
        if apart is not None:
            batch.refuse(run.pk, TotalsDiffer.code, **apart.values)
        elif waiting := run.submissions.exclude(state="accepted").count():
            batch.refuse(run.pk, "pay.not-accepted", count=waiting)


@PAY_RUN.content
def _content(ids: Sequence[int]) -> dict[int, Any]:
    """What of a run is approved: who is paid what, on which day, through which scheme, line by line."""
    content: dict[int, Any] = {}
    for run in PayRun.objects.filter(pk__in=ids):
        with connection.cursor() as cursor:
            cursor.execute("SELECT hanaper.payslips_digest(%s)", [run.pk])
            (digest,) = cursor.fetchone()
        content[run.pk] = [
            run.scheme_id, run.kind, run.frequency, run.tax_year, run.period, run.pay_on, run.calculation, bytes(digest)
        ]  # fmt: skip
    return content


def _not_own(employment_ids: Sequence[int]) -> None:
    act = current_act()
    if act.person_id is not None and Employment.objects.filter(pk__in=employment_ids, person_id=act.person_id).exists():
        raise OwnPay()
