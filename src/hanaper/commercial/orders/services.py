"""Writes: orders are raised and approved by two people, and a third says what arrived.

Every function that takes many works in the same number of statements as for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model

from hanaper.commercial.orders.drafts import LineDraft, OrderDraft, ReceiptDraft, Taking
from hanaper.commercial.orders.errors import (
    BelowTaken,
    DeliveredLater,
    KeyNotThere,
    NotEditable,
    NotReceivable,
    OrderEmpty,
    OrderLineNotThere,
    OrderLineWrong,
    QuantityWrong,
    SupplierFixed,
)
from hanaper.commercial.orders.models import InvoicedLine, Order, OrderLine, OrderLineFact, Receipt, ReceiptLine
from hanaper.commercial.orders.process import ORDER, RECEIPT
from hanaper.commercial.orders.rules.checks import fault, is_quantity
from hanaper.commercial.orders.rules.lines import line_net_minor
from hanaper.commercial.orders.selectors import contents, unchanged
from hanaper.commercial.suppliers.api import BodySite
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, advance, advance_one, create
from hanaper.foundation.tenancy.api import CostCentre
from hanaper.kernel.errors import NotThere
from hanaper.kernel.money import minor_digits
from hanaper.ledger.api import Account, Programme
from hanaper.ledger.exchange.api import NoRate, rates_on


def orders_raise(*, drafts: Sequence[OrderDraft]) -> list[Order]:
    """Raise orders for approval by somebody else; the answers are in their order. All or none.

    Raises OrderEmpty, OrderLineWrong, KeyNotThere, each naming the row; UnknownCurrency, NoRate.
    """
    for row, draft in enumerate(drafts, 1):
        _check_lines(row, draft)
    _check_keys(drafts)
    orders = create(ORDER, "raise", [Order(**head) for head in _heads(drafts)])
    lines = [
        OrderLine(body_id=order.body_id, order=order, line_no=number, **_fields(line, draft.currency))
        for order, draft in zip(orders, drafts, strict=True)
        for number, line in _numbered(draft.lines)
    ]
    OrderLine.objects.bulk_create(lines, batch_size=2000)
    take("order", Order, [order.pk for order in orders], prefix="PO")
    return orders


def order_amend(*, order_id: int, draft: OrderDraft) -> Outcome:
    """Give an order that was sent back, or approved, another content, and raise it again for approval.

    Lines keep their number. Raises NotEditable in any other state, BelowTaken where a line would fall below what was
    received or invoiced of it, SupplierFixed, and what `orders_raise` raises.
    """
    order = Order.objects.filter(pk=order_id, body_id=current_act().body_id).first()
    if order is None:
        raise NotThere(what="order", found=order_id)
    if order.state not in ("returned", "approved"):
        raise NotEditable(found=order.state)
    _check_lines(1, draft)
    _check_keys([draft])
    outcome = advance_one(ORDER, "correct" if order.state == "returned" else "change", order)
    Order.objects.filter(pk=order.pk).update(**_heads([draft])[0])
    _rewrite_lines(order, draft)
    return outcome


def orders_approve(*, ids: Iterable[int]) -> list[Outcome]:
    """Approve orders: refused to whoever raised, corrected or changed them, and beyond one's limit."""
    return advance(ORDER, "approve", ids)


def orders_send_back(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Send raised orders back to be corrected. reason: a code that stands in the evidence."""
    return advance(ORDER, "send-back", ids, reason=reason)


def orders_cancel(*, ids: Iterable[int]) -> list[Outcome]:
    """Cancel orders on which nothing was received or invoiced."""
    return advance(ORDER, "cancel", ids)


def orders_close(*, ids: Iterable[int]) -> list[Outcome]:
    """Close orders: nothing more is expected on them."""
    return advance(ORDER, "close", ids)


def receipts_record(*, drafts: Sequence[ReceiptDraft]) -> list[Receipt]:
    """Record what arrived on approved orders; the answers are in the order of the drafts. All or none.

    Raises OrderEmpty, QuantityWrong, DeliveredLater, OrderLineNotThere, NotThere; NotReceivable for an order that is
    not approved or has changed since; StepRefused for whoever raised or approved the order.
    """
    body_id, today = current_act().body_id, current_act().today
    for row, draft in enumerate(drafts, 1):
        if not draft.lines:
            raise OrderEmpty(what="Receipt", row=row)
        if draft.delivered_on > today:
            raise DeliveredLater(row=row, found=draft.delivered_on, expected=today)
        for line_no, quantity in draft.lines:
            if not is_quantity(quantity):
                raise QuantityWrong(row=row, line=line_no, found=str(quantity))
    _hold_receivable({draft.order_id for draft in drafts})
    lines = {
        (order_id, line_no): pk
        for pk, order_id, line_no in OrderLine.objects.filter(
            order_id__in={draft.order_id for draft in drafts}, body_id=body_id
        ).values_list("pk", "order_id", "line_no")
    }
    for row, draft in enumerate(drafts, 1):
        for line_no, _ in draft.lines:
            if (draft.order_id, line_no) not in lines:
                raise OrderLineNotThere(row=row, found=line_no)
    receipts = create(
        RECEIPT,
        "record",
        [Receipt(order_id=d.order_id, delivered_on=d.delivered_on, delivery_note=d.delivery_note) for d in drafts],
        follows=[[(ORDER, draft.order_id)] for draft in drafts],
    )
    ReceiptLine.objects.bulk_create(
        [
            ReceiptLine(
                body_id=body_id, receipt=receipt, order_line_id=lines[draft.order_id, line_no], quantity=quantity
            )
            for receipt, draft in zip(receipts, drafts, strict=True)
            for line_no, quantity in draft.lines
        ],
        batch_size=2000,
    )
    take("receipt", Receipt, [receipt.pk for receipt in receipts], prefix="GR")
    return receipts


def receipts_return(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Goods of these receipts went back. reason: a code that stands in the evidence."""
    return advance(RECEIPT, "return", ids, reason=reason)


def invoiced(takings: Sequence[Taking]) -> None:
    """Keep what lines of invoices took of order lines of the act's body; what is kept already is not kept twice.

    An order line of another body is refused by the database. To take something back, add its opposite under another
    `event`.
    """
    body_id = current_act().body_id
    InvoicedLine.objects.bulk_create(
        [
            InvoicedLine(
                body_id=body_id,
                order_line_id=taking.order_line_id,
                process=taking.process,
                document_id=taking.document_id,
                document_line=taking.document_line,
                event=taking.event,
                quantity=taking.quantity,
                net_minor=taking.net_minor,
            )
            for taking in takings
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )


@ORDER.content
def _content(ids: Sequence[int]) -> dict[int, Any]:
    """What an approval of an order stands for."""
    return contents(ids)


@ORDER.effect("cancel")
def _cancel(batch: Batch) -> None:
    """What was received or invoiced cannot be unasked."""
    used = ReceiptLine.objects.filter(receipt__state="recorded", order_line__order_id__in=batch.ids).values_list(
        "order_line__order_id", flat=True
    )
    taken = InvoicedLine.objects.filter(order_line__order_id__in=batch.ids).values_list(
        "order_line__order_id", flat=True
    )
    for pk in {*used, *taken}:
        batch.refuse(pk, "orders.in-use")


@RECEIPT.effect("return")
def _return(batch: Batch) -> None:
    """What was invoiced on the strength of a receipt goes back with a credit note, not before it."""
    lines = list(
        ReceiptLine.objects.filter(receipt_id__in=batch.ids)
        .order_by("receipt_id")
        .values_list("receipt_id", "order_line_id", "quantity")
    )
    left = {
        fact.line_id: fact.received_quantity - fact.invoiced_quantity
        for fact in OrderLineFact.objects.filter(line_id__in={line for _, line, _ in lines})
    }
    for receipt_id in batch.ids:
        going = [(line, quantity) for receipt, line, quantity in lines if receipt == receipt_id]
        if any(left[line] < quantity for line, quantity in going):
            batch.refuse(receipt_id, "orders.invoiced")
            continue
        for line, quantity in going:
            left[line] -= quantity


def _check_lines(row: int, draft: OrderDraft) -> None:
    minor_digits(draft.currency)
    if not draft.lines:
        raise OrderEmpty(what="Order", row=row)
    if not draft.description.strip() or len(draft.description) > 200:
        raise OrderLineWrong(row=row, line=0, field="description", found="", expected="what the order is for")
    seen: set[int] = set()
    for number, line in _numbered(draft.lines):
        found = fault(line)
        if found is None and (number in seen or not 0 < number < 32768):
            found = ("line_no", str(number), "a number that stands once in the order")
        if found is not None:
            field, what, expected = found
            raise OrderLineWrong(row=row, line=number, field=field, found=what, expected=expected)
        seen.add(number)


def _check_keys(drafts: Sequence[OrderDraft]) -> None:
    """Every key must be there for the body of the act, today: four statements, however many orders."""
    act = current_act()
    own: dict[str, Any] = {"body_id": act.body_id}
    today: dict[str, Any] = {"valid__contains": act.today}
    kinds: list[tuple[str, type[Model], dict[str, Any]]] = [
        ("account_id", Account, today),
        ("cost_centre_id", CostCentre, own | today),
        ("programme_id", Programme, own | today),
    ]
    _check_there(drafts, "supplier", BodySite, own, [[draft.body_site_id] for draft in drafts])
    for field, model, condition in kinds:
        _check_there(drafts, field.removesuffix("_id").replace("_", " "), model, condition,
                     [[getattr(line, field) for line in draft.lines] for draft in drafts])  # fmt: skip


def _check_there(
    drafts: Sequence[OrderDraft], what: str, model: type[Model], condition: dict[str, Any], wanted: list[list[int]]
) -> None:
    ids = {pk for each in wanted for pk in each}
    there = set(model._default_manager.filter(pk__in=ids, **condition).values_list("pk", flat=True))
    for row, each in enumerate(wanted, 1):
        for pk in each:
            if pk not in there:
                raise KeyNotThere(row=row, what=what, found=pk)


def _heads(drafts: Sequence[OrderDraft]) -> list[dict[str, Any]]:
    """The columns of each order; foreign totals at the rate of today. Raises NoRate."""
    today = current_act().today
    rates = rates_on((draft.currency, today) for draft in drafts)
    heads = []
    for draft in drafts:
        rate = rates.get((draft.currency, today))
        if rate is None and draft.currency != "GBP":
            raise NoRate(currency=draft.currency, day=today)
        nets = (line_net_minor(quantity=x.quantity, price=x.price, currency=draft.currency) for x in draft.lines)
        total = sum(nets)
        heads.append(
            {
                "body_site_id": draft.body_site_id,
                "description": draft.description.strip(),
                "currency": draft.currency,
                "units_per_pound": rate.units_per_pound if rate else Decimal(1),
                "total_minor": total,
                "total_pence": rate.pence(total) if rate else total,
            }
        )
    return heads


def _fields(line: LineDraft, currency: str) -> dict[str, Any]:
    return {
        "description": line.description.strip(),
        "seller_item_id": line.seller_item_id,
        "quantity": line.quantity,
        "unit": line.unit,
        "price": line.price,
        "net_minor": line_net_minor(quantity=line.quantity, price=line.price, currency=currency),
        "tax_category": line.tax_category,
        "tax_percent": line.tax_percent,
        "receipt_needed": line.receipt_needed,
        "account_id": line.account_id,
        "cost_centre_id": line.cost_centre_id,
        "programme_id": line.programme_id,
    }


def _numbered(lines: Sequence[LineDraft]) -> list[tuple[int, LineDraft]]:
    return [(line.line_no or place, line) for place, line in enumerate(lines, 1)]


def _rewrite_lines(order: Order, draft: OrderDraft) -> None:
    """Line by number: changed, added, or removed where nothing ever happened on it."""
    there = {line.line_no: line for line in order.lines.all()}
    facts = {fact.line_no: fact for fact in OrderLineFact.objects.filter(order_id=order.pk)}
    in_use = any(fact.received_quantity or fact.invoiced_quantity or fact.invoiced_minor for fact in facts.values())
    if in_use and (order.currency, order.body_site_id) != (draft.currency, draft.body_site_id):
        raise SupplierFixed()
    wanted = dict(_numbered(draft.lines))
    for number, fact in facts.items():
        taken = max(fact.received_quantity, fact.invoiced_quantity)
        kept = wanted[number].quantity if number in wanted else 0
        if kept < taken:
            raise BelowTaken(line=number, taken=f"{taken:f}", found=f"{kept:f}" if kept else "none")
    gone = [line.pk for number, line in there.items() if number not in wanted]
    touched = ReceiptLine.objects.filter(order_line_id__in=gone).exists() or (
        InvoicedLine.objects.filter(order_line_id__in=gone).exists()
    )
    if touched:
        raise BelowTaken(line=", ".join(str(n) for n in there if n not in wanted), taken="some", found="none")
    OrderLine.objects.filter(pk__in=gone).delete()
    for number, line in there.items():
        if number in wanted:
            for field, value in _fields(wanted[number], draft.currency).items():
                setattr(line, field, value)
    kept_lines = [line for number, line in there.items() if number in wanted]
    if kept_lines:
        OrderLine.objects.bulk_update(kept_lines, list(_fields(draft.lines[0], draft.currency)))
    OrderLine.objects.bulk_create(
        [
            OrderLine(body_id=order.body_id, order=order, line_no=number, **_fields(line, draft.currency))
            for number, line in wanted.items()
            if number not in there
        ]
    )


def _hold_receivable(order_ids: set[int]) -> None:
    """Keep the orders as they are until the act ends, and refuse those on which nothing may arrive."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, number, state FROM orders_order WHERE body_id = %s AND id = ANY (%s) ORDER BY id FOR SHARE",
            [current_act().body_id, sorted(order_ids)],
        )
        there = {pk: (number, state) for pk, number, state in cursor.fetchall()}
    for pk in sorted(order_ids):
        if pk not in there:
            raise NotThere(what="order", found=pk)
        number, state = there[pk]
        if state != "approved":
            raise NotReceivable(number=number, found=state)
    for pk in sorted(order_ids - unchanged(order_ids)):
        raise NotReceivable(number=there[pk][0], found="changed since its approval")
