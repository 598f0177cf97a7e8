"""The appraisal of a profile: benefits and costs by year, discounted, with what a decision turns on.

Amounts are real, in prices of the first year, or nominal with the inflation that takes them there. Optimism bias raises
costs and lowers benefits as each row says. Cash-releasing benefits stand beside the rest and the whole is theirs
together; costs stand by category. Nothing is rounded before the end: totals are rounded to the penny once.

    net present value   present benefits less present costs
    benefit-cost ratio  present benefits over present costs; None where nothing is spent
    payback             the first year from which what has come, undiscounted, never again falls below what was spent
    switching value     by how many per cent benefits may fall short, or costs rise, until nothing is gained
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from hanaper.kernel.rounding import round_half_up_to_penny
from hanaper.strategy.benefits.rules.discounting import Schedule, factor

Side = Literal["benefit", "cost"]
BENEFIT_CLASSES: Final = ("cash-releasing", "non-cash-releasing", "quantifiable", "qualitative")
IN_POUNDS: Final = ("cash-releasing", "non-cash-releasing", "quantifiable")
COST_CATEGORIES: Final = (
    "programme", "integration", "data", "dual-running", "extension", "early-exit", "redundancy", "retained-teams",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One amount of one year. of: class of a benefit or category of a cost. bias_percent: optimism bias of a forecast;
    reason: why that much. member: whose amount it is, "" where it is nobody's in particular."""

    year: int
    side: Side
    of: str
    pence: int
    bias_percent: Decimal = Decimal(0)
    reason: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the result, in pence. by: undiscounted amounts by class and category. cumulative: discounted so far."""

    year: int
    factor: Decimal
    by: dict[str, int]
    benefits: int
    cash: int
    costs: int
    net: int
    present_net: int
    cumulative: int
    cumulative_undiscounted: int


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The result, in pence. None where a figure has no meaning: nothing spent, nothing gained, or never paid back."""

    years: Sequence[Year]
    present_benefits: int
    present_cash: int
    present_costs: int
    net_present_value: int
    benefit_cost_ratio: Decimal | None
    payback_year: int | None
    cash_share_percent: Decimal | None
    benefits_may_fall_percent: Decimal | None
    costs_may_rise_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class _Exact:
    year: int
    by: dict[str, Decimal]
    benefits: Decimal
    cash: Decimal
    costs: Decimal


def appraise(
    rows: Sequence[Row], schedule: Schedule, *, inflation_percent: Decimal = Decimal(0), without: Collection[str] = ()
) -> Appraisal:
    """Appraise a profile. inflation_percent: of nominal amounts, a year; without: members whose rows are left out.

    Every year from the first to the last has a line, also one in which nothing happens.
    """
    kept = [row for row in rows if row.member not in without or not row.member]
    last = max((row.year for row in kept), default=0)
    exact = [_year(year, kept, 1 + inflation_percent / 100) for year in range(last + 1)]
    years, cumulative, plain = [], Decimal(0), Decimal(0)
    for each in exact:
        value = factor(schedule, each.year)
        net = each.benefits - each.costs
        cumulative += net * value
        plain += net
        years.append(
            Year(
                year=each.year,
                factor=value,
                by={name: _penny(pence) for name, pence in each.by.items()},
                benefits=_penny(each.benefits),
                cash=_penny(each.cash),
                costs=_penny(each.costs),
                net=_penny(net),
                present_net=_penny(net * value),
                cumulative=_penny(cumulative),
                cumulative_undiscounted=_penny(plain),
            )
        )
    benefits, cash, costs = (
        sum((amount * factor(schedule, each.year) for each, amount in zip(exact, amounts, strict=True)), Decimal(0))
        for amounts in (
            [each.benefits for each in exact],
            [each.cash for each in exact],
            [each.costs for each in exact],
        )
    )
    return Appraisal(
        years=years,
        present_benefits=_penny(benefits),
        present_cash=_penny(cash),
        present_costs=_penny(costs),
        net_present_value=_penny(benefits - costs),
        benefit_cost_ratio=_ratio(benefits, costs),
        payback_year=_payback(years),
        cash_share_percent=_percent(cash, benefits),
        benefits_may_fall_percent=_percent(benefits - costs, benefits),
        costs_may_rise_percent=_percent(benefits - costs, costs),
    )


def _year(year: int, rows: Sequence[Row], growth: Decimal) -> _Exact:
    by: dict[str, Decimal] = {}
    benefits = cash = costs = Decimal(0)
    for row in rows:
        if row.year != year or row.of == "qualitative":
            continue
        real = Decimal(row.pence) / growth**year
        if row.side == "benefit":
            amount = real * (1 - row.bias_percent / 100)
            benefits += amount
            cash += amount if row.of == "cash-releasing" else 0
        else:
            amount = real * (1 + row.bias_percent / 100)
            costs += amount
        by[row.of] = by.get(row.of, Decimal(0)) + amount
    return _Exact(year, by, benefits, cash, costs)


def _payback(years: Sequence[Year]) -> int | None:
    """The first year from which the undiscounted sum never again falls below nought, if anything was ever spent."""
    if not any(year.costs for year in years):
        return None
    found = None
    for year in years:
        if year.cumulative_undiscounted < 0:
            found = None
        elif found is None:
            found = year.year
    return found


def _ratio(over: Decimal, under: Decimal) -> Decimal | None:
    return (over / under).quantize(Decimal("0.01")) if under else None


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return (100 * part / whole).quantize(Decimal("0.1")) if whole else None


def _penny(pence: Decimal) -> int:
    return round_half_up_to_penny(pence)
