"""What each kind of order of a court or public body takes from net earnings: its table, its fixed sum, its share.

Sources: employers' guides to direct earnings attachments (the band is read on what priority orders leave; all
deductions leave 60% of net earnings); GOV.UK on child maintenance; council tax attachment tables; SSI 2023/27 and
SSI 2024/293. Orders of Northern Ireland fix their own normal deduction and protected earnings, and so need no table:
they are attachments of that kind. Nothing else is known of Northern Ireland.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.rules.figures import BASIS_POINTS, bands, figure, whole
from hanaper.hr.pay.rules.workings import Pence
from hanaper.parameters import Value, history

Whole = NDArray[np.int64]

MAINTENANCE: Final = "aeo-priority"
"""Attachment of earnings order for maintenance or a fine."""
DEBT: Final = "aeo"
"""Attachment of earnings order for a judgment debt."""
CHILD: Final = "deo"
"""Deduction from earnings order of the Child Maintenance Service."""
COUNCIL_TAX: Final = ("ctaeo-england", "ctaeo-wales")
ARRESTMENT: Final = "ea"
CONJOINED: Final = "cao"
CURRENT_MAINTENANCE: Final = "cma"
DIRECT: Final = "dea"

RANKS: Final = {
    CHILD: 1, MAINTENANCE: 1, "ctaeo-england": 1, "ctaeo-wales": 1, CURRENT_MAINTENANCE: 1, ARRESTMENT: 1, CONJOINED: 1,
    DIRECT: 3, DEBT: 3,
}  # fmt: skip
"""1: priority; 2 stands for student loans; 3: all others. Within a rank the earlier order comes first."""
LOANS: Final = 2

AFTER: Final = {CONJOINED: 1, ARRESTMENT: 2, CURRENT_MAINTENANCE: 3}
"""Scottish arrestments come after a deduction from earnings order, and in this order whatever their dates."""

NOT_OF_SERVICE_PAY: Final = (MAINTENANCE, DEBT, *COUNCIL_TAX, DIRECT)
"""Not taken from the pay of the armed forces, whose deductions follow service law: Attachment of Earnings Act 1971,
section 24; SI 1992/613, regulation 32; GOV.UK, Make benefit debt deductions, what counts as earnings."""

SCOTLAND: Final = "uk/scottish_government/earnings_arrestment/"
DIRECT_TABLES: Final = "uk/dwp/direct_earnings_attachment/"
KEPT: Final = {
    DIRECT: DIRECT_TABLES + "protected_basis_points",
    CHILD: "uk/dwp/deduction_from_earnings/protected_basis_points",
}
"""The share of net earnings that all deductions together must leave, for kinds of order for which the law fixes one."""

WEEKS: Final = {"weekly": 1, "two-weekly": 2, "four-weekly": 4}
DAYS: Final = {"weekly": 7, "two-weekly": 14, "four-weekly": 28}


def nearest(numerator: Whole, denominator: int) -> Whole:
    """To the nearest whole, exactly half downwards; nothing negative.

    >>> [int(nearest(np.array([n]), 10)[0]) for n in (4, 5, 6)]
    [0, 0, 1]
    """
    return np.asarray(np.maximum((2 * numerator + denominator - 1) // (2 * denominator), 0))


def by_band(name: str, on: date, earnings: Pence, frequency: str) -> Pence:
    """A share of all the earnings, by the band that they fall in. Pay for two or four weeks is read as so many weeks of
    a weekly table: `name` ends without `_weekly` or `_monthly`."""
    weeks = WEEKS.get(frequency, 1)
    table = bands(f"{name}_{'monthly' if frequency == 'monthly' else 'weekly'}", on)
    edges = np.array([edge * 100 * weeks for edge, _ in table if edge is not None], dtype=np.int64)
    rates = np.array([rate for _, rate in table], dtype=np.int64)
    return nearest(earnings * rates[np.searchsorted(edges, earnings, side="left")], BASIS_POINTS)


def council_tax(kind: str, made_on: Whole, earnings: Pence, frequency: str) -> Pence:
    """A council tax order: a share of all net earnings by band; above the last edge its share of that edge, and half of
    the excess. The table is that of the day on which the order was made. Raises NothingInForce for older orders.

    >>> int(council_tax("ctaeo-england", np.array([date(2026, 1, 5).toordinal()]), np.array([202000]), "monthly")[0])
    34340
    """
    name = council_tax_table(kind, frequency)
    if len(made_on):
        figure(name, date.fromordinal(int(made_on.min())))  # refuses what was made before the first table
    taken = np.zeros(len(earnings), dtype=np.int64)
    for value in history(name):
        own = made_on >= value.start.toordinal()
        if value.end is not None:
            own = own & (made_on < value.end.toordinal())
        if own.any():
            taken = np.where(own, _with_excess(bands(name, value.start), earnings, WEEKS.get(frequency, 1)), taken)
    return taken


def council_tax_table(kind: str, frequency: str) -> str:
    """The name of the table of a kind of council tax order."""
    nation, per = kind.removeprefix("ctaeo-"), "monthly" if frequency == "monthly" else "weekly"
    return f"uk/statute/council_tax_attachment/{nation}_{per}"


def _with_excess(table: list[tuple[int | None, int]], earnings: Pence, weeks: int) -> Pence:
    edges = np.array([edge * 100 * weeks for edge, _ in table if edge is not None], dtype=np.int64)
    rates = np.array([rate for _, rate in table], dtype=np.int64)
    within = nearest(earnings * rates[np.searchsorted(edges, earnings, side="left")], BASIS_POINTS)
    last = int(edges[-1])
    above = nearest(last * rates[-2] + (earnings - last) * rates[-1], BASIS_POINTS)
    return np.asarray(np.where(earnings > last, above, within))


def arrestment(on: date, earnings: Pence, frequency: str) -> Pence:
    """A Scottish earnings arrestment: nothing, then a fixed sum and a share of the excess over the band's lower edge,
    and no less than the band's least sum."""
    weeks = WEEKS.get(frequency, 1)
    taken = np.zeros(len(earnings), dtype=np.int64)
    left = np.ones(len(earnings), dtype=bool)
    for upper, start, fixed, rate, least in figure(arrestment_table(frequency), on).table:
        cells = [int(cell) * weeks for cell in (start, fixed, least)]  # type: ignore[arg-type]
        here = left if upper is None else left & (earnings <= int(upper) * weeks)
        share = nearest(cells[1] * BASIS_POINTS + (earnings - cells[0]) * int(rate), BASIS_POINTS)  # type: ignore[arg-type]
        taken = np.where(here, np.maximum(share, cells[2]), taken)
        left = left & ~here
    return taken


def arrestment_table(frequency: str) -> str:
    """The name of the table of earnings arrestments."""
    return f"{SCOTLAND}{'monthly' if frequency == 'monthly' else 'weekly'}"


def direct(on: date, earnings: Pence, frequency: str, rate: str) -> Pence:
    """A direct earnings attachment at the standard or the higher rate, of what priority orders leave."""
    return by_band(DIRECT_TABLES + rate, on, earnings, frequency)


def maintenance_protected(on: date, frequency: str, days: int) -> int:
    """Pence that a current maintenance arrestment leaves for a period of so many days."""
    return whole(SCOTLAND + "maintenance_daily_pence", on) * DAYS.get(frequency, days)


def kept(kind: str, on: date, net: Pence) -> Pence:
    """Pence of net earnings that all deductions together must leave, up to a penny: by law, nothing for most kinds."""
    return np.asarray(-(-net * whole(KEPT[kind], on) // BASIS_POINTS)) if kind in KEPT else np.zeros_like(net)


def figures_of(kind: str, rate: str, on: date, made_on: date, frequency: str) -> list[Value]:
    """The figures of law by which an order of this kind is worked out, for the workings."""
    if kind in COUNCIL_TAX:
        return [figure(council_tax_table(kind, frequency), made_on)]
    if kind in (ARRESTMENT, CONJOINED):
        return [figure(arrestment_table(frequency), on)]
    if kind == CURRENT_MAINTENANCE:
        return [figure(SCOTLAND + "maintenance_daily_pence", on)]
    found = [figure(KEPT[kind], on)] if kind in KEPT else []
    if kind == DIRECT and rate in ("standard", "higher"):
        per = "monthly" if frequency == "monthly" else "weekly"
        found.insert(0, figure(f"{DIRECT_TABLES}{rate}_{per}", on))
    return found
