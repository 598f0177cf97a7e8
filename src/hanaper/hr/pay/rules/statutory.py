"""Statutory sick pay and family pay: who is due it, for which days, and how much.

Sources: SI 1986/1960 regulation 28 and SI 2002/2818 regulation 4 (rounding up); HMRC Statutory Payments Manual; the E15
help book; business.gov.uk and payadvice.uk (guidance of DWP to software developers) on the changes of 6 April 2026.
Service engagements have neither. Averages are never rounded: they are kept as a fraction, numerator and denominator.
Not here: the end of linked spells after three years, and sickness around maternity leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.rules.figures import BASIS_POINTS, figure, whole
from hanaper.hr.pay.rules.workings import Workings
from hanaper.kernel.dates import DateRange
from hanaper.kernel.money import Money

FOLDER: Final = "uk/hmrc/statutory_pay/"
REFORM: Final = date(2026, 4, 6)
"""From this day sick pay has no waiting days and no earnings limit (business.gov.uk)."""
DAYS_A_WEEK: Final = 7
PAYMENTS: Final = ("smp", "sap", "spp", "shpp", "spbp", "sncp")


@dataclass(frozen=True)
class Payment:
    """Pence liable to Class 1 contributions that were paid on a day; whether it was a normal payday."""

    day: date
    pence: int
    is_normal: bool = True


def average_weekly(total_pence: int, *, months: int = 0, weeks: int = 0) -> Fraction:
    """Average weekly earnings over the relevant period, unrounded: by whole months, or by weeks.

    >>> average_weekly(500000, months=2) == Fraction(500000 * 12, 2 * 52), average_weekly(320000, weeks=8)
    (True, Fraction(40000, 1))
    """
    return Fraction(total_pence * 12, months * 52) if months else Fraction(total_pence, weeks)


def average_of(payments: Sequence[Payment], by: date, *, weeks: int) -> Fraction | None:
    """Average weekly earnings of the relevant period that ends with the last normal payday on or before `by`; None
    where nothing was paid until then.

    The period begins on the day after the last normal payday that lies at least eight weeks before; where there is
    none, as for a starter, with the first payment. weeks: of a normal pay period; 0: it is a calendar month.

    >>> paid = [Payment(date(2026, month, 28), pence) for month, pence in ((5, 1), (6, 300000), (7, 310000), (8, 5))]
    >>> average_of(paid, date(2026, 8, 15), weeks=0) == Fraction(610000 * 12, 2 * 52)
    True
    """
    normal = sorted({payment.day for payment in payments if payment.is_normal and payment.day <= by})
    if not normal:
        return None
    least = normal[-1] - timedelta(weeks=whole(FOLDER + "relevant_weeks", normal[-1]))
    after = max((day for day in normal if day <= least), default=date.min)
    total = sum(payment.pence for payment in payments if after < payment.day <= normal[-1])
    count = sum(day > after for day in normal)
    return average_weekly(total, weeks=weeks * count) if weeks else average_weekly(total, months=count)


def qualifying_week(expected_on: date) -> DateRange:
    """The week, Sunday to Saturday, that lies fifteen weeks before the week of the expected birth.

    >>> str(qualifying_week(date(2026, 12, 2)))
    '16 August 2026 to 22 August 2026'
    """
    sunday = expected_on - timedelta(days=(expected_on.weekday() + 1) % DAYS_A_WEEK)
    start = sunday - timedelta(weeks=whole(FOLDER + "qualifying_weeks", expected_on))
    return DateRange(start, start + timedelta(weeks=1))


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
    qualifying days of the linked spells that were paid so far. ends: whether the most weeks are reached. by_rate: the
    paid days of the period by their weekly rate in pence."""

    paid: int
    waited: int
    in_all: int
    ends: bool
    by_rate: Mapping[Fraction, int]


def sick_days(
    spells: Sequence[DateRange], pattern: Sequence[bool], period: DateRange, average: Fraction | None = None
) -> SickDays:
    """Days of one period for which sick pay is due, and at which weekly rate.

    spells: sickness in order, each with a last day, the last of them reaching into the period; those that lie further
    apart than the linking weeks begin anew. pattern: whether each day of the week, from Monday, is a qualifying day.
    average: weekly earnings before the first of the linked spells; None: above every limit.

    Until 5 April 2026 a spell needs four days, the first three qualifying days are waited for, and earnings have to
    reach a limit on the first day. Whoever waits, or is below the limit, on that day is paid from 6 April; whoever is
    paid already keeps the flat rate until the spell ends.
    """
    earned = average if average is not None else Fraction(10**12)
    waited = in_all = 0
    by_rate: dict[Fraction, int] = {}
    first = date.min
    for spell, begins in _linked(spells) if any(pattern) else ():
        assert spell.end is not None
        length = (spell.end - spell.start).days
        if begins:
            waited, in_all, first = 0, 0, spell.start
        keeps_flat = False
        for day in (spell.start + timedelta(days=offset) for offset in range(length)):
            most = whole(FOLDER + "ssp_weeks", day) * sum(pattern)
            if not pattern[day.weekday()] or length < whole(FOLDER + "ssp_least_days", day):
                continue
            if day < REFORM and earned < whole(FOLDER + "ssp_earnings_limit_pence", first):
                continue
            if waited < whole(FOLDER + "ssp_waiting_days", day):
                waited += 1
            elif in_all < most:
                in_all += 1
                keeps_flat = keeps_flat or day < REFORM
                if day in period:
                    rate = sick_weekly(day, _entitled(earned, day), was_sick_before_reform=keeps_flat)
                    by_rate[rate] = by_rate.get(rate, 0) + 1
    last = whole(FOLDER + "ssp_weeks", period.start) * sum(pattern)
    return SickDays(sum(by_rate.values()), waited, in_all, any(pattern) and in_all >= last, by_rate)


def _entitled(earned: Fraction, day: date) -> Fraction:
    """Earnings that reach the day's limit: it was passed on the first day of the spell, and is not asked again."""
    return max(earned, Fraction(whole(FOLDER + "ssp_earnings_limit_pence", day)))


def linked_from(spells: Sequence[DateRange]) -> date:
    """The first day of the first of the spells that are linked with the last one: what average earnings go by."""
    first = spells[-1].start
    for spell, begins in _linked(spells):
        if begins:
            first = spell.start
    return first


def _linked(spells: Sequence[DateRange]) -> Iterator[tuple[DateRange, bool]]:
    """The spells that are long enough to count, each with whether it begins anew."""
    before: date | None = None
    for spell in spells:
        assert spell.end is not None, "a spell that is not over counts up to the end of the period"
        if (spell.end - spell.start).days < whole(FOLDER + "ssp_least_days", spell.end - timedelta(days=1)):
            continue
        gap = None if before is None else (spell.start - before).days
        yield spell, gap is None or gap > whole(FOLDER + "ssp_linking_weeks", spell.start) * DAYS_A_WEEK
        before = spell.end


def sick_pay(weekly: Fraction, days: int, pattern: Sequence[bool], workings: Workings | None = None) -> int:
    """Pence of statutory sick pay for so many qualifying days at one rate, rounded up once.

    >>> sick_pay(Fraction(12325), 3, [True] * 5 + [False] * 2)
    7395
    """
    return sick_pay_of({weekly: days}, pattern, workings=workings)


def sick_pay_of(
    by_rate: Mapping[Fraction, int],
    pattern: Sequence[bool],
    *,
    workings: Workings | None = None,
    on: date | None = None,
    applies: NDArray[np.bool_] | None = None,
) -> int:
    """Pence of statutory sick pay for a payment's days at each weekly rate, rounded up once for the payment.

    on: a day paid, whose figures the workings name. applies: whom of a batch the workings are of.

    >>> sick_pay_of({Fraction(11875): 2, Fraction(12325): 3}, [True] * 5 + [False] * 2)
    12145
    """
    exact = sum((weekly * days for weekly, days in by_rate.items()), Fraction(0))
    pence = rounded_up(exact / sum(pattern)) if exact else 0
    if workings is not None:
        names = ("ssp_weekly_pence", "ssp_share_basis_points") if on and on >= REFORM else ("ssp_weekly_pence",)
        workings.note(
            "ssp", "weekly rate x qualifying days / qualifying days of a week, up to a penny", pence,
            inputs={
                "weekly": " and ".join(shown_weekly(weekly) for weekly in by_rate), "days": sum(by_rate.values()),
                "of_a_week": sum(pattern),
            },
            figures=[figure(FOLDER + name, on) for name in names] if on else [], applies=applies,
        )  # fmt: skip
    return pence


def shown_weekly(pence: Fraction) -> str:
    """Pence of a week as people read it: to the penny, and a fraction of a penny as a fraction.

    >>> shown_weekly(Fraction(12325)), shown_weekly(Fraction(1000, 3))
    ('£123.25', '£3.33 1/3')
    """
    whole_pence, rest = divmod(pence, 1)
    return f"{Money(whole_pence)}{f' {rest}' if rest else ''}"


def family_weeks(kind: str, on: date) -> int:
    """Most weeks of a kind of family pay, of PAYMENTS, by the day on which leave begins.

    >>> [family_weeks(kind, date(2026, 6, 1)) for kind in PAYMENTS]
    [39, 39, 2, 37, 2, 12]
    """
    return whole(f"{FOLDER}{kind}_weeks", on)


def is_entitled(average: Fraction, qualifies_on: date) -> bool:
    """Whether average weekly earnings reach the limit on the day that the law names, such as the end of the qualifying
    week."""
    return average >= whole(FOLDER + "family_earnings_limit_pence", qualifies_on)


def family_weekly(
    kind: str, week: int, starts: date, average: Fraction, *, qualifies_on: date | None = None, most: int | None = None
) -> int:
    """Pence of one week of family pay: week 0 is the first. Nought before it is earned and after the last week.

    kind: of PAYMENTS. starts: the day on which that week begins, which chooses the rate. qualifies_on: the day whose
    earnings limit holds; None: `starts`. most: weeks at most; None: of the day on which the week begins.

    >>> [family_weekly("smp", week, date(2026, 6, 1), Fraction(60000)) for week in (0, 5, 6, 38, 39)]
    [54000, 54000, 19432, 19432, 0]
    """
    if week >= (family_weeks(kind, starts) if most is None else most) or not is_entitled(
        average, qualifies_on or starts
    ):
        return 0
    share = average * whole(FOLDER + "family_share_basis_points", starts) / BASIS_POINTS
    if kind in ("smp", "sap") and week < whole(FOLDER + "family_higher_weeks", starts):
        return rounded_up(share)
    return rounded_up(min(share, Fraction(whole(FOLDER + "family_weekly_pence", starts))))


def family_pay(
    kind: str,
    leave: DateRange,
    average: Fraction,
    period: DateRange,
    *,
    qualifies_on: date | None = None,
    weeks_before: int = 0,
    workings: Workings | None = None,
    applies: NDArray[np.bool_] | None = None,
) -> int:
    """Pence of family pay for the days of a leave that fall in a period: each week by its days, so that the parts of a
    week in two periods add up to the week.

    qualifies_on: the day whose earnings limit holds for the whole leave, such as the last of the qualifying week; None:
    the first day of leave. weeks_before: weeks taken in earlier blocks of the same leave, or as the pay that shared
    parental pay follows. applies: whom of a batch the workings are of.
    """
    total, paid_weeks = 0, []
    most = family_weeks(kind, leave.start)
    week = 0
    while leave.end is None or leave.start + timedelta(weeks=week) < leave.end:
        starts = leave.start + timedelta(weeks=week)
        if (period.end is not None and starts >= period.end) or week + weeks_before >= most:
            break
        last = starts + timedelta(weeks=1) if leave.end is None else min(starts + timedelta(weeks=1), leave.end)
        begin = max(starts, period.start)
        end = last if period.end is None else min(last, period.end)
        if begin < end:
            weekly = family_weekly(
                kind, week + weeks_before, starts, average, qualifies_on=qualifies_on or leave.start, most=most
            )
            total += _to_day(weekly, (end - starts).days) - _to_day(weekly, (begin - starts).days)
            paid_weeks.append((weekly, (end - begin).days, starts))
        week += 1
    if workings is not None and paid_weeks:
        names = ("family_weekly_pence", "family_share_basis_points", "family_earnings_limit_pence")
        workings.note(
            kind, "each week of leave by its days / 7, up to a penny: the share of average earnings, and no more than "
            "the standard rate but in the higher weeks", total,
            inputs={
                "average_weekly": shown_weekly(average), "days": sum(days for _, days, _ in paid_weeks),
                "weekly": " and ".join(dict.fromkeys(str(Money(weekly)) for weekly, _, _ in paid_weeks)),
            },
            figures=[figure(FOLDER + name, paid_weeks[-1][2]) for name in names], applies=applies,
        )  # fmt: skip
    return total


def is_small_employer(on: date, class_1_pence: int) -> bool:
    """Whether an employer counts as small: by the Class 1 contributions of the last tax year, of both sides, in pence.

    >>> is_small_employer(date(2026, 6, 1), 4500000), is_small_employer(date(2026, 6, 1), 4500001)
    (True, False)
    """
    return class_1_pence <= whole(FOLDER + "family_small_employer_limit_pence", on)


def recoverable(on: date, family_pence: int, *, is_small: bool) -> int:
    """Pence of family pay that the employer gets back, half a penny upwards. Sick pay is never given back."""
    name = "family_recovery_small_basis_points" if is_small else "family_recovery_basis_points"
    return (2 * family_pence * whole(FOLDER + name, on) + BASIS_POINTS) // (2 * BASIS_POINTS)


def _to_day(weekly: int, days: int) -> int:
    return -(-weekly * days // DAYS_A_WEEK)
