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
from hanaper.hr.pay.rules.calculation import FAMILY_ABSENCE
from hanaper.hr.pay.rules.figures import whole
from hanaper.hr.pay.rules.statutory import (
    Payment,
    average_of,
    family_pay,
    family_weeks,
    linked_from,
    qualifying_week,
    sick_days,
    sick_pay_of,
)
from hanaper.kernel.dates import DateRange

if TYPE_CHECKING:
    from hanaper.hr.pay.assembling import Employed

Day = date
Explaining = dict[str, Any]
"""Arguments by which a rule of statutory pay notes its workings, and of whom they are; none: it does not."""
Line = tuple[int, int, int]
"""Number of the element, pence, hundredths of days."""

FAMILY: Final = {
    "maternity": "smp", "paternity": "spp", "adoption": "sap", "shared-parental": "shpp", "bereavement": "spbp",
    "neonatal": "sncp",
}  # fmt: skip
POLICY: Final = "hanaper/standard_process/sick_pay/"
A_YEAR: Final = timedelta(days=365)
A_DAY: Final = timedelta(days=1)


def away_lines(
    wanted: Range,
    employed: Sequence[Employed],
    absences: Mapping[int, Sequence[tuple[Any, ...]]],
    *,
    day_pay: Callable[[Employed, Day, Day], int],
    explain: Callable[[int], Explaining] = lambda employment_id: {},
) -> Iterator[tuple[int, Line]]:
    """Lines of everybody who was away in the period, with their employment. Service engagements have no statutory pay:
    sickness leaves their pay as it is. explain: for an employment, where the rules note its workings."""
    paid = _payments(wanted, employed, absences) if employed else {}
    for each in employed:
        for kind, first, after, expected_on in absences[each.id]:
            begin, stop = max(first, wanted.earned_from), min(after or wanted.earned_to, wanted.earned_to)
            if begin >= stop or (kind == "sickness" and each.engagement == "service"):
                continue
            lost = day_pay(each, begin, stop)
            days = DateRange(begin, stop)
            if kind == "sickness":
                lines = _sick(wanted, each, absences[each.id], days, lost, paid.get(each.id, []), explain(each.id))
            elif kind in FAMILY and each.engagement != "service":
                by = _family_by(kind, first, expected_on)
                average = _average(wanted, each, paid.get(each.id, []), by)
                code, leave = FAMILY[kind], DateRange(first, after)
                due = family_pay(code, leave, average, days, qualifies_on=by, **explain(each.id))
                paid_to = first + timedelta(weeks=family_weeks(code, first)) if due else begin
                middle = min(max(paid_to, begin), stop)
                before = day_pay(each, begin, middle) if begin < middle else 0
                leave_days, unpaid_days = (middle - begin).days, (stop - middle).days
                lines = [(FAMILY_ABSENCE, -before, leave_days), ("unpaid_absence", before - lost, unpaid_days)]
                lines.append((code, due, leave_days))
            else:
                lines = [("unpaid_absence", -lost, (stop - begin).days)]
            for code, pence, count in lines:
                if pence:
                    yield each.id, (element(code).number, pence, count * 100)


def _sick(
    wanted: Range,
    each: Employed,
    absences: Sequence[tuple[Any, ...]],
    days: DateRange,
    lost: int,
    paid: Sequence[Payment],
    explaining: Explaining,
) -> list[tuple[str, int, int]]:
    """Elements with pence and days. The contract pays full pay for so many days in a rolling year, then half; statutory
    sick pay is part of it, and is paid for qualifying days alone."""
    assert days.end is not None, "the days lie in the period"
    pattern = [sign == "1" for sign in each.segments[-1][8]] if each.segments else [True] * 5 + [False] * 2
    spells = _spells(absences, days.end)
    average = _average(wanted, each, paid, linked_from(spells) - A_DAY)
    qualifying = sick_days(spells, pattern, days, average)
    statutory = sick_pay_of(qualifying.by_rate, pattern, on=days.end - A_DAY, **explaining)
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
        ("sick_deduction", -lost, length),
        ("ssp", statutory, qualifying.paid),
        ("sick_pay", contract, at_full + at_half),
    ]


def _spells(absences: Sequence[tuple[Any, ...]], end: Day) -> list[DateRange]:
    """Sickness up to the end of the days that are paid."""
    return [
        DateRange(first, min(after or end, end))
        for kind, first, after, _ in absences
        if kind == "sickness" and first < end
    ]


def _family_by(kind: str, first: Day, expected_on: Day | None) -> Day:
    """The day by which average earnings are judged: the Saturday of the qualifying week where a birth is expected, else
    the last Saturday before leave begins."""
    if kind in ("maternity", "paternity") and expected_on is not None:
        end = qualifying_week(expected_on).end
        assert end is not None, "a week ends"
        return end - A_DAY
    return first - timedelta(days=(first.weekday() + 1) % 7 + 1)


def _payments(
    wanted: Range, employed: Sequence[Employed], absences: Mapping[int, Sequence[tuple[Any, ...]]]
) -> dict[int, list[Payment]]:
    """What was paid from the beginning of the earliest relevant period on, liable to National Insurance."""
    first = min(first for each in employed for _, first, *_ in absences[each.id])
    since = first - A_YEAR
    found: dict[int, list[Payment]] = {}
    ids = [each.id for each in employed]
    for pk, pay_on, is_main, numbers, amounts in read(gathering.PAID_SINCE, wanted, ids=ids, since=since):
        liable = sum(
            pence
            for number, pence in zip(numbers, amounts, strict=True)
            if element_numbered(number).is_nied and element_numbered(number).kind == "earning"
        )
        found.setdefault(pk, []).append(Payment(pay_on, liable, is_main))
    return found


def _average(wanted: Range, each: Employed, paid: Sequence[Payment], by: Day) -> Fraction:
    """Average weekly earnings as they were by a day, so that what is paid later does not move them; by the contract for
    somebody who was paid nothing here until then."""
    weeks = {"weekly": 1, "two-weekly": 2, "four-weekly": 4}.get(wanted.frequency, 0)
    found = average_of(paid, by, weeks=weeks)
    if found is not None:
        return found
    _, _, annual, hours, full, *_ = each.segments[0] if each.segments else (0, 0, 0, 0, 1)
    return Fraction(annual * hours, full * 52)
