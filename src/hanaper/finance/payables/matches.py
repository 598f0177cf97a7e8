"""The automatic match: every received invoice of a body with its order, what was received, and what else must hold.

One pass over a batch in a fixed number of statements. Invoices are judged in the order of their numbers, and each sees
what the ones before it took of an order line; matching of one body is serial, so that two passes cannot take the same
goods twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import connection

from hanaper import parameters
from hanaper.commercial.orders.api import OrderFacts, order_facts, order_facts_by_number
from hanaper.commercial.suppliers.api import Identifier, SiteFacts, bank_detail_of, sites_of_parties
from hanaper.finance.payables import records
from hanaper.finance.payables.models import Invoice, InvoiceLine
from hanaper.finance.payables.process import INVOICE
from hanaper.finance.payables.records import Judged
from hanaper.finance.payables.rules.claims import Invoiced, InvoicedLine, Ordered, OrderedLine, Received
from hanaper.finance.payables.rules.duplicates import nearly_same
from hanaper.finance.payables.rules.matching import Matching, Rule, match
from hanaper.finance.payables.rules.tolerances import Tolerance, Tolerances
from hanaper.finance.payables.takings import takings_keep
from hanaper.foundation.processes.api import Batch
from hanaper.ledger.exchange.api import rates_on

STANDARD = "hanaper/standard_process/invoice_matching"


@dataclass
class _Case:
    """One invoice with all that it is judged by."""

    invoice: Invoice
    lines: list[InvoiceLine]
    order: OrderFacts | None = None
    site: SiteFacts | None = None
    steps: list[Judged] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """The first comparison that failed, "" where none did."""
        return next((step.rule for step in self.steps if not step.holds), "")


@INVOICE.effect("match")
def _match(batch: Batch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('hanaper invoice match', %s))", [batch.act.body_id]
        )
    lines: defaultdict[int, list[InvoiceLine]] = defaultdict(list)
    for line in InvoiceLine.objects.filter(invoice_id__in=batch.ids).order_by("invoice_id", "line_no"):
        lines[line.invoice_id].append(line)
    cases = [_Case(each, lines[each.pk]) for each in Invoice.objects.filter(pk__in=batch.ids).order_by("pk")]
    _find_orders(cases)
    _identify(cases)
    _convert(cases)
    records.write_heads({case.invoice: case.order.id if case.order else None for case in cases})
    alike = _alike(cases)
    accounts = _accounts(cases, batch.act.today)
    taken: defaultdict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for case in cases:
        _judge(case, taken, alike.get(case.invoice.pk, []), accounts)
        if reason := case.reason:
            batch.divert(case.invoice.pk, reason)
        else:
            _take(case, taken)
    records.write_lines([line for case in cases for line in case.lines])
    records.write_workings({case.invoice: case.steps for case in cases})
    records.write_links({case.invoice.pk: case.order.id for case in cases if case.order})
    takings_keep([line for case in cases if not case.reason for line in case.lines], step="match")


def _find_orders(cases: Sequence[_Case]) -> None:
    """The order that a person linked; else the one whose number the file names; else, for a credit, that of the invoice
    it corrects."""
    ids = {c.invoice.order_id for c in cases if c.invoice.order_is_linked and c.invoice.order_id}
    numbers = {c.invoice.order_reference for c in cases if not c.invoice.order_is_linked} - {""}
    linked = order_facts(ids) if ids else {}
    named = order_facts_by_number(numbers) if numbers else {}
    for case in cases:
        invoice = case.invoice
        if invoice.order_is_linked:
            case.order = linked.get(invoice.order_id or 0)
        else:
            case.order = named.get(invoice.order_reference.strip().upper())
    lost = [c for c in cases if c.order is None and c.invoice.payable_minor < 0 and c.invoice.preceding_key]
    if not lost:
        return
    rows = Invoice.objects.filter(
        number_key__in={c.invoice.preceding_key for c in lost}, order__isnull=False, entity__isnull=False
    ).values_list("entity_id", "number_key", "order_id")
    corrected = {(entity, key): order for entity, key, order in rows}
    facts = order_facts(set(corrected.values()))
    for case in lost:
        order_id = corrected.get((case.invoice.entity_id or 0, case.invoice.preceding_key))
        case.order = facts.get(order_id or 0)


def _identify(cases: Sequence[_Case]) -> None:
    """Who sent it: known since receipt, or registered since. Where the file says nothing of its sender, the order that
    a person linked says it."""
    unknown = [case for case in cases if case.invoice.body_site_id is None]
    parties = [[Identifier(*each.split(":", 1)) for each in case.invoice.supplier_ids] for case in unknown]
    for case, site in zip(unknown, sites_of_parties(parties) if unknown else [], strict=True):
        if site is not None:
            case.invoice.entity_id, case.invoice.body_site_id = site.entity_id, site.body_site_id
    for case in cases:
        invoice, order = case.invoice, case.order
        if order is None:
            continue
        silent = invoice.entity_id is None and invoice.order_is_linked and not invoice.supplier_ids
        if silent or order.site.entity_id == invoice.entity_id:
            # Of a supplier's sites, the one that was ordered from is the one that is paid.
            invoice.entity_id, invoice.body_site_id = order.site.entity_id, order.site.body_site_id


def _convert(cases: Sequence[_Case]) -> None:
    foreign = [c.invoice for c in cases if c.invoice.payable_pence is None]
    rates = rates_on((invoice.currency, invoice.issue_date) for invoice in foreign)
    for invoice in foreign:
        rate = rates.get((invoice.currency, invoice.issue_date))
        if rate is not None:
            invoice.units_per_pound = rate.units_per_pound
            invoice.payable_pence = rate.pence(invoice.payable_minor)


def _alike(cases: Sequence[_Case]) -> dict[int, list[str]]:
    """Numbers of earlier invoices of the same supplier that each may repeat: the same number within the window, or the
    same amount of the same day under nearly the same number."""
    known = [case.invoice for case in cases if case.invoice.entity_id is not None]
    if not known:
        return {}
    window = parameters.get(f"{STANDARD}/duplicate_window_days", on=known[0].received_on).whole_number
    found: defaultdict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.id, w.key, o.number_key, o.number FROM unnest(%(ids)s::bigint[], %(entities)s::bigint[],"
            "   %(keys)s::text[], %(currencies)s::text[], %(amounts)s::bigint[], %(days)s::date[])"
            "   AS w(id, entity, key, currency, amount, day)"
            " JOIN payables_invoice o ON o.body_id = %(body)s AND o.entity_id = w.entity AND o.id < w.id"
            "   AND o.state <> 'rejected' AND sign(o.payable_minor) = sign(w.amount)"
            "   AND ((o.number_key = w.key AND o.issue_date BETWEEN w.day - %(window)s AND w.day + %(window)s)"
            "     OR (o.payable_minor = w.amount AND o.currency = w.currency AND o.issue_date = w.day))"
            " ORDER BY w.id, o.id",
            {
                "ids": [each.pk for each in known],
                "entities": [each.entity_id for each in known],
                "keys": [each.number_key for each in known],
                "currencies": [each.currency for each in known],
                "amounts": [each.payable_minor for each in known],
                "days": [each.issue_date for each in known],
                "body": known[0].body_id,
                "window": window,
            },
        )
        for pk, key, other, number in cursor.fetchall():
            if key == other or nearly_same(key, other):
                found[pk].append(number)
    return found


def _accounts(cases: Sequence[_Case], today: date) -> dict[tuple[int, str], str]:
    """Holder of the account that we would pay to, by the body's site and currency: for those who name a payee."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    sites: dict[int, int] = {}
    for case in cases:
        if case.invoice.payee_name and case.order and case.invoice.body_site_id:
            site_id = case.order.site.site_id
            sites[site_id] = case.invoice.body_site_id
            wanted[case.invoice.currency].add(site_id)
    return {
        (sites[site_id], currency): detail.holder_name
        for currency, site_ids in sorted(wanted.items())
        for site_id, detail in bank_detail_of(site_ids, currency, today).items()
    }


def _judge(
    case: _Case,
    taken: Mapping[int, Sequence[Decimal]],
    alike: Sequence[str],
    accounts: Mapping[tuple[int, str], str],
) -> None:
    invoice = case.invoice
    known, converted = invoice.body_site_id is not None, invoice.payable_pence is not None
    names = ", ".join(invoice.supplier_ids) or "nothing"
    if not known:
        case.steps.append(Judged("unknown-supplier", False, "", names, "a supplier that this body uses"))
    if invoice.currency != "GBP":
        rate = f"{invoice.units_per_pound:f} for £1" if invoice.units_per_pound is not None else "no rate"
        case.steps.append(
            Judged("no-rate", converted, "", rate, f"a rate for {invoice.currency} on {invoice.issue_date.isoformat()}")
        )
    case.steps += _matched(case, taken)
    if invoice.payee_name and invoice.payable_minor > 0 and known:
        holder = accounts.get((invoice.body_site_id or 0, invoice.currency), "no account")
        same = _letters(holder) == _letters(invoice.payee_name)
        case.steps.append(Judged("payee-differs", same, "", invoice.payee_name, holder))
    if alike:
        case.steps.append(Judged("possible-duplicate", False, "", ", ".join(alike[:5]), "no invoice like it"))


def _matched(case: _Case, taken: Mapping[int, Sequence[Decimal]]) -> list[Judged]:
    """The three-way match; where it pairs lines with order lines, they take their coding from them."""
    invoice, order = case.invoice, case.order
    for line in case.lines:
        line.order_line_id = line.account_id = line.cost_centre_id = line.programme_id = None
    if order is not None and not order.is_approved:
        found = f"{order.number}, which is {order.state if order.state != 'approved' else 'changed since'}"
        return [Judged("no-order", False, "", found, "an approved order")]
    matching = match(
        _claim(invoice, case.lines, order),
        None if order is None else _ordered(order, taken),
        [] if order is None else [Received(str(x.line_no), x.received_quantity) for x in order.lines],
        _tolerances(invoice.received_on),
    )
    if order is not None:
        _code(case.lines, order, matching)
    ids = {str(line.line_no): line.line_id for line in case.lines}
    judged = []
    for step in matching.steps:
        found, expected = step.found, step.expected
        if step.rule == Rule.SUPPLIER_DIFFERS:
            if invoice.entity_id is None:
                continue  # said already, in better words
            found, expected = invoice.supplier_name, order.site.name if order else ""
        judged.append(Judged(step.rule.value, step.holds, ids.get(step.line or "", ""), found, expected, step.allowed))
    return judged


def _claim(invoice: Invoice, lines: Sequence[InvoiceLine], order: OrderFacts | None) -> Invoiced:
    numbers = {str(line.line_no) for line in order.lines} if order else set()

    def reference(line: InvoiceLine) -> str | None:
        written = line.order_line_reference
        # Where a person linked the order, the file's references may be to another system's: then they say nothing.
        if invoice.order_is_linked and written.lstrip("0") not in numbers:
            return None
        return written or None

    return Invoiced(
        supplier=invoice.entity_id,
        currency=invoice.currency,
        order_number=invoice.order_reference or None,
        extra_minor=invoice.extra_minor,
        lines=tuple(
            InvoicedLine(
                id=str(line.line_no),
                quantity=line.quantity,
                unit=line.unit,
                net_minor=line.net_minor,
                order_line=reference(line),
                item_ids=frozenset(line.item_ids),
                name=line.name,
            )
            for line in lines
        ),
    )


def _ordered(order: OrderFacts, taken: Mapping[int, Sequence[Decimal]]) -> Ordered:
    """The order with what earlier invoices took, those of this batch among them."""
    lines = []
    for each in order.lines:
        quantity, minor = taken.get(each.id, (Decimal(0), Decimal(0)))
        lines.append(
            OrderedLine(
                id=str(each.line_no),
                quantity=each.quantity,
                unit=each.unit,
                unit_price_minor=each.unit_price_minor,
                invoiced_quantity=each.invoiced_quantity + quantity,
                invoiced_minor=each.invoiced_minor + int(minor),
                receipt_needed=each.receipt_needed,
                item_ids=frozenset({each.seller_item_id} - {""}),
                name=each.description,
            )
        )
    return Ordered(order.number, order.site.entity_id, order.currency, tuple(lines))


def _code(lines: Sequence[InvoiceLine], order: OrderFacts, matching: Matching) -> None:
    ordered = {str(line.line_no): line for line in order.lines}
    pairs = {pair.line: ordered[pair.order_line] for pair in matching.pairs}
    for line in lines:
        paired = pairs.get(str(line.line_no))
        if paired is not None:
            line.order_line_id = paired.id
            line.account_id, line.cost_centre_id = paired.account_id, paired.cost_centre_id
            line.programme_id = paired.programme_id


def _take(case: _Case, taken: defaultdict[int, list[Decimal]]) -> None:
    for line in case.lines:
        if line.order_line_id is not None:
            taken[line.order_line_id][0] += line.quantity
            taken[line.order_line_id][1] += line.net_minor


def _tolerances(on: date) -> Tolerances:
    """The standard's tolerances in force on a day. A body that needs others records a deviation."""
    basis_points, pence, quantity, foot = (
        parameters.get(f"{STANDARD}/{name}", on=on).whole_number
        for name in (
            "price_over_basis_points",
            "price_over_line_pence",
            "quantity_over_basis_points",
            "total_difference_pence",
        )
    )
    return Tolerances(
        valid_from=on,
        price=Tolerance(basis_points, pence),
        value=Tolerance(basis_points, pence),
        quantity_basis_points=quantity,
        source=STANDARD,
        foot=Tolerance(10_000, foot),
    )


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
