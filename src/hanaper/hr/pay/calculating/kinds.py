"""The kinds of file that can be calculated, each known by its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from hanaper.hr.pay.calculating.examples import EXAMPLES
from hanaper.hr.pay.calculating.files import Group, Kind, Row
from hanaper.hr.pay.errors import WrongPayFile
from hanaper.hr.pay.rules.attachments import Orders, attach
from hanaper.hr.pay.rules.national_insurance import Contributions, contributions, director_contributions
from hanaper.hr.pay.rules.orders import DIRECT, MAINTENANCE
from hanaper.hr.pay.rules.student_loans import POSTGRADUATE, repayments
from hanaper.hr.pay.rules.tax import tax_due
from hanaper.hr.pay.rules.tax_codes import read_codes

NO_END: Final = 10**15
PREFIXES: Final = {"ruk": "", "scotland": "S", "wales": "C"}


def _tax(group: Group) -> None:
    codes = [_code(row) for row in group.rows]
    bases = [row.one_of("basis", "cumulative", "w1m1") for row in group.rows]
    found = tax_due(
        group.on,
        read_codes(codes),
        frequency=group.frequency,
        period=group.whole("period"),
        is_week1=np.array([basis == "w1m1" for basis in bases]),
        pay=group.pence("gross_pay"),
        pay_to_date=group.pence("pay_to_date"),
        tax_before=group.pence("tax_paid_before"),
        benefits=group.pence("payrolled_bik_in_gross", 0),
        workings=group.workings,
    )
    limited = np.where(found.limited, "yes", "no")
    group.answer(tax_in_period=found.tax, tax_to_date=found.to_date, regulatory_limit_applies=limited)


def _code(row: Row) -> str:
    """The code with the prefix of its regime: some files write it in the code, others in a column of its own. NT has
    none."""
    code = row.text("tax_code").upper()
    region = row.one_of("region", *PREFIXES, default="ruk")
    return code if code[0] in "SC" or code == "NT" else PREFIXES[region] + code


def _insurance(group: Group) -> None:
    found = contributions(
        group.on, group.words("category"), group.pence("gross_pay"), frequency=group.frequency, workings=group.workings
    )
    group.answer(
        employee_ni=found.employee, employer_ni=found.employer, total_ni=found.employee + found.employer,
        at_lel=found.at_lel, lel_to_pt=found.lel_to_pt, pt_to_uel=found.pt_to_uel,
    )  # fmt: skip


def _directors(group: Group) -> None:
    """Directors are paid weekly in these files: their last payment of the year, and every one on the annual method, is
    worked out by the year's thresholds."""
    letters, pay, to_date = group.words("category"), group.pence("gross_pay"), group.pence("gross_pay_to_date")
    before = group.pence("employee_ni_before"), group.pence("employer_ni_before")
    nought = np.zeros_like(pay)
    methods = [row.one_of("method", "annual", "alternative") for row in group.rows]
    annual = np.array([row.yes("is_final_period") for row in group.rows]) | (np.array(methods) == "annual")
    by_year = director_contributions(
        group.on, letters, to_date, before=Contributions(*before, nought, nought, nought),
        weeks=group.whole("directorship_weeks"), applies=annual, workings=group.workings,
    )  # fmt: skip
    by_period = contributions(group.on, letters, pay, frequency="weekly", applies=~annual, workings=group.workings)
    employee = np.where(annual, by_year.employee, by_period.employee)
    employer = np.where(annual, by_year.employer, by_period.employer)
    group.answer(
        employee_ni=employee, employer_ni=employer,
        employee_ni_to_date=before[0] + employee, employer_ni_to_date=before[1] + employer,
    )  # fmt: skip


def _loans(group: Group) -> None:
    plans = np.array([row.text("plan", "").lower().replace(" ", "") for row in group.rows], dtype="U12")
    postgraduate = np.array([POSTGRADUATE if row.yes("postgraduate_loan") else "" for row in group.rows], dtype="U12")
    pay = group.pence("nicable_pay")
    given = {"frequency": group.frequency, "workings": group.workings}
    group.answer(
        student_loan=repayments(group.on, plans, pay, **given),  # type: ignore[arg-type]
        postgraduate_loan=repayments(group.on, postgraduate, pay, **given),  # type: ignore[arg-type]
    )


def _orders(group: Group) -> None:
    """One direct earnings attachment each, after priority deductions that are known only by their amount."""
    count = len(group.rows)
    people, nought = np.arange(count), np.zeros(count, dtype=np.int64)
    prior, rates = group.pence("prior_deductions"), group.words("rate")
    for row in group.rows:
        if row.text("order_type").lower() != DIRECT or row.text("rate").lower() not in ("standard", "higher"):
            given = f"order_type {row.text('order_type')!r} with rate {row.text('rate')!r}"
            raise WrongPayFile(line=row.line, found=given, expected="DEA, at the rate standard or higher")
    orders = Orders(
        person=np.r_[people, people],
        kind=np.repeat(np.array([MAINTENANCE, DIRECT], dtype="U16"), count),
        made_on=np.full(2 * count, group.on.toordinal()),
        normal=np.r_[prior, nought],
        protected=np.r_[nought, nought],
        rate=np.r_[np.full(count, "", dtype="U10"), np.char.lower(rates)],
        still_owed=np.full(2 * count, NO_END),
    )
    found = attach(
        group.on, orders, group.pence("attachable_earnings"), nought,
        frequency=group.frequency, days=30, keeps_charge=False, workings=group.workings,
    )  # fmt: skip
    group.answer(deduction=found.taken[count:])


KINDS: Final = (
    Kind("income tax",
         ["tax_code", "basis", "period", "gross_pay", "pay_to_date", "tax_paid_before", "frequency"], _tax),
    Kind("directors' National Insurance",
         ["category", "method", "gross_pay_to_date", "employee_ni_before", "employer_ni_before", "directorship_weeks"],
         _directors, has_frequency=False),
    Kind("National Insurance", ["category", "frequency", "gross_pay"], _insurance),
    Kind("student loans", ["plan", "postgraduate_loan", "nicable_pay", "frequency"], _loans),
    Kind("direct earnings attachments", ["order_type", "rate", "attachable_earnings", "prior_deductions"], _orders),
    EXAMPLES,
)  # fmt: skip


def kind_of(header: Sequence[str]) -> Kind:
    """The kind of file that has these columns. Raises WrongPayFile, naming what each kind needs."""
    for kind in KINDS:
        if set(kind.needs) <= set(header):
            return kind
    known = "; ".join(f"for {kind.name}: {', '.join(kind.needs)}" for kind in KINDS)
    raise WrongPayFile(line=1, found=f"the columns {', '.join(header) or '(none)'}", expected=f"the columns, {known}")
