"""Reads `elements.yaml` and answers for each element."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from hanaper.hr.pay.errors import UnknownElement

Kind = Literal["earning", "deduction", "benefit", "computed", "employer"]
Unit = Literal["amount", "hours", "days"]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of pay.

    number: how a payslip row names it, for ever. kind: `earning` adds to gross pay, `deduction` takes from net pay,
    `benefit` is taxed and not paid, `computed` is a deduction that the rules work out (tax), `employer` is a cost of
    the employer that the employee never sees in net pay.
    is_taxed, is_nied, is_pensioned: whether it counts for income tax, for Class 1 National Insurance (and so for
    student loans), and for pensionable pay. is_sacrifice: an earning with a negative amount, agreed in the contract.
    counts_for_minimum_wage: whether it counts as pay for the National Minimum Wage.
    is_kept_from_orders: an earning that orders of courts and public bodies do not see: family pay by statute, expenses
    (GOV.UK, what counts as earnings). is_before_tax: a deduction that lowers taxable pay: added pension under the net
    pay arrangement, payroll giving.
    multiplier_basis_points: hours are paid at this many basis points of the hourly rate; 0 where it is not hours.
    debit, credit: accounts of the chart. For an earning and an employer's cost the debit is the cost; for a deduction
    the credit is whoever is owed. special: trade union and court-order data, shown to their duty only.
    """

    code: str
    number: int
    name: str
    kind: Kind
    is_taxed: bool = False
    is_nied: bool = False
    is_pensioned: bool = False
    is_sacrifice: bool = False
    counts_for_minimum_wage: bool = False
    is_kept_from_orders: bool = False
    is_before_tax: bool = False
    multiplier_basis_points: int = 0
    unit: Unit = "amount"
    debit: str = ""
    credit: str = ""
    special: str = ""

    @property
    def is_paid(self) -> bool:
        """Whether it adds to what the person receives."""
        return self.kind == "earning"


@cache
def elements() -> tuple[Element, ...]:
    """Every element, by number."""
    import yaml

    text = resources.files("hanaper.hr.pay.elements").joinpath("elements.yaml").read_text(encoding="utf-8")
    return tuple(sorted((Element(**row) for row in yaml.safe_load(text)), key=lambda each: each.number))


@cache
def _by_code() -> dict[str, Element]:
    return {each.code: each for each in elements()}


@cache
def _by_number() -> dict[int, Element]:
    return {each.number: each for each in elements()}


def element(code: str) -> Element:
    """The element of this code. Raises UnknownElement."""
    try:
        return _by_code()[code]
    except KeyError:
        raise UnknownElement(found=code) from None


def element_numbered(number: int) -> Element:
    """The element of this number, as a payslip row carries it. Raises UnknownElement."""
    try:
        return _by_number()[number]
    except KeyError:
        raise UnknownElement(found=number) from None
