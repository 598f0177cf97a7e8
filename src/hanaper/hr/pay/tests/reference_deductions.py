"""A slow second calculation, for one person and in pounds, of pensions and orders: only tests use it.

It is written from the published rules, one order after another, with figures typed again from the sources rather than
read from the parameters, so that a figure entered wrongly shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

PENNY, POUND = Decimal("0.01"), Decimal(1)
Bands = Sequence[tuple[str | None, str]]

ALPHA: dict[int, Bands] = {
    2024: [("34199", "4.6"), ("56000", "5.45"), ("150000", "7.35"), (None, "8.05")],
    2025: [("34799", "4.6"), ("56000", "5.45"), ("150000", "7.35"), (None, "8.05")],
    2026: [("36199", "4.6"), ("58199", "5.45"), ("150000", "7.35"), (None, "8.05")],
}
DEA_EDGES = {True: ("430", "690", "950", "1160", "1615", "2240"), False: ("100", "160", "220", "270", "375", "520")}
DEA_RATES = {"standard": ("0", "3", "5", "7", "11", "15", "20"), "higher": ("5", "6", "10", "14", "22", "30", "40")}
COUNCIL: dict[tuple[str, bool], Bands] = {
    ("england", True): [("300", "0"), ("550", "3"), ("740", "5"), ("900", "7"), ("1420", "12"), ("2020", "17")],
    ("england", False): [("75", "0"), ("135", "3"), ("185", "5"), ("225", "7"), ("355", "12"), ("505", "17")],
    ("wales", True): [("430", "0"), ("780", "3"), ("1050", "5"), ("1280", "7"), ("2010", "12"), ("2860", "17")],
    ("wales", False): [("105", "0"), ("190", "3"), ("260", "5"), ("320", "7"), ("505", "12"), ("715", "17")],
}
PERIODS = {"weekly": 52, "two-weekly": 26, "four-weekly": 13, "monthly": 12}
WEEKS = {"weekly": 1, "two-weekly": 2, "four-weekly": 4, "monthly": 1}
EDGES = {"weekly": (120, 967), "two-weekly": (240, 1934), "four-weekly": (480, 3867), "monthly": (520, 4189)}
PRIORITY = ("deo", "aeo-priority", "ctaeo-england", "ctaeo-wales", "cao", "ea", "cma")


@dataclass
class Order:
    """One order in pounds; `made` is its place among the dates."""

    kind: str
    made: int
    normal: Decimal
    protected: Decimal
    rate: str


def alpha(pay: Decimal, year: int, frequency: str) -> tuple[Decimal, Decimal]:
    """What member and employer pay to the Civil Service scheme."""
    annual = (pay * PERIODS[frequency]).quantize(POUND, ROUND_FLOOR)
    rate = next(rate for edge, rate in ALPHA[year] if edge is None or annual <= Decimal(edge))
    share = lambda percent: (pay * Decimal(percent) / 100).quantize(PENNY, ROUND_HALF_UP)  # noqa: E731
    return share(rate), share("28.97")


def qualifying(pay: Decimal, frequency: str, *, at_source: bool) -> tuple[Decimal, Decimal]:
    """What member and employer pay to an enrolment scheme by the law's shares."""
    lower, upper = EDGES[frequency]
    band = max(min(pay, Decimal(upper)) - lower, Decimal(0))
    member = band * 5 / 100 * (Decimal("0.8") if at_source else 1)
    return member.quantize(PENNY, ROUND_HALF_UP), (band * 3 / 100).quantize(PENNY, ROUND_HALF_UP)


def orders_taken(orders: Sequence[Order], net: Decimal, loan: Decimal, frequency: str, days: int) -> list[Decimal]:
    """What each order takes, in the order given, then what the loan takes."""
    taken = [Decimal(0)] * len(orders)
    left, floor, councils = net, Decimal(0), 0
    for place in sorted((p for p, o in enumerate(orders) if o.kind in PRIORITY), key=lambda p: (_late(orders[p]), p)):
        order = orders[place]
        want, protected = _asked(order, net, left, frequency, days)
        if order.kind.startswith("ctaeo"):
            councils += 1
            want = want if councils <= 2 else Decimal(0)
        taken[place] = max(min(want, left - protected), Decimal(0))
        left -= taken[place]
        floor = max(floor, protected)
    after_priority = left
    loan_taken = min(loan, max(left - floor, Decimal(0)).quantize(POUND, ROUND_FLOOR))
    left -= loan_taken
    for place in sorted((p for p, o in enumerate(orders) if o.kind not in PRIORITY), key=lambda p: (orders[p].made, p)):
        want, protected = _asked(orders[place], net, after_priority, frequency, days)
        taken[place] = max(min(want, left - protected), Decimal(0))
        left -= taken[place]
    return [*taken, loan_taken]


def _late(order: Order) -> tuple[int, int]:
    return ({"cao": 1, "ea": 2, "cma": 3}.get(order.kind, 0), order.made)


def _asked(order: Order, net: Decimal, base: Decimal, frequency: str, days: int) -> tuple[Decimal, Decimal]:
    """What an order asks for and what it leaves, both in pounds."""
    monthly, weeks = frequency == "monthly", WEEKS[frequency]
    kept = (net * 60 / 100).quantize(PENNY, ROUND_CEILING)
    if order.kind == "deo":
        return order.normal, max(order.protected, kept)
    if order.kind == "dea" and order.rate in ("standard", "higher"):
        edges = [Decimal(edge) for edge in DEA_EDGES[monthly]]
        rate = DEA_RATES[order.rate][sum(base / weeks > edge for edge in edges)]
        return _down(base * Decimal(rate) / 100), max(order.protected, kept)
    if order.kind == "dea":
        return order.normal, max(order.protected, kept)
    if order.kind.startswith("ctaeo"):
        return _council(order.kind[6:], base, monthly, weeks), order.protected
    if order.kind in ("ea", "cao"):
        return _arrestment(base, monthly, weeks), order.protected
    if order.kind == "cma":
        return order.normal, Decimal("24.66") * (days if monthly else 7 * weeks)
    return order.normal, order.protected


def _council(nation: str, base: Decimal, monthly: bool, weeks: int) -> Decimal:
    table = COUNCIL[nation, monthly]
    for edge, rate in table:
        assert edge is not None
        if base <= Decimal(edge) * weeks:
            return _down(base * Decimal(rate) / 100)
    last = Decimal(table[-1][0] or 0) * weeks
    return _down(last * Decimal(17) / 100 + (base - last) / 2)


def _arrestment(base: Decimal, monthly: bool, weeks: int) -> Decimal:
    """The tables of 6 April 2025."""
    edges = ["750", "1500", "2500", "3750"] if monthly else ["172.61", "345.22", "575.37", "863.06"]
    fixed = ["0", "112.50", "312.50", "625.00"] if monthly else ["0", "25.89", "71.92", "143.84"]
    least = Decimal(10) if monthly else Decimal("2.30")
    a, b, c, d = (Decimal(edge) * weeks for edge in edges)
    _, two, three, four = (Decimal(sum_) * weeks for sum_ in fixed)
    if base <= a:
        return Decimal(0)
    if base <= b:
        return _down(max(least * weeks, (base - a) * 15 / 100))
    if base <= c:
        return _down(two + (base - b) * 20 / 100)
    if base <= d:
        return _down(three + (base - c) * 25 / 100)
    return _down(four + (base - d) / 2)


def _down(pounds: Decimal) -> Decimal:
    return pounds.quantize(PENNY, ROUND_HALF_DOWN)
