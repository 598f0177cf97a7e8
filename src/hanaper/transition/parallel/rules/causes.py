"""Why two results of one person's pay differ, element by element, to the penny.

A cause is named only where the evidence for it stands in the two results: a fact that differs, hours that differ, a
difference that another one can bring about. What has no such evidence is `unexplained`: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

BASE: Final = frozenset({"basic", "basic_hourly"})
BACK: Final = frozenset({"back_pay", "overpaid_earlier"})
CHARGED_ON: Final = {
    "tax": "taxed", "ni": "nied", "ni_employer": "nied", "pension": "pensioned", "pension_employer": "pensioned",
    "student_loan": "nied", "postgraduate_loan": "nied", "attachment": "net", "attachment_charge": "net",
}  # fmt: skip
"""What each computed element is worked out from."""


class Cause(StrEnum):
    """Why an element differs, the first that holds."""

    MISSING_HERE = "missing-here"
    MISSING_THERE = "missing-there"
    TAX_CODE = "tax-code"
    NI_LETTER = "ni-letter"
    PENSION_SCHEME = "pension-scheme"
    HOURS = "hours"
    PART_PERIOD = "part-period"
    BACK_PAY = "back-pay"
    BASE_PAY = "base-pay"
    FOLLOWS = "follows"
    ROUNDING = "rounding"
    UNEXPLAINED = "unexplained"


FACT_OF: Final = {
    "tax": Cause.TAX_CODE, "ni": Cause.NI_LETTER, "ni_employer": Cause.NI_LETTER,
    "pension": Cause.PENSION_SCHEME, "pension_employer": Cause.PENSION_SCHEME,
}  # fmt: skip
"""The fact that by itself explains why a computed element differs."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """How an element counts. is_computed: the rules work it out (tax, or a cost of the employer)."""

    is_earning: bool = False
    is_taxed: bool = False
    is_nied: bool = False
    is_pensioned: bool = False
    is_computed: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One payroll's result for one person. pence, hours (hundredths, where it says them): by element.

    tax_code, ni_letter, pension_scheme: "" where it does not say, and then nothing is compared with it.
    """

    pence: Mapping[str, int]
    hours: Mapping[str, int] = field(default_factory=dict)
    tax_code: str = ""
    ni_letter: str = ""
    pension_scheme: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A difference. element: "" where only a fact differs, and as yet no penny. here, there: pence, None where that
    payroll has no such line. fact_here, fact_there: what differs beside the pence, where that is the cause."""

    element: str
    cause: Cause
    here: int | None
    there: int | None
    fact_here: str = ""
    fact_there: str = ""


def differences(
    here: Result | None, there: Result | None, treatments: Mapping[str, Treatment], *, is_part_period: bool = False
) -> list[Found]:
    """Every difference between our result and an earlier payroll's for one person, in the order of `treatments`.

    treatments: every element by code. is_part_period: the person began or left within the days that the run pays for.
    A penny is a difference. Two results alike, facts and all, give none.

    >>> pay = {"basic": Treatment(is_earning=True, is_taxed=True), "tax": Treatment(is_computed=True)}
    >>> ours, theirs = Result({"basic": 200000, "tax": 19050}), Result({"basic": 199000, "tax": 18850})
    >>> [(each.element, each.cause.value) for each in differences(ours, theirs, pay)]
    [('basic', 'base-pay'), ('tax', 'follows')]
    """
    if here is None or there is None:
        side, cause = (there, Cause.MISSING_HERE) if here is None else (here, Cause.MISSING_THERE)
        held = side.pence if side else {}
        return [
            Found(code, cause, None if here is None else held[code], None if there is None else held[code])
            for code in treatments if held.get(code)
        ]  # fmt: skip
    facts = _facts(here, there)
    changed = {
        code: here.pence.get(code, 0) - there.pence.get(code, 0)
        for code in treatments
        if here.pence.get(code, 0) != there.pence.get(code, 0)
    }
    bases = _bases(changed, treatments)
    found: list[Found] = []
    blamed: set[Cause] = set()
    for code, change in changed.items():
        if treatments[code].is_computed:
            cause = _computed(code, change, here, there, facts, bases)
        else:
            cause = _entered(code, change, here, there, is_part_period=is_part_period)
        blamed.add(cause)
        said = facts.get(cause, ("", ""))
        if cause is Cause.HOURS:
            said = _hours(here.hours[code]), _hours(there.hours[code])
        found.append(Found(code, cause, here.pence.get(code), there.pence.get(code), *said))
    # A fact that differs and has cost nothing yet costs something next month.
    found += [Found("", cause, None, None, *said) for cause, said in facts.items() if cause not in blamed]
    return found


def _facts(here: Result, there: Result) -> dict[Cause, tuple[str, str]]:
    pairs = {
        Cause.TAX_CODE: (here.tax_code, there.tax_code),
        Cause.NI_LETTER: (here.ni_letter, there.ni_letter),
        Cause.PENSION_SCHEME: (here.pension_scheme, there.pension_scheme),
    }
    return {cause: pair for cause, pair in pairs.items() if all(pair) and pair[0] != pair[1]}


def _bases(changed: Mapping[str, int], treatments: Mapping[str, Treatment]) -> dict[str, int]:
    """By how much the pay differs that each computed element is worked out from, in pence."""

    def of(counts: str) -> int:
        return sum(pence for code, pence in changed.items() if getattr(treatments[code], counts))

    taken = sum(changed.get(code, 0) for code in ("tax", "ni", "pension", "student_loan", "postgraduate_loan"))
    # Contributions to a pension are taken before tax (net pay arrangement), and after National Insurance.
    taxed = of("is_taxed") - changed.get("pension", 0)
    return {"taxed": taxed, "nied": of("is_nied"), "pensioned": of("is_pensioned"), "net": of("is_earning") - taken}


def _entered(code: str, change: int, here: Result, there: Result, *, is_part_period: bool) -> Cause:
    """The cause for what is paid or taken as it is entered: pay, allowances, given deductions."""
    if here.pence.get(code) and there.pence.get(code) and abs(change) == 1:
        return Cause.ROUNDING
    if code in BACK:
        return Cause.BACK_PAY
    if not here.pence.get(code):
        return Cause.MISSING_HERE
    if not there.pence.get(code):
        return Cause.MISSING_THERE
    hours = here.hours.get(code), there.hours.get(code)
    if None not in hours and hours[0] != hours[1]:
        return Cause.HOURS
    if is_part_period:
        return Cause.PART_PERIOD
    return Cause.BASE_PAY if code in BASE else Cause.UNEXPLAINED


def _computed(
    code: str,
    change: int,
    here: Result,
    there: Result,
    facts: Mapping[Cause, tuple[str, str]],
    bases: Mapping[str, int],
) -> Cause:
    """The cause for what rules work out."""
    fact = FACT_OF.get(code)
    if fact is not None and fact in facts:
        return fact
    base = bases.get(CHARGED_ON.get(code, ""), 0)
    # More pay, more taken; and never more than the pay differs, to the penny of a rounding.
    if base and change * base > 0 and abs(change) <= abs(base) + 1:
        return Cause.FOLLOWS
    if here.pence.get(code) and there.pence.get(code) and abs(change) == 1:
        return Cause.ROUNDING
    if not here.pence.get(code) and _is_own(code):
        return Cause.MISSING_HERE
    if not there.pence.get(code) and _is_own(code):
        return Cause.MISSING_THERE
    return Cause.UNEXPLAINED


def _is_own(code: str) -> bool:
    """Whether a computed element rests on a record of its own (a loan, an order): one side then lacks the record."""
    return code in ("student_loan", "postgraduate_loan", "attachment", "attachment_charge")


def _hours(hundredths: int) -> str:
    """Hundredths of hours as text.

    >>> _hours(3750)
    '37.5'
    """
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
