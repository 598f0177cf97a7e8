"""Published worked examples: one topic a row, its inputs and what should come of them as JSON.

A topic names what it is about and, at its end, the year whose rules hold. Money in JSON is pounds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.calculating.files import FREQUENCIES, Group, Kind, Row, pence_of
from hanaper.hr.pay.errors import WrongPayFile
from hanaper.hr.pay.rules import pensions
from hanaper.hr.pay.rules.attachments import Orders, attach
from hanaper.hr.pay.rules.figures import BASIS_POINTS, bands, figure, named, whole
from hanaper.hr.pay.rules.orders import ARRESTMENT, DIRECT, MAINTENANCE, by_band
from hanaper.hr.pay.rules.statutory import FOLDER, REFORM, family_pay, family_weekly, shown_weekly, sick_weekly
from hanaper.hr.pay.rules.workings import Workings
from hanaper.kernel.dates import DateRange

NO_END: Final = 10**15
Results = dict[str, Any]


class _Inputs:
    """The inputs of one example, with clear words for what is missing."""

    def __init__(self, row: Row, values: Mapping[str, Any]) -> None:
        self.row, self.values = row, values

    def pence(self, name: str, default: int | None = None) -> int:
        if name not in self.values and default is not None:
            return default
        return pence_of(str(self._get(name)), line=self.row.line, name=name)

    def frequency(self) -> str:
        text = str(self.values.get("frequency", "monthly")).lower()
        if text not in FREQUENCIES:
            raise WrongPayFile(line=self.row.line, found=f"frequency {text!r}", expected=", ".join(sorted(FREQUENCIES)))
        return FREQUENCIES[text]

    def number(self, name: str, default: int) -> int:
        return int(self.values.get(name, default))

    def text(self, name: str, default: str) -> str:
        return str(self.values.get(name, default))

    def _get(self, name: str) -> Any:
        if name not in self.values:
            raise WrongPayFile(line=self.row.line, found=f"inputs without {name}", expected=f"inputs with {name}")
        return self.values[name]


def _order(kinds: list[str], normals: list[int], rates: list[str], net: int, frequency: str, on: date,
           workings: Workings | None) -> list[int]:  # fmt: skip
    count = len(kinds)
    orders = Orders(
        np.zeros(count, dtype=np.int64), np.array(kinds, dtype="U16"), on.toordinal() + np.arange(count),
        np.array(normals),
        np.zeros(count, dtype=np.int64), np.array(rates, dtype="U10"), np.full(count, NO_END),
    )  # fmt: skip
    found = attach(
        on, orders, np.array([net]), np.array([0]), frequency=frequency, days=30, keeps_charge=False, workings=workings
    )
    return [int(pence) for pence in found.taken]


def _direct(given: _Inputs, on: date, workings: Workings | None) -> Results:
    net, prior = given.pence("net_earnings"), given.pence("prior_priority_deductions", 0)
    rate, frequency = given.text("rate", "standard"), given.frequency()
    taken = _order([MAINTENANCE, DIRECT], [prior, 0], ["", rate], net, frequency, on, workings)
    table = f"uk/dwp/direct_earnings_attachment/{rate}"
    return {"deduction": taken[1], "uncapped": int(by_band(table, on, np.array([net - prior]), frequency)[0])}


def _council_tax(nation: str) -> Callable[[_Inputs, date, Workings | None], Results]:
    def work(given: _Inputs, on: date, workings: Workings | None) -> Results:
        count = given.number("orders", 1)
        taken = _order(
            [f"ctaeo-{nation}"] * count,
            [0] * count,
            [""] * count,
            given.pence("net_earnings"),
            given.frequency(),
            on,
            workings,
        )
        results: Results = {"deduction": sum(taken), "total": sum(taken), "first": taken[0]}
        return results | ({"second": taken[1]} if count > 1 else {})

    return work


def _arrestment(given: _Inputs, on: date, workings: Workings | None) -> Results:
    return {
        "deduction": _order([ARRESTMENT], [0], [""], given.pence("net_earnings"), given.frequency(), on, workings)[0]
    }


def _sick(given: _Inputs, on: date, workings: Workings | None) -> Results:
    average = Fraction(given.pence("awe"))
    weekly = sick_weekly(on, average)
    if workings is not None:
        names = ["ssp_weekly_pence", "ssp_earnings_limit_pence", *(["ssp_share_basis_points"] if on >= REFORM else [])]
        workings.note(
            "ssp", "the flat rate, or from 6 April 2026 the share of average weekly earnings where it is less",
            shown_weekly(weekly), unit="a week", inputs={"average_weekly": shown_weekly(average)},
            figures=[figure(FOLDER + name, on) for name in names],
        )  # fmt: skip
    return {"weekly_rate": _pounds(weekly)}


def _family(given: _Inputs, on: date, workings: Workings | None) -> Results:
    average = Fraction(given.pence("awe"))
    for week in (0, 6):
        starts = on + timedelta(weeks=week)
        days = DateRange(starts, starts + timedelta(weeks=1))
        family_pay("smp", DateRange(on), average, days, workings=workings)
    return {"first_6_weeks": family_weekly("smp", 0, on, average), "weekly_rate": family_weekly("smp", 6, on, average)}


def _civil_service(given: _Inputs, on: date, workings: Workings | None) -> Results:
    """A year at once: what a scheme's own examples show. The member's band is read as for a period."""
    year = given.pence("pensionable_earnings_year")
    rate = next(
        rate for edge, rate in bands(pensions.CIVIL_SERVICE + "member_bands", on) if edge is None or year // 100 <= edge
    )
    accrual = whole(pensions.CIVIL_SERVICE + "alpha_accrual_basis_points", on)
    if workings is not None:
        names = ("member_bands", "alpha_accrual_basis_points")
        workings.note(
            "pension", "a year's pensionable earnings x the rate of their band; what builds up x the accrual rate",
            year * rate // BASIS_POINTS,
            inputs={"pensionable_pay": year, "rate_basis_points": rate, "accrual_basis_points": accrual},
            figures=[figure(pensions.CIVIL_SERVICE + name, on) for name in names],
        )  # fmt: skip
    return {
        "accrued_2.32pct": _pounds(Fraction(year * accrual, BASIS_POINTS)),
        "member_contribution": _pounds(Fraction(year * rate, BASIS_POINTS)),
    }


def _enrolment(given: _Inputs, on: date, workings: Workings | None) -> Results:
    frequency = given.frequency()
    law = {
        "lower": named(pensions.AE + "lower_edge", on)[frequency] * 100,
        "upper": named(pensions.AE + "upper_edge", on)[frequency] * 100,
    }
    for name, pence in law.items():
        if given.pence(name, pence) != pence:
            said = f"{name} {given.text(name, '')}"
            raise WrongPayFile(line=given.row.line, found=said, expected=f"{_pounds(pence)}, as on {on}")
    for name, figure_of in (("employee_pct", _member_share), ("employer_pct", _employer_share)):
        if given.pence(name, figure_of(on)) != figure_of(on):
            said = f"{name} {given.text(name, '')}"
            raise WrongPayFile(line=given.row.line, found=said, expected=f"{_pounds(figure_of(on))}, as on {on}")
    relief = given.text("relief", "NPA").upper()
    if relief not in ("NPA", "RAS"):
        raise WrongPayFile(line=given.row.line, found=f"relief {relief!r}", expected="NPA or RAS")
    at_source = relief == "RAS"
    scheme = pensions.ENROLMENT_AT_SOURCE if at_source else pensions.ENROLMENT
    found = pensions.contributions(
        on, np.array([scheme]), np.array([given.pence("pensionable_pay")]), frequency=frequency, workings=workings
    )
    return {"employee_deducted": int(found.member[0]), "employer": int(found.employer[0])}


def _employer_share(on: date) -> int:
    """Hundredths of a per cent, as "3" per cent is read from JSON like an amount."""
    return whole(pensions.AE + "employer_basis_points", on)


def _member_share(on: date) -> int:
    return whole(pensions.AE + "total_basis_points", on) - _employer_share(on)


TOPICS: Final[Mapping[str, Callable[[_Inputs, date, Workings | None], Results]]] = {
    "DEA": _direct,
    "CTAEO-England": _council_tax("england"),
    "CTAEO-Wales": _council_tax("wales"),
    "EA-Scotland": _arrestment,
    "SSP": _sick,
    "SMP": _family,
    "PENSION-CS": _civil_service,
    "AE-QUALIFYING-EARNINGS": _enrolment,
}


def _calculate(group: Group) -> None:
    for row in group.rows:
        topic = row.text("topic")
        try:
            inputs = json.loads(row.text("inputs"))
        except json.JSONDecodeError as reason:
            raise WrongPayFile(line=row.line, found=f"inputs that are not JSON ({reason})", expected="JSON") from None
        name = next((name for name in sorted(TOPICS, key=len, reverse=True) if topic.startswith(name)), None)
        if name is None or not isinstance(inputs, dict):
            raise WrongPayFile(line=row.line, found=f"topic {topic!r}", expected=", ".join(sorted(TOPICS)))
        on = _day(row, topic.removeprefix(name).strip("-"), inputs, group.on)
        own = None if group.workings is None else Workings()
        place = len(group.results)
        group.results.append(TOPICS[name](_Inputs(row, inputs), on, own))
        if own is not None and group.workings is not None:
            _keep(own, group.workings, np.arange(len(group.rows)) == place)


def _keep(own: Workings, together: Workings, applies: NDArray[np.bool_]) -> None:
    """Keep the workings of one example, a batch of one, among those of the group."""
    for step in own.of(0):
        together.note(
            step.line, step.formula, step.result, unit=step.unit, inputs=step.inputs, figures=step.figures,
            applies=applies,
        )  # fmt: skip


def _day(row: Row, suffix: str, inputs: Mapping[str, Any], otherwise: date) -> date:
    """The day that a year in the topic or the inputs names: its 6 April, or 1 April for the pension scheme year."""
    text, month_day = (suffix, (4, 6)) if suffix else (str(inputs.get("scheme_year", "")), (4, 1))
    if not text:
        return otherwise
    if not text[:4].isdigit():
        raise WrongPayFile(line=row.line, found=f"year {text!r}", expected="a year such as 2026-27")
    return date(int(text[:4]), *month_day)


def _pounds(pence: Fraction | int) -> Decimal:
    exact = Fraction(pence) / 100
    return Decimal(exact.numerator) / Decimal(exact.denominator)


EXAMPLES: Final = Kind("worked examples", ["topic", "inputs"], _calculate, has_frequency=False)
