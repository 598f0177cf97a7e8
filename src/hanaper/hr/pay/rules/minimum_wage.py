"""Whether pay for the hours of a period reaches the National Minimum Wage. It does not apply to service engagements.

Source: National Minimum Wage Regulations 2015, as amended each April. Pay is what counts under the regulations, after
salary sacrifice and before tax; the rate is that at the start of the pay reference period.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.rules.figures import named
from hanaper.hr.pay.rules.workings import Pence, Workings

RATES: Final = "uk/dbt/minimum_wage/rates"


def hourly_minimum(on: date, ages: NDArray[np.int64], is_apprentice: NDArray[np.bool_]) -> Pence:
    """Pence an hour by age in whole years; an apprentice's rate is for the first year, or under 19."""
    rates = named(RATES, on)
    by_age = np.select([ages >= 21, ages >= 18], [rates["from_21"], rates["from_18"]], rates["under_18"])
    return np.asarray(np.where(is_apprentice, rates["apprentice"], by_age))


def short_of_minimum(
    on: date,
    pay: Pence,
    hours: NDArray[np.int64],
    ages: NDArray[np.int64],
    is_apprentice: NDArray[np.bool_],
    workings: Workings | None = None,
) -> Pence:
    """Pence that pay falls short by; nought where it does not. hours: hundredths of hours in the period.

    >>> a = np.array
    >>> int(short_of_minimum(date(2026, 5, 1), a([100000]), a([10000]), a([30]), a([False]))[0])
    27100
    """
    least = -(-hourly_minimum(on, ages, is_apprentice) * hours // 100)
    short = np.asarray(np.maximum(least - pay, 0))
    if workings is not None:
        inputs = {"hours_hundredths": hours, "pay": pay}
        workings.note("basic", "minimum for the hours - pay that counts", short, inputs=inputs)
    return short
