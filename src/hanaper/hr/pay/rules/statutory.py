"""Statutory sick pay and family pay: who is due it, for which days, and how much.

Sources: SI 1986/1960 regulation 28 and SI 2002/2818 regulation 4 (rounding up); HMRC Statutory Payments Manual; the E15
help book; business.gov.uk on the changes of 6 April 2026. Service engagements have neither.
Averages are never rounded: they are kept as a fraction, numerator and denominator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from hanaper.hr.pay.rules.figures import BASIS_POINTS, named, whole
from hanaper.hr.pay.rules.workings import Workings
from hanaper.kernel.dates import DateRange

FOLDER: Final = "uk/hmrc/statutory_pay/"
REFORM: Final = date(2026, 4, 6)
"""From this day sick pay has no waiting days and no earnings limit (business.gov.uk)."""
DAYS_A_WEEK: Final = 7
PAYMENTS: Final = ("smp", "sap", "spp", "shpp", "spbp", "sncp")


def average_weekly(total_pence: int, *, months: int = 0, weeks: int = 0) -> Fraction:
    """Average weekly earnings over the relevant period, unrounded: by whole months, or by weeks.

    >>> average_weekly(500000, months=2) == Fraction(500000 * 12, 2 * 52), average_weekly(320000, weeks=8)
    (True, Fraction(40000, 1))
    """
    return Fraction(total_pence * 12, months * 52) if months else Fraction(total_pence, weeks)


def rounded_up(pence: Fraction) -> int:
    """A fraction of a penny becomes a penny."""
    return -(-pence.numerator // pence.denominator)


def sick_weekly(on: date, average: Fraction, *, was_sick_before_reform: bool = False) -> Fraction:
    """Pence a week of statutory sick pay, unrounded; nought where earnings are below the limit.

    was_sick_before_reform: paid at the flat rate on 5 April 2026, which is then kept for the spell.

    >>> sick_weekly(date(2026, 11, 30), Fraction(60000)), sick_weekly(date(2026, 11, 30), Fraction(10000))
    (Fraction(12325, 1), Fraction(8000, 1))
    """
    flat = Fraction(whole(FOLDER + "ssp_weekly_pence", on))
    if average < whole(FOLDER + "ssp_earnings_limit_pence", on):
        return Fraction(0)
    if on < REFORM or was_sick_before_reform:
        return flat
    return min(flat, average * whole(FOLDER + "ssp_share_basis_points", on) / BASIS_POINTS)


@dataclass(frozen=True)
class SickDays:
    """paid: qualifying days of the period that are paid. waited: days of the spell so far that were waited for. in_all:
    qualifying days of the spell that were paid so far. ends: whether the most weeks are reached."""

    paid: int
    waited: int
    in_all: int
    ends: bool


def sick_days(spells: Sequence[DateRange], pattern: Sequence[bool], period: DateRange) -> SickDays:
    """Days of one period for which sick pay is due.

    spells: sickness in order, each with a last day, the last of them reaching into the period; those that lie further
    apart than the linking weeks begin anew. pattern: whether each day of the week, from Monday, is a qualifying day.
    """
    if not any(pattern):
        return SickDays(0, 0, 0, False)
    waited = in_all = paid = 0
    before: date | None = None
    for spell in spells:
        assert spell.end is not None, "a spell that is not over counts up to the end of the period"
        if before is not None and (spell.start - before).days > whole(FOLDER + "ssp_linking_weeks", spell.start) * 7:
            waited = in_all = 0
        if (spell.end - spell.start).days < whole(FOLDER + "ssp_least_days", spell.start):
            continue
        before = spell.end
        most = whole(FOLDER + "ssp_weeks", spell.start) * sum(pattern)
        for offset in range((spell.end - spell.start).days):
            day = spell.start + timedelta(days=offset)
            if not pattern[day.weekday()]:
                continue
            if waited < whole(FOLDER + "ssp_waiting_days", day):
                waited += 1
            elif in_all < most:
                in_all += 1
                paid += day in period
    return SickDays(paid, waited, in_all, in_all >= whole(FOLDER + "ssp_weeks", period.start) * sum(pattern))


def sick_pay(weekly: Fraction, days: int, pattern: Sequence[bool], workings: Workings | None = None) -> int:
    """Pence of statutory sick pay for so many qualifying days, rounded up once.

    >>> sick_pay(Fraction(12325), 3, [True] * 5 + [False] * 2)
    7395
    """
    pence = rounded_up(weekly * days / sum(pattern)) if days else 0
    if workings is not None:
        workings.note(
            "ssp", "weekly rate x qualifying days / qualifying days of a week, up to a penny", pence,
            inputs={"weekly": str(weekly), "days": days, "of_a_week": sum(pattern)},
        )  # fmt: skip
    return pence


def family_weekly(kind: str, week: int, starts: date, average: Fraction) -> int:
    """Pence of one week of family pay: week 0 is the first. Nought before it is earned and after the last week.

    kind: of PAYMENTS. starts: the day on which that week begins, which chooses the rate.

    >>> [family_weekly("smp", week, date(2026, 6, 1), Fraction(60000)) for week in (0, 5, 6, 38, 39)]
    [54000, 54000, 19432, 19432, 0]
    """
    weeks = named(FOLDER + "family_weeks", starts).get(kind, 0)
    if week >= weeks or average < whole(FOLDER + "family_earnings_limit_pence", starts):
        return 0
    share = average * whole(FOLDER + "family_share_basis_points", starts) / BASIS_POINTS
    if kind in ("smp", "sap") and week < whole(FOLDER + "family_higher_weeks", starts):
        return rounded_up(share)
    return rounded_up(min(share, Fraction(whole(FOLDER + "family_weekly_pence", starts))))


def family_pay(kind: str, leave: DateRange, average: Fraction, period: DateRange) -> int:
    """Pence of family pay for the days of a leave that fall in a period: each week by its days, so that the parts of a
    week in two periods add up to the week."""
    total = 0
    week = 0
    while leave.end is None or leave.start + timedelta(weeks=week) < leave.end:
        starts = leave.start + timedelta(weeks=week)
        if period.end is not None and starts >= period.end:
            break
        last = starts + timedelta(weeks=1) if leave.end is None else min(starts + timedelta(weeks=1), leave.end)
        begin = max(starts, period.start)
        end = last if period.end is None else min(last, period.end)
        if begin < end:
            weekly = family_weekly(kind, week, starts, average)
            total += _to_day(weekly, (end - starts).days) - _to_day(weekly, (begin - starts).days)
        week += 1
    return total


def recoverable(on: date, family_pence: int, *, is_small: bool) -> int:
    """Pence of family pay that the employer gets back, half a penny upwards. Sick pay is never given back."""
    name = "family_recovery_small_basis_points" if is_small else "family_recovery_basis_points"
    return (2 * family_pence * whole(FOLDER + name, on) + BASIS_POINTS) // (2 * BASIS_POINTS)


def _to_day(weekly: int, days: int) -> int:
    return -(-weekly * days // DAYS_A_WEEK)
