"""Committing an approved pay run: one short act publishes its payslips, posts its journal, instructs the payments and
queues what is reported. Nothing of it is worked out anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

from hanaper.foundation.processes.api import Batch, advance_one, create
from hanaper.hr.pay.elements import element_numbered
from hanaper.hr.pay.errors import PayeeMissing, TotalsDiffer
from hanaper.hr.pay.models import PayRun, SchemePayee, Submission
from hanaper.hr.pay.process import PAY_RUN, SUBMISSION
from hanaper.hr.pay.rules import journal
from hanaper.hr.pay.rules.journal import Keys, Summed
from hanaper.hr.pay.rules.levy import levy_to_date
from hanaper.kernel.periods import FiscalPeriod, TaxYear
from hanaper.ledger.api import account_ids, post
from hanaper.ledger.payments.api import BulkOrder, PaymentOrder, bulk_instruct, on_released, payments_instruct

IN_A_SUBMISSION: Final = 20_000
"""Employees in one part of a full payment submission."""
DUE_DAY: Final = 22
"""Day of the month after the tax month by which HMRC must have what was withheld, paid electronically."""
PAID_OVER: Final = {
    journal.TO_HMRC: ("hmrc", Submission.Kind.EPS),
    journal.TO_PENSIONS: ("pension", Submission.Kind.PENSION),
    journal.TO_OTHERS: ("orders", Submission.Kind.ORDERS),
}
"""Account of liability -> who is paid, and what tells them what for."""


@PAY_RUN.effect("commit")
def _commit(batch: Batch) -> None:
    for run in PayRun.objects.filter(pk__in=batch.ids).select_related("scheme"):
        sums = summed(run.pk)
        levy = _levy(run, sums)
        owed = journal.owed(sums, levy_pence=levy)
        _agree("net pay in the journal", run.totals["net"], owed[journal.NET_PAY])
        keys = Keys(run.scheme.cost_centre_id, run.scheme.programme_id, _accounts(sums))
        posted = journal.journal(run.pk, sums, period=FiscalPeriod.of_date(batch.act.today), levy_pence=levy, keys=keys)
        post([posted])
        _instruct(run, owed, keys)
        PayRun.objects.filter(pk=run.pk).update(totals={**run.totals, "levy": levy}, committed_at=batch.act.at)
        _take_inputs(run)
        _queue(run)


def summed(run_id: int) -> list[Summed]:
    """Pence of each element of a run by cost centre and programme."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM hanaper.payslips_summed(%s)", [run_id])
        return [Summed(*row) for row in cursor.fetchall()]


def _accounts(sums: Sequence[Summed]) -> dict[str, int]:
    codes = {journal.NET_PAY, journal.LEVY, journal.TO_HMRC}
    for each in {row.element for row in sums}:
        codes |= {code for code in (element_numbered(each).debit, element_numbered(each).credit) if code}
    return account_ids(sorted(codes))


def _levy(run: PayRun, sums: Sequence[Summed]) -> int:
    """Pence of apprenticeship levy that this run brings: due to date, less what earlier runs of the year brought."""
    earlier = PayRun.objects.filter(
        scheme_id=run.scheme_id, tax_year=run.tax_year, state__in=("committed", "reported", "paid", "closed")
    ).exclude(pk=run.pk)
    niable = sum(
        row.pence
        for row in sums
        if element_numbered(row.element).kind == "earning" and element_numbered(row.element).is_nied
    )
    before = [each.totals for each in earlier]
    bill = niable + sum(each.get("pay_bill", 0) for each in before)
    run.totals["pay_bill"] = niable
    month = run.period if run.frequency == "monthly" else _tax_month(run.pay_on)
    due = levy_to_date(run.pay_on, pay_bill_pence=bill, allowance_pence=run.scheme.levy_allowance_pence, month=month)
    return due - sum(each.get("levy", 0) for each in before)


def _tax_month(day: date) -> int:
    start = TaxYear.of_date(day).start
    months = (day.year - start.year) * 12 + day.month - start.month
    return months + (1 if day.day >= start.day else 0)


def _instruct(run: PayRun, owed: dict[str, int], keys: Keys) -> None:
    """Net pay as one instruction over everybody, and single ones to whom deductions are paid over."""
    liability = {"cost_centre_id": keys.cost_centre_id, "programme_id": keys.programme_id}
    paid = run.totals["net"]
    if paid > 0:
        bulk_instruct(
            [
                BulkOrder(
                    source=(PAY_RUN, run.pk),
                    payee_name=f"Net pay of {run.scheme.employer_name}"[:140],
                    payee_count=_paid_count(run),
                    amount_pence=paid,
                    due_on=run.pay_on,
                    reference=str(run.number),
                    account_id=keys.account_ids[journal.NET_PAY],
                    **liability,
                )
            ]
        )
    payees = {payee.kind: payee for payee in SchemePayee.objects.filter(scheme_id=run.scheme_id)}
    over: list[PaymentOrder] = []
    for account, (kind, tells) in sorted(PAID_OVER.items()):
        pence = owed.get(account, 0)
        if pence <= 0:
            continue  # nothing is owed; what HMRC owes us is set off against the next payment
        payee = payees.get(kind)
        if payee is None:
            raise PayeeMissing(kind=kind)
        over.append(
            PaymentOrder(
                source=(SUBMISSION, _telling(run, tells)),
                payee_name=payee.name,
                payee_site_id=payee.site_id,
                amount_minor=pence,
                currency="GBP",
                amount_pence=pence,
                due_on=_due(run, kind),
                reference=f"{run.scheme.accounts_office} {run.number}"[:140] if kind == "hmrc" else str(run.number),
                account_id=keys.account_ids[account],
                **liability,
            )
        )
    payments_instruct(over)


def _telling(run: PayRun, kind: str) -> int:
    """What tells the payee what a payment is for, queued here to be written by a rule: its payment follows from it."""
    (made,) = create(
        SUBMISSION, "queue", [Submission(run=run, kind=kind, part=1, people=run.people)], follows=[[(PAY_RUN, run.pk)]]
    )
    return made.pk


def _due(run: PayRun, kind: str) -> date:
    """When what was withheld is due: to HMRC by the 22nd after the end of the tax month, to others with pay."""
    if kind != "hmrc":
        return run.pay_on
    day = run.pay_on
    if day.day > 5:
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day.replace(day=DUE_DAY)


def _paid_count(run: PayRun) -> int:
    """How many payslips pay something: one of nought, or less, makes no payment."""
    return run.payslips.filter(calculation=run.calculation, net_pence__gt=0).count()


def _take_inputs(run: PayRun) -> None:
    """The inputs that this run paid, of everybody who has a payslip in it: each is paid once."""
    # An array, because the planner thinks that a new run has one payslip, and would look through all inputs for each.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pay_payinput SET taken_by_id = %(run)s"
            " WHERE body_id = %(body)s AND taken_by_id IS NULL AND received_at <= %(known)s AND lower(earned) < %(to)s"
            " AND employment_id = ANY (ARRAY(SELECT p.employment_id FROM pay_payslip p"
            "  WHERE p.body_id = %(body)s AND p.run_id = %(run)s AND p.calculation = %(calculation)s))",
            {
                "run": run.pk, "body": run.body_id, "known": run.known_at, "to": run.earned.upper,
                "calculation": run.calculation,
            },
        )  # fmt: skip


def _queue(run: PayRun) -> None:
    """One part of the full payment submission for so many employees, to be written by a rule."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(employment_id), max(employment_id), count(*) FROM ("
            " SELECT p.employment_id, (row_number() OVER (ORDER BY p.employment_id) - 1) / %s AS part"
            " FROM pay_payslip p WHERE p.run_id = %s AND p.calculation = %s) x GROUP BY part ORDER BY part",
            [IN_A_SUBMISSION, run.pk, run.calculation],
        )
        parts = cursor.fetchall()
    create(
        SUBMISSION,
        "queue",
        [
            Submission(
                run=run,
                kind=Submission.Kind.FPS,
                part=place,
                first_employment_id=first,
                last_employment_id=last,
                people=people,
            )
            for place, (first, last, people) in enumerate(parts, 1)
        ],
    )


def _agree(what: str, expected: Any, found: Any) -> None:
    if expected != found:
        raise TotalsDiffer(what=what, expected=expected, found=found)


@on_released(PAY_RUN.code)
def _net_pay_released(ids: list[int]) -> None:
    """A run is paid once HMRC can be told of it: before that its payment is not released (StepRefused)."""
    for run_id in ids:
        advance_one(PAY_RUN, "pay", run_id)


@on_released(SUBMISSION.code)
def _paid_over(ids: list[int]) -> None:
    """Nothing moves on: what was told stands by itself, and its payment says that it was released."""
