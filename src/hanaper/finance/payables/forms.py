"""Forms of payables: bringing a file, accepting a variance, linking an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms

from hanaper.finance.payables.models import InvoiceLine
from hanaper.finance.payables.rules.holds import RESOLUTIONS
from hanaper.finance.payables.services import Coding
from hanaper.foundation.interface.api import ChoiceField, Form, choices_with_blank
from hanaper.foundation.tenancy.api import CostCentre
from hanaper.ledger.api import Account, Programme

KEYS: Final = ("account", "cost_centre", "programme")


class UploadForm(Form):
    """One invoice file."""

    file = forms.FileField(
        label="Invoice file",
        max_length=120,
        help_text="A UBL 2.1 invoice or credit note (XML), at most 10 MB. It is checked at once.",
        error_messages={"required": "Choose an invoice file", "empty": "The file is empty"},
    )


class RematchForm(Form):
    """The order to link, where the file names none or another."""

    order_number = forms.CharField(
        label="Order number (optional)",
        max_length=24,
        required=False,
        help_text="Leave it empty to match with the order that the file names, once what was missing is there.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )


class ResolveForm(Form):
    """Why the invoice is accepted as it is, and where lines that no order line codes are charged."""

    reason = ChoiceField(
        label="Why it is right as it is",
        choices=list(RESOLUTIONS.items()),
        error_messages={"required": "Choose why it is right as it is"},
    )
    account = forms.ChoiceField(label="Account", error_messages={"required": "Choose an account"})
    cost_centre = forms.ChoiceField(label="Cost centre", error_messages={"required": "Choose a cost centre"})
    programme = forms.ChoiceField(label="Programme", error_messages={"required": "Choose a programme"})

    def __init__(self, *args: Any, body_id: int, day: date, bare: Sequence[InvoiceLine], **options: Any) -> None:
        """bare: lines that no order line codes; where there are none, nothing is asked about them."""
        super().__init__(*args, **options)
        self.bare = bare
        if not bare:
            for name in KEYS:
                del self.fields[name]
            return
        own = {"body_id": body_id, "valid__contains": day}
        rows: dict[str, Any] = {
            "account": Account.objects.filter(valid__contains=day, type__in=("expense", "asset")).order_by("code"),
            "cost_centre": CostCentre.objects.filter(**own).order_by("code"),
            "programme": Programme.objects.filter(**own).order_by("code"),
        }
        for name in KEYS:
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = choices_with_blank([(str(row.pk), str(row)) for row in rows[name]])

    @property
    def coding(self) -> dict[int, Coding]:
        """The coding of each line that needed one, by the line's id."""
        if not self.bare:
            return {}
        keys = Coding(*(int(self.cleaned_data[name]) for name in KEYS))
        return {line.pk: keys for line in self.bare}
