"""What is asked: which process, which cohort month, which bodies, and as it was known when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Any

from hanaper import parameters
from hanaper.centre.levels.measured import Measured, measured
from hanaper.centre.levels.rules.months import month_slug
from hanaper.foundation.tenancy.api import current_scope
from hanaper.kernel.calendar import WorkingCalendar
from hanaper.kernel.dates import business_date, start_of_day
from hanaper.kernel.periods import FiscalPeriod
from hanaper.parameters import england_and_wales

_TARGET = "uk/cabinet_office/prompt_payment/days_target"
_LIMIT = "uk/statute/prompt_payment/days_limit"
LONGEST = 10
"""How many of the longest waiting documents are named."""
_PROVISIONAL = "hanaper/measures/touchless/provisional_days"


@dataclass(frozen=True)
class Question:
    """One question of service levels. Two with the same values have the same answer for ever.

    body_ids: those asked about, of the bodies in scope. as_of: what had happened by then; open documents have waited up
    to then. known_at: what we knew by then.
    """

    process_code: str
    month: FiscalPeriod
    body_ids: tuple[int, ...]
    as_of: datetime
    known_at: datetime

    @property
    def measured(self) -> Measured:
        return measured(self.process_code)

    @property
    def today(self) -> date:
        """The business date of `as_of`."""
        return business_date(self.as_of)

    @property
    def slug(self) -> str:
        """The month as an address writes it."""
        return month_slug(self.month)

    @property
    def target(self) -> parameters.Value:
        """Days within which invoices are to be paid by policy, in force at the month's end."""
        return parameters.get(_TARGET, on=self.month.last)

    @property
    def limit(self) -> parameters.Value:
        """Days within which invoices must be paid by law, in force at the month's end."""
        return parameters.get(_LIMIT, on=self.month.last)

    @property
    def provisional_days(self) -> int:
        """Days after the month's end during which its touchless rate may still change."""
        return parameters.get(_PROVISIONAL, on=self.month.last).whole_number

    @property
    def standard_days(self) -> int:
        """Working days of the process's service standard."""
        standard = self.measured.process.standard
        return standard.days if standard else 0

    def values(self) -> dict[str, Any]:
        """The parameters of the statements in `sql/`."""
        known, process = self.measured, self.measured.process
        standard = process.standard
        return {
            "bodies": sorted(set(self.body_ids) & set(current_scope().bodies)),
            "process": self.process_code,
            "year": self.month.year,
            "start": start_of_day(self.month.start),
            "end": start_of_day(self.month.end),
            "as_of": self.as_of,
            "known_at": self.known_at,
            "ready": list(known.ready),
            "paid": known.paid,
            "held": known.held,
            "refused": list(known.refused),
            "controls": list(known.controls),
            "last_states": list(known.last_states),
            "channels": json.dumps(dict(known.channels)),
            "standard_start": standard.start if standard else "",
            "standard_done": standard.done if standard else "",
            "standard_days": self.standard_days,
            "target_days": self.target.whole_number,
            "limit_days": self.limit.whole_number,
            "provisional_days": self.provisional_days,
            "longest": LONGEST,
            "holidays": weekday_holidays(england_and_wales()),
        }

    @property
    def documents(self) -> str:
        """The SELECT of the month's documents, one row each: what every figure sums and every list shows."""
        return _statement("documents").replace("{facts}", self.measured.facts)

    def over_documents(self, select: str) -> str:
        """A statement over the documents, which are then worked out once, however many parts it has."""
        return f"WITH documents AS MATERIALIZED ({self.documents}) {select}"

    def part(self, name: str) -> str:
        """The SELECT of one part of the answer, `sql/<name>.sql`, over `documents`."""
        return _statement(name)


def question(
    *,
    month: FiscalPeriod,
    body_ids: Sequence[int] | None = None,
    process_code: str = "invoice",
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Question:
    """A question about a month, of the bodies in scope where none are named. Raises ProcessNotMeasured."""
    measured(process_code)
    now = datetime.now(UTC)
    bodies = current_scope().bodies if body_ids is None else body_ids
    return Question(process_code, month, tuple(sorted(bodies)), as_of or now, known_at or now)


def weekday_holidays(calendar: WorkingCalendar) -> list[date]:
    """The calendar's holidays that fall on weekdays, in order, as `hanaper.worked_through` wants them."""
    return sorted(day for day in calendar.holidays if day.weekday() < 5)


@cache
def _statement(name: str) -> str:
    return resources.files("hanaper.centre.levels").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
