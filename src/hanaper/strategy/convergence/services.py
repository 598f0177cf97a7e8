"""Asking to deviate, agreeing, refusing, ending. To renew is to ask for another one that names the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hanaper import parameters
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.duties.api import duty
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, advance, create
from hanaper.strategy.convergence import selectors
from hanaper.strategy.convergence.errors import (
    CostWithoutSource,
    DeviationTooLong,
    RenewsAnother,
    StepUnknown,
)
from hanaper.strategy.convergence.models import Deviation
from hanaper.strategy.convergence.process import DEVIATION
from hanaper.strategy.convergence.standards import standard

_LONGEST = "hanaper/standard_process/deviations/longest_days"


@dataclass(frozen=True, slots=True)
class DeviationAsked:
    """What a body asks for. cost_pence: a year, None where not worked out, and then no source. step: "" for all."""

    process_code: str
    step: str
    aspect: str
    what: str
    why: str
    owner_duty: str
    from_on: date
    expires_on: date
    cost_pence: int | None = None
    cost_source: str = ""
    evidence: str = ""
    renews_id: int | None = None


def deviation_propose(*, asked: DeviationAsked) -> Deviation:
    """Ask for a deviation of the act's body.

    Raises ProcessWithoutStandard, StepUnknown, DeviationTooLong, CostWithoutSource, RenewsAnother, and what `duty` does
    for an owner that is none.
    """
    held = standard(asked.process_code, on=current_act().today)
    steps = [step.code for step in held.process.steps]
    if asked.step and asked.step not in steps:
        raise StepUnknown(found=asked.step, expected=", ".join(steps))
    most = parameters.get(_LONGEST, on=asked.from_on).whole_number
    days = (asked.expires_on - asked.from_on).days
    if not 0 < days <= most:
        raise DeviationTooLong(days=days, most=most)
    if (asked.cost_pence is None) != (asked.cost_source == ""):
        raise CostWithoutSource
    duty(asked.owner_duty)
    if asked.renews_id is not None:
        last = selectors.deviation_get_for(asked.renews_id)
        if (last.body_id, last.process_code, last.state) != (current_act().body_id, asked.process_code, "approved"):
            raise RenewsAnother(found=str(last))
    [made] = create(DEVIATION, "propose", [Deviation(**_values(asked))])
    take("deviation", Deviation, [made.pk], prefix="DV")
    made.refresh_from_db()
    return made


def deviation_approve(*, ids: Sequence[int]) -> list[Outcome]:
    """Agree. It still counts as not converged."""
    return advance(DEVIATION, "approve", ids)


@DEVIATION.effect("approve")
def _approve(batch: Batch) -> None:
    for each in Deviation.objects.filter(pk__in=batch.ids, expires_on__lte=batch.act.today):
        batch.refuse(each.pk, "deviation.over", expires_on=each.expires_on)


@DEVIATION.content
def _content(ids: Sequence[int]) -> dict[int, Any]:
    names = ("process_code", "step", "aspect", "what", "why", "owner_duty", "cost_pence", "cost_source", "evidence")
    return {
        row.pk: {name: getattr(row, name) for name in names}
        | {"from_on": row.from_on.isoformat(), "expires_on": row.expires_on.isoformat()}
        for row in Deviation.objects.filter(pk__in=ids)
    }


def deviation_refuse(*, ids: Sequence[int]) -> list[Outcome]:
    """Say no."""
    return advance(DEVIATION, "refuse", ids)


def deviation_withdraw(*, ids: Sequence[int]) -> list[Outcome]:
    """Take back what was asked for."""
    return advance(DEVIATION, "withdraw", ids)


def deviation_end(*, ids: Sequence[int]) -> list[Outcome]:
    """Go back to the standard before the expiry, or say that it is over."""
    return advance(DEVIATION, "end", ids)


def _values(asked: DeviationAsked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in DeviationAsked.__dataclass_fields__}
