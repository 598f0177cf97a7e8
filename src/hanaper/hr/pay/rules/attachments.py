"""Orders against one person's pay, in their order: priority orders, student loans, then the others.

Each order is worked out on what the law lets it see, and takes no more than what is left above the protected earnings.
What a fixed order could not take is carried forward by the caller.

Sources: SI 1992/613 regulation 42, as SI 1992/3008 puts it (orders of England and Wales by their dates, each on what
the earlier ones leave, those for judgment debts last); guides to direct earnings attachments (the band is read on what
priority orders leave). Recalled: that Scottish arrestments are worked out on what a deduction from earnings order
leaves (Debtors (Scotland) Act 1987, section 73), and come in the order of `orders.AFTER`. GOV.UK, what counts as
earnings: statutory sick pay does, other statutory pay and expenses do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.errors import WrongOrder
from hanaper.hr.pay.rules import orders as kinds
from hanaper.hr.pay.rules.figures import whole
from hanaper.hr.pay.rules.workings import Pence, Workings

Whole = NDArray[np.int64]
CHARGE: Final = "uk/statute/attachment_of_earnings/charge_pence"
COUNCIL_MOST: Final = "uk/statute/council_tax_attachment/orders_most"


@dataclass(frozen=True)
class Orders:
    """Orders of a batch, one entry each. person: index of whom it is against. kind: of `orders.RANKS`. made_on: ordinal
    of the day it was made. normal: pence of each period, where the order fixes them, with arrears carried forward.
    protected: pence that it leaves, where it fixes them. rate: "standard", "higher" or "fixed" for a direct earnings
    attachment. still_owed: pence of the debt that are left; a very large number where there is no end."""

    person: Whole
    kind: NDArray[Any]
    made_on: Whole
    normal: Pence
    protected: Pence
    rate: NDArray[Any]
    still_owed: Pence

    def __len__(self) -> int:
        return len(self.person)


FORMULAS: Final = {
    kinds.DIRECT: "the band's share of what priority orders leave, or the sum that is fixed; all deductions leave the "
    "protected share of net earnings",
    kinds.CHILD: "the sum that the order fixes; all deductions leave the protected share of net earnings",
    **dict.fromkeys(kinds.COUNCIL_TAX, "the band's share of what earlier orders leave of net earnings"),
    **dict.fromkeys((kinds.ARRESTMENT, kinds.CONJOINED), "the band's sum and share of the excess over its lower edge"),
    kinds.CURRENT_MAINTENANCE: "the sum that the order fixes, and no more than is left above what the days protect",
}

NO_ORDERS: Final = Orders(*(np.zeros(0, dtype=kind) for kind in ("i8", "U16", "i8", "i8", "i8", "U10", "i8")))


@dataclass(frozen=True)
class Attached:
    """taken: pence under each order. short: what a fixed order could not take, to be carried forward. charge: pence for
    each person that the employer keeps. loans: pence of student loans for each person, as far as protected earnings let
    them."""

    taken: Pence
    short: Pence
    charge: Pence
    loans: Pence


def attach(
    on: date,
    orders: Orders,
    net: Pence,
    loans: Pence,
    *,
    frequency: str,
    days: int,
    kept_from_orders: Pence | None = None,
    is_service: NDArray[np.bool_] | None = None,
    keeps_charge: bool = True,
    workings: Workings | None = None,
) -> Attached:
    """What orders take from net earnings: pay less tax, National Insurance and pension contributions.

    loans: student and postgraduate loans as they were worked out. days: of the pay period, for orders that are by the
    day. kept_from_orders: pence of net pay beside `net` that orders do not see, such as maternity pay; loans and the
    charge do. is_service: people under service law. Raises WrongOrder.
    """
    _check(orders, is_service)
    taken, short = np.zeros(len(orders), dtype=np.int64), np.zeros(len(orders), dtype=np.int64)
    so_far = np.zeros(len(net), dtype=np.int64)  # everything taken from each person
    council = np.zeros(len(net), dtype=np.int64)  # how many council tax orders had their turn
    floor = np.zeros(len(net), dtype=np.int64)  # the highest protected earnings of priority orders
    ranks = np.array([kinds.RANKS[str(kind)] for kind in orders.kind], dtype=np.int64)
    beside = np.zeros_like(net) if kept_from_orders is None else kept_from_orders
    loans_taken = loans
    for rank in (1, kinds.LOANS, 3):
        if rank == kinds.LOANS:
            after_priority = np.maximum(net - so_far, 0)
            room = np.maximum(after_priority + beside - floor, 0)
            loans_taken = np.where(loans > room, room // 100 * 100, loans)
            so_far = so_far + loans_taken
            continue
        for turn in _turns(orders, ranks == rank):
            who = orders.person[turn]
            base = np.maximum(net[who] - so_far[who], 0) if rank == 1 else after_priority[who]
            want, protected = _wanted(on, orders, turn, net[who], base, frequency, days)
            is_council = np.isin(orders.kind[turn], kinds.COUNCIL_TAX)
            want = np.where(is_council & (council[who] >= whole(COUNCIL_MOST, on)), 0, want)
            council[who] += is_council
            room = np.maximum(net[who] - so_far[who] - protected, 0)
            amount = np.minimum(np.minimum(want, room), orders.still_owed[turn])
            taken[turn] = amount
            short[turn] = np.where(orders.normal[turn] > 0, np.minimum(want, orders.still_owed[turn]) - amount, 0)
            so_far[who] += amount
            if rank == 1:
                floor[who] = np.maximum(floor[who], protected)
    charge = _charges(on, orders, taken, net + beside - so_far) if keeps_charge else np.zeros(len(net), dtype=np.int64)
    if workings is not None and len(orders):
        _note(workings, on, orders, net, taken, so_far, frequency)
    return Attached(taken, short, charge, loans_taken)


def _check(orders: Orders, is_service: NDArray[np.bool_] | None) -> None:
    for kind in np.unique(orders.kind):
        if str(kind) not in kinds.RANKS:
            raise WrongOrder(found=str(kind), expected=", ".join(sorted(kinds.RANKS)))
    if is_service is not None and len(orders):
        barred = is_service[orders.person] & np.isin(orders.kind, kinds.NOT_OF_SERVICE_PAY)
        if barred.any():
            raise WrongOrder(found=str(orders.kind[barred][0]), expected="deductions under service law")


def _turns(orders: Orders, which: NDArray[np.bool_]) -> list[Whole]:
    """Indices of orders, the first of everybody, then the second, and so on: in each turn a person comes once."""
    chosen = np.flatnonzero(which)
    after = np.array([kinds.AFTER.get(str(kind), 0) for kind in orders.kind[chosen]], dtype=np.int64)
    order = chosen[np.lexsort((chosen, orders.made_on[chosen], after, orders.person[chosen]))]
    people = orders.person[order]
    starts = np.flatnonzero(np.r_[True, people[1:] != people[:-1]]) if len(order) else np.zeros(0, dtype=np.int64)
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    return [order[place == turn] for turn in range(int(place.max()) + 1)] if len(order) else []


def _wanted(
    on: date, orders: Orders, turn: Whole, net: Pence, base: Pence, frequency: str, days: int
) -> tuple[Pence, Pence]:
    """What each order asks for, and the earnings that it must leave. base: what it is worked out on, where it is by a
    table: net earnings less the orders that come before it."""
    want, protected = orders.normal[turn].copy(), orders.protected[turn].copy()
    for kind in np.unique(orders.kind[turn]).tolist():
        own = orders.kind[turn] == kind
        if kind in kinds.COUNCIL_TAX:
            want[own] = kinds.council_tax(kind, orders.made_on[turn][own], base[own], frequency)
        elif kind in (kinds.ARRESTMENT, kinds.CONJOINED):
            want[own] = kinds.arrestment(on, base[own], frequency)
        elif kind == kinds.CURRENT_MAINTENANCE:
            protected[own] = kinds.maintenance_protected(on, frequency, days)
        elif kind in kinds.KEPT:
            protected[own] = np.maximum(protected[own], kinds.kept(kind, on, net[own]))
        if kind == kinds.DIRECT:
            for rate in ("standard", "higher"):
                at = own & (orders.rate[turn] == rate)
                want[at] = kinds.direct(on, base[at], frequency, rate)
    return want, protected


def _charges(on: date, orders: Orders, taken: Pence, left: Pence) -> Pence:
    """The employer's charge for each deduction that was made, as far as anything is left."""
    made = np.bincount(orders.person[taken > 0], minlength=len(left)) if len(orders) else np.zeros(len(left), dtype=int)
    return np.asarray(np.minimum(made * whole(CHARGE, on), np.maximum(left, 0)), dtype=np.int64)


def _note(
    workings: Workings, on: date, orders: Orders, net: Pence, taken: Pence, so_far: Pence, frequency: str
) -> None:
    """One note for each turn and kind, in the order in which they were taken, each with its own figures."""
    ranks = np.array([kinds.RANKS[str(kind)] for kind in orders.kind])
    for turn in (turn for rank in (1, 3) for turn in _turns(orders, ranks == rank)):
        for kind, rate in sorted({(str(orders.kind[each]), str(orders.rate[each])) for each in turn}):
            mine = turn[(orders.kind[turn] == kind) & (orders.rate[turn] == rate)]
            who = orders.person[mine]
            workings.note(
                "attachment",
                FORMULAS.get(kind, "the sum that the order fixes, and no more than is left above protected earnings"),
                _spread(taken[mine], who, len(net)),
                inputs={
                    "net_earnings": net,
                    "kind": kind,
                    "normal": _spread(orders.normal[mine], who, len(net)),
                    "protected": _spread(orders.protected[mine], who, len(net)),
                    "all_deductions": so_far,
                },
                figures=kinds.figures_of(kind, rate, on, date.fromordinal(int(orders.made_on[mine].max())), frequency),
                applies=np.isin(np.arange(len(net)), who),
            )


def _spread(values: Pence, who: Whole, n: int) -> Pence:
    """Values of some people, with nought for the others."""
    found = np.zeros(n, dtype=np.int64)
    found[who] = values
    return found
