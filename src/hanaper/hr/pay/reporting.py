"""What others are told about a committed run: HMRC, pension schemes, whoever receives deductions. Rules write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

from hanaper.foundation.files.api import CSV, XML, Upload, files_keep
from hanaper.foundation.processes.api import Batch, Outcome, advance
from hanaper.hr.pay.certifying import leavers_certify
from hanaper.hr.pay.control import control_totals
from hanaper.hr.pay.correcting import further_employees
from hanaper.hr.pay.elements import element
from hanaper.hr.pay.errors import TotalsDiffer
from hanaper.hr.pay.fps_employees import fps_employees
from hanaper.hr.pay.models import PayRun, Submission
from hanaper.hr.pay.parts import is_last
from hanaper.hr.pay.process import PAY_RUN, SUBMISSION
from hanaper.hr.pay.rti.eps import Summary, write_eps
from hanaper.hr.pay.rti.fps import write_fps
from hanaper.hr.pay.rti.message import Employer, pounds
from hanaper.hr.pay.rti.totals import read_totals
from hanaper.hr.pay.rules.statutory import PAYMENTS, recoverable
from hanaper.hr.people.api import identities, pay_accounts
from hanaper.kernel.periods import TaxYear
from hanaper.ledger.payments.api import Payee, on_payees


@SUBMISSION.effect("write")
def _write(batch: Batch) -> None:
    for told in Submission.objects.filter(pk__in=batch.ids).select_related("run", "run__scheme", "run__body"):
        content, mark, media = WRITERS[told.kind](told, batch.act.at)
        ending = ".xml" if media == XML else ".csv"
        name = f"{told.run.body.code}-{told.run.number}-{told.kind}-{told.part}{ending}"
        (file,) = files_keep(files=[Upload(name, content, media)])
        totals = read_totals(content) if told.kind == Submission.Kind.FPS else {}
        Submission.objects.filter(pk=told.pk).update(ir_mark=mark, file=file, totals=totals)
        batch.act.at_end(f"reported {told.run_id}", lambda run_id=told.run_id: _reported(run_id))  # type: ignore[misc]


def _reported(run_id: int) -> None:
    """When all that a run tells is written, the run moves on, in the same act."""
    waiting = Submission.objects.filter(run_id=run_id, state="queued")
    if is_last(run_id, waiting) and PayRun.objects.filter(pk=run_id, state="committed").exists():
        advance(PAY_RUN, "report", [run_id])


@PAY_RUN.effect("report")
def _all_written(batch: Batch) -> None:
    waiting = set(Submission.objects.filter(run_id__in=batch.ids, state="queued").values_list("run_id", flat=True))
    for run_id in waiting:
        batch.refuse(run_id, "pay.submissions-waiting")
    for run in PayRun.objects.filter(pk__in=set(batch.ids) - waiting).select_related("scheme"):
        apart = next((each for each in control_totals(run) if not each.agrees), None)
        if apart is not None:
            batch.refuse(run.pk, TotalsDiffer.code, **apart.values)
        else:
            leavers_certify(run)


def submissions_send(*, ids: list[int]) -> list[Outcome]:
    """Record that submissions were sent through the Transaction Engine; the shell or a connector has done it."""
    return advance(SUBMISSION, "send", ids)


def submissions_accept(*, ids: list[int]) -> list[Outcome]:
    """Record that whoever was told accepted them."""
    return advance(SUBMISSION, "accept", ids)


def submissions_reject(*, ids: list[int], reason: str) -> list[Outcome]:
    """Record that they were not accepted: a rule writes them anew. reason: a code of `wording.REJECTED`."""
    return advance(SUBMISSION, "reject", ids, reason=reason)


@on_payees(PAY_RUN.code)
def _payees(run_id: int) -> list[Payee]:
    """Everybody whom a run pays something, with the account in force on the day of payment."""
    run = PayRun.objects.select_related("body").get(pk=run_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT employment_id, net_pence FROM hanaper.pay_run_nets(%s)", [run_id])
        slips = dict(cursor.fetchall())
    prefix = f"{run.body.code}-{run.number}".upper()
    reference = f"{run.body.code} PAY {run.pay_on:%b %y}"[:18].upper()
    return [
        Payee(
            account.holder_name, account.sort_code, account.account_number, account.roll_number,
            slips[account.employment_id], reference, f"{prefix}-{account.employment_id}"[:35],
        )
        for account in pay_accounts(list(slips), on=run.pay_on, purpose="bank file of a pay run")
    ]  # fmt: skip


def _employer(run: PayRun) -> Employer:
    scheme = run.scheme
    return Employer(scheme.office_number, scheme.reference, scheme.accounts_office)


def _period_end(run: PayRun) -> date:
    """The last day of the tax month of payment: what a message's header names."""
    day = run.pay_on
    month = day if day.day <= 5 else (day.replace(day=1) + timedelta(days=32))
    return month.replace(day=5)


def _fps(told: Submission, at: Any) -> tuple[bytes, str, str]:
    run = told.run
    employees = fps_employees(run, told.first_employment_id, told.last_employment_id)
    content, mark = write_fps(_employer(run), run.tax_year, employees, at=at, period_end=_period_end(run))
    return content, mark, XML


def _further(told: Submission, at: Any) -> tuple[bytes, str, str]:
    """The right totals of a closed year (`correcting`)."""
    run = told.run
    content, mark = write_fps(_employer(run), run.tax_year, further_employees(told), at=at, period_end=_period_end(run))
    return content, mark, XML


def _eps(told: Submission, at: Any) -> tuple[bytes, str, str]:
    """What the scheme recovers and the levy, over all runs of the tax year up to this one."""
    run = told.run
    runs = PayRun.objects.filter(
        scheme_id=run.scheme_id, tax_year=run.tax_year, pay_on__lte=run.pay_on,
        state__in=("committed", "reported", "paid", "closed"),
    )  # fmt: skip
    totals = [each.totals for each in runs]
    recovered = {
        code: recoverable(run.pay_on, sum(each.get(code, 0) for each in totals), is_small=run.scheme.is_small_employer)
        for code in PAYMENTS
    }
    start = TaxYear(run.tax_year).start
    end = _period_end(run)
    month = (end.year - start.year) * 12 + end.month - start.month
    summary = Summary(month, sum(each.get("levy", 0) for each in totals), run.scheme.levy_allowance_pence, recovered)
    content, mark = write_eps(_employer(run), run.tax_year, summary, at=at, period_end=end)
    return content, mark, XML


def _pension(told: Submission, at: Any) -> tuple[bytes, str, str]:
    """Contributions by member for the scheme's administrator: pay, rate and both contributions of the period."""
    numbers = [element(code).number for code in ("pension", "pension_employer", "added_pension")]
    run = told.run
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.person_id, p.pension_scheme, p.elements, p.amounts FROM pay_payslip p"
            " WHERE p.body_id = %s AND p.run_id = %s AND p.calculation = %s AND p.pension_scheme <> 'none'"
            " ORDER BY p.employment_id",
            [run.body_id, run.pk, run.calculation],
        )
        rows = cursor.fetchall()
    known = identities([row[0] for row in rows], purpose="contributions by member")
    head = ["scheme", "national_insurance_number", "surname", "born_on", "member", "employer", "added"]
    content = []
    for person, scheme, elements, amounts in rows:
        who, paid = known[person], dict(zip(elements, amounts, strict=True))
        sums = [pounds(paid.get(number, 0)) for number in numbers]
        content.append([scheme, who.nino, who.surname, who.born_on.isoformat(), *sums])
    return _csv(head, content), "", CSV


def _orders(told: Submission, at: Any) -> tuple[bytes, str, str]:
    """Deductions for others, by element and order, so that each payment can be put to its account."""
    wanted = {each: element(each) for each in ("attachment", "charity", "union_subscription", "service_fine",
                                               "service_accommodation", "service_food")}  # fmt: skip
    names = {each.number: each.name for each in wanted.values()}
    run = told.run
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.element, p.employment_id, l.ref, l.pence FROM pay_payslip p"
            " CROSS JOIN LATERAL unnest(p.elements, p.amounts, p.refs) WITH ORDINALITY AS l(element, pence, ref, place)"
            " WHERE p.body_id = %s AND p.run_id = %s AND p.calculation = %s AND l.element = ANY (%s::smallint[])"
            " ORDER BY p.employment_id, l.place",
            [run.body_id, run.pk, run.calculation, sorted(names)],
        )
        content = [[names[number], pk, ref or "", pounds(pence)] for number, pk, ref, pence in cursor.fetchall()]
    return _csv(["deduction", "employment", "order", "amount"], content), "", CSV


def _csv(head: list[str], rows: list[list[Any]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return file.getvalue().encode()


WRITERS: Final[dict[str, Callable[[Submission, Any], tuple[bytes, str, str]]]] = {
    "fps": _fps,
    "further": _further,
    "eps": _eps,
    "pension": _pension,
    "orders": _orders,
}
"""By kind of submission: what writes its content, its IRmark where it has one, and its kind of file."""

__all__ = ["submissions_accept", "submissions_send"]
