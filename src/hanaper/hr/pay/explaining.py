"""Saying how a payslip came about: it is worked out again from the same inputs, and must come out the same (P10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hanaper.hr.pay.assembling import assemble, back_pay_of, gather
from hanaper.hr.pay.gathering import range_of
from hanaper.hr.pay.models import Payslip
from hanaper.hr.pay.rules.workings import Working, Workings
from hanaper.hr.pay.staging import BACK_YEARS, calculated, last_known_at


@dataclass(frozen=True)
class Explained:
    """workings: the steps, in the order in which they were taken. agrees: whether gross, net and every line came out as
    the payslip says; where not, it says so rather than explain another payslip."""

    workings: Sequence[Working]
    agrees: bool


def explain(slip: Payslip) -> Explained:
    """Work a payslip out again, from what was known at the cut-off of its run, with its workings.

    All jobs of the person in the run are taken together, as they were. Raises what the rules refuse.
    """
    run = slip.run
    others = list(
        Payslip.objects.filter(run=run, calculation=slip.calculation, person_id=slip.person_id).order_by(
            "employment_id"
        )
    )
    ids = [other.employment_id for other in others]
    gathered = gather(range_of(run, slip.person_id, slip.person_id))
    employed = [each for each in gathered.employed if each.id in ids]
    then = last_known_at(run)
    since = max(run.earned.lower - timedelta(days=366 * BACK_YEARS), date(2000, 1, 1))
    back_pay = back_pay_of(gathered, then, since) if then is not None and gathered.wanted.is_main else {}
    ages = {other.employment_id: other.age for other in others}
    workings = Workings()
    batch = assemble(gathered, employed, back_pay, born={}, ages=ages, workings=workings)
    paid = calculated(batch, run, gathered.wanted, workings=workings)
    place = [each.id for each in employed].index(slip.employment_id)
    mine = paid.lines.person == place
    agrees = (
        (int(paid.gross[place]), int(paid.net[place])) == (slip.gross_pence, slip.net_pence)
        and paid.lines.element[mine].tolist() == slip.elements
        and paid.lines.pence[mine].tolist() == slip.amounts
    )
    return Explained(workings.of(place), agrees)
