"""Three-way match: does an invoice ask for what was ordered, at the price agreed, and did it arrive?

`match` compares and never decides: every comparison becomes a `Step` with what was found and what was expected, and a
failed step is a reason to hold the invoice. An invoice with no failed step may go on without a person.

How the sums work
- A line is compared with its order line after what earlier invoices took: quantity and value are cumulative.
- The price of a line is what it really asks for a unit, net amount over quantity, so that a line charge cannot hide
  beside an agreed price. Half a penny of rounding is never a difference.
- The value of a line is a reason of its own only where its price and quantity are not: they would say the same twice.
- Charges and other additions at the foot of the invoice are on no order line: beyond what the order agrees beside its
  lines, they must fit the value tolerance.
- A credit only gives back. It is never held for price, quantity or value, and it makes room for the lines beside it;
  crediting more than was invoiced makes no room for later invoices.
- An order line of negative quantity (a return agreed with the supplier) is compared with all signs turned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hanaper.finance.payables.rules.claims import Invoiced, InvoicedLine, Ordered, OrderedLine, Received
from hanaper.finance.payables.rules.pairing import Pair, pair_lines
from hanaper.finance.payables.rules.tolerances import Tolerances
from hanaper.kernel.money import minor_digits
from hanaper.kernel.rounding import round_half_up, round_half_up_to_penny

_SAME_COUNT: Final = frozenset({"C62", "EA", "H87"})
"""UNECE Rec 20: one, each, piece. Suppliers use them for one another."""


class Rule(StrEnum):
    """What a step compares; its value is the code of the reason when the step fails."""

    NO_ORDER = "no-order"
    SUPPLIER_DIFFERS = "supplier-differs"
    CURRENCY_DIFFERS = "currency-differs"
    UNKNOWN_ORDER_LINE = "unknown-order-line"
    UNIT_DIFFERS = "unit-differs"
    PRICE_OVER = "price-over"
    QUANTITY_OVER = "quantity-over"
    QUANTITY_SHORT = "quantity-short"
    VALUE_OVER = "value-over"


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison, with its figures as people read them. line: the invoice line, or None for the whole invoice.

    `found` was compared with `expected`; where a tolerance applies, `found` may exceed it by `allowed`.
    """

    rule: Rule
    holds: bool
    line: str | None
    found: str
    expected: str
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """The answer and its working: all steps in the order in which they were made."""

    steps: tuple[Step, ...]
    pairs: tuple[Pair, ...] = ()

    @property
    def reasons(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if not step.holds)

    @property
    def codes(self) -> tuple[str, ...]:
        """The distinct reasons, in the order in which they were found."""
        return tuple(dict.fromkeys(step.rule.value for step in self.reasons))

    @property
    def is_matched(self) -> bool:
        return not self.reasons


def match(invoice: Invoiced, order: Ordered | None, receipts: Sequence[Received], tolerances: Tolerances) -> Matching:
    """Compare an invoice with its order and with what was received for it.

    order: the order that the invoice names, or None when it names none that exists.
    receipts: all receipts of that order, of any line. tolerances: those in force on the day of the invoice.
    """
    if order is None:
        named = invoice.order_number or "no order"
        return Matching((Step(Rule.NO_ORDER, False, None, named, "an order of the supplier"),))
    same_supplier, same_currency = invoice.supplier == order.supplier, invoice.currency == order.currency
    steps = [
        Step(Rule.NO_ORDER, True, None, invoice.order_number or order.number, order.number),
        Step(Rule.SUPPLIER_DIFFERS, same_supplier, None, str(invoice.supplier), str(order.supplier)),
        Step(Rule.CURRENCY_DIFFERS, same_currency, None, invoice.currency, order.currency),
    ]
    if not (same_supplier and same_currency):
        # Another supplier's prices, or another currency's, say nothing about this invoice.
        return Matching(tuple(steps))
    pairs = pair_lines(invoice.lines, order.lines)
    accounts = {
        ordered.id: _Account(
            ordered,
            invoiced=[
                line for line, pair in zip(invoice.lines, pairs, strict=True) if pair and pair.order_line == ordered.id
            ],
            received=sum((each.quantity for each in receipts if each.order_line == ordered.id), Decimal(0)),
            tolerances=tolerances,
            currency=order.currency,
        )
        for ordered in order.lines
    }
    for line, pair in zip(invoice.lines, pairs, strict=True):
        named = line.order_line or line.name or "no order line"
        expected = pair.order_line if pair else f"a line of order {order.number}"
        steps.append(Step(Rule.UNKNOWN_ORDER_LINE, pair is not None, line.id, named, expected))
        if pair:
            steps += accounts[pair.order_line].compare(line)
    lines_minor = sum(line.net_minor for line in invoice.lines)
    # The allowances of a credit note make its credit smaller, which asks for nothing as long as a credit remains.
    if invoice.extra_minor > 0 and invoice.extra_minor + lines_minor > 0:
        steps.append(_compare_extra(invoice.extra_minor, lines_minor, order, tolerances))
    return Matching(tuple(steps), tuple(pair for pair in pairs if pair))


class _Account:
    """An order line with what was already taken of it, to which the lines of one invoice are put one by one."""

    def __init__(
        self,
        ordered: OrderedLine,
        *,
        invoiced: Sequence[InvoicedLine],
        received: Decimal,
        tolerances: Tolerances,
        currency: str,
    ) -> None:
        self.sign = -1 if ordered.quantity < 0 else 1
        self.ordered = ordered
        self.quantity = self.sign * ordered.quantity
        self.received = self.sign * received
        self.tolerances = tolerances
        self.currency = currency
        given_back = [line for line in invoiced if self.sign * line.net_minor < 0]
        self.taken = max(self.sign * ordered.invoiced_quantity, Decimal(0))
        self.taken += sum((min(self.sign * line.quantity, Decimal(0)) for line in given_back), Decimal(0))
        self.taken_minor = max(self.sign * ordered.invoiced_minor, 0)
        self.taken_minor += sum(self.sign * line.net_minor for line in given_back)

    def compare(self, line: InvoicedLine) -> Iterator[Step]:
        quantity, net = self.sign * line.quantity, self.sign * line.net_minor
        same_unit = line.unit == self.ordered.unit or {line.unit, self.ordered.unit} <= _SAME_COUNT
        yield Step(Rule.UNIT_DIFFERS, same_unit, line.id, line.unit or "no unit", self.ordered.unit or "no unit")
        if net < 0:
            return
        steps: list[Step] = []
        if same_unit and quantity > 0:
            steps += self._compare_price(line.id, quantity, net)
            steps += self._compare_quantity(line.id, quantity)
        self.taken_minor += net
        yield from steps
        if all(step.holds for step in steps):
            yield self._compare_value(line.id)

    def _compare_price(self, line: str, quantity: Decimal, net: int) -> Iterator[Step]:
        price = self.ordered.unit_price_minor
        allowed = self.tolerances.price.allows(price)
        # Without division, so that only the rounding of the net amount itself is forgiven.
        holds = net <= round_half_up_to_penny(quantity * (price + allowed))
        yield Step(
            Rule.PRICE_OVER,
            holds,
            line,
            _price(net / quantity, self.currency),
            _price(price, self.currency),
            _price(allowed, self.currency),
        )

    def _compare_quantity(self, line: str, quantity: Decimal) -> Iterator[Step]:
        self.taken += quantity
        allowed = self.quantity * self.tolerances.quantity_basis_points / 10_000
        found = _number(self.taken)
        holds = self.taken <= self.quantity + allowed
        yield Step(Rule.QUANTITY_OVER, holds, line, found, _number(self.quantity), _number(allowed))
        if self.ordered.receipt_needed:
            holds = self.taken <= self.received
            yield Step(Rule.QUANTITY_SHORT, holds, line, found, _number(self.received))

    def _compare_value(self, line: str) -> Step:
        value = self.quantity * self.ordered.unit_price_minor
        allowed = self.tolerances.value.allows(value)
        # A quantity that the tolerance lets through brings its value with it.
        allowed += value * self.tolerances.quantity_basis_points / 10_000
        holds = self.taken_minor <= round_half_up_to_penny(value + allowed)
        return Step(
            Rule.VALUE_OVER,
            holds,
            line,
            _price(Decimal(self.taken_minor), self.currency),
            _price(value, self.currency),
            _price(allowed, self.currency),
        )


def _compare_extra(extra_minor: int, lines_minor: int, order: Ordered, tolerances: Tolerances) -> Step:
    allowed = (tolerances.foot or tolerances.value).allows(Decimal(max(lines_minor, 0)))
    return Step(
        Rule.VALUE_OVER,
        extra_minor <= round_half_up_to_penny(order.extra_minor + allowed),
        None,
        _price(Decimal(extra_minor), order.currency),
        _price(Decimal(order.extra_minor), order.currency),
        _price(allowed, order.currency),
    )


def _price(minor: Decimal, currency: str) -> str:
    """An amount with up to four decimals more than its currency has.

    >>> _price(Decimal("1234.5"), "GBP"), _price(Decimal(1000) / 3, "GBP"), _price(Decimal(-50), "JPY")
    ('£12.345', '£3.333333', '-JPY 50')
    """
    digits = minor_digits(currency)
    number = _number(round_half_up(minor, 4).scaleb(-digits).copy_abs(), decimals_min=digits)
    return ("-" if minor < 0 else "") + ("£" if currency == "GBP" else f"{currency} ") + number


def _number(quantity: Decimal, *, decimals_min: int = 0) -> str:
    """
    >>> [_number(Decimal(quantity)) for quantity in ("10.00", "1E+3", "-0.5")]
    ['10', '1,000', '-0.5']
    """
    units, _, decimals = f"{quantity.copy_abs():f}".partition(".")
    decimals = decimals.rstrip("0").ljust(decimals_min, "0")
    return ("-" if quantity < 0 else "") + f"{int(units):,}" + (f".{decimals}" if decimals else "")
