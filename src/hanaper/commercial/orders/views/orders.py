"""Orders: list, one, raise, correct, change, and the steps between people."""

from __future__ import annotations

from hanaper.commercial.orders import selectors, services
from hanaper.commercial.orders.forms import BLANK_LINES, OrderEntry, short
from hanaper.commercial.orders.models import Order
from hanaper.commercial.orders.process import ORDER
from hanaper.commercial.orders.selectors import OrderFacts, OrderLineFacts
from hanaper.commercial.orders.wording import SENT_BACK
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.interface import formats
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
    Press,
    Section,
    Table,
    TextFilter,
    Visit,
    page,
    press,
)
from hanaper.foundation.interface.steps import (
    done,
    page_of,
    panel,
    state_tag,
    step_view,
)
from hanaper.kernel.money import Money

ITEM = "order:{pk}"


@page_of(ORDER)
def order_url(scope: str, pk: int) -> str:
    return f"/{scope}/orders/{pk}/"


@page("order.read")
def order_list(visit: Visit) -> ListPage:
    table = Table(
        "orders",
        columns=[
            Column("number", "Number", "code", link=lambda o: order_url(o.body.code, o.pk), sort=True),
            Column("body_site__site__entity__name", "Supplier", sort=True),
            Column("description", "What it is for"),
            Column("body__name", "Body", sort=True),
            Column("total_pence", "Total", "money", sort=True, hint="without VAT, in pounds"),
            Column("state_since", "Since", "datetime", sort=True),
            Column("state", "State", "tag", value=lambda o: state_tag(o.state)),
        ],
        rows=selectors.orders(),
        filters=[
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in ORDER.states]),
            TextFilter("supplier", "Supplier", field="body_site__site__entity__name"),
            TextFilter("description", "What it is for"),
            DateFromFilter("from", "Since, from", field="state_since"),
            DateToFilter("to", "Since, to", field="state_since"),
        ],
        synthetic=lambda o: o.body.synthetic,
        noun=("order", "orders"),
        empty="No orders yet. Raise one, and somebody else approves it.",
    )
    offered = visit.scope != "all" and visit.holds("order.raise", visit.body)
    return ListPage(
        title="Orders",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=[Press("Raise an order", visit.url("orders/raise/"), method="get")] if offered else [],
        help=[
            "An order is raised by one person, approved by another within their limit, and a third says what arrived.",
            "Invoices are matched against the order and what was received on it.",
        ],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("order.read")
def order_show(visit: Visit, pk: int) -> ObjectPage:
    order = selectors.order_get_for(pk)
    facts = selectors.order_facts([pk])[pk]
    shown = panel(ORDER, order)
    actions = list(shown.actions)
    if visit.holds("receipt.record", order.body) and selectors.may_record(
        order=order, person_id=current_act().person_id
    ):
        actions.insert(0, Press("Record what arrived", f"{order_url(order.body.code, pk)}receive/", method="get"))
    site = facts.site
    return ObjectPage(
        title=f"Order {order}",
        scope=visit.scope,
        caption=order.description,
        identity=[
            Fact("Supplier", site.name, href=_supplier_url(visit, order, site.site_id)),
            Fact("Body", order.body.name),
            Fact("Total without VAT", str(order.total)),
        ],
        state=shown.state,
        waiting=_waiting(order, facts) or shown.waiting,
        facts=_rate(order),
        sections=[Section("Lines", table=_lines(order, facts).bind(visit.asked, visit.path))],
        actions=actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Orders", visit.url("orders/")),
        item=ITEM.format(pk=pk),
        synthetic=order.body.synthetic,
    )


def _supplier_url(visit: Visit, order: Order, site_id: int) -> str | None:
    """Only for those who may see suppliers: others see the name."""
    return f"/{visit.scope}/suppliers/{site_id}/" if visit.holds("supplier.read", order.body) else None


def _waiting(order: Order, facts: OrderFacts) -> str:
    """An approved order waits for its supplier first, and for whoever closes it last."""
    if order.state != "approved":
        return ""
    coming = [line for line in facts.lines if line.receipt_needed and line.received_quantity < line.quantity]
    since = formats.instant(order.state_since)
    return f"Waiting for what was ordered to arrive, since {since}." if coming else "Everything ordered has arrived."


def _lines(order: Order, facts: OrderFacts) -> Table:
    keys = {
        line.pk: line for line in order.lines.select_related("account", "cost_centre", "programme").order_by("line_no")
    }

    def net(line: OrderLineFacts) -> int | str:
        return line.net_minor if order.currency == "GBP" else str(Money(line.net_minor, order.currency))

    return Table(
        "lines",
        columns=[
            Column("line_no", "Line", "number"),
            Column("description", "Description"),
            Column("quantity", "Ordered", "number", value=lambda line: short(line.quantity)),
            Column("unit", "Unit", "code"),
            Column("price", "Price", "number", value=lambda line: short(line.price), hint="of one, without VAT"),
            Column("net", "Net", "money" if order.currency == "GBP" else "text", value=net),
            Column("vat", "VAT", value=lambda line: f"{line.tax_category} {short(line.tax_percent)}%"),
            Column("received", "Received", "number", value=lambda line: short(line.received_quantity)),
            Column("invoiced", "Invoiced", "number", value=lambda line: short(line.invoiced_quantity)),
            Column("account", "Account", "code", value=lambda line: keys[line.id].account.code),
            Column("cost_centre", "Cost centre", "code", value=lambda line: keys[line.id].cost_centre.code),
            Column("programme", "Programme", "code", value=lambda line: keys[line.id].programme.code),
        ],
        rows=facts.lines,
        totals=(lambda source: {"net": order.total_minor}) if order.currency == "GBP" else None,
        synthetic=lambda line: order.body.synthetic,
        page_size=200,
        noun=("line", "lines"),
    )


@page("order.raise")
def raise_form(visit: Visit) -> EditPage:
    entry = visit.entered or OrderEntry.of(visit.body.pk, visit.today)
    return _edit(visit, entry, title="Raise an order", submit="Raise the order", back=visit.url("orders/"))


@press("order.raise", shows=raise_form)
def order_raise(visit: Visit) -> Done:
    entry = _posted_entry(visit)
    (order,) = services.orders_raise(drafts=[entry.draft])
    return Done(order_url(visit.scope, order.pk), "The order was raised. Somebody else must approve it.")


@page("order.raise")
def amend_form(visit: Visit, pk: int) -> EditPage:
    order = selectors.order_get_for(pk)
    entry = visit.entered or OrderEntry.of(order.body_id, visit.today, order=order)
    word = "Correct" if order.state == "returned" else "Change"
    warning = "It must be approved again before anything more is received on it." if word == "Change" else ""
    back = order_url(visit.scope, pk)
    return _edit(
        visit, entry, title=f"{word} order {order}", submit=f"{word} the order", back=back, pk=pk, warning=warning
    )


@press("order.raise", shows=amend_form, item=ITEM)
def order_amend(visit: Visit, pk: int) -> Done:
    entry = _posted_entry(visit)
    outcome = services.order_amend(order_id=pk, draft=entry.draft)
    return done(visit, ORDER, outcome, "The order was raised again. Somebody else must approve it.")


order_approve = step_view(
    ORDER, "approve", load=selectors.order_get_for, take=services.orders_approve,
    facts=lambda visit, order: _facts(order),
    consequence="The body is bound to take it. You approve its whole content: a change must be approved again.",
    said="The order was approved.",
)  # fmt: skip


order_send_back = step_view(
    ORDER, "send-back", load=selectors.order_get_for, take=services.orders_send_back,
    facts=lambda visit, order: _facts(order), reasons=SENT_BACK,
    consequence="Whoever raises orders for this body can correct it and raise it again.",
    said="The order was sent back.",
)  # fmt: skip


order_cancel = step_view(
    ORDER, "cancel", load=selectors.order_get_for, take=services.orders_cancel,
    facts=lambda visit, order: _facts(order),
    consequence="It cannot be raised again. Its number stays taken, and its history stays. Tell the supplier.",
    said="The order was cancelled.",
)  # fmt: skip


order_close = step_view(
    ORDER, "close", load=selectors.order_get_for, take=services.orders_close,
    facts=lambda visit, order: _facts(order),
    consequence="Nothing more is received on it. Invoices that still come are held for a person.",
    said="The order was closed.",
)  # fmt: skip


def _posted_entry(visit: Visit) -> OrderEntry:
    entry = OrderEntry.of(visit.body.pk, visit.today, visit.posted())
    if "add_line" in visit.request.POST:
        raise FormRefused(entry.with_more_lines(), status=200)
    if not entry.is_valid():
        raise FormRefused(entry)
    visit.entered = entry
    return entry


def _edit(
    visit: Visit, entry: OrderEntry, *, title: str, submit: str, back: str, pk: int | None = None, warning: str = ""
) -> EditPage:
    return EditPage(
        title=title,
        scope=visit.scope,
        form=entry.form,
        submit=submit,
        lines=[
            FormLines("Lines", entry.lines, hint=f"Leave lines empty that you do not need. {BLANK_LINES} or more fit.")
        ],
        help=[
            "Units are codes of UNECE Recommendation 20: EA for each, HUR for hours, MTR for metres, KGM for kilograms."
        ],
        warning=warning,
        cancel=Link("Cancel", back),
        back=Link("Back", back),
        item=ITEM.format(pk=pk) if pk else None,
        synthetic=visit.body.synthetic,
    )


def _facts(order: Order) -> list[Fact]:
    """What is decided on."""
    lines = order.lines.select_related("account", "cost_centre").order_by("line_no")
    return [
        Fact("Supplier", str(order.body_site.site.entity)),
        Fact("What it is for", order.description),
        Fact("Total without VAT", str(order.total)),
        *_rate(order),
        *(
            Fact(
                f"{line.line_no}. {line.description}",
                f"{short(line.quantity)} {line.unit} at {short(line.price)}: {Money(line.net_minor, order.currency)}",
                hint=f"{line.account}, {line.cost_centre}",
            )
            for line in lines
        ),
    ]


def _rate(order: Order) -> list[Fact]:
    if order.currency == "GBP":
        return []
    rate = f"{short(order.units_per_pound)} {order.currency} for £1"
    return [Fact("In pounds", order.total_pence, "money", hint=f"held against limits; {rate}")]
