"""What a payment file holds, before any format: who pays whom, how much, from where to where, through which service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final, TypeAlias

from hanaper.finance.cash.rules.bank_text import BACS, LATIN
from hanaper.kernel.identifiers import BankAccount
from hanaper.kernel.money import Money


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """What one payment service asks of a file.

    level, charges: codes of ISO 20022 service level and charge bearer. currency: the only one it pays in; None: any.
    is_domestic: it reaches sort codes only. is_bacs: capitals only, booked as one batch, payer known by its service
    user number.
    """

    label: str
    level: str
    charges: str
    currency: str | None
    characters: frozenset[str]
    reference_limit: int
    is_domestic: bool
    is_bacs: bool = False


class Service(Enum):
    """How a payment travels. The value is the code that models and settings store."""

    BACS = "bacs"
    FASTER_PAYMENTS = "faster-payments"
    CHAPS = "chaps"
    SEPA = "sepa"
    INTERNATIONAL = "international"

    @property
    def rules(self) -> ServiceRules:
        """What this service asks of a file."""
        return _RULES[self]


_RULES: Final = {
    # A reference of 18 characters is what Bacs and Faster Payments carry to the payee's statement.
    Service.BACS: ServiceRules("Bacs", "NURG", "SLEV", "GBP", BACS, 18, True, is_bacs=True),
    Service.FASTER_PAYMENTS: ServiceRules("Faster Payments", "URGP", "SHAR", "GBP", BACS, 18, True),
    Service.CHAPS: ServiceRules("CHAPS", "SDVA", "SHAR", "GBP", LATIN, 140, True),
    Service.SEPA: ServiceRules("SEPA", "SEPA", "SLEV", "EUR", LATIN, 140, False),
    Service.INTERNATIONAL: ServiceRules("An international payment", "URGP", "SHAR", None, LATIN, 140, False),
}


@dataclass(frozen=True, slots=True)
class IbanAccount:
    """An account named by its IBAN. The bank's BIC is optional where the IBAN leads there."""

    iban: str
    bic: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignAccount:
    """An account in a country without IBANs: its domestic number, and the BIC of its bank."""

    number: str
    bic: str


Account: TypeAlias = BankAccount | IbanAccount | ForeignAccount
"""Where money comes from or goes: sort code and account number, IBAN, or a number at a bank abroad."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who pays or is paid.

    town, country: for payments abroad, whose banks want a structured address; country is ISO 3166, two letters.
    identifier: as the bank knows the payer, for instance the Bacs service user number.
    """

    name: str
    town: str | None = None
    country: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment. `end_to_end_id` is ours, unique for ever, and comes back on the bank statement.

    reference: what the payee reads, such as the invoice number: 18 characters by Bacs and Faster Payments, else 140.
    """

    end_to_end_id: str
    amount: Money
    creditor: Party
    account: Account
    reference: str


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """One batch of payments. `message_id` is unique for ever: it is how the bank knows a repeated file.

    created_at: an instant, written in UTC to the second. execution_date: the day on which the bank debits the account.
    """

    message_id: str
    created_at: datetime
    initiating_party: Party
    debtor: Party
    debtor_account: Account
    execution_date: date
    service: Service
    payments: Sequence[Payment]
