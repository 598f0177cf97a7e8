"""The journey of an invoice from the network to the bank: touched by nobody, or held, answered and approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from hanaper.commercial.orders.api import order_facts
from hanaper.commercial.suppliers.api import Identifier
from hanaper.finance.cash.api import payment_file_of, read_totals
from hanaper.finance.payables.api import (
    INVOICE,
    Arrival,
    Coding,
    Invoice,
    InvoiceLine,
    ReasonUnknown,
    invoice_lines,
    invoices_approve,
    invoices_refuse,
    invoices_reject,
    invoices_rematch,
    invoices_resolve,
    invoices_send_back,
    match_steps,
    payables_control,
    vat_recovery_set,
)
from hanaper.finance.payables.rules.compose import ZERO_RATED
from hanaper.finance.payables.rules.einvoice import EInvoice, Party, PaymentMeans, PrecedingInvoice
from hanaper.finance.payables.tests.factories import Office, build_office
from hanaper.foundation.acts.api import act
from hanaper.foundation.processes.api import Evidence, Outcome
from hanaper.ledger.api import Account, balance_pence
from hanaper.ledger.exchange.api import Rate, rates_load
from hanaper.ledger.payments.api import payments_of
from tests.world import SETUP

pytestmark = pytest.mark.django_db

STRANGER_VAT = "GB434031494"


@pytest.fixture
def office() -> Office:
    return build_office()


def state(office: Office, arrival: Arrival) -> tuple[str, str]:
    invoice = office.invoice(arrival)
    return invoice.state, invoice.state_reason


def balance(office: Office, account: str) -> int:
    with act(SETUP, None, office.alpha):
        return balance_pence(account=account, body_id=office.alpha.pk, fiscal_year=office.shop.trade.world.period.year)


def control(office: Office) -> int:
    """What is owed, by the ledger and by the open invoices alike (P08)."""
    with act(SETUP, None, office.alpha):
        (found,) = payables_control(body_ids=[office.alpha.pk])
    assert found.difference_pence == 0
    return found.ledger_pence


def held(office: Office, invoice: EInvoice | bytes) -> Arrival:
    """Received and held."""
    (arrival,) = office.arrive(invoice)
    office.run()
    assert state(office, arrival)[0] == "held", state(office, arrival)
    return arrival


def resolve(office: Office, arrival: Arrival, reason: str = "price-agreed", **more: Any) -> Outcome:
    with office.act(office.resolver, "invoice.resolve"):
        return invoices_resolve(ids=[arrival.invoice_id or 0], reason=reason, **more)[0]


def approve(office: Office, arrival: Arrival) -> Outcome:
    with office.act(office.approver, "invoice.approve"):
        return invoices_approve(ids=[arrival.invoice_id or 0])[0]


def rematch(office: Office, arrival: Arrival, order_number: str = "") -> None:
    with office.act(office.resolver, "invoice.resolve"):
        assert invoices_rematch(ids=[arrival.invoice_id or 0], order_number=order_number)[0].moved
    office.run()


def a_coding(office: Office, arrival: Arrival) -> dict[int, Coding]:
    world, body = office.shop.trade.world, office.alpha
    with act(SETUP, None, body):
        coding = Coding(Account.objects.get(code="5800").pk, world.cost_centres[body.pk], world.programmes[body.pk])
        return {line.pk: coding for line in invoice_lines(arrival.invoice_id or 0)}


# ---- untouched ----------------------------------------------------------------------------------------------------


@pytest.mark.promise("P08", "P33")
def test_a_clean_invoice_is_posted_and_paid_without_a_touch(office: Office) -> None:
    (arrival,) = office.arrive(office.bill(office.ordered()))
    assert state(office, arrival) == ("received", "")

    office.run()

    assert state(office, arrival) == ("posted", "")
    assert (balance(office, "5700"), balance(office, "2000")) == (300_00, -300_00)
    assert control(office) == 300_00
    (run,) = office.pay()
    assert state(office, arrival) == ("paid", "")
    assert (balance(office, "2000"), balance(office, "1490")) == (0, -300_00)
    assert control(office) == 0
    with act(SETUP, None, office.alpha):
        file = payment_file_of(run.pk)
        assert file is not None
        assert (file.count, file.total_minor) == (1, 300_00)
        totals = read_totals(bytes(file.file.content))
        assert (totals.agree, totals.summed, totals.message_id) == (True, 300, file.message_id)
        actors = Evidence.objects.filter(process="invoice", document_id=arrival.invoice_id).exclude(step="pay")
        assert {row.actor_id for row in actors} == {None}


def test_the_vat_that_the_body_recovers_is_posted_apart(office: Office) -> None:
    with act(SETUP, None, office.alpha):
        vat_recovery_set(
            account="5700", heading="COS 14", recoverable_basis_points=5_000, source="a test's own",
            valid=(office.today - timedelta(days=1), None),
        )  # fmt: skip
    office.arrive(office.bill(office.ordered()))

    office.run()

    assert (balance(office, "5700"), balance(office, "1210"), balance(office, "2000")) == (275_00, 25_00, -300_00)


def test_an_invoice_above_the_standards_ceiling_waits_for_an_approver(office: Office) -> None:
    office.shop.approver = office.director
    (arrival,) = office.arrive(office.bill(office.ordered(price="2500.00")))

    office.run()

    assert state(office, arrival) == ("to-approve", "over-ceiling")
    assert approve(office, arrival).moved
    office.run()
    assert state(office, arrival) == ("posted", "")


def test_a_credit_note_is_posted_and_left_to_be_set_off(office: Office) -> None:
    order = office.ordered()
    (first,) = office.arrive(office.bill(order))
    office.run()
    credit = office.bill(
        order, number="CN-1", kind="credit note", quantity="2", order_reference=None,
        preceding=(PrecedingInvoice("INV-1"),),
    )  # fmt: skip

    (arrival,) = office.arrive(credit)
    office.run()

    assert state(office, arrival) == ("posted", "")
    with act(SETUP, None, office.alpha):
        assert Invoice.objects.get(pk=arrival.invoice_id).order_id == order.pk
        assert list(payments_of(INVOICE.code, [first.invoice_id or 0, arrival.invoice_id or 0])) == [first.invoice_id]
        assert order_facts([order.pk])[order.pk].lines[0].invoiced_quantity == 8
    assert control(office) == 240_00


def test_what_comes_to_nothing_is_settled_and_what_is_collected_is_not_paid(office: Office) -> None:
    order = office.ordered("20")
    nothing = office.bill(order, quantity="10", prepaid_minor=300_00)
    collected = office.bill(order, quantity="10", number="INV-2", payment_means=(PaymentMeans("49", mandate_id="M1"),))

    arrivals = office.arrive(nothing, collected)
    office.run()

    assert [state(office, each) for each in arrivals] == [("settled", "nothing-to-pay"), ("posted", "")]
    with act(SETUP, None, office.alpha):
        assert payments_of(INVOICE.code, [each.invoice_id or 0 for each in arrivals]) == {}
    assert (balance(office, "1300"), control(office)) == (-300_00, 300_00)


# ---- turned away --------------------------------------------------------------------------------------------------


@pytest.mark.promise("P26")
@pytest.mark.parametrize("number", ["INV-1", "inv 1", "INV-001", "INV/1 "])
def test_the_same_number_supplier_and_amount_is_turned_away_as_a_duplicate(office: Office, number: str) -> None:
    order = office.ordered("20")
    (first,) = office.arrive(office.bill(order, quantity="10"))

    (second,) = office.arrive(office.bill(order, quantity="10", number=number.strip()))

    assert (second.code, second.duplicate_of) == ("duplicate", office.invoice(first).number)
    assert state(office, second) == ("rejected", "duplicate")


@pytest.mark.promise("P26")
def test_of_the_same_two_in_one_batch_one_is_turned_away(office: Office) -> None:
    bill = office.bill(office.ordered("20"), quantity="10")

    arrivals = office.arrive(bill, bill, replace(bill, number="inv 1"))

    assert [each.code for each in arrivals] == ["", "duplicate", "duplicate"]


def test_a_file_that_breaks_the_rules_is_kept_with_what_they_say(office: Office) -> None:
    broken = office.bill(office.ordered())
    wrong_total = replace(broken, totals=replace(broken.totals, tax_inclusive_minor=1))

    arrivals = office.arrive(wrong_total, b"<Invoice>", b"a,table")

    assert [each.code for each in arrivals] == ["invalid-file"] * 3
    assert [state(office, each) for each in arrivals] == [("rejected", "invalid-file")] * 3
    with act(SETUP, None, office.alpha):
        rules = [list(office_findings(each)) for each in arrivals]
    assert "BR-CO-15" in rules[0]
    assert rules[1:] == [["HAN-XML"], ["HAN-XML"]]


def test_what_may_not_be_stored_is_answered_for_and_leaves_nothing(office: Office) -> None:
    (arrival,) = office.arrive(b"MZ\x90")

    assert (arrival.code, arrival.invoice_id) == ("invalid-file", None)
    assert [finding.rule for finding in arrival.findings] == ["HAN-XML", "HAN-FILE"]


def office_findings(arrival: Arrival) -> list[str]:
    invoice = Invoice.objects.get(pk=arrival.invoice_id)
    assert bytes(invoice.file.content)
    return [finding.rule for finding in invoice.findings.all()]


def test_a_person_is_told_at_once_and_nothing_is_made(office: Office) -> None:
    good = office.bill(office.ordered())

    arrivals = office.arrive(good, b"not XML", good, by=office.uploader)

    assert [(each.code, each.invoice_id is not None) for each in arrivals] == [
        ("", True),
        ("invalid-file", False),
        ("duplicate", False),
    ]
    with act(SETUP, None, office.alpha):
        assert Invoice.objects.count() == 1


# ---- held ---------------------------------------------------------------------------------------------------------


def a_price_over(office: Office) -> EInvoice:
    return office.bill(office.ordered(), price="28.00")


def a_short_quantity(office: Office) -> EInvoice:
    return office.bill(office.ordered(received="8"))


def too_many(office: Office) -> EInvoice:
    return office.bill(office.ordered(received="10"), quantity="11")


def no_order(office: Office) -> EInvoice:
    return office.bill(None)


def an_order_not_approved(office: Office) -> EInvoice:
    return office.bill(office.shop.raise_order())


def an_unknown_line(office: Office) -> EInvoice:
    bill = office.bill(office.ordered())
    return replace(bill, lines=(replace(bill.lines[0], order_line="7"),))


def another_unit(office: Office) -> EInvoice:
    bill = office.bill(office.ordered())
    return replace(bill, lines=(replace(bill.lines[0], unit="KGM"),))


def another_currency(office: Office) -> EInvoice:
    load_rate(office)
    return office.bill(office.ordered(), currency="EUR")


def no_rate(office: Office) -> EInvoice:
    return office.bill(office.ordered(), currency="EUR")


def a_stranger(office: Office) -> EInvoice:
    bill = office.bill(office.ordered())
    return replace(bill, supplier=replace(bill.supplier, company_id=None, vat_id=STRANGER_VAT, endpoint=None))


def another_payee(office: Office) -> EInvoice:
    return office.bill(office.ordered(), payee=Party(trading_name="Quick Cash Factoring"))


def a_mistyped_number(office: Office) -> EInvoice:
    order = office.ordered("20")
    office.arrive(office.bill(order, number="INV-4711", quantity="10"))
    return office.bill(order, number="INV-4711A", quantity="10")


def load_rate(office: Office) -> None:
    with act(SETUP, None, None):
        day = office.today
        rates_load([Rate("EUR", day, day + timedelta(days=1), Decimal("1.25"), "a test's own")])


HELD = {
    "price-over": a_price_over,
    "quantity-short": a_short_quantity,
    "quantity-over": too_many,
    "no-order": no_order,
    "unknown-order-line": an_unknown_line,
    "unit-differs": another_unit,
    "currency-differs": another_currency,
    "no-rate": no_rate,
    "unknown-supplier": a_stranger,
    "payee-differs": another_payee,
    "possible-duplicate": a_mistyped_number,
}


@pytest.mark.parametrize("reason", HELD)
def test_what_differs_is_held_for_its_reason_and_posts_nothing(office: Office, reason: str) -> None:
    arrival = held(office, HELD[reason](office))

    assert state(office, arrival) == ("held", reason)
    with act(SETUP, None, office.alpha):
        failed = {step.rule for step in match_steps(arrival.invoice_id or 0) if not step.holds}
        assert reason in failed
        assert Invoice.objects.get(pk=arrival.invoice_id).journal_id is None
    assert control(office) == (300_00 if reason == "possible-duplicate" else 0)


def test_an_order_that_nobody_approved_is_no_order(office: Office) -> None:
    arrival = held(office, an_order_not_approved(office))

    with act(SETUP, None, office.alpha):
        (step,) = match_steps(arrival.invoice_id or 0)
    assert (step.rule, step.found.endswith("which is raised")) == ("no-order", True)


def test_a_missing_receipt_is_recorded_and_the_match_made_again(office: Office) -> None:
    order = office.ordered(received="8")
    arrival = held(office, office.bill(order))
    office.shop.receive(order, {1: "2"})

    rematch(office, arrival)

    assert state(office, arrival) == ("posted", "")
    with act(SETUP, None, office.alpha):
        assert {step.round for step in match_steps(arrival.invoice_id or 0)} == {2}


def test_an_order_is_linked_by_hand_where_the_file_names_none(office: Office) -> None:
    order = office.ordered()
    arrival = held(office, replace(office.bill(order), order_reference="their own 4711"))

    rematch(office, arrival, order.number)

    assert state(office, arrival) == ("posted", "")


def test_a_rate_is_loaded_and_the_match_made_again(office: Office) -> None:
    load_rate(office)
    order = office.shop.order(office.shop.line(), currency="EUR")
    office.shop.receive(order, {1: "10"})
    bill = replace(office.bill(order), issue_date=office.today - timedelta(days=3))
    arrival = held(office, replace(office.bill(order, currency="EUR"), issue_date=bill.issue_date))
    assert not resolve(office, arrival).moved, "without a rate it cannot be accepted"
    day = bill.issue_date
    with act(SETUP, None, None):
        rates_load([Rate("EUR", day, day + timedelta(days=1), Decimal("1.25"), "a test's own")])

    rematch(office, arrival)

    assert state(office, arrival) == ("posted", "")
    assert (office.invoice(arrival).payable_minor, control(office)) == (300_00, 240_00)


def test_a_variance_is_accepted_by_one_and_approved_by_another(office: Office) -> None:
    arrival = held(office, a_price_over(office))

    assert resolve(office, arrival).moved
    assert state(office, arrival) == ("to-approve", "price-agreed")
    assert approve(office, arrival).moved
    office.run()

    assert state(office, arrival) == ("posted", "")
    assert control(office) == 336_00


def test_what_no_order_line_codes_is_coded_by_whoever_accepts_it(office: Office) -> None:
    arrival = held(office, no_order(office))
    outcome = resolve(office, arrival, "no-order-needed")
    assert (outcome.moved, outcome.code) == (False, "payables.not-coded")

    assert resolve(office, arrival, "no-order-needed", coding=a_coding(office, arrival)).moved
    assert approve(office, arrival).moved
    office.run()

    assert balance(office, "5800") == 120_00


def test_an_order_takes_back_what_an_invoice_gives_back(office: Office) -> None:
    order = office.ordered()

    def invoiced() -> Decimal:
        with act(SETUP, None, office.alpha):
            return order_facts([order.pk])[order.pk].lines[0].invoiced_quantity

    arrival = held(office, office.bill(order, price="28.00"))
    assert invoiced() == 0
    resolve(office, arrival)
    assert invoiced() == 10
    with office.act(office.approver, "invoice.approve"):
        assert invoices_send_back(ids=[arrival.invoice_id or 0], reason="question")[0].moved
    assert (state(office, arrival), invoiced()) == (("held", "question"), 0)
    resolve(office, arrival)
    with office.act(office.approver, "invoice.approve"):
        assert invoices_refuse(ids=[arrival.invoice_id or 0], reason="not-as-agreed")[0].moved
    assert (state(office, arrival), invoiced()) == (("rejected", "not-as-agreed"), 0)


def test_a_second_invoice_for_the_same_goods_is_held(office: Office) -> None:
    order = office.ordered()

    arrivals = office.arrive(office.bill(order), office.bill(order, number="INV-9", quantity="4"))
    office.run()

    assert [state(office, each) for each in arrivals] == [("posted", ""), ("held", "quantity-over")]


def test_a_held_invoice_is_rejected_for_a_reason_of_the_standard(office: Office) -> None:
    arrival = held(office, no_order(office))
    with office.act(office.resolver, "invoice.resolve"), pytest.raises(ReasonUnknown):
        invoices_reject(ids=[arrival.invoice_id or 0], reason="because")

    with office.act(office.resolver, "invoice.resolve"):
        assert invoices_reject(ids=[arrival.invoice_id or 0], reason="not-ordered")[0].moved

    assert state(office, arrival) == ("rejected", "not-ordered")


def test_an_exact_duplicate_that_came_before_its_supplier_was_known_is_never_accepted(office: Office) -> None:
    first, second = (held(office, replace(a_stranger(office), number=number)) for number in ("INV-1", "inv.1"))
    site = office.shop.trade.supplier("Stranger", identifiers=[Identifier("VAT", STRANGER_VAT)])
    used = office.shop.trade.used(site, office.alpha)
    order = office.shop.order(office.shop.line("20"), body_site_id=used.pk)
    office.shop.receive(order, {1: "20"})
    rematch(office, first, order.number)
    assert state(office, first) == ("posted", "")

    rematch(office, second, order.number)

    assert state(office, second) == ("held", "possible-duplicate")
    outcome = resolve(office, second, "not-a-duplicate")
    assert (outcome.moved, outcome.code) == (False, "payables.duplicate")


def test_every_share_of_every_line_stands_beside_it(office: Office) -> None:
    (arrival,) = office.arrive(office.bill(office.ordered(), rounding_minor=-17))

    with act(SETUP, None, office.alpha):
        (line,) = InvoiceLine.objects.filter(invoice_id=arrival.invoice_id)
    assert (line.cost_minor, line.tax_minor, line.rounding_minor, line.prepaid_minor) == (250_00, 50_00, -17, 0)
    assert line.tax_code != ZERO_RATED.code
