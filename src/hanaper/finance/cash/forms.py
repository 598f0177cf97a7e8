"""Forms of cash."""

from __future__ import annotations

from hanaper.foundation.interface.api import DateField, Form


class BuildForm(Form):
    """Which payments to take, and when they are to be made."""

    by = DateField(
        label="Payments due by", help_text="Everything due by this day is paid.",
        error_messages={"required": "Enter the day by which payments are due"},
    )  # fmt: skip
    pay_on = DateField(
        label="Pay on", help_text="The working day on which the bank pays. Bacs needs two working days.",
        error_messages={"required": "Enter the day on which the bank pays"},
    )  # fmt: skip
