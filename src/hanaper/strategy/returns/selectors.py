"""Reads of returns, always of the bodies in scope: what is due, what came, how late, how complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from hanaper import parameters
from hanaper.foundation.tenancy.api import Body
from hanaper.kernel.calendar import WorkingCalendar
from hanaper.kernel.dates import business_date, end_of_day
from hanaper.kernel.periods import FiscalPeriod
from hanaper.parameters.bank_holidays import england_and_wales
from hanaper.strategy.returns.errors import ReturnNotThere
from hanaper.strategy.returns.models import Connection, Edition, EditionRow, Refusal, Return
from hanaper.strategy.returns.rules.checks import Context

_PLACE = "hanaper/measures/returns"
CAME = ("received", "accepted", "made")


@dataclass(frozen=True)
class ReturnState:
    """Where one return stands on a day. days_late: working days past due, so far where it has not come.

    cells_given, cells_asked: needed cells that were filled, of those needed, in the last edition; 0 where nothing came.
    """

    id: int
    body_id: int
    body: str
    kind: str
    month: date
    due_on: date
    state: str
    received_on: date | None
    days_late: int
    cells_given: int
    cells_asked: int
    edition: int
    refusals: int
    synthetic: bool

    @property
    def completeness_basis_points(self) -> int | None:
        """Needed cells that were filled; None where nothing came, which is not nought."""
        return completeness(self.cells_given, self.cells_asked)

    @property
    def is_missing(self) -> bool:
        """Whether it is past due and nothing has come."""
        return self.received_on is None and self.days_late > 0


def returns() -> QuerySet[Return]:
    """Every return in scope, the latest month first."""
    return Return.objects.select_related("body").order_by("-month", "body__name", "kind")


def return_get_for(return_id: int) -> Return:
    """One return in scope. Raises ReturnNotThere, alike for none and for not yours."""
    found = returns().filter(pk=return_id).first()
    if found is None:
        raise ReturnNotThere()
    return found


def editions(return_id: int) -> list[Edition]:
    """Every edition of a return, the latest first."""
    return list(Edition.objects.filter(of_id=return_id).order_by("-edition"))


def rows_of(edition: Edition | None) -> QuerySet[EditionRow]:
    """The rows of an edition by line."""
    return EditionRow.objects.filter(edition=edition).order_by("line") if edition else EditionRow.objects.none()


def refusals(return_id: int) -> list[Refusal]:
    """Files that were refused, the latest first."""
    return list(Refusal.objects.filter(of_id=return_id).order_by("-at"))


def connection_on(body_id: int, day: date) -> Connection | None:
    """The other system that a body runs on a day."""
    return Connection.objects.filter(body_id=body_id, valid__contains=day).first()


def connected_on(day: date) -> set[int]:
    """Ids of the bodies in scope that run another system on a day."""
    return set(Connection.objects.filter(valid__contains=day).values_list("body_id", flat=True))


def due_date(month: FiscalPeriod, calendar: WorkingCalendar | None = None) -> date:
    """The day by which a month's return is due."""
    days = parameters.get(f"{_PLACE}/due_working_days", on=month.last).whole_number
    return (calendar or england_and_wales()).add_working_days(month.last, days)


def context(*, body: Body, month: FiscalPeriod, kind: str, today: date) -> Context:
    """What is known beside a file that a body sends for a month."""
    due = [FiscalPeriod.of_date(day) for day in _months(body.pk, kind)]
    came = Return.objects.filter(body=body, kind=kind, state__in=CAME).values_list("month", flat=True)
    return Context(
        today=today,
        month=(month.start.year, month.start.month),
        organisation=body.name,
        parents={body.name: parent_of(body, month.last)},
        months_due=[(each.start.year, each.start.month) for each in due],
        received=[(day.year, day.month) for day in came],
        tolerances=tolerances(month.last),
    )


def tolerances(on: date) -> tuple[Decimal, Decimal, Decimal]:
    """By how much totals may differ from their parts: people, full-time equivalents, pounds."""
    people, fte, paybill = (
        parameters.get(f"{_PLACE}/tolerance_{name}", on=on).whole_number
        for name in ("headcount", "fte_hundredths", "paybill_pence")
    )
    return Decimal(people), Decimal(fte) / 100, Decimal(paybill) / 100


def parent_of(body: Body, day: date) -> str:
    """The departmental group of a body on a day; its own name where it stands alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.name FROM tenancy_groupmember m JOIN tenancy_group g ON g.id = m.group_id"
            " WHERE m.body_id = %s AND m.valid @> %s::date",
            [body.pk, day],
        )
        row = cursor.fetchone()
    return row[0] if row else body.name


def _months(body_id: int, kind: str) -> list[date]:
    return list(Return.objects.filter(body_id=body_id, kind=kind).order_by("month").values_list("month", flat=True))


def returns_state(*, as_of: date, known_at: datetime | None = None) -> list[ReturnState]:
    """Every return that was due for a month before a day, with how late and how complete. Called inside an act.

    What came after that day, or after known_at, is not there.
    """
    calendar = england_and_wales()
    rows = list(returns().filter(month__lt=as_of))
    limit = min(end_of_day(as_of), known_at) if known_at else end_of_day(as_of)
    came = _editions([row.pk for row in rows], limit)
    refused: dict[int, int] = {}
    kept = Refusal.objects.filter(of_id__in=[row.pk for row in rows])
    for of_id in kept.filter(at__lt=limit).values_list("of_id", flat=True):
        refused[of_id] = refused.get(of_id, 0) + 1
    return [_state(row, came.get(row.pk, []), refused.get(row.pk, 0), as_of, calendar) for row in rows]


def _editions(ids: Sequence[int], before: datetime) -> Mapping[int, list[Edition]]:
    found: dict[int, list[Edition]] = {}
    for row in Edition.objects.filter(of_id__in=ids, received_at__lt=before).order_by("of_id", "edition"):
        found.setdefault(row.of_id, []).append(row)
    return found


def _state(row: Return, came: Sequence[Edition], refused: int, as_of: date, calendar: WorkingCalendar) -> ReturnState:
    first, last = (came[0], came[-1]) if came else (None, None)
    received = business_date(first.received_at) if first else None
    until = min(received or as_of, as_of)
    late = calendar.working_days_between(row.due_on, until) if until > row.due_on else 0
    return ReturnState(
        id=row.pk,
        body_id=row.body_id,
        body=row.body.name,
        kind=row.kind,
        month=row.month,
        due_on=row.due_on,
        state=_stood(row, last),
        received_on=received,
        days_late=late,
        cells_given=last.cells_given if last else 0,
        cells_asked=last.cells_asked if last else 0,
        edition=last.edition if last else 0,
        refusals=refused,
        synthetic=row.body.synthetic,
    )


def completeness(given: int, asked: int) -> int | None:
    """Basis points of the cells asked for that were filled; None where none was asked for."""
    return given * 10_000 // asked if asked else None


def _stood(row: Return, last: Edition | None) -> str:
    """The state by the editions that had come: what was decided of a later edition had not been decided yet."""
    if last is None:
        return "expected"
    return row.state if last.edition == row.edition else "received"


def returned_figures(*, kind: str, month: FiscalPeriod) -> list[tuple[Return, Mapping[str, Any]]]:
    """The rows of the last edition of each return of a kind and month that was accepted, or made from transactions.

    A return that is open for a correction gives no rows until the correction is accepted.
    """
    found = []
    for row in returns().filter(kind=kind, month=month.start, state__in=("accepted", "made")):
        last = next(iter(editions(row.pk)), None)
        found += [(row, line.cells) for line in rows_of(last)]
    return found
