"""Invoices whose life is told in a few words, at any time: the database witnesses each move and writes its evidence.

    lives = build_lives()
    one = lives.arrive(lives.alpha, "2026-10-05 09:00", pence=100_00)
    lives.rules(one, "2026-10-05 09:00", to="posted")
    lives.pay(one, "2026-10-08 11:00")

Moves are written as `advance` writes them, without its effects: what is measured here is evidence, and other tests show
that services leave it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from hanaper.centre.levels.api import Question, month_of, question
from hanaper.commercial.orders.tests.factories import Shop, build_shop
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.finance.payables.api import Invoice
from hanaper.foundation.acts.api import Actor, Automation, act
from hanaper.foundation.files.api import file_store
from hanaper.foundation.processes.api import process
from hanaper.foundation.tenancy.api import Body

MONTH = month_of("2026-10")
AS_OF = datetime(2026, 11, 10, 12, tzinfo=UTC)
#: What rules do with an invoice that matches: step, from where, to where.
CLEAN = (("match", "matched"), ("pass", "approved"), ("post", "posted"))


def instant(text: str) -> datetime:
    """`2026-10-05 09:00` in UTC.

    >>> instant("2026-10-05 09:00").isoformat()
    '2026-10-05T09:00:00+00:00'
    """
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Lives:
    """alpha and beta are invoiced. uploader, resolver, releaser: of the centre; approver: of alpha and beta."""

    shop: Shop
    uploader: Actor
    resolver: Actor
    approver: Actor
    releaser: Actor
    reader: Actor
    orders: dict[int, int]
    files: dict[int, int] = field(default_factory=dict)
    made: int = 0

    @property
    def alpha(self) -> Body:
        return self.shop.alpha

    @property
    def beta(self) -> Body:
        return self.shop.beta

    def arrive(self, body: Body, at: str, *, pence: int | None = 100_00, order: bool = True, step: str = "receive",
               reason: str = "", **more: Any) -> Invoice:  # fmt: skip
        """An invoice that arrives by the network, by a person (`upload`), or is turned away."""
        self.made += 1
        by: Any = (self.uploader, "invoice.receive") if step == "upload" else (Automation(f"invoice.{step}"), None)
        when = instant(at)
        with act(by[0], by[1], body, at=when):
            if body.pk not in self.files:
                self.files[body.pk] = file_store(name="made.xml", content=b"<Invoice>made</Invoice>").pk
            _name_step(step)
            values = {
                "body": body, "kind": "invoice", "supplier_number": f"S-{self.made}", "number_key": f"S{self.made}",
                "supplier_name": "Acme Ltd", "supplier_ids": [], "issue_date": when.date(), "received_on": when.date(),
                "currency": "GBP", "net_minor": 0, "tax_minor": 0, "extra_minor": 0, "payable_minor": pence or 0,
                "payable_pence": pence, "units_per_pound": 1, "file_id": self.files[body.pk],
                "sha256": self.made.to_bytes(32, "big"), "rules_version": "1", "number": f"IN-{self.made}",
                "order_id": self.orders[body.pk] if order else None,
                "state": process("invoice").step(step).to_state, "state_since": when, "state_reason": reason,
            }  # fmt: skip
            return Invoice.objects.create(**(values | more))

    def move(self, invoice: Invoice, step: str, to: str, at: str | datetime, *, by: Actor | None = None,
             duty: str | None = None, reason: str = "", seconds: float | None = None) -> Invoice:  # fmt: skip
        """One move by a rule, or by a person under a duty, with the seconds that were seen."""
        when = instant(at) if isinstance(at, str) else at
        with act(by or Automation(f"invoice.{step}"), duty, invoice.body, at=when, worked_seconds=seconds):
            _name_step(step)
            Invoice.objects.filter(pk=invoice.pk).update(state=to, state_since=when, state_reason=reason)
            if by is not None:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT hanaper.effort_record('invoice', %s, %s, %s)", [[invoice.pk], step, seconds])
        return invoice

    def rules(self, invoice: Invoice, at: str, *moves: tuple[str, str]) -> Invoice:
        """Moves of rules, a second apart; those of an invoice that matches where none are named."""
        for place, (step, to) in enumerate(moves or CLEAN, 1):
            self.move(invoice, step, to, instant(at) + timedelta(seconds=place))
        return invoice

    def hold(self, invoice: Invoice, at: str, reason: str) -> Invoice:
        return self.move(invoice, "match", "held", at, reason=reason)

    def resolve(self, invoice: Invoice, at: str, **more: Any) -> Invoice:
        return self.move(invoice, "resolve", "to-approve", at, by=self.resolver, duty="invoice.resolve", **more)

    def approve(self, invoice: Invoice, at: str, **more: Any) -> Invoice:
        return self.move(invoice, "approve", "approved", at, by=self.approver, duty="invoice.approve", **more)

    def pay(self, invoice: Invoice, at: str) -> Invoice:
        return self.move(invoice, "pay", "paid", at, by=self.releaser, duty="payment-run.release")

    def asked(self, **more: Any) -> Question:
        """A question about MONTH as it stood at AS_OF; needs an open act."""
        return question(**({"month": MONTH, "as_of": AS_OF} | more))


def _name_step(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hanaper.step', %s, true)", [code])


def build_lives() -> Lives:
    """Two bodies with an order each, and the people who work on their invoices."""
    shop = build_shop()
    bodies = (shop.alpha, shop.beta)
    with connection.cursor() as cursor:
        for year in (2025, 2026):
            cursor.execute("SELECT hanaper.open_year(%s)", [year])
    return Lives(
        shop,
        person_with(["invoice.receive"], *bodies),
        person_with(["invoice.resolve"], *bodies),
        person_with(["invoice.approve"], *bodies, limit_pence=10**12),
        person_with(["payment-run.release"], *bodies),
        person_with(["levels.read", "invoice.read"], *bodies),
        {body.pk: shop.order(body=body).pk for body in bodies},
    )
