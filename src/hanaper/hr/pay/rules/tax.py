"""Income tax under PAYE: cumulative and week 1/month 1, every code, regime and frequency, to the penny.

Source: HMRC, Specification for PAYE Tax Table Routines, version 24.0; numbers in brackets are its paragraphs. All
arithmetic is exact: amounts with four decimals of a pound are whole hundredths of a penny.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.errors import WrongTaxCode, WrongTaxPeriod
from hanaper.hr.pay.rules.figures import BASIS_POINTS, bands, figure, whole
from hanaper.hr.pay.rules.tax_codes import ADDED, ALLOWANCE, FLAT, REGIMES, Codes
from hanaper.hr.pay.rules.workings import Pence, Workings
from hanaper.parameters import Value

Whole = NDArray[np.int64]
Which = NDArray[np.bool_]

WEEKS: Final = {"weekly": 1, "two-weekly": 2, "four-weekly": 4}
BASIC_RATE: Final = "uk/hmrc/paye/basic_rate_basis_points"
YEAR: Final = {"weekly": 52, "two-weekly": 52, "four-weekly": 52, "monthly": 12}
LAST_PERIOD: Final = {"weekly": 53, "two-weekly": 54, "four-weekly": 56, "monthly": 12}
"""Week 53 of a two-weekly or four-weekly payroll is also written 54 or 56 [14]."""
FINE: Final = 100
"""Hundredths of a penny in a penny."""
POUND: Final = 100 * FINE
"""Hundredths of a penny in a pound."""


@dataclass(frozen=True)
class Tax:
    """tax: pence of the period, negative where tax is paid back. to_date: pence since 6 April. limited: whether the
    regulatory limit held some of it back. free: pence that the code took off pay, or, where negative, added to it, up
    to and with the period. taxable: pence taxed, after `free`. rate_basis_points: of the highest band reached, or of
    the code's one rate; nought where nothing is taxed."""

    tax: Pence
    to_date: Pence
    limited: Which
    free: Pence
    taxable: Pence
    rate_basis_points: Whole


def tax_due(
    on: date,
    codes: Codes,
    *,
    frequency: str,
    period: int | Whole,
    is_week1: Which,
    pay: Pence,
    pay_to_date: Pence,
    tax_before: Pence,
    benefits: Pence | int = 0,
    workings: Workings | None = None,
) -> Tax:
    """The tax of one payment to each person.

    on: day of payment, which chooses the figures. frequency: weekly, two-weekly, four-weekly or monthly. period: tax
    week or tax month of the payment. is_week1: taxed on its own, whatever was paid before. pay: taxable pay of the
    period, after pension contributions under the net pay arrangement and with payrolled benefits, which `benefits`
    names again because the regulatory limit looks at the rest. pay_to_date: since 6 April, with this period.
    tax_before: tax to date.
    Raises WrongTaxPeriod, and WrongTaxCode for a D code with more steps than its regime has rates.
    """
    _check_period(frequency, period)
    alone = is_week1 | (np.asarray(period) > YEAR[frequency])  # [8 to 11] weeks 53, 54 and 56 stand alone
    n = np.where(alone, WEEKS.get(frequency, 1), period)
    before = np.where(alone, 0, tax_before)
    paid = np.where(alone, pay, pay_to_date)
    free = free_pay(on, codes, frequency=frequency, periods=n, workings=workings)
    free = np.where(codes.kind == ADDED, -free, free)
    taxable = paid - free
    if workings is not None:
        workings.note(
            "tax", "pay to date - free pay to date; a K code adds to pay", taxable,
            inputs={"pay_to_date": paid, "free_pay": free}, applies=(codes.kind == ALLOWANCE) | (codes.kind == ADDED),
        )  # fmt: skip
    due, rate = _due_to_date(on, codes, taxable, n, frequency, workings)
    wanted = due - before
    wanted = np.where(alone, np.maximum(wanted, 0), wanted)
    most = whole("uk/hmrc/paye/limit_basis_points", on) * np.maximum(pay - benefits, 0) // BASIS_POINTS
    tax = np.minimum(wanted, most)
    if workings is not None:
        workings.note(
            "tax",
            "tax due to date - tax paid to date, and no more than the limit's share of the pay of the period",
            tax,
            inputs={
                "due_to_date": due, "paid_before": before, "pay_of_the_period": pay, "payrolled_benefits": benefits,
                "limit": most, "code": codes.texts, "week1": alone,
            },
            figures=[figure("uk/hmrc/paye/limit_basis_points", on)],
        )  # fmt: skip
    return Tax(tax, tax_before + tax, wanted > most, free, taxable, rate)


def _due_to_date(
    on: date, codes: Codes, taxable: Pence, n: Whole, frequency: str, workings: Workings | None
) -> tuple[Pence, Whole]:
    """Tax to date, and the highest rate that was reached, regime by regime; NT owes nothing [7]."""
    due, rate = np.zeros(len(codes), dtype=np.int64), np.zeros(len(codes), dtype=np.int64)
    for regime in np.unique(codes.regime):
        own = codes.regime == regime
        name = f"uk/hmrc/paye/bands_{REGIMES[regime]}"
        by_bands = own & ((codes.kind == ALLOWANCE) | (codes.kind == ADDED))
        if by_bands.any():
            banded = _by_bands(taxable[by_bands], n[by_bands], YEAR[frequency], bands(name, on))
            due[by_bands], rate[by_bands] = banded.due, banded.rate
            if workings is not None:
                _note_bands(workings, figure(name, on), by_bands, banded, taxable, n)
        flat = own & (codes.kind == FLAT)
        if flat.any():
            due[flat], rate[flat] = _at_one_rate(taxable[flat], codes, flat, bands(name, on), on)
            if workings is not None:
                workings.note(
                    "tax", "whole pounds of all pay to date x the one rate of the code, down to a penny", due.copy(),
                    inputs={"taxable_to_date": taxable, "rate_basis_points": rate.copy()},
                    figures=[figure(name, on), figure(BASIC_RATE, on)], applies=flat,
                )  # fmt: skip
    return due, rate


def free_pay(
    on: date, codes: Codes, *, frequency: str, periods: int | Whole, workings: Workings | None = None
) -> Pence:
    """Pence that a code takes off pay (or, for a K code, adds to it) up to and with period n [4.3.1]."""
    kind = "monthly" if frequency == "monthly" else "weekly"
    block = figure(f"uk/hmrc/paye/code_block_{kind}_pence", on)
    units = whole("uk/hmrc/paye/code_block_units", on)
    number = codes.number
    blocks, rest = (number - 1) // units, (number - 1) % units + 1
    fine = (10 * rest + 9) * POUND // YEAR[frequency]
    each = np.where(number == 0, 0, -(-fine // FINE) + blocks * block.whole_number)
    free = each * np.asarray(periods)
    if workings is not None:
        workings.note(
            "tax",
            "(10 x units of the code + 9) / periods of the year, up to a penny, x period; 500 units at a time",
            free,
            inputs={"code": codes.texts, "units": number, "each_period": each, "period": periods},
            figures=[block],
            applies=(codes.kind == ALLOWANCE) | (codes.kind == ADDED),
        )
    return np.asarray(free)


def _check_period(frequency: str, period: int | Whole) -> None:
    given, last = np.atleast_1d(np.asarray(period)), LAST_PERIOD[frequency]
    if len(wrong := given[(given < 1) | (given > last)]):
        raise WrongTaxPeriod(found=int(wrong[0]), expected=f"1 to {last}")


@dataclass(frozen=True)
class _Banded:
    """due: pence of tax to date. band: of the highest band reached, from 0. starts, tax_below: where that band starts,
    and the tax of those below it, in hundredths of a penny, to date. rate: of that band in basis points."""

    due: Pence
    band: Whole
    starts: Whole
    tax_below: Whole
    rate: Whole


def _by_bands(taxable: Pence, n: Whole, of: int, rows: list[tuple[int | None, int]]) -> _Banded:
    """Tax to date [4.4]: each band's width and tax to date are cut to four decimals, the band is found by the width
    rounded up to a pound, and tax is on whole pounds, cut to a penny."""
    lower, tax_of_year, band = [0], [0], np.zeros(len(taxable), dtype=np.int64)
    for upper, rate in rows:
        if upper is not None:
            band += taxable > -(-(upper * POUND * n // of) // POUND) * 100
            tax_of_year.append(tax_of_year[-1] + (upper - lower[-1]) * rate * 100 // BASIS_POINTS)
            lower.append(upper)
    rates = np.array([rate for _, rate in rows], dtype=np.int64)[band]
    starts = np.array(lower, dtype=np.int64)[band] * POUND * n // of
    tax_below = np.array(tax_of_year, dtype=np.int64)[band] * FINE * n // of
    exact = tax_below * BASIS_POINTS + (taxable // 100 * POUND - starts) * rates
    due = np.where(taxable <= 0, 0, exact // BASIS_POINTS // FINE)
    return _Banded(due, band, starts, tax_below, np.where(taxable <= 0, 0, rates))


def _at_one_rate(
    paid: Pence, codes: Codes, own: Which, rows: list[tuple[int | None, int]], on: date
) -> tuple[Pence, Whole]:
    """BR and D codes [5, 6]: whole pounds of all pay at the rate so many steps above the basic rate, and that rate."""
    rates = np.array([rate for _, rate in rows], dtype=np.int64)
    basic = int(np.flatnonzero(rates == whole(BASIC_RATE, on))[0])
    steps = codes.steps[own]
    most = len(rates) - 1 - basic
    if (steps > most).any():
        raise WrongTaxCode(found=str(codes.texts[own][steps > most][0]), expected=f"BR or D0 to D{most - 1}")
    rate = rates[basic + steps]
    return np.maximum(paid, 0) // 100 * 100 * rate // BASIS_POINTS, rate


def _note_bands(workings: Workings, read: Value, own: Which, banded: _Banded, taxable: Pence, n: Whole) -> None:
    def spread(column: Whole) -> Whole:
        found = np.zeros(len(own), dtype=np.int64)
        found[own] = column
        return found

    workings.note(
        "tax",
        "tax to date of the bands below + (whole pounds - where the band starts to date) x rate, down to a penny",
        spread(banded.due),
        inputs={
            "taxable_to_date": taxable, "period": n, "band": spread(banded.band + 1),
            "band_starts_ten_thousandths": spread(banded.starts), "tax_below_ten_thousandths": spread(banded.tax_below),
            "rate_basis_points": spread(banded.rate),
        },
        figures=[read],
        applies=own,
    )  # fmt: skip
