"""Raising, approving and changing orders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hanaper.commercial.orders.api import (
    BelowTaken,
    ContentFixed,
    KeyNotThere,
    NotEditable,
    NotReceivable,
    OrderEmpty,
    SupplierFixed,
    Taking,
    invoiced,
    order_amend,
    order_facts,
    order_facts_by_number,
    orders_approve,
    orders_cancel,
    orders_close,
    orders_raise,
    orders_send_back,
)
from hanaper.commercial.orders.errors import OrderLineWrong
from hanaper.commercial.orders.selectors import contents, order_get_for, orders
from hanaper.commercial.orders.tests.factories import LIMIT_PENCE, Shop, build_shop
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import act, reading
from hanaper.foundation.processes.api import Evidence
from hanaper.kernel.errors import NotThere
from hanaper.ledger.exchange.api import NoRate, Rate, rates_load
from tests.databases import CommittedDatabase
from tests.world import SETUP


@pytest.fixture
def shop(db: None) -> Shop:
    return build_shop()


def test_an_order_is_worth_the_sum_of_its_lines_and_takes_the_next_number(shop: Shop) -> None:
    first = shop.raise_order(shop.line("3", "0.335"), shop.line("2.5", "10"))
    second = shop.raise_order()
    assert (first.total_minor, first.total_pence, first.state) == (2601, 2601, "raised")
    assert [order.number[-6:] for order in (first, second)] == ["000001", "000002"]
    with act(SETUP, None, shop.alpha):
        facts = order_facts_by_number([f" {first.number.lower()} "])[first.number]
    assert [(line.line_no, line.net_minor, line.unit_price_minor) for line in facts.lines] == [
        (1, 101, Decimal("33.5")),
        (2, 2500, Decimal(1000)),
    ]


@pytest.mark.promise("P20", "P21")
def test_s04_whoever_raised_an_order_cannot_approve_it(shop: Shop) -> None:
    both = person_with(["order.raise", "order.approve"], shop.alpha, limit_pence=LIMIT_PENCE)
    with act(both, "order.raise", shop.alpha):
        own = orders_raise(drafts=[shop.draft()])[0]
    others = shop.raise_order()
    with act(both, "order.approve", shop.alpha):
        outcomes = orders_approve(ids=[own.pk, others.pk])
    assert [(o.moved, o.code) for o in outcomes] == [(False, "processes.own-work"), (True, "")]


@pytest.mark.promise("P20", "P21")
def test_s04_whoever_changed_an_order_cannot_approve_the_change(shop: Shop) -> None:
    both = person_with(["order.raise", "order.approve"], shop.alpha, limit_pence=LIMIT_PENCE)
    order = shop.order()
    with act(both, "order.raise", shop.alpha):
        order_amend(order_id=order.pk, draft=shop.draft(shop.line("11")))
    assert shop.approve(order, by=both).code == "processes.own-work"
    assert shop.approve(order).moved


@pytest.mark.promise("P23")
def test_an_order_over_the_approvers_limit_is_refused_and_one_at_it_is_approved(shop: Shop) -> None:
    at_limit = shop.raise_order(shop.line("1", "10000.00"))
    over = shop.raise_order(shop.line("1", "10000.01"))
    unlimited = person_with(["order.approve"], shop.alpha)
    assert shop.approve(over).code == "processes.over-limit"
    assert shop.approve(over, by=unlimited).code == "processes.over-limit", "no limit set is no limit granted"
    assert shop.approve(at_limit).moved


def test_a_foreign_order_is_held_against_the_limit_at_the_rate_of_the_day(shop: Shop) -> None:
    with pytest.raises(NoRate):
        shop.raise_order(currency="EUR")
    with act(SETUP, None, None):
        rates_load([Rate("EUR", date(2020, 4, 1), date(2099, 1, 1), Decimal("1.25"), "test")])
    order = shop.raise_order(shop.line("1", "12500.00"), currency="EUR")
    assert (order.total_minor, order.total_pence) == (1_250_000, 1_000_000)
    assert shop.approve(order).moved


@pytest.mark.promise("P22")
def test_a_change_of_an_approved_order_opens_its_approval_again(shop: Shop) -> None:
    order = shop.order(shop.line("10"), shop.line("5"))
    with act(shop.raiser, "order.raise", shop.alpha):
        order_amend(order_id=order.pk, draft=shop.draft(shop.line("12"), shop.line("1", line_no=3)))
    with act(SETUP, None, shop.alpha):
        facts = order_facts([order.pk])[order.pk]
        assert (facts.state, facts.is_approved, facts.total_minor) == ("raised", False, 32500)
        assert [(line.line_no, line.quantity) for line in facts.lines] == [(1, Decimal(12)), (3, Decimal(1))]
    assert shop.approve(order).moved
    with act(SETUP, None, shop.alpha):
        assert order_facts([order.pk])[order.pk].is_approved
        steps = (
            Evidence.objects.filter(process="order", document_id=order.pk).order_by("id").values_list("step", flat=True)
        )
        assert list(steps) == ["raise", "approve", "change", "approve"]


ORDER_FIELDS = ["description", "currency", "units_per_pound", "total_minor", "total_pence", "body_site_id"]
LINE_FIELDS = [
    "line_no", "description", "seller_item_id", "quantity", "unit", "price", "net_minor", "tax_category", "tax_percent",
    "receipt_needed", "account_id", "cost_centre_id", "programme_id",
]  # fmt: skip
#: What a field is set to: another value, or for keys the same, as the database would refuse another for its own reason.
OTHER = {"receipt_needed": "NOT receipt_needed", "body_site_id": "body_site_id + 1"}
TEXTS = ("description", "currency", "seller_item_id", "unit", "tax_category")
OTHER |= {field: f"'Z' || left({field}, 1)" for field in TEXTS}
OTHER |= {field: field for field in LINE_FIELDS if field.endswith("_id") and field not in OTHER}


@pytest.mark.promise("P22")
def test_no_field_of_an_order_changes_by_any_other_path_once_it_is_approved(shop: Shop) -> None:
    order = shop.order()
    for field in ORDER_FIELDS:
        change = f"UPDATE orders_order SET {field} = {OTHER.get(field, f'{field} + 1')} WHERE id = {order.pk}"
        with pytest.raises(ContentFixed), act(SETUP, None, shop.alpha):
            _write(change)


@pytest.mark.promise("P22")
def test_no_field_of_a_line_changes_while_its_order_waits_or_after(shop: Shop) -> None:
    for order in (shop.raise_order(), shop.order()):
        for field in LINE_FIELDS:
            change = f"UPDATE orders_orderline SET {field} = {OTHER.get(field, f'{field} + 1')}"
            with pytest.raises(ContentFixed), act(SETUP, None, shop.alpha):
                _write(f"{change} WHERE order_id = {order.pk}")


@pytest.mark.promise("P22")
def test_a_line_is_neither_added_to_nor_taken_from_an_approved_order(shop: Shop) -> None:
    order = shop.order()
    with pytest.raises(ContentFixed), act(SETUP, None, shop.alpha):
        _write("DELETE FROM orders_orderline")
    columns = ", ".join(["body_id", "order_id", *LINE_FIELDS])
    another = f"SELECT {columns.replace('line_no', 'line_no + 1')} FROM orders_orderline WHERE order_id = {order.pk}"
    with pytest.raises(ContentFixed), act(SETUP, None, shop.alpha):
        _write(f"INSERT INTO orders_orderline ({columns}) {another}")


@pytest.mark.promise("P22")
def test_an_approval_stands_for_every_field_of_the_order_and_its_lines(shop: Shop) -> None:
    """What is no part of it is named here, and is no part of what was agreed."""
    own = {"id", "body_id", "order_id", "number", "process_version", "state", "state_since", "state_reason"}
    own |= {"approved_digest"}
    for table, fields in (("orders_order", ORDER_FIELDS), ("orders_orderline", LINE_FIELDS)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
            assert {name for (name,) in cursor.fetchall()} - own == set(fields)
    order = shop.order()
    with act(SETUP, None, shop.alpha):
        (content,) = contents([order.pk]).values()
        assert (len(content) - 1, len(content[-1][0])) == (len(ORDER_FIELDS), len(LINE_FIELDS))


@pytest.mark.promise("P22")
def test_the_digest_tells_of_a_change_that_went_past_the_database(committed_db: CommittedDatabase) -> None:
    shop = build_shop()
    order = shop.order()
    with committed_db.connect("owner") as owner:
        owner.execute("ALTER TABLE orders_orderline DISABLE TRIGGER USER")
        owner.execute("UPDATE orders_orderline SET price = 24")
    with act(SETUP, None, shop.alpha):
        facts = order_facts([order.pk])[order.pk]
    assert (facts.state, facts.is_approved) == ("approved", False)
    with pytest.raises(NotReceivable) as refusal:
        shop.receive(order, {1: "1"})
    assert refusal.value.values["found"] == "changed since its approval"


def test_an_order_that_was_sent_back_is_corrected_and_raised_again(shop: Shop) -> None:
    order = shop.raise_order()
    with pytest.raises(NotEditable), act(shop.raiser, "order.raise", shop.alpha):
        order_amend(order_id=order.pk, draft=shop.draft())
    with act(shop.approver, "order.approve", shop.alpha):
        orders_send_back(ids=[order.pk], reason="orders.too-dear")
    with act(shop.raiser, "order.raise", shop.alpha):
        order_amend(order_id=order.pk, draft=shop.draft(shop.line("9")))
    assert (shop.fresh(order).state, shop.fresh(order).total_pence) == ("raised", 22500)
    assert shop.approve(order).moved


def test_a_line_is_not_cut_below_what_was_received_or_invoiced(shop: Shop) -> None:
    order = shop.order(shop.line("10"), shop.line("5"), shop.line("1"))
    shop.receive(order, {1: "4"})
    with act(SETUP, None, shop.alpha):
        lines = order_facts([order.pk])[order.pk].lines
        invoiced([Taking(lines[1].id, "invoice", 7, "1", Decimal(3), 7500)])
    for lines_wanted in (
        [shop.line("3"), shop.line("5"), shop.line("1")],
        [shop.line("4"), shop.line("2"), shop.line("1")],
        [shop.line("4")],
    ):
        with pytest.raises(BelowTaken), act(shop.raiser, "order.raise", shop.alpha):
            order_amend(order_id=order.pk, draft=shop.draft(*lines_wanted))
    other = shop.trade.used(shop.trade.supplier("Another"))
    with pytest.raises(SupplierFixed), act(shop.raiser, "order.raise", shop.alpha):
        order_amend(order_id=order.pk, draft=shop.draft(body_site_id=other.pk))
    with act(shop.raiser, "order.raise", shop.alpha):
        order_amend(order_id=order.pk, draft=shop.draft(shop.line("4"), shop.line("3")))
    assert shop.fresh(order).total_pence == 7 * 2500


def test_an_order_is_cancelled_only_while_nothing_happened_on_it(shop: Shop) -> None:
    unused, received, billed = shop.order(), shop.order(), shop.order()
    shop.receive(received, {1: "1"})
    with act(SETUP, None, shop.alpha):
        line = order_facts([billed.pk])[billed.pk].lines[0]
        invoiced([Taking(line.id, "invoice", 7, "1", Decimal(1), 2500)])
    with act(shop.raiser, "order.raise", shop.alpha):
        outcomes = orders_cancel(ids=[unused.pk, received.pk, billed.pk])
    assert [(o.moved, o.code) for o in outcomes] == [(True, ""), (False, "orders.in-use"), (False, "orders.in-use")]
    with act(shop.raiser, "order.raise", shop.alpha):
        assert orders_close(ids=[received.pk])[0].state == "closed"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "-1"}, "quantity"),
        ({"quantity": "1.00001"}, "quantity"),
        ({"price": "-0.01"}, "price"),
        ({"price": "1.0000001"}, "price"),
        ({"unit": ""}, "unit"),
        ({"description": " "}, "description"),
        ({"tax_category": "X"}, "tax_category"),
        ({"tax_percent": Decimal(101)}, "tax_percent"),
    ],
)
def test_a_line_that_cannot_stand_is_named(shop: Shop, fields: dict[str, str], wrong: str) -> None:
    with pytest.raises(OrderLineWrong) as refusal:
        shop.raise_order(shop.line(), shop.line(**fields))
    assert (refusal.value.values["line"], refusal.value.values["field"]) == (2, wrong)


def test_an_order_without_lines_is_refused(shop: Shop) -> None:
    with pytest.raises(OrderEmpty), act(shop.raiser, "order.raise", shop.alpha):
        orders_raise(drafts=[shop.draft(lines=[])])


@pytest.mark.promise("P12")
@pytest.mark.parametrize("key", ["body_site_id", "cost_centre_id", "programme_id", "account_id"])
def test_a_key_of_another_body_is_refused_by_the_service_and_by_the_database(shop: Shop, key: str) -> None:
    foreign = shop.draft(body=shop.beta)
    if key == "body_site_id":
        other = foreign.body_site_id
        draft = shop.draft(body_site_id=other)
    else:
        # Accounts are everybody's: one that is not there is refused alike.
        other = 0 if key == "account_id" else getattr(foreign.lines[0], key)
        draft = shop.draft(shop.line(**{key: other}))
    with pytest.raises(KeyNotThere) as refusal, act(shop.raiser, "order.raise", shop.alpha):
        orders_raise(drafts=[draft])
    assert refusal.value.values["found"] == other
    table = "orders_order" if key == "body_site_id" else "orders_orderline"
    with act(shop.raiser, "order.raise", shop.alpha):
        orders_raise(drafts=[shop.draft()])
        with pytest.raises(DatabaseError) as refused:
            _write(f"UPDATE {table} SET {key} = {other}; SET CONSTRAINTS ALL IMMEDIATE")
    assert refused.value.__cause__.sqlstate == "23503"  # type: ignore[union-attr]


@pytest.mark.promise("P11", "P13")
def test_another_bodys_order_looks_like_none(shop: Shop) -> None:
    theirs = shop.order(body=shop.beta)
    with act(SETUP, None, shop.alpha):
        assert order_facts([theirs.pk]) == {}
    # Each body has its own row of numbers: the same number of another body is not found.
    ours = shop.order()
    assert ours.number == theirs.number
    with reading(shop.raiser, "order.read", [shop.alpha]):
        assert list(orders()) == list(orders(number=ours.number.lower())) == [ours]
        for pk in (theirs.pk, 10**9):
            with pytest.raises(NotThere):
                order_get_for(pk)


def test_fifty_orders_are_raised_and_approved_in_as_many_statements_as_one(shop: Shop) -> None:
    def statements(number: int) -> tuple[int, int]:
        drafts = [shop.draft(shop.line(), shop.line("3")) for _ in range(number)]
        with CaptureQueriesContext(connection) as writing:
            with act(shop.raiser, "order.raise", shop.alpha):
                made = orders_raise(drafts=drafts)
            with act(shop.approver, "order.approve", shop.alpha):
                assert all(outcome.moved for outcome in orders_approve(ids=[order.pk for order in made]))
        with act(SETUP, None, shop.alpha), CaptureQueriesContext(connection) as facts:
            assert len(order_facts([order.pk for order in made])) == number
        return len(writing), len(facts)

    assert statements(1) == statements(50)
    assert statements(1)[1] <= 4


def _write(sql: str) -> None:
    """In a savepoint, so that the refusal leaves the test's own transaction usable."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
