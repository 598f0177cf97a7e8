"""What is found in a file: faults that refuse it, warnings that want a reason, and what was mended and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["fault", "warning", "mended"]

RULES: Final[Mapping[str, tuple[Severity, str]]] = {
    "empty": ("fault", "A return has a header and at least one row."),
    "encoding": ("fault", "Save the file as UTF-8: what is in it cannot be read as text."),
    "quotes": ("fault", "Quotes close in the row in which they open (RFC 4180)."),
    "header-missing": ("fault", "Every column of the template stands in the header."),
    "header-unknown": (
        "fault",
        "A column that the template does not have may be meant to count: leave it out or rename it.",
    ),
    "header-twice": ("fault", "A column stands once."),
    "cells": ("fault", "Every row has as many cells as the header."),
    "missing": ("fault", "This cell is needed."),
    "formula": ("fault", "A cell that a spreadsheet would run is no value: paste values, not formulas."),
    "not-whole": ("fault", "People and contracts are counted in whole numbers."),
    "not-a-number": ("fault", "A number with a point for decimals, such as 1234.5."),
    "amount-unclear": ("fault", "Pounds and pence with a point, such as 1234.56: this may be read in two ways."),
    "below-least": ("fault", "The number is below what the template allows."),
    "date-impossible": ("fault", "There is no such day."),
    "date-us-order": ("fault", "Day before month, or ISO order: 2026-12-31."),
    "date-serial": ("fault", "This is a spreadsheet's number for a day: format the column as text, 2026-12-31."),
    "date-unclear": ("fault", "A year has four digits: 2026-12-31."),
    "date-future": ("fault", "No day of a return lies after the day on which it is sent."),
    "not-in-list": ("fault", "The template has a list for this column, and this is not in it."),
    "type-unknown": ("fault", "Organisation types are spelt as in the published list."),
    "body-unknown": ("fault", "The organisation is spelt as in the register."),
    "body-not-yours": ("fault", "A return is of one body only, the one that sends it."),
    "body-two-parents": ("fault", "A body has one parent department on a day: the one in the register."),
    "month-wrong": ("fault", "Every row is of the month for which the return is due."),
    "month-future": ("fault", "A month that is not over has no return."),
    "month-missing": ("warning", "Months are returned in order: an earlier one has not been received."),
    "headcount-missing": ("fault", "A body that exists has people: say how many, or say that it has closed."),
    "parts-headcount": ("fault", "Headcounts of the parts add up to the total."),
    "parts-fte": ("fault", "Full-time equivalents of the parts add up to the total."),
    "parts-paybill": ("fault", "The parts of the paybill add up to the total."),
    "fte-above-headcount": ("fault", "Nobody works for more than one full-time equivalent."),
    "ni-missing": (
        "warning",
        "Where salaries are paid, the employer owes National Insurance, unless all are below its threshold.",
    ),
    "duplicate-row": ("fault", "Two rows are about the same thing."),
    "duplicate-number": ("fault", "A transaction number stands for one invoice."),
    "dates-order": ("fault", "A thing ends after it begins."),
    "part-above-whole": (
        "fault",
        "Documents counted are whole, none is less than nought, and no part is above its whole.",
    ),
    "read-as-windows": ("mended", "The file was not UTF-8; it was read as Windows-1252."),
    "read-as-utf-16": ("mended", "The file was UTF-16, and was read so."),
    "header-known-variant": ("mended", "The header is spelt as a known variant of the template's."),
    "amount-mended": ("mended", "Currency signs, thousands separators and brackets were taken out."),
}
"""Each code: how much it weighs, and its rule in words. DOMAIN pains 12 to 14 are the reason for each."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. line: of the file, the header being 1; 0: the file as a whole."""

    code: str
    line: int
    column: str
    found: str
    expected: str

    @property
    def severity(self) -> Severity:
        return RULES[self.code][0]

    @property
    def rule(self) -> str:
        """The rule in words."""
        return RULES[self.code][1]
