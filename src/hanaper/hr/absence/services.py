"""Recording absences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.hr.absence.errors import EndsBefore, NotEmployed
from hanaper.hr.absence.models import Absence
from hanaper.hr.dated.api import put
from hanaper.hr.people.api import Employment


@dataclass(frozen=True)
class AbsenceSpec:
    """first, last: both days away; last None while nobody knows when it ends."""

    employment_id: int
    kind: str
    first: date
    last: date | None = None
    expected_on: date | None = None


def absences_record(*, absences: Sequence[AbsenceSpec]) -> list[Absence]:
    """Record absences, each in the place of what was known for its days. Raises EndsBefore, NotEmployed."""
    employed = {each.pk: each for each in Employment.objects.filter(pk__in=[spec.employment_id for spec in absences])}
    for spec in absences:
        if spec.last is not None and spec.last < spec.first:
            raise EndsBefore(first=spec.first, last=spec.last)
        employment = employed.get(spec.employment_id)
        if employment is None or spec.first < employment.started_on:
            raise NotEmployed(employment_id=spec.employment_id)
    return put(
        Absence,
        [
            Absence(
                employment_id=spec.employment_id,
                kind=spec.kind,
                expected_on=spec.expected_on,
                valid=DateRange(spec.first, spec.last + timedelta(days=1) if spec.last else None),
            )
            for spec in absences
        ],
    )
