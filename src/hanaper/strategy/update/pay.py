"""What people were paid in a month, body by body, as the update says it: sums and rates, and never of a few.

What payslips charge stands beside what the books hold for the same runs: they are two counts of one cost, and agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hanaper.centre.costs.api import hidden
from hanaper.foundation.tenancy.api import Body
from hanaper.hr.pay.api import PAY_RUN, PayMonth, pay_months, pay_runs
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.api import charged


@dataclass(frozen=True, slots=True)
class PayLine:
    """A body's pay in the month. charged_pence: by payslips, with the apprenticeship levy; books_pence: by the journals
    of the same runs. Everything is None where it rests on too few people, and `is_suppressed` says so."""

    code: str
    name: str
    runs: int
    payslips: int | None
    gross_pence: int | None
    net_pence: int | None
    charged_pence: int | None
    books_pence: int | None
    accuracy_basis_points: int | None
    touchless_basis_points: int | None
    late_inputs: int | None
    late_basis_points: int | None
    is_suppressed: bool
    synthetic: bool

    @property
    def agrees(self) -> bool:
        """Whether payslips and books say the same."""
        return self.charged_pence == self.books_pence


FIGURES: Final = (
    "payslips", "gross_pence", "net_pence", "charged_pence", "books_pence", "accuracy_basis_points",
    "touchless_basis_points", "late_inputs", "late_basis_points",
)  # fmt: skip
"""What is left out where it rests on too few people."""


def pay_lines(bodies: Mapping[int, Body], month: FiscalPeriod, least: int) -> list[PayLine]:
    """The pay of each of these bodies that paid somebody in the month, by name. least: people that a line rests on."""
    found = {each.body_id: each for each in pay_months(since=month.start, before=month.end) if each.body_id in bodies}
    hide = hidden({pk: each.payslips for pk, each in found.items()}, least)
    runs = pay_runs().filter(body__in=found, pay_on__gte=month.start, pay_on__lt=month.end)
    books = charged(source=PAY_RUN.code, source_ids=list(runs.values_list("pk", flat=True)))
    return [_line(bodies[pk], found[pk], books.get(pk, 0), is_hidden=pk in hide) for pk in bodies if pk in found]


def _line(body: Body, paid: PayMonth, books_pence: int, *, is_hidden: bool) -> PayLine:
    line = PayLine(
        code=body.code,
        name=body.name,
        runs=paid.runs,
        payslips=paid.payslips,
        gross_pence=paid.gross_pence,
        net_pence=paid.net_pence,
        charged_pence=paid.cost_pence + paid.levy_pence,
        books_pence=books_pence,
        accuracy_basis_points=paid.accuracy_basis_points,
        touchless_basis_points=paid.touchless_basis_points,
        late_inputs=paid.late_inputs,
        late_basis_points=paid.late_basis_points,
        is_suppressed=is_hidden,
        synthetic=body.synthetic,
    )
    nothing: dict[str, Any] = dict.fromkeys(FIGURES)
    return replace(line, **nothing) if is_hidden else line


def together(lines: Sequence[PayLine]) -> tuple[int, int]:
    """Payslips, and pence of pay cost in the books, of the bodies that are shown."""
    return sum(line.payslips or 0 for line in lines), sum(line.books_pence or 0 for line in lines)
