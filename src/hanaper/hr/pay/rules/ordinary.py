"""Ordinary pay: what a salary comes to for a period, for part of one, and for hours.

A month's pay is a twelfth of the year's, a week's a fifty-second of it; a part of a period is paid by its calendar
days. Days are paid cumulatively (all days to the end of a part, less all days to its beginning), so that the parts of a
period always add up to the whole of it, to the penny.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.rules.figures import BASIS_POINTS
from hanaper.hr.pay.rules.workings import Pence, Workings

Whole = NDArray[np.int64]

PERIODS_A_YEAR: Final = {"weekly": 52, "two-weekly": 26, "four-weekly": 13, "monthly": 12}
WEEKS_A_YEAR: Final = 52
HUNDREDTHS: Final = 100


def rounded(numerator: Whole, denominator: Whole | int) -> Whole:
    """numerator / denominator to the nearest whole, half upwards; both exact, denominator above nought."""
    return np.asarray((2 * numerator + denominator) // (2 * np.asarray(denominator)))


def for_days(
    annual_pence: Pence, hours: Whole, full_hours: Whole, first: Whole, after: Whole, days: Whole, *, frequency: str
) -> Pence:
    """Pence for the days `first` (from 0) up to but without `after` of a period of `days` calendar days.

    annual_pence: full-time, a year. hours, full_hours: hundredths of weekly hours, contracted and full-time.

    >>> a = np.array
    >>> [int(for_days(a([3000000]), a([3700]), a([3700]), a([f]), a([t]), a([30]), frequency="monthly")[0])
    ...  for f, t in ((0, 30), (0, 7), (7, 30))]
    [250000, 58333, 191667]
    """
    whole = full_hours * PERIODS_A_YEAR[frequency] * days
    year = annual_pence * hours
    return rounded(year * after, whole) - rounded(year * first, whole)


def hourly_rate(annual_pence: Pence, full_hours: Whole) -> Whole:
    """Hundredths of a penny for an hour: a year's pay over 52 weeks of full-time hours, to the nearest."""
    return rounded(annual_pence * HUNDREDTHS * HUNDREDTHS, full_hours * WEEKS_A_YEAR)


def for_hours(units: Whole, rate: Whole, multiplier_basis_points: Whole, workings: Workings | None = None) -> Pence:
    """Pence for hundredths of hours at a rate in hundredths of a penny, times a multiplier in basis points.

    >>> int(for_hours(np.array([750]), np.array([150000]), np.array([15000]))[0])  # 7.5 h at £15.00, time and a half
    16875
    """
    pence = rounded(units * rate * multiplier_basis_points, HUNDREDTHS * HUNDREDTHS * BASIS_POINTS)
    if workings is not None:
        workings.note(
            "overtime",
            "hours x hourly rate x multiplier",
            pence,
            inputs={
                "hours_hundredths": units,
                "rate_hundredth_pence": rate,
                "multiplier_basis_points": multiplier_basis_points,
            },
        )
    return pence
