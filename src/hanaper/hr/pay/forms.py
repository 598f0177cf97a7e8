"""Forms of pay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hanaper.foundation.interface.fields import ChoiceField, DateField, MoneyField
from hanaper.foundation.interface.forms import Form
from hanaper.hr.pay.correcting import TOLD
from hanaper.hr.pay.models import PayDebt, PayRun, YearCorrection
from hanaper.hr.pay.rules.to_date import NI_FIGURES
from hanaper.hr.pay.wording import TO_DATE
from hanaper.hr.people.api import FREQUENCIES
from hanaper.kernel.errors import Invalid
from hanaper.kernel.money import Money


class OpenForm(Form):
    """What a pay run is opened with."""

    scheme = forms.CharField(label="PAYE scheme", help_text="Its short code, such as MAIN", max_length=12)
    frequency = ChoiceField(label="How often these people are paid", choices=FREQUENCIES)
    pay_on = DateField(label="Day of payment", help_text="A day on which banks work")
    earned_from = DateField(
        label="First day that it pays for (optional)",
        help_text="Left empty, monthly pay is that of the calendar month, and other pay goes on from the run before.",
        required=False,
    )
    kind = ChoiceField(label="Kind", choices=PayRun.Kind.choices)


class DebtForm(Form):
    """An advance or an overpayment, with the plan that was agreed."""

    kind = ChoiceField(label="Kind", choices=PayDebt.Kind.choices)
    number = forms.CharField(label="Payroll number", max_length=24)
    amount = MoneyField(label="What is owed", help_text="What the person receives, or received, in the hand")
    gross = MoneyField(
        label="Paid too much before tax (optional)",
        help_text="Of an overpayment of this tax year that no run has taken back. The next main run does.",
        required=False,
    )
    instalment = MoneyField(label="Each instalment")
    first_on = DateField(label="First day of payment that takes one")
    agreed_on = DateField(label="Day on which the person agreed")


class NoticesForm(Form):
    """A file of notices."""

    file = forms.FileField(
        label="Notices",
        max_length=120,
        help_text=(
            "CSV, a row for each notice. Columns: kind, paye_reference, nino, payroll_number, effective_on; and as the "
            "kind needs tax_code, previous_pay, previous_tax, plan, order_kind, reference, made_on, each_period, "
            "protected, limit, rate."
        ),
        error_messages={"required": "Choose the file of notices", "empty": "The file is empty"},
    )


class MatchForm(Form):
    """Whom a notice is about."""

    payroll_number = forms.CharField(label="Payroll number", max_length=24)


class YearEndForm(Form):
    """What a year end is opened with."""

    scheme = forms.CharField(label="PAYE scheme", help_text="Its short code, such as MAIN", max_length=12)
    tax_year = forms.CharField(label="Tax year that ends", help_text="For example 2025-26", max_length=9)


class CorrectionForm(Form):
    """The right totals of somebody's closed tax year. What is left empty stays as it was told."""

    number = forms.CharField(label="Payroll number", max_length=24)
    tax_year = forms.CharField(label="Tax year", help_text="One that is over, for example 2025-26", max_length=9)
    cause = ChoiceField(label="What was wrong", choices=YearCorrection.Cause.choices)
    ni = forms.CharField(
        label="National Insurance by letter (optional)",
        help_text="A line for each letter of the year: the letter, earnings, at the lower earnings limit, up to the "
        "primary threshold, up to the upper earnings limit, employer's and employee's contributions. "
        "Give a letter that was wrong with noughts.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in TOLD:
            least = None if name == "tax" else 0
            self.fields[name] = MoneyField(
                label=f"{TO_DATE[name]} of the year (optional)", least_pence=least, required=False
            )
        self.order_fields([name for name in self.fields if name != "ni"])

    def clean_ni(self) -> dict[str, list[int]] | None:
        """Six figures in pence by letter, None where nothing was typed."""
        found = {}
        for line in filter(None, map(str.split, self.cleaned_data["ni"].splitlines())):
            letter, *figures = line
            if len(letter) != 1 or not letter.isupper() or len(figures) != len(NI_FIGURES):
                raise ValidationError("{label} must have a capital letter and six amounts in each line", code="invalid")
            try:
                found[letter] = [Money.parse(each, "GBP").minor for each in figures]
            except Invalid:
                raise ValidationError("{label} must have amounts like 1,234.56", code="invalid") from None
        return found or None

    @property
    def totals(self) -> dict[str, int]:
        """Pence by figure, of those that were typed."""
        return {name: self.cleaned_data[name] for name in TOLD if self.cleaned_data[name] is not None}
