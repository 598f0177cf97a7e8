"""The figures that run through a tax year, and the order in which a payslip keeps them."""

from __future__ import annotations

from typing import Final

FIGURES: Final = (
    "gross", "taxable", "tax", "niable", "pension", "pension_employer", "student_loan", "postgraduate_loan",
    "benefits", "ssp", "smp", "spp", "sap", "shpp", "spbp", "sncp",
)  # fmt: skip
"""pence of the tax year to date. taxable: after pension contributions under the net pay arrangement, with benefits."""

NI_FIGURES: Final = ("earnings", "at_lel", "lel_to_pt", "pt_to_uel", "employer", "employee")
"""pence of the tax year to date for one National Insurance letter, as a full payment submission reports them."""

PLACE: Final = {name: place for place, name in enumerate(FIGURES)}
