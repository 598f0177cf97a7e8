"""Recording what sources say, checking it against them, and taking back what was recorded by mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Outcome, advance, create
from hanaper.kernel.csv_rows import Row, WrongRow, read_rows
from hanaper.strategy.register.entered import register_whole
from hanaper.strategy.register.errors import ClaimFaulty, ClaimFileFaulty
from hanaper.strategy.register.models import EnteredClaim
from hanaper.strategy.register.process import CLAIM
from hanaper.strategy.register.rules.entering import COLUMNS, NEEDED, SAYS, Entered, Fault, checked


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file brought: the claims that were recorded, and how many of its rows were here already."""

    made: Sequence[EnteredClaim]
    there: int


def claim_record(*, given: Mapping[str, str]) -> EnteredClaim:
    """Record one claim in the name of the act's body. given: texts by `rules.entering.COLUMNS`.

    Raises ClaimFaulty with everything that is wrong with it.
    """
    made, found = _read([(1, given)])
    if faults := [fault for _, fault in found]:
        raise ClaimFaulty(faults=faults, said="; ".join(f"{each.column}: found {each.found}" for each in faults))
    return _record(made)[0]


def claims_record(*, content: bytes) -> Taken:
    """Record all rows of a CSV file or, where anything is wrong, none. Raises ClaimFileFaulty with every fault.

    A row that stands word for word already, or waits to be checked, is left out: the same file may come again.
    """
    rows, wrong = read_rows(content, needed=NEEDED, columns=COLUMNS)
    made, faults = _read(rows, again=True)
    wrong += [WrongRow(line, each.column, each.found, f"{each.expected}. {each.rule}") for line, each in faults]
    if wrong:
        said = "; ".join(f"line {each.line}, {each.column or 'file'}: found {each.found}" for each in wrong)
        raise ClaimFileFaulty(wrong=wrong, said=said)
    return Taken(_record(made), len(rows) - len(made))


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


def _read(rows: Sequence[Row], *, again: bool = False) -> tuple[list[EnteredClaim], list[tuple[int, Fault]]]:
    """The claims of the rows, and (line, fault) of all that is wrong. again: leave out what is there already."""
    body, today = current_act().body_id, current_act().today
    register = register_whole()
    mine = list(EnteredClaim.objects.filter(body_id=body, state__in=("recorded", "stands")).order_by("pk"))
    numbered = {each.number: each for each in mine}
    replaced = {each.corrects_id for each in mine}
    held = {_said(each): each for each in mine if each.pk not in replaced}
    made: list[EnteredClaim] = []
    faults: list[tuple[int, Fault]] = []
    for place, given in rows:
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
            replaced.add(claim.corrects_id)
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


def _said(claim: EnteredClaim) -> tuple[Any, ...]:
    return tuple(getattr(claim, name) for name in SAYS)


def _record(claims: list[EnteredClaim]) -> list[EnteredClaim]:
    if not claims:
        return []
    made = create(CLAIM, "record", claims)
    take("register-claim", EnteredClaim, [claim.pk for claim in made], prefix="CL")
    return made
