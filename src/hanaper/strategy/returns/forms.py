"""The form of a return: its file, and why what stands out is right."""

from __future__ import annotations

from django import forms

from hanaper.foundation.interface.api import Form

WHY = "Only where it was asked for: why the warning is right"


class SendForm(Form):
    """A file, with reasons for what only stands out."""

    file = forms.FileField(
        label="File",
        max_length=120,
        help_text="CSV, at most 10 MB. The whole file is taken, or nothing of it.",
        error_messages={"required": "Choose the file of the return", "empty": "The file is empty"},
    )
    ni_missing = forms.CharField(
        label="Why there is no National Insurance (optional)", max_length=200, required=False, help_text=WHY
    )
    month_missing = forms.CharField(
        label="Why an earlier month was not sent (optional)", max_length=200, required=False, help_text=WHY
    )

    def reasons(self) -> dict[str, str]:
        """The reasons by the code of what they explain."""
        return {name.replace("_", "-"): self.cleaned_data[name] for name in ("ni_missing", "month_missing")}
