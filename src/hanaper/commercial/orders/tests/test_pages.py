"""Orders and receipts through their pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hanaper.commercial.orders.api import orders_raise
from hanaper.commercial.orders.tests.factories import Shop, build_shop
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, send, signed_in
from hanaper.foundation.acts.api import act
from hanaper.ledger.api import Account
from tests.databases import CommittedDatabase


@pytest.fixture
def shop(committed_db: CommittedDatabase) -> Shop:
    return build_shop()


def entry(shop: Shop, *lines: dict[str, Any], initial: int = 0, **head: Any) -> dict[str, Any]:
    """An order as a browser posts it."""
    world = shop.trade.world
    blank = {
        "description": "Printer paper", "quantity": "10", "unit": "EA", "price": "25.00", "vat": "S:20",
        "account": Account.objects.get(code="5700").pk, "cost_centre": world.cost_centres[shop.alpha.pk],
        "programme": world.programmes[shop.alpha.pk], "receipt": "yes", "line_no": "",
    }  # fmt: skip
    posted: dict[str, Any] = {
        "body_site": shop.sites[shop.alpha.pk].pk,
        "description": "Office supplies",
        "currency": "GBP",
        "lines-TOTAL_FORMS": str(len(lines) or 1),
        "lines-INITIAL_FORMS": str(initial),
    } | head
    for place, line in enumerate(lines or ({},)):
        posted |= {f"lines-{place}-{name}": value for name, value in (blank | line).items()}
    return posted


@pytest.mark.promise("P21")
def test_an_order_is_raised_approved_and_received_by_three_people(shop: Shop) -> None:
    raiser, approver, receiver = signed_in(shop.raiser), signed_in(shop.approver), signed_in(shop.receiver)
    read(raiser, "/alpha/orders/raise/")
    url = send(raiser, "/alpha/orders/raise/", entry(shop, {}, {"quantity": "2", "price": "0.335"}))
    page = read(raiser, url)
    assert "£250.67" in page
    assert f"{url}approve/" not in page, "who raised it is not offered its approval"
    assert "Acme Alpha" in read(approver, "/alpha/orders/")
    assert url in read(approver, "/alpha/work/")
    assert "at 0.335: £0.67" in read(approver, f"{url}approve/")
    send(approver, f"{url}approve/", {})
    assert "Record what arrived" not in read(raiser, url)
    assert "Record what arrived" in read(receiver, url)
    assert re.search(r'value="10"', read(receiver, f"{url}receive/"))
    arrived = {
        "delivered_on-day": "1", "delivered_on-month": "11", "delivered_on-year": "2026", "delivery_note": "DN 7",
        "lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "2", "lines-0-quantity": "4", "lines-0-line_no": "1",
        "lines-1-quantity": "0", "lines-1-line_no": "2",
    }  # fmt: skip
    receipt = send(receiver, f"{url}receive/", arrived)
    assert "1 November 2026" in read(receiver, receipt)
    page = read(receiver, url)
    assert receipt in page, "the order leads to its receipt"
    for number in re.findall(r"(?:PO|GR)-2026-000001", page + read(receiver, "/alpha/receipts/")):
        assert number in read(receiver, f"/search?q={number.lower()}")
    send(receiver, f"{receipt}return/", {"reason": "receipt.damaged"})
    assert "It came damaged and went back" in read(receiver, receipt)


@pytest.mark.promise("P22")
def test_a_change_through_the_page_opens_the_approval_again(shop: Shop) -> None:
    order = shop.order(shop.line("10"), shop.line("5", price="3"))
    raiser = signed_in(shop.raiser)
    url = f"/alpha/orders/{order.pk}/"
    assert "It must be approved again" in read(raiser, f"{url}change/")
    lines = [{"line_no": "1", "quantity": "12"}, {"line_no": "2", "description": "", "quantity": "5", "price": "3"}]
    answer = raiser.post(f"{url}change/", entry(shop, *lines, initial=2))
    assert answer.status_code == 400
    lines[1] = {"line_no": "2", "quantity": "5", "price": "3"}
    send(raiser, f"{url}change/", entry(shop, *lines, {"description": "Pens", "price": "1"}, initial=2))
    page = read(raiser, url)
    assert "£325.00" in page
    assert "Changed: it must be approved again" in page
    assert "Pens" in page


def test_what_is_wrong_with_an_order_is_said_and_what_was_typed_is_kept(shop: Shop) -> None:
    raiser = signed_in(shop.raiser)
    for line, head, said in (
        ({"quantity": "-1"}, {}, "line 1, quantity"),
        ({"price": "12x"}, {}, "Line 1: Price"),
        ({}, {"currency": "EUR"}, "EUR"),
        ({}, {"body_site": ""}, "Choose a supplier"),
    ):
        answer = raiser.post("/alpha/orders/raise/", entry(shop, line, description="Paper for May", **head))
        page = answer.content.decode()
        assert answer.status_code in (400, 409), (said, answer.status_code)
        assert said in page
        assert "Paper for May" in page


def test_more_lines_can_be_asked_for_without_a_script(shop: Shop) -> None:
    answer = signed_in(shop.raiser).post("/alpha/orders/raise/", entry(shop) | {"add_line": "1"})
    assert answer.status_code == 200
    assert 'name="lines-3-description"' in answer.content.decode()


@pytest.mark.promise("P23")
def test_the_page_says_why_an_order_over_the_limit_is_not_approved(shop: Shop) -> None:
    order = shop.raise_order(shop.line("1", "10000.01"))
    answer = signed_in(shop.approver).post(f"/alpha/orders/{order.pk}/approve/", {})
    assert answer.status_code == 409
    assert shop.fresh(order).state == "raised"


@pytest.mark.promise("P13", "P15")
def test_pages_of_another_body_and_without_the_duty_are_refused(shop: Shop) -> None:
    order = shop.order()
    receipt = shop.receive(order, {1: "1"})
    theirs = signed_in(person_with(["order.read", "order.raise"], shop.beta))
    reader = signed_in(person_with(["order.read"], shop.alpha))
    for url in (f"orders/{order.pk}/", f"receipts/{receipt.pk}/"):
        read(theirs, f"/alpha/{url}", 404)
        read(theirs, f"/beta/{url}", 404)
        read(reader, f"/alpha/{url}")
    for step in ("approve", "send-back", "change", "cancel", "close", "receive"):
        assert reader.post(f"/alpha/orders/{order.pk}/{step}/", {}).status_code == 403
    assert reader.post(f"/alpha/receipts/{receipt.pk}/return/", {}).status_code == 403


def test_a_list_of_fifty_orders_costs_as_many_statements_as_one(shop: Shop) -> None:
    raiser = signed_in(shop.raiser)
    counts = []
    for number in (1, 24, 25):
        with act(shop.raiser, "order.raise", shop.alpha):
            orders_raise(drafts=[shop.draft()] * number)
        with CaptureQueriesContext(connection) as queries:
            read(raiser, "/alpha/orders/?size=50")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
