"""Invoices and payments in few words, over the orders' factories: alpha buys, is invoiced, and pays.

office = build_office()
order = office.ordered()                          # ordered, approved and received by three people
arrival = office.arrive(office.bill(order))       # a UBL file for it, received from the network
office.run()                                      # every rule, as far as it goes
office.pay()                                      # built by one, released by another, written
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hanaper.commercial.orders.api import Order, order_facts
from hanaper.commercial.orders.tests.factories import Shop, build_shop
from hanaper.commercial.suppliers.tests.factories import an_account, person_with
from hanaper.finance.cash.api import (
    PAYMENT_RUN,
    PaymentRun,
    bank_account_open,
    pay_day_after,
    payment_runs_build,
    payment_runs_release,
)
from hanaper.finance.payables.api import INVOICE, Arrival, Invoice, ReceivedFile, invoices_receive
from hanaper.finance.payables.rules.compose import compose, priced_line, standard_rated
from hanaper.finance.payables.rules.einvoice import EInvoice, Identifier, Party, PaymentMeans
from hanaper.finance.payables.rules.write import write
from hanaper.finance.payables.tests.invoices import BUYER, SUPPLIER
from hanaper.foundation.acts.api import Actor, Automation, act
from hanaper.foundation.processes import automation
from hanaper.foundation.tenancy.api import Body
from hanaper.ledger import selectors
from tests.world import LONG_AGO, SETUP

NETWORK = Automation("network")
LIMIT_PENCE = 10_000_000_00


@dataclass
class Office:
    """uploader, resolver: of the centre. approver: of alpha, up to LIMIT_PENCE. builder, releaser: of the centre.
    director: may approve orders of alpha up to LIMIT_PENCE."""

    shop: Shop
    uploader: Actor
    resolver: Actor
    approver: Actor
    builder: Actor
    releaser: Actor
    director: Actor

    @property
    def alpha(self) -> Body:
        return self.shop.alpha

    @property
    def today(self) -> date:
        return self.shop.trade.today

    def ordered(self, quantity: str = "10", price: str = "25.00", *, received: str | None = None, **line: Any) -> Order:
        """An approved order of one line, received in full unless told otherwise; received "" for not at all."""
        order = self.shop.order(self.shop.line(quantity, price, **line))
        if received != "":
            self.shop.receive(order, {1: received or quantity})
        return order

    def bill(
        self, order: Order | None, *, quantity: str = "", price: str = "", number: str = "INV-1", **others: Any
    ) -> EInvoice:
        """What the order's supplier would send for its first line."""
        with act(SETUP, None, self.alpha):
            facts = order_facts([order.pk])[order.pk] if order else None
        line = facts.lines[0] if facts else None
        lines = [
            priced_line(
                line_id="1",
                name=line.description if line else "Paper",
                quantity=Decimal(quantity or (line.quantity if line else 1)),
                price=Decimal(price or (line.price if line else 100)),
                unit=line.unit if line else "EA",
                tax=standard_rated(Decimal(20)),
                order_line="1" if line else None,
            )
        ]
        wanted: dict[str, Any] = {
            "kind": "invoice",
            "number": number,
            "issue_date": self.today,
            "due_date": self.today,
            "supplier": self.party(),
            "buyer": BUYER,
            "lines": lines,
            "order_reference": order.number if order else None,
            "payment_means": (PaymentMeans(code="30", account_id="12345678", branch_id="12-34-56"),),
        }
        return compose(**(wanted | others))

    def party(self) -> Party:
        """The supplier as its invoices name it."""
        with act(SETUP, None, self.alpha):
            site = self.shop.sites[self.alpha.pk].site
            company = site.entity.identifiers.get(scheme="GB-COH").value
        return Party(
            legal_name=site.entity.name,
            company_id=Identifier(company, None),
            vat_id=SUPPLIER.vat_id,
            endpoint=SUPPLIER.endpoint,
            address=SUPPLIER.address,
        )

    def arrive(self, *invoices: EInvoice | bytes, at: datetime | None = None, by: Actor | None = None) -> list[Arrival]:
        """Receive files from the network, or as a person brings them."""
        contents = [each if isinstance(each, bytes) else write(each) for each in invoices]
        files = [ReceivedFile(f"invoice-{place}.xml", content) for place, content in enumerate(contents, 1)]
        with act(by or NETWORK, "invoice.receive" if by else None, self.alpha, at=at):
            return invoices_receive(files=files)

    def run(self) -> int:
        """Every rule over invoices, then over payment runs."""
        return automation.run(INVOICE, self.alpha) + automation.run(PAYMENT_RUN, self.alpha)

    def invoice(self, arrival: Arrival) -> Invoice:
        with act(SETUP, None, self.alpha):
            return Invoice.objects.select_related("body").get(pk=arrival.invoice_id)

    def act(self, actor: Actor, duty: str) -> Any:
        return act(actor, duty, self.alpha)

    def build(self) -> Sequence[PaymentRun]:
        """Runs of everything due."""
        with self.act(self.builder, "payment-run.build"):
            built = payment_runs_build(by=date.max, pay_on=pay_day_after(self.today))
        assert not built.left_out, [each.reason for each in built.left_out]
        return built.runs

    def pay(self) -> Sequence[PaymentRun]:
        """Build runs of everything due, release them, write their files."""
        runs = self.build()
        with self.act(self.releaser, "payment-run.release"):
            outcomes = payment_runs_release(ids=[run.pk for run in runs])
        assert all(outcome.moved for outcome in outcomes), outcomes
        self.run()
        return runs


def build_office() -> Office:
    """A body that can pay in pounds, and a supplier that can be paid."""
    # Ids of accounts are remembered for good, and each test has a chart of its own.
    selectors._account_id.cache_clear()
    shop = build_shop()
    alpha = shop.alpha
    with act(SETUP, None, alpha):
        site = shop.sites[alpha.pk].site
        bank_account_open(
            currency="GBP",
            holder_name="Alpha",
            sort_code="60-83-71",
            account_number="87654321",
            service_user_number="123456",
            since=LONG_AGO,
        )
    shop.trade.account(site, an_account("Acme Ltd"))
    return Office(
        shop,
        person_with(["invoice.receive", "invoice.read"], alpha),
        person_with(["invoice.resolve", "invoice.read"], alpha),
        person_with(["invoice.approve", "invoice.read"], alpha, limit_pence=LIMIT_PENCE),
        person_with(["payment-run.build", "payment-run.read"], alpha),
        person_with(["payment-run.release", "payment-run.read"], alpha),
        person_with(["order.approve", "order.read"], alpha, limit_pence=LIMIT_PENCE),
    )
