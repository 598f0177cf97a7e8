"""What a run costs, and where: by cost centre, programme and element, as its journal charges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hanaper.foundation.tenancy.api import CostCentre
from hanaper.hr.pay.committing import summed
from hanaper.hr.pay.elements import Element, element_numbered
from hanaper.hr.pay.models import PayRun
from hanaper.ledger.api import Programme

EXPENSES: Final = "5"
"""How accounts of expense begin in the standard chart."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Pence of one element that one cost centre and programme are charged, at an account."""

    cost_centre: str
    programme: str
    element: str
    account: str
    pence: int


def costs_of(run: PayRun) -> list[Cost]:
    """Everything that a run charges but the apprenticeship levy, which its scheme bears as a whole, by cost centre,
    programme and element."""
    sums = [each for each in summed(run.pk) if is_cost(element_numbered(each.element))]
    centres = {each.pk: str(each) for each in CostCentre.objects.filter(pk__in={row.cost_centre_id for row in sums})}
    programmes = {each.pk: str(each) for each in Programme.objects.filter(pk__in={row.programme_id for row in sums})}
    found = []
    for each in sums:
        kind, centre = element_numbered(each.element), centres[each.cost_centre_id]
        found.append(Cost(centre, programmes[each.programme_id], kind.name, kind.debit, each.pence))
    return sorted(found, key=lambda cost: (cost.cost_centre, cost.programme))


def is_cost(kind: Element) -> bool:
    """Whether an element is charged to a cost centre: what is sacrificed is owed to others, what is advanced is owed by
    the person, and a benefit is no payment."""
    return kind.debit.startswith(EXPENSES) and not kind.is_sacrifice and kind.kind != "benefit"
