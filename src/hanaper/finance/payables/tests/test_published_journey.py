"""Every valid invoice that others published, from its file to the payment file and the journal, to the penny.

An order is keyed for each, as a buyer would: its lines, quantities, units and prices. The supplier is registered with
what the invoice says of itself, the goods are received, a rate is loaded for its date, and an account is approved for
whoever is to be paid. What then differs (a charge at the foot that no order line has) a person accepts and another
approves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest

from hanaper.commercial.orders.api import LineDraft, Order
from hanaper.commercial.suppliers.api import BankAccount, Identifier, Site, party_identifiers
from hanaper.finance.cash.api import bank_account_open, payment_file_of, read_totals
from hanaper.finance.payables.api import (
    INVOICE,
    Arrival,
    Coding,
    Invoice,
    InvoiceLine,
    invoices_approve,
    invoices_rematch,
    invoices_resolve,
    payables_control,
)
from hanaper.finance.payables.rules.einvoice import EInvoice
from hanaper.finance.payables.rules.ubl import read
from hanaper.finance.payables.tests.factories import Office, build_office
from hanaper.finance.payables.tests.published import as_parameters, whole_invoices
from hanaper.foundation.acts.api import act
from hanaper.kernel.rounding import round_half_up
from hanaper.ledger.api import Account
from hanaper.ledger.exchange.api import Rate, rates_load, to_pence
from hanaper.ledger.models import PostedLine
from hanaper.ledger.payments.api import payments_of
from tests.shared_material import Shared
from tests.world import LONG_AGO, SETUP

pytestmark = pytest.mark.django_db

VALID = [row for row in whole_invoices() if row["xsd_valid"] == "True" and not row["en16931_errors"]]
RATES = {"EUR": "1.1405", "SEK": "12.4519", "NOK": "13.1", "DKK": "8.5077", "USD": "1.27"}
ACCOUNTS = {"EUR": "FR1420041010050500013M02606", "OTHER": "NO9386011117947"}


@pytest.mark.promise("P01", "P08", "P33")
@pytest.mark.parametrize("row", as_parameters(VALID))
def test_a_published_invoice_goes_from_file_to_journal_and_payment_file(row: dict[str, str], shared: Shared) -> None:
    path = shared("standards/invoices") / row["file"]
    invoice = read(path)
    office = build_office()
    rate = _load_rate(office, invoice)
    site = _supplier(office, invoice)
    order = _order(office, invoice, site)

    (arrival,) = office.arrive(path.read_bytes())
    office.run()
    held = office.invoice(arrival)
    assert (held.state, held.state_reason) == ("held", "unknown-supplier" if held.entity_id is None else "no-order")
    with office.act(office.resolver, "invoice.resolve"):
        (outcome,) = invoices_rematch(ids=[held.pk], order_number=order.number)
    assert outcome.moved
    office.run()
    _answer(office, arrival, row["file"])

    posted = _assert_posted(office, arrival, invoice, rate)
    _assert_paid(office, posted, invoice)


def _load_rate(office: Office, invoice: EInvoice) -> Decimal | None:
    if invoice.currency == "GBP":
        return None
    units = Decimal(RATES[invoice.currency])
    days = [invoice.issue_date, office.today]  # of the invoice, and of its order
    with act(SETUP, None, None):
        rates_load([Rate(invoice.currency, day, day + timedelta(days=1), units, "a test's own") for day in days])
    iban = ACCOUNTS["EUR"]
    with act(SETUP, None, office.alpha):
        bank_account_open(currency=invoice.currency, holder_name="Alpha", iban=iban, since=LONG_AGO)
    return units


def _supplier(office: Office, invoice: EInvoice) -> Site:
    party = invoice.supplier
    said = party_identifiers(
        country=(party.address.country if party.address else None) or "",
        company_id=(party.company_id.scheme or "", party.company_id.value) if party.company_id else None,
        vat_id=party.vat_id,
        endpoint=(party.endpoint.scheme or "", party.endpoint.value) if party.endpoint else None,
        others=[(each.scheme or "", each.value) for each in party.identifiers],
    )
    name = party.name or "A supplier"
    known = list(said) or [Identifier("XX-REG", "OURS1")]
    site = office.shop.trade.supplier(name, identifiers=known)
    holder = invoice.payee.name if invoice.payee else name
    if invoice.currency == "GBP":
        account = BankAccount(holder, "GBP", sort_code="20-00-00", account_number="12345678")
    else:
        account = BankAccount(holder, invoice.currency, iban=ACCOUNTS.get(invoice.currency, ACCOUNTS["OTHER"]))
    office.shop.trade.account(site, account)
    return site


def _order(office: Office, invoice: EInvoice, site: Site) -> Order:
    """The order that a buyer would have keyed, approved and received."""

    @dataclass
    class Keyed:
        quantity: Decimal
        net_minor: int
        unit: str
        name: str
        item: str

    scale = Decimal(1).scaleb(-len(str(10 ** (0 if invoice.currency == "JPY" else 2))) + 1)
    keyed: dict[int, Keyed] = {}
    for place, line in enumerate(invoice.lines, 1):
        number = int(line.order_line) if (line.order_line or "").isdigit() else 1000 + place
        quantity, net = abs(line.quantity) or Decimal(1), abs(line.net_minor)
        if number in keyed:
            keyed[number].quantity += quantity
            keyed[number].net_minor += net
        else:
            keyed[number] = Keyed(quantity, net, line.unit, line.name, line.seller_item_id or "")
    lines = [
        office.shop.line(
            str(round_half_up(each.quantity, 4)),
            str(round_half_up(each.net_minor * scale / each.quantity, 6)),
            description=(each.name or "Goods")[:200],
            unit=each.unit,
            seller_item_id=each.item[:64],
            line_no=number,
        )
        for number, each in keyed.items()
    ]
    assert all(isinstance(each, LineDraft) for each in lines)
    used = office.shop.trade.used(site, office.alpha)
    office.shop.approver = office.director
    order = office.shop.order(*lines, body_site_id=used.pk, currency=invoice.currency)
    office.shop.receive(order, {number: str(round_half_up(each.quantity, 4)) for number, each in keyed.items()})
    return order


def _answer(office: Office, arrival: Arrival, file: str) -> None:
    """Accept what still differs, and approve what no rule may pass."""
    found = office.invoice(arrival)
    if found.state == "held":
        assert found.state_reason in {"value-over", "price-over", "unit-differs", "unknown-order-line"}, (
            file,
            found.state_reason,
        )
        world = office.shop.trade.world
        with office.act(office.resolver, "invoice.resolve"):
            coding = Coding(
                Account.objects.get(code="5700").pk,
                world.cost_centres[office.alpha.pk],
                world.programmes[office.alpha.pk],
            )
            bare = InvoiceLine.objects.filter(invoice_id=found.pk, account__isnull=True)
            (outcome,) = invoices_resolve(
                ids=[found.pk], reason="extra-agreed", coding={line.pk: coding for line in bare}
            )
        assert outcome.moved, outcome
    if office.invoice(arrival).state == "to-approve":
        with office.act(office.approver, "invoice.approve"):
            (outcome,) = invoices_approve(ids=[found.pk])
        assert outcome.moved, outcome
    office.run()


def _assert_posted(office: Office, arrival: Arrival, invoice: EInvoice, rate: Decimal | None) -> Invoice:
    found = office.invoice(arrival)
    owed = invoice.owed_minor
    pence = owed if rate is None else to_pence(owed, invoice.currency, rate)
    assert found.state == ("posted" if owed else "settled")
    assert (found.payable_minor, found.payable_pence) == (owed, pence)
    with act(SETUP, None, office.alpha):
        lines = list(PostedLine.objects.filter(journal_id=found.journal_id).select_related("account"))
        (control,) = payables_control(body_ids=[office.alpha.pk])
    assert sum(line.amount_pence for line in lines) == 0
    payable = [line for line in lines if line.account.code == "2000"]
    assert sum(line.amount_pence for line in payable) == -pence
    if rate is not None:
        assert all(line.currency == invoice.currency for line in lines)
        assert sum(line.foreign_minor or 0 for line in lines) == 0
        assert sum(line.foreign_minor or 0 for line in payable) == -owed
    charged = sum(line.amount_pence for line in lines if line.account.code == "5700")
    cost = invoice.sign * invoice.totals.tax_inclusive_minor
    assert abs(charged - (cost if rate is None else to_pence(cost, invoice.currency, rate))) <= (
        0 if rate is None else 1
    )
    assert (control.difference_pence, control.documents_pence) == (0, pence)
    return found


def _assert_paid(office: Office, posted: Invoice, invoice: EInvoice) -> None:
    """What we owe and nobody collects is paid to the penny; a credit waits to be set off."""
    with act(SETUP, None, office.alpha):
        payments = payments_of(INVOICE.code, [posted.pk])
    if invoice.owed_minor <= 0 or invoice.is_collected:
        assert payments == {}
        return
    assert payments[posted.pk].amount_minor == invoice.owed_minor
    (run,) = office.pay()
    with act(SETUP, None, office.alpha):
        assert Invoice.objects.get(pk=posted.pk).state == "paid"
        file = payment_file_of(run.pk)
        assert file is not None
        totals = read_totals(bytes(file.file.content))
    assert totals.agree
    assert totals.currencies == (invoice.currency,)
    assert totals.summed == Decimal(invoice.owed_minor).scaleb(-2)
