"""What a month's pay comes to and how right it was: sums by body, without a person, and for the pay team the lines.

Source: MEASURES, pay accuracy. The denominator is who was entitled to pay, not who has a payslip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from hanaper.foundation.interface.api import SqlRows
from hanaper.hr.pay.costing import is_cost
from hanaper.hr.pay.elements import element_numbered, elements
from hanaper.hr.pay.models import PayRun
from hanaper.hr.pay.process import PAY_RUN
from hanaper.hr.pay.selectors import PUBLISHED
from hanaper.ledger.api import PostedLine, charged, charged_lines

BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class PayMonth:
    """A body's pay of the runs that pay in a month, in pence and people; body_id None is of several bodies together.

    cost_pence: what payslips charge to cost centres; levy_pence: the apprenticeship levy, charged beside them.
    entitled: whom the days of main runs concern. not_paid: of these, without a payslip in the run. told_late: paid, and
    told after the cut-off of something that changes it, whenever that was found. touched: payslips that a person looked
    at. inputs, late_inputs: entered for the days of main runs, and of these after the cut-off.
    """

    body_id: int | None
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


def pay_in_books(*, since: date, before: date, body_ids: Sequence[int]) -> QuerySet[PostedLine]:
    """What the runs that pay then charge in the books of these bodies: the posted lines behind what pay cost."""
    return charged_lines(source=PAY_RUN.code, source_ids=_paying(since, before, body_ids))


def pay_charged(*, since: date, before: date, body_ids: Sequence[int]) -> dict[int, int]:
    """The sum of these lines, in pence by body."""
    return charged(source=PAY_RUN.code, source_ids=_paying(since, before, body_ids))


def pay_by_element(*, body_id: int, since: date, before: date) -> dict[int, int]:
    """What the runs of a body that pay then cost, in pence by number of element: what its cost centres are charged."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM hanaper.pay_by_element(%s, %s, %s)", [body_id, since, before])
        return {number: pence for number, pence in cursor.fetchall() if is_cost(element_numbered(number))}


def _paying(since: date, before: date, body_ids: Sequence[int]) -> list[int]:
    runs = PayRun.objects.filter(body__in=body_ids, state__in=PUBLISHED, pay_on__gte=since, pay_on__lt=before)
    return list(runs.order_by("pk").values_list("pk", flat=True))


def pay_together(months: Sequence[PayMonth]) -> PayMonth | None:
    """Several bodies' pay as one. None of nobody's: nothing is known of it, which is not nought."""
    if not months:
        return None
    _, *counted = PayMonth.__slots__
    return PayMonth(None, *(sum(getattr(one, name) for one in months) for name in counted))


def pay_people(*, since: date, before: date) -> SqlRows:
    """Everybody whom these sums count, run by run: who was paid, right and on the day, or why not. The pay team's."""
    return SqlRows(
        "SELECT x.run_id || '-' || x.employment_id AS id, x.*, e.number, r.number AS run, r.pay_on,"
        " b.code AS body_code, b.name AS body, b.synthetic,"
        " CASE WHEN NOT x.is_entitled THEN 'extra' WHEN x.because IS NULL THEN 'right' WHEN x.because = 'not-paid'"
        " THEN 'not-paid' ELSE 'told-late' END AS outcome,"
        " CASE WHEN x.is_touched THEN 'looked-at' WHEN x.payslip_id IS NOT NULL THEN 'touchless' END AS touch"
        f" FROM hanaper.pay_people_lines(%(since)s, %(before)s) x {_NAMED}",
        {"since": since, "before": before},
        order=("body", "pay_on", "number"),
    )


def pay_inputs(*, since: date, before: date) -> SqlRows:
    """Inputs for the days of main runs that pay then, in time or late. The pay team's."""
    return SqlRows(
        "SELECT x.run_id || '-' || x.input_id AS id, x.*, e.number, r.number AS run, r.pay_on, b.code AS body_code,"
        " b.name AS body, b.synthetic, CASE WHEN x.is_late THEN 'late' ELSE 'in-time' END AS came"
        f" FROM hanaper.pay_input_lines(%(since)s, %(before)s) x {_NAMED}",
        {"since": since, "before": before},
        order=("body", "received_at"),
    )


_NAMED = (
    "JOIN people_employment e ON e.body_id = x.body_id AND e.id = x.employment_id"
    " JOIN pay_payrun r ON r.body_id = x.body_id AND r.id = x.run_id JOIN tenancy_body b ON b.id = x.body_id"
)


def _share(part: int, whole: int) -> int | None:
    return part * BASIS_POINTS // whole if whole else None
