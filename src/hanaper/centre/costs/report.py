"""The cost to serve of a month, put together: the rule's answer, with names, guards and what may be shown.

Guards are kept here and not in templates, so that a page, a file and the command cannot differ: coverage with every
use, nothing priced below its floor, unit costs of few documents and the worked time of few people left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hanaper import parameters
from hanaper.centre.costs import selectors
from hanaper.centre.costs.catalogue import SERVICES, Service, service, service_of
from hanaper.centre.costs.models import DutyCost
from hanaper.centre.costs.rules import serving
from hanaper.centre.costs.rules.suppression import hidden, too_few
from hanaper.centre.costs.selectors import CostLine, Served, WorkSeen
from hanaper.centre.levels.api import Measure, measure, month_slug
from hanaper.foundation.duties.api import RETAINED, duty
from hanaper.foundation.tenancy.api import Cluster
from hanaper.kernel.periods import FiscalPeriod

_FLOORS = "hanaper/measures/suppression"
FEW_DOCUMENTS = "fewer than {least} documents"
FEW_PEOPLE = "fewer than {least} people"
TIMED = "{seen} of {acts} acts timed"
NOT_SEEN = "work was done that nobody timed"
NO_RATE = "no cost is loaded for the body's own duties"


@dataclass(frozen=True)
class DutyRow:
    """One duty of the centre. hours: worked; None where it is not shown or not known, and `note` says which."""

    duty: str
    title: str
    pay_pence: int
    used_pence: int
    productive_hours: Decimal
    hours: Decimal | None
    coverage_basis_points: int | None
    basis: serving.Basis
    acts: int
    seen: int
    people: int
    note: str
    source: str
    version: int
    is_assumption: bool
    synthetic: bool


@dataclass(frozen=True)
class ServedRow:
    """What a service cost for a body, or for all bodies together (body_id None).

    unit_pence: without unused labour; unit_full_pence: with it; unit_end_to_end_pence: with it and the body's own
    people. Each is None where it is not shown or not known, and `note` says why.
    """

    service: str
    service_title: str
    body_id: int | None
    body_code: str
    body: str
    documents: int
    labour_pence: int
    fixed_pence: int
    direct_pence: int
    cts_pence: int
    unused_pence: int
    unit_pence: int | None
    unit_full_pence: int | None
    unit_end_to_end_pence: int | None
    is_indicative: bool
    note: str
    synthetic: bool


@dataclass(frozen=True)
class CostReport:
    """The answer of a cluster and month. K is `full_pence`: the sum of `rows` of bodies and `unused_pence` is K."""

    cluster: Cluster
    lead_code: str
    month: FiscalPeriod
    measure: Measure
    lines: Sequence[CostLine]
    full_pence: int
    one_off_pence: int
    pay_in_books_pence: int
    pay_loaded_pence: int
    unused_pence: int
    duties: Sequence[DutyRow]
    rows: Sequence[ServedRow]
    together: Sequence[ServedRow]
    not_priced: Sequence[str]
    prices: bool
    synthetic: bool

    @property
    def served_pence(self) -> int:
        return sum(row.cts_pence for row in self.rows)

    @property
    def ties(self) -> bool:
        """Whether what was shared and what is unused make the full cost: always, or it is a defect of ours."""
        return self.served_pence + self.unused_pence == self.full_pence


@dataclass(frozen=True)
class _Floors:
    documents: int
    people: int
    coverage: int


def cost_report(cluster: Cluster, month: FiscalPeriod) -> CostReport:
    """The cost to serve of a cluster in a month. Raises NoLead, ClusterNotThere, ClusterNotInScope."""
    of = selectors.served(cluster, month)
    floors = _Floors(*(parameters.get(f"{_FLOORS}/{name}", on=month.last).whole_number for name in
                       ("documents_min", "people_min", "coverage_min_basis_points")))  # fmt: skip
    lines = selectors.cost_lines(of)
    loaded = selectors.duty_costs(of)
    centre = {code: cost for code, cost in loaded.items() if duty(code).side != RETAINED}
    work = selectors.work_seen(of)
    answer = serving.cost_to_serve(
        serving.Inputs(
            full_pence=sum(line.pence for line in lines if not line.is_one_off),
            duties=[_pay(cost) for _, cost in sorted(centre.items())],
            work=_by_service(work, centre),
            volumes=selectors.volumes(of),
            costs=[
                serving.Cost(line.service, line.serves_id, line.pence)
                for line in lines
                if not line.is_one_off and (not line.is_pay or line.serves_id is not None)
            ],
            coverage_min_basis_points=floors.coverage,
        )
    )
    own = _own_people(of, work, loaded)
    # Which bodies have so few people of their own that what they cost is not shown, and whom to hide with a lone one.
    few = {
        one.code: hidden({b: own[one.code, b].people for b in of.body_ids}, floors.people) if one.retained else set()
        for one in SERVICES
    }
    pay = sum(line.pence for line in lines if line.is_pay and not line.is_one_off and line.serves_id is None)
    return CostReport(
        cluster=cluster,
        lead_code=of.lead.code,
        month=month,
        measure=measure("cost-to-serve"),
        lines=lines,
        full_pence=answer.full_pence,
        one_off_pence=sum(line.pence for line in lines if line.is_one_off),
        pay_in_books_pence=pay,
        pay_loaded_pence=sum(cost.pay_pence for cost in centre.values()),
        unused_pence=answer.unused_pence,
        duties=_duties(of, answer, centre, floors),
        rows=_rows(of, answer, own, few, floors),
        together=_together(answer, own, few, floors, synthetic=of.synthetic),
        not_priced=sorted({w.duty for w in work if w.duty not in loaded and duty(w.duty).side != RETAINED}),
        prices=answer.prices,
        synthetic=of.synthetic or any(cost.synthetic for cost in loaded.values()),
    )


def _pay(cost: DutyCost) -> serving.DutyPay:
    return serving.DutyPay(cost.duty, cost.pay_pence, int(cost.productive_hours * selectors.HOUR_MS))


def _by_service(work: Sequence[WorkSeen], duties: Mapping[str, DutyCost]) -> list[serving.Work]:
    """Work of the centre's duties as the rule wants it: by service. Work of no service stays in U."""
    found = []
    for seen in work:
        belongs = service_of(seen.process)
        if seen.duty in duties and belongs is not None:
            found.append(serving.Work(seen.duty, belongs.code, seen.body_id, seen.acts, seen.seen, seen.milliseconds))
    return found


def _duties(of: Served, answer: serving.CostToServe, costs: Mapping[str, DutyCost], floors: _Floors) -> list[DutyRow]:
    people = selectors.people_under(of, sorted(costs))
    rows = []
    for use in answer.duties:
        cost = costs[use.duty]
        size = len(set[int]().union(*people[use.duty].values()))
        few = too_few(size, floors.people)
        note = FEW_PEOPLE.format(least=floors.people) if few else NOT_SEEN if use.worked_ms is None else ""
        shown = None if few or use.worked_ms is None else selectors.hours(use.worked_ms)
        rows.append(
            DutyRow(
                duty=use.duty, title=duty(use.duty).title, pay_pence=use.pay_pence, used_pence=use.used_pence,
                productive_hours=cost.productive_hours, hours=shown,
                coverage_basis_points=use.coverage_basis_points, basis=use.basis, acts=use.acts, seen=use.seen,
                people=size, note=note, source=cost.source, version=cost.version, is_assumption=cost.is_assumption,
                synthetic=cost.synthetic,
            )
        )  # fmt: skip
    return rows


@dataclass(frozen=True)
class _Own:
    """What a body's own requesters, receivers and approvers cost for a service; None where it is not known.

    acts, seen: how many acts they took, and how many of them were timed: what was not timed is left out, and said.
    """

    pence: int | None
    people: int
    acts: int = 0
    seen: int = 0
    note: str = ""


def _own_people(of: Served, work: Sequence[WorkSeen], loaded: Mapping[str, DutyCost]) -> dict[tuple[str, int], _Own]:
    retained = sorted({code for one in SERVICES for code in one.retained})
    people = selectors.people_under(of, retained)
    found = {}
    for one in SERVICES:
        for body_id in of.body_ids:
            mine = [w for w in work if w.duty in one.retained and w.body_id == body_id]
            size = len(set[int]().union(*(people[code].get(body_id, set()) for code in one.retained)))
            found[one.code, body_id] = _own(mine, loaded, size)
    return found


def _own(work: Sequence[WorkSeen], loaded: Mapping[str, DutyCost], people: int) -> _Own:
    acts, seen = sum(w.acts for w in work), sum(w.seen for w in work)
    if acts and not seen:
        return _Own(None, people, acts, seen, NOT_SEEN)
    pence = 0
    for one in work:
        if one.milliseconds is None:
            continue
        rate = serving.rate_pence(_pay(loaded[one.duty]), one.milliseconds) if one.duty in loaded else None
        if rate is None:
            return _Own(None, people, acts, seen, NO_RATE)
        pence += rate
    return _Own(pence, people, acts, seen, TIMED.format(seen=seen, acts=acts) if seen < acts else "")


def _rows(
    of: Served, answer: serving.CostToServe, own: Mapping[tuple[str, int], _Own], few: Mapping[str, set[int]],
    floors: _Floors,
) -> list[ServedRow]:  # fmt: skip
    bodies = {body.pk: body for body in (*of.bodies, of.lead)}
    rows = []
    for cell in answer.cells:
        one, body = service(cell.service), bodies[cell.body]
        theirs = own.get((cell.service, cell.body), _Own(0, 0))
        hide = bool(one.retained) and (cell.body in few[one.code] or too_few(theirs.people, floors.people))
        rows.append(
            _row(one, cell, theirs, floors, hide=hide, body_id=body.pk, code=body.code, name=body.name,
                 synthetic=body.synthetic)
        )  # fmt: skip
    return rows


def _row(
    of: Service, cell: serving.Served, own: _Own, floors: _Floors, *, hide: bool, body_id: int | None, code: str,
    name: str, synthetic: bool,
) -> ServedRow:  # fmt: skip
    notes = []
    few = too_few(cell.documents, floors.documents)
    full = cell.cts_pence + cell.unused_pence
    end_to_end = None
    if few:
        notes.append(FEW_DOCUMENTS.format(least=floors.documents))
    elif hide:
        notes.append(f"end to end: {FEW_PEOPLE.format(least=floors.people)}")
    elif own.pence is None:
        notes.append(f"end to end: {own.note}")
    else:
        end_to_end = serving.unit_pence(full + own.pence, cell.documents)
        notes += [f"end to end: {own.note}"] if own.note else []
    if cell.is_indicative:
        notes.append("indicative")
    return ServedRow(
        service=of.code, service_title=of.title, body_id=body_id, body_code=code, body=name, documents=cell.documents,
        labour_pence=cell.labour_pence, fixed_pence=cell.fixed_pence, direct_pence=cell.direct_pence,
        cts_pence=cell.cts_pence, unused_pence=cell.unused_pence,
        unit_pence=None if few else serving.unit_pence(cell.cts_pence, cell.documents),
        unit_full_pence=None if few else serving.unit_pence(full, cell.documents),
        unit_end_to_end_pence=end_to_end, is_indicative=cell.is_indicative, note="; ".join(notes), synthetic=synthetic,
    )  # fmt: skip


def _together(
    answer: serving.CostToServe, own: Mapping[tuple[str, int], _Own], few: Mapping[str, set[int]], floors: _Floors,
    *, synthetic: bool,
) -> list[ServedRow]:  # fmt: skip
    """Each service over all bodies."""
    made = []
    for one in SERVICES:
        cells = [cell for cell in answer.cells if cell.service == one.code]
        if not cells:
            continue
        total = serving.Served(
            one.code, 0, sum(c.documents for c in cells), sum(c.labour_pence for c in cells),
            sum(c.fixed_pence for c in cells), sum(c.direct_pence for c in cells), sum(c.unused_pence for c in cells),
            any(c.is_indicative for c in cells),
        )  # fmt: skip
        theirs = [each for (code, _), each in own.items() if code == one.code]
        whole = _whole(theirs)
        # One hidden body alone would come back by subtraction.
        hide = bool(one.retained) and (too_few(whole.people, floors.people) or len(few[one.code]) == 1)
        made.append(
            _row(one, total, whole, floors, hide=hide, body_id=None, code="", name="All bodies", synthetic=synthetic)
        )
    return made


def _whole(parts: Sequence[_Own]) -> _Own:
    """The bodies' own people together. A body whose work has no rate, or was never timed, is left out, and said."""
    acts, seen, people = (sum(getattr(each, name) for each in parts) for name in ("acts", "seen", "people"))
    if any(each.note == NO_RATE for each in parts):
        return _Own(None, people, acts, seen, NO_RATE)
    if acts and not seen:
        return _Own(None, people, acts, seen, NOT_SEEN)
    note = TIMED.format(seen=seen, acts=acts) if seen < acts else ""
    return _Own(sum(each.pence or 0 for each in parts), people, acts, seen, note)


def as_data(report: CostReport) -> dict[str, Any]:
    """The report as JSON keeps it. Amounts are pence; null is "not known" or "not shown", and `note` says which."""
    return {
        "month": month_slug(report.month),
        "cluster": {"code": report.cluster.code, "name": report.cluster.name, "lead": report.lead_code},
        "measure": {"code": report.measure.code, "version": report.measure.version, "guard": report.measure.guard},
        "synthetic": report.synthetic,
        "may_price": report.prices,
        "full_pence": report.full_pence,
        "served_pence": report.served_pence,
        "unused_pence": report.unused_pence,
        "ties": report.ties,
        "one_off_pence": report.one_off_pence,
        "pay": {"in_books_pence": report.pay_in_books_pence, "of_duties_pence": report.pay_loaded_pence},
        "accounts": [vars(line) for line in report.lines],
        "duties": [vars(row) for row in report.duties],
        "not_priced": list(report.not_priced),
        "together": [vars(row) for row in report.together],
        "bodies": [vars(row) for row in report.rows],
    }
