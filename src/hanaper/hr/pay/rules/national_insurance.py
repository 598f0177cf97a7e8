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
Which = NDArray[np.bool_]
FOLDER: Final = "uk/hmrc/national_insurance/"
WEEKS: Final = {"weekly": 1, "two-weekly": 2, "four-weekly": 4}
WEEKS_A_YEAR: Final = 52
PRO_RATA: Final = ("thresholds_annual", "thresholds_weekly")
"""What thresholds of several weeks are worked out from."""


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

    def rows(self, which: Whole) -> Contributions:
        """Those of the rows `which`, in that order."""
        return Contributions(*(column[which] for column in self.columns()))

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
    on: date,
    letters: Letters,
    earnings: Pence,
    *,
    frequency: str,
    applies: Which | None = None,
    workings: Workings | None = None,
) -> Contributions:
    """Contributions on the earnings of one payment in its own earnings period.

    on: day of payment, at which the letter is in force. earnings: pence liable to Class 1, never negative.
    applies: whom the workings concern; None: all. Raises WrongLetter.
    """
    limits = thresholds(on, frequency)
    found = _contributions(on, letters, _slice(earnings), limits)
    if workings is not None:
        _note(workings, on, letters, earnings, found, limits, _read_for(frequency), applies)
    return found.contributions


def director_contributions(
    on: date,
    letters: Letters,
    earnings_to_date: Pence,
    *,
    before: Contributions,
    weeks: int | Whole,
    applies: Which | None = None,
    workings: Workings | None = None,
) -> Contributions:
    """A director's contributions by the annual method: on all earnings since 6 April (or since the appointment) by the
    thresholds of the year, less what was paid already.

    weeks: tax weeks from the appointment to 5 April, 52 for a whole year. A director on the alternative method pays by
    `contributions` until the last payment of the year, and then by this. applies: whom the workings concern.
    """
    limits = pro_rata(on, weeks)
    year = _contributions(on, letters, _slice(earnings_to_date), limits)
    found = year.contributions.minus(before)
    if workings is not None:
        _note(workings, on, letters, earnings_to_date, year, limits, PRO_RATA, applies)
        for line, due, paid, left in (
            ("ni", year.contributions.employee, before.employee, found.employee),
            ("ni_employer", year.contributions.employer, before.employer, found.employer),
        ):
            workings.note(
                line, "a director's contributions of the year to date - those made before", left,
                inputs={"to_date": due, "before": paid, "weeks": weeks}, applies=applies,
            )  # fmt: skip
    return found


def counted_together(
    on: date,
    groups: Whole,
    letters: Letters,
    earnings: Pence,
    *,
    frequency: str,
    applies: Which | None = None,
    workings: Workings | None = None,
) -> Contributions:
    """Contributions on several jobs, or payments, of one person that count as one payment of earnings.

    groups: the same number for all rows of one person. The earnings of a person are put one on another, the rows of the
    letter that comes first in the batch at the bottom, and each letter pays for the part of the whole that is its own:
    so each threshold is used once. That order is ours (the published one concerned contracted-out letters only); with
    one letter there is nothing to order. What a letter pays is given back to its rows by `shared_out`, to the penny.
    Bands as reported count to each letter what lies in its part. applies: whom the workings concern; None: all.
    Raises WrongLetter.
    """
    if not len(groups):
        return contributions(on, letters, earnings, frequency=frequency)
    order, first, which = _by_person_and_letter(groups, letters)
    sums = np.add.reduceat(earnings[order], first)
    people = groups[order[first]]
    begins = np.flatnonzero(np.r_[True, people[1:] != people[:-1]])
    count = np.diff(np.r_[begins, len(people)])
    below = np.cumsum(sums) - sums
    below -= np.repeat(below[begins], count)
    piece = _Slice(below, below + sums, np.repeat(np.add.reduceat(sums, begins), count))
    limits = thresholds(on, frequency)
    per_letter = _contributions(on, letters[order[first]], piece, limits)
    part = np.empty(len(groups), dtype=np.int64)
    part[order] = which
    found = shared_out(part, earnings, lambda rows, _: per_letter.contributions.rows(part[rows]))
    if workings is not None:
        _note(workings, on, letters, sums[part], per_letter.rows(part), limits, _read_for(frequency), applies)
        several = np.bincount(part)[part] > 1
        for line, whole_letter, own in (
            ("ni", per_letter.contributions.employee, found.employee),
            ("ni_employer", per_letter.contributions.employer, found.employer),
        ):
            workings.note(
                line, "contributions of jobs of this letter x own earnings / theirs, pennies left over to the largest",
                own, inputs={"of_the_letter": whole_letter[part], "own_earnings": earnings, "theirs": sums[part]},
                applies=several if applies is None else several & applies,
            )  # fmt: skip
    return found


def _by_person_and_letter(groups: Whole, letters: Letters) -> tuple[Whole, Whole, Whole]:
    """Rows in the order of persons and, within each, of the letters as they first come; where each letter of a person
    begins; and for each row in that order the number of its letter of a person."""
    _, person = np.unique(groups, return_inverse=True)
    _, letter = np.unique(letters, return_inverse=True)
    _, first_row, pair = np.unique(
        person * (letter.max(initial=0) + 1) + letter, return_index=True, return_inverse=True
    )
    order = np.lexsort((first_row[pair], person))
    sorted_pairs = pair[order]
    begins = np.r_[True, sorted_pairs[1:] != sorted_pairs[:-1]]
    return order, np.flatnonzero(begins), np.cumsum(begins) - 1


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


@dataclass(frozen=True)
class _Slice:
    """Earnings from `low` up to `high` pence of a whole of `total`, which is what the lower earnings limit looks at."""

    low: Pence
    high: Pence
    total: Pence

    def between(self, start: Any, end: Any) -> Pence:
        """How much of the slice lies between two thresholds; None: no end."""
        high = self.high if end is None else np.minimum(self.high, end)
        return np.asarray(np.maximum(high - np.maximum(self.low, start), 0))


def _slice(earnings: Pence) -> _Slice:
    return _Slice(np.zeros_like(earnings), earnings, earnings)


@dataclass(frozen=True)
class _Worked:
    """Contributions, and what they were worked out from: bands in pence, rates in basis points."""

    contributions: Contributions
    within: Pence
    over: Pence
    of_employer: Pence
    main: Whole
    above: Whole
    start: Pence
    employer_rate: Whole

    def rows(self, which: Whole) -> _Worked:
        return _Worked(
            self.contributions.rows(which), self.within[which], self.over[which], self.of_employer[which],
            self.main[which], self.above[which], self.start[which], self.employer_rate[which],
        )  # fmt: skip


def _contributions(on: date, letters: Letters, part: _Slice, limits: Thresholds) -> _Worked:
    table = {row[0]: row for row in figure(f"{FOLDER}letters", on).table}
    kinds, where = np.unique(letters, return_inverse=True)
    for letter in kinds:
        if str(letter) not in table:
            raise WrongLetter(found=str(letter), expected=", ".join(sorted(map(str, table))))
    rates = named(f"{FOLDER}employee_rates", on)
    of_kind = [str(table[str(k)][1]) for k in kinds]
    main = np.array([rates[kind] for kind in of_kind], dtype=np.int64)[where]
    above = np.array([0 if kind == "nil" else rates["above_uel"] for kind in of_kind], dtype=np.int64)[where]
    pays = np.array([str(table[str(k)][2]) != "none" for k in kinds], dtype=bool)[where]
    employer_rate = np.where(pays, whole(f"{FOLDER}employer_rate_basis_points", on), 0)
    start = np.zeros(len(letters), dtype=np.int64)
    for place, letter in enumerate(kinds):
        if (from_limit := str(table[str(letter)][2])) != "none":
            start = np.where(where == place, limits[from_limit], start)
    uel, pt, lel = limits["UEL"], limits["PT"], limits["LEL"]
    within, over = part.between(pt, uel), part.between(uel, None)
    # The letters with an upper secondary threshold have one band for the employer, from it: splitting there again for
    # others, or rounding the sum of the bands, differs from HMRC's data.
    of_employer = part.between(start, uel)
    counts = (part.total >= lel) & pays
    found = Contributions(
        rounded(within, main) + rounded(over, above),
        rounded(of_employer, employer_rate) + rounded(over, employer_rate),
        np.where(counts, part.between(0, lel), 0),
        np.where(counts, part.between(lel, pt), 0),
        np.where(counts, within, 0),
    )
    return _Worked(found, within, over, of_employer, main, above, start, employer_rate)


def _read_for(frequency: str) -> tuple[str, ...]:
    return (f"thresholds_{frequency}",) if frequency in ("weekly", "monthly") else PRO_RATA


def _note(
    workings: Workings, on: date, letters: Letters, earnings: Pence, worked: _Worked, limits: Thresholds,
    read: tuple[str, ...], applies: Which | None,
) -> None:  # fmt: skip
    limit = [figure(FOLDER + name, on) for name in ("letters", *read)]
    workings.note(
        "ni",
        "earnings from the primary threshold to the upper earnings limit x main rate + earnings above it x upper rate,"
        " each rounded to a penny",
        worked.contributions.employee,
        inputs={
            "earnings": earnings, "letter": letters, "primary_threshold": limits["PT"],
            "upper_earnings_limit": limits["UEL"], "within": worked.within, "rate_basis_points": worked.main,
            "above": worked.over, "rate_above_basis_points": worked.above,
        },
        figures=[figure(f"{FOLDER}employee_rates", on), *limit],
        applies=applies,
    )  # fmt: skip
    workings.note(
        "ni_employer",
        "earnings from the letter's secondary threshold to the upper earnings limit x rate + earnings above it x rate,"
        " each rounded to a penny",
        worked.contributions.employer,
        inputs={
            "earnings": earnings, "letter": letters, "secondary_threshold": worked.start,
            "within": worked.of_employer, "above": worked.over, "rate_basis_points": worked.employer_rate,
        },
        figures=[figure(f"{FOLDER}employer_rate_basis_points", on), *limit],
        applies=applies,
    )  # fmt: skip
