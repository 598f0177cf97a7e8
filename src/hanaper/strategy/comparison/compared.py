"""Clusters side by side, measure by measure: the figure, how sure it is, and whether it carries a place.

Like stands beside like: one version of one measure, real with real and made-up with made-up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

from hanaper import parameters
from hanaper.centre.costs.api import NoLead, bodies_served, clusters_in_scope, cost_report
from hanaper.centre.levels.api import (
    Figure,
    Interval,
    Measure,
    Runner,
    answers,
    figures,
    measure,
    pay_figures,
    places,
    question,
    share,
    wilson,
)
from hanaper.centre.satisfaction.api import MEASURE as SATISFACTION
from hanaper.centre.satisfaction.api import Score, satisfaction
from hanaper.foundation.tenancy.api import Body, Cluster
from hanaper.hr.pay.api import pay_months, pay_together
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.convergence.api import MEASURES as CONVERGENCE_MEASURES
from hanaper.strategy.convergence.api import (
    ConvergenceRow,
    convergence_of,
    ranking_coverage,
)
from hanaper.strategy.returns.api import returned_figures

CELL_MIN: Final = "hanaper/measures/suppression/cell_min"
RATES: Final[Mapping[str, bool]] = {
    "touchless.all": True,
    "touchless.eligible": True,
    "standard.met": True,
    "prompt-payment.target": True,
    "prompt-payment.limit": True,
    "holds.held": False,
    "pay-accuracy.right": True,
    "pay-touchless.all": True,
    "pay-late-inputs.late": False,
}
"""The rates that are compared, by key, and whether more is better."""
LEFT_OUT, NO_INTERVAL, COVERAGE_UNKNOWN, ALONE = "left-out", "no-interval", "coverage-not-known", "nobody-alike"
STILL_OPEN, FEW_ANSWERED, RETURNED = "still-open", "few-answered", "returned"

Confidence = Literal["high", "indicative", "not comparable"]
Unit = Literal["percent", "money", "points"]


@dataclass(frozen=True)
class Standing:
    """One cluster's figure of one measure.

    value, low, high: basis points, pence, or hundredths of a point; None: not known or left out. coverage: share of the
    work that ran on the platform, basis points. place: from 1 among `among` alike; None, and `why` says why.
    returned_by: how many bodies on other systems stated it in their returns; 0: it was measured here. confidence: high
    also where intervals overlap, which is a finding and not a weakness.
    """

    cluster_id: int
    cluster: str
    value: int | None
    part: int | None
    whole: int | None
    low: int | None
    high: int | None
    coverage: int | None
    synthetic: bool
    place: int | None = None
    among: int = 0
    returned_by: int = 0
    why: str = ""
    confidence: Confidence = "not comparable"


@dataclass(frozen=True)
class Compared:
    """One measure over clusters of one kind, real or made up, by name. definition: code and version; guard: how it
    misleads."""

    key: str
    title: str
    unit: Unit
    definition: str
    guard: str
    is_higher_better: bool
    synthetic: bool
    standings: Sequence[Standing]


@dataclass(frozen=True)
class _Found:
    """A figure before it is set beside others."""

    key: str
    title: str
    unit: Unit
    definition: str
    guard: str
    is_higher_better: bool
    standing: Standing


def compared(*, month: FiscalPeriod, as_of: datetime, known_at: datetime | None = None) -> list[Compared]:
    """Every measure that a cluster in scope has, over all clusters in scope. Called inside a reading act.

    A handful of statements for each cluster, whatever its size.
    """
    least = parameters.get(CELL_MIN, on=month.last).whole_number
    scores = [each for each in satisfaction(month=month) if each.body is None]
    stated = _stated(month)
    found: dict[tuple[bool, str], list[_Found]] = {}
    for cluster in clusters_in_scope(month, hosted=False):
        mine = [each for each in scores if each.cluster == cluster]
        for each in _figures(cluster, month, as_of, known_at, least, mine, stated):
            found.setdefault((each.standing.synthetic, each.key), []).append(each)
    least_covered = ranking_coverage(month.last)
    real_first = sorted(found.items(), key=lambda item: item[0][0])
    return [_compared(rows, coverage_min=least_covered) for _, rows in real_first]


def _compared(rows: Sequence[_Found], *, coverage_min: int) -> Compared:
    first = next((row for row in rows if not row.standing.returned_by), rows[0])
    return Compared(
        key=first.key,
        title=first.title,
        unit=first.unit,
        definition=first.definition,
        guard=first.guard,
        is_higher_better=first.is_higher_better,
        synthetic=first.standing.synthetic,
        standings=placed([row.standing for row in rows], is_higher_better=first.is_higher_better,
                         coverage_min=coverage_min),
    )  # fmt: skip


def placed(standings: Sequence[Standing], *, is_higher_better: bool, coverage_min: int) -> list[Standing]:
    """The same with places. They are of one measure and one kind. A first place among one says nothing and is none."""
    able = sum(_carries(one, coverage_min) for one in standings)
    runners = [_runner(one) for one in standings]
    found = places(runners, coverage_min=coverage_min, is_higher_better=is_higher_better)
    made = []
    for one, place in zip(standings, found, strict=True):
        why = one.why or _lacks(one) or place.why
        is_alone = not why and able == 1
        made.append(
            replace(
                one,
                place=None if is_alone or why else place.place,
                among=able,
                why=ALONE if is_alone else why,
                confidence=_confidence(one, coverage_min, is_alone=is_alone),
            )
        )
    return made


def _runner(one: Standing) -> Runner:
    if one.why:
        return Runner(one.cluster_id, None, None, None)
    interval = Interval(one.low, one.high) if one.low is not None and one.high is not None else None
    return Runner(one.cluster_id, one.coverage, one.value, interval)


def _lacks(one: Standing) -> str:
    if one.value is None:
        return ""
    if one.low is None:
        return NO_INTERVAL
    return COVERAGE_UNKNOWN if one.coverage is None else ""


def _carries(one: Standing, coverage_min: int) -> bool:
    return not one.why and one.low is not None and one.coverage is not None and one.coverage >= coverage_min


def _confidence(one: Standing, coverage_min: int, *, is_alone: bool) -> Confidence:
    if one.value is None or is_alone:
        return "not comparable"
    return "high" if _carries(one, coverage_min) else "indicative"


def _figures(
    cluster: Cluster,
    month: FiscalPeriod,
    as_of: datetime,
    known_at: datetime | None,
    least: int,
    scores: Sequence[Score],
    stated: Sequence[_Stated],
) -> Iterator[_Found]:
    bodies = {body.pk: body for body in bodies_served(cluster, month)}
    if not bodies:
        return
    is_made_up = cluster.synthetic or any(body.synthetic for body in bodies.values())
    asked = question(month=month, body_ids=sorted(bodies), as_of=as_of, known_at=known_at)
    converged = convergence_of(month=month, body_ids=sorted(bodies), as_of=as_of, known_at=known_at).together
    coverage = {row.process_code: row.coverage for row in converged if row.synthetic == is_made_up}
    counts = answers(asked, "summary").summaries.get(None)
    rates = figures(asked, counts) if counts else []
    for figure in (*rates, *_pay(bodies, month, is_made_up)):
        if figure.key in RATES:
            covered = None if figure.key.startswith("pay-") else coverage.get("invoice")
            yield _rate(figure, cluster, covered, least, is_made_up)
    yield from _returned(cluster, [each for each in stated if each.body_id in bodies], least, is_made_up)
    for row in converged:
        if row.judged or row.around:
            yield _convergence(row, cluster)
    for score in scores:
        yield _satisfaction(score, cluster, coverage.get(score.told.surveyed.process_code))
    yield from _unit_costs(cluster, month, is_made_up)


def _pay(bodies: Mapping[int, Body], month: FiscalPeriod, synthetic: bool) -> list[Figure]:
    whole = pay_together([each for each in pay_months(since=month.start, before=month.end) if each.body_id in bodies])
    return pay_figures(whole, synthetic=synthetic) if whole else []


def _rate(figure: Figure, cluster: Cluster, coverage: int | None, least: int, synthetic: bool) -> _Found:
    part, whole = figure.numerator, figure.denominator
    is_few = whole is not None and 0 < whole < least
    interval = wilson(part, whole) if part is not None and whole and not is_few else None
    return _Found(
        key=figure.key,
        title=figure.title,
        unit="percent",
        definition=figure.measure.label,
        guard=figure.measure.guard,
        is_higher_better=RATES[figure.key],
        standing=Standing(
            cluster_id=cluster.pk,
            cluster=cluster.name,
            value=None if is_few else figure.value,
            part=None if is_few else part,
            whole=None if is_few else whole,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            coverage=coverage,
            synthetic=synthetic or figure.synthetic,
            why=LEFT_OUT if is_few else "",
        ),
    )


@dataclass(frozen=True)
class _Stated:
    """A rate that a body on another system stated in an accepted return: part of whole documents."""

    body_id: int
    key: str
    part: int
    whole: int


def _stated(month: FiscalPeriod) -> list[_Stated]:
    """What was stated of rates that are measured here too, of the same version of the same measure."""
    return [
        _Stated(of.body_id, cells["measure"], int(Decimal(cells["numerator"])), int(Decimal(cells["denominator"])))
        for of, cells in returned_figures(kind="measures", month=month)
        if of.state == "accepted"
        and cells["measure"] in RATES
        and (cells["unit"], str(cells["version"])) == ("documents", str(_about(cells["measure"]).version))
        and cells.get("denominator")
    ]


def _about(key: str) -> Measure:
    return measure(key.partition(".")[0])


def _returned(cluster: Cluster, stated: Sequence[_Stated], least: int, synthetic: bool) -> Iterator[_Found]:
    """What bodies that run another system stated: beside what is measured, and in no sum with it."""
    for key in dict.fromkeys(each.key for each in stated):
        found = [each for each in stated if each.key == key]
        part, whole = sum(each.part for each in found), sum(each.whole for each in found)
        about = _about(key)
        is_few = whole < least
        interval = wilson(part, whole) if not is_few else None
        yield _Found(
            key=key,
            title=f"{about.title}, {key.partition('.')[2]}",
            unit="percent",
            definition=about.label,
            guard=about.guard,
            is_higher_better=RATES[key],
            standing=Standing(
                cluster_id=cluster.pk,
                cluster=cluster.name,
                value=None if is_few else share(part, whole),
                part=None if is_few else part,
                whole=None if is_few else whole,
                low=interval.low if interval else None,
                high=interval.high if interval else None,
                coverage=None,
                synthetic=synthetic,
                returned_by=len(found),
                why=LEFT_OUT if is_few else RETURNED,
            ),
        )


def _convergence(row: ConvergenceRow, cluster: Cluster) -> _Found:
    about = next(one for one in CONVERGENCE_MEASURES if one.code == "convergence")
    return _Found(
        key=f"convergence.{row.process_code}",
        title=f"Convergence: {row.title}",
        unit="percent",
        definition=f"{about.label}; standard {row.standard}",
        guard=about.guard,
        is_higher_better=True,
        standing=Standing(
            cluster_id=cluster.pk,
            cluster=cluster.name,
            value=row.convergence,
            part=None if row.is_small else row.converged,
            whole=None if row.is_small else row.judged,
            low=row.low,
            high=row.high,
            coverage=row.coverage,
            synthetic=row.synthetic,
            why=LEFT_OUT if row.is_small else "",
        ),
    )


def _satisfaction(score: Score, cluster: Cluster, coverage: int | None) -> _Found:
    surveyed, counts, interval = score.told.surveyed, score.answers, score.interval
    untold = STILL_OPEN if score.told.is_open else LEFT_OUT if counts is None else ""
    return _Found(
        key=f"satisfaction.{surveyed.process_code}",
        title=f"Satisfaction: {surveyed.service}",
        unit="points",
        definition=SATISFACTION.label,
        guard=SATISFACTION.guard,
        is_higher_better=True,
        standing=Standing(
            cluster_id=cluster.pk,
            cluster=cluster.name,
            value=score.score,
            part=counts.answered if counts else None,
            whole=counts.asked if counts else None,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            coverage=coverage,
            synthetic=score.synthetic,
            why=untold or (FEW_ANSWERED if score.is_indicative else ""),
        ),
    )


def _unit_costs(cluster: Cluster, month: FiscalPeriod, synthetic: bool) -> Iterator[_Found]:
    """What one transaction costs, with unused labour: known to the penny, and without an interval it takes no place."""
    try:
        report = cost_report(cluster, month)
    except NoLead:  # no body hosts the centre, so there are no books to ask
        return
    if not report.lines:  # books without a line say nothing, which is not nought
        return
    about = measure("cost-to-serve")
    for row in report.together:
        if row.unit_full_pence is None:
            continue
        yield _Found(
            key=f"unit-cost.{row.service}",
            title=f"Unit cost: {row.service}",
            unit="money",
            definition=about.label,
            guard=about.guard,
            is_higher_better=False,
            standing=Standing(
                cluster_id=cluster.pk, cluster=cluster.name, value=row.unit_full_pence, part=None, whole=None, low=None,
                high=None, coverage=None, synthetic=synthetic or report.synthetic,
            ),
        )  # fmt: skip
