"""Automatic enrolment: what each worker is in each period, and the dates that follow. Not for service engagements.

Source: Pensions Act 2008, sections 3 to 9, as The Pensions Regulator's guidance and CIPP (January 2026) state it:
eligible jobholders are from 22 up to State Pension age and earn more than the trigger; others from 16 to 74 may opt or
join in. Postponement is three months at most; opting out within a month brings contributions back; the employer enrols
again every third year.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.rules.figures import named
from hanaper.hr.pay.rules.workings import Pence

FOLDER: Final = "uk/dwp/automatic_enrolment/"
ELIGIBLE: Final = "eligible-jobholder"
NON_ELIGIBLE: Final = "non-eligible-jobholder"
ENTITLED: Final = "entitled-worker"
NOT_A_WORKER: Final = "not-covered"
LEAST_AGE, AGE, MOST_AGE = 16, 22, 75
OPT_OUT_DAYS: Final = 30
POSTPONED_MONTHS: Final = 3
AGAIN_YEARS: Final = 3


def assess(
    on: date, earnings: Pence, ages: NDArray[np.int64], *, reached_pension_age: NDArray[np.bool_], frequency: str
) -> NDArray[Any]:
    """What each person is for this pay reference period: ELIGIBLE, NON_ELIGIBLE, ENTITLED or NOT_A_WORKER.

    >>> a = np.array
    >>> [str(k) for k in assess(date(2026, 11, 30), a([100000, 60000, 30000]), a([30, 30, 30]),
    ...  reached_pension_age=a([False] * 3), frequency="monthly")]
    ['eligible-jobholder', 'non-eligible-jobholder', 'entitled-worker']
    """
    trigger = named(FOLDER + "trigger", on)[frequency] * 100
    lower = named(FOLDER + "lower_edge", on)[frequency] * 100
    covered = (ages >= LEAST_AGE) & (ages < MOST_AGE)
    of_age = (ages >= AGE) & ~reached_pension_age
    return np.select(
        [~covered, (earnings > trigger) & of_age, earnings > lower], [NOT_A_WORKER, ELIGIBLE, NON_ELIGIBLE], ENTITLED
    )


def postponed_until(first_day: date, *, months: int = POSTPONED_MONTHS) -> date:
    """The day to which assessment may be put off, three months at most after the first day."""
    month = first_day.month - 1 + min(months, POSTPONED_MONTHS)
    year, month = first_day.year + month // 12, month % 12 + 1
    for day in range(first_day.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, min(first_day.day, 28))


def may_opt_out(enrolled_on: date, opted_out_on: date) -> bool:
    """Whether an opting out comes in time to bring back what was taken."""
    return timedelta(0) <= opted_out_on - enrolled_on <= timedelta(days=OPT_OUT_DAYS)


def enrol_again_on(first_duty_on: date, *, after: date) -> date:
    """The next day on which whoever left is enrolled again: every third year after the employer's duties began."""
    years = 0
    while True:
        years += AGAIN_YEARS
        day = first_duty_on.replace(
            year=first_duty_on.year + years,
            day=min(first_duty_on.day, 28) if first_duty_on.month == 2 else first_duty_on.day,
        )
        if day > after:
            return day
