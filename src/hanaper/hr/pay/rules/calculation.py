"""One pay calculation, from gross to net, over a whole batch of people: the order in which the rules apply.

Gross pay; National Insurance on what is liable to it; pension on pensionable pay; income tax on what is left, with its
limit; net earnings; priority orders; student loans; other orders; voluntary deductions; net pay. A person is a batch of
one. With `workings` every line says how it came about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.elements import elements
from hanaper.hr.pay.rules import pensions
from hanaper.hr.pay.rules.attachments import Attached, Orders, attach
from hanaper.hr.pay.rules.national_insurance import (
    Contributions,
    contributions,
    counted_together,
    director_contributions,
)
from hanaper.hr.pay.rules.statutory import PAYMENTS
from hanaper.hr.pay.rules.student_loans import repayments
from hanaper.hr.pay.rules.tax import Tax, tax_due
from hanaper.hr.pay.rules.tax_codes import Codes
from hanaper.hr.pay.rules.to_date import FIGURES, PLACE
from hanaper.hr.pay.rules.workings import Pence, Workings

Whole = NDArray[np.int64]
Words = NDArray[Any]
FAMILY_ABSENCE: Final = "family_absence"
"""Ordinary pay that is not earned on paid family leave: the employer's pension contribution goes on as if it were."""
ADDED_PENSION: Final = "added_pension"
"""A pension contribution too where orders look at what is left of pay."""
STATUTORY: Final = ("ssp", "smp", "spp", "sap", "shpp", "spbp", "sncp")
COMPUTED: Final = (
    "tax", "ni", "pension", "student_loan", "postgraduate_loan", "attachment_charge", "ni_employer", "pension_employer",
)  # fmt: skip


@dataclass(frozen=True)
class People:
    """What the rules must know of each person of a batch, column by column.

    to_date: pence of the tax year before this payment, shape (n, len(FIGURES)). ni_to_date: the six figures of
    `to_date.NI_FIGURES` for the present letter, shape (n, 6); in_period: the same of payments in this same earnings
    period (a supplementary run), with which this one counts together. jobs: people with the same number have jobs that
    count together for National Insurance. director: "", "annual" or "last" (the last payment of the year by the
    alternative method); director_weeks: tax weeks from the appointment. plan: of student loans, "" for none.
    """

    codes: Codes
    is_week1: NDArray[np.bool_]
    letters: Words
    jobs: Whole
    director: Words
    director_weeks: Whole
    plan: Words
    postgraduate: Words
    pension: Words
    member_basis_points: Whole
    ages: Whole
    is_service: NDArray[np.bool_]
    to_date: Pence
    ni_to_date: Pence
    in_period: Pence

    def __len__(self) -> int:
        return len(self.is_week1)


@dataclass(frozen=True)
class Lines:
    """Lines of payslips in one long table. person: index. element: its number. pence: as the element counts. units:
    hundredths of hours or days, 0 where it is neither. ref: what the line is for, such as the id of an order."""

    person: Whole
    element: Whole
    pence: Pence
    units: Whole
    ref: Whole

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True)
class Paid:
    """What a batch is paid. lines: everything on the payslips, in the order of person and element. to_date and
    ni_to_date: with this payment. short: pence that each order could not take."""

    gross: Pence
    net: Pence
    taxable: Pence
    niable: Pence
    tax: Tax
    insurance: Contributions
    pension: pensions.Pensions
    attached: Attached
    lines: Lines
    to_date: Pence
    ni_to_date: Pence


def calculate(
    people: People,
    given: Lines,
    orders: Orders,
    order_ids: Whole,
    *,
    on: date,
    frequency: str,
    period: int,
    days: int,
    earned_on: date,
    workings: Workings | None = None,
) -> Paid:
    """Work out the pay of a batch.

    given: earnings, benefits and voluntary deductions. orders: with `person` as an index into the batch; order_ids:
    their ids. on: the day of payment. period: tax week or month. days: of the period, for orders by the day.
    earned_on: the last day for which pay is earned.
    """
    n = len(people)
    sums = _sums(given, n)
    insurance = _insurance(people, sums.niable, on, frequency, workings)
    pension = pensions.contributions(
        on,
        people.pension,
        sums.pensionable,
        frequency=frequency,
        member_basis_points=people.member_basis_points,
        ages=people.ages,
        expected=sums.expected,
        earned_on=earned_on,
        workings=workings,
    )
    taxable = sums.taxed - pension.relieved - sums.before_tax
    tax = tax_due(
        on,
        people.codes,
        frequency=frequency,
        period=period,
        is_week1=people.is_week1,
        pay=taxable,
        pay_to_date=people.to_date[:, PLACE["taxable"]] + taxable,
        tax_before=people.to_date[:, PLACE["tax"]],
        benefits=sums.benefits,
        workings=workings,
    )
    student = repayments(on, people.plan, sums.niable, frequency=frequency, workings=workings)
    postgraduate = repayments(on, people.postgraduate, sums.niable, frequency=frequency, workings=workings)
    net_pay = np.maximum(sums.gross - tax.tax - insurance.employee - pension.member - sums.added_pension, 0)
    net_earnings = np.maximum(net_pay - sums.kept, 0)
    attached = attach(
        on,
        orders,
        net_earnings,
        student + postgraduate,
        kept_from_orders=net_pay - net_earnings,
        frequency=frequency,
        days=days,
        is_service=people.is_service,
        workings=workings,
    )
    amounts = _amounts(tax, insurance, pension, attached, postgraduate)
    lines = _all_lines(given, amounts, orders, order_ids, attached)
    deducted = _sum(lines, n, lambda each: each.kind in ("deduction", "computed"))
    return Paid(
        sums.gross,
        sums.gross - deducted,
        taxable,
        sums.niable,
        tax,
        insurance,
        pension,
        attached,
        lines,
        people.to_date + _figures(given, sums, amounts, taxable),
        people.ni_to_date + _of_letter(sums.niable, insurance),
    )


@dataclass(frozen=True)
class _Sums:
    """What was given to each person, in pence, as each rule looks at it. expected: pensionable pay, and on paid family
    leave what would have been earned. kept: what orders leave alone. added_pension: taken beside the contribution."""

    gross: Pence
    niable: Pence
    pensionable: Pence
    expected: Pence
    benefits: Pence
    taxed: Pence
    before_tax: Pence
    kept: Pence
    added_pension: Pence


def _sums(given: Lines, n: int) -> _Sums:
    pensionable = np.maximum(_sum(given, n, lambda each: each.is_pensioned and each.kind == "earning"), 0)
    not_earned = _sum(given, n, lambda each: each.code == FAMILY_ABSENCE)
    instead = _sum(given, n, lambda each: each.code in PAYMENTS)
    return _Sums(
        gross=_sum(given, n, lambda each: each.kind == "earning"),
        niable=np.maximum(_sum(given, n, lambda each: each.is_nied and each.kind == "earning"), 0),
        pensionable=pensionable,
        expected=np.where(not_earned < 0, pensionable - not_earned - instead, pensionable),
        benefits=_sum(given, n, lambda each: each.kind == "benefit"),
        taxed=_sum(given, n, lambda each: each.is_taxed),
        before_tax=_sum(given, n, lambda each: each.is_before_tax),
        kept=_sum(given, n, lambda each: each.is_kept_from_orders),
        added_pension=_sum(given, n, lambda each: each.code == ADDED_PENSION),
    )


def _amounts(
    tax: Tax, insurance: Contributions, pension: pensions.Pensions, attached: Attached, postgraduate: Pence
) -> dict[str, Pence]:
    """What was worked out, by element. Where orders leave less for loans, postgraduate ones are repaid first."""
    postgraduate_taken = np.minimum(postgraduate, attached.loans)
    return {
        "tax": tax.tax,
        "ni": insurance.employee,
        "pension": pension.member,
        "student_loan": attached.loans - postgraduate_taken,
        "postgraduate_loan": postgraduate_taken,
        "attachment_charge": attached.charge,
        "ni_employer": insurance.employer,
        "pension_employer": pension.employer,
    }


def _figures(given: Lines, sums: _Sums, amounts: dict[str, Pence], taxable: Pence) -> Pence:
    """What this payment adds to the totals of the year, in the order of `to_date.FIGURES`."""
    n = len(taxable)
    figures = amounts | {
        "gross": sums.gross,
        "taxable": taxable,
        "niable": sums.niable,
        "benefits": sums.benefits,
        "pension": amounts["pension"] + sums.added_pension,
    }
    for code in STATUTORY:
        figures[code] = _sum(given, n, lambda each, code=code: each.code == code)
    return np.stack([figures[name] for name in FIGURES], axis=1)


def _insurance(people: People, niable: Pence, on: date, frequency: str, workings: Workings | None) -> Contributions:
    """Each job by itself, jobs that count together as one, payments of one earnings period together, directors by the
    year."""
    earlier = _contributions_of(people.in_period)
    earnings = niable + people.in_period[:, 0]
    by_year = people.director != ""
    given: dict[str, Any] = {"frequency": frequency, "applies": ~by_year, "workings": workings}
    if len(np.unique(people.jobs)) < len(people.jobs):
        found = counted_together(on, people.jobs, people.letters, earnings, **given)
    else:
        found = contributions(on, people.letters, earnings, **given)
    found = found.minus(earlier)
    if workings is not None:
        for line, left, paid in (
            ("ni", found.employee, earlier.employee), ("ni_employer", found.employer, earlier.employer)
        ):  # fmt: skip
            workings.note(
                line, "contributions of the earnings period - those of earlier payments in it", left,
                inputs={"earlier": paid, "earlier_earnings": people.in_period[:, 0]},
                applies=~by_year & (people.in_period[:, 0] != 0),
            )  # fmt: skip
    if by_year.any():
        year = director_contributions(
            on,
            people.letters,
            people.ni_to_date[:, 0] + niable,
            before=_contributions_of(people.ni_to_date),
            weeks=people.director_weeks,
            applies=by_year,
            workings=workings,
        )
        found = Contributions(
            *(np.where(by_year, yearly, own) for yearly, own in zip(year.columns(), found.columns(), strict=True))
        )
    return found


def _contributions_of(figures: Pence) -> Contributions:
    """What figures in the order of `to_date.NI_FIGURES` say of contributions."""
    return Contributions(figures[:, 5], figures[:, 4], figures[:, 1], figures[:, 2], figures[:, 3])


def _of_letter(niable: Pence, insurance: Contributions) -> Pence:
    """The six figures of the period in the order of `to_date.NI_FIGURES`."""
    return np.stack(
        [niable, insurance.at_lel, insurance.lel_to_pt, insurance.pt_to_uel, insurance.employer, insurance.employee],
        axis=1,
    )


def _sum(lines: Lines, n: int, which: Any) -> Pence:
    """Pence of each person over the lines of those elements."""
    wanted = _wanted(which)
    chosen = wanted[lines.element]
    total = np.zeros(n, dtype=np.int64)
    np.add.at(total, lines.person[chosen], lines.pence[chosen])
    return total


def _wanted(which: Any) -> NDArray[np.bool_]:
    """For each number of an element whether it is one of those: to be indexed with a column of numbers."""
    found = np.zeros(max(each.number for each in elements()) + 1, dtype=bool)
    for each in elements():
        found[each.number] = which(each)
    return found


def _all_lines(given: Lines, amounts: dict[str, Pence], orders: Orders, order_ids: Whole, attached: Attached) -> Lines:
    """What was given and what was worked out, without lines of nothing, by person and element."""
    numbers = {each.code: each.number for each in elements()}
    parts: list[Sequence[Whole]] = [(given.person, given.element, given.pence, given.units, given.ref)]
    for code in COMPUTED:
        people = np.flatnonzero(amounts[code])
        nought = np.zeros(len(people), dtype=np.int64)
        parts.append((people, np.full(len(people), numbers[code]), amounts[code][people], nought, nought))
    taken = np.flatnonzero(attached.taken)
    nought = np.zeros(len(taken), dtype=np.int64)
    parts.append(
        (
            orders.person[taken],
            np.full(len(taken), numbers["attachment"]),
            attached.taken[taken],
            nought,
            order_ids[taken],
        )
    )
    person, element, pence, units, ref = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((ref, element, person))
    return Lines(person[order], element[order], pence[order], units[order], ref[order])
