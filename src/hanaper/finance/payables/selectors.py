"""Reads of invoices, always of the bodies in scope and in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from hanaper.finance.payables.models import Invoice, InvoiceFinding, InvoiceLine, MatchStep
from hanaper.foundation.tenancy.api import current_scope
from hanaper.kernel.errors import NotThere


@dataclass(frozen=True, slots=True)
class ControlDifference:
    """A control account beside the documents that it controls, of one body. Both in pence, what is owed positive."""

    body_id: int
    ledger_pence: int
    documents_pence: int

    @property
    def difference_pence(self) -> int:
        return self.ledger_pence - self.documents_pence


def invoices() -> QuerySet[Invoice]:
    """Every invoice in scope, newest first."""
    return Invoice.objects.select_related("body").order_by("-pk")


def invoice_get_for(invoice_id: int) -> Invoice:
    """One invoice in scope. Raises NotThere, alike for none and for not yours."""
    found = Invoice.objects.select_related("body", "order", "body_site__site__entity").filter(pk=invoice_id).first()
    if found is None:
        raise NotThere(what="invoice", found=invoice_id)
    return found


def invoice_lines(invoice_id: int) -> QuerySet[InvoiceLine]:
    """The lines of an invoice with their coding and order line at hand."""
    return (
        InvoiceLine.objects.filter(invoice_id=invoice_id)
        .select_related("account", "cost_centre", "programme", "order_line")
        .order_by("line_no")
    )


def match_steps(invoice_id: int) -> list[MatchStep]:
    """The working of the last match, step by step; none before the first."""
    steps = list(MatchStep.objects.filter(invoice_id=invoice_id).order_by("-round", "place"))
    return [step for step in steps if step.round == steps[0].round]


def invoice_findings(invoice_id: int) -> QuerySet[InvoiceFinding]:
    """What the published rules say of its file."""
    return InvoiceFinding.objects.filter(invoice_id=invoice_id).order_by("place")


def open_invoices() -> QuerySet[Invoice]:
    """Invoices that are posted and not paid, credits that are not set off among them: what account 2000 controls."""
    return Invoice.objects.filter(state="posted").select_related("body").order_by("received_on", "pk")


def payables_control(*, body_ids: Sequence[int]) -> list[ControlDifference]:
    """Account 2000 beside the open invoices of each body (P08). They agree when every difference is nought.

    The ledger's side is the balance of all years, as nothing carries balances forward yet. Any other posting to the
    account, such as opening balances without invoices, shows as a difference.
    """
    bodies = sorted(set(body_ids) & set(current_scope().bodies))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.id, coalesce((SELECT sum(x.credit_pence - x.debit_pence) FROM ledger_balance x"
            "    JOIN ledger_account a ON a.id = x.account_id"
            "    WHERE x.body_id = b.id AND x.kind = 1 AND a.subledger = 'payables'), 0)::bigint,"
            "  coalesce((SELECT sum(i.payable_pence) FROM payables_invoice i"
            "    WHERE i.body_id = b.id AND i.state = 'posted'), 0)::bigint"
            " FROM unnest(%s::bigint[]) AS b(id) ORDER BY b.id",
            [bodies],
        )
        return [ControlDifference(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class PricePaid:
    """A good as suppliers name it: how much of it was invoiced in a stretch of days, and for how much without VAT."""

    item: str
    unit: str
    quantity: Decimal
    net_pence: int


def prices_paid(*, body_ids: Sequence[int], since: date, before: date) -> list[PricePaid]:
    """Goods and services of invoices in pounds that were received then and are past approval, item by item.

    What a credit takes back comes off quantity and amount alike.
    """
    bodies = sorted(set(body_ids) & set(current_scope().bodies))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.name, l.unit, sum(l.quantity), sum(l.net_minor)::bigint FROM payables_invoiceline l"
            " JOIN payables_invoice i ON i.body_id = l.body_id AND i.id = l.invoice_id"
            " WHERE l.body_id = ANY (%s::bigint[]) AND i.currency = 'GBP'"
            "   AND i.received_on >= %s AND i.received_on < %s"
            "   AND i.state IN ('approved', 'posted', 'settled', 'paid')"
            " GROUP BY 1, 2 HAVING sum(l.quantity) > 0 ORDER BY 1, 2",
            [bodies, since, before],
        )
        return [PricePaid(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class PaidInvoice:
    """An invoice that was paid: when it came and was paid, and the account and cost centre of its largest line."""

    number: str
    supplier: str
    received_on: date
    paid_on: date
    pence: int
    account: str
    cost_centre: str


def paid_invoices(*, body_id: int, since: date, before: date) -> list[PaidInvoice]:
    """Invoices of a body that were first paid, or settled, in a stretch of days, by day and number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.number, i.supplier_name, i.received_on, e.paid_on, i.payable_pence, l.account, l.cost_centre"
            " FROM payables_invoice i"
            " JOIN (SELECT document_id, min(at AT TIME ZONE 'Europe/London')::date AS paid_on FROM processes_evidence"
            "   WHERE body_id = %(body)s AND process = 'invoice' AND to_state IN ('paid', 'settled') GROUP BY 1) e"
            "   ON e.document_id = i.id"
            " LEFT JOIN LATERAL (SELECT a.name AS account, c.name AS cost_centre FROM payables_invoiceline x"
            "   JOIN ledger_account a ON a.id = x.account_id"
            "   JOIN tenancy_costcentre c ON (c.body_id, c.id) = (x.body_id, x.cost_centre_id)"
            "   WHERE (x.body_id, x.invoice_id) = (i.body_id, i.id)"
            "   ORDER BY x.cost_minor DESC, x.line_no LIMIT 1) l ON true"
            " WHERE i.body_id = %(body)s AND e.paid_on >= %(since)s AND e.paid_on < %(before)s ORDER BY 4, 1",
            {"body": body_id, "since": since, "before": before},
        )
        return [PaidInvoice(*row) for row in cursor.fetchall()]
