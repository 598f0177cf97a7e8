"""Who must be enrolled in a pension by the pay of a run: assessed each period, and raised by name.

Whoever is raised is enrolled by a pension fact, and the run is calculated again; or the check is accepted with what
makes it lawful recorded: that they opted out, left, or that their assessment is put off.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from hanaper.hr.pay.assembling import Batch
from hanaper.hr.pay.gathering import Range
from hanaper.hr.pay.rules.calculation import Paid
from hanaper.hr.pay.rules.checks import pension_date
from hanaper.hr.pay.rules.enrolment import assess, postponed_until, to_enrol
from hanaper.hr.pay.rules.minimum_wage import ages_on

LEFT: Final = ("opted-out", "left-scheme")
POSTPONED: Final = "postponed"
"""Reasons for being in no scheme, from the first day of which the law counts."""


def must_be_enrolled(wanted: Range, batch: Batch, paid: Paid) -> list[int]:
    """Places in the batch of eligible jobholders who are in no scheme and for whom nothing is recorded that allows it.

    Left out are payments beside the main run, and people whose day of birth is not known. Enrolling again every third
    year is not here: since when an employer has duties is not recorded.
    """
    if not wanted.is_main:
        return []
    on = wanted.pay_on
    born = np.array([born or "NaT" for born in batch.born_on], dtype="datetime64[D]")
    known = ~np.isnat(born)
    reached = np.zeros(len(born), dtype=bool)
    reached[known] = pension_date(born[known], on=on) <= np.datetime64(on)
    kinds = assess(
        on, paid.niable, ages_on(on, born), reached_pension_age=reached, frequency=wanted.frequency,
        is_service=batch.people.is_service,
    )  # fmt: skip
    since = batch.pension_since
    due = to_enrol(
        on,
        kinds,
        is_member=batch.people.pension != "none",
        postponed_until=np.array(
            [postponed_until(begins) if reason == POSTPONED else "NaT" for reason, begins in since],
            dtype="datetime64[D]",
        ),
        left_on=np.array([begins if reason in LEFT else "NaT" for reason, begins in since], dtype="datetime64[D]"),
        again_on=None,
    )
    return [int(place) for place in np.flatnonzero(due & known)]
