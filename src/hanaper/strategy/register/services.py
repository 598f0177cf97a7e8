"""Recording what sources say, checking it against them, and taking back what was recorded by mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Outcome, advance, create
from hanaper.strategy.register.entered import register_whole
from hanaper.strategy.register.errors import ClaimFaulty, ClaimRowsFaulty
from hanaper.strategy.register.models import EnteredClaim
from hanaper.strategy.register.process import CLAIM
from hanaper.strategy.register.rules.entering import SAYS, Entered, Fault, checked


def claim_record(*, given: Mapping[str, str]) -> EnteredClaim:
    """Record one claim in the name of the act's body. given: texts by `rules.entering.COLUMNS`.

    Raises ClaimFaulty with everything that is wrong with it.
    """
    made, faults = _read([given])
    if faults:
        raise ClaimFaulty(
            faults=[fault for _, fault in faults], said="; ".join(_in_words(fault) for _, fault in faults)
        )
    return _record(made)[0]


def claims_record(*, rows: Sequence[Mapping[str, str]]) -> list[EnteredClaim]:
    """Record all rows of a file or, where one is wrong, none. Raises ClaimRowsFaulty with row and fault of each.

    A row that stands word for word already, or waits to be checked, is left out: the same file may come again.
    """
    made, faults = _read(rows, again=True)
    if faults:
        raise ClaimRowsFaulty(faults=faults, said="; ".join(f"row {row}, {_in_words(fault)}" for row, fault in faults))
    return _record(made)


def claims_check(*, ids: Sequence[int]) -> list[Outcome]:
    """Say that the source says so: from now on it stands."""
    return advance(CLAIM, "check", ids)


def claims_refuse(*, ids: Sequence[int]) -> list[Outcome]:
    """Say that the source does not say so."""
    return advance(CLAIM, "refuse", ids)


def claims_withdraw(*, ids: Sequence[int]) -> list[Outcome]:
    """Take back what was recorded and nobody has checked."""
    return advance(CLAIM, "withdraw", ids)


@CLAIM.content
def _content(ids: Sequence[int]) -> dict[int, Any]:
    return {
        row.pk: {name: getattr(row, name) for name in SAYS} | {"corrects": row.corrects_id, "version": row.version}
        for row in EnteredClaim.objects.filter(pk__in=ids)
    }


def _read(
    rows: Sequence[Mapping[str, str]], *, again: bool = False
) -> tuple[list[EnteredClaim], list[tuple[int, Fault]]]:
    """The claims of the rows, and (row from 1, fault) of all that is wrong. again: leave out what is there already."""
    body, today = current_act().body_id, current_act().today
    register = register_whole()
    mine = list(EnteredClaim.objects.filter(body_id=body, state__in=("recorded", "stands")).order_by("pk"))
    numbered = {each.number: each for each in mine}
    replaced = {each.corrects_id for each in mine}
    held = {_said(each): each for each in mine if each.pk not in replaced}
    made: list[EnteredClaim] = []
    faults: list[tuple[int, Fault]] = []
    for place, given in enumerate(rows, 1):
        entered, wrong = checked(given, register, today=today)
        if entered is not None:
            wrong = _corrects(entered, numbered, replaced)
        faults += [(place, fault) for fault in wrong]
        if entered is None or wrong:
            continue
        claim = _claim(entered, numbered.get(entered.corrects))
        there = held.get(_said(claim))
        if there is None:
            held[_said(claim)] = claim
            made.append(claim)
        elif not again:
            rule = "A claim is recorded once. To say it anew, correct it; to confirm it, have it checked."
            faults.append((place, Fault("value", f"the same claim, {there}", "another claim", rule)))
    return made, faults


def _corrects(entered: Entered, numbered: Mapping[str, EnteredClaim], replaced: set[int | None]) -> list[Fault]:
    if not entered.corrects:
        return []
    first = numbered.get(entered.corrects)
    if first is None or first.state != "stands" or first.pk in replaced:
        rule = "What is corrected is the last version of a claim of this body that stands."
        return [Fault("corrects", entered.corrects, "the number of such a claim", rule)]
    if (first.kind, first.about) != (entered.kind, entered.about):
        rule = "A correction is of the same thing. For another thing record another claim."
        return [Fault("corrects", entered.corrects, f"a claim of {entered.kind} {entered.about}", rule)]
    return []


def _claim(entered: Entered, corrects: EnteredClaim | None) -> EnteredClaim:
    said = {name: value for name, value in asdict(entered).items() if name != "corrects"}
    return EnteredClaim(**said, corrects=corrects, version=corrects.version + 1 if corrects else 1)


def _in_words(fault: Fault) -> str:
    return f"{fault.column}: found {fault.found}, expected {fault.expected}"


def _said(claim: EnteredClaim) -> tuple[Any, ...]:
    return tuple(getattr(claim, name) for name in SAYS)


def _record(claims: list[EnteredClaim]) -> list[EnteredClaim]:
    if not claims:
        return []
    made = create(CLAIM, "record", claims)
    take("register-claim", EnteredClaim, [claim.pk for claim in made], prefix="CL")
    return made
