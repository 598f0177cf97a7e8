"""Forms of parallel runs."""

from __future__ import annotations

from django import forms

from hanaper.foundation.interface.api import Form


class ImportForm(Form):
    """Which pay run of ours, and the file beside it."""

    pay_run = forms.CharField(
        label="Pay run",
        max_length=24,
        help_text="The number of our pay run for the same people and day of payment, such as PY-2026-000012.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Results of the earlier payroll",
        max_length=120,
        help_text=(
            "CSV, at most 10 MB, a row for each person and element, deductions positive as on a payslip. Columns: "
            "payroll_number, element, amount in pounds; and where known tax_code, ni_letter, pension_scheme, hours."
        ),
        error_messages={"required": "Choose the file of the earlier payroll", "empty": "The file is empty"},
    )
