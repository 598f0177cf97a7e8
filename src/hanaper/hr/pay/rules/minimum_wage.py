"""Whether pay for the hours of a period reaches the National Minimum Wage. It does not apply to service engagements.

Source: National Minimum Wage Regulations 2015, as amended each April. Pay is what counts under the regulations, after
salary sacrifice and before tax; rate and age are those at the start of the pay reference period. From memory of the
regulations: an apprentice's own rate is for those under 19, or in their first year; accommodation that is charged more
than the offset lowers what counts by the excess, and accommodation that is free raises it by the offset.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.rules.figures import figure, named, whole
from hanaper.hr.pay.rules.workings import Pence, Workings

Whole = NDArray[np.int64]
Which = NDArray[np.bool_]

FOLDER: Final = "uk/dbt/minimum_wage/"
RATES: Final = FOLDER + "rates"
OFFSET: Final = FOLDER + "accommodation_daily_pence"


def ages_on(day: date, born_on: NDArray[np.datetime64]) -> Whole:
    """Age in whole years on a day; -1 where the day of birth is not known (NaT).

    >>> ages_on(date(2026, 4, 1), np.array(["2005-04-01", "2005-04-02", "NaT"], dtype="datetime64[D]")).tolist()
    [21, 20, -1]
    """
    months = born_on.astype("datetime64[M]")
    since = months.astype(np.int64)
    into = (born_on - months.astype("datetime64[D]")).astype(np.int64) + 1
    later = (since % 12 + 1) * 32 + into > day.month * 32 + day.day
    return np.asarray(np.where(np.isnat(born_on), -1, day.year - (since // 12 + 1970) - later))


def hourly_minimum(on: date, ages: Whole, is_apprentice: Which) -> Pence:
    """Pence an hour by age in whole years. on: the first day of the pay reference period. is_apprentice: at the
    apprentice's rate, see `at_apprentice_rate`."""
    rates = named(RATES, on)
    by_age = np.select([ages >= 21, ages >= 18], [rates["from_21"], rates["from_18"]], rates["under_18"])
    return np.asarray(np.where(is_apprentice, rates["apprentice"], by_age))


def at_apprentice_rate(is_apprentice: Which, ages: Whole, in_first_year: Which) -> Which:
    """Whose rate is that of apprentices.

    >>> at_apprentice_rate(np.array([True] * 3), np.array([18, 19, 40]), np.array([False, False, True])).tolist()
    [True, False, True]
    """
    return np.asarray(is_apprentice & ((ages < 19) | in_first_year))


def accommodation(on: date, days: Whole, charged: Pence) -> Pence:
    """Pence by which accommodation changes what counts as pay. days: on which it was provided. charged: pence for them,
    taken from pay or paid; nought where it is free.

    >>> accommodation(date(2026, 5, 1), np.array([30, 30, 30, 0]), np.array([0, 33300, 40000, 0])).tolist()
    [33300, 0, -6700, 0]
    """
    offset = days * whole(OFFSET, on)
    return np.asarray(np.where(charged > 0, -np.maximum(charged - offset, 0), offset))


def short_of_minimum(
    on: date,
    pay: Pence,
    hours: Whole,
    ages: Whole,
    is_apprentice: Which,
    workings: Workings | None = None,
    *,
    is_service: Which | None = None,
) -> Pence:
    """Pence that pay falls short by; nought where it does not, and for service engagements.

    on: the first day of the pay reference period. pay: what counts, after salary sacrifice. hours: hundredths of hours
    in the period. is_apprentice: at the apprentice's rate.

    >>> a = np.array
    >>> int(short_of_minimum(date(2026, 5, 1), a([100000]), a([10000]), a([30]), a([False]))[0])
    27100
    """
    rate = hourly_minimum(on, ages, is_apprentice)
    least = -(-rate * hours // 100)
    short = np.asarray(np.maximum(least - pay, 0))
    if is_service is not None:
        short = np.where(is_service, 0, short)
    if workings is not None:
        workings.note(
            "basic",
            "minimum for the hours - pay that counts",
            short,
            inputs={"hours_hundredths": hours, "pay": pay, "age": ages, "hourly_minimum": rate},
            figures=[figure(RATES, on)],
            applies=None if is_service is None else ~is_service,
        )
    return short
