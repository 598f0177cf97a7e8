"""Reads of parallel runs, always of the bodies in scope and in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from hanaper.hr.pay.api import PayRun, element_numbered, pay_runs
from hanaper.kernel.errors import NotThere
from hanaper.transition.parallel.models import Difference, ParallelRun
from hanaper.transition.parallel.rules.causes import Result
from hanaper.transition.parallel.wording import CAUSES

CALCULATED = ("calculated", "checked", "approved", "committed", "reported", "paid", "closed")
"""States of a pay run in which its payslips, drafts or published, are whole."""


@dataclass(frozen=True, slots=True)
class Differing:
    """One person whose two results are not alike. employment_id: None where nobody here has the number."""

    payroll_number: str
    employment_id: int | None
    is_part_period: bool
    here: Result | None
    there: Result | None


@dataclass(frozen=True, slots=True)
class Group:
    """The differences of one cause in a run. net_pence: what they do together to net pay here, beside there."""

    cause: str
    people: int
    found: int
    open: int
    net_pence: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a body's pay may be cut over. run: its last parallel run. open: differences not accepted yet. is_ready:
    signed off, and its pay run is still the one that was compared."""

    run: ParallelRun | None
    open: int
    is_ready: bool


def parallel_runs() -> QuerySet[ParallelRun]:
    """Every parallel run in scope, the latest first, with how many differences are open."""
    return (
        ParallelRun.objects.select_related("body")
        .annotate(open_count=Count("differences", filter=Q(differences__state="open")))
        .order_by("-pk")
    )


def parallel_run_get_for(run_id: int) -> ParallelRun:
    """One run in scope. Raises NotThere, alike for none and for not yours."""
    found = ParallelRun.objects.select_related("body").filter(pk=run_id).first()
    if found is None:
        raise NotThere(what="parallel run", found=run_id)
    return found


def pay_runs_of(runs: Sequence[ParallelRun]) -> dict[int, PayRun]:
    """The pay run of each, by its id."""
    return {run.pk: run for run in pay_runs().filter(pk__in={each.pay_run_id for each in runs})}


def differences(run_id: int) -> QuerySet[Difference]:
    """The differences of a run that still count, by cause."""
    return (
        Difference.objects.select_related("body", "run")
        .filter(run_id=run_id)
        .exclude(state="lapsed")
        .order_by("cause", "payroll_number", "element")
    )


def difference_get_for(difference_id: int) -> Difference:
    """One difference in scope. Raises NotThere, alike for none and for not yours."""
    found = Difference.objects.select_related("body", "run").filter(pk=difference_id).first()
    if found is None:
        raise NotThere(what="difference", found=difference_id)
    return found


def groups(run_id: int) -> list[Group]:
    """The differences of a run by cause, in the order of `CAUSES`."""
    counted = (
        differences(run_id)
        .order_by()
        .values("cause")
        .annotate(
            people=Count("payroll_number", distinct=True),
            found=Count("pk"),
            open=Count("pk", filter=Q(state="open")),
        )
    )
    by_cause = {row["cause"]: row for row in counted}
    net = dict.fromkeys(by_cause, 0)
    for cause, number, change in (
        differences(run_id).order_by().values_list("cause", "element").annotate(change=Sum("change_pence"))
    ):
        net[cause] += _net_sign(number) * change
    return [
        Group(cause, row["people"], row["found"], row["open"], net[cause])
        for cause in CAUSES
        if (row := by_cause.get(cause)) is not None
    ]


def _net_sign(number: int) -> int:
    """Whether an element adds to net pay, takes from it, or does neither (a cost of the employer, a benefit)."""
    kind = element_numbered(number).kind if number else ""
    return {"earning": 1, "deduction": -1, "computed": -1}.get(kind, 0)


def is_stale(run: ParallelRun) -> bool:
    """Whether the pay run is another one than was compared: calculated again, opened again, or not compared yet."""
    pay_run = pay_runs_of([run]).get(run.pay_run_id)
    return pay_run is None or pay_run.calculation != run.calculation or pay_run.state not in CALCULATED


def readiness(body_id: int) -> Readiness:
    """Whether a body in scope may be cut over, by its last parallel run that was not abandoned."""
    run = ParallelRun.objects.filter(body_id=body_id).exclude(state="abandoned").order_by("-pk").first()
    if run is None:
        return Readiness(None, 0, False)
    waiting = Difference.objects.filter(run=run, state="open").count()
    return Readiness(run, waiting, run.state == "ready" and not waiting and not is_stale(run))


def people_here(run: ParallelRun) -> int:
    """How many payslips the pay run has: asked in an act of the body, under `migration.run`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM hanaper.payslips_by_number(%s, '{}')", [run.pay_run_id])
        (count,) = cursor.fetchone()
    return int(count)


def differing(run: ParallelRun) -> Iterator[Differing]:
    """Everybody whose two results are not alike, by payroll number. The database leaves out those who are.

    Asked in an act of the body, under `migration.run`: the database gives payslips by number to nobody else.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(h.payroll_number, t.payroll_number),"
            "   coalesce(h.employment_id, e.id), coalesce(h.is_part_period, false),"
            "   h.elements, h.amounts, h.units, h.tax_code, h.ni_letter, h.pension_scheme,"
            "   t.elements, t.amounts, t.hours, t.tax_code, t.ni_letter, t.pension_scheme"
            " FROM hanaper.payslips_by_number(%(pay_run)s, %(leaving_out)s::smallint[]) h"
            " FULL JOIN (SELECT * FROM parallel_legacypay"
            "   WHERE body_id = %(body)s AND run_id = %(run)s AND edition = %(edition)s) t"
            "   ON t.payroll_number = h.payroll_number"
            " LEFT JOIN people_employment e ON e.body_id = %(body)s AND e.number = t.payroll_number"
            " WHERE h.payroll_number IS NULL OR t.payroll_number IS NULL"
            "   OR h.elements <> t.elements OR h.amounts <> t.amounts"
            "   OR (t.tax_code <> '' AND t.tax_code <> h.tax_code)"
            "   OR (t.ni_letter <> '' AND t.ni_letter <> h.ni_letter)"
            "   OR (t.pension_scheme <> '' AND t.pension_scheme <> h.pension_scheme)"
            " ORDER BY 1",
            {
                "pay_run": run.pay_run_id, "leaving_out": list(run.leaving_out), "body": run.body_id, "run": run.pk,
                "edition": run.edition,
            },
        )  # fmt: skip
        for number, employment_id, is_part, *sides in cursor.fetchall():
            yield Differing(number, employment_id, is_part, _result(*sides[:6]), _result(*sides[6:]))


def _result(
    elements: list[int] | None,
    amounts: list[int],
    units: list[int],
    tax_code: str,
    ni_letter: str,
    pension_scheme: str,
) -> Result | None:
    """One side of a row; None where that payroll has nobody of this number."""
    if elements is None:
        return None
    codes = [element_numbered(number) for number in elements]
    return Result(
        pence={element.code: pence for element, pence in zip(codes, amounts, strict=True)},
        hours={
            element.code: hours
            for element, hours in zip(codes, units, strict=True)
            if element.unit == "hours" and hours >= 0
        },
        tax_code=tax_code,
        ni_letter=ni_letter,
        pension_scheme=pension_scheme,
    )
