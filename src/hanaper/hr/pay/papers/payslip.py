"""A payslip as PDF/UA-1: tagged, titled, in British English, so that a screen reader reads it as it is meant."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import resources


@dataclass(frozen=True)
class PaperLine:
    """One line: what it is, hours or days where it has some, and the amount in words of money."""

    what: str
    amount: str
    units: str = ""


@dataclass(frozen=True)
class PaperFigure:
    """A figure of law with where it was read."""

    what: str
    source: str
    assumption: bool


@dataclass(frozen=True)
class PaperStep:
    """One step of the workings."""

    line: str
    formula: str
    result: str
    inputs: Sequence[Mapping[str, str]]
    figures: Sequence[PaperFigure] = ()


@dataclass(frozen=True)
class PayslipPaper:
    """Everything that a payslip says, in the words in which it says it. change: since the payslip before, or ""."""

    title: str
    employer: str
    name: str
    period: str
    pay_on: str
    facts: Sequence[Mapping[str, str]]
    payments: Sequence[PaperLine]
    gross: str
    deductions: Sequence[PaperLine]
    deducted: str
    net: str
    change: str
    employer_lines: Sequence[PaperLine]
    employer_total: str
    to_date: Sequence[PaperLine]
    workings: Sequence[PaperStep] = field(default=())
    synthetic: bool = False


def payslip_pdf(paper: PayslipPaper) -> bytes:
    """The payslip as PDF/UA-1. The same words make the same pages."""
    import typst

    template = resources.files("hanaper.hr.pay.papers").joinpath("payslip.typ").read_bytes()
    data = json.dumps(asdict(paper), ensure_ascii=False)
    made = typst.compile(template, sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes), "one PDF, not pages"
    return made
