"""Reads of grades and scales, always of the bodies in scope."""

from __future__ import annotations

from datetime import date

from hanaper.hr.dated.api import as_of
from hanaper.hr.posts.models import ScalePoint


def scale_pence(grade_id: int, point: int | None, on: date) -> int | None:
    """Pence a year, full-time, of a point of a grade's scale on a day, as it is known now. None where there is none."""
    if point is None:
        return None
    found = as_of(ScalePoint, on=on).filter(grade_id=grade_id, point=point).values_list("annual_pence", flat=True)
    return found.first()  # type: ignore[no-any-return]
