"""Reads of benefits, always of the bodies in scope and in a fixed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum

from hanaper.foundation.processes.api import Evidence
from hanaper.kernel.digest import digest
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.benefits.errors import BaselineNotThere, BenefitNotThere
from hanaper.strategy.benefits.models import (
    Baseline,
    BaselinePrice,
    Benefit,
    CostToAchieve,
    Disbenefit,
    Draw,
    Forecast,
    Reading,
    Reconciliation,
)

_BASELINE = (
    "cluster_id", "title", "view", "service", "perimeter", "began_on", "ended_on", "volume", "cost_pence",
    "fixed_pence", "hours", "quality_basis_points", "price_year", "instrument", "source", "confidence",
)  # fmt: skip
_BENEFIT = (
    "cluster_id", "baseline_id", "title", "owner", "kind", "benefit_class", "method", "attributable_basis_points",
    "attribution", "change_on", "prices",
)  # fmt: skip
_READING = ("outcome", "gross_pence", "net_pence", "cash_pence", "hours", "volume", "tests", "workings")


def baselines() -> QuerySet[Baseline]:
    """Every baseline in scope, newest first."""
    return Baseline.objects.select_related("body", "cluster").order_by("-pk")


def baseline_get_for(baseline_id: int) -> Baseline:
    """One baseline in scope. Raises BaselineNotThere, alike for none and for not yours."""
    found = baselines().filter(pk=baseline_id).first()
    if found is None:
        raise BaselineNotThere()
    return found


def benefits() -> QuerySet[Benefit]:
    """Every benefit in scope, newest first."""
    return Benefit.objects.select_related("body", "cluster", "baseline__body").order_by("-pk")


def benefit_get_for(benefit_id: int) -> Benefit:
    """One benefit in scope. Raises BenefitNotThere, alike for none and for not yours."""
    found = benefits().filter(pk=benefit_id).first()
    if found is None:
        raise BenefitNotThere()
    return found


def states_at(benefit_ids: Sequence[int], before: datetime) -> dict[int, str]:
    """The state of each benefit at a moment, by the evidence of its steps; those proposed later are not there."""
    rows = Evidence.objects.filter(process="benefit", document_id__in=list(benefit_ids), at__lt=before)
    return dict(rows.order_by("document_id", "id").values_list("document_id", "to_state"))


def reporting(cluster_id: int) -> list[Benefit]:
    """Benefits of a cluster that are measured, oldest first."""
    found = benefits().filter(cluster_id=cluster_id, state="reporting").prefetch_related("baseline__prices")
    return list(found.order_by("pk"))


def baseline_contents(ids: Sequence[int]) -> dict[int, Any]:
    """What a signature of each stands for, as plain values."""
    content = {pk: [*head, []] for pk, *head in Baseline.objects.filter(pk__in=ids).values_list("pk", *_BASELINE)}
    prices = BaselinePrice.objects.filter(baseline_id__in=ids).order_by("baseline_id", "item", "unit")
    for pk, *price in prices.values_list("baseline_id", "item", "unit", "price_pence", "quantity"):
        content[pk][-1].append(price)
    return content


def benefit_contents(ids: Sequence[int]) -> dict[int, Any]:
    """What an approval of each stands for, as plain values."""
    return {pk: list(head) for pk, *head in Benefit.objects.filter(pk__in=ids).values_list("pk", *_BENEFIT)}


def is_as_signed(baseline: Baseline) -> bool:
    """Whether a baseline says what it said when it was signed."""
    kept = baseline.approved_digest
    return kept is not None and digest(baseline_contents([baseline.pk])[baseline.pk]) == bytes(kept)


def signed_by_owner(baseline_id: int) -> bool:
    """Whether somebody who signed a baseline proposed a benefit that rests on it: the same natural person."""
    signers = _actors("baseline", "sign", [baseline_id])
    ids = list(Benefit.objects.filter(baseline_id=baseline_id).values_list("pk", flat=True))
    return bool(signers & _actors("benefit", "propose", ids))


def _actors(process: str, step: str, ids: Sequence[int]) -> set[int | None]:
    found = Evidence.objects.filter(process=process, step=step, document_id__in=list(ids), actor_id__isnull=False)
    return set(found.values_list("actor_id", flat=True))


def running_cost_baseline(cluster_id: int) -> int | None:
    """The base year's running cost of a cluster in pence, by its last signed baseline; None where there is none."""
    found = Baseline.objects.filter(cluster_id=cluster_id, view="running-cost", state="signed").order_by(
        "-signed_on", "-pk"
    )
    return found.values_list("cost_pence", flat=True).first()


def drawn_by(benefit_id: int) -> dict[str, int]:
    """How much a benefit draws, by pounds and hours; what was given back is taken off."""
    rows = Draw.objects.filter(benefit_id=benefit_id).values("of").annotate(total=Sum("amount")).order_by("of")
    return {row["of"]: row["total"] for row in rows if row["total"]}


def drawn_on(baseline_id: int) -> QuerySet[Draw]:
    """Every draw on a baseline, in order, with the benefit that drew it."""
    return Draw.objects.filter(baseline_id=baseline_id).select_related("benefit__body").order_by("pk")


def removed_pence(benefit_id: int, month: FiscalPeriod) -> int | None:
    """What finance says has gone, for a month; None where it has said nothing."""
    rows = Reconciliation.objects.filter(benefit_id=benefit_id, since__lte=month.start)
    amounts = list(rows.values_list("monthly_pence", flat=True))
    return sum(amounts) if amounts else None


def disbenefits_pence(benefit_id: int, month: FiscalPeriod) -> int:
    """What was made worse in a month."""
    rows = Disbenefit.objects.filter(benefit_id=benefit_id, month=month.start)
    return rows.aggregate(total=Sum("pence"))["total"] or 0


def months_held(benefit_id: int, month: FiscalPeriod) -> int:
    """For how many months in a row before this one something was gained, by the last reading of each."""
    last = last_readings(Reading.objects.filter(benefit_id=benefit_id))
    held, at = 0, month.previous
    while (found := last.get((benefit_id, at.start))) is not None and _gained(found):
        held, at = held + 1, at.previous
    return held


def _gained(reading: Reading) -> bool:
    """Whether a month that could be measured brought something."""
    return reading.outcome in ("measured", "realised") and ((reading.net_pence or 0) > 0 or (reading.hours or 0) > 0)


def last_reading(benefit_id: int, month: FiscalPeriod) -> Reading | None:
    """The last version of a month's reading."""
    return Reading.objects.filter(benefit_id=benefit_id, month=month.start).order_by("-version").first()


def last_readings(rows: QuerySet[Reading], *, known_at: datetime | None = None) -> Mapping[tuple[int, Any], Reading]:
    """Of each benefit and month the last version, of those recorded by a moment."""
    known = rows.filter(recorded_at__lte=known_at) if known_at else rows
    return {(row.benefit_id, row.month): row for row in known.order_by("benefit_id", "month", "version")}


def says_the_same(one: Reading, other: Reading) -> bool:
    """Whether two readings have the same figures and workings."""
    return all(_plain(getattr(one, name)) == _plain(getattr(other, name)) for name in _READING)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def forecasts(benefit_ids: Sequence[int], *, known_at: datetime | None = None) -> dict[int, dict[int, list[Forecast]]]:
    """Profiles by benefit and version, oldest version first."""
    rows = Forecast.objects.filter(benefit_id__in=benefit_ids)
    rows = rows.filter(recorded_at__lte=known_at) if known_at else rows
    found: dict[int, dict[int, list[Forecast]]] = defaultdict(dict)
    for row in rows.order_by("benefit_id", "version", "year"):
        found[row.benefit_id].setdefault(row.version, []).append(row)
    return found


def costs_to_achieve(*, as_of: date | None = None, known_at: datetime | None = None) -> list[CostToAchieve]:
    """The last version of each cost to achieve in scope, of those that held by a day and were recorded by a moment."""
    rows = CostToAchieve.objects.select_related("cluster", "body")
    rows = rows.filter(as_of__lte=as_of) if as_of else rows
    rows = rows.filter(recorded_at__lte=known_at) if known_at else rows
    last: dict[Any, CostToAchieve] = {}
    for row in rows.order_by("cluster_id", "year", "category", "kind", "version"):
        last[row.cluster_id, row.year, row.category, row.kind] = row
    return list(last.values())
