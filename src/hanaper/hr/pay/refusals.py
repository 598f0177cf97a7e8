"""What the database refuses about payslips, as named errors."""

from __future__ import annotations

from hanaper.foundation.database.refusals import refusal
from hanaper.kernel.errors import Refused


@refusal("HN060")
class RunTakesNoPayslips(Refused):
    """Payslips for a run that is not being calculated."""

    code = "pay.run-takes-no-payslips"
