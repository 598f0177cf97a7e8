"""What each kind of order of a court or public body takes from net earnings: its table, its fixed sum, its share.

Sources: employers' guides to direct earnings attachments (the band is read on what priority orders leave; all
deductions leave 60% of net earnings); council tax attachment tables; SSI 2023/27 and SSI 2024/293. Orders of Northern
Ireland fix their own normal deduction and protected earnings, and so need no table: they are attachments of that kind.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.rules.figures import BASIS_POINTS, bands, figure, whole
from hanaper.hr.pay.rules.workings import Pence

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

UNDER_THE_1971_ACT: Final = (MAINTENANCE, DEBT, *COUNCIL_TAX)
"""Not taken from the pay of the armed forces, whose deductions follow service law (Attachment of Earnings Act 1971,
section 24)."""

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


def council_tax(kind: str, on: date, earnings: Pence, frequency: str) -> Pence:
    """A council tax order: a share of all net earnings by band; above the last edge its share of that edge, and half of
    the excess."""
    weeks = WEEKS.get(frequency, 1)
    nation, per = kind.removeprefix("ctaeo-"), "monthly" if frequency == "monthly" else "weekly"
    table = bands(f"uk/statute/council_tax_attachment/{nation}_{per}", on)
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
    per = "monthly" if frequency == "monthly" else "weekly"
    taken = np.zeros(len(earnings), dtype=np.int64)
    left = np.ones(len(earnings), dtype=bool)
    for upper, start, fixed, rate, least in figure(f"uk/scottish_government/earnings_arrestment/{per}", on).table:
        cells = [int(cell) * weeks for cell in (start, fixed, least)]  # type: ignore[arg-type]
        here = left if upper is None else left & (earnings <= int(upper) * weeks)
        share = nearest(cells[1] * BASIS_POINTS + (earnings - cells[0]) * int(rate), BASIS_POINTS)  # type: ignore[arg-type]
        taken = np.where(here, np.maximum(share, cells[2]), taken)
        left = left & ~here
    return taken


def direct(on: date, earnings: Pence, frequency: str, rate: str) -> Pence:
    """A direct earnings attachment at the standard or the higher rate, of what priority orders leave."""
    return by_band(f"uk/dwp/direct_earnings_attachment/{rate}", on, earnings, frequency)


def maintenance_protected(on: date, frequency: str, days: int) -> int:
    """Pence that a current maintenance arrestment leaves for a period of so many days."""
    return whole("uk/scottish_government/earnings_arrestment/maintenance_daily_pence", on) * DAYS.get(frequency, days)
