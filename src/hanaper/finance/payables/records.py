"""What a match leaves: heads, lines, workings and links of a whole batch, in a statement each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from hanaper.commercial.orders.api import ORDER, RECEIPT, Receipt
from hanaper.finance.payables.models import Invoice, InvoiceLine, MatchStep
from hanaper.finance.payables.process import INVOICE
from hanaper.foundation.processes.api import link


@dataclass(frozen=True, slots=True)
class Judged:
    """One comparison, as it is stored. line_id: the supplier's number of the line, "" for the whole invoice."""

    rule: str
    holds: bool
    line_id: str
    found: str
    expected: str
    allowed: str = ""


def write_heads(cases: Mapping[Invoice, int | None]) -> None:
    """Keep who sent each invoice, what it is worth in pounds, and its order (its id, or None)."""
    invoices = list(cases)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payables_invoice d SET order_id = g.order_id, entity_id = g.entity_id,"
            " body_site_id = g.body_site_id, payable_pence = g.pence, units_per_pound = g.units"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[])"
            "   AS g(id, order_id, entity_id, body_site_id, pence, units)"
            " WHERE d.body_id = %s AND d.id = g.id AND (d.order_id, d.entity_id, d.body_site_id, d.payable_pence)"
            "   IS DISTINCT FROM (g.order_id, g.entity_id, g.body_site_id, g.pence)",
            [
                [each.pk for each in invoices],
                list(cases.values()),
                [each.entity_id for each in invoices],
                [each.body_site_id for each in invoices],
                [each.payable_pence for each in invoices],
                [each.units_per_pound for each in invoices],
                invoices[0].body_id,
            ],
        )


def write_lines(lines: Sequence[InvoiceLine]) -> None:
    """Keep the order line and coding of each line, or that it has none."""
    if not lines:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payables_invoiceline d SET order_line_id = g.order_line, account_id = g.account,"
            " cost_centre_id = g.cost_centre, programme_id = g.programme"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])"
            "   AS g(id, order_line, account, cost_centre, programme)"
            " WHERE d.body_id = %s AND d.id = g.id",
            [
                [each.pk for each in lines],
                [each.order_line_id for each in lines],
                [each.account_id for each in lines],
                [each.cost_centre_id for each in lines],
                [each.programme_id for each in lines],
                lines[0].body_id,
            ],
        )


def write_workings(workings: Mapping[Invoice, Sequence[Judged]]) -> None:
    """Keep every comparison, as one more round of each invoice."""
    rounds = _rounds(invoice.pk for invoice in workings)
    MatchStep.objects.bulk_create(
        [
            MatchStep(
                body_id=invoice.body_id,
                invoice=invoice,
                round=rounds.get(invoice.pk, 0) + 1,
                place=place,
                rule=step.rule,
                holds=step.holds,
                line_id=step.line_id,
                found=step.found[:200],
                expected=step.expected[:200],
                allowed=step.allowed[:60],
            )
            for invoice, steps in workings.items()
            for place, step in enumerate(steps, 1)
        ],
        batch_size=2000,
    )


def write_links(orders: Mapping[int, int]) -> None:
    """Link invoices to their orders and to what was received on them, so that `never_by` sees who received it.

    orders: ids of orders by the ids of invoices.
    """
    if not orders:
        return
    receipts: defaultdict[int, list[int]] = defaultdict(list)
    recorded = Receipt.objects.filter(order_id__in=set(orders.values()), state="recorded").order_by("pk")
    for order_id, pk in recorded.values_list("order_id", "pk"):
        receipts[order_id].append(pk)
    pairs = [(INVOICE, invoice_id, ORDER, order_id) for invoice_id, order_id in orders.items()]
    pairs += [
        (INVOICE, invoice_id, RECEIPT, pk) for invoice_id, order_id in orders.items() for pk in receipts[order_id]
    ]
    link(pairs, kind="follows")


def _rounds(ids: Iterable[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT invoice_id, max(round) FROM payables_matchstep WHERE invoice_id = ANY (%s) GROUP BY invoice_id",
            [list(ids)],
        )
        return dict(cursor.fetchall())
