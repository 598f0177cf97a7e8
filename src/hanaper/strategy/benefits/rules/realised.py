"""What a benefit realised in a month, exactly as the measure is pinned.

    Gross = (u0 x I - u) x n          volume as it was: falling demand is no saving
    Net   = a x Gross - disbenefits   a: the share that is ours, by a written method
    Cash  = min(Net, spend that ended or budget that was removed); the rest is non-cash
    Hours = (w0 - w) x n              stay hours, and non-cash, until a post or a budget line goes

Negatives print: there is no floor at nought. Five tests make a measured benefit a realised one; a baseline that another
instrument took is not comparable, and coverage under its floor is indicative and prices nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from hanaper.kernel.rounding import round_half_up_to_penny

Outcome = Literal["realised", "measured", "indicative", "not-comparable", "no-baseline", "not-known"]
VERSION: Final = 1
WHOLE: Final = 10_000
HELD_MONTHS: Final = 6
_TENTH: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Before:
    """The baseline at the month's own volume. pence: what the month would have cost then, before the price index;
    hours: what it would have taken. instrument: the measure and version that took it. signed_on: None, not signed."""

    pence: Decimal | None
    hours: Decimal | None
    instrument: str
    signed_on: date | None
    signed_by_owner: bool
    price_year: int


@dataclass(frozen=True, slots=True)
class Now:
    """The month. pence, hours: what it cost and took; None: not known. is_indicative: coverage under its floor."""

    volume: int
    pence: Decimal | None
    hours: Decimal | None
    instrument: str
    is_indicative: bool
    price_year: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What else the formula takes. index: of prices since the baseline, with its source (""; not shown).

    attributable_basis_points: a. removed_pence: spend that ended or budget removed for the month, as finance reconciled
    it; None: not reconciled. quality_before, quality_now: basis points of the same measure; None: not known.
    months_held: months in a row, this one included, in which something was gained.
    """

    change_on: date
    attributable_basis_points: int
    index: Decimal
    index_source: str
    disbenefits_pence: int
    removed_pence: int | None
    quality_before: int | None
    quality_now: int | None
    months_held: int


@dataclass(frozen=True, slots=True)
class Test:
    """One of the five. why: what was found, in words."""

    code: str
    passed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Realised:
    """The answer. Money in pence; None where it has no meaning. hours stand apart and are in no sum of pounds."""

    outcome: Outcome
    gross_pence: int | None
    net_pence: int | None
    cash_pence: int | None
    non_cash_pence: int | None
    hours: Decimal | None
    tests: Sequence[Test]

    @property
    def failed(self) -> list[Test]:
        return [test for test in self.tests if not test.passed]


def realised(before: Before | None, now: Now, terms: Terms) -> Realised:
    """What the month realised against the baseline."""
    if before is None:
        return Realised("no-baseline", None, None, None, None, None, ())
    tests = _tests(before, now, terms)
    if before.instrument != now.instrument:
        return Realised("not-comparable", None, None, None, None, None, tests)
    hours = _hours(before, now)
    gross = _gross(before, now, terms)
    if now.is_indicative:
        return Realised("indicative", None, None, None, None, hours, tests)
    if gross is None and hours is None:
        return Realised("not-known", None, None, None, None, None, tests)
    outcome: Outcome = "realised" if all(test.passed for test in tests) else "measured"
    if gross is None:
        return Realised(outcome, None, None, None, None, hours, tests)
    net = gross * terms.attributable_basis_points / WHOLE - terms.disbenefits_pence
    cash = min(net, Decimal(terms.removed_pence or 0))
    net_pence, cash_pence = round_half_up_to_penny(net), round_half_up_to_penny(cash)
    return Realised(outcome, round_half_up_to_penny(gross), net_pence, cash_pence, net_pence - cash_pence, hours, tests)


def _gross(before: Before, now: Now, terms: Terms) -> Decimal | None:
    if before.pence is None or now.pence is None:
        return None
    return before.pence * terms.index - now.pence


def _hours(before: Before, now: Now) -> Decimal | None:
    if before.hours is None or now.hours is None:
        return None
    return (before.hours - now.hours).quantize(_TENTH, ROUND_HALF_UP)


def _tests(before: Before, now: Now, terms: Terms) -> list[Test]:
    """The five tests, in the order in which the measure has them."""
    return [_signed(before, now, terms), _prices(before, now, terms), _quality(terms), _held(terms), _reconciled(terms)]


def _signed(before: Before, now: Now, terms: Terms) -> Test:
    if before.signed_on is None:
        return Test("baseline", False, "The baseline is not signed.")
    if before.signed_by_owner:
        return Test("baseline", False, "The owner of the benefit signed the baseline.")
    if before.signed_on >= terms.change_on:
        return Test("baseline", False, "The baseline was signed after the change began.")
    if before.instrument != now.instrument:
        return Test("baseline", False, f"Taken by {before.instrument}, and the month by {now.instrument}.")
    return Test("baseline", True, "Signed before the change, by somebody else, taken by the same instrument.")


def _prices(before: Before, now: Now, terms: Terms) -> Test:
    if before.price_year == now.price_year:
        return Test("prices", True, "Both are at prices of the same fiscal year.")
    if terms.index_source:
        return Test("prices", True, f"Index {terms.index} ({terms.index_source}).")
    return Test("prices", False, "The baseline is at prices of another year, and no index with its source is given.")


def _quality(terms: Terms) -> Test:
    if terms.quality_before is None or terms.quality_now is None:
        return Test("quality", False, "Quality before or now is not known.")
    worse = terms.quality_now < terms.quality_before
    said = f"{terms.quality_before / 100:.1f}% before, {terms.quality_now / 100:.1f}% now."
    return Test("quality", not worse, said)


def _held(terms: Terms) -> Test:
    return Test(
        "held",
        terms.months_held >= HELD_MONTHS,
        f"Held for {terms.months_held} of the {HELD_MONTHS} months that two quarters have.",
    )


def _reconciled(terms: Terms) -> Test:
    if terms.removed_pence is None:
        return Test("reconciled", False, "Finance has not reconciled it to a budget or to redeployment.")
    return Test("reconciled", True, "Finance reconciled it.")


@dataclass(frozen=True, slots=True)
class Reduction:
    """A fall of running costs over twelve months, in basis points: R = 1 - A / (B x I x f). A rise is negative.

    real: None where no index is known; flexed: where the index or one of the volumes is not.
    """

    nominal: int
    real: int | None
    flexed: int | None


def running_cost_reduction(
    *, actual_pence: int, baseline_pence: int, index: Decimal | None, fixed_pence: int, volume_then: int | None,
    volume_now: int | None,
) -> Reduction:  # fmt: skip
    """The three figures that print together; the real one is the headline.

    actual_pence: twelve months, never fewer made into twelve. baseline_pence: the audited base year, same perimeter.
    index: of prices since the base year, None where it is not known. f = (fixed + unit cost x volume now) over the
    base, the unit cost being what is not fixed over the volume then.

    >>> running_cost_reduction(actual_pence=90, baseline_pence=100, index=Decimal("1.25"), fixed_pence=60,
    ...     volume_then=10, volume_now=5)
    Reduction(nominal=1000, real=2800, flexed=1000)
    >>> running_cost_reduction(actual_pence=90, baseline_pence=100, index=None, fixed_pence=60, volume_then=None,
    ...     volume_now=5)
    Reduction(nominal=1000, real=None, flexed=None)
    """
    base = Decimal(baseline_pence)
    nominal = _share(actual_pence, base)
    if index is None:
        return Reduction(nominal, None, None)
    real = _share(actual_pence, base * index)
    if not volume_then or volume_now is None:
        return Reduction(nominal, real, None)
    flex = (fixed_pence + (base - fixed_pence) / volume_then * volume_now) / base
    return Reduction(nominal, real, _share(actual_pence, base * index * flex) if flex else None)


def _share(actual: int, base: Decimal) -> int:
    return int((WHOLE * (1 - actual / base)).to_integral_value(ROUND_HALF_UP))
