"""Contributions to pension schemes: Civil Service alpha and partnership, Armed Forces, and automatic enrolment.

Sources: civilservicepensionscheme.org.uk (contribution rates; premium guide: full tax relief, and while somebody is on
reduced pay the employer pays on what would have been expected; questions about the partnership account: the member's
share is taken after tax, less the basic rate that the provider claims; employer pension guide 3.5.12); House of Commons
Library CBP-10168; The Pensions Regulator's minimum contributions as unit tests of Payetools reproduce them. How weekly
and four-weekly pay is made annual (x 52, x 13), and rounding to the nearest penny, are assumptions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.errors import SchemeClosed, WrongPensionScheme
from hanaper.hr.pay.rules.figures import BASIS_POINTS, bands, figure, named, whole
from hanaper.hr.pay.rules.ordinary import PERIODS_A_YEAR, rounded
from hanaper.hr.pay.rules.workings import Pence, Workings

Which = NDArray[np.bool_]

NONE: Final = "none"
ALPHA: Final = "alpha"
PARTNERSHIP: Final = "partnership"
ARMED_FORCES: Final = "armed-forces"
ENROLMENT: Final = "auto-enrolment"
ENROLMENT_AT_SOURCE: Final = "auto-enrolment-ras"
PREDECESSORS: Final = ("classic", "classic-plus", "premium", "nuvos")
"""Closed schemes: for pay earned before 1 April 2022, and for the remedy."""
CLOSED_ON: Final = date(2022, 4, 1)
AT_SOURCE: Final = (PARTNERSHIP, ENROLMENT_AT_SOURCE)
"""Schemes that claim relief at the basic rate themselves: members pay after tax. All others are paid before tax."""
SCHEMES: Final = (NONE, ALPHA, PARTNERSHIP, ARMED_FORCES, ENROLMENT, ENROLMENT_AT_SOURCE, *PREDECESSORS)

CIVIL_SERVICE: Final = "uk/cabinet_office/civil_service_pension/"
FORCES: Final = "uk/ministry_of_defence/armed_forces_pension/"
AE: Final = "uk/dwp/automatic_enrolment/"
BASIC_RATE: Final = "uk/hmrc/paye/basic_rate_basis_points"


@dataclass(frozen=True)
class Pensions:
    """Pence for each person. member: taken from pay. relieved: the part of it that is taken before tax (net pay
    arrangement): all of it, or nothing where the scheme claims relief at source. employer: paid by the employer on
    top."""

    member: Pence
    relieved: Pence
    employer: Pence


@dataclass(frozen=True)
class _Batch:
    """What the scheme rules share. pay: pensionable. expected: what the employer pays on. own: who is in the scheme."""

    on: date
    frequency: str
    pay: Pence
    expected: Pence
    chosen: NDArray[np.int64]
    ages: NDArray[np.int64]
    own: Which
    workings: Workings | None


def contributions(
    on: date,
    schemes: NDArray[Any],
    pensionable: Pence,
    *,
    frequency: str,
    member_basis_points: NDArray[np.int64] | int = 0,
    ages: NDArray[np.int64] | int = 0,
    expected: Pence | None = None,
    earned_on: date | None = None,
    for_remedy: Which | bool = False,
    workings: Workings | None = None,
) -> Pensions:
    """Contributions on the pensionable pay of one period.

    on: day of payment. schemes: of SCHEMES, one for each person. member_basis_points: the gross share that a member of
    the partnership account, or of an enrolment scheme, chose to pay; the latter pays no less than the law's share.
    ages: whole years at the start of the tax year, for the partnership account. expected: pensionable pay as it would
    have been without maternity and like absence, on which the employer pays; None: as it was. earned_on: the last day
    for which pay is earned; None: the day of payment. for_remedy: whether pay falls under the 2015 remedy, so that a
    closed scheme may take it. Raises WrongPensionScheme, SchemeClosed.

    >>> found = contributions(date(2026, 11, 30), np.array(["alpha", "none"]), np.array([300000, 300000]),
    ...     frequency="monthly")
    >>> found.member.tolist(), found.employer.tolist()
    ([13800, 0], [86910, 0])
    """
    n = len(pensionable)
    member, relieved, employer = (np.zeros(n, dtype=np.int64) for _ in range(3))
    base = pensionable if expected is None else expected
    chosen, age = np.asarray(member_basis_points), np.asarray(ages)
    for scheme in np.unique(schemes).tolist():
        own = np.asarray(schemes == scheme)
        if scheme == NONE:
            continue
        if scheme not in SCHEMES:
            raise WrongPensionScheme(found=scheme, expected=", ".join(SCHEMES))
        if scheme in PREDECESSORS and (earned_on or on) >= CLOSED_ON and not np.all(np.asarray(for_remedy) | ~own):
            raise SchemeClosed(found=scheme, closed_on=CLOSED_ON)
        theirs, ours = _RULES[scheme](_Batch(on, frequency, pensionable, base, chosen, age, own, workings))
        member = np.where(own, theirs, member)
        employer = np.where(own, ours, employer)
        if scheme not in AT_SOURCE:
            relieved = np.where(own, theirs, relieved)
    return Pensions(member, relieved, employer)


def _civil_service(batch: _Batch) -> tuple[Pence, Pence]:
    """One rate for the whole of the period's pay, by the band in which it falls when made annual; no slices."""
    name = CIVIL_SERVICE + "member_bands"
    annual_pounds = batch.pay * PERIODS_A_YEAR[batch.frequency] // 100
    rate = _by_band(name, batch.on, annual_pounds)
    member = rounded(batch.pay * rate, BASIS_POINTS)
    if batch.workings is not None:
        batch.workings.note(
            "pension",
            "pensionable pay x the rate of the band in which a year of it falls",
            member,
            inputs={"pensionable_pay": batch.pay, "a_year": annual_pounds * 100, "rate_basis_points": rate},
            figures=[figure(name, batch.on)],
            applies=batch.own,
        )
    return member, _employer(batch, CIVIL_SERVICE + "employer_basis_points")


def _partnership(batch: _Batch) -> tuple[Pence, Pence]:
    """The employer pays by age, matches what the member chose up to a limit, and pays the levy for risk benefits. The
    member's share is matched gross and taken net of the basic rate, which the provider claims."""
    own_figures = ("partnership_employer", "partnership_matching_basis_points", "partnership_levy_basis_points")
    names = [CIVIL_SERVICE + each for each in own_figures]
    basic = _by_band(names[0], batch.on, batch.ages)
    matched = np.minimum(batch.chosen, whole(names[1], batch.on))
    levy = whole(names[2], batch.on)
    taken = BASIS_POINTS - whole(BASIC_RATE, batch.on)
    member = rounded(batch.pay * batch.chosen * taken, BASIS_POINTS * BASIS_POINTS)
    employer = rounded(batch.expected * (basic + matched), BASIS_POINTS) + rounded(batch.expected * levy, BASIS_POINTS)
    if batch.workings is not None:
        batch.workings.note(
            "pension", "pensionable pay x the rate that the member chose, less the basic rate of tax", member,
            inputs={
                "pensionable_pay": batch.pay, "rate_basis_points": batch.chosen, "taken_basis_points": taken,
            },
            figures=[figure(BASIC_RATE, batch.on)], applies=batch.own,
        )  # fmt: skip
        batch.workings.note(
            "pension_employer", "pensionable pay x (rate by age + what is matched) + levy for risk benefits", employer,
            inputs={
                "pensionable_pay": batch.expected, "age": batch.ages, "by_age_basis_points": basic,
                "matched_basis_points": matched, "levy_basis_points": levy,
            },
            figures=[figure(name, batch.on) for name in names], applies=batch.own,
        )  # fmt: skip
    return member, employer


def _armed_forces(batch: _Batch) -> tuple[Pence, Pence]:
    """Members pay nothing."""
    rate = figure(FORCES + "member_basis_points", batch.on)
    member = rounded(batch.pay * rate.whole_number, BASIS_POINTS)
    if batch.workings is not None:
        batch.workings.note(
            "pension", "pensionable pay x member's rate", member,
            inputs={"pensionable_pay": batch.pay, "rate_basis_points": rate.whole_number}, figures=[rate],
            applies=batch.own,
        )  # fmt: skip
    return member, _employer(batch, FORCES + "employer_basis_points")


def _enrolment(batch: _Batch) -> tuple[Pence, Pence]:
    """The whole of the member's share is taken before tax."""
    return _qualifying(batch, BASIS_POINTS)


def _enrolment_at_source(batch: _Batch) -> tuple[Pence, Pence]:
    """The member's share is taken less tax at the basic rate, which the scheme claims."""
    return _qualifying(batch, BASIS_POINTS - whole(BASIC_RATE, batch.on))


def _qualifying(batch: _Batch, taken: int) -> tuple[Pence, Pence]:
    """Shares of qualifying earnings: what lies between the two edges. taken: basis points of the member's share that
    are taken from pay."""
    names = [AE + each for each in ("lower_edge", "upper_edge", "total_basis_points", "employer_basis_points")]
    lower, upper = (named(name, batch.on)[batch.frequency] * 100 for name in names[:2])
    total_rate, employer_rate = (whole(name, batch.on) for name in names[2:])
    earnings = np.maximum(np.minimum(batch.pay, upper) - lower, 0)
    member_rate = np.maximum(batch.chosen, total_rate - employer_rate)
    member = rounded(earnings * member_rate * taken, BASIS_POINTS * BASIS_POINTS)
    employer = rounded(earnings * employer_rate, BASIS_POINTS)
    if batch.workings is not None:
        given = {"pay": batch.pay, "lower_edge": lower, "upper_edge": upper, "qualifying_earnings": earnings}
        rates = [figure(name, batch.on) for name in names]
        batch.workings.note(
            "pension", "(pay up to the upper edge - lower edge) x the member's share", member,
            inputs={**given, "rate_basis_points": member_rate, "taken_basis_points": taken}, figures=rates,
            applies=batch.own,
        )  # fmt: skip
        batch.workings.note(
            "pension_employer", "(pay up to the upper edge - lower edge) x the employer's share", employer,
            inputs={**given, "rate_basis_points": employer_rate}, figures=rates, applies=batch.own,
        )  # fmt: skip
    return member, employer


def _employer(batch: _Batch, name: str) -> Pence:
    rate = figure(name, batch.on)
    employer = rounded(batch.expected * rate.whole_number, BASIS_POINTS)
    if batch.workings is not None:
        batch.workings.note(
            "pension_employer",
            "pensionable pay x employer's rate",
            employer,
            inputs={"pensionable_pay": batch.expected, "rate_basis_points": rate.whole_number},
            figures=[rate],
            applies=batch.own,
        )
    return employer


def _by_band(name: str, on: date, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rate of the band into which each value falls: the first whose upper edge it does not exceed."""
    table = bands(name, on)
    edges = np.array([edge for edge, _ in table if edge is not None], dtype=np.int64)
    rates = np.array([rate for _, rate in table], dtype=np.int64)
    return np.asarray(rates[np.searchsorted(edges, values, side="left")])


_RULES: Final[dict[str, Callable[[_Batch], tuple[Pence, Pence]]]] = {
    ALPHA: _civil_service,
    **dict.fromkeys(PREDECESSORS, _civil_service),
    PARTNERSHIP: _partnership,
    ARMED_FORCES: _armed_forces,
    ENROLMENT: _enrolment,
    ENROLMENT_AT_SOURCE: _enrolment_at_source,
}
