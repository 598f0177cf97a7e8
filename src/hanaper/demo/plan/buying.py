"""What one body orders, what arrives of it, and what its suppliers invoice: first as it should be, then with faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hanaper.demo.chance import Chance
from hanaper.demo.goods import Good
from hanaper.demo.market import Supplier
from hanaper.demo.plan.days import LEAD_IN, Days
from hanaper.demo.plan.documents import Fault, PlannedInvoice, PlannedLine, PlannedOrder, PlannedReceipt
from hanaper.demo.plan.totals import order_totals, payable_pence

#: Invoices that come with one post, about: bodies with few do not open their post every day.
IN_A_POST = 6
#: Share of invoices that somebody brings to the centre by hand, because the supplier cannot send them.
BY_HAND = 0.07
COST_CENTRES = ("CC-100", "CC-200", "CC-300")
PROGRAMMES = ("PRG-1", "PRG-2")
#: Ways in which a file is spoiled, and the rule that says so.
BROKEN = ("total", "currency", "schema", "cut")


@dataclass
class Purchase:
    """One order with its receipts and its invoice. raised, approved: numbers of days, as the receipts have them."""

    order: PlannedOrder
    raised: int
    approved: int
    receipts: list[tuple[int, PlannedReceipt]]
    invoice: PlannedInvoice


class Buyer:
    """One body's buying over the month. pace: working days between two of its posts."""

    def __init__(self, *, seed: int, body: str, count: int, days: Days, suppliers: Sequence[Supplier]) -> None:
        self.body, self.count, self.days = body, count, days
        self.chance = Chance(seed, "buying", body)
        own = [each for each in suppliers if body in each.bodies]
        self.own = {each.ref: each for each in own}
        self.at_home = [each for each in own if each.trade.currency == "GBP" and each.twin is None]
        self.abroad = [each for each in own if each.trade.currency != "GBP"]
        self.twins = {each.twin: each for each in own if each.twin}
        wanted = max(4, count // IN_A_POST)
        self.pace = max(1, (days.last - 1) // wanted)
        offset = self.chance.between(0, self.pace - 1)
        self.posts = [day for day in range(days.last) if day % self.pace == offset] or [0]
        self._amounts: set[tuple[str, int]] = set()

    def purchases(self, faults: Sequence[Fault | None], numbers: Mapping[str, list[int]]) -> list[Purchase]:
        """One purchase for each wanted invoice. faults: what goes wrong with each. numbers: next invoice number of each
        supplier, as a list of one, counted on."""
        found: list[Purchase] = []
        repeats = []
        for place, fault in enumerate(faults):
            if fault in (Fault.DUPLICATE_NUMBER, Fault.NEAR_NUMBER):
                repeats.append((place, fault))
            else:
                found.append(self._purchase(place, fault, numbers))
        for place, fault in repeats:
            self._repeat(found, place, fault)
        return found

    def leave_some(self, found: Sequence[Purchase], ceiling_pence: int) -> None:
        """Move one invoice above the ceiling, and one of each question that people are asked most, to the last post."""
        repeated = {each.invoice.copy_of for each in found}
        chosen = [next((each for each in found if each.invoice.fault == fault), None)
                  for fault in (Fault.PRICE_OVER, Fault.MISSING_ORDER)]  # fmt: skip
        plain = [
            each
            for each in found
            if each.invoice.fault is None and each.invoice.ref not in repeated and each.order.currency == "GBP"
        ]
        if plain:
            dearest = max(plain, key=lambda each: each.invoice.payable_pence)
            if dearest.invoice.payable_pence <= ceiling_pence:
                _multiply(dearest, 1 + ceiling_pence // dearest.invoice.payable_pence)
                lines = tuple((line.number, line.quantity, line.price) for line in dearest.order.lines)
                pence = payable_pence(dearest.order, lines)
                dearest.invoice = replace(dearest.invoice, lines=lines, payable_pence=pence)
            chosen.append(dearest)
        for each in chosen:
            if each is not None:
                each.invoice = replace(each.invoice, day=self.posts[-1], by_person=False)

    def for_later(self) -> list[PlannedOrder]:
        """Orders of the month's end, whose invoices come after it."""
        count = max(2, self.count // 20)
        return [self._order(self.count + place, self._supplier(self.count, None)) for place in range(count)]

    def _purchase(self, place: int, fault: Fault | None, numbers: Mapping[str, list[int]]) -> Purchase:
        supplier = self._supplier(place, fault)
        arrives = self.chance.of(self.posts)
        order = self._order(place, supplier)
        raised = self._on_order_day(arrives - self.chance.between(3, 8))
        approved = raised + 1
        receipts = self._receipts(order, approved, arrives, fault)
        lines = [(line.number, line.quantity, line.price) for line in order.lines]
        if fault == Fault.PRICE_OVER:
            line_no, quantity, price = lines[0]
            dearer = price * Decimal(self.chance.between(108, 130)) / 100
            lines[0] = (line_no, quantity, max(dearer.quantize(Decimal("0.01")), price + Decimal("0.05")))
        sender = self.twins[supplier.ref] if fault == Fault.WRONG_SUPPLIER else supplier
        number = self._number(sender, numbers)
        invoice = PlannedInvoice(
            ref=f"I-{self.body}-{place:05d}",
            body=self.body,
            supplier=sender.ref,
            number=number,
            order=order.ref,
            named=fault != Fault.MISSING_ORDER,
            day=arrives,
            issued=max(arrives - self.chance.between(0, 3), -LEAD_IN),
            by_person=fault != Fault.INVALID_FILE and self.chance.happens(BY_HAND),
            lines=tuple(lines),
            payable_pence=0,
            fault=fault,
            broken=self.chance.of(BROKEN) if fault == Fault.INVALID_FILE else "",
        )
        invoice = replace(invoice, payable_pence=payable_pence(order, invoice.lines))
        return Purchase(order, raised, approved, receipts, invoice)

    def _supplier(self, place: int, fault: Fault | None) -> Supplier:
        if fault == Fault.WRONG_SUPPLIER:
            return self.own[self.chance.of(sorted(self.twins))]
        if fault is None and place < 2 and self.abroad:
            return self.abroad[place % len(self.abroad)]
        fit = [each for each in self.at_home if fault != Fault.QUANTITY_SHORT or each.trade.receipt_needed]
        weights = [each.trade.weight for each in fit]
        point = self.chance.between(1, sum(weights))
        for each, weight in zip(fit, weights, strict=True):
            point -= weight
            if point <= 0:
                return each
        return fit[-1]

    def _order(self, place: int, supplier: Supplier) -> PlannedOrder:
        trade = supplier.trade
        goods = self.chance.some(trade.goods, self.chance.of((1, 1, 1, 2, 2, 3)))
        cost_centre, programme = self.chance.of(COST_CENTRES), self.chance.of(PROGRAMMES)
        lines = tuple(
            self._line(number, good, supplier, cost_centre, programme) for number, good in enumerate(goods, 1)
        )
        total_minor, total_pence = order_totals(lines, trade.currency)
        while (supplier.ref, total_minor) in self._amounts:  # two alike of one supplier would look like a repetition
            lines = (replace(lines[0], price=lines[0].price + Decimal("0.01")), *lines[1:])
            total_minor, total_pence = order_totals(lines, trade.currency)
        self._amounts.add((supplier.ref, total_minor))
        ref = f"O-{self.body}-{place:05d}"
        return PlannedOrder(ref, self.body, supplier.ref, trade.currency, lines, total_minor, total_pence)

    def _line(self, number: int, good: Good, supplier: Supplier, cost_centre: str, programme: str) -> PlannedLine:
        low, high = good.quantity
        middle = low + int((high - low) * 0.3)
        quantity = min(max(round(self.chance.spread(middle, 0.7)), low), high)
        return PlannedLine(
            number=number,
            item=good.item,
            name=good.name,
            unit=good.unit,
            quantity=Decimal(quantity),
            price=Decimal(self.chance.between(*good.pence)) / 100,
            tax_category=good.tax_category,
            tax_percent=good.tax_percent,
            account=supplier.trade.account,
            cost_centre=cost_centre,
            programme=programme,
            receipt_needed=supplier.trade.receipt_needed,
        )

    def _on_order_day(self, day: int) -> int:
        """The last day on or before `day` on which the body places orders; never before suppliers are registered."""
        return max(day - (day % self.pace), 2 - LEAD_IN)

    def _receipts(
        self, order: PlannedOrder, approved: int, arrives: int, fault: Fault | None
    ) -> list[tuple[int, PlannedReceipt]]:
        lines = [(line.number, line.quantity) for line in order.lines if line.receipt_needed]
        if not lines:
            return []
        earlier = [day for day in self.posts if approved < day <= arrives]
        day = self.chance.of(earlier) if earlier else arrives
        if fault != Fault.QUANTITY_SHORT:
            return [(day, PlannedReceipt(f"R-{order.ref}-1", order.ref, tuple(lines)))]
        first, rest = [], []
        for number, quantity in lines:
            part = (quantity * Decimal(self.chance.between(40, 80)) / 100).quantize(Decimal(1))
            part = min(part, quantity - 1) if quantity > 1 else Decimal(0)
            if part > 0:
                first.append((number, part))
            rest.append((number, quantity - max(part, Decimal(0))))
        found = [(day, PlannedReceipt(f"R-{order.ref}-1", order.ref, tuple(first)))] if first else []
        late = arrives + self.chance.between(1, 4)
        return [*found, (late, PlannedReceipt(f"R-{order.ref}-2", order.ref, tuple(rest)))]

    def _number(self, supplier: Supplier, numbers: Mapping[str, list[int]]) -> str:
        count = numbers[supplier.ref]
        count[0] += self.chance.between(1, 9)
        return supplier.number.format(count[0])

    def _repeat(self, found: list[Purchase], place: int, fault: Fault) -> None:
        """The same invoice again with a later post: the file resent, or typed anew with a slip in its number."""
        sources = [
            each
            for each in found
            if each.invoice.fault is None
            and not each.invoice.by_person
            and each.invoice.copy_of is None
            and each.invoice.day < self.posts[-1]
            and each.order.currency == "GBP"
            and not any(other.invoice.copy_of == each.invoice.ref for other in found)
        ]
        taken = {each.invoice.number for each in found}
        if fault == Fault.NEAR_NUMBER:
            sources = [each for each in sources if mistyped(each.invoice.number) not in {None, *taken}]
        source = self.chance.of(sources)
        day = self.chance.of([day for day in self.posts if day > source.invoice.day])
        number = source.invoice.number
        if fault == Fault.NEAR_NUMBER:
            number = mistyped(number) or number
            _multiply(source, 2)  # so that nothing but the number gives the repetition away
        copy = replace(
            source.invoice,
            ref=f"I-{self.body}-{place:05d}",
            number=number,
            day=day,
            fault=fault,
            copy_of=source.invoice.ref,
        )
        found.append(Purchase(source.order, source.raised, source.approved, [], copy))


def _multiply(purchase: Purchase, times: int) -> None:
    """Order and receive so many times as much."""
    lines = tuple(replace(line, quantity=line.quantity * times) for line in purchase.order.lines)
    total_minor, total_pence = order_totals(lines, purchase.order.currency)
    purchase.order = replace(purchase.order, lines=lines, total_minor=total_minor, total_pence=total_pence)
    purchase.receipts = [
        (day, replace(receipt, lines=tuple((number, times * quantity) for number, quantity in receipt.lines)))
        for day, receipt in purchase.receipts
    ]


def mistyped(number: str) -> str | None:
    """The number with two neighbouring digits changed over; None where it has no two that differ.

    >>> mistyped("INV-10234"), mistyped("1111")
    ('INV-10243', None)
    """
    for at in range(len(number) - 1, 0, -1):
        one, other = number[at - 1], number[at]
        if one.isdigit() and other.isdigit() and one != other and "0" not in (one, other):
            return number[: at - 1] + other + one + number[at + 1 :]
    return None
