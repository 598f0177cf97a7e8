"""Turning what was gathered into the columns that the rules take, and saying who cannot be paid, and why."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay import gathering
from hanaper.hr.pay.away import Day, Explaining, away_lines
from hanaper.hr.pay.elements import element, element_numbered
from hanaper.hr.pay.gathering import Range, read
from hanaper.hr.pay.rules.attachments import Orders
from hanaper.hr.pay.rules.calculation import Lines, People
from hanaper.hr.pay.rules.calendar import tax_period
from hanaper.hr.pay.rules.ordinary import for_days, for_hours, hourly_rate
from hanaper.hr.pay.rules.student_loans import POSTGRADUATE, plan_charged
from hanaper.hr.pay.rules.tax_codes import read_codes
from hanaper.hr.pay.rules.to_date import FIGURES, NI_FIGURES
from hanaper.hr.pay.rules.workings import Workings
from hanaper.kernel.periods import TaxYear

NO_END: Final = 10**15
BASIC, BACK_PAY = "basic", "back_pay"
CARRIED_FORWARD: Final = ("aeo-priority", "deo")
"""Orders whose shortfall is carried forward to the next period."""

REPAID: Final = {"advance": "advance_recovery", "overpayment": "overpayment_recovery"}
"""Kind of debt -> the element by which it is paid back."""

LineRow = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Employed:
    """One employment of a batch. segments: days of terms as `gathering.SEGMENTS` gives them, without the id.
    charged_to: cost centre and programme of its last terms."""

    id: int
    person_id: int
    engagement: str
    started_on: date
    ended_on: date | None
    segments: Sequence[tuple[Any, ...]]
    charged_to: tuple[int, int]


@dataclass(frozen=True)
class Batch:
    """Everything that the rules need for some employments, in the order of their ids. last: of each, the row of
    `gathering.LAST_PAID`, or None. input_ids: the inputs that the batch pays. pension_since: why somebody is in no
    scheme, "" where they are or nothing is said, and since when what is recorded of their pension holds."""

    employed: list[Employed]
    people: People
    lines: Lines
    orders: Orders
    order_ids: NDArray[np.int64]
    born_on: list[date | None]
    last: list[tuple[Any, ...] | None]
    input_ids: list[int]
    pension_since: list[tuple[str, date]] = field(default_factory=list)
    ni_other: list[dict[str, list[int]]] = field(default_factory=list)


@dataclass
class Gathered:
    """What was read for a range, by employment. held: who cannot be paid, with a code of the wording."""

    wanted: Range
    employed: list[Employed]
    facts: dict[str, dict[int, Any]]
    held: dict[int, str]


def gather(wanted: Range) -> Gathered:
    """Read a range, and say who cannot be paid for want of a fact. Nothing is guessed."""
    rows = read(gathering.EMPLOYED, wanted)
    ids = [row[0] for row in rows]

    def of(query: str) -> list[tuple[Any, ...]]:
        return read(query, wanted, ids=ids)

    repaid = [element(code).number for code in REPAID.values()]
    segments = _many(of(gathering.SEGMENTS))
    facts: dict[str, dict[int, Any]] = {
        "tax": _one(of(gathering.TAX)),
        "ni": _one(of(gathering.NI)),
        "pension": _one(of(gathering.PENSION)),
        "loans": _many(of(gathering.LOANS)),
        "recurring": _many(of(gathering.RECURRING)),
        "orders": _many(of(gathering.ORDERS)),
        "inputs": _many(of(gathering.INPUTS)),
        "absences": _many(of(gathering.ABSENCES)),
        "last": _one(of(gathering.LAST_PAID)),
        "brought": _one(of(gathering.BROUGHT)),
        "in_period": _many(read(gathering.IN_PERIOD, wanted)),
        "debts": _many(read(gathering.DEBTS, wanted, ids=ids, repaid=repaid)),
    }
    charged_before = {pk: rest for pk, *rest in of(gathering.CHARGED)}
    employed, held = [], {}
    for pk, person_id, engagement, started_on, ended_on in rows:
        own = segments.get(pk, [])
        charged: Any = own[-1][6:8] if own else charged_before.get(pk)
        missing = _missing(pk, facts, charged is not None)
        if missing or charged is None:
            held[pk] = missing
        else:
            employed.append(Employed(pk, person_id, engagement, started_on, ended_on, own, charged))
    return Gathered(wanted, employed, facts, held)


def _missing(pk: int, facts: Mapping[str, Mapping[int, Any]], has_terms: bool) -> str:
    for name, code in (("tax", "no-tax-code"), ("ni", "no-ni-letter"), ("pension", "no-pension")):
        if pk not in facts[name]:
            return code
    return "" if has_terms else "no-terms"


def assemble(
    gathered: Gathered,
    employed: Sequence[Employed],
    back_pay: Mapping[int, int],
    *,
    born: Mapping[int, date],
    ages: Mapping[int, int] | None = None,
    workings: Workings | None = None,
) -> Batch:
    """The columns of these employments. back_pay: pence by employment. born: days of birth by person; ages: by
    employment, where a payslip says them already and nobody need be asked for days of birth. workings: where what
    statute pays for absence is noted.

    Raises what the rules refuse of a code.
    """
    wanted, facts = gathered.wanted, gathered.facts
    ids = [each.id for each in employed]
    index = {pk: place for place, pk in enumerate(ids)}
    lines, input_ids = _given(gathered, employed, index, back_pay, workings)
    orders, order_ids = _orders(gathered, employed, index)
    last = [facts["last"].get(pk) for pk in ids]
    to_date, ni_to_date, other = _totals(gathered, ids)
    year = TaxYear(wanted.tax_year)
    ni = [facts["ni"][pk] for pk in ids]
    plans = [[plan for (plan,) in facts["loans"].get(pk, [])] for pk in ids]
    people = People(
        codes=read_codes([facts["tax"][pk][0] for pk in ids]),
        is_week1=np.array([facts["tax"][pk][1] for pk in ids], dtype=bool),
        letters=np.array([letter for letter, _, _ in ni], dtype="U1"),
        jobs=np.array([each.person_id for each in employed], dtype=np.int64),
        director=np.array([_director(method, wanted) for _, method, _ in ni], dtype="U6"),
        director_weeks=np.array([_director_weeks(since, year) for _, _, since in ni], dtype=np.int64),
        plan=np.array([plan_charged(each, wanted.pay_on) for each in plans], dtype="U12"),
        postgraduate=np.array([POSTGRADUATE if POSTGRADUATE in each else "" for each in plans], dtype="U12"),
        pension=np.array([facts["pension"][pk][0] for pk in ids], dtype="U20"),
        member_basis_points=np.array([facts["pension"][pk][1] for pk in ids], dtype=np.int64),
        ages=np.array(
            [ages[each.id] if ages else _age(born.get(each.person_id), year.start) for each in employed], dtype=np.int64
        ),
        is_service=np.array([each.engagement == "service" for each in employed], dtype=bool),
        to_date=to_date,
        ni_to_date=ni_to_date,
        in_period=_in_period(facts["in_period"], employed),
    )
    births_in_order = [born.get(each.person_id) for each in employed]
    since = [(facts["pension"][pk][2], facts["pension"][pk][3]) for pk in ids]
    return Batch(list(employed), people, lines, orders, order_ids, births_in_order, last, input_ids, since, other)


def back_pay_of(gathered: Gathered, then: Any, since: date) -> dict[int, int]:
    """Pence of ordinary pay for days before the period that are known otherwise now than at the cut-off `then`: the
    difference, never history worked out again."""
    wanted = gathered.wanted
    ids = [each.id for each in gathered.employed]
    changed = [row[0] for row in read(gathering.CHANGED_BACK, wanted, ids=ids, then=then)]
    if not changed:
        return {}
    found: defaultdict[int, int] = defaultdict(int)
    for sign, known_at in ((1, wanted.known_at), (-1, then)):
        for row in gathering.segments_as_known(wanted, changed, since=since, known_at=known_at):
            if not row[6]:
                found[row[0]] += sign * _before(row, wanted)
    return {pk: pence for pk, pence in found.items() if pence}


def _before(row: tuple[Any, ...], wanted: Range) -> int:
    """Pence of a segment of days before the period, each earlier period by its own days, as it was paid."""
    start, end, annual, hours, full = row[1:6]
    pence = 0
    while start < end:
        first, after = _period_of(start, wanted)
        last = min(end, after)
        part = (start - first).days, (last - first).days, (after - first).days
        pence += _days_pay(annual, hours, full, *part, wanted.frequency)
        start = last
    return pence


def _period_of(day: date, wanted: Range) -> tuple[date, date]:
    """The pay period, closed-open, that an earlier day belonged to."""
    if wanted.frequency == "monthly":
        return date(day.year, day.month, 1), date(day.year + day.month // 12, day.month % 12 + 1, 1)
    length = (wanted.earned_to - wanted.earned_from).days
    first = wanted.earned_from + timedelta(days=(day - wanted.earned_from).days // length * length)
    return first, first + timedelta(days=length)


def _days_pay(annual: int, hours: int, full: int, first: int, after: int, days: int, frequency: str) -> int:
    one = [np.array([value], dtype=np.int64) for value in (annual, hours, full, first, after, days)]
    return int(for_days(*one, frequency=frequency)[0])


def _given(
    gathered: Gathered,
    employed: Sequence[Employed],
    index: Mapping[int, int],
    back_pay: Mapping[int, int],
    workings: Workings | None,
) -> tuple[Lines, list[int]]:
    """Earnings, benefits and deductions that are not worked out from others, as lines."""
    wanted, facts = gathered.wanted, gathered.facts
    rows: list[LineRow] = []
    input_ids: list[int] = []
    if wanted.is_main:
        rows += _ordinary(wanted, employed)
        for pk, found in facts["recurring"].items():
            if pk in index:
                rows += [(index[pk], number, pence, 0, 0) for number, pence in found]
        rows += _instalments(facts["debts"], index)
        number = element(BACK_PAY).number
        rows += [(index[pk], number, pence, 0, 0) for pk, pence in back_pay.items() if pk in index]
    absent = [each for each in employed if each.id in facts["absences"]] if wanted.is_main else []

    def explain(pk: int) -> Explaining:
        return {} if workings is None else {"workings": workings, "applies": np.arange(len(index)) == index[pk]}

    away = away_lines(wanted, absent, facts["absences"], day_pay=_day_pay(wanted), explain=explain)
    rows += [(index[pk], *line, 0) for pk, line in away]
    for pk, entered in facts["inputs"].items():
        for number, pence, units, input_id in entered if pk in index else ():
            place = index[pk]
            rows.append((place, number, _input_pence(employed[place], number, pence, units), units or 0, 0))
            input_ids.append(input_id)
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return Lines(*(np.ascontiguousarray(column) for column in columns)), input_ids


def _instalments(debts: Mapping[int, Iterable[Any]], index: Mapping[int, int]) -> list[LineRow]:
    """What people agreed to pay back of advances and overpayments, never more than is left."""
    rows: list[LineRow] = []
    for pk, owed in debts.items():
        for kind, debt_id, instalment, left in owed if pk in index else ():
            if left > 0:
                rows.append((index[pk], element(REPAID[kind]).number, min(instalment, left), 0, debt_id))
    return rows


def _ordinary(wanted: Range, employed: Sequence[Employed]) -> list[LineRow]:
    """Ordinary pay of everybody who is not paid by the hour, each part of the period by its days."""
    parts = [
        (place, segment)
        for place, each in enumerate(employed)
        for segment in each.segments
        if not segment[5]
    ]  # fmt: skip
    if not parts:
        return []
    days = (wanted.earned_to - wanted.earned_from).days
    begin = wanted.earned_from.toordinal()
    columns = np.array(
        [
            (annual, hours, full, start.toordinal() - begin, end.toordinal() - begin, days)
            for _, (start, end, annual, hours, full, *_) in parts
        ],
        dtype=np.int64,
    ).T
    pence = for_days(*columns, frequency=wanted.frequency)
    number = element(BASIC).number
    return [(place, number, amount, 0, 0) for (place, _), amount in zip(parts, pence.tolist(), strict=True) if amount]


def _day_pay(wanted: Range) -> Callable[[Employed, Day, Day], int]:
    """Pence of ordinary pay for days of the period, by the terms that hold on them."""
    days = (wanted.earned_to - wanted.earned_from).days

    def of(each: Employed, first: Day, after: Day) -> int:
        pence = 0
        for start, end, annual, hours, full, is_hourly, *_ in each.segments:
            begin, stop = max(first, start), min(after, end)
            if begin < stop and not is_hourly:
                offset = wanted.earned_from
                pence += _days_pay(
                    annual, hours, full, (begin - offset).days, (stop - offset).days, days, wanted.frequency
                )
        return pence

    return of


def _input_pence(each: Employed, number: int, pence: int | None, units: int | None) -> int:
    if pence is not None:
        return pence
    assert units is not None, "an input is an amount or a number of hours"
    if not each.segments:
        return 0
    _, _, annual, _, full, *_ = each.segments[-1]
    rate = hourly_rate(np.array([annual]), np.array([full]))
    multiplier = np.array([element_numbered(number).multiplier_basis_points])
    return int(for_hours(np.array([units]), rate, multiplier)[0])


def _orders(
    gathered: Gathered, employed: Sequence[Employed], index: Mapping[int, int]
) -> tuple[Orders, NDArray[np.int64]]:
    rows = [(index[each.id], *order) for each in employed for order in gathered.facts["orders"].get(each.id, [])]
    ids = [row[1] for row in rows]
    attachment = element("attachment").number
    taken_by = read(gathering.TAKEN, gathered.wanted, ids=ids, attachment=attachment) if ids else []
    so_far = {pk: (slips, pence) for pk, slips, pence in taken_by}
    normal, owed = [], []
    for _, pk, kind, _, each_period, _, _, limit in rows:
        slips, taken = so_far.get(pk, (0, 0))
        arrears = max(each_period * slips - taken, 0) if kind in CARRIED_FORWARD else 0
        normal.append(each_period + arrears)
        owed.append(NO_END if limit is None else max(limit - taken, 0))
    orders = Orders(
        person=np.array([row[0] for row in rows], dtype=np.int64),
        kind=np.array([row[2] for row in rows], dtype="U16"),
        made_on=np.array([row[3].toordinal() for row in rows], dtype=np.int64),
        normal=np.array(normal, dtype=np.int64),
        protected=np.array([row[5] for row in rows], dtype=np.int64),
        rate=np.array([row[6] for row in rows], dtype="U10"),
        still_owed=np.array(owed, dtype=np.int64),
    )
    return orders, np.array(ids, dtype=np.int64)


def _totals(
    gathered: Gathered, ids: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[dict[str, list[int]]]]:
    """Totals of the tax year before this payment: of the last payslip, else brought forward, else nought."""
    to_date = np.zeros((len(ids), len(FIGURES)), dtype=np.int64)
    ni = np.zeros((len(ids), len(NI_FIGURES)), dtype=np.int64)
    others: list[dict[str, list[int]]] = []
    last, brought, letters = gathered.facts["last"], gathered.facts["brought"], gathered.facts["ni"]
    for place, pk in enumerate(ids):
        by_letter: dict[str, list[int]] = {}
        if pk in last and last[pk][-1]:
            figures, kept, values = last[pk][:3]
            to_date[place] = figures
            size = len(NI_FIGURES)
            by_letter = {letter: values[n * size : (n + 1) * size] for n, letter in enumerate(kept)}
        elif pk in brought:
            totals, by_letter = (json.loads(text) for text in brought[pk])  # Django reads JSON by its own fields only
            to_date[place] = [totals.get(name, 0) for name in FIGURES]
        ni[place] = by_letter.get(letters[pk][0], [0] * len(NI_FIGURES))
        others.append(by_letter)
    return to_date, ni, others


def _in_period(payslips: Mapping[int, Iterable[Any]], employed: Sequence[Employed]) -> NDArray[np.int64]:
    """Earnings and contributions of payments in the same earnings period, in the order of NI_FIGURES.

    payslips: by person. What another job was paid, which is not paid now, counts with the person's first job here.
    """
    found = np.zeros((len(employed), len(NI_FIGURES)), dtype=np.int64)
    if not payslips:
        return found
    index = {each.id: place for place, each in enumerate(employed)}
    firsts = {each.person_id: place for place, each in reversed(list(enumerate(employed)))}
    for person_id, first in firsts.items():
        for employment_id, numbers, amounts in payslips.get(person_id, ()):
            place = index.get(employment_id, first)
            for number, pence in zip(numbers, amounts, strict=True):
                each = element_numbered(number)
                found[place, 0] += pence if each.kind == "earning" and each.is_nied else 0
                found[place, 4] += pence if each.code == "ni_employer" else 0
                found[place, 5] += pence if each.code == "ni" else 0
    return found


def _director(method: str, wanted: Range) -> str:
    last = 12 if wanted.frequency == "monthly" else 52
    if method == "alternative":
        return "last" if tax_period(wanted.pay_on, wanted.frequency) >= last else ""
    return "annual" if method == "annual" else ""


def _director_weeks(since: date | None, year: TaxYear) -> int:
    if since is None or since < year.start:
        return 52
    return 52 - (since - year.start).days // 7


def _age(born_on: date | None, on: date) -> int:
    if born_on is None:
        return 0
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _one(rows: Iterable[tuple[Any, ...]]) -> dict[int, Any]:
    return {row[0]: row[1:] for row in rows}


def _many(rows: Iterable[tuple[Any, ...]]) -> dict[int, Any]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return dict(found)
