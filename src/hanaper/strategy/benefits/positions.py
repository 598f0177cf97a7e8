"""Where each cluster stands: what is forecast, measured and realised by year, what it costs, and what is left.

By view, because views overlap and are never added: a pound seen as unit cost is the pound that is seen as running cost.
Hours stand apart from pounds. Forecast, measured and realised stand apart from one another; what is null is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hanaper.kernel.dates import end_of_day
from hanaper.kernel.periods import FiscalPeriod, FiscalYear
from hanaper.strategy.benefits import selectors
from hanaper.strategy.benefits.measuring import reduction_of
from hanaper.strategy.benefits.models import Benefit, CostToAchieve, Forecast, Reading, View
from hanaper.strategy.benefits.rules.realised import Reduction


@dataclass(frozen=True)
class ViewYear:
    """A fiscal year seen from one view, in pence. gross, measured (net): by every
    reading; realised: by those that pass every test.

    cash: the part of realised whose spend or budget is gone. None: no reading, which is not nought.
    """

    view: str
    year: int
    forecast: int | None
    gross: int | None
    measured: int | None
    realised: int | None
    cash: int | None
    hours: Decimal | None


@dataclass(frozen=True)
class CostYear:
    """What it takes in a fiscal year, in pence, over all categories. None: nothing recorded."""

    year: int
    approved: int | None
    spent: int | None
    forecast: int | None


@dataclass(frozen=True)
class Position:
    """A cluster on a day. cost_to_date_pence: spent by then; None where nothing is recorded. No sum over views means
    anything, so there is none. reduction: the fall of running cost by the last reading that knows it."""

    cluster_id: int
    code: str
    name: str
    synthetic: bool
    years: Sequence[ViewYear]
    costs: Sequence[CostYear]
    benefits: int
    reporting: int
    readings: int
    cost_to_date_pence: int | None
    reduction: Reduction | None = None

    @property
    def views(self) -> list[str]:
        """The views that have a year."""
        return list(dict.fromkeys(each.view for each in self.years))

    def total(self, view: str, name: str) -> int | None:
        """The sum of one figure of a view over its years; None where no year has it."""
        found = [getattr(each, name) for each in self.years if each.view == view]
        known = [each for each in found if each is not None]
        return sum(known) if known else None

    def cumulative_net(self, view: str) -> int | None:
        """What a view has measured so far, less what has been spent: only a view whose cost is known has one."""
        measured = self.total(view, "measured")
        if measured is None or self.cost_to_date_pence is None:
            return None
        return measured - self.cost_to_date_pence

    def payback(self, view: str) -> int | None:
        """The first fiscal year from which forecast benefits, summed up, never again fall below forecast costs."""
        gained = {
            each.year: each.forecast or 0 for each in self.years if each.view == view and each.forecast is not None
        }
        spent = {each.year: (each.spent if each.spent is not None else each.forecast) or 0 for each in self.costs}
        if not gained or not spent:
            return None
        total, found = 0, None
        for year in range(min([*gained, *spent]), max([*gained, *spent]) + 1):
            total += gained.get(year, 0) - spent.get(year, 0)
            found = None if total < 0 else found if found is not None else year
        return found


def positions(*, as_of: date, known_at: datetime | None = None) -> list[Position]:
    """Every cluster in scope of which anything is kept, by name, as it stood on a day.

    as_of: months, costs, states and forecasts after it are left out. known_at: what was recorded later is, too. Called
    inside an act.
    """
    before = min(end_of_day(as_of), known_at) if known_at else end_of_day(as_of)
    every = list(selectors.benefits().order_by("pk"))
    states = selectors.states_at([each.pk for each in every], before)
    benefits = [each for each in every if states.get(each.pk, "proposed") not in ("proposed", "withdrawn")]
    ids = [each.pk for each in benefits]
    readings = [
        row
        for row in selectors.last_readings(Reading.objects.filter(benefit_id__in=ids), known_at=known_at).values()
        if FiscalPeriod.of_date(row.month).last <= as_of
    ]
    forecasts = selectors.forecasts(ids, known_at=before)
    costs = selectors.costs_to_achieve(as_of=as_of, known_at=known_at)
    clusters = {each.cluster_id: each.cluster for each in benefits} | {each.cluster_id: each.cluster for each in costs}
    return [
        _position(
            cluster_id,
            [each for each in benefits if each.cluster_id == cluster_id],
            states,
            readings,
            forecasts,
            [each for each in costs if each.cluster_id == cluster_id],
        )
        for cluster_id in sorted(clusters, key=lambda pk: clusters[pk].name)
    ]


def _position(
    cluster_id: int,
    benefits: Sequence[Benefit],
    states: Mapping[int, str],
    readings: Sequence[Reading],
    forecasts: Mapping[int, Mapping[int, Sequence[Forecast]]],
    costs: Sequence[CostToAchieve],
) -> Position:
    cluster = benefits[0].cluster if benefits else costs[0].cluster
    mine = {each.pk: each for each in benefits}
    rows = [row for row in readings if row.benefit_id in mine]
    spent = [cost.pence for cost in costs if cost.kind == CostToAchieve.Kind.SPENT]
    return Position(
        cluster_id=cluster_id,
        code=cluster.code,
        name=cluster.name,
        synthetic=cluster.synthetic or any(row.synthetic for row in rows),
        years=_years(mine, rows, forecasts),
        costs=_cost_years(costs),
        benefits=len(benefits),
        reporting=sum(states[each.pk] == "reporting" for each in benefits),
        readings=len(rows),
        cost_to_date_pence=sum(spent) if spent else None,
        reduction=_reduction([row for row in rows if mine[row.benefit_id].baseline.view == View.RUNNING_COST]),
    )


def _reduction(rows: Sequence[Reading]) -> Reduction | None:
    for row in sorted(rows, key=lambda each: (each.month, each.pk), reverse=True):
        if (found := reduction_of(row)) is not None:
            return found
    return None


def _years(
    benefits: Mapping[int, Benefit], rows: Sequence[Reading], forecasts: Mapping[int, Mapping[int, Sequence[Forecast]]]
) -> list[ViewYear]:
    forecast: dict[tuple[str, int], int] = {}
    for pk, benefit in benefits.items():
        versions = forecasts.get(pk) or {}
        for each in versions[max(versions)] if versions else ():
            key = benefit.baseline.view, each.year
            forecast[key] = forecast.get(key, 0) + each.pence * (10_000 - each.bias_basis_points) // 10_000
    found: dict[tuple[str, int], list[Reading]] = {}
    for row in rows:
        key = benefits[row.benefit_id].baseline.view, FiscalYear.of_date(row.month).first_year
        found.setdefault(key, []).append(row)
    made = []
    for view, year in sorted({*forecast, *found}):
        mine = found.get((view, year), [])
        if view == View.RUNNING_COST:  # each reading is of twelve months: the last of the year stands for it
            mine = _last_of_each(mine)
        realised = [row for row in mine if row.outcome == "realised"]
        made.append(
            ViewYear(
                view=view,
                year=year,
                forecast=forecast.get((view, year)),
                gross=_sum(mine, "gross_pence"),
                measured=_sum(mine, "net_pence"),
                realised=_sum(realised, "net_pence"),
                cash=_sum(realised, "cash_pence"),
                hours=_hours(mine),
            )
        )
    return made


def _last_of_each(rows: Sequence[Reading]) -> list[Reading]:
    """The last month's reading of each benefit."""
    last = {row.benefit_id: row for row in sorted(rows, key=lambda row: row.month)}
    return list(last.values())


def _sum(rows: Sequence[Reading], name: str) -> int | None:
    known = [value for row in rows if (value := getattr(row, name)) is not None]
    return sum(known) if known else None


def _hours(rows: Sequence[Reading]) -> Decimal | None:
    known = [row.hours for row in rows if row.hours is not None]
    return sum(known, Decimal(0)) if known else None


def _cost_years(costs: Sequence[CostToAchieve]) -> list[CostYear]:
    by: dict[int, dict[str, int]] = {}
    for cost in costs:
        kinds = by.setdefault(cost.year, {})
        kinds[cost.kind] = kinds.get(cost.kind, 0) + cost.pence
    return [
        CostYear(year, kinds.get("approved"), kinds.get("spent"), kinds.get("forecast"))
        for year, kinds in sorted(by.items())
    ]
