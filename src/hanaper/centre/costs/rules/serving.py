"""Cost to serve: the full cost of a centre, shared over services and bodies to the penny.

    L(d, s)   = duty pay x W(d, s) / productive time                      used labour of a service, by duty
    CTS(s, b) = L(s) x W(s, b)/W(s) + V(s) x n(s, b)/n(s) + direct(s, b)
    U         = what is left: unused or unmeasured labour, and cost with nothing to go by

`sum of CTS + U = K` for any input: each amount is either shared by `kernel.money.allocate`, which loses no penny, or
stays in U. Where less than `coverage_min_basis_points` of a duty's productive time was measured, its labour goes by
volume and every figure that it touches is indicative: it prices neither a charge nor a benefit. Time that nobody saw is
None and stays in U: it is not nought.
Source: MEASURES, cost to serve, version 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from hanaper.kernel.money import allocate

Cell: TypeAlias = tuple[str, int]
"""A service and a body."""

Basis = Literal["time", "volume", "not measured"]
COMPLETE: Final = 10_000


@dataclass(frozen=True, slots=True)
class DutyPay:
    """What a duty was paid in the month, with on-costs, and how much productive time that bought, in milliseconds."""

    duty: str
    pay_pence: int
    productive_ms: int


@dataclass(frozen=True, slots=True)
class Work:
    """Work under a duty for a service and a body. milliseconds: None where people acted and nobody saw how long."""

    duty: str
    service: str
    body: int
    acts: int
    seen: int
    milliseconds: int | None


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost other than the labour of duties. service "" is shared by all services; body None goes by volume."""

    service: str
    body: int | None
    pence: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a month's cost to serve is made from.

    full_pence: K, from the trial balance. Whatever of it is in neither `duties` nor `costs` stays in U.
    volumes: documents finished, by service and body.
    """

    full_pence: int
    duties: Sequence[DutyPay]
    work: Sequence[Work]
    volumes: Mapping[Cell, int]
    costs: Sequence[Cost]
    coverage_min_basis_points: int


@dataclass(frozen=True, slots=True)
class DutyUse:
    """How the pay of a duty was used. coverage_basis_points: measured of productive time; None where not measured."""

    duty: str
    pay_pence: int
    used_pence: int
    worked_ms: int | None
    productive_ms: int
    coverage_basis_points: int | None
    basis: Basis
    acts: int
    seen: int

    @property
    def unused_pence(self) -> int:
        """Pay that no measured work used; negative where more was measured than was paid for."""
        return self.pay_pence - self.used_pence


@dataclass(frozen=True, slots=True)
class Served:
    """What one service cost for one body. unused_pence: its share of U, by volume, which is not in `cts_pence`."""

    service: str
    body: int
    documents: int
    labour_pence: int = 0
    fixed_pence: int = 0
    direct_pence: int = 0
    unused_pence: int = 0
    is_indicative: bool = False

    @property
    def cts_pence(self) -> int:
        """Cost to serve, without unused labour."""
        return self.labour_pence + self.fixed_pence + self.direct_pence


@dataclass(frozen=True, slots=True)
class CostToServe:
    """The answer: `sum of cts_pence + unused_pence == full_pence`, always."""

    full_pence: int
    cells: tuple[Served, ...]
    duties: tuple[DutyUse, ...]
    unused_pence: int

    @property
    def served_pence(self) -> int:
        """The sum over all services and bodies."""
        return sum(cell.cts_pence for cell in self.cells)

    @property
    def prices(self) -> bool:
        """Whether these figures may price a charge or a benefit: nothing in them is indicative."""
        return bool(self.duties) and all(duty.basis == "time" for duty in self.duties)


@dataclass(slots=True)
class _Shares:
    """Amounts laid on cells; what cannot be laid stays away, and so in U."""

    volumes: Mapping[Cell, int]
    laid: dict[Cell, dict[str, int]] = field(default_factory=dict)

    def by_volume(self, kind: str, pence: int, cells: Sequence[Cell]) -> None:
        weights = [self.volumes.get(cell, 0) for cell in cells]
        if sum(weights):
            self.lay(kind, cells, allocate(pence, weights))

    def lay(self, kind: str, cells: Sequence[Cell], parts: Sequence[int]) -> None:
        for cell, part in zip(cells, parts, strict=True):
            kinds = self.laid.setdefault(cell, {})
            kinds[kind] = kinds.get(kind, 0) + part


def cost_to_serve(inputs: Inputs) -> CostToServe:
    """Share the full cost over services and bodies.

    >>> one = cost_to_serve(Inputs(1_000_00, [DutyPay("a.do", 600_00, 100)], [Work("a.do", "s", 7, 5, 5, 80)],
    ...                            {("s", 7): 40}, [Cost("s", None, 400_00)], 6000))
    >>> one.cells[0].labour_pence, one.cells[0].fixed_pence, one.unused_pence, one.prices
    (48000, 40000, 12000, True)
    """
    finished = {cell for cell, size in inputs.volumes.items() if size > 0}
    worked_for = {(work.service, work.body) for work in inputs.work}
    arose_for = {(cost.service, cost.body) for cost in inputs.costs if cost.service and cost.body is not None}
    cells = sorted(finished | worked_for | arose_for)
    shares = _Shares(inputs.volumes)
    indicative: set[str] = set()
    uses = []
    for duty in inputs.duties:
        use = _use(duty, [w for w in inputs.work if w.duty == duty.duty], inputs.coverage_min_basis_points)
        uses.append(use)
        touched = _labour(use, inputs.work, cells, shares)
        if use.basis != "time":
            indicative |= touched
    for cost in inputs.costs:
        _other(cost, cells, shares)
    served = [
        Served(service, body, inputs.volumes.get((service, body), 0), **_laid(shares, (service, body)),
               is_indicative=service in indicative)
        for service, body in cells
    ]  # fmt: skip
    unused = inputs.full_pence - sum(cell.cts_pence for cell in served)
    volumes = [cell.documents for cell in served]
    if sum(volumes):
        parts = allocate(unused, volumes)
        served = [replace(cell, unused_pence=part) for cell, part in zip(served, parts, strict=True)]
    return CostToServe(inputs.full_pence, tuple(served), tuple(uses), unused)


def unit_pence(pence: int, documents: int) -> int | None:
    """Cost of one document, half up to the penny; None where nothing was finished.

    >>> unit_pence(100, 3), unit_pence(50, 4), unit_pence(-50, 4), unit_pence(5, 0)
    (33, 13, -12, None)
    """
    if documents <= 0:
        return None
    return (2 * pence + documents) // (2 * documents)


def rate_pence(pay: DutyPay, milliseconds: int) -> int | None:
    """What some time under a duty cost, half up to the penny; None where no productive time is known."""
    if pay.productive_ms <= 0:
        return None
    return (2 * pay.pay_pence * milliseconds + pay.productive_ms) // (2 * pay.productive_ms)


def _use(duty: DutyPay, work: Sequence[Work], coverage_min: int) -> DutyUse:
    known = [w.milliseconds for w in work if w.milliseconds is not None]
    worked = sum(known) if known or not work else None
    used = rate_pence(duty, worked) if worked is not None else None
    # Down, not to the nearest: 59.999% is below 60%.
    coverage = worked * COMPLETE // duty.productive_ms if worked is not None and duty.productive_ms > 0 else None
    basis: Basis = "not measured"
    if used is not None and worked:
        basis = "time" if coverage is not None and coverage >= coverage_min else "volume"
    return DutyUse(duty.duty, duty.pay_pence, used or 0, worked, duty.productive_ms, coverage, basis,
                   sum(w.acts for w in work), sum(w.seen for w in work))  # fmt: skip


def _labour(use: DutyUse, work: Sequence[Work], cells: Sequence[Cell], shares: _Shares) -> set[str]:
    """Lay the used labour of a duty on its cells. Returns the services that it worked for."""
    mine = [w for w in work if w.duty == use.duty]
    services = sorted({w.service for w in mine})
    if use.basis == "not measured":
        return set(services)
    time: dict[Cell, int] = {}
    for w in mine:
        time[w.service, w.body] = time.get((w.service, w.body), 0) + (w.milliseconds or 0)
    if use.basis == "time":
        at = sorted(time)
        shares.lay("labour_pence", at, allocate(use.used_pence, [time[cell] for cell in at]))
        return set(services)
    of = [sum(size for (s, _), size in time.items() if s == service) for service in services]
    for service, part in zip(services, allocate(use.used_pence, of), strict=True):
        shares.by_volume("labour_pence", part, [cell for cell in cells if cell[0] == service])
    return set(services)


def _other(cost: Cost, cells: Sequence[Cell], shares: _Shares) -> None:
    if cost.body is not None and cost.service:
        shares.lay("direct_pence", [(cost.service, cost.body)], [cost.pence])
    elif cost.body is not None:
        shares.by_volume("direct_pence", cost.pence, [cell for cell in cells if cell[1] == cost.body])
    else:
        chosen = [cell for cell in cells if cost.service in ("", cell[0])]
        shares.by_volume("fixed_pence", cost.pence, chosen)


def _laid(shares: _Shares, cell: Cell) -> dict[str, int]:
    return shares.laid.get(cell, {})
