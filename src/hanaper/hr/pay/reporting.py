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
from hanaper.hr.pay.elements import element, element_numbered
from hanaper.hr.pay.gathering import KNOWN
from hanaper.hr.pay.models import PayRun, Submission
from hanaper.hr.pay.parts import is_last
from hanaper.hr.pay.process import PAY_RUN, SUBMISSION
from hanaper.hr.pay.rti.eps import Summary, write_eps
from hanaper.hr.pay.rti.fps import FpsEmployee, NiFigures, hours_band, write_fps
from hanaper.hr.pay.rti.message import Employer, pounds
from hanaper.hr.pay.rules.pensions import AT_SOURCE
from hanaper.hr.pay.rules.statutory import PAYMENTS, recoverable
from hanaper.hr.pay.rules.to_date import FIGURES, NI_FIGURES
from hanaper.hr.people.api import Identity, identities, pay_accounts
from hanaper.kernel.periods import TaxYear
from hanaper.ledger.payments.api import Payee, on_payees

PURPOSE: Final = "full payment submission"
STATUTORY: Final = ("tax", "ni", "pension", "added_pension", "student_loan", "postgraduate_loan")
"""What is taken before what HMRC calls pay after statutory deductions."""

# A payslip with what a submission says besides, as it was known when the run was calculated: hours, starter and leaver,
# and the plan of a loan.
REPORTED = f"""
    SELECT p.employment_id, p.person_id, e.number, p.tax_code, p.is_week1, p.elements, p.amounts, p.to_date,
           p.ni_letter, p.ni_letters, p.ni_to_date, p.gross_pence, p.net_pence, e.started_on, e.ended_on,
           coalesce(t.hours, 0), tf.notice, ni.director_method, ni.director_since,
           (SELECT array_agg(l.plan ORDER BY l.plan) FROM pay_loanfact l WHERE l.body_id = p.body_id
            AND l.employment_id = p.employment_id AND {KNOWN.format("l")} AND l.valid @> p.pay_on) AS plans,
           EXISTS (SELECT FROM pay_payslip o JOIN pay_payrun x ON x.body_id = o.body_id AND x.id = o.run_id
                   AND x.calculation = o.calculation WHERE o.body_id = p.body_id AND o.employment_id = p.employment_id
                   AND o.run_id <> p.run_id AND x.state IN ('reported', 'paid', 'closed')) AS told_before,
           p.pension_scheme
    FROM pay_payslip p
    JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
    JOIN people_employment e ON e.body_id = p.body_id AND e.id = p.employment_id
    LEFT JOIN people_terms t ON t.body_id = p.body_id AND t.employment_id = p.employment_id AND {KNOWN.format("t")}
         AND t.valid @> LEAST(p.pay_on, coalesce(e.ended_on, p.pay_on))
    LEFT JOIN pay_taxfact tf ON tf.body_id = p.body_id AND tf.employment_id = p.employment_id
         AND {KNOWN.format("tf")} AND tf.valid @> p.pay_on
    LEFT JOIN pay_nifact ni ON ni.body_id = p.body_id AND ni.employment_id = p.employment_id
         AND {KNOWN.format("ni")} AND ni.valid @> p.pay_on
    WHERE p.run_id = %(run)s AND p.employment_id BETWEEN %(first)s AND %(last)s ORDER BY p.employment_id"""


@SUBMISSION.effect("write")
def _write(batch: Batch) -> None:
    for told in Submission.objects.filter(pk__in=batch.ids).select_related("run", "run__scheme", "run__body"):
        content, mark, media = WRITERS[told.kind](told, batch.act.at)
        ending = ".xml" if media == XML else ".csv"
        name = f"{told.run.body.code}-{told.run.number}-{told.kind}-{told.part}{ending}"
        (file,) = files_keep(files=[Upload(name, content, media)])
        Submission.objects.filter(pk=told.pk).update(ir_mark=mark, file=file)
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


def submissions_send(*, ids: list[int]) -> list[Outcome]:
    """Record that submissions were sent through the Transaction Engine; the shell or a connector has done it."""
    return advance(SUBMISSION, "send", ids)


def submissions_accept(*, ids: list[int]) -> list[Outcome]:
    """Record that HMRC accepted them."""
    return advance(SUBMISSION, "accept", ids)


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
    with connection.cursor() as cursor:
        cursor.execute(
            REPORTED,
            {
                "run": told.run_id,
                "first": told.first_employment_id,
                "last": told.last_employment_id,
                "known": told.run.known_at,
            },
        )
        rows = cursor.fetchall()
    known = identities([row[1] for row in rows], purpose=PURPOSE)
    employees = (_employee(told.run, row, known[row[1]]) for row in rows)
    run = told.run
    content, mark = write_fps(_employer(run), run.tax_year, employees, at=at, period_end=_period_end(run))
    return content, mark, XML


def _employee(run: PayRun, row: tuple[Any, ...], who: Identity) -> FpsEmployee:
    (_, _, number, code, week1, elements, amounts, to_date, letter, letters, ni_to_date, gross, _, started, ended,
     hours, notice, director, since, plans, told_before, pension_scheme) = row  # fmt: skip
    period: dict[str, int] = {}
    taxed = niable = 0
    for each, pence in zip(elements, amounts, strict=True):
        kind = element_numbered(each)
        period[kind.code] = period.get(kind.code, 0) + pence
        taxed += pence if kind.is_taxed else -pence if kind.is_before_tax else 0
        niable += pence if kind.is_nied and kind.kind == "earning" else 0
    at_source = pension_scheme in AT_SOURCE
    starts = started in TaxYear(run.tax_year) and not told_before
    total = dict(zip(FIGURES, to_date, strict=True))
    plan = next((each for each in plans or () if each != "postgraduate"), "")
    return FpsEmployee(
        payroll_id=number,
        forename=who.forename,
        surname=who.surname,
        title=who.title,
        second_forename=who.second_forename,
        born_on=who.born_on,
        sex=who.sex,
        nino=who.nino,
        address=who.address,
        frequency=run.frequency,
        pay_on=run.pay_on,
        period=run.period,
        tax_code=code,
        is_week1=week1,
        taxable=taxed - (0 if at_source else period.get("pension", 0)),
        tax=period.get("tax", 0),
        taxable_to_date=total["taxable"],
        tax_to_date=total["tax"],
        hours=hours_band(hours),
        ni=_letters(letter, letters, ni_to_date, niable, period),
        starter=started if starts else None,
        declaration=notice.removeprefix("starter-") if starts and notice else "",
        left_on=ended if ended is not None and ended <= run.pay_on else None,
        after_statutory=gross - sum(period.get(each, 0) for each in STATUTORY),
        pension=period.get("pension", 0) + period.get("added_pension", 0),
        pension_to_date=total["pension"],
        is_pension_at_source=at_source,
        student_loan=period.get("student_loan", 0),
        student_loan_to_date=total["student_loan"],
        plan=plan,
        postgraduate_loan=period.get("postgraduate_loan", 0),
        postgraduate_to_date=total["postgraduate_loan"],
        benefits=sum(pence for each, pence in period.items() if element(each).kind == "benefit"),
        benefits_to_date=total["benefits"],
        director=director or "",
        director_week=(max((since - TaxYear(run.tax_year).start).days // 7 + 1, 1) if since else 1) if director else 0,
        statutory={each: total[each] for each in PAYMENTS},
    )


def _letters(now: str, letters: str, figures: list[int], niable: int, period: dict[str, int]) -> list[NiFigures]:
    """Each letter of the year with its totals; the present one also with the figures of the period."""
    found = []
    for place, letter in enumerate(letters):
        earnings, at_lel, to_pt, to_uel, employer, employee = figures[
            place * len(NI_FIGURES) : (place + 1) * len(NI_FIGURES)
        ]
        here = letter == now
        found.append(
            NiFigures(
                letter, niable if here else 0, period.get("ni_employer", 0) if here else 0,
                period.get("ni", 0) if here else 0, earnings, at_lel, to_pt, to_uel, employer, employee,
            )
        )  # fmt: skip
    return found


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
    "eps": _eps,
    "pension": _pension,
    "orders": _orders,
}
"""By kind of submission: what writes its content, its IRmark where it has one, and its kind of file."""

__all__ = ["submissions_accept", "submissions_send"]
