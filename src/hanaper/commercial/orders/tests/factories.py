"""Orders and receipts in few words, over suppliers' factories: alpha and beta both buy.

shop = build_shop()
order = shop.order()                       # raised and approved by two people of alpha
shop.receive(order, {1: "10"})             # recorded by a third
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hanaper.commercial.orders.api import (
    LineDraft,
    Order,
    OrderDraft,
    Receipt,
    ReceiptDraft,
    orders_approve,
    orders_raise,
    receipts_record,
)
from hanaper.commercial.suppliers.api import BodySite
from hanaper.commercial.suppliers.tests.factories import Trade, build_trade, person_with
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.tenancy.api import Body
from hanaper.ledger.api import Account
from tests.world import SETUP

LIMIT_PENCE = 1_000_000


@dataclass
class Shop:
    """raiser, approver, receiver: people of alpha and beta in one duty each; approver's limit is LIMIT_PENCE."""

    trade: Trade
    raiser: Actor
    approver: Actor
    receiver: Actor
    sites: dict[int, BodySite]

    @property
    def alpha(self) -> Body:
        return self.trade.alpha

    @property
    def beta(self) -> Body:
        return self.trade.beta

    def line(self, quantity: str = "10", price: str = "25.00", *, body: Body | None = None, **fields: Any) -> LineDraft:
        body = body or self.alpha
        wanted: dict[str, Any] = {
            "description": "Printer paper",
            "unit": "EA",
            "account_id": Account.objects.get(code="5700").pk,
            "cost_centre_id": self.trade.world.cost_centres[body.pk],
            "programme_id": self.trade.world.programmes[body.pk],
        }
        return LineDraft(quantity=Decimal(quantity), price=Decimal(price), **(wanted | fields))

    def draft(self, *lines: LineDraft, body: Body | None = None, **fields: Any) -> OrderDraft:
        body = body or self.alpha
        wanted: dict[str, Any] = {
            "body_site_id": self.sites[body.pk].pk,
            "description": "Office supplies",
            "lines": list(lines) or [self.line(body=body)],
        }
        return OrderDraft(**(wanted | fields))

    def raise_order(self, *lines: LineDraft, body: Body | None = None, **fields: Any) -> Order:
        with act(self.raiser, "order.raise", body or self.alpha):
            order = orders_raise(drafts=[self.draft(*lines, body=body, **fields)])[0]
        return self.fresh(order)

    def approve(self, order: Order, by: Actor | None = None) -> Any:
        with act(by or self.approver, "order.approve", order.body):
            return orders_approve(ids=[order.pk])[0]

    def order(self, *lines: LineDraft, body: Body | None = None, **fields: Any) -> Order:
        """Raised and approved."""
        order = self.raise_order(*lines, body=body, **fields)
        outcome = self.approve(order)
        assert outcome.moved, outcome
        return self.fresh(order)

    def receive(self, order: Order, quantities: Mapping[int, str], by: Actor | None = None) -> Receipt:
        """quantities: by number of the order's line."""
        lines = [(number, Decimal(quantity)) for number, quantity in quantities.items()]
        with act(by or self.receiver, "receipt.record", order.body):
            return receipts_record(drafts=[ReceiptDraft(order.pk, self.trade.today, lines)])[0]

    def fresh(self, order: Order) -> Order:
        """As the database has it now."""
        with act(SETUP, None, order.body):
            return Order.objects.select_related("body").get(pk=order.pk)


def build_shop() -> Shop:
    trade = build_trade()
    sites = {body.pk: trade.used(trade.supplier(f"Acme {body}", body=body), body) for body in (trade.alpha, trade.beta)}
    bodies = (trade.alpha, trade.beta)
    return Shop(
        trade,
        person_with(["order.raise", "order.read"], *bodies),
        person_with(["order.approve", "order.read"], *bodies, limit_pence=LIMIT_PENCE),
        person_with(["receipt.record", "order.read"], *bodies),
        sites,
    )
