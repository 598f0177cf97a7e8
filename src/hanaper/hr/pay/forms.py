"""Forms of pay."""

from __future__ import annotations

from django import forms

from hanaper.foundation.interface.fields import ChoiceField, DateField
from hanaper.foundation.interface.forms import Form
from hanaper.hr.pay.models import PayRun
from hanaper.hr.people.api import FREQUENCIES


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


class YearEndForm(Form):
    """What a year end is opened with."""

    scheme = forms.CharField(label="PAYE scheme", help_text="Its short code, such as MAIN", max_length=12)
    tax_year = forms.CharField(label="Tax year that ends", help_text="For example 2025-26", max_length=9)
