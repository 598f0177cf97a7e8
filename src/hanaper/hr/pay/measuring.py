"""What a month's pay comes to and how right it was, body by body: sums only, without a person.

Source: MEASURES, pay accuracy. The denominator is who was entitled to pay, not who has a payslip.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from hanaper.hr.pay.costing import is_cost
from hanaper.hr.pay.elements import elements

BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class PayMonth:
    """A body's pay of the runs that pay in a month, in pence and people.

    cost_pence: what payslips charge to cost centres; levy_pence: the apprenticeship levy, charged beside them.
    entitled: whom the days of main runs concern. not_paid: of these, without a payslip in the run. told_late: paid, and
    told after the cut-off of something that changes it, whenever that was found. touched: payslips that a person looked
    at. inputs, late_inputs: entered for the days of main runs, and of these after the cut-off.
    """

    body_id: int
    runs: int
    payslips: int
    gross_pence: int
    net_pence: int
    cost_pence: int
    levy_pence: int
    entitled: int
    not_paid: int
    told_late: int
    touched: int
    inputs: int
    late_inputs: int

    @property
    def accuracy_basis_points(self) -> int | None:
        """Pay accuracy: who was paid, rightly and on the day, of those entitled. None where nobody was."""
        return _share(self.entitled - self.not_paid - self.told_late, self.entitled)

    @property
    def touchless_basis_points(self) -> int | None:
        """Payslips that no person looked at between the cut-off and the approval, of all. None without payslips."""
        return _share(self.payslips - self.touched, self.payslips)

    @property
    def late_basis_points(self) -> int | None:
        """Inputs that came after the cut-off, of all for the same days. None without inputs."""
        return _share(self.late_inputs, self.inputs)


def pay_months(*, since: date, before: date) -> list[PayMonth]:
    """Each body in scope that paid somebody on a day from `since` to before `before`, by its id."""
    charged = [each.number for each in elements() if is_cost(each)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM hanaper.pay_measured(%s, %s, %s::smallint[])", [since, before, charged])
        return [PayMonth(*row) for row in cursor.fetchall()]


def _share(part: int, whole: int) -> int | None:
    return part * BASIS_POINTS // whole if whole else None
