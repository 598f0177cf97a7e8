"""Measures as versioned data: what is counted, over what, what is left out, who answers for it, and how it misleads.

A measure is changed by adding its next version beside the last: figures name the version that they were made under, and
the earlier series stays. The guard is part of the measure and is shown with every figure of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from hanaper.centre.levels.errors import MeasureUnknown

Unit = Literal["documents", "basis points", "seconds", "working days", "pence", "hours", "points"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One version of one measure. since: the day from which figures are made under it."""

    code: str
    version: int
    since: date
    title: str
    unit: Unit
    numerator: str
    denominator: str
    exclusions: str
    source: str
    owner: str
    guard: str

    @property
    def label(self) -> str:
        """How a figure names it: `touchless, version 1`."""
        return f"{self.code}, version {self.version}"


_FIRST: Final = date(2024, 4, 1)
_OWNER: Final = "Service performance, the shared service centre"
_EVIDENCE: Final = "processes_evidence, joined to the process's documents"


def _first(code: str, title: str, unit: Unit, *, numerator: str, denominator: str, exclusions: str, guard: str,
           source: str = _EVIDENCE, owner: str = _OWNER) -> Measure:  # fmt: skip
    return Measure(code, 1, _FIRST, title, unit, numerator, denominator, exclusions, source, owner, guard)


MEASURES: Final[tuple[Measure, ...]] = (
    _first(
        "volume",
        "Volume",
        "documents",
        numerator="Documents received in the month, by channel and by the state in which they stand",
        denominator="None",
        exclusions="None: refused, duplicate, order-less and open documents are counted",
        guard="A document is counted once, in the month when it was received, however often it is sent back.",
    ),
    _first(
        "touchless",
        "Touchless rate",
        "basis points",
        numerator=(
            "Documents on which no person acted from receipt until they were ready to be paid, that were not keyed or "
            "corrected, and that were not reopened or reversed within 90 days"
        ),
        denominator="All documents received in the month, by any channel",
        exclusions=(
            "None of all. Of eligible: documents without an order, or whose file breaks the published rules. By value: "
            "documents without an amount in pounds"
        ),
        guard=(
            "The rate of all, the rate of eligible documents and the eligible share are read together, beside the rate "
            "by value and the error rate of a sample of the untouched. Provisional for 90 days. A press over many "
            "documents touches each of them. Approvals that a rule requires touch a document too, and are listed as "
            "controls, not as waste. The release of a payment run is a control on the run: it comes after a document "
            "is ready to be paid."
        ),
    ),
    _first(
        "waited",
        "Waited time",
        "seconds",
        numerator="Time that documents stood in a state, elapsed and in working days of England and Wales",
        denominator="Documents that stood in it",
        exclusions="None: what still waits counts with the time it has waited so far",
        guard=(
            "A queue cannot make its own figure better, because open documents count. Median and nine in ten are of "
            "documents; a document that came back to a state counts once, with the sum of its stays."
        ),
    ),
    _first(
        "standard",
        "Within the service standard",
        "basis points",
        numerator="Documents that reached the standard's last state within its working days of the first",
        denominator="Documents whose time is up or that reached it",
        exclusions="Documents that were refused; documents still within their time, which are counted apart",
        guard="An open document past the standard is late, not missing.",
    ),
    _first(
        "prompt-payment",
        "Prompt payment",
        "basis points",
        numerator="Invoices paid within 5, and within 30, days after the day of receipt (day 1 is the day after)",
        denominator="Undisputed and valid invoices that were paid or whose days are over",
        exclusions="Refused documents; credits, which owe nothing; invoices whose days are not over, counted apart",
        source="processes_evidence, and the day of receipt of each invoice; the days are dated parameters with sources",
        guard=(
            "The share of invoices whose clock was stopped is printed beside it: no clock can be stopped yet, so none "
            "was. Payment counts on the day it was released, until bank statements tell when the supplier had the "
            "money. The days are days of the calendar, as the published rule says; the service standard counts working "
            "days."
        ),
    ),
    _first(
        "holds",
        "Holds by reason",
        "documents",
        numerator="Documents that were held, by reason",
        denominator="All documents received in the month",
        exclusions="None: a document held for two reasons counts under each",
        guard="Most holds come from orders and receipts, not from the people who resolve them.",
    ),
    _first(
        "worked-time",
        "Worked time",
        "hours",
        numerator="Time between a person's actions on a document at a step, each gap cut at 120 seconds",
        denominator="Productive paid hours of the duty, for coverage",
        exclusions="Acts whose time nobody saw (commands, API): they are counted apart and are never nought",
        source="hanaper.effort_sums: sums by body, month, process, step and duty, without the worker",
        guard=(
            "Coverage prints with every use. Below 60% the figure is indicative, and prices neither a charge nor a "
            "benefit. Shown for ten people or more, never by person. Changing the cut of 120 seconds breaks the series."
        ),
    ),
    _first(
        "pay-accuracy",
        "Pay accuracy",
        "basis points",
        numerator="Employments paid rightly and on the day for a period: entitled, less those not paid and told late",
        denominator="Employments entitled to pay for the days of a main run, whether or not there is a payslip",
        exclusions="None: a starter who was not paid has no payslip, and counts",
        source="Employments, payslips, and the two times of terms, absences and inputs: hanaper.pay_measured",
        owner="Pay, the shared service centre",
        guard=(
            "The denominator is entitlement, not payslips. Restated as errors are found: what changes a period and was "
            "recorded after its cut-off counts against that period, whenever it is found. What somebody is owed by a "
            "mistake that nobody has recorded cannot be seen."
        ),
    ),
    _first(
        "pay-touchless",
        "Touchless payslips",
        "basis points",
        numerator="Payslips of which no check was accepted or held back by a person",
        denominator="All payslips of the runs that pay in the month",
        exclusions="None",
        source="Checks of pay runs: hanaper.pay_measured",
        owner="Pay, the shared service centre",
        guard=(
            "Approval of the run as a whole is a control on the run, and touches no payslip. A high rate may say that "
            "tolerances are wide: read it beside pay accuracy."
        ),
    ),
    _first(
        "pay-late-inputs",
        "Late inputs",
        "basis points",
        numerator="Hours, claims and amounts that came after the cut-off of the run for their days",
        denominator="All of them for the days of main runs that pay in the month",
        exclusions="Changes of terms and absences, which pay accuracy counts",
        source="Inputs of pay: hanaper.pay_measured",
        owner="The body whose people they are",
        guard="A body that enters nothing is never late: read it beside what people are paid a month later.",
    ),
    _first(
        "cost-to-serve",
        "Cost to serve",
        "pence",
        numerator="Used labour by worked time, fixed cost by volume, and direct cost, of a service for a body",
        denominator="Documents finished in the month, for the unit cost",
        exclusions="One-off costs, which stand apart; unused or unmeasured labour, which is shown",
        source="The trial balance of the body that hosts the centre, dated duty costs, evidence and worked time",
        owner="Finance, the shared service centre",
        guard=(
            "The costs of all services and bodies and the unused labour sum to the full cost, to the penny. Unit cost "
            "prints with and without unused labour, and end to end with the body's own people. With coverage below 60% "
            "labour goes by volume and the figure is indicative. Unit costs of fewer than 30 documents are not shown."
        ),
    ),
)  # fmt: skip


def measure(code: str, version: int | None = None) -> Measure:
    """One measure, in its latest version or in the one named. Raises MeasureUnknown."""
    found = [m for m in MEASURES if m.code == code and version in (None, m.version)]
    if not found:
        raise MeasureUnknown(found=code, version=version, expected=", ".join(sorted(by_code())))
    return max(found, key=lambda m: m.version)


def by_code() -> Mapping[str, tuple[Measure, ...]]:
    """Every version of every measure, the oldest first."""
    codes = dict.fromkeys(m.code for m in MEASURES)
    return {code: tuple(sorted((m for m in MEASURES if m.code == code), key=lambda m: m.version)) for code in codes}
