"""Small cells: a count under the least shown is left out, and so is every rate and time that rests on it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Levels:
    """Service levels of a body, or of all bodies of a cluster, as the centre of government sees them.

    Rates are basis points. documents and each rate are None where they rest on too few, and `is_suppressed` says so.
    """

    documents: int | None
    eligible: int | None
    touchless_basis_points: int | None
    touchless_eligible_basis_points: int | None
    eligible_share_basis_points: int | None
    touchless_value_basis_points: int | None
    median_seconds: int | None
    p90_seconds: int | None
    standard_basis_points: int | None
    target_basis_points: int | None
    limit_basis_points: int | None
    is_suppressed: bool = False


NOTHING = Levels(None, None, None, None, None, None, None, None, None, None, None, is_suppressed=True)


def suppressed(levels: Levels, least: int) -> Levels:
    """The same with what rests on fewer than `least` documents left out.

    >>> few = Levels(9, 9, 5000, 5000, 10000, 5000, 60, 60, 10000, 10000, 10000)
    >>> suppressed(few, 10).documents, suppressed(few, 9).documents
    (None, 9)
    """
    if levels.documents is None or levels.documents < least:
        return NOTHING
    if levels.eligible is not None and levels.eligible < least:
        return replace(levels, eligible=None, touchless_eligible_basis_points=None, eligible_share_basis_points=None)
    return levels
