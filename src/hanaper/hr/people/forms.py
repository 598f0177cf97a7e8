"""Forms of people."""

from __future__ import annotations

from django import forms

from hanaper.foundation.interface.api import AccountNumberField, DateField, Form, SortCodeField


class AccountForm(Form):
    """The account to which somebody asks to be paid."""

    holder_name = forms.CharField(label="Name on the account", max_length=18)
    sort_code = SortCodeField(label="Sort code")
    account_number = AccountNumberField(label="Account number")
    roll_number = forms.CharField(
        label="Building society roll number", max_length=18, required=False, help_text="Only where the society gave one"
    )
    from_on = DateField(label="First day of payment that may use it", help_text="For example, 30 10 2026")
