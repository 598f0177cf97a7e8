"""A bank account as a proposal names it: one of two forms, brought to its standard writing."""

from __future__ import annotations

from dataclasses import dataclass

from hanaper.kernel.identifiers import mask_account, normalise_account, normalise_bic, normalise_iban, show_sort_code
from hanaper.kernel.money import minor_digits


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Either sort_code with account_number, or iban (with bic where it is known). currency: in which it is paid."""

    holder_name: str
    currency: str = "GBP"
    sort_code: str = ""
    account_number: str = ""
    iban: str = ""
    bic: str = ""

    @property
    def is_complete(self) -> bool:
        """Holder, and exactly one of the two forms."""
        domestic = bool(self.sort_code and self.account_number)
        return bool(self.holder_name.strip()) and domestic != bool(self.iban)

    @property
    def masked(self) -> str:
        """As people see it: enough to recognise, too little to pay to.

        >>> BankAccount("Acme", sort_code="123456", account_number="12345678").masked
        '12-34-56 ••••5678'
        """
        if self.iban:
            return f"{self.iban[:2]} {mask_account(self.iban)}"
        return f"{show_sort_code(self.sort_code)} {mask_account(self.account_number)}"

    def normalised(self) -> BankAccount:
        """In the standard six and eight digits, or as a checked IBAN. Raises WrongIdentifier, UnknownCurrency."""
        minor_digits(self.currency)
        holder = " ".join(self.holder_name.split())
        if self.iban:
            bic = normalise_bic(self.bic) if self.bic else ""
            return BankAccount(holder, self.currency, iban=normalise_iban(self.iban), bic=bic)
        account = normalise_account(self.sort_code, self.account_number)
        return BankAccount(holder, self.currency, account.sort_code, account.account_number)
