"""Automatic enrolment: what each worker is in each period, whom to enrol, and the dates that follow.

Sources: Pensions Act 2008, sections 3 to 9, as The Pensions Regulator's guidance and CIPP (January 2026) state it:
eligible jobholders are from 22 up to State Pension age and earn more than the trigger; others from 16 to 74 may opt or
join in. Postponement is three months at most; opting out within a month brings contributions back; the employer enrols
again every third year. Service engagements are not covered.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.rules.figures import figure, named, whole
from hanaper.hr.pay.rules.workings import Pence, Workings

Days = NDArray[np.datetime64]
"""Days, one for each person; NaT where there is none."""
Which = NDArray[np.bool_]

FOLDER: Final = "uk/dwp/automatic_enrolment/"
ELIGIBLE: Final = "eligible-jobholder"
"""Is enrolled automatically."""
NON_ELIGIBLE: Final = "non-eligible-jobholder"
"""May opt in, and the employer contributes."""
ENTITLED: Final = "entitled-worker"
"""May join, and the employer need not contribute."""
NOT_A_WORKER: Final = "not-covered"
MONTHS_A_YEAR: Final = 12


def assess(
    on: date,
    earnings: Pence,
    ages: NDArray[np.int64],
    *,
    reached_pension_age: Which,
    frequency: str,
    is_service: Which | None = None,
    workings: Workings | None = None,
) -> NDArray[Any]:
    """What each person is for this pay reference period: ELIGIBLE, NON_ELIGIBLE, ENTITLED or NOT_A_WORKER.

    on: the day of payment. earnings: pence of qualifying kinds paid in the period, before any edge. ages: whole years
    on the last day of the period. is_service: people under service law, whom the law does not cover.

    >>> a = np.array
    >>> [str(k) for k in assess(date(2026, 11, 30), a([100000, 60000, 30000]), a([30, 30, 30]),
    ...  reached_pension_age=a([False] * 3), frequency="monthly")]
    ['eligible-jobholder', 'non-eligible-jobholder', 'entitled-worker']
    """
    trigger = named(FOLDER + "trigger", on)[frequency] * 100
    lower = named(FOLDER + "lower_edge", on)[frequency] * 100
    years = named(FOLDER + "ages", on)
    covered = (ages >= years["least"]) & (ages < years["below"])
    if is_service is not None:
        covered = covered & ~is_service
    of_age = (ages >= years["enrolled_from"]) & ~reached_pension_age
    found = np.select(
        [~covered, (earnings > trigger) & of_age, earnings > lower], [NOT_A_WORKER, ELIGIBLE, NON_ELIGIBLE], ENTITLED
    )
    if workings is not None:
        workings.note(
            "pension",
            "by age, and by earnings of the period beside the trigger and the lower edge",
            found,
            unit="for automatic enrolment",
            inputs={"earnings": earnings, "age": ages, "trigger": trigger, "lower_edge": lower},
            figures=[figure(FOLDER + name, on) for name in ("trigger", "lower_edge", "ages")],
        )
    return found


def to_enrol(
    on: date, kinds: NDArray[Any], *, is_member: Which, postponed_until: Days, left_on: Days, again_on: date | None
) -> Which:
    """Who is to be enrolled on a day.

    kinds: as `assess` finds them. is_member: of a qualifying scheme. postponed_until: until when assessment is put off.
    left_on: the day on which somebody opted out or left. again_on: the day on which the employer enrols again, where
    it is this one: then also those who left, but for those who left within the last twelve months.

    >>> day = lambda *texts: np.array(texts, dtype="datetime64[D]")
    >>> to_enrol(date(2026, 11, 30), np.array([ELIGIBLE] * 4), is_member=np.array([True, False, False, False]),
    ...     postponed_until=day("NaT", "NaT", "2026-12-31", "NaT"), left_on=day("NaT", "NaT", "NaT", "2024-01-05"),
    ...     again_on=None).tolist()
    [False, True, False, False]
    """
    today = np.datetime64(on, "D")
    waits = ~np.isnat(postponed_until) & (postponed_until > today)
    left = ~np.isnat(left_on)
    due = (kinds == ELIGIBLE) & ~is_member & ~waits
    if again_on is None or again_on != on:
        return np.asarray(due & ~left)
    since = np.datetime64(months_later(on, -whole(FOLDER + "again_exempt_months", on)), "D")
    return np.asarray(due & ~(left & (left_on > since)))


def postponed_until(first_day: date, *, months: int | None = None) -> date:
    """The day to which assessment is put off: so many months after the first day, and no more than the law allows.

    >>> postponed_until(date(2026, 11, 30)), postponed_until(date(2026, 6, 10), months=6)
    (datetime.date(2027, 2, 28), datetime.date(2026, 9, 10))
    """
    most = whole(FOLDER + "postponed_months", first_day)
    return months_later(first_day, most if months is None else min(months, most))


def opt_out_ends(enrolled_on: date, informed_on: date) -> date:
    """The last day on which opting out brings back what was paid: a month that begins with active membership, or with
    the letter, whichever is later.

    >>> opt_out_ends(date(2026, 11, 5), date(2026, 11, 1)), opt_out_ends(date(2026, 1, 31), date(2026, 1, 31))
    (datetime.date(2026, 12, 4), datetime.date(2026, 2, 27))
    """
    begins = max(enrolled_on, informed_on)
    return months_later(begins, whole(FOLDER + "opt_out_months", begins)) - timedelta(days=1)


def may_opt_out(enrolled_on: date, informed_on: date, opted_out_on: date) -> bool:
    """Whether an opting out comes in time to bring back what was taken."""
    return enrolled_on <= opted_out_on <= opt_out_ends(enrolled_on, informed_on)


def opt_out_refund(taken: Pence, in_time: Which) -> Pence:
    """Pence of contributions to give back: all that was taken since the enrolment, or nothing where it is too late.

    taken: by the member, or by the employer, since the enrolment. Tax is put right by the cumulative code.

    >>> opt_out_refund(np.array([12400, 12400]), np.array([True, False])).tolist()
    [12400, 0]
    """
    return np.asarray(np.where(in_time, taken, 0))


def enrol_again_on(first_duty_on: date, *, after: date) -> date:
    """The next day on which whoever left is enrolled again: every third year after the employer's duties began.

    >>> enrol_again_on(date(2016, 2, 29), after=date(2026, 11, 26))
    datetime.date(2028, 2, 29)
    """
    step = whole(FOLDER + "again_years", after) * MONTHS_A_YEAR
    rounds = max((after.year - first_duty_on.year) * MONTHS_A_YEAR // step, 1)
    day = months_later(first_duty_on, rounds * step)
    return day if day > after else months_later(first_duty_on, (rounds + 1) * step)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last where it has no such day.

    >>> months_later(date(2026, 8, 31), 1), months_later(date(2026, 1, 15), -12)
    (datetime.date(2026, 9, 30), datetime.date(2025, 1, 15))
    """
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    following = date(year + (month + 1) // MONTHS_A_YEAR, (month + 1) % MONTHS_A_YEAR + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
