"""Invoices: list, one with all that it was judged by, its file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from hanaper.commercial.orders.api import OrderFacts, OrderLineFacts, order_facts
from hanaper.finance.payables import selectors
from hanaper.finance.payables.models import Invoice, InvoiceFinding, InvoiceLine, MatchStep
from hanaper.finance.payables.process import INVOICE
from hanaper.finance.payables.rules.holds import HOLDS, Hold
from hanaper.finance.payables.wording import MATCHED, REASONS
from hanaper.foundation.duties.api import duty
from hanaper.foundation.files.api import file_get_for, file_response
from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    DateFromFilter,
    DateToFilter,
    Fact,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Section,
    Table,
    Tag,
    TextFilter,
    Visit,
    download,
    explain_code,
    page,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag
from hanaper.kernel.money import Money
from hanaper.ledger.payments.api import payments_of

ITEM = "invoice:{pk}"
AGREES, DIFFERS = Tag("Agrees", "green"), Tag("Differs", "orange")
ERROR, WARNING = Tag("Error", "red"), Tag("Warning", "yellow")


@page_of(INVOICE)
def invoice_url(scope: str, pk: int) -> str:
    return f"/{scope}/invoices/{pk}/"


@page("invoice.read")
def invoice_list(visit: Visit) -> ListPage:
    table = Table(
        "invoices",
        columns=[
            Column("number", "Number", "code", link=lambda i: invoice_url(i.body.code, i.pk), sort=True),
            Column("supplier_name", "Supplier", sort=True),
            Column("supplier_number", "Their number"),
            Column("body__name", "Body", sort=True),
            Column("received_on", "Received", "date", sort=True),
            Column("payable_pence", "Payable", "money", sort=True, hint="in pounds"),
            Column("foreign", "As billed", value=foreign),
            Column("state", "State", "tag", value=lambda i: state_tag(i.state)),
            Column("state_reason", "Because", value=reason),
        ],
        rows=selectors.invoices(),
        filters=[
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in INVOICE.states]),
            ChoiceFilter("reason", "Because", field="state_reason", choices=[(c, h.title) for c, h in HOLDS.items()]),
            TextFilter("supplier", "Supplier", field="supplier_name"),
            TextFilter("number", "Their number", field="supplier_number"),
            DateFromFilter("from", "Received, from", field="received_on"),
            DateToFilter("to", "Received, to", field="received_on"),
        ],
        synthetic=lambda i: i.body.synthetic,
        noun=("invoice", "invoices"),
        empty="No invoices yet. They arrive from the network, or somebody brings a file.",
    )
    bring = Press("Bring an invoice file", visit.url("invoices/bring/"), method="get")
    offered = visit.scope != "all" and visit.holds("invoice.receive", visit.body)
    return ListPage(
        title="Invoices",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=[bring] if offered else [],
        help=[
            "An invoice that agrees with its approved order and the receipt is posted and paid without anybody.",
            "One that differs is held: the centre puts it right or accepts it, and the body approves.",
        ],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("invoice.read")
def invoice_show(visit: Visit, pk: int) -> ObjectPage:
    invoice = selectors.invoice_get_for(pk)
    lines = list(selectors.invoice_lines(pk))
    order = order_facts([invoice.order_id]).get(invoice.order_id) if invoice.order_id else None
    steps = selectors.match_steps(pk)
    findings = list(selectors.invoice_findings(pk))
    shown = panel(INVOICE, invoice)
    bound = visit.asked, visit.path
    sections = [
        *([_held(visit, invoice, steps)] if invoice.state == "held" else []),
        Section("Lines, order and receipt", table=_lines(invoice, lines, order).bind(*bound)),
        *([Section("How it was matched", table=_steps(invoice, steps).bind(*bound, prefix="m-"))] if steps else []),
        _file(visit, invoice, findings),
    ]
    return ObjectPage(
        title=f"{invoice.get_kind_display()} {invoice}",
        scope=visit.scope,
        caption=invoice.supplier_name or "Sender not known",
        identity=[
            Fact("Supplier", invoice.supplier_name, missing="Not known", href=_supplier_url(visit, invoice)),
            Fact("Their number", invoice.supplier_number),
            Fact("Payable", payable(invoice)),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=facts(visit, invoice, order),
        sections=sections,
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=[*_posted(visit, invoice), *shown.related],
        back=Link("Invoices", visit.url("invoices/")),
        item=ITEM.format(pk=pk),
        synthetic=invoice.body.synthetic,
    )


@download("invoice.read")
def invoice_file(visit: Visit, pk: int) -> HttpResponse:
    return file_response(file_get_for(selectors.invoice_get_for(pk).file_id))


def payable(invoice: Invoice) -> str:
    """What it adds to what we owe, as it is billed and in pounds."""
    billed = str(Money(invoice.payable_minor, invoice.currency))
    if invoice.currency == "GBP":
        return billed
    pounds = "no rate yet" if invoice.payable_pence is None else str(Money(invoice.payable_pence))
    return f"{billed} ({pounds})"


def foreign(invoice: Invoice) -> str:
    """The amount as billed, where that is not pounds."""
    return "" if invoice.currency == "GBP" else str(Money(invoice.payable_minor, invoice.currency))


def reason(invoice: Invoice) -> str:
    """The words of the reason for which it stands where it stands."""
    return REASONS.get(invoice.state_reason, invoice.state_reason)


def facts(visit: Visit, invoice: Invoice, order: OrderFacts | None) -> list[Fact]:
    """What one decides by: dates, amounts, order, and when it is to be paid."""
    payment = payments_of(INVOICE.code, [invoice.pk]).get(invoice.pk)
    rate = None if invoice.units_per_pound is None else f"{invoice.units_per_pound.normalize():f} for £1"
    return [
        Fact("Body", invoice.body.name),
        Fact("Received", invoice.received_on, "date"),
        Fact("Dated", invoice.issue_date, "date"),
        Fact("Due, as the supplier says", invoice.due_date, "date"),
        Fact("Without VAT", str(Money(invoice.net_minor, invoice.currency))),
        Fact("VAT", str(Money(invoice.tax_minor, invoice.currency))),
        Fact("Exchange rate", rate),
        Fact("Order", order.number if order else None, href=f"/{visit.scope}/orders/{order.id}/" if order else None,
             missing=f"None found (the file names {invoice.order_reference or 'none'})"),
        Fact("Payable to", invoice.payee_name, hint="Named by the invoice instead of its supplier"),
        Fact("Collected by direct debit", "Yes, so that nothing is paid out" if invoice.is_collected else None),
        Fact("Payment", f"{payment}, due {payment.due_on:%-d %B %Y}" if payment else None),
    ]  # fmt: skip


def _held(visit: Visit, invoice: Invoice, steps: list[MatchStep]) -> Section:
    hold: Hold = HOLDS.get(invoice.state_reason, HOLDS["sent-back"])
    said = [
        explain_code(f"payables.match.{s.rule}", line=s.line_id, found=s.found, expected=s.expected, allowed=s.allowed)
        for s in steps
        if not s.holds
    ]
    return Section(
        "Why it is held",
        facts=[
            Fact("Reason", Tag(reason(invoice), "orange")),
            Fact("Owner", duty(hold.owner).title, hint=hold.owner),
            Fact("What to do", hold.next_step),
        ],
        paragraphs=said,
        anchor="held",
    )


def _lines(invoice: Invoice, lines: list[InvoiceLine], order: OrderFacts | None) -> Table:
    ordered = {line.id: line for line in order.lines} if order else {}

    def beside(line: InvoiceLine) -> OrderLineFacts | None:
        return ordered.get(line.order_line_id or 0)

    def of_order(name: str) -> Any:
        def value(line: InvoiceLine) -> Decimal | None:
            found = beside(line)
            return short(getattr(found, name)) if found else None

        return value

    def money(minor: int) -> str:
        return str(Money(minor, invoice.currency))

    # Charges and allowances at the foot are shared over the lines; most invoices have none.
    shared = any(line.cost_minor != line.net_minor for line in lines)
    return Table(
        "lines",
        columns=[
            Column("line_id", "Line", "code"),
            Column("name", "Description"),
            Column("quantity", "Invoiced", "number", value=lambda line: short(line.quantity)),
            Column("ordered", "Ordered", "number", value=of_order("quantity")),
            Column("received", "Received", "number", value=of_order("received_quantity")),
            Column("unit", "Unit", "code"),
            Column("price", "Price ordered", "number", value=of_order("price"), hint="of one, without VAT"),
            Column("net", "Net", value=lambda line: money(line.net_minor)),
            *([Column("cost", "With charges", value=lambda line: money(line.cost_minor))] if shared else []),
            Column("vat", "VAT", value=lambda line: money(line.tax_minor)),
            Column("coding", "Charged to", value=coding),
        ],
        rows=lines,
        synthetic=lambda line: invoice.body.synthetic,
        page_size=200,
        noun=("line", "lines"),
        empty="The file could not be read, so that it has no lines here.",
    )


def coding(line: InvoiceLine) -> str:
    """Where a line is charged: account, cost centre and programme by their codes."""
    if line.account is None or line.cost_centre is None or line.programme is None:
        return "Not coded"
    return f"{line.account}, {line.cost_centre.code}, {line.programme.code}"


def _steps(invoice: Invoice, steps: list[MatchStep]) -> Table:
    return Table(
        "matching",
        columns=[
            Column("rule", "Compared", value=lambda step: MATCHED.get(step.rule, step.rule)),
            Column("line_id", "Line", "code", value=lambda step: step.line_id or "Whole"),
            Column("found", "Invoice"),
            Column("expected", "Expected"),
            Column("allowed", "Tolerance", value=lambda step: step.allowed or "None"),
            Column("holds", "Result", "tag", value=lambda step: AGREES if step.holds else DIFFERS),
        ],
        rows=steps,
        synthetic=lambda step: invoice.body.synthetic,
        page_size=200,
        noun=("comparison", "comparisons"),
    )  # fmt: skip


def _file(visit: Visit, invoice: Invoice, findings: list[InvoiceFinding]) -> Section:
    fatal = sum(finding.flag == "fatal" for finding in findings)
    said = f"{fatal} errors" if fatal else "Valid"
    table = Table(
        "findings",
        columns=[
            Column("rule", "Rule", "code"),
            Column("flag", "Says", "tag", value=lambda f: ERROR if f.flag == "fatal" else WARNING),
            Column("location", "Where", "code"),
            Column("text", "What it says"),
        ],
        rows=findings,
        synthetic=lambda finding: invoice.body.synthetic,
        page_size=200,
        noun=("finding", "findings"),
    )  # fmt: skip
    return Section(
        "The file",
        facts=[
            Fact("Checked by", f"UBL 2.1 schema and EN 16931 rules, release {invoice.rules_version}"),
            Fact("They say", said),
            Fact("SHA-256", bytes(invoice.sha256).hex(), "code"),
        ],
        links=[Link("Download the file as it came", f"{invoice_url(visit.scope, invoice.pk)}file/")],
        table=table.bind(visit.asked, visit.path, prefix="f-") if findings else None,
    )


def _posted(visit: Visit, invoice: Invoice) -> list[Link]:
    if not invoice.journal_id:
        return []
    return [Link("The posted journal and its lines", f"/{visit.scope}/ledger/posted/{invoice.journal_id}/")]


def _supplier_url(visit: Visit, invoice: Invoice) -> str | None:
    site = invoice.body_site
    return f"/{visit.scope}/suppliers/{site.site_id}/" if site is not None else None


def short(number: Decimal) -> Decimal:
    """A quantity or price without noughts that say nothing.

    >>> short(Decimal("10.0000")), short(Decimal("0.5000"))
    (Decimal('10'), Decimal('0.5'))
    """
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
