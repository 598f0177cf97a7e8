"""The employees of a full payment submission: their payslips, with what else a submission says of each.

Beside a payslip it says hours, starters and leavers, directors and the plan of a loan, as they were known when the run
was calculated.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from hanaper.hr.pay import gathering
from hanaper.hr.pay.elements import element_numbered
from hanaper.hr.pay.gathering import KNOWN, PUBLISHED, THEIRS, range_of, read
from hanaper.hr.pay.models import PayRun
from hanaper.hr.pay.rti.fps import FpsEmployee, NiFigures, hours_band
from hanaper.hr.pay.rules.pensions import AT_SOURCE
from hanaper.hr.pay.rules.statutory import PAYMENTS
from hanaper.hr.pay.rules.to_date import FIGURES, NI_FIGURES
from hanaper.hr.people.api import Identity, identities
from hanaper.kernel.periods import TaxYear

PURPOSE: Final = "full payment submission"
STATUTORY: Final = ("tax", "ni", "pension", "added_pension", "student_loan", "postgraduate_loan")
"""What is taken before what HMRC calls pay after statutory deductions."""
TOLD: Final = tuple(state for state in PUBLISHED if state != "committed")

SLIPS = """
    SELECT p.employment_id, p.person_id, p.tax_code, p.is_week1, p.elements, p.amounts, p.to_date, p.ni_letter,
           p.ni_letters, p.ni_to_date, p.gross_pence, p.pension_scheme
    FROM pay_payslip p JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
    WHERE p.body_id = %(body)s AND p.run_id = %(run)s AND p.employment_id BETWEEN %(from_id)s AND %(to_id)s
    ORDER BY p.employment_id"""

EMPLOYED = """
    SELECT e.id, e.number, e.started_on, e.ended_on FROM people_employment e
    WHERE e.body_id = %(body)s AND e.id = ANY (%(ids)s::bigint[])"""

HOURS = f"""
    SELECT DISTINCT ON (t.employment_id) t.employment_id, t.hours FROM people_terms t
    WHERE {THEIRS.format("t")} AND {KNOWN.format("t")} AND lower(t.valid) <= %(on)s
    ORDER BY t.employment_id, lower(t.valid) DESC"""

NOTICES = f"""
    SELECT f.employment_id, f.notice FROM pay_taxfact f
    WHERE {THEIRS.format("f")} AND f.valid @> %(on)s AND {KNOWN.format("f")}"""

TOLD_BEFORE = f"""
    SELECT DISTINCT p.employment_id FROM pay_payslip p
    JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
    WHERE {THEIRS.format("p")} AND p.run_id <> %(run)s AND r.state = ANY (%(told)s)"""


def fps_employees(run: PayRun, first: int, last: int) -> Iterator[FpsEmployee]:
    """Everybody whom a run pays of the employments from first to last, in order."""
    wanted, year = range_of(run, 0, 0), TaxYear(run.tax_year)
    slips = read(SLIPS, wanted, from_id=first, to_id=last)
    ids = [slip[0] for slip in slips]
    employed = {pk: rest for pk, *rest in read(EMPLOYED, wanted, ids=ids)}
    hours = dict(read(HOURS, wanted, ids=ids))
    plans = {pk: plan for pk, plan in read(gathering.LOANS, wanted, ids=ids) if plan != "postgraduate"}
    directors = {
        pk: {"director": method, "director_week": _week(since, year)}
        for pk, _, method, since in read(gathering.NI, wanted, ids=ids)
        if method
    }
    new = [pk for pk, (_, started, _) in employed.items() if started in year]
    notices = dict(read(NOTICES, wanted, ids=new))
    starters = {
        pk: {"starter": employed[pk][1], "declaration": notices.get(pk, "").removeprefix("starter-")}
        for pk in set(new) - {pk for (pk,) in read(TOLD_BEFORE, wanted, ids=new, told=list(TOLD))}
    }
    known = identities([slip[1] for slip in slips], purpose=PURPOSE)
    # Who leaves after the day of payment, but within the period that this run pays for, is told of by no later one.
    last_told = max(run.pay_on, run.earned.upper - timedelta(days=1))
    for pk, person_id, *slip in slips:
        number, _, ended = employed[pk]
        more = directors.get(pk, {}) | starters.get(pk, {})
        yield _employee(
            run, slip, known[person_id], payroll_id=number, hours=hours_band(hours.get(pk, 0)), plan=plans.get(pk, ""),
            left_on=ended if ended is not None and ended <= last_told else None, **more,
        )  # fmt: skip


def _employee(run: PayRun, slip: list[Any], who: Identity, **more: Any) -> FpsEmployee:
    """What a payslip says of one employee. slip: a row of SLIPS from its tax code on. more: what it does not say."""
    code, week1, elements, amounts, to_date, letter, letters, ni_to_date, gross, pension_scheme = slip
    period: dict[str, int] = {}
    taxed = niable = benefits = 0
    for each, pence in zip(elements, amounts, strict=True):
        kind = element_numbered(each)
        period[kind.code] = period.get(kind.code, 0) + pence
        taxed += pence if kind.is_taxed else -pence if kind.is_before_tax else 0
        niable += pence if kind.is_nied and kind.kind == "earning" else 0
        benefits += pence if kind.kind == "benefit" else 0
    at_source = pension_scheme in AT_SOURCE
    total = dict(zip(FIGURES, to_date, strict=True))
    return FpsEmployee(
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
        ni=_letters(letter, letters, ni_to_date, niable, period),
        after_statutory=gross - sum(period.get(each, 0) for each in STATUTORY),
        pension=period.get("pension", 0) + period.get("added_pension", 0),
        pension_to_date=total["pension"],
        is_pension_at_source=at_source,
        student_loan=period.get("student_loan", 0),
        student_loan_to_date=total["student_loan"],
        postgraduate_loan=period.get("postgraduate_loan", 0),
        postgraduate_to_date=total["postgraduate_loan"],
        benefits=benefits,
        benefits_to_date=total["benefits"],
        statutory={each: total[each] for each in PAYMENTS},
        **more,
    )


def _week(since: date | None, year: TaxYear) -> int:
    """The tax week in which a director was appointed, 1 where that was before the year."""
    return max((since - year.start).days // 7 + 1, 1) if since else 1


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
