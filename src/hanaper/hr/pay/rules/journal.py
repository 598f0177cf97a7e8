"""A pay run becomes one journal: what it cost by cost centre, and who is now owed what.

Costs stand where people's posts are; what is owed (to employees, HMRC, pension schemes and others) stands at the
scheme's own cost centre, because it is paid over in single amounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hanaper.hr.pay.elements import element_numbered
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.rules.journal import Journal, Line

NET_PAY: Final = "2230"
TO_HMRC: Final = "2210"
TO_PENSIONS: Final = "2220"
TO_OTHERS: Final = "2240"
LEVY: Final = "5030"


@dataclass(frozen=True, slots=True)
class Summed:
    """Pence of one element over everybody of a run who is charged to one cost centre and programme."""

    cost_centre_id: int
    programme_id: int
    element: int
    pence: int


@dataclass(frozen=True, slots=True)
class Keys:
    """Where what is owed stands, and the accounts by code."""

    cost_centre_id: int
    programme_id: int
    account_ids: Mapping[str, int]


def lines(sums: Iterable[Summed], *, levy_pence: int, keys: Keys) -> list[Line]:
    """The lines of a run's journal, in the order of account, cost centre and programme. They balance: net pay is what
    earnings leave after deductions.

    sums: every element once for each cost centre and programme. levy_pence: the apprenticeship levy that the run
    brings, negative where earlier runs brought too much.
    """
    amounts: defaultdict[tuple[str, int, int], int] = defaultdict(int)
    net = 0

    def owe(account: str, pence: int) -> None:
        amounts[account, keys.cost_centre_id, keys.programme_id] -= pence

    for each in sums:
        kind = element_numbered(each.element)
        if kind.kind == "benefit":
            continue
        if kind.debit:
            amounts[kind.debit, each.cost_centre_id, each.programme_id] += each.pence
        if kind.credit:
            owe(kind.credit, each.pence)
        if kind.kind == "earning":
            net += each.pence
        elif kind.kind in ("deduction", "computed"):
            net -= each.pence
    owe(NET_PAY, net)
    amounts[LEVY, keys.cost_centre_id, keys.programme_id] += levy_pence
    owe(TO_HMRC, levy_pence)
    return [
        Line(keys.account_ids[account], centre, programme, pence)
        for (account, centre, programme), pence in sorted(amounts.items())
        if pence
    ]


def owed(sums: Iterable[Summed], *, levy_pence: int) -> dict[str, int]:
    """Pence that a run owes by account of liability: to employees, HMRC, pension schemes and others."""
    totals: defaultdict[str, int] = defaultdict(int, {TO_HMRC: levy_pence, NET_PAY: 0})
    for each in sums:
        kind = element_numbered(each.element)
        if kind.credit:
            totals[kind.credit] += each.pence
        if kind.kind == "earning":
            totals[NET_PAY] += each.pence
        elif kind.kind in ("deduction", "computed"):
            totals[NET_PAY] -= each.pence
        if kind.is_sacrifice:
            totals[kind.debit] -= each.pence
    return dict(totals)


def journal(run_id: int, sums: Iterable[Summed], *, period: FiscalPeriod, levy_pence: int, keys: Keys) -> Journal:
    """The journal of a pay run, once."""
    return Journal("pay-run", run_id, "commit", period, lines(sums, levy_pence=levy_pence, keys=keys))
