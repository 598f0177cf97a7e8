"""What stands out in a pay run, so that somebody must look at it and accept it by name.

Each rule looks at whole columns and answers which people it concerns. What is wrong in itself (no tax code) holds a
person back; what is only unusual becomes a check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.rules.figures import BASIS_POINTS, figure, whole
from hanaper.hr.pay.rules.workings import Pence

Days = NDArray[Any]
"""numpy datetime64[D], one for each person; NaT where there is no such day."""

STARTER: Final = "starter"
LEAVER: Final = "leaver"
LEAVER_PAID: Final = "leaver-still-paid"
NEGATIVE: Final = "net-negative"
NOTHING: Final = "net-zero"
VARIANCE: Final = "variance"
CODE_CHANGED: Final = "tax-code-changed"
LETTER_CHANGED: Final = "ni-letter-changed"
PENSION_CHANGED: Final = "pension-changed"
LETTER_DOUBTFUL: Final = "ni-letter-doubtful"
BANK_CHANGED: Final = "bank-changed"
BANK_SHARED: Final = "bank-shared"
BANK_OF_SUPPLIER: Final = "bank-of-supplier"
TWICE: Final = "person-twice"
BELOW_MINIMUM: Final = "below-minimum-wage"
TO_ENROL: Final = "to-enrol"


@dataclass(frozen=True)
class ThisTime:
    """What a run would pay. ended_on: last day of the employment, NaT while it goes on. born_on: NaT where unknown.

    has_basic: whether ordinary pay is in it.
    """

    gross: Pence
    net: Pence
    tax_code: NDArray[Any]
    ni_letter: NDArray[Any]
    pension: NDArray[Any]
    started_on: Days
    ended_on: Days
    born_on: Days
    has_basic: NDArray[np.bool_]


@dataclass(frozen=True)
class LastTime:
    """What was paid in the run before. paid: False where there was none; the rest then means nothing."""

    paid: NDArray[np.bool_]
    net: Pence
    tax_code: NDArray[Any]
    ni_letter: NDArray[Any]
    pension: NDArray[Any]


@dataclass(frozen=True)
class Finding:
    """A check that concerns the people at `indices`."""

    kind: str
    indices: NDArray[np.int64]


def findings(now: ThisTime, last: LastTime, *, earned_from: date, earned_to: date, pay_on: date) -> Iterator[Finding]:
    """Every check over a batch. earned_from, earned_to: closed-open days whose ordinary pay the run carries."""
    begins, ends = np.datetime64(earned_from), np.datetime64(earned_to)
    left = ~np.isnat(now.ended_on) & (now.ended_on < ends)
    gone = left & (now.ended_on < begins)
    yield from _found(STARTER, ~last.paid)
    yield from _found(LEAVER, left & ~gone)
    yield from _found(LEAVER_PAID, gone & now.has_basic)
    yield from _found(NEGATIVE, now.net < 0)
    yield from _found(NOTHING, now.net == 0)
    yield from _found(VARIANCE, last.paid & ~left & beyond_tolerance(now.net, last.net, on=pay_on))
    yield from _found(CODE_CHANGED, last.paid & (now.tax_code != last.tax_code))
    yield from _found(LETTER_CHANGED, last.paid & (now.ni_letter != last.ni_letter))
    yield from _found(PENSION_CHANGED, last.paid & (now.pension != last.pension))
    yield from _found(LETTER_DOUBTFUL, letter_doubtful(now.ni_letter, now.born_on, on=pay_on))


def beyond_tolerance(now: Pence, before: Pence, *, on: date) -> NDArray[np.bool_]:
    """Whether net pay moved by more than the tolerance: both by the share and by the amount that it sets."""
    share = whole("hanaper/standard_process/pay_checks/variance_basis_points", on)
    amount = whole("hanaper/standard_process/pay_checks/variance_pence", on)
    moved = np.abs(now - before)
    return np.asarray((moved > amount) & (moved * BASIS_POINTS > share * np.abs(before)))


def letter_doubtful(letters: NDArray[Any], born_on: Days, *, on: date) -> NDArray[np.bool_]:
    """Whether a letter cannot be right at this age on the day of payment.

    Under 21 the employer owes nothing below the upper threshold (letters M, Z, and those of special sites); from State
    Pension age nobody pays (C, S, K, W, X). The State Pension age is read from the parameters by the day of birth.
    """
    known = ~np.isnat(born_on)
    under_21 = known & (born_on > np.datetime64(_years_before(on, 21)))
    pensioned = known & (pension_date(born_on, on=on) <= np.datetime64(on))
    young = np.isin(letters, ["M", "Z", "Y", "P", "V", "H"])
    nothing_due = np.isin(letters, ["C", "S", "K", "W", "X"])
    standard = np.isin(letters, ["A", "J", "B"])
    return np.asarray(
        (under_21 & (standard | nothing_due) & (letters != "X"))
        | (~under_21 & known & np.isin(letters, ["M", "Z", "Y", "P"]))
        | (pensioned & ~nothing_due)
        | (known & ~pensioned & nothing_due & (letters != "X"))
        | (young & pensioned)
    )


def pension_date(born_on: Days, *, on: date) -> Days:
    """The day on which each person reaches State Pension age, by the table in force on a date. NaT stays NaT."""
    rows = figure("uk/statute/state_pension/age_months", on).table
    edges = np.array([row[0] for row in rows[:-1]], dtype="datetime64[D]")
    months = np.array([row[1] for row in rows], dtype="timedelta64[M]")
    month = born_on.astype("datetime64[M]")
    into = born_on - month.astype("datetime64[D]")
    reached = month + months[np.searchsorted(edges, born_on, side="right")]
    return np.asarray(reached.astype("datetime64[D]") + into)


def twice(person_ids: NDArray[np.int64], hours: NDArray[np.int64], *, full: NDArray[np.int64]) -> Finding | None:
    """People whose employments in one run come to more than one full-time post and a half."""
    order = np.argsort(person_ids, kind="stable")
    people, first, counts = np.unique(person_ids[order], return_index=True, return_counts=True)
    if not (counts > 1).any():
        return None
    share = np.where(full > 0, hours * BASIS_POINTS // np.maximum(full, 1), 0)
    together = np.add.reduceat(share[order], first)
    doubtful = people[(counts > 1) & (together > BASIS_POINTS * 3 // 2)]
    found = np.flatnonzero(np.isin(person_ids, doubtful))
    return Finding(TWICE, found) if len(found) else None


def _found(kind: str, which: NDArray[np.bool_]) -> Iterator[Finding]:
    indices = np.flatnonzero(which)
    if len(indices):
        yield Finding(kind, indices)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
