"""What people were paid in a month, body by body, as the update says it: sums and rates, and never of a few.

What payslips charge stands beside what the books hold for the same runs: they are two counts of one cost, and agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hanaper.centre.costs.api import hidden
from hanaper.foundation.tenancy.api import Body
from hanaper.hr.pay.api import PayMonth, pay_charged, pay_months, pay_together
from hanaper.kernel.periods import FiscalPeriod

ALL_SHOWN: Final = "All bodies that are shown"


@dataclass(frozen=True, slots=True)
class PayLine:
    """A body's pay in the month. charged_pence: by payslips, with the apprenticeship levy; books_pence: by the journals
    of the same runs. entitled: whom the days of main runs concern, paid or not. What rests on too few people or inputs
    is None, and `is_suppressed` says so; a rate of nothing is None too."""

    code: str
    name: str
    runs: int
    payslips: int | None
    gross_pence: int | None
    net_pence: int | None
    charged_pence: int | None
    books_pence: int | None
    entitled: int | None
    accuracy_basis_points: int | None
    touchless_basis_points: int | None
    inputs: int | None
    late_inputs: int | None
    late_basis_points: int | None
    is_suppressed: bool
    synthetic: bool

    @property
    def agrees(self) -> bool:
        """Whether payslips and books say the same."""
        return self.charged_pence == self.books_pence


INPUTS: Final = ("inputs", "late_inputs", "late_basis_points")
"""What is left out where it rests on too few inputs."""

FIGURES: Final = (
    "payslips", "gross_pence", "net_pence", "charged_pence", "books_pence", "entitled", "accuracy_basis_points",
    "touchless_basis_points", *INPUTS,
)  # fmt: skip
"""What is left out where it rests on too few people."""


@dataclass(frozen=True, slots=True)
class ClusterPay:
    """A cluster's pay in the month. together: of the bodies that are shown; None where none is, and so not known."""

    bodies: Sequence[PayLine] = ()
    together: PayLine | None = None

    @property
    def apart(self) -> list[str]:
        """Bodies whose payslips and books do not say the same."""
        return [line.name for line in self.bodies if not line.agrees]


def cluster_pay(bodies: Mapping[int, Body], month: FiscalPeriod, least: int) -> ClusterPay:
    """The pay of each of these bodies that paid somebody in the month, by name. least: people that a line rests on."""
    found = {each.body_id: each for each in pay_months(since=month.start, before=month.end)}
    paid = {pk: found[pk] for pk in bodies if pk in found}
    hide = hidden({pk: each.payslips for pk, each in paid.items()}, least)
    few = hidden({pk: each.inputs for pk, each in paid.items() if pk not in hide}, least)
    books = pay_charged(since=month.start, before=month.end, body_ids=list(paid))
    whole = pay_together([each for pk, each in paid.items() if pk not in hide])
    shown = sum(pence for pk, pence in books.items() if pk not in hide)
    synthetic = any(bodies[pk].synthetic for pk in paid)
    return ClusterPay(
        bodies=[
            _line(bodies[pk].code, bodies[pk].name, each, books.get(pk, 0), synthetic=bodies[pk].synthetic,
                  without=FIGURES if pk in hide else INPUTS if pk in few else ())
            for pk, each in paid.items()
        ],
        together=_line("", ALL_SHOWN, whole, shown, synthetic=synthetic,
                       without=INPUTS if 0 < whole.inputs < least else ()) if whole else None,
    )  # fmt: skip


def _line(
    code: str, name: str, paid: PayMonth, books_pence: int, *, synthetic: bool, without: Sequence[str]
) -> PayLine:
    line = PayLine(
        code=code,
        name=name,
        runs=paid.runs,
        payslips=paid.payslips,
        gross_pence=paid.gross_pence,
        net_pence=paid.net_pence,
        charged_pence=paid.cost_pence + paid.levy_pence,
        books_pence=books_pence,
        entitled=paid.entitled,
        accuracy_basis_points=paid.accuracy_basis_points,
        touchless_basis_points=paid.touchless_basis_points,
        inputs=paid.inputs,
        late_inputs=paid.late_inputs,
        late_basis_points=paid.late_basis_points,
        is_suppressed=bool(without),
        synthetic=synthetic,
    )
    nothing: dict[str, Any] = dict.fromkeys(without)
    return replace(line, **nothing)
