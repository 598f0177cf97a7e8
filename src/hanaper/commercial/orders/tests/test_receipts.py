"""What arrived, who may say so, and what invoices took."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hanaper.commercial.orders.api import (
    DeliveredLater,
    NotReceivable,
    OrderEmpty,
    OrderLineFacts,
    OrderLineNotThere,
    QuantityWrong,
    ReceiptDraft,
    Taking,
    invoiced,
    order_amend,
    order_facts,
    orders_approve,
    orders_raise,
    receipts_record,
    receipts_return,
)
from hanaper.commercial.orders.models import Order
from hanaper.commercial.orders.selectors import receipt_get_for, receipts
from hanaper.commercial.orders.tests.factories import LIMIT_PENCE, Shop, build_shop
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import act, reading
from hanaper.foundation.processes.api import StepRefused
from hanaper.kernel.errors import NotThere
from tests.world import SETUP


@pytest.fixture
def shop(db: None) -> Shop:
    return build_shop()


def test_receipts_add_up_and_what_went_back_counts_no_longer(shop: Shop) -> None:
    order = shop.order(shop.line("10"), shop.line("5"))
    first, second = shop.receive(order, {1: "4", 2: "5"}), shop.receive(order, {1: "7.5"})
    assert [line.received_quantity for line in _lines(shop, order)] == [Decimal("11.5"), Decimal(5)]
    with act(shop.receiver, "receipt.record", shop.alpha):
        assert receipts_return(ids=[first.pk], reason="orders.damaged")[0].moved
    assert [line.received_quantity for line in _lines(shop, order)] == [Decimal("7.5"), Decimal(0)]
    with reading(shop.receiver, "order.read"):
        assert [receipt.number[-6:] for receipt in receipts(order_ids=[order.pk])] == ["000002", "000001"]
        assert receipt_get_for(second.pk).lines.count() == 1


@pytest.mark.promise("P20", "P21")
@pytest.mark.parametrize("duty", ["order.raise", "order.approve"])
def test_s05_whoever_raised_or_approved_an_order_cannot_record_what_arrived_on_it(shop: Shop, duty: str) -> None:
    both = person_with([duty, "receipt.record"], shop.alpha, limit_pence=LIMIT_PENCE)
    others = shop.order()
    if duty == "order.raise":
        with act(both, duty, shop.alpha):
            own = orders_raise(drafts=[shop.draft()])[0]
        shop.approve(own)
    else:
        own = shop.raise_order()
        assert shop.approve(own, by=both).moved
    with pytest.raises(StepRefused) as refusal:
        shop.receive(own, {1: "1"}, by=both)
    assert (refusal.value.values["reason"], refusal.value.values["taken"]) == ("processes.own-work", duty)
    assert shop.receive(others, {1: "1"}, by=both).state == "recorded"


@pytest.mark.promise("P20", "P21")
def test_s05_whoever_changed_an_order_cannot_record_what_arrived_on_it(shop: Shop) -> None:
    both = person_with(["order.raise", "receipt.record"], shop.alpha)
    order = shop.order()
    with act(both, "order.raise", shop.alpha):
        order_amend(order_id=order.pk, draft=shop.draft(shop.line("12")))
    shop.approve(order)
    with pytest.raises(StepRefused):
        shop.receive(order, {1: "1"}, by=both)


@pytest.mark.promise("P20", "P21")
def test_s05_one_own_order_among_others_stops_the_whole_batch(shop: Shop) -> None:
    both = person_with(["order.raise", "receipt.record"], shop.alpha)
    with act(both, "order.raise", shop.alpha):
        own = orders_raise(drafts=[shop.draft()])[0]
    shop.approve(own)
    others = shop.order()
    with pytest.raises(StepRefused), act(both, "receipt.record", shop.alpha):
        receipts_record(drafts=[_receipt(shop, order) for order in (others, own)])
    assert [line.received_quantity for line in _lines(shop, others)] == [Decimal(0)]


@pytest.mark.promise("P22")
def test_nothing_is_received_on_an_order_that_is_not_approved_or_was_changed_since(shop: Shop) -> None:
    raised, changed = shop.raise_order(), shop.order()
    with act(shop.raiser, "order.raise", shop.alpha):
        order_amend(order_id=changed.pk, draft=shop.draft(shop.line("11")))
    for order in (raised, changed):
        with pytest.raises(NotReceivable) as refusal:
            shop.receive(order, {1: "1"})
        assert refusal.value.values == {"number": order.number, "found": "raised"}


def test_a_receipt_that_cannot_stand_is_refused(shop: Shop) -> None:
    order = shop.order()
    tomorrow = shop.trade.today + timedelta(days=1)
    refused = [
        (ReceiptDraft(order.pk, shop.trade.today, []), OrderEmpty),
        (ReceiptDraft(order.pk, shop.trade.today, [(1, Decimal(0))]), QuantityWrong),
        (ReceiptDraft(order.pk, shop.trade.today, [(1, Decimal("0.00001"))]), QuantityWrong),
        (ReceiptDraft(order.pk, shop.trade.today, [(2, Decimal(1))]), OrderLineNotThere),
        (ReceiptDraft(order.pk, tomorrow, [(1, Decimal(1))]), DeliveredLater),
    ]
    for draft, error in refused:
        with pytest.raises(error), act(shop.receiver, "receipt.record", shop.alpha):
            receipts_record(drafts=[draft])


@pytest.mark.promise("P12")
def test_another_bodys_order_cannot_be_received_or_invoiced(shop: Shop) -> None:
    theirs = shop.order(body=shop.beta)
    with pytest.raises(NotThere), act(shop.receiver, "receipt.record", shop.alpha):
        receipts_record(drafts=[_receipt(shop, theirs)])
    with act(SETUP, None, shop.beta):
        line = order_facts([theirs.pk])[theirs.pk].lines[0]
    with act(SETUP, None, shop.alpha):
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            invoiced([Taking(line.id, "invoice", 1, "1", Decimal(1), 100)])
        assert refused.value.__cause__.sqlstate == "23503"  # type: ignore[union-attr]


def test_what_invoices_took_is_kept_once_and_given_back_by_its_opposite(shop: Shop) -> None:
    order = shop.order()
    taken = Taking(_lines(shop, order)[0].id, "invoice", 7, "1", Decimal(4), 10_000)
    back = Taking(taken.order_line_id, "invoice", 8, "1", Decimal(-1), -2_500)
    for _ in range(2):
        with act(SETUP, None, shop.alpha):
            invoiced([taken, back])
    line = _lines(shop, order)[0]
    assert (line.invoiced_quantity, line.invoiced_minor) == (Decimal(3), 7_500)


def test_what_was_invoiced_does_not_go_back_before_its_credit_note(shop: Shop) -> None:
    order = shop.order()
    first, second = shop.receive(order, {1: "6"}), shop.receive(order, {1: "4"})
    line = _lines(shop, order)[0]
    with act(SETUP, None, shop.alpha):
        invoiced([Taking(line.id, "invoice", 7, "1", Decimal(5), 12_500)])
    with act(shop.receiver, "receipt.record", shop.alpha):
        outcomes = receipts_return(ids=[first.pk, second.pk], reason="orders.damaged")
    assert [(o.moved, o.code) for o in outcomes] == [(False, "orders.invoiced"), (True, "")]


@pytest.mark.promise("P02")
@pytest.mark.parametrize("table", ["orders_receiptline", "orders_invoicedline"])
def test_lines_of_receipts_and_takings_are_only_ever_added(shop: Shop, table: str) -> None:
    order = shop.order()
    shop.receive(order, {1: "6"})
    with act(SETUP, None, shop.alpha), connection.cursor() as cursor:
        for attempt in (f"UPDATE {table} SET quantity = 1", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError) as refused, transaction.atomic():
                cursor.execute(attempt)
            assert refused.value.__cause__.sqlstate == "42501"  # type: ignore[union-attr]


def test_fifty_receipts_are_recorded_in_as_many_statements_as_one(shop: Shop) -> None:
    def statements(number: int) -> int:
        with act(shop.raiser, "order.raise", shop.alpha):
            made = orders_raise(drafts=[shop.draft(shop.line(), shop.line())] * number)
        with act(shop.approver, "order.approve", shop.alpha):
            orders_approve(ids=[order.pk for order in made])
        with act(shop.receiver, "receipt.record", shop.alpha), CaptureQueriesContext(connection) as queries:
            receipts_record(drafts=[_receipt(shop, order) for order in made])
        return len(queries)

    assert statements(1) == statements(50) <= 16


def _receipt(shop: Shop, order: Order) -> ReceiptDraft:
    return ReceiptDraft(order.pk, shop.trade.today, [(1, Decimal(1))])


def _lines(shop: Shop, order: Order) -> tuple[OrderLineFacts, ...]:
    with act(SETUP, None, order.body):
        return order_facts([order.pk])[order.pk].lines
