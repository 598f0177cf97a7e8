"""What came too late for a run: true of its period, and known only after its cut-off. The next run takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from hanaper.hr.pay.models import PayRun

KINDS: Final = {
    "people_terms": "Terms", "absence_absence": "Absence", "pay_taxfact": "Tax code", "pay_nifact": "NI letter",
    "pay_pensionfact": "Pension", "pay_loanfact": "Student loan",
    "pay_recurringelement": "Regular payment or deduction", "pay_attachmentorder": "Order",
}  # fmt: skip
"""Tables of dated facts that pay rests on -> what they are to a reader."""
_FACTS = " UNION ALL ".join(
    f"SELECT '{table}', f.employment_id, f.recorded_at, f.recorded_by_id FROM {table} f"
    " WHERE f.body_id = %(body)s AND f.recorded_at > %(known)s AND f.recorded_at < %(until)s"
    " AND f.valid && daterange(%(from)s, %(to)s) AND f.superseded_at IS NULL"
    for table in KINDS
)
_INPUTS = (
    "SELECT 'pay_payinput', i.employment_id, i.received_at, i.owner_id FROM pay_payinput i"
    " WHERE i.body_id = %(body)s AND i.received_at > %(known)s AND i.received_at < %(until)s"
    " AND lower(i.earned) < %(to)s"
)
_LATE = f"""
    SELECT l.what, l.employment_id, l.came_at, l.owner_id
    FROM ({_INPUTS} UNION ALL {_FACTS}) AS l(what, employment_id, came_at, owner_id)
    JOIN people_employment e ON e.body_id = %(body)s AND e.id = l.employment_id
    WHERE e.scheme = %(scheme)s AND e.frequency = %(frequency)s
    ORDER BY l.came_at, l.employment_id, l.what"""


@dataclass(frozen=True, slots=True)
class LateItem:
    """what: in a word or two. came_at: when it was recorded. owner_id: who answers for it, None for a rule."""

    what: str
    employment_id: int
    came_at: datetime
    owner_id: int | None


def late_items(run: PayRun) -> list[LateItem]:
    """What was recorded between the cut-off of a run and the end of its day of payment, the earliest first."""
    if run.known_at is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _LATE,
            {
                "body": run.body_id, "known": run.known_at, "until": run.pay_on + timedelta(days=1),
                "from": run.earned.lower, "to": run.earned.upper, "scheme": run.scheme.code, "frequency": run.frequency,
            },
        )  # fmt: skip
        return [LateItem(KINDS.get(what, "Input"), *rest) for what, *rest in cursor.fetchall()]
