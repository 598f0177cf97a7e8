"""One benefit in one month: which figures the rule takes, and its answer as a reading with all its workings."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, TypeAlias

from hanaper.kernel.periods import FiscalPeriod, FiscalYear
from hanaper.strategy.benefits import selectors
from hanaper.strategy.benefits.facts import MONTHS_A_YEAR, MonthFacts, instrument
from hanaper.strategy.benefits.models import Baseline, Benefit, Reading, View
from hanaper.strategy.benefits.rules import realised as rule

Working: TypeAlias = dict[str, str | None]
NOMINAL: Final = "Fall against the base year, nominal"
REAL: Final = "Fall against the base year, real: the headline"
FLEXED: Final = "Fall against the base year, real and at equal volume"


def measure_benefit(benefit: Benefit, facts: MonthFacts, index: Decimal, index_source: str) -> Reading:
    """The reading of a month, unsaved and without version. index: of prices since the baseline."""
    baseline, month = benefit.baseline, facts.month
    before, now, workings = _sides(baseline, facts, index, index_source)
    quality = facts.quality_basis_points.get(baseline.service) if baseline.service else None
    # Prices and the running cost of a centre have no quality of their own: that of invoices stands for the whole.
    quality = quality if baseline.service else facts.quality_basis_points.get("invoices")
    # A reading of running cost is of twelve months, so what makes it smaller and what has gone are of the same twelve.
    months = list(facts.running) if baseline.view == View.RUNNING_COST else [month]
    gone = [pence for each in months if (pence := selectors.removed_pence(benefit.pk, each)) is not None]
    removed = sum(gone) if gone else None
    terms = rule.Terms(
        change_on=benefit.change_on,
        attributable_basis_points=benefit.attributable_basis_points,
        index=index,
        index_source=index_source,
        disbenefits_pence=sum(selectors.disbenefits_pence(benefit.pk, each) for each in months),
        removed_pence=removed,
        quality_before=baseline.quality_basis_points,
        quality_now=quality,
        months_held=selectors.months_held(benefit.pk, month) + 1,
    )
    answer = rule.realised(before, now, terms)
    gained = (answer.net_pence or 0) > 0 or (answer.hours or 0) > 0
    if not gained and terms.months_held:
        answer = rule.realised(before, now, _unheld(terms))
    return Reading(
        benefit=benefit,
        month=month.start,
        outcome=answer.outcome,
        gross_pence=answer.gross_pence,
        net_pence=answer.net_pence,
        cash_pence=answer.cash_pence,
        non_cash_pence=answer.non_cash_pence,
        hours=answer.hours,
        volume=now.volume,
        coverage_basis_points=_coverage(baseline, facts),
        tests=[{"code": test.code, "passed": test.passed, "why": test.why} for test in answer.tests],
        workings=[
            *workings,
            _working("Price index", "number", index),
            _working("Share that is this change's", "basis points", benefit.attributable_basis_points),
            _working("Disbenefits", "pence", terms.disbenefits_pence),
            _working("Removed, as finance reconciled it", "pence", removed),
        ],
        measure_version=rule.VERSION,
        synthetic=facts.synthetic,
    )


def _unheld(terms: rule.Terms) -> rule.Terms:
    """A month in which nothing was gained breaks the run of those that held."""
    return rule.Terms(**{name: getattr(terms, name) for name in rule.Terms.__slots__} | {"months_held": 0})


def _sides(
    baseline: Baseline, facts: MonthFacts, index: Decimal, index_source: str
) -> tuple[rule.Before, rule.Now, list[Working]]:
    match baseline.view:
        case View.PRICES:
            return _goods(baseline, facts)
        case View.RUNNING_COST:
            return _running(baseline, facts, index if index_source or _same_prices(baseline, facts) else None)
        case _:
            return _service(baseline, facts)


def _service(baseline: Baseline, facts: MonthFacts) -> tuple[rule.Before, rule.Now, list[Working]]:
    """Unit cost or hours of a service, at the volume of the month."""
    found = facts.service(baseline.service)
    volume = found.documents if found else 0
    is_cost = baseline.view == View.UNIT_COST
    then = Decimal(baseline.volume or 1)
    pence = Decimal(baseline.cost_pence) / then * volume if is_cost and baseline.cost_pence is not None else None
    hours = baseline.hours / then * volume if not is_cost and baseline.hours is not None else None
    cost_now = Decimal(found.cost_pence) if is_cost and found and found.cost_pence is not None else None
    hours_now = found.hours if not is_cost and found else None
    return (
        _before(baseline, pence, hours),
        _now(baseline, facts, volume, cost_now, hours_now, is_indicative=bool(found and found.is_indicative)),
        [
            _working("Documents finished in the month", "number", volume),
            _working("What they would have cost before", "pence", pence)
            if is_cost
            else _working("What they would have taken before", "hours", hours),
            _working("What they cost", "pence", cost_now)
            if is_cost
            else _working("What they took", "hours", hours_now),
        ],
    )


def _goods(baseline: Baseline, facts: MonthFacts) -> tuple[rule.Before, rule.Now, list[Working]]:
    """Like goods that were bought before and are bought now, at the quantities of the month."""
    pairs = []
    for price in baseline.prices.all():
        bought = facts.goods.get((price.item, price.unit))
        if bought is not None:
            pairs.append((price, *bought))
    before = sum((price.price_pence * quantity for price, quantity, _ in pairs), Decimal(0)) if pairs else None
    now = Decimal(sum(pence for _, _, pence in pairs)) if pairs else None
    return (
        _before(baseline, before, None),
        _now(baseline, facts, len(pairs), now, None),
        [
            *(
                _working(
                    f"{price.item}: {quantity.normalize():f} {price.unit}, before"
                    f" £{price.price_pence / 100:,.4f} each, now",
                    "pence",
                    pence,
                )
                for price, quantity, pence in pairs
            ),
            _working("What they would have cost before", "pence", before),
            _working("What they cost", "pence", now),
        ],
    )


def _running(
    baseline: Baseline, facts: MonthFacts, index: Decimal | None
) -> tuple[rule.Before, rule.Now, list[Working]]:
    """Running cost over twelve months. Fewer are never made into twelve: the reading is then not known.

    index: None where the base year's prices are of another year and no index has a source.
    """
    whole = len(facts.running) == MONTHS_A_YEAR
    now = Decimal(sum(facts.running.values())) if whole else None
    then = Decimal(baseline.cost_pence) if whole and baseline.cost_pence is not None else None
    before = _before(baseline, then, None)
    return (
        before,
        _now(baseline, facts, len(facts.running), now, None),
        [
            _working(f"Months with books, of {MONTHS_A_YEAR}", "number", len(facts.running)),
            _working("Twelve months", "pence", now),
            _working("Base year", "pence", baseline.cost_pence),
            *_reductions(baseline, before, facts, index),
        ],
    )


def _reductions(baseline: Baseline, before: rule.Before, facts: MonthFacts, index: Decimal | None) -> list[Working]:
    """The fall against the signed base year in its three figures.

    None of a baseline that is not signed as it stands, or that another instrument took: it is not comparable.
    """
    is_comparable = before.signed_on is not None and before.instrument == instrument(baseline.view)
    found = (
        rule.running_cost_reduction(
            actual_pence=sum(facts.running.values()),
            baseline_pence=int(before.pence),
            index=index,
            fixed_pence=baseline.fixed_pence,
            volume_then=baseline.volume,
            volume_now=facts.finished,
        )
        if is_comparable and before.pence is not None
        else None
    )
    return [
        _working(NOMINAL, "basis points", found.nominal if found else None),
        _working(REAL, "basis points", found.real if found else None),
        _working(FLEXED, "basis points", found.flexed if found else None),
    ]


def reduction_of(reading: Reading) -> rule.Reduction | None:
    """The three figures of a reading of running cost; None where none is known."""
    found = {each["name"]: each["value"] for each in reading.workings}
    nominal, real, flexed = (found.get(name) for name in (NOMINAL, REAL, FLEXED))
    if nominal is None:
        return None
    return rule.Reduction(int(nominal), int(real) if real else None, int(flexed) if flexed else None)


def _before(baseline: Baseline, pence: Decimal | None, hours: Decimal | None) -> rule.Before:
    return rule.Before(
        pence=pence,
        hours=hours,
        instrument=baseline.instrument,
        signed_on=baseline.signed_on if selectors.is_as_signed(baseline) else None,
        signed_by_owner=selectors.signed_by_owner(baseline.pk),
        price_year=baseline.price_year,
    )


def _now(
    baseline: Baseline, facts: MonthFacts, volume: int, pence: Decimal | None, hours: Decimal | None, *,
    is_indicative: bool = False,
) -> rule.Now:  # fmt: skip
    return rule.Now(
        volume=volume,
        pence=pence,
        hours=hours,
        instrument=instrument(baseline.view),
        is_indicative=is_indicative,
        price_year=_price_year(facts.month),
    )


def _same_prices(baseline: Baseline, facts: MonthFacts) -> bool:
    return baseline.price_year == _price_year(facts.month)


def _price_year(month: FiscalPeriod) -> int:
    return FiscalYear.of_date(month.start).first_year


def _coverage(baseline: Baseline, facts: MonthFacts) -> int | None:
    found = facts.service(baseline.service) if baseline.service else None
    return found.coverage_basis_points if found else None


def _working(name: str, unit: str, value: Decimal | int | None) -> Working:
    """A figure of the workings, exact, as text; None is not known."""
    return {"name": name, "unit": unit, "value": None if value is None else f"{Decimal(value):f}"}
