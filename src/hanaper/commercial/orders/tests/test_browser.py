"""The pages of suppliers, orders and receipts in a real browser: what axe finds, which is nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hanaper.commercial.orders.tests.factories import Shop, build_shop
from hanaper.commercial.suppliers.tests.factories import an_account
from hanaper.commercial.suppliers.tests.test_pages import signed_in
from hanaper.foundation.acts.api import Actor


@pytest.mark.browser
@pytest.mark.promise("P49")
def test_axe_finds_nothing_on_the_pages_of_suppliers_and_orders(
    site: str, page: Any, axe: Callable[[Any], list[str]]
) -> None:
    shop = build_shop()
    pages = _pages(shop)
    found: dict[str, list[str]] = {}
    for name, (actor, url) in pages.items():
        _sign_in(page, site, actor)
        answer = page.goto(f"{site}{url}")
        assert answer.status == 200, (name, answer.status)
        found[name] = axe(page)
        _picture(page, name)
    assert found == {name: [] for name in pages}


def _pages(shop: Shop) -> dict[str, tuple[Actor, str]]:
    supplier = shop.trade.supplier("Brightwater Ltd")
    shop.trade.account(supplier)
    change = shop.trade.propose(supplier, an_account(number="87654321", currency="EUR"))
    order = shop.order(shop.line(), shop.line("2", "0.335", description="Pens"))
    receipt = shop.receive(order, {1: "4"})
    raised = shop.raise_order()
    trade = shop.trade
    return {
        "suppliers": (trade.maintainer, "/alpha/suppliers/"),
        "supplier-register": (trade.maintainer, "/alpha/suppliers/register/"),
        "supplier": (trade.maintainer, f"/alpha/suppliers/{supplier.pk}/"),
        "supplier-propose": (trade.proposer, f"/alpha/suppliers/{supplier.pk}/propose-account/"),
        "supplier-account": (trade.approver, f"/alpha/suppliers/accounts/{change.pk}/"),
        "supplier-account-approve": (trade.approver, f"/alpha/suppliers/accounts/{change.pk}/approve/"),
        "supplier-accounts": (trade.approver, "/all/suppliers/accounts/"),
        "orders": (shop.raiser, "/alpha/orders/"),
        "order-raise": (shop.raiser, "/alpha/orders/raise/"),
        "order": (shop.receiver, f"/alpha/orders/{order.pk}/"),
        "order-change": (shop.raiser, f"/alpha/orders/{order.pk}/change/"),
        "order-approve": (shop.approver, f"/alpha/orders/{raised.pk}/approve/"),
        "order-receive": (shop.receiver, f"/alpha/orders/{order.pk}/receive/"),
        "receipts": (shop.receiver, "/alpha/receipts/"),
        "receipt": (shop.receiver, f"/alpha/receipts/{receipt.pk}/"),
        "receipt-return": (shop.receiver, f"/alpha/receipts/{receipt.pk}/return/"),
    }


def _sign_in(page: Any, site: str, actor: Actor) -> None:
    name = settings.SESSION_COOKIE_NAME
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": signed_in(actor).cookies[name].value, "url": site}])


def _picture(page: Any, name: str) -> None:
    """Kept where HANAPER_PICTURES says, to be looked at."""
    if place := os.environ.get("HANAPER_PICTURES"):
        page.screenshot(path=Path(place) / f"{name}.png", full_page=True)
