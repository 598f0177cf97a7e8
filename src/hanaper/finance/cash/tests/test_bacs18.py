"""Bacs Standard 18 by itself: records of fixed length, contras and trailers that add up, whatever the amounts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from hanaper.finance.cash.errors import NotAPaymentFile, PaymentAmountRefused
from hanaper.finance.cash.rules import bacs18
from hanaper.finance.cash.rules.payment_file import Party, Payment, PaymentFile, Service
from hanaper.kernel.identifiers import BankAccount
from hanaper.kernel.money import Money
from hanaper.parameters import england_and_wales

BODY = Party("Office for Tests", identifier="123456")


def file_of(*pence: int) -> PaymentFile:
    """A file that pays these amounts."""
    payments = [
        Payment(f"PAY-{place}", Money(amount), Party("A Payee"), BankAccount("200415", "87654321"), f"REF {place}")
        for place, amount in enumerate(pence)
    ]
    return PaymentFile(
        "RUN-1", datetime(2026, 9, 30, 16, 5, tzinfo=UTC), BODY, BODY, BankAccount("102030", "12345678"),
        date(2026, 10, 2), Service.BACS, payments,
    )  # fmt: skip


@pytest.mark.promise("P33")
@pytest.mark.parametrize(
    ("pence", "contras"),
    [([100, 250], 1), ([bacs18.PENCE_MAX, 1], 2), ([60_000_000_000] * 3, 3), ([49_999_999_999] * 4, 2)],
)
def test_totals_are_those_of_the_payments_whatever_a_record_can_hold(pence: list[int], contras: int) -> None:
    content = bacs18.write(file_of(*pence), banks=england_and_wales())
    assert bacs18.read_totals(content) == (len(pence), sum(pence))
    records = [line for line in content.decode().split("\r\n") if len(line) == bacs18.RECORD]
    against = [int(line[35:46]) for line in records if line[15:17] == bacs18.CONTRA_OF_CREDITS]
    assert (len(against), sum(against)) == (contras, sum(pence))


def test_a_payment_that_no_record_can_hold_is_refused() -> None:
    with pytest.raises(PaymentAmountRefused):
        bacs18.write(file_of(bacs18.PENCE_MAX + 1), banks=england_and_wales())


@pytest.mark.promise("P33")
def test_a_file_from_which_a_payment_went_missing_is_refused() -> None:
    lines = bacs18.write(file_of(100, 250), banks=england_and_wales()).decode().split("\r\n")
    gone = next(place for place, line in enumerate(lines) if line[15:17] == bacs18.CREDIT)
    del lines[gone]
    with pytest.raises(NotAPaymentFile):
        bacs18.read_totals("\r\n".join(lines).encode())
