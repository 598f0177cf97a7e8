"""What absence does to pay: the days that are not earned, and what statute and contract pay for them instead.

Sickness and family leave are few among many, so they are worked out one by one; each amount comes from the pure rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from hanaper.hr.pay import gathering
from hanaper.hr.pay.elements import element, element_numbered
from hanaper.hr.pay.gathering import Range, read
from hanaper.hr.pay.rules.figures import whole
from hanaper.hr.pay.rules.statutory import (
    REFORM,
    average_weekly,
    family_pay,
    sick_days,
    sick_pay,
    sick_weekly,
)
from hanaper.kernel.dates import DateRange

if TYPE_CHECKING:
    from hanaper.hr.pay.assembling import Employed

Day = date
Line = tuple[int, int, int]
"""Number of the element, pence, hundredths of days."""

FAMILY: Final = {
    "maternity": "smp", "paternity": "spp", "adoption": "sap", "shared-parental": "shpp", "bereavement": "spbp",
    "neonatal": "sncp",
}  # fmt: skip
POLICY: Final = "hanaper/standard_process/sick_pay/"
A_YEAR: Final = timedelta(days=365)


def away_lines(
    wanted: Range,
    employed: Sequence[Employed],
    absences: Mapping[int, Sequence[tuple[Any, ...]]],
    *,
    day_pay: Callable[[Employed, Day, Day], int],
) -> Iterator[tuple[int, Line]]:
    """Lines of everybody who was away in the period, with their employment. Service engagements have no statutory pay:
    sickness leaves their pay as it is."""
    averages = _averages(wanted, employed) if employed else {}
    for each in employed:
        for kind, first, after, _ in absences[each.id]:
            begin, stop = max(first, wanted.earned_from), min(after or wanted.earned_to, wanted.earned_to)
            if begin >= stop or (kind == "sickness" and each.engagement == "service"):
                continue
            lost = day_pay(each, begin, stop)
            if kind == "sickness":
                lines = _sick(wanted, each, absences[each.id], DateRange(begin, stop), lost, averages[each.id])
            elif kind in FAMILY and each.engagement != "service":
                due = family_pay(FAMILY[kind], DateRange(first, after), averages[each.id], DateRange(begin, stop))
                lines = [("unpaid_absence", -lost, begin, stop), (FAMILY[kind], due, begin, stop)]
            else:
                lines = [("unpaid_absence", -lost, begin, stop)]
            for code, pence, start, end in lines:
                if pence:
                    yield each.id, (element(code).number, pence, (end - start).days * 100)


def _sick(
    wanted: Range, each: Employed, absences: Sequence[tuple[Any, ...]], days: DateRange, lost: int, average: Fraction
) -> list[tuple[str, int, Day, Day]]:
    """The contract pays full pay for so many days in a rolling year, then half; statutory sick pay is part of it."""
    assert days.end is not None, "the days lie in the period"
    pattern = [sign == "1" for sign in each.segments[-1][8]] if each.segments else [True] * 5 + [False] * 2
    spells = [
        DateRange(first, min(after or days.end, days.end))
        for kind, first, after, _ in absences
        if kind == "sickness" and first < days.end
    ]
    before = spells[-1].start < REFORM <= days.start
    weekly = sick_weekly(days.start, average, was_sick_before_reform=before)
    statutory = sick_pay(weekly, sick_days(spells, pattern, days).paid, pattern) if weekly else 0
    used = sum(
        (min(spell.end, days.start) - max(spell.start, days.start - A_YEAR)).days
        for spell in spells
        if spell.end is not None and spell.start < days.start and spell.end > days.start - A_YEAR
    )
    full, half = whole(POLICY + "full_pay_days", days.start), whole(POLICY + "half_pay_days", days.start)
    length = (days.end - days.start).days
    at_full = max(min(length, full - used), 0)
    at_half = max(min(length - at_full, full + half - used - at_full), 0)
    owed = (2 * lost * (2 * at_full + at_half) + 2 * length) // (4 * length)
    contract = max(owed - statutory, 0)
    return [
        ("sick_deduction", -lost, days.start, days.end),
        ("ssp", statutory, days.start, days.end),
        ("sick_pay", contract, days.start, days.end),
    ]


def _averages(wanted: Range, employed: Sequence[Employed]) -> dict[int, Fraction]:
    """Average weekly earnings: of the last two payslips, or by the contract for somebody who has none."""
    paid: dict[int, list[int]] = {}
    for pk, numbers, amounts in read(gathering.RECENT, wanted, ids=[each.id for each in employed]):
        liable = sum(
            pence
            for number, pence in zip(numbers, amounts, strict=True)
            if element_numbered(number).is_nied and element_numbered(number).kind == "earning"
        )
        paid.setdefault(pk, []).append(liable)
    weeks = {"weekly": 1, "two-weekly": 2, "four-weekly": 4}.get(wanted.frequency, 0)
    found: dict[int, Fraction] = {}
    for each in employed:
        amounts = paid.get(each.id, [])
        if amounts and weeks:
            found[each.id] = average_weekly(sum(amounts), weeks=weeks * len(amounts))
        elif amounts:
            found[each.id] = average_weekly(sum(amounts), months=len(amounts))
        else:
            _, _, annual, hours, full, *_ = each.segments[0] if each.segments else (0, 0, 0, 0, 1)
            found[each.id] = Fraction(annual * hours, full * 52)
    return found
