"""How a payment travels, and what its payee reads: chosen by the accounts at both ends."""

from __future__ import annotations

from hanaper.finance.cash.rules.bank_text import bank_text
from hanaper.finance.cash.rules.payment_file import Account, IbanAccount, Service
from hanaper.kernel.errors import Invalid
from hanaper.kernel.identifiers import BankAccount


def account_of(*, sort_code: str, account_number: str, iban: str, bic: str) -> Account:
    """The account as a payment file holds it: a sort code and number, or else an IBAN."""
    return IbanAccount(iban, bic or None) if iban else BankAccount(sort_code, account_number)


def is_british(account: Account) -> bool:
    """Whether the British clearing systems reach it.

    >>> is_british(BankAccount("123456", "12345678")), is_british(IbanAccount("FR1420041010050500013M02606"))
    (True, False)
    """
    return isinstance(account, BankAccount) or (isinstance(account, IbanAccount) and account.iban.startswith("GB"))


def service_for(*, currency: str, payer: Account, payee: Account) -> Service:
    """The cheapest service that reaches: Bacs for pounds within the United Kingdom, SEPA for euro to an IBAN.

    >>> here, there = BankAccount("123456", "12345678"), IbanAccount("FR1420041010050500013M02606")
    >>> [service_for(currency=c, payer=here, payee=p).value for c, p in (("GBP", here), ("GBP", there), ("EUR", there))]
    ['bacs', 'international', 'sepa']
    """
    if currency == "GBP" and is_british(payer) and is_british(payee):
        return Service.BACS
    if currency == "EUR" and isinstance(payee, IbanAccount):
        return Service.SEPA
    return Service.INTERNATIONAL


def reference_for(wanted: str, *, ours: str, service: Service) -> str:
    """What the payee reads: the reference they want where the service carries it whole, else our payment's number.

    Nothing is cut: half an invoice number is another invoice's.

    >>> reference_for("INV 4711", ours="PAY-2026-000001", service=Service.BACS)
    'INV 4711'
    >>> reference_for("INVOICE-2026-NOVEMBER-00004711", ours="PAY-2026-000001", service=Service.BACS)
    'PAY-2026-000001'
    """
    rules = service.rules
    try:
        return bank_text(
            wanted,
            field="reference",
            where="the payment",
            limit=rules.reference_limit,
            characters=rules.characters,
            capitals=rules.is_bacs,
        )
    except Invalid:
        return ours
