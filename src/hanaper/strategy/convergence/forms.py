"""Asking for a deviation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from hanaper.foundation.duties.api import RETAINED, duties
from hanaper.foundation.interface.api import ChoiceField, DateField, Form, MoneyField, choices_with_blank
from hanaper.strategy.convergence.models import Deviation
from hanaper.strategy.convergence.standards import standards


class DeviationForm(Form):
    """What a body asks for."""

    process_code = ChoiceField(label="Process", error_messages={"required": "Choose the process"})
    step = forms.CharField(
        label="Step", max_length=40, required=False,
        help_text="Its code, such as approve. Leave empty where it is the whole process.",
    )  # fmt: skip
    aspect = ChoiceField(
        label="What deviates", choices=Deviation.Aspect.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what deviates"},
    )  # fmt: skip
    what = forms.CharField(
        label="What you do otherwise", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter what you do otherwise"},
    )  # fmt: skip
    why = forms.CharField(
        label="Why", max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why"},
    )  # fmt: skip
    cost = MoneyField(
        label="What it costs in a year", required=False,
        help_text="In pounds. Leave empty where nobody has worked it out: that is not nought.",
    )  # fmt: skip
    cost_source = forms.CharField(
        label="Where the cost comes from", max_length=200, required=False, help_text="Needed beside a cost."
    )
    owner_duty = ChoiceField(
        label="Duty whose holders answer for it", error_messages={"required": "Choose the duty whose holders answer"}
    )
    evidence = forms.CharField(
        label="Where the case for it is kept", max_length=300, required=False, help_text="A reference, never names."
    )
    from_on = DateField(label="First day")
    expires_on = DateField(label="Expires on", help_text="The first day on which it counts no more; two years at most.")
    renews = ChoiceField(label="Renews", required=False)

    def __init__(self, *args: Any, on: date, renewable: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        owners = [(each.code, each.title) for each in duties() if each.side == RETAINED]
        for name, choices, blank in (
            ("process_code", [(code, held.process.title) for code, held in standards(on).items()], "Choose one"),
            ("owner_duty", sorted(owners, key=lambda pair: pair[1]), "Choose one"),
            ("renews", renewable, "Nothing: it is new"),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices_with_blank(choices, blank)
