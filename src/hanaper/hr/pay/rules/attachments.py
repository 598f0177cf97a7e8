"""Orders against one person's pay, in their order: priority orders, student loans, then the others.

Each order is worked out on what the law lets it see, and takes no more than what is left above the protected earnings.
What a fixed order could not take is carried forward by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.errors import WrongOrder
from hanaper.hr.pay.rules import orders as kinds
from hanaper.hr.pay.rules.figures import BASIS_POINTS, figure, whole
from hanaper.hr.pay.rules.workings import Pence, Workings

Whole = NDArray[np.int64]
PROTECTED: Final = "uk/dwp/direct_earnings_attachment/protected_basis_points"
SHARE_KEPT: Final = (kinds.CHILD, kinds.DIRECT)
"""Kinds of order for which the law keeps a share of net earnings."""
CHARGE: Final = "uk/statute/attachment_of_earnings/charge_pence"


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
    is_service: NDArray[np.bool_] | None = None,
    keeps_charge: bool = True,
    workings: Workings | None = None,
) -> Attached:
    """What orders take from net earnings: pay less tax, National Insurance and pension contributions.

    loans: student and postgraduate loans as they were worked out. days: of the pay period, for orders that are by the
    day. is_service: people under service law. Raises WrongOrder.
    """
    _check(orders, is_service)
    taken, short = np.zeros(len(orders), dtype=np.int64), np.zeros(len(orders), dtype=np.int64)
    so_far = np.zeros(len(net), dtype=np.int64)  # everything taken from each person
    council = np.zeros(len(net), dtype=np.int64)  # of that, under council tax orders
    floor = np.zeros(len(net), dtype=np.int64)  # the highest protected earnings of priority orders
    ranks = np.array([kinds.RANKS[str(kind)] for kind in orders.kind], dtype=np.int64)
    loans_taken = loans
    for rank in (1, kinds.LOANS, 3):
        if rank == kinds.LOANS:
            room = np.maximum(net - so_far - floor, 0)
            loans_taken = np.where(loans > room, room // 100 * 100, loans)
            so_far = so_far + loans_taken
            continue
        for turn in _turns(orders, ranks == rank):
            who = orders.person[turn]
            want, protected = _wanted(on, orders, turn, net[who], so_far[who], council[who], frequency, days)
            room = np.maximum(net[who] - so_far[who] - protected, 0)
            amount = np.minimum(np.minimum(want, room), orders.still_owed[turn])
            taken[turn] = amount
            short[turn] = np.where(orders.normal[turn] > 0, np.minimum(want, orders.still_owed[turn]) - amount, 0)
            so_far[who] += amount
            council[who] += np.where(np.isin(orders.kind[turn], kinds.COUNCIL_TAX), amount, 0)
            if rank == 1:
                floor[who] = np.maximum(floor[who], protected)
    charge = _charges(on, orders, taken, net - so_far) if keeps_charge else np.zeros(len(net), dtype=np.int64)
    if workings is not None and len(orders):
        _note(workings, on, orders, net, taken, so_far)
    return Attached(taken, short, charge, loans_taken)


def _check(orders: Orders, is_service: NDArray[np.bool_] | None) -> None:
    for kind in np.unique(orders.kind):
        if str(kind) not in kinds.RANKS:
            raise WrongOrder(found=str(kind), expected=", ".join(sorted(kinds.RANKS)))
    if is_service is not None and len(orders):
        barred = is_service[orders.person] & np.isin(orders.kind, kinds.UNDER_THE_1971_ACT)
        if barred.any():
            raise WrongOrder(found=str(orders.kind[barred][0]), expected="deductions under service law")


def _turns(orders: Orders, which: NDArray[np.bool_]) -> list[Whole]:
    """Indices of orders, the first of everybody, then the second, and so on: in each turn a person comes once."""
    chosen = np.flatnonzero(which)
    order = chosen[np.lexsort((chosen, orders.made_on[chosen], orders.person[chosen]))]
    people = orders.person[order]
    starts = np.flatnonzero(np.r_[True, people[1:] != people[:-1]]) if len(order) else np.zeros(0, dtype=np.int64)
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    return [order[place == turn] for turn in range(int(place.max()) + 1)] if len(order) else []


def _wanted(
    on: date, orders: Orders, turn: Whole, net: Pence, so_far: Pence, council: Pence, frequency: str, days: int
) -> tuple[Pence, Pence]:
    """What each order asks for, and the earnings that it must leave."""
    want, protected = orders.normal[turn].copy(), orders.protected[turn].copy()
    for kind in np.unique(orders.kind[turn]):
        own = orders.kind[turn] == kind
        if kind in kinds.COUNCIL_TAX:
            want = np.where(own, kinds.council_tax(str(kind), on, net - council, frequency), want)
        elif kind in (kinds.ARRESTMENT, kinds.CONJOINED):
            want = np.where(own, kinds.arrestment(on, net, frequency), want)
        elif kind == kinds.CURRENT_MAINTENANCE:
            protected = np.where(own, kinds.maintenance_protected(on, frequency, days), protected)
        elif kind == kinds.CHILD:
            protected = np.where(own, np.maximum(protected, _kept(on, net)), protected)
        elif kind == kinds.DIRECT:
            for rate in ("standard", "higher"):
                at = own & (orders.rate[turn] == rate)
                if at.any():
                    want = np.where(at, kinds.direct(on, np.maximum(net - so_far, 0), frequency, rate), want)
            protected = np.where(own, np.maximum(protected, _kept(on, net)), protected)
    return want, protected


def _kept(on: date, net: Pence) -> Pence:
    """The share of net earnings that all deductions together must leave, up to a penny."""
    return np.asarray(-(-net * whole(PROTECTED, on) // BASIS_POINTS))


def _charges(on: date, orders: Orders, taken: Pence, left: Pence) -> Pence:
    """The employer's charge for each deduction that was made, as far as anything is left."""
    made = np.bincount(orders.person[taken > 0], minlength=len(left)) if len(orders) else np.zeros(len(left), dtype=int)
    return np.asarray(np.minimum(made * whole(CHARGE, on), np.maximum(left, 0)), dtype=np.int64)


def _note(workings: Workings, on: date, orders: Orders, net: Pence, taken: Pence, so_far: Pence) -> None:
    """One note for each turn, so that a person with two orders reads of both."""
    for turn in _turns(orders, np.ones(len(orders), dtype=bool)):
        who = orders.person[turn]

        def spread(values: Any, who: Whole = who, blank: Any = 0) -> Any:
            found = np.full(len(net), blank, dtype=values.dtype)
            found[who] = values
            return found

        workings.note(
            "attachment",
            "by the order's own table or sum, and no more than is left above protected earnings",
            spread(taken[turn]),
            inputs={
                "net_earnings": net,
                "kind": spread(orders.kind[turn], blank=""),
                "normal": spread(orders.normal[turn]),
                "protected": spread(orders.protected[turn]),
                "all_deductions": so_far,
            },
            figures=[figure(PROTECTED, on)] if np.isin(orders.kind[turn], SHARE_KEPT).any() else [],
            applies=np.isin(np.arange(len(net)), who),
        )
