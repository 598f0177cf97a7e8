"""What orders register with the site: sections, your work, search."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.commercial.orders import selectors
from hanaper.commercial.orders.process import ORDER
from hanaper.commercial.orders.wording import SENTENCES
from hanaper.foundation.interface.api import (
    Hit,
    NavigationSection,
    SearchProvider,
    register_search,
    register_section,
    register_sentences,
)
from hanaper.foundation.interface.process_work import register_work


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Orders", "orders/", frozenset({"order.read"}), order=30))
    register_section(NavigationSection("Receipts", "receipts/", frozenset({"order.read"}), order=31))
    register_work(
        ORDER,
        {"approve": "Approve", "correct": "Correct"},
        label="Orders",
        title=lambda order: f"Order {order}",
        detail=lambda order: f"{order.total}, {order.description}",
    )
    register_search(SearchProvider("orders", "Orders", "order.read", _orders))
    register_search(SearchProvider("receipts", "Receipts", "order.read", _receipts))
    register_sentences(SENTENCES)


def _orders(text: str, most: int) -> Sequence[Hit]:
    return [
        Hit(
            kind="Order",
            title=f"Order {order}",
            url=f"/{order.body.code}/orders/{order.pk}/",
            body=order.body.name,
            detail=f"{order.body_site.site.entity}, {order.total}",
            exact=True,
            synthetic=order.body.synthetic,
        )
        for order in selectors.orders(number=text)[:most]
    ]


def _receipts(text: str, most: int) -> Sequence[Hit]:
    return [
        Hit(
            kind="Receipt",
            title=f"Receipt {receipt}",
            url=f"/{receipt.body.code}/receipts/{receipt.pk}/",
            body=receipt.body.name,
            detail=f"of order {receipt.order}",
            exact=True,
            synthetic=receipt.body.synthetic,
        )
        for receipt in selectors.receipts(number=text)[:most]
    ]
