"""Pay on the update: two counts of one cost, and nothing that rests on a few."""

from __future__ import annotations

from datetime import date

import pytest

from hanaper.foundation.acts.api import Automation, reading
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.update.pay import FIGURES, PayLine, pay_lines, together

SEPTEMBER = FiscalPeriod(2026, 6)


@pytest.fixture
def payroll(db: None) -> Payroll:
    found = build_payroll()
    for pence in (2_400_000, 3_600_000, 5_200_000):
        found.hire(pence)
    found.pay(date(2026, 9, 30))
    return found


def lines(payroll: Payroll, *, least: int) -> list[PayLine]:
    bodies = {body.pk: body for body in (payroll.alpha, payroll.world.beta)}
    with reading(Automation("update"), "update.read"):
        return pay_lines(bodies, SEPTEMBER, least)


def test_what_payslips_charge_is_what_the_books_hold(payroll: Payroll) -> None:
    (line,) = lines(payroll, least=1)
    assert (line.code, line.runs, line.payslips) == ("alpha", 1, 3)
    assert line.agrees and line.books_pence == line.charged_pence
    assert line.gross_pence == sum(round(pence / 12) for pence in (2_400_000, 3_600_000, 5_200_000))
    assert together([line]) == (3, line.books_pence)


def test_pay_of_a_few_is_left_out_with_all_that_rests_on_it(payroll: Payroll) -> None:
    (line,) = lines(payroll, least=10)
    assert line.is_suppressed
    assert [getattr(line, name) for name in FIGURES] == [None] * len(FIGURES)
    assert together([line]) == (0, 0)
