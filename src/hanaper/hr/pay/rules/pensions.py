"""Contributions to pension schemes: Civil Service alpha and partnership, Armed Forces, and automatic enrolment.

Sources: civilservicepensionscheme.org.uk (contribution rates, premium guide); House of Commons Library CBP-10168; The
Pensions Regulator's minimum contributions as unit tests of Payetools reproduce them. How weekly and four-weekly pay is
made annual (x 52, x 13), and rounding to the nearest penny, are assumptions.
"""

from __future__ import annotations

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
SCHEMES: Final = (NONE, ALPHA, PARTNERSHIP, ARMED_FORCES, ENROLMENT, ENROLMENT_AT_SOURCE, *PREDECESSORS)

CIVIL_SERVICE: Final = "uk/cabinet_office/civil_service_pension/"
FORCES: Final = "uk/ministry_of_defence/armed_forces_pension/"
AE: Final = "uk/dwp/automatic_enrolment/"
BASIC_RATE: Final = "uk/hmrc/paye/basic_rate_basis_points"


@dataclass(frozen=True)
class Pensions:
    """Pence for each person. member: taken from pay. relieved: the part of it that is taken before tax (net pay
    arrangement). employer: paid by the employer on top."""

    member: Pence
    relieved: Pence
    employer: Pence


def contributions(
    on: date,
    schemes: NDArray[Any],
    pensionable: Pence,
    *,
    frequency: str,
    member_basis_points: NDArray[np.int64] | int = 0,
    ages: NDArray[np.int64] | int = 0,
    earned_on: date | None = None,
    for_remedy: bool = False,
    workings: Workings | None = None,
) -> Pensions:
    """Contributions on the pensionable pay of one period.

    on: day of payment. schemes: of SCHEMES, one for each person. member_basis_points: what a member of the partnership
    account chose to pay. ages: whole years at the start of the tax year, for the partnership account. earned_on: the
    last day for which pay is earned; None: the day of payment. for_remedy: pay falls under the 2015 remedy, so that a
    closed scheme may take it. Raises WrongPensionScheme, SchemeClosed.
    """
    n = len(pensionable)
    member, relieved, employer = (np.zeros(n, dtype=np.int64) for _ in range(3))
    for scheme in np.unique(schemes):
        own = schemes == scheme
        if scheme == NONE:
            continue
        if scheme not in SCHEMES:
            raise WrongPensionScheme(found=str(scheme), expected=", ".join(SCHEMES))
        if scheme in PREDECESSORS and (earned_on or on) >= CLOSED_ON and not for_remedy:
            raise SchemeClosed(found=str(scheme), closed_on=CLOSED_ON)
        if scheme == ALPHA or scheme in PREDECESSORS:
            theirs, ours = _civil_service(on, pensionable, frequency, own, workings)
            before_tax = theirs
        elif scheme == PARTNERSHIP:
            theirs, ours = _partnership(
                on, pensionable, np.asarray(member_basis_points), np.asarray(ages), own, workings
            )
            before_tax = theirs
        elif scheme == ARMED_FORCES:
            theirs, ours = _armed_forces(on, pensionable, own, workings)
            before_tax = theirs
        else:
            at_source = scheme == ENROLMENT_AT_SOURCE
            theirs, ours = _enrolment(on, pensionable, frequency, own, at_source, workings)
            before_tax = np.zeros_like(theirs) if at_source else theirs
        member = np.where(own, theirs, member)
        relieved = np.where(own, before_tax, relieved)
        employer = np.where(own, ours, employer)
    return Pensions(member, relieved, employer)


def _civil_service(on: date, pay: Pence, frequency: str, own: Which, workings: Workings | None) -> tuple[Pence, Pence]:
    """One rate for the whole of the period's pay, by the band in which it falls when made annual; no slices."""
    table = bands(CIVIL_SERVICE + "member_bands", on)
    edges = np.array([edge for edge, _ in table if edge is not None], dtype=np.int64)
    rates = np.array([rate for _, rate in table], dtype=np.int64)
    annual_pounds = pay * PERIODS_A_YEAR[frequency] // 100
    rate = rates[np.searchsorted(edges, annual_pounds, side="left")]
    member = rounded(pay * rate, BASIS_POINTS)
    employer_rate = figure(CIVIL_SERVICE + "employer_basis_points", on)
    employer = rounded(pay * employer_rate.whole_number, BASIS_POINTS)
    if workings is not None:
        workings.note(
            "pension",
            "pensionable pay x the rate of the band in which a year of it falls",
            member,
            inputs={"pensionable_pay": pay, "a_year": annual_pounds * 100, "rate_basis_points": rate},
            figures=[figure(CIVIL_SERVICE + "member_bands", on)],
            applies=own,
        )
        _note_employer(workings, pay, employer, employer_rate, own)
    return member, employer


def _partnership(
    on: date, pay: Pence, chosen: NDArray[np.int64], ages: NDArray[np.int64], own: Which, workings: Workings | None
) -> tuple[Pence, Pence]:
    """The employer pays by age, matches what the member chose up to a limit, and pays the levy for risk benefits."""
    table = bands(CIVIL_SERVICE + "partnership_employer", on)
    edges = np.array([edge for edge, _ in table if edge is not None], dtype=np.int64)
    rates = np.array([rate for _, rate in table], dtype=np.int64)
    basic = rates[np.searchsorted(edges, ages, side="left")]
    matched = np.minimum(chosen, whole(CIVIL_SERVICE + "partnership_matching_basis_points", on))
    levy = whole(CIVIL_SERVICE + "partnership_levy_basis_points", on)
    member = rounded(pay * chosen, BASIS_POINTS)
    employer = rounded(pay * (basic + matched), BASIS_POINTS) + rounded(pay * levy, BASIS_POINTS)
    if workings is not None:
        workings.note(
            "pension", "pensionable pay x the rate that the member chose", member,
            inputs={"pensionable_pay": pay, "rate_basis_points": chosen}, applies=own,
        )  # fmt: skip
        workings.note(
            "pension_employer", "pensionable pay x (rate by age + what is matched) + levy for risk benefits", employer,
            inputs={
                "pensionable_pay": pay, "age": ages, "by_age_basis_points": basic, "matched_basis_points": matched,
                "levy_basis_points": levy,
            },
            figures=[figure(CIVIL_SERVICE + name, on) for name in
                     ("partnership_employer", "partnership_matching_basis_points", "partnership_levy_basis_points")],
            applies=own,
        )  # fmt: skip
    return member, employer


def _armed_forces(on: date, pay: Pence, own: Which, workings: Workings | None) -> tuple[Pence, Pence]:
    rate = figure(FORCES + "employer_basis_points", on)
    member = rounded(pay * whole(FORCES + "member_basis_points", on), BASIS_POINTS)
    employer = rounded(pay * rate.whole_number, BASIS_POINTS)
    if workings is not None:
        _note_employer(workings, pay, employer, rate, own)
    return member, employer


def _enrolment(
    on: date, pay: Pence, frequency: str, own: Which, at_source: bool, workings: Workings | None
) -> tuple[Pence, Pence]:
    """Shares of qualifying earnings: what lies between the two edges. Relief at source takes the member's share less
    tax at the basic rate, which the scheme claims."""
    lower = named(AE + "lower_edge", on)[frequency] * 100
    upper = named(AE + "upper_edge", on)[frequency] * 100
    qualifying = np.maximum(np.minimum(pay, upper) - lower, 0)
    employer_rate = whole(AE + "employer_basis_points", on)
    member_rate = whole(AE + "total_basis_points", on) - employer_rate
    taken = BASIS_POINTS - whole(BASIC_RATE, on) if at_source else BASIS_POINTS
    member = rounded(qualifying * member_rate * taken, BASIS_POINTS * BASIS_POINTS)
    employer = rounded(qualifying * employer_rate, BASIS_POINTS)
    if workings is not None:
        given = {"pay": pay, "lower_edge": lower, "upper_edge": upper, "qualifying_earnings": qualifying}
        rates = [
            figure(AE + name, on)
            for name in ("lower_edge", "upper_edge", "total_basis_points", "employer_basis_points")
        ]
        workings.note(
            "pension", "(pay up to the upper edge - lower edge) x the member's share", member,
            inputs={**given, "rate_basis_points": member_rate, "taken_basis_points": taken}, figures=rates, applies=own,
        )  # fmt: skip
        workings.note(
            "pension_employer", "(pay up to the upper edge - lower edge) x the employer's share", employer,
            inputs={**given, "rate_basis_points": employer_rate}, figures=rates, applies=own,
        )  # fmt: skip
    return member, employer


def _note_employer(workings: Workings, pay: Pence, employer: Pence, rate: Any, own: Which) -> None:
    workings.note(
        "pension_employer",
        "pensionable pay x employer's rate",
        employer,
        inputs={"pensionable_pay": pay, "rate_basis_points": rate.whole_number},
        figures=[rate],
        applies=own,
    )
