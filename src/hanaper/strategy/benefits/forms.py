"""Forms of benefits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hanaper.centre.costs.api import SERVICES
from hanaper.foundation.interface.api import ChoiceField, DateField, Form, MoneyField, choices_with_blank
from hanaper.kernel.errors import Invalid
from hanaper.kernel.periods import FiscalYear
from hanaper.strategy.benefits.facts import instrument
from hanaper.strategy.benefits.models import Baseline, Benefit, CostToAchieve, View


class YearField(forms.CharField):
    """A fiscal year as people write it, 2026-27; its April year as the value."""

    def __init__(self, **options: object) -> None:
        super().__init__(max_length=7, help_text="Such as 2026-27", **options)  # type: ignore[arg-type]

    def clean(self, value: object) -> int | None:  # type: ignore[override]
        written = str(super().clean(value) or "")  # type: ignore[no-untyped-call]
        if not written:
            return None
        try:
            return FiscalYear.parse(written).first_year
        except Invalid:
            raise ValidationError(f"{self.label} must be a fiscal year, such as 2026-27") from None


def _decimal(label: str, **options: Any) -> forms.DecimalField:
    """A number of at most two decimals, typed as text."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10", "autocomplete": "off"})
    return forms.DecimalField(label=label, decimal_places=2, widget=widget, **options)


class BaselineForm(Form):
    """How it was before."""

    title = forms.CharField(label="Name", max_length=120)
    view = ChoiceField(label="Seen as", choices=View.choices)
    service = ChoiceField(
        label="Service (for unit cost and hours)",
        choices=choices_with_blank([(one.code, one.title) for one in SERVICES]),
        required=False,
    )
    perimeter = forms.CharField(
        label="Perimeter", max_length=400, help_text="Which bodies, teams, contracts and costs are in it",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    began_on = DateField(label="First day of the period")
    ended_on = DateField(label="First day after the period")
    volume = forms.IntegerField(
        label="Volume (optional)", min_value=1, required=False, help_text="Documents finished",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )  # fmt: skip
    cost_pence = MoneyField(label="Cost over the period (optional)", required=False)
    fixed_pence = MoneyField(label="Of it fixed, whatever the volume (optional)", required=False)
    hours = _decimal("Hours worked (optional)", min_value=Decimal("0.01"), required=False)
    quality = _decimal(
        "Within the service standard, per cent (optional)",
        min_value=0,
        max_value=100,
        required=False,
    )
    price_year = YearField(label="Prices of fiscal year")
    instrument = forms.CharField(
        label="Taken by",
        max_length=60,
        help_text=f"The measure and version, such as {instrument('unit-cost')}. Another than ours is not comparable.",
    )
    source = forms.CharField(label="Source", max_length=300)
    confidence = ChoiceField(label="Confidence", choices=Baseline.Confidence.choices)


class BenefitForm(Form):
    """What somebody will own."""

    baseline = forms.CharField(label="Baseline", max_length=24, help_text="Its number, such as BL-2026-000001")
    title = forms.CharField(label="Name", max_length=120)
    owner = forms.CharField(label="Owner", max_length=120, help_text="The post that answers for it, not a person")
    kind = ChoiceField(label="Kind", choices=Benefit.Kind.choices)
    benefit_class = ChoiceField(label="Class", choices=Benefit.Class.choices)
    method = forms.CharField(
        label="Method and formula",
        max_length=600,
        help_text="In terms of measures",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    change_on = DateField(label="Day on which the change began")
    share = _decimal(
        "Share that is this change's, per cent",
        min_value=Decimal("0.01"),
        max_value=100,
        initial=100,
    )
    attribution = forms.CharField(
        label="How that share was found", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    draw_pence = MoneyField(label="Draws on the baseline's cost (optional)", required=False)
    draw_hours = _decimal("Draws on the baseline's hours (optional)", min_value=Decimal(0), required=False)
    evidence = forms.CharField(
        label="Evidence (optional)", max_length=300, required=False, help_text="Where it is kept"
    )


class ForecastForm(Form):
    """A profile as a file."""

    file = forms.FileField(
        label="Profile",
        max_length=120,
        help_text="CSV, a row for each fiscal year. Columns: year (2026-27), amount; and hours, optimism_bias, reason.",
    )


class ReconcileForm(Form):
    """What finance says has gone."""

    since = DateField(label="First day of the first month", help_text="From that month on")
    monthly_pence = MoneyField(label="Spend or budget removed, a month")
    posts = _decimal("Posts removed, full-time equivalent (optional)", min_value=Decimal(0), required=False)
    budget_line = forms.CharField(label="Budget line", max_length=120)
    source = forms.CharField(label="Source", max_length=300)


class CostForm(Form):
    """A cost to achieve."""

    category = ChoiceField(label="Category", choices=CostToAchieve.Category.choices)
    kind = ChoiceField(label="Kind", choices=CostToAchieve.Kind.choices)
    year = YearField(label="Fiscal year")
    pence = MoneyField(label="Amount")
    as_of = DateField(label="Day on which it held")
    source = forms.CharField(label="Source", max_length=300)
