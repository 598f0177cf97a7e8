"""Class 1 National Insurance by the exact percentage method: every letter, every frequency, directors.

Sources: SI 2001/1004, regulation 12 (rounding); HMRC rates and thresholds for employers; reproduced against HMRC's
payroll test data. Each band is rounded by itself: three decimals of a pound are kept, and the third rounds up from six.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.errors import WrongLetter
from hanaper.hr.pay.rules.figures import figure, named, whole
from hanaper.hr.pay.rules.workings import Pence, Workings

Letters = NDArray[Any]
"""One letter for each person, numpy text of length 1."""

Whole = NDArray[np.int64]
FOLDER: Final = "uk/hmrc/national_insurance/"
WEEKS: Final = {"weekly": 1, "two-weekly": 2, "four-weekly": 4}
WEEKS_A_YEAR: Final = 52


@dataclass(frozen=True)
class Contributions:
    """Pence for each person. at_lel, lel_to_pt, pt_to_uel: earnings in each band, as a submission reports them; nought
    where earnings are below the lower earnings limit."""

    employee: Pence
    employer: Pence
    at_lel: Pence
    lel_to_pt: Pence
    pt_to_uel: Pence

    def minus(self, before: Contributions) -> Contributions:
        """What is left after `before`, figure by figure."""
        return Contributions(*(mine - theirs for mine, theirs in zip(self.columns(), before.columns(), strict=True)))

    def columns(self) -> tuple[Pence, ...]:
        """The five figures in the order of the fields."""
        return self.employee, self.employer, self.at_lel, self.lel_to_pt, self.pt_to_uel


Thresholds = Mapping[str, Any]
"""Pence by name of the threshold; one for all, or one for each person."""


def thresholds(on: date, frequency: str) -> Thresholds:
    """Thresholds of one earnings period. Weekly and monthly ones are published; for two and four weeks the lower
    earnings limit is so many weeks', the others that share of the year's, rounded up to a pound."""
    if frequency in ("weekly", "monthly"):
        return {name: pounds * 100 for name, pounds in named(f"{FOLDER}thresholds_{frequency}", on).items()}
    return pro_rata(on, WEEKS[frequency])


def pro_rata(on: date, weeks: int | Whole) -> Thresholds:
    """Thresholds of an earnings period of so many weeks, in pence: for directors, and for periods of several weeks."""
    found: dict[str, Any] = {}
    for name, pounds in named(f"{FOLDER}thresholds_annual", on).items():
        found[name] = -(-pounds * np.asarray(weeks) // WEEKS_A_YEAR) * 100
    found["LEL"] = named(f"{FOLDER}thresholds_weekly", on)["LEL"] * np.asarray(weeks) * 100
    return found


def contributions(
    on: date, letters: Letters, earnings: Pence, *, frequency: str, workings: Workings | None = None
) -> Contributions:
    """Contributions on the earnings of one payment in its own earnings period.

    on: day of payment, at which the letter is in force. earnings: pence liable to Class 1, never negative.
    Raises WrongLetter.
    """
    return _contributions(on, letters, earnings, thresholds(on, frequency), workings)


def director_contributions(
    on: date,
    letters: Letters,
    earnings_to_date: Pence,
    *,
    before: Contributions,
    weeks: int | Whole,
    workings: Workings | None = None,
) -> Contributions:
    """A director's contributions by the annual method: on all earnings since 6 April (or since the appointment) by the
    thresholds of the year, less what was paid already.

    weeks: tax weeks from the appointment to 5 April, 52 for a whole year. A director on the alternative method pays by
    `contributions` until the last payment of the year, and then by this.
    """
    whole_year = _contributions(on, letters, earnings_to_date, pro_rata(on, weeks), workings)
    return whole_year.minus(before)


def shared_out(
    groups: Whole, earnings: Pence, calculate: Callable[[NDArray[np.int64], Pence], Contributions]
) -> Contributions:
    """Contributions of people with several jobs that are counted together.

    groups: the same number for all jobs of one person. calculate: contributions for (rows, earnings), where each row
    stands for a group and its earnings are the group's. Each job gets its share by earnings, down to a penny; the
    pennies left over go to the job that earns most.
    """
    order = np.lexsort((-earnings, groups))
    _, first, which = np.unique(groups[order], return_index=True, return_inverse=True)
    together = np.add.reduceat(earnings[order], first)
    whole_of = calculate(order[first], together)
    shares: list[Pence] = []
    for total in whole_of.columns():
        part = total[which] * earnings[order] // np.maximum(together[which], 1)
        part[first] += total - np.add.reduceat(part, first)
        back = np.empty_like(part)
        back[order] = part
        shares.append(back)
    return Contributions(*shares)


def rounded(band: Pence, basis_points: int | Whole) -> Pence:
    """A share of a band in pence: cut to three decimals of a pound, the third up from six [SI 2001/1004 reg 12].

    >>> [int(rounded(np.array([p]), 800)[0]) for p in (7, 32, 100)]  # 0.0056, 0.0256 and 0.08 pounds
    [0, 2, 8]
    """
    tenths = band * basis_points // 1000
    return np.asarray(tenths // 10 + (tenths % 10 >= 6))


def _contributions(
    on: date, letters: Letters, earnings: Pence, limits: Thresholds, workings: Workings | None
) -> Contributions:
    table = {row[0]: row for row in figure(f"{FOLDER}letters", on).table}
    kinds, where = np.unique(letters, return_inverse=True)
    for letter in kinds:
        if str(letter) not in table:
            raise WrongLetter(found=str(letter), expected=", ".join(sorted(map(str, table))))
    rates = named(f"{FOLDER}employee_rates", on)
    employer_rate = whole(f"{FOLDER}employer_rate_basis_points", on)
    main = np.array([rates[str(table[str(k)][1])] for k in kinds], dtype=np.int64)[where]
    above = np.array([0 if table[str(k)][1] == "nil" else rates["above_uel"] for k in kinds], dtype=np.int64)[where]
    start = np.zeros(len(letters), dtype=np.int64)
    nobody = np.zeros(len(letters), dtype=bool)
    for place, letter in enumerate(kinds):
        from_limit = str(table[str(letter)][2])
        own = where == place
        nobody |= own & (from_limit == "none")
        if from_limit != "none":
            start = np.where(own, limits[from_limit], start)
    uel, pt, lel = limits["UEL"], limits["PT"], limits["LEL"]
    over = np.maximum(earnings - uel, 0)
    within = np.maximum(np.minimum(earnings, uel) - pt, 0)
    of_employer = np.maximum(np.minimum(earnings, uel) - start, 0)
    employee = rounded(within, main) + rounded(over, above)
    employer = np.where(nobody, 0, rounded(of_employer, employer_rate) + rounded(over, employer_rate))
    counts = (earnings >= lel) & ~nobody
    found = Contributions(
        employee,
        employer,
        np.where(counts, lel, 0),
        np.where(counts, np.maximum(np.minimum(earnings, pt) - lel, 0), 0),
        np.where(counts, within, 0),
    )
    if workings is not None:
        _note(workings, on, letters, earnings, found, within, over, of_employer, main, above, limits)
    return found


def _note(
    workings: Workings, on: date, letters: Letters, earnings: Pence, found: Contributions, within: Pence, over: Pence,
    of_employer: Pence, main: Whole, above: Whole, limits: Thresholds,
) -> None:  # fmt: skip
    letter, limit = figure(f"{FOLDER}letters", on), figure(f"{FOLDER}thresholds_annual", on)
    workings.note(
        "ni",
        "earnings from the primary threshold to the upper earnings limit x main rate + earnings above it x upper rate",
        found.employee,
        inputs={
            "earnings": earnings, "letter": letters, "primary_threshold": limits["PT"],
            "upper_earnings_limit": limits["UEL"], "within": within, "rate_basis_points": main,
            "above": over, "rate_above_basis_points": above,
        },
        figures=[figure(f"{FOLDER}employee_rates", on), letter, limit],
    )  # fmt: skip
    workings.note(
        "ni_employer",
        "earnings from the letter's secondary threshold x employer's rate",
        found.employer,
        inputs={"earnings": earnings, "letter": letters, "to_upper_earnings_limit": of_employer, "above": over},
        figures=[figure(f"{FOLDER}employer_rate_basis_points", on), letter, limit],
    )
