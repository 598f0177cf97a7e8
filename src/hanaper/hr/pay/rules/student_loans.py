"""Student and postgraduate loans: whole pounds of pay above a threshold, payment by payment.

Sources: HMRC guidance to employers on student and postgraduate loan deductions, as unit tests of Payetools reproduce
it; of several student plans only that with the lowest threshold is charged (HMRC tax calculator library).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.errors import WrongPlan
from hanaper.hr.pay.rules.figures import BASIS_POINTS, figure, named, whole
from hanaper.hr.pay.rules.workings import Pence, Workings

FOLDER: Final = "uk/hmrc/student_loans/"
POSTGRADUATE: Final = "postgraduate"
WEEKS: Final = {"weekly": 1, "two-weekly": 2, "four-weekly": 4}


def threshold(on: date, plan: str, frequency: str) -> int:
    """Pence of a pay period above which a plan is repaid, down to a penny. Raises WrongPlan."""
    pounds = _plans(on).get(plan)
    if pounds is None:
        raise WrongPlan(found=plan, expected=", ".join(sorted(_plans(on))))
    if frequency == "monthly":
        return pounds * 100 // 12
    return pounds * 100 * WEEKS[frequency] // 52


def plan_charged(plans: Iterable[str], on: date) -> str:
    """Of somebody's student plans the one that is charged: that with the lowest threshold; "" where there is none.

    Raises WrongPlan.

    >>> plan_charged(["plan2", "plan1"], date(2026, 11, 30))
    'plan1'
    """
    found = sorted({plan for plan in plans if plan != POSTGRADUATE}, key=lambda plan: threshold(on, plan, "monthly"))
    return found[0] if found else ""


def repayments(
    on: date, plans: NDArray[Any], earnings: Pence, *, frequency: str, workings: Workings | None = None
) -> Pence:
    """Pence, a whole number of pounds, that each person repays under one plan; nought where the plan is "".

    plans: plan1, plan2, plan4, plan5, postgraduate, or "". earnings: what is liable to Class 1 National Insurance.
    """
    taken = np.zeros(len(earnings), dtype=np.int64)
    for plan in np.unique(plans):
        if not plan:
            continue
        own = plans == plan
        limit = threshold(on, str(plan), frequency)
        name = "postgraduate_rate_basis_points" if plan == POSTGRADUATE else "rate_basis_points"
        rate = whole(FOLDER + name, on)
        above = np.maximum(earnings - limit, 0)
        taken = np.where(own, above * rate // BASIS_POINTS // 100 * 100, taken)
        if workings is not None:
            workings.note(
                "postgraduate_loan" if plan == POSTGRADUATE else "student_loan",
                "(pay - threshold of the period) x rate, down to a pound",
                taken,
                inputs={"pay": earnings, "threshold": limit, "plan": str(plan), "rate_basis_points": rate},
                figures=[figure(FOLDER + "thresholds", on), figure(FOLDER + name, on)],
                applies=own,
            )
    return taken


def _plans(on: date) -> dict[str, int]:
    return named(FOLDER + "thresholds", on)
