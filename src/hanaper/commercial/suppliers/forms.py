"""Forms of suppliers: a registration, and a bank account to propose."""

from __future__ import annotations

from typing import Any

from django import forms

from hanaper.commercial.suppliers.models import BankChange
from hanaper.commercial.suppliers.rules.accounts import BankAccount
from hanaper.commercial.suppliers.rules.identifiers import COMPANY, VAT, Identifier
from hanaper.commercial.suppliers.services import SupplierDraft
from hanaper.foundation.interface.api import AccountNumberField, ChoiceField, Form, SortCodeField

_SHORT = forms.TextInput(attrs={"class": "govuk-input--width-4"})


class SupplierForm(Form):
    """Who the supplier is, and which of its places is dealt with."""

    name = forms.CharField(label="Registered name", max_length=160, help_text="As it stands in the company register.")
    country = forms.CharField(
        label="Country", max_length=2, min_length=2, initial="GB", widget=_SHORT, help_text="Two letters, such as GB."
    )
    company_number = forms.CharField(label="Company number", max_length=40, required=False)
    vat_number = forms.CharField(label="VAT number", max_length=40, required=False)
    scheme = forms.CharField(
        label="Scheme of another identifier",
        max_length=16,
        required=False,
        help_text="Such as 0088 for a GLN, 0060 for a DUNS number or GB-PPON.",
    )
    identifier = forms.CharField(label="That identifier", max_length=64, required=False)
    site = forms.CharField(label="Which of its places", max_length=120, initial="Head office")
    group = forms.CharField(label="Parent group", max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("scheme")) != bool(cleaned.get("identifier")):
            self.add_error("scheme", "Enter another identifier with its scheme, or neither")
        return cleaned

    @property
    def draft(self) -> SupplierDraft:
        """The registration as the service takes it."""
        data = self.cleaned_data
        country = data["country"].upper()
        register = COMPANY if country == "GB" else f"{country}-REG"
        pairs = ((register, data["company_number"]), (VAT, data["vat_number"]), (data["scheme"], data["identifier"]))
        return SupplierDraft(
            name=data["name"],
            country=country,
            identifiers=[Identifier(scheme, value) for scheme, value in pairs if value],
            site=data["site"],
            group=data["group"],
        )


class BankAccountForm(Form):
    """A sort code with an account number, or an IBAN."""

    holder_name = forms.CharField(label="Name on the account", max_length=140)
    currency = forms.CharField(label="Currency", max_length=3, min_length=3, initial="GBP", widget=_SHORT)
    sort_code = SortCodeField(label="Sort code", required=False)
    account_number = AccountNumberField(label="Account number", required=False)
    iban = forms.CharField(label="IBAN", max_length=42, required=False, help_text="For an account abroad.")
    bic = forms.CharField(label="BIC", max_length=11, required=False)
    verification = ChoiceField(
        label="How you made sure", choices=BankChange.Verification.choices,
        error_messages={"required": "Choose how you made sure that the account is the supplier's"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        domestic = bool(cleaned.get("sort_code")), bool(cleaned.get("account_number"))
        if not self.errors and (any(domestic) == bool(cleaned.get("iban")) or domestic[0] != domestic[1]):
            self.add_error("sort_code", "Enter a sort code with an account number, or an IBAN")
        return cleaned

    @property
    def account(self) -> BankAccount:
        """The account as the service takes it."""
        data = self.cleaned_data
        return BankAccount(
            data["holder_name"],
            data["currency"].upper(),
            data["sort_code"],
            data["account_number"],
            data["iban"],
            data["bic"],
        )
