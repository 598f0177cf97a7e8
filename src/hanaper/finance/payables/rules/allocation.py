"""Share an invoice over its lines, so that each line carries its part of everything and nothing is lost.

Coding, posting and recovery of VAT go by line, but an invoice also has charges, allowances, VAT, prepayments and a
rounding that stand at its foot. Here each is shared to the penny by the largest remainder method:

- a charge or an allowance over the lines of its own VAT category, or over all when it has none of its own, by the size
  of their net amounts;
- the VAT of a category over the lines that make up its taxable amount, by what each contributes, with its sign, because
  that is how the VAT arose;
- what is prepaid, and the rounding, over all lines by the size of their net amounts.

All amounts keep the sign that they have on the document; see `einvoice.py` for credit notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from hanaper.finance.payables.errors import EInvoiceDoesNotAddUp, EInvoiceIncomplete
from hanaper.finance.payables.rules.einvoice import EInvoice, Line
from hanaper.kernel.money import Money, allocate

_TaxKey = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class LineShare:
    """One line's part of the invoice, in minor units. Allowance and prepaid take away, all others add."""

    line_id: str
    net_minor: int
    charge_minor: int
    allowance_minor: int
    tax_minor: int
    prepaid_minor: int
    rounding_minor: int

    @property
    def cost_minor(self) -> int:
        """Without VAT: the line's part of the tax exclusive amount."""
        return self.net_minor + self.charge_minor - self.allowance_minor

    @property
    def payable_minor(self) -> int:
        return self.cost_minor + self.tax_minor - self.prepaid_minor + self.rounding_minor


def share_over_lines(invoice: EInvoice) -> tuple[LineShare, ...]:
    """One share for each line, in order; their payable amounts sum to the invoice's, each part to its total.

    Raises EInvoiceIncomplete when there is no line; EInvoiceDoesNotAddUp when the document's own parts do not make its
    payable amount (EN 16931 BR-CO-10 to 16), because then no sharing of them can.
    """
    lines, totals = invoice.lines, invoice.totals
    if not lines:
        raise EInvoiceIncomplete(element="InvoiceLine")
    by_size = [abs(line.net_minor) for line in lines]
    charges, allowances = [0] * len(lines), [0] * len(lines)
    taxable = _taxable_nets(lines)
    for each in invoice.allowances:
        own = each.tax.key if each.tax else None
        weights = [size if own in {None, line.tax.key} else 0 for size, line in zip(by_size, lines, strict=True)]
        parts = _by_size(each.amount_minor, weights if any(weights) else by_size)
        _add(charges if each.is_charge else allowances, parts)
        if own:
            _add(taxable[own], parts if each.is_charge else [-part for part in parts])
    tax = [0] * len(lines)
    for subtotal in invoice.tax_breakdown:
        _add(tax, _by_contribution(subtotal.tax_minor, taxable[subtotal.category.key]))
    # VAT that is in the total and in no category: only in documents that break BR-CO-14.
    _add(tax, _by_size((totals.tax_minor or 0) - sum(tax), by_size))
    prepaid = _by_size(totals.prepaid_minor or 0, by_size)
    rounding = _by_size(totals.rounding_minor or 0, by_size)
    shares = tuple(
        LineShare(line.id, line.net_minor, *amounts)
        for line, *amounts in zip(lines, charges, allowances, tax, prepaid, rounding, strict=True)
    )
    summed = sum(share.payable_minor for share in shares)
    if summed != totals.payable_minor:
        raise EInvoiceDoesNotAddUp(
            found=str(Money(totals.payable_minor, invoice.currency)), expected=str(Money(summed, invoice.currency))
        )
    return shares


def _taxable_nets(lines: Sequence[Line]) -> defaultdict[_TaxKey, list[int]]:
    """What each line contributes to the taxable amount of each VAT category."""
    taxable: defaultdict[_TaxKey, list[int]] = defaultdict(lambda: [0] * len(lines))
    for position, line in enumerate(lines):
        taxable[line.tax.key][position] = line.net_minor
    return taxable


def _by_size(total: int, sizes: Sequence[int]) -> list[int]:
    return allocate(total, sizes if any(sizes) else [1] * len(sizes))


def _by_contribution(total: int, contributions: Sequence[int]) -> list[int]:
    """Largest remainder with signs: a line that was taken back carries VAT back too.

    >>> _by_contribution(80, [500, -100]), _by_contribution(1, [1, 1, -1])
    ([100, -20], [1, 1, -1])
    """
    if min(contributions) >= 0 or sum(contributions) == 0:
        return _by_size(total, [abs(each) for each in contributions])
    exact = [Fraction(total * each, sum(contributions)) for each in contributions]
    shares = [floor(each) for each in exact]
    # sorted() is stable: of equal fractions lost, the earliest line gets the penny.
    for position in sorted(range(len(exact)), key=lambda i: shares[i] - exact[i])[: total - sum(shares)]:
        shares[position] += 1
    return shares


def _add(sums: list[int], shares: Sequence[int]) -> None:
    for position, share in enumerate(shares):
        sums[position] += share
