"""How scores read: signed whole points, and the words of what is not told."""

from __future__ import annotations

from typing import Final

from hanaper.centre.satisfaction.selectors import Told
from hanaper.kernel.dates import show_date

SECTION: Final = "satisfaction/"
POINT: Final = 100
"""Hundredths in a point."""


def points(hundredths: int | None) -> str | None:
    """Whole points with their sign, half away from nought; None where not known.

    >>> points(2350), points(-50), points(0), points(49), points(None)
    ('+24', '−1', '0', '0', None)
    """
    whole = rounded(hundredths)
    if whole is None:
        return None
    return f"{'+' if whole > 0 else '−' if whole < 0 else ''}{abs(whole)}"


def rounded(hundredths: int | None) -> int | None:
    """Whole points, half away from nought.

    >>> rounded(-150), rounded(149), rounded(None)
    (-2, 1, None)
    """
    if hundredths is None:
        return None
    whole = (abs(hundredths) + POINT // 2) // POINT
    return whole if hundredths >= 0 else -whole


def untold(told: Told) -> str:
    """Why nothing is told; "" where it is.

    The first reason that holds: answers may still come, or too few came.
    """
    if told.is_open:
        return f"Answers may still come. It is told from {show_date(told.closes_on)}"
    return "Left out: it rests on too few answers" if told.answers is None else ""
