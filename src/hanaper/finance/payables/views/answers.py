"""What people do to invoices: bring one, take, link, accept, reject; approve, send back, refuse."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms as django_forms

from hanaper.commercial.orders.api import order_facts
from hanaper.finance.payables import selectors, services
from hanaper.finance.payables.forms import RematchForm, ResolveForm, UploadForm
from hanaper.finance.payables.models import Invoice, InvoiceLine
from hanaper.finance.payables.process import INVOICE
from hanaper.finance.payables.receiving import Arrival, ReceivedFile, invoices_receive
from hanaper.finance.payables.rules.holds import REJECTIONS, SENDING_BACK
from hanaper.finance.payables.views.invoices import (
    ITEM,
    coding,
    facts,
    invoice_url,
    payable,
    reason,
    short,
)
from hanaper.finance.payables.wording import MATCHED
from hanaper.foundation.interface.api import (
    Done,
    EditPage,
    Fact,
    FormRefused,
    Link,
    Visit,
    page,
    press,
    raise_on_form,
)
from hanaper.foundation.interface.steps import done, step_view
from hanaper.kernel.money import Money

FINDINGS_SHOWN = 5
LINES_SHOWN = 20


@page("invoice.receive")
def bring_form(visit: Visit) -> EditPage:
    return EditPage(
        title="Bring an invoice file",
        scope=visit.scope,
        form=visit.entered or UploadForm(),
        submit="Check and receive",
        intro=["For an invoice that did not come by the network. Whoever brings one never approves it."],
        cancel=Link("Cancel", visit.url("invoices/")),
        back=Link("Invoices", visit.url("invoices/")),
        synthetic=visit.body.synthetic,
    )


@press("invoice.receive", shows=bring_form)
def invoice_bring(visit: Visit) -> Done:
    form = UploadForm(visit.posted(), visit.request.FILES)
    if not form.is_valid():
        raise FormRefused(form)
    file = form.cleaned_data["file"]
    (arrival,) = invoices_receive(files=[ReceivedFile(file.name, file.read())])
    if arrival.invoice_id is None:
        raise_on_form(form, _refusal(arrival), field="file")
        raise FormRefused(form)
    return Done(invoice_url(visit.scope, arrival.invoice_id), "The invoice was received. A rule matches it now.")


def _refusal(arrival: Arrival) -> str:
    if arrival.code == "duplicate":
        return f"The invoice was received before, as {arrival.duplicate_of}. Nothing was recorded."
    fatal = [finding for finding in arrival.findings if finding.flag == "fatal"]
    said = "; ".join(f"{finding.rule}: {finding.text}" for finding in fatal[:FINDINGS_SHOWN])
    more = f" And {len(fatal) - FINDINGS_SHOWN} more." if len(fatal) > FINDINGS_SHOWN else ""
    return f"The file breaks the published rules, and nothing was recorded. {said}{more}"


@page("invoice.resolve")
def rematch_form(visit: Visit, pk: int) -> EditPage:
    invoice = selectors.invoice_get_for(pk)
    return _edit(
        visit, invoice, visit.entered or RematchForm(), title=f"Match {invoice} again", submit="Match again",
        intro="Use this once what was missing is there: the order, its approval, a receipt, the supplier, a rate.",
    )  # fmt: skip


@press("invoice.resolve", shows=rematch_form, item=ITEM)
def invoice_rematch(visit: Visit, pk: int) -> Done:
    form = RematchForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    (outcome,) = services.invoices_rematch(ids=[pk], order_number=form.cleaned_data["order_number"])
    return done(visit, INVOICE, outcome, "A rule matches the invoice again now.")


@page("invoice.resolve")
def resolve_form(visit: Visit, pk: int) -> EditPage:
    invoice = selectors.invoice_get_for(pk)
    return _edit(
        visit, invoice, visit.entered or _resolve_form(visit, invoice), title=f"Accept {invoice} as it is",
        submit="Accept, for approval",
        intro="You say that it is right although it differs. Somebody of the body approves it, or sends it back.",
    )  # fmt: skip


@press("invoice.resolve", shows=resolve_form, item=ITEM)
def invoice_resolve(visit: Visit, pk: int) -> Done:
    form = _resolve_form(visit, selectors.invoice_get_for(pk), visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    (outcome,) = services.invoices_resolve(ids=[pk], reason=form.cleaned_data["reason"], coding=form.coding)
    return done(visit, INVOICE, outcome, "The invoice waits for somebody of the body to approve it.")


def _resolve_form(visit: Visit, invoice: Invoice, posted: Mapping[str, object] | None = None) -> ResolveForm:
    bare = [line for line in selectors.invoice_lines(invoice.pk) if line.order_line_id is None]
    return ResolveForm(posted, body_id=invoice.body_id, day=visit.today, bare=bare)


def _edit(
    visit: Visit, invoice: Invoice, form: django_forms.BaseForm, *, title: str, submit: str, intro: str
) -> EditPage:
    url = invoice_url(visit.scope, invoice.pk)
    return EditPage(
        title=title,
        scope=visit.scope,
        caption=invoice.supplier_name,
        form=form,
        submit=submit,
        intro=[intro],
        facts=[Fact("Held because", reason(invoice)), Fact("Payable", payable(invoice))],
        cancel=Link("Cancel", url),
        back=Link("Back", url),
        item=ITEM.format(pk=invoice.pk),
        synthetic=invoice.body.synthetic,
    )


def _decision(visit: Visit, invoice: Invoice) -> list[Fact]:
    """Everything that one decides by, on the page where one decides."""
    order = order_facts([invoice.order_id]).get(invoice.order_id) if invoice.order_id else None
    ordered = {line.id: line for line in order.lines} if order else {}
    differing = [step for step in selectors.match_steps(invoice.pk) if not step.holds]

    def line_fact(line: InvoiceLine) -> Fact:
        beside = ordered.get(line.order_line_id or 0)
        asked = f"{line.name}: {short(line.quantity)} for {Money(line.net_minor, invoice.currency)}"
        if beside is not None:
            asked += f"; {short(beside.quantity)} ordered, {short(beside.received_quantity)} received"
        return Fact(f"Line {line.line_id}", asked, hint=f"Charged to {coding(line)}")

    return [
        Fact("Supplier", invoice.supplier_name),
        Fact("Their number", invoice.supplier_number),
        Fact("Payable", payable(invoice)),
        Fact("Why it is here", reason(invoice), missing="Above what a rule may pass"),
        *(Fact(f"Differs: {MATCHED.get(step.rule, step.rule).lower()}",
               f"{step.found}, where {step.expected} was expected") for step in differing),
        *facts(visit, invoice, order),
        *(line_fact(line) for line in selectors.invoice_lines(invoice.pk)[:LINES_SHOWN]),
    ]  # fmt: skip


invoice_reject = step_view(
    INVOICE, "reject", load=selectors.invoice_get_for, take=services.invoices_reject,
    facts=_decision, reasons=REJECTIONS,
    consequence="It is not paid, and cannot come back. Tell the supplier why; they may send another in its place.",
    said="The invoice was rejected.",
)  # fmt: skip


invoice_approve = step_view(
    INVOICE, "approve", load=selectors.invoice_get_for, take=services.invoices_approve,
    facts=_decision,
    consequence="It is posted to the books at once, and is paid by the next payment run.",
    said="The invoice was approved. A rule posts it now.",
)  # fmt: skip


invoice_send_back = step_view(
    INVOICE, "send-back", load=selectors.invoice_get_for, take=services.invoices_send_back,
    facts=_decision, reasons=SENDING_BACK,
    consequence="It is held again, and the centre puts it right.",
    said="The invoice was sent back.",
)  # fmt: skip


invoice_refuse = step_view(
    INVOICE, "refuse", load=selectors.invoice_get_for, take=services.invoices_refuse,
    facts=_decision, reasons=REJECTIONS,
    consequence="It is not paid, and cannot come back. The centre tells the supplier why.",
    said="The invoice was refused.",
)  # fmt: skip
