"""Reads of orders and receipts, always of the bodies in scope and in a fixed order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from hanaper.commercial.orders.models import Order, OrderLine, OrderLineFact, Receipt
from hanaper.commercial.orders.process import ORDER, RECEIPT
from hanaper.commercial.suppliers.api import SiteFacts, body_sites_facts
from hanaper.foundation.processes.api import Evidence
from hanaper.kernel.digest import digest
from hanaper.kernel.errors import NotThere
from hanaper.kernel.money import minor_digits

_HEAD = ("body_site_id", "description", "currency", "units_per_pound", "total_minor", "total_pence")
_LINE = (
    "line_no", "description", "seller_item_id", "quantity", "unit", "price", "net_minor", "tax_category", "tax_percent",
    "receipt_needed", "account_id", "cost_centre_id", "programme_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrderLineFacts:
    """A line with what became of it. price: of one unit in the order's currency. net_minor, invoiced_minor: no VAT.

    invoiced_quantity, invoiced_minor: what invoices took, less what credits gave back.
    """

    id: int
    line_no: int
    description: str
    seller_item_id: str
    quantity: Decimal
    unit: str
    price: Decimal
    unit_price_minor: Decimal
    net_minor: int
    tax_category: str
    tax_percent: Decimal
    receipt_needed: bool
    account_id: int
    cost_centre_id: int
    programme_id: int
    received_quantity: Decimal
    invoiced_quantity: Decimal
    invoiced_minor: int


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as a match needs it. is_approved: approved, and its content is what was approved (P22)."""

    id: int
    number: str
    state: str
    is_approved: bool
    site: SiteFacts
    currency: str
    total_minor: int
    total_pence: int
    lines: tuple[OrderLineFacts, ...]


def contents(ids: Collection[int]) -> dict[int, Any]:
    """What an approval of each order stands for, as plain values."""
    content: dict[int, Any] = {
        pk: [*head, []] for pk, *head in Order.objects.filter(pk__in=ids).values_list("pk", *_HEAD)
    }
    lines = OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "line_no")
    for pk, *line in lines.values_list("order_id", *_LINE):
        content[pk][-1].append(line)
    return content


def unchanged(ids: Collection[int]) -> set[int]:
    """Those of these orders whose content is what was approved."""
    approved = dict(
        Order.objects.filter(pk__in=ids, approved_digest__isnull=False).values_list("pk", "approved_digest")
    )
    now = contents(list(approved))
    return {pk for pk, kept in approved.items() if kept is not None and digest(now[pk]) == bytes(kept)}


def order_facts(ids: Iterable[int]) -> dict[int, OrderFacts]:
    """Orders by id, with what was received and invoiced of each line; those out of scope are left out.

    The number of statements does not depend on the number of orders.
    """
    return {facts.id: facts for facts in _facts(Order.objects.filter(pk__in=set(ids)))}


def order_facts_by_number(numbers: Iterable[str]) -> dict[str, OrderFacts]:
    """The same by number, upper case; in an act for one body only its own orders are found."""
    wanted = {number.strip().upper() for number in numbers} - {""}
    return {facts.number: facts for facts in _facts(Order.objects.filter(number__in=wanted))}


def _facts(orders: QuerySet[Order]) -> list[OrderFacts]:
    found = list(orders.order_by("pk"))
    ids = [order.pk for order in found]
    sites = body_sites_facts({order.body_site_id for order in found})
    taken = {fact.line_id: fact for fact in OrderLineFact.objects.filter(order_id__in=ids)}
    lines: dict[int, list[OrderLine]] = {pk: [] for pk in ids}
    for line in OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "line_no"):
        lines[line.order_id].append(line)
    facts = []
    for order in found:
        content = [
            *(getattr(order, field) for field in _HEAD),
            [[getattr(line, field) for field in _LINE] for line in lines[order.pk]],
        ]
        as_approved = order.approved_digest is not None and digest(content) == bytes(order.approved_digest)
        facts.append(
            OrderFacts(
                order.pk,
                order.number,
                order.state,
                order.state == "approved" and as_approved,
                sites[order.body_site_id],
                order.currency,
                order.total_minor,
                order.total_pence,
                tuple(_line_facts(line, order.currency, taken[line.pk]) for line in lines[order.pk]),
            )
        )
    return facts


def _line_facts(line: OrderLine, currency: str, taken: OrderLineFact) -> OrderLineFacts:
    return OrderLineFacts(
        id=line.pk,
        unit_price_minor=line.price.scaleb(minor_digits(currency)),
        received_quantity=taken.received_quantity,
        invoiced_quantity=taken.invoiced_quantity,
        invoiced_minor=taken.invoiced_minor,
        **{field: getattr(line, field) for field in _LINE},
    )


def orders(*, number: str = "") -> QuerySet[Order]:
    """Every order in scope, newest first; or the one of a number."""
    found = Order.objects.select_related("body", "body_site__site__entity").order_by("-pk")
    return found.filter(number=number.strip().upper()) if number else found


def order_get_for(order_id: int) -> Order:
    """One order in scope. Raises NotThere, alike for none and for not yours."""
    found = orders().filter(pk=order_id).first()
    if found is None:
        raise NotThere(what="order", found=order_id)
    return found


def receipts(*, order_ids: Sequence[int] | None = None, number: str = "") -> QuerySet[Receipt]:
    """Every receipt in scope, newest first; those of these orders, or the one of a number or of a delivery note."""
    found = Receipt.objects.select_related("body", "order", "order__body_site__site__entity").order_by("-pk")
    if number:
        found = found.filter(Q(number=number.strip().upper()) | Q(delivery_note=number.strip()))
    return found if order_ids is None else found.filter(order_id__in=order_ids)


def may_record(*, order: Order, person_id: int | None) -> bool:
    """Whether the person did nothing on the order that keeps them from saying what arrived (S05)."""
    step = RECEIPT.step("record")
    barred = [code.removeprefix("order.") for code in step.never_by]
    own = Evidence.objects.filter(process=ORDER.code, document_id=order.pk, step__in=barred, actor_id=person_id)
    return order.state == "approved" and not own.exists()


def receipt_get_for(receipt_id: int) -> Receipt:
    """One receipt in scope. Raises NotThere."""
    found = receipts().filter(pk=receipt_id).first()
    if found is None:
        raise NotThere(what="receipt", found=receipt_id)
    return found
