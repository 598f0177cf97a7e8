"""Figures of a month's pay: how right it was, how much went by itself, and what came late.

What they count is told by pay itself (`hr.pay.api.pay_months`). `lines` are the filters of pay's own lists, which show
exactly what a figure counts to the pay team: who was paid wrongly is nobody else's to see.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from hanaper.centre.levels.figures import Figure
from hanaper.centre.levels.measures import measure
from hanaper.hr.pay.api import PUBLISHED, PayMonth, pay_runs
from hanaper.kernel.periods import FiscalPeriod

NOBODY: Final = "Nobody was entitled to pay by a main run."
NO_PAYSLIP: Final = "No payslip was published."
NO_INPUT: Final = "Nothing was entered."
SIDE: Final = (
    "Split by side, the body or the centre: not known. Whatever came late was recorded by the centre, and nothing says"
    " when the body told it."
)
PEOPLE, INPUTS = "pay-measured/", "pay-measured/inputs/"


def pay_figures(found: PayMonth, *, synthetic: bool) -> list[Figure]:
    """The figures of one body's pay, or of several together, in the order in which they are read."""

    def counted(key: str, title: str, size: int, lines: dict[str, str]) -> Figure:
        about = measure(key.partition(".")[0])
        return Figure(key, title, about, "documents", size, size, None, lines, synthetic=synthetic)

    def share(
        key: str, title: str, value: int | None, part: int, whole: int, lines: dict[str, str], missing: str
    ) -> Figure:
        note = missing if value is None else ""
        about = measure(key.partition(".")[0])
        return Figure(key, title, about, "basis points", value, part, whole, lines, note, synthetic=synthetic)

    right = found.entitled - found.not_paid - found.told_late
    return [
        share("pay-accuracy.right", "Pay accuracy", found.accuracy_basis_points, right, found.entitled,
              {"outcome": "right"}, NOBODY),
        counted("pay-accuracy.not-paid", "Not paid", found.not_paid, {"outcome": "not-paid"}),
        counted("pay-accuracy.told-late", "Told late", found.told_late, {"outcome": "told-late"}),
        share("pay-touchless.all", "Touchless payslips", found.touchless_basis_points, found.payslips - found.touched,
              found.payslips, {"touch": "touchless"}, NO_PAYSLIP),
        share("pay-late-inputs.late", "Late inputs", found.late_basis_points, found.late_inputs, found.inputs,
              {"came": "late"}, NO_INPUT),
    ]  # fmt: skip


def lines_page(figure: Figure) -> str:
    """Which of pay's lists shows what a figure counts."""
    return INPUTS if figure.measure.code == "pay-late-inputs" else PEOPLE


def latest_pay_month(*, on: date) -> FiscalPeriod:
    """The last month by that day in which a run of the bodies in scope paid, or else the day's own."""
    run = pay_runs().filter(state__in=PUBLISHED, pay_on__lte=on).first()
    return FiscalPeriod.of_date(run.pay_on if run else on)
