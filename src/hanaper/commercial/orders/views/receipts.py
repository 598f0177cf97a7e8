"""Receipts: list, one, record, take back."""

from __future__ import annotations

from hanaper.commercial.orders import selectors, services
from hanaper.commercial.orders.forms import ReceiptEntry, short
from hanaper.commercial.orders.models import Receipt
from hanaper.commercial.orders.process import RECEIPT
from hanaper.commercial.orders.views.orders import order_url
from hanaper.commercial.orders.wording import WENT_BACK
from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    DateFromFilter,
    DateToFilter,
    Done,
    EditPage,
    Fact,
    FormLines,
    FormRefused,
    Link,
    ListPage,
    ObjectPage,
    Section,
    Table,
    TextFilter,
    Visit,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view

ITEM = "receipt:{pk}"


@page_of(RECEIPT)
def receipt_url(scope: str, pk: int) -> str:
    return f"/{scope}/receipts/{pk}/"


@page("order.read")
def receipt_list(visit: Visit) -> ListPage:
    table = Table(
        "receipts",
        columns=[
            Column("number", "Number", "code", link=lambda r: receipt_url(r.body.code, r.pk), sort=True),
            Column("order__number", "Order", "code", link=lambda r: order_url(r.body.code, r.order_id), sort=True),
            Column("order__body_site__site__entity__name", "Supplier", sort=True),
            Column("body__name", "Body", sort=True),
            Column("delivered_on", "Arrived", "date", sort=True),
            Column("delivery_note", "Delivery note"),
            Column("state", "State", "tag", value=lambda r: state_tag(r.state)),
        ],
        rows=selectors.receipts(),
        filters=[
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in RECEIPT.states]),
            TextFilter("supplier", "Supplier", field="order__body_site__site__entity__name"),
            DateFromFilter("from", "Arrived, from", field="delivered_on"),
            DateToFilter("to", "Arrived, to", field="delivered_on"),
        ],
        synthetic=lambda r: r.body.synthetic,
        noun=("receipt", "receipts"),
        empty="Nothing was received yet. Receipts are recorded from the page of an approved order.",
    )
    return ListPage(
        title="Receipts",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        help=["Whoever raised, changed or approved an order never says what arrived on it."],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("order.read")
def receipt_show(visit: Visit, pk: int) -> ObjectPage:
    receipt = selectors.receipt_get_for(pk)
    shown = panel(RECEIPT, receipt)
    lines = Table(
        "lines",
        columns=[
            Column("order_line__line_no", "Line", "number"),
            Column("order_line__description", "Description"),
            Column("quantity", "Arrived", "number", value=lambda line: short(line.quantity)),
            Column("ordered", "Ordered", "number", value=lambda line: short(line.order_line.quantity)),
            Column("order_line__unit", "Unit", "code"),
        ],
        rows=receipt.lines.select_related("order_line").order_by("order_line__line_no"),
        synthetic=lambda line: receipt.body.synthetic,
        page_size=200,
        noun=("line", "lines"),
    )
    return ObjectPage(
        title=f"Receipt {receipt}",
        scope=visit.scope,
        caption=f"Of order {receipt.order}",
        identity=_facts(receipt),
        state=shown.state,
        waiting="",
        sections=[Section("Lines", table=lines.bind(visit.asked, visit.path))],
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Receipts", visit.url("receipts/")),
        item=ITEM.format(pk=pk),
        synthetic=receipt.body.synthetic,
    )


@page("receipt.record")
def record_form(visit: Visit, pk: int) -> EditPage:
    order = selectors.order_get_for(pk)
    facts = selectors.order_facts([pk])[pk]
    entry = visit.entered or ReceiptEntry.of(facts, visit.today)
    url = order_url(visit.scope, pk)
    return EditPage(
        title=f"Record what arrived on order {order}",
        scope=visit.scope,
        form=entry.form,
        submit="Record the receipt",
        facts=[
            Fact("Supplier", facts.site.name),
            *(
                Fact(
                    f"Line {place}: {line.description}",
                    f"{short(line.quantity)} {line.unit} ordered, {short(line.received_quantity)} received before",
                )
                for place, line in enumerate(facts.lines, 1)
            ),
        ],
        lines=[
            FormLines(
                "Lines",
                entry.lines,
                hint="What is still to come is filled in. Change it to what arrived; 0 for nothing.",
                add_label="",
            )
        ],
        help=["Count what arrived before you record it: invoices are paid on the strength of it."],
        cancel=Link("Cancel", url),
        back=Link("Back", url),
        synthetic=order.body.synthetic,
    )


@press("receipt.record", shows=record_form)
def receipt_record(visit: Visit, pk: int) -> Done:
    facts = selectors.order_facts([selectors.order_get_for(pk).pk])[pk]
    entry = visit.entered = ReceiptEntry.of(facts, visit.today, visit.posted())
    if not entry.is_valid():
        raise FormRefused(entry)
    (receipt,) = services.receipts_record(drafts=[entry.draft(pk)])
    return Done(receipt_url(visit.scope, receipt.pk), "The receipt was recorded.")


receipt_return = step_view(
    RECEIPT, "return", load=selectors.receipt_get_for, take=services.receipts_return,
    facts=lambda visit, receipt: _facts(receipt), reasons=WENT_BACK,
    consequence="What it says counts no longer: an invoice for it is held. The receipt and its history stay.",
    said="The receipt was taken back.",
)  # fmt: skip


def _facts(receipt: Receipt) -> list[Fact]:
    return [
        Fact("Order", str(receipt.order), href=order_url(receipt.body.code, receipt.order_id)),
        Fact("Supplier", str(receipt.order.body_site.site.entity)),
        Fact("Body", receipt.body.name),
        Fact("Arrived", receipt.delivered_on, "date"),
        Fact("Delivery note", receipt.delivery_note, missing="None given"),
    ]
