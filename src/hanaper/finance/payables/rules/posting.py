"""An invoice becomes a posting: one pure function, so that a preview is the posting.

Debit each line's expense with the VAT that is not recovered, debit the VAT that is, debit or credit the rounding,
credit what was prepaid, credit the payable amount. A credit note is the mirror image. Lines of one coding are added.

A foreign invoice is converted as a whole: each line takes the difference between the converted running total after it
and before it, so that each is within a penny of its own conversion and all sum to the converted payable amount (P07).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hanaper.kernel.rounding import round_half_up_to_penny
from hanaper.ledger.exchange.rules import to_pence
from hanaper.ledger.rules.journal import Line


@dataclass(frozen=True, slots=True)
class CodedLine:
    """One invoice line, coded. Amounts in minor units of the invoice's currency, as they add to what we owe:
    cost + tax - prepaid + rounding is the line's share of the payable amount.

    recoverable_basis_points: the share of its VAT that is recovered.
    """

    account_id: int
    cost_centre_id: int
    programme_id: int
    cost_minor: int
    tax_minor: int = 0
    prepaid_minor: int = 0
    rounding_minor: int = 0
    recoverable_basis_points: int = 0

    @property
    def payable_minor(self) -> int:
        return self.cost_minor + self.tax_minor - self.prepaid_minor + self.rounding_minor


@dataclass(frozen=True, slots=True)
class PostingAccounts:
    """Ids of the accounts that every body posts invoices to, beside the expense itself."""

    payables: int
    recoverable_vat: int
    prepayments: int
    rounding: int


def posting_of(
    lines: Sequence[CodedLine],
    *,
    accounts: PostingAccounts,
    currency: str = "GBP",
    units_per_pound: Decimal | None = None,
) -> list[Line]:
    """The lines of the journal, which sum to nought; the last is what is payable, where anything is.

    lines: all lines of one invoice, at least one. units_per_pound: of a foreign currency; both amounts then stand on
    every line. The payable amount stands on the first line's cost centre and programme. Empty where nothing has an
    amount.
    """
    amounts: dict[tuple[int, int, int], int] = {}

    def add(account_id: int, line: CodedLine, minor: int) -> None:
        key = (account_id, line.cost_centre_id, line.programme_id)
        amounts[key] = amounts.get(key, 0) + minor

    for line in lines:
        recovered = round_half_up_to_penny(Decimal(line.tax_minor * line.recoverable_basis_points) / 10_000)
        add(line.account_id, line, line.cost_minor + line.tax_minor - recovered)
        add(accounts.recoverable_vat, line, recovered)
        add(accounts.rounding, line, line.rounding_minor)
        add(accounts.prepayments, line, -line.prepaid_minor)

    def pence(minor: int) -> int:
        return minor if units_per_pound is None else to_pence(minor, currency, units_per_pound)

    parts: list[tuple[tuple[int, int, int], int, int]] = []
    running = 0
    for key, minor in amounts.items():
        before, running = running, running + minor
        parts.append((key, minor, pence(running) - pence(before)))
    parts.append(((accounts.payables, lines[0].cost_centre_id, lines[0].programme_id), -running, -pence(running)))
    # What is worth less than a penny makes no line; its foreign amount stands on the first line, so that all sum to
    # nought in both currencies.
    left_over = sum(minor for _, minor, worth in parts if not worth)
    posted: list[Line] = []
    for key, minor, worth in parts:
        if worth:
            foreign = None if units_per_pound is None else minor + left_over
            left_over = 0
            posted.append(Line(*key, worth, foreign_minor=foreign, currency=None if foreign is None else currency))
    return posted
