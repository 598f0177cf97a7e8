"""One edition of the update: everything that it says, with dates, sources and guards, before anybody renders it.

An edition has two dates: `on`, for which it speaks, and `known_on`, by which what it says had been recorded here. Real
and made-up figures never mix: `measured` holds clusters of real bodies, `made_up` those of a demonstration, and the
statements rest on the first and never on the second. Counts under ten, and what rests on them, are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from hanaper import parameters
from hanaper.centre.costs.api import CostReport, NoLead, bodies_served, clusters_in_scope, cost_report, hidden
from hanaper.centre.levels.api import (
    Figure,
    Holder,
    Question,
    Wait,
    answers,
    figures,
    holder_of,
    is_provisional,
    measure,
    month_slug,
    question,
)
from hanaper.foundation.tenancy.api import Body, Cluster
from hanaper.kernel.dates import business_date, show_date
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.benefits.api import Position
from hanaper.strategy.register.api import (
    ClusterFact,
    Fact,
    Register,
    Series,
    figure_text,
    load_register,
)
from hanaper.strategy.register.entered import register_known
from hanaper.strategy.update.pay import ClusterPay, cluster_pay
from hanaper.strategy.update.rules.cells import NOTHING, Levels, suppressed
from hanaper.strategy.update.rules.due import LATER_MONTHS, SOON_MONTHS, due, overdue
from hanaper.strategy.update.rules.known import Known
from hanaper.strategy.update.rules.statements import Measured, Statement, statements
from hanaper.strategy.update.standing import Standing, known_until, positions_of, standing_of

VERSION = 3
"""Of the shape of an edition: what is in it, under which names."""

NO_BOOKS = "No body hosts this centre, so its cost stands in no books."
NOTHING_POSTED = "Nothing was posted to the centre's cost centres in this month."
CELL_MIN = "hanaper/measures/suppression/cell_min"


@dataclass(frozen=True)
class BodyLine:
    """A body in the month. levels: with small cells left out; a lone one takes the next smallest with it."""

    code: str
    name: str
    levels: Levels
    synthetic: bool


@dataclass(frozen=True)
class WaitLine:
    """How long documents stood in a state, and who holds them there: a duty on a side, never a person."""

    body_code: str
    body: str
    state: str
    holder: Holder
    documents: int
    median_seconds: int
    p90_seconds: int
    longest_seconds: int
    synthetic: bool


@dataclass(frozen=True)
class CostLine:
    """What a service cost in the month. Unit costs are None where they are not shown, and `note` says why."""

    service: str
    title: str
    documents: int | None
    cts_pence: int
    unit_pence: int | None
    unit_full_pence: int | None
    unit_end_to_end_pence: int | None
    note: str


@dataclass(frozen=True)
class ClusterMonth:
    """A cluster that is served here, in the month. full_pence: None where it is not known, and `costs_why` says why."""

    code: str
    name: str
    centre: str
    bodies_served: int
    together: Levels
    bodies: Sequence[BodyLine]
    waited: Sequence[WaitLine]
    costs: Sequence[CostLine]
    full_pence: int | None
    unused_pence: int | None
    costs_why: str
    pay: ClusterPay
    standing: Standing
    may_price: bool
    is_provisional: bool
    synthetic: bool


@dataclass(frozen=True)
class Edition:
    """The update on a day. on: the day for which it speaks. known_on: what was recorded later is not in it.

    month: whose work is measured. as_at: the moment as of which evidence was asked.
    """

    on: date
    known_on: date
    month: FiscalPeriod
    as_at: datetime
    least: int
    register: Register
    measured: Sequence[ClusterMonth]
    made_up: Sequence[ClusterMonth]
    statements: Sequence[Statement]

    @property
    def synthetic(self) -> bool:
        return bool(self.made_up)

    @property
    def on_text(self) -> str:
        """The day in full."""
        return show_date(self.on)

    @property
    def dates_query(self) -> str:
        """The dates as a page's address carries them."""
        return urlencode({"as_of": self.on.isoformat(), "known_at": self.known_on.isoformat()})

    @cached_property
    def known(self) -> Known:
        """The register of the day, as rules ask it."""
        return Known(self.register, self.on)


def edition(*, on: date, known_on: date, month: FiscalPeriod, as_at: datetime) -> Edition:
    """The update of the clusters in scope. Called inside a reading act."""
    register = register_known(as_of=on, known_at=known_on)
    # What may be shown is judged on the day of showing it: an edition of an early month is read today.
    least = parameters.get(CELL_MIN, on=business_date(as_at)).whole_number
    kept = positions_of(on=on, known_on=known_on)
    served = [
        _cluster(cluster, month, _Asked(as_at, known_until(known_on)), least, kept.get(cluster.pk))
        for cluster in clusters_in_scope(month, hosted=False)
    ]
    real = [one for one in served if not one.synthetic]
    return Edition(
        on=on,
        known_on=known_on,
        month=month,
        as_at=as_at,
        least=least,
        register=register,
        measured=real,
        made_up=[one for one in served if one.synthetic],
        statements=statements(Known(register, on), _measured(real), load_register().claims),
    )


def said_on(made: Edition, on: date) -> Edition:
    """The edition as it would have spoken on another day, of the same recording and the same measured month."""
    register = register_known(as_of=on, known_at=made.known_on)
    said = statements(Known(register, on), _measured(made.measured), load_register().claims)
    return replace(made, on=on, register=register, statements=said)


def _measured(real: Sequence[ClusterMonth]) -> Measured:
    """What statements may rest on: figures of real bodies, and nothing made up."""
    services = []
    if any(one.together.documents for one in real):
        services.append("source to pay")
    if any(one.pay.together for one in real):
        services.append("HR and pay")
    positions = [one.standing.benefits for one in real if one.standing.benefits is not None]
    hours = [Decimal(found) for each in positions if (found := each.total("hours", "hours")) is not None]
    prices = [found for each in positions if (found := each.total("prices", "measured")) is not None]
    return Measured(
        services=services,
        clusters=len(real),
        bodies=sum(one.bodies_served for one in real),
        benefits=[
            (view, each.total(view, "measured"), each.total(view, "realised"), each.cumulative_net(view))
            for each in positions
            for view in each.views
        ],
        hours=sum(hours, Decimal(0)) if hours else None,
        prices_pence=sum(prices) if prices else None,
        running_costs=[
            (each.name, each.reduction.real)
            for each in positions
            if each.reduction is not None and each.reduction.real is not None
        ],
    )


@dataclass(frozen=True)
class _Asked:
    """As of when evidence is asked, and by when it was known. Books, pay and duty costs are read as they are now."""

    as_of: datetime
    known_at: datetime | None


def _cluster(cluster: Cluster, month: FiscalPeriod, at: _Asked, least: int, benefits: Position | None) -> ClusterMonth:
    bodies = {body.pk: body for body in bodies_served(cluster, month)}
    asked = question(month=month, body_ids=sorted(bodies), as_of=at.as_of, known_at=at.known_at)
    answer = answers(asked, "summary", "waits")
    found = {pk: {f.key: f for f in figures(asked, counts)} for pk, counts in answer.summaries.items()}
    marked = cluster.synthetic or any(body.synthetic for body in bodies.values())
    synthetic = marked or any(counts.synthetic for counts in answer.summaries.values())
    costs, why = _costs(cluster, month)
    return ClusterMonth(
        code=cluster.code,
        name=cluster.name,
        centre=cluster.centre_name,
        bodies_served=len(bodies),
        together=suppressed(_levels(found[None]), least) if None in found else NOTHING,
        bodies=_bodies(bodies, found, least),
        waited=_waited(asked, answer.waits, bodies, least),
        costs=_cost_lines(costs, least) if costs else (),
        full_pence=costs.full_pence if costs else None,
        unused_pence=costs.unused_pence if costs else None,
        costs_why=why,
        pay=cluster_pay(bodies, month, least),
        standing=standing_of(
            cluster, month, body_ids=sorted(bodies), as_of=at.as_of, known_at=at.known_at, benefits=benefits
        ),
        may_price=costs.prices if costs else False,
        is_provisional=is_provisional(asked),
        synthetic=synthetic or (costs.synthetic if costs else False),
    )


def _costs(cluster: Cluster, month: FiscalPeriod) -> tuple[CostReport | None, str]:
    """What the month cost, or why that is not known: books without a line say nothing, which is not nought."""
    try:
        report = cost_report(cluster, month)
    except NoLead:
        return None, NO_BOOKS
    return (report, "") if report.lines else (None, NOTHING_POSTED)


def _levels(by_key: Mapping[str, Figure]) -> Levels:
    return Levels(
        documents=by_key["volume.received"].value,
        eligible=by_key["touchless.eligible-share"].numerator,
        touchless_basis_points=by_key["touchless.all"].value,
        touchless_eligible_basis_points=by_key["touchless.eligible"].value,
        eligible_share_basis_points=by_key["touchless.eligible-share"].value,
        touchless_value_basis_points=by_key["touchless.by-value"].value,
        median_seconds=by_key["waited.median"].value,
        p90_seconds=by_key["waited.p90"].value,
        standard_basis_points=by_key["standard.met"].value,
        target_basis_points=by_key["prompt-payment.target"].value,
        limit_basis_points=by_key["prompt-payment.limit"].value,
    )


def _bodies(bodies: Mapping[int, Body], found: Mapping[int | None, Mapping[str, Figure]], least: int) -> list[BodyLine]:
    made = {pk: _levels(found[pk]) for pk in bodies if pk in found}
    hide = hidden({pk: levels.documents or 0 for pk, levels in made.items()}, least)
    return [
        BodyLine(
            code=body.code,
            name=body.name,
            levels=NOTHING if pk in hide else suppressed(made[pk], least),
            synthetic=body.synthetic,
        )
        for pk, body in bodies.items()
        if pk in made and (made[pk].documents or 0) > 0
    ]


def _waited(asked: Question, waits: Sequence[Wait], bodies: Mapping[int, Body], least: int) -> list[WaitLine]:
    """Where documents waited longest: nine in ten, by body and state, the longest first."""
    over = set(asked.measured.last_states)
    lines = []
    for wait in waits:
        holder = holder_of(asked, wait.state)
        if wait.state in over or wait.documents < least or not holder.duties:
            continue
        body = bodies.get(wait.body_id) if wait.body_id is not None else None
        if wait.body_id is not None and body is None:
            continue
        lines.append(
            WaitLine(
                body_code=body.code if body else "",
                body=body.name if body else "All bodies",
                state=wait.state,
                holder=holder,
                documents=wait.documents,
                median_seconds=wait.median_seconds,
                p90_seconds=wait.p90_seconds,
                longest_seconds=wait.longest_seconds,
                synthetic=wait.synthetic,
            )
        )
    return sorted(lines, key=lambda line: (-line.p90_seconds, line.body, line.state))


def _cost_lines(report: CostReport, least: int) -> list[CostLine]:
    return [
        CostLine(
            service=row.service,
            title=row.service_title,
            documents=row.documents if row.documents >= least else None,
            cts_pence=row.cts_pence,
            unit_pence=row.unit_pence,
            unit_full_pence=row.unit_full_pence,
            unit_end_to_end_pence=row.unit_end_to_end_pence,
            note=row.note,
        )
        for row in report.together
    ]


MEASURES_SHOWN = (
    "touchless",
    "waited",
    "standard",
    "prompt-payment",
    "cost-to-serve",
    "pay-accuracy",
    "pay-touchless",
    "pay-late-inputs",
)
"""Whose versions and guards an edition prints."""


def as_data(made: Edition) -> dict[str, Any]:
    """The edition as JSON keeps it. null is "not known" or "left out"; `is_suppressed` says which of the two."""
    register = made.register
    measures = [measure(code) for code in MEASURES_SHOWN]
    return {
        "edition": {
            "version": VERSION,
            "as_of": made.on,
            "known_at": made.known_on,
            "month": month_slug(made.month),
            "as_at": made.as_at,
            "cell_min": made.least,
        },
        "synthetic": made.synthetic,
        "measures": {each.code: {"version": each.version, "guard": each.guard} for each in measures},
        "register": [_cluster_data(cluster) for cluster in register.clusters],
        "measured": [asdict(one) for one in made.measured],
        "made_up": [asdict(one) for one in made.made_up],
        "statements": [{**asdict(one), "support_text": one.support_text} for one in made.statements],
        "due": [
            {"within_months": months, **asdict(each)}
            for months, found in (
                (0, overdue(made.known)),
                (SOON_MONTHS, due(made.known, SOON_MONTHS)),
                (LATER_MONTHS, due(made.known, LATER_MONTHS, after_months=SOON_MONTHS)),
            )
            for each in found
        ],
        "stated_over_time": [_stated_data(series, fact) for series in register.series for fact in series.facts],
        "gaps": [{"question": gap.question, "found": gap.found, "as_of": str(gap.as_of)} for gap in register.gaps],
    }


def _cluster_data(cluster: ClusterFact) -> dict[str, Any]:
    return {
        "name": cluster.name,
        "lead": cluster.lead.name,
        "groups": len(cluster.groups),
        "bodies": len(cluster.bodies),
        "people": cluster.people,
        "people_as_of": str(cluster.lead.headcount.as_of),
        "people_source": str(cluster.lead.headcount.source),
        "is_live": cluster.is_live if cluster.live else None,
        "live_as_of": str(cluster.live.as_of) if cluster.live else "",
        "live_source": str(cluster.live.source) if cluster.live else "",
        "states": [
            {"of": each.of, "state": each.state, "as_of": str(each.as_of), "source": str(each.source)}
            for each in cluster.states
        ],
        "membership_as_of": str(cluster.membership.as_of),
        "membership_source": str(cluster.membership.source),
        "version": cluster.membership.version,
    }


def _stated_data(series: Series, fact: Fact) -> dict[str, Any]:
    return {
        "series": series.id,
        "definition": series.definition,
        "figure": figure_text(fact),
        "as_of": str(fact.as_of),
        "source": str(fact.source),
        "version": fact.version,
        "recorded": fact.recorded,
        "recorded_by": fact.recorded_by,
    }
