"""One page of each kind, filled with believable content: what the rendering, weight and browser tests show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms

from hanaper.foundation.interface.fields import (
    AccountNumberField,
    ChoiceField,
    DateField,
    MoneyField,
    SortCodeField,
    choices_with_blank,
)
from hanaper.foundation.interface.filters import ChoiceFilter, DateFromFilter, DateToFilter, TextFilter
from hanaper.foundation.interface.forms import Form, ReasonForm
from hanaper.foundation.interface.frame import Frame, NavigationItem, Place
from hanaper.foundation.interface.inbox import WorkItem, grouped
from hanaper.foundation.interface.pages import (
    Banner,
    CheckAnswersPage,
    ConfirmPage,
    EditPage,
    Fact,
    FormLines,
    Home,
    InboxPage,
    JobPage,
    Link,
    ListPage,
    ObjectPage,
    Page,
    Press,
    ReportPage,
    Section,
    TextPage,
    Tile,
)
from hanaper.foundation.interface.tables import BulkAct, Column, Table, Tag
from hanaper.foundation.interface.tests.chart_samples import charts
from hanaper.foundation.interface.timeline import TimelineEntry

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
STATES = {
    "held": Tag("Held", "orange"),
    "matched": Tag("Matched", "blue"),
    "approved": Tag("Approved", "green"),
    "paid": Tag("Paid", "grey"),
}
FRAME = Frame(
    place=Place("dfx", "Department for Examples", "/dfx/", synthetic=True),
    places=[
        Place("all", "All bodies you work for", "/all/invoices/"),
        Place("dfx", "Department for Examples", "/dfx/invoices/"),
        Place("esa", "Example Standards Agency", "/esa/invoices/"),
    ],
    person="Ada Okafor",
    navigation=[
        NavigationItem("Home", "/dfx/"),
        NavigationItem("Suppliers", "/dfx/suppliers/"),
        NavigationItem("Orders", "/dfx/orders/"),
        NavigationItem("Invoices", "/dfx/invoices/", current=True),
        NavigationItem("Payments", "/dfx/payments/"),
        NavigationItem("Ledger", "/dfx/ledger/"),
        NavigationItem("Service", "/dfx/service/"),
    ],
    waiting=17,
    work_url="/dfx/work/",
    sign_out_url="/accounts/logout/",
    account_url="/account/",
)


@dataclass(frozen=True)
class Invoice:
    """A row of the sample list."""

    id: int
    number: str
    supplier: str
    amount_pence: int
    received_on: date
    state: str
    waited_seconds: int
    synthetic: bool = True


_SUPPLIERS = ("Brackwater Office Supplies Ltd", "Ferrous & Sons", "Northmoor Cleaning", "=HYPERLINK(“x”)", "Tarn Print")


def invoices(count: int) -> list[Invoice]:
    """So many rows, always the same."""
    return [
        Invoice(
            id=n,
            number=f"INV-{2600000 + n * 37}",
            supplier=_SUPPLIERS[n % len(_SUPPLIERS)],
            amount_pence=(n * 7_919_3) % 9_000_000 - (50_000 if n % 11 == 0 else 0),
            received_on=date(2026, 10, 1) + timedelta(days=n % 31),
            state=list(STATES)[n % 4],
            waited_seconds=n * 5_211 % 600_000,
        )
        for n in range(1, count + 1)
    ]


def invoice_table(count: int = 312, *, bulk: bool = True, page_size: int = 25) -> Table:
    """The sample list of invoices."""
    return Table(
        "invoices",
        columns=[
            Column("number", "Invoice", "code", link=lambda i: f"/dfx/invoices/{i.id}/", sort=True),
            Column("supplier", "Supplier", sort=True),
            Column("received_on", "Received", "date", sort=True),
            Column("amount_pence", "Amount", "money", sort=True),
            Column("waited_seconds", "Waited", "duration", sort=True),
            Column("state", "State", "tag", tags=STATES),
        ],
        rows=invoices(count),
        caption="Invoices received",
        filters=[
            TextFilter("supplier", "Supplier"),
            ChoiceFilter("state", "State", choices=[(code, tag.text) for code, tag in STATES.items()]),
            DateFromFilter("from", "Received from", field="received_on"),
            DateToFilter("to", "Received to", field="received_on"),
        ],
        order="-received_on",
        totals=lambda rows: {"amount_pence": sum(i.amount_pence for i in rows.stream())},
        synthetic=lambda i: i.synthetic,
        bulk=[BulkAct("approve", "Approve", "/dfx/invoices/approve/")] if bulk else (),
        noun=("invoice", "invoices"),
        empty="No invoice has been received yet. Invoices arrive by file or are entered by hand.",
        page_size=page_size,
    )


class SupplierForm(Form):
    """Every kind of field."""

    name = forms.CharField(label="Legal name", max_length=120, help_text="As registered at Companies House.")
    kind = ChoiceField(label="Kind of supplier", choices=[("company", "Company"), ("charity", "Charity")])
    country = forms.ChoiceField(
        label="Country", choices=choices_with_blank([("GB", "United Kingdom"), ("FR", "France")])
    )
    started_on = DateField(label="Start date", help_text="For example, 27 3 2026")
    limit_pence = MoneyField(label="Spending limit", least_pence=1)
    sort_code = SortCodeField(label="Sort code", widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))
    account_number = AccountNumberField(
        label="Account number", widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    days = forms.IntegerField(
        label="Payment terms in days", widget=forms.TextInput(attrs={"class": "govuk-input--width-3"})
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(
        label="The supplier has accepted our terms",
        error_messages={"required": "Confirm that the supplier has accepted our terms"},
    )


class LineForm(Form):
    """One line of a journal."""

    account = forms.ChoiceField(
        label="Account",
        required=False,
        choices=choices_with_blank([("5100", "5100 Stationery"), ("2100", "2100 Payables")]),
    )
    text = forms.CharField(label="Text", required=False)
    debit_pence = MoneyField(label="Debit", required=False)
    credit_pence = MoneyField(label="Credit", required=False)


JournalLines = forms.formset_factory(LineForm, extra=4)

TIMELINE = [
    TimelineEntry(
        NOW, "Held: the price is over the order", "Matching rule", "Line 2: £14.20 invoiced, £12.90 ordered."
    ),
    TimelineEntry(NOW - timedelta(hours=2), "Received by file", "Priya Raman"),
    TimelineEntry(date(2026, 11, 20), "Issued by the supplier", "Ferrous & Sons"),
]


def work_items(count: int) -> list[WorkItem]:
    """Work of every urgency."""
    kinds = [("Invoice", "Approve"), ("Manual journal", "Approve"), ("Payment run", "Release")]
    return [
        WorkItem(
            kind=kinds[n % 3][0],
            title=f"{kinds[n % 3][0]} {2600 + n}",
            url=f"/dfx/work/{n}/",
            body="Department for Examples",
            step=kinds[n % 3][1],
            since=NOW - timedelta(days=8 - n, hours=n),
            due=date(2026, 11, 20) + timedelta(days=n) if n % 5 else None,
            detail="£1,204.00 to Ferrous & Sons" if n % 3 == 0 else "",
            holder="Ben Sato" if n == 4 else "",
        )
        for n in range(count)
    ]


def _groups(count: int) -> Any:
    return grouped(work_items(count), today=date(2026, 11, 23), next_working_day=date(2026, 11, 24))


def _home() -> Page:
    return Home(
        title="Home",
        scope="dfx",
        work=[
            Tile("Overdue", "3", "/dfx/work/?urgency=overdue", alarm=True),
            Tile("Due soon", "5", "/dfx/work/"),
            Tile("Not due yet", "9", "/dfx/work/"),
        ],
        next_up=_groups(4),
        controls=[
            Tile("Suspense", "£0.00", "/dfx/ledger/accounts/9999/"),
            Tile("Held invoices", "12", "/dfx/invoices/?state=held", note="Oldest: 6 days", alarm=True),
            Tile("Not yet sealed", "0", "/dfx/ledger/seals/"),
        ],
        due=[
            Link("Close period 7", "/dfx/ledger/periods/7/", detail="30 November 2026"),
            Link("Release payment run 14", "/x/"),
        ],
        figures=[
            Tile("Touchless", "81.4%", "/dfx/service/", note="of 312 invoices"),
            Tile("Paid within 5 days", "92.0%", "/dfx/service/"),
            Tile("Cost per invoice", "£3.18", "/dfx/service/cost/", note="Rests on synthetic rows"),
        ],
        as_at=NOW,
        inbox_url="/dfx/work/",
        synthetic=True,
    )


def _list(parameters: Mapping[str, str], *, count: int = 312, size: int = 25) -> Page:
    return ListPage(
        title="Invoices",
        scope="dfx",
        table=invoice_table(count, page_size=size).bind(parameters, "/list/"),
        actions=[Press("Receive an invoice", "/dfx/invoices/receive/", "get")],
        synthetic=True,
        help=["Every invoice that this body has received, whatever its state.", "A held invoice says what holds it."],
    )


def _object() -> Page:
    lines = Table(
        "lines",
        [
            Column("n", "Line", "code"),
            Column("text", "What"),
            Column("ordered", "Ordered", "money"),
            Column("invoiced", "Invoiced", "money"),
        ],
        [
            {"n": 1, "text": "Paper A4, 80 g, box", "ordered": 129_00, "invoiced": 129_00},
            {"n": 2, "text": "Toner, black", "ordered": 12_90, "invoiced": 14_20},
        ],
        caption="Lines",
        noun=("line", "lines"),
        totals=lambda rows: {"ordered": 141_90, "invoiced": 143_20},
    )
    return ObjectPage(
        title="INV-2600296",
        caption="Invoice",
        scope="dfx",
        breadcrumbs=[Link("Invoices", "/dfx/invoices/?state=held")],
        identity=[
            Fact("Supplier", "Ferrous & Sons", href="/dfx/suppliers/3/"),
            Fact("Amount", 143_20, "money"),
            Fact("Invoice date", date(2026, 11, 20), "date"),
            Fact("Order", "PO-1182", href="/dfx/orders/1182/"),
        ],
        state=STATES["held"],
        waiting="Waiting since 23 November 2026, 9:30am for someone who may resolve invoices.",
        actions=[
            Press("Accept the price", "/dfx/invoices/8/resolve/"),
            Press("Send back", "/dfx/invoices/8/send-back/", "get", "secondary"),
        ],
        take=Press("Take this", "/dfx/invoices/8/take/", kind="secondary", hint="Shows others that you are on it."),
        withheld=["You cannot approve this invoice, because you entered it."],
        facts=[
            Fact("Held because", "Line 2 costs £1.30 more than ordered"),
            Fact("Rule", "Price tolerance: 2% or £1.00, the smaller", href="/help/tolerances/"),
            Fact("Payment due", date(2026, 12, 20), "date", hint="30 days after receipt"),
            Fact("Purchase reference", None),
        ],
        sections=[Section("Lines", table=lines.bind({}, "/object/", prefix="lines-"))],
        timeline=TIMELINE,
        related=[
            Link("Order PO-1182", "/dfx/orders/1182/", detail="Issued"),
            Link("Receipt GR-77", "/dfx/receipts/77/"),
        ],
        item="invoice:8",
        synthetic=True,
        banners=[Banner("You have taken invoice INV-2600296.")],
    )


def _edit(posted: Mapping[str, str] | None) -> Page:
    return EditPage(
        title="Add a supplier",
        scope="dfx",
        back=Link("Suppliers", "/dfx/suppliers/"),
        form=SupplierForm(posted),
        submit="Continue",
        action="/edit/",
        cancel=Link("Cancel", "/dfx/suppliers/"),
        groups=[
            ("The supplier", ["name", "kind", "country", "started_on"]),
            ("Payment", ["limit_pence", "sort_code", "account_number", "days", "note", "agreed"]),
        ],
    )


def _lines(posted: Mapping[str, str] | None) -> Page:
    return EditPage(
        title="Enter a journal",
        scope="dfx",
        back=Link("Journals", "/dfx/journals/"),
        form=ReasonForm(posted),
        submit="Enter journal",
        action="/lines/",
        lines=[FormLines("Lines", JournalLines(posted, prefix="lines"), "Debits and credits must be equal.")],
    )


WRONG_SUPPLIER = {
    "name": "",
    "country": "",
    "started_on-day": "31",
    "started_on-month": "feb",
    "started_on-year": "2026",
    "limit_pence": "lots",
    "sort_code": "30-94",
    "account_number": "12",
    "days": "soon",
}
WRONG_LINES = {
    "reason": "",
    "lines-TOTAL_FORMS": "2",
    "lines-INITIAL_FORMS": "0",
    "lines-0-account": "5100",
    "lines-0-debit_pence": "12.345",
    "lines-1-account": "nope",
}


def _report() -> Page:
    table = Table(
        "service-levels",
        [
            Column("body", "Body", link=lambda r: f"/{r['code']}/invoices/"),
            Column("volume", "Invoices", "number", sort=True),
            Column("touchless", "Touchless", "percent", sort=True, hint="no person touched it"),
            Column("waited", "Median wait", "duration", sort=True),
            Column("cost", "Cost each", "money", sort=True),
        ],
        [
            {
                "body": "Department for Examples",
                "code": "dfx",
                "volume": 1204,
                "touchless": 8140,
                "waited": 90_000,
                "cost": 318,
            },
            {
                "body": "Example Standards Agency",
                "code": "esa",
                "volume": 233,
                "touchless": 7_020,
                "waited": 140_000,
                "cost": 402,
            },
            {"body": "Office for Samples", "code": "ofs", "volume": 6, "touchless": None, "waited": None, "cost": None},
        ],
        caption="Service levels by body",
        noun=("body", "bodies"),
        totals=lambda rows: {"volume": 1443},
        synthetic=lambda r: True,
    )
    return ReportPage(
        title="Service levels: invoices",
        scope="all",
        basis="Invoices finished between 1 and 31 October 2026, by the standard of 5 working days.",
        as_at=NOW,
        tiles=[
            Tile("Invoices", "1,443", "/all/invoices/", note="received in October"),
            Tile("Touchless", "79.6%", "/all/invoices/?touched=no", note="95% interval 77.4% to 81.6%"),
            Tile("Paid within 5 days", "92.0%", "/all/invoices/?late=no"),
            Tile("Past the standard", "14", "/all/invoices/?late=yes", alarm=True),
        ],
        table=table.bind({}, "/report/"),
        notes=["Office for Samples had fewer than ten invoices, so its rates are not shown."],
        source="evidence of the process “invoice”, version 1",
        synthetic=True,
    )


def samples() -> dict[str, Callable[[Mapping[str, str]], Page]]:
    """Pages by name, each a function of the query string."""
    return {
        "home": lambda q: _home(),
        "charts": lambda q: charts(),
        "list": _list,
        "list-empty": lambda q: ListPage(title="Invoices", scope="dfx", table=invoice_table(0).bind(q, "/list-empty/")),
        "object": lambda q: _object(),
        "edit": lambda q: _edit(None),
        "edit-wrong": lambda q: _edit(WRONG_SUPPLIER),
        "lines": lambda q: _lines(None),
        "lines-wrong": lambda q: _lines(WRONG_LINES),
        "check-answers": lambda q: CheckAnswersPage(
            title="Check before you enter this journal",
            scope="dfx",
            groups=[
                Section("Journal", facts=[
                    Fact("Date", date(2026, 11, 23), "date", change="/lines/"),
                    Fact("Reason", None, change="/lines/", missing="Not provided"),
                ]),
            ],
            press=Press("Enter journal", "/dfx/journals/enter/"),
            statement="It then waits for approval by someone else.",
        ),
        "confirm": lambda q: ConfirmPage(
            title="Reverse journal MJ-104",
            scope="dfx",
            back=Link("Journal MJ-104", "/dfx/journals/104/"),
            consequence="A second journal with the opposite amounts is posted today. The first one stays as it is.",
            facts=[Fact("Journal", "MJ-104"), Fact("Total", 1_250_00, "money")],
            form=ReasonForm(),
            press=Press("Reverse journal", "/dfx/journals/104/reverse/", kind="warning"),
            cancel=Link("Do not reverse it", "/dfx/journals/104/"),
        ),
        "inbox": lambda q: InboxPage(
            title="Your work",
            scope="dfx",
            groups=_groups(9),
            total=17,
            kinds=[("Invoices", "invoice", 9), ("Manual journals", "manual-journal", 7), ("Payment runs", "run", 1)],
            url="/dfx/work/",
            synthetic=True,
        ),
        "inbox-empty": lambda q: InboxPage(title="Your work", scope="dfx", groups=(), total=0),
        "report": lambda q: _report(),
        "job": lambda q: JobPage(
            title="Matching invoices",
            scope="dfx",
            stage="Comparing invoices with their orders",
            state="running",
            done=2_150,
            total=10_000,
            noun=("invoice", "invoices"),
            started_at=NOW,
            started_by="Ada Okafor",
            refresh_seconds=2,
            url="/job/",
        ),
        "text": lambda q: TextPage(
            title="Page not found",
            status=404,
            paragraphs=["There is nothing here under that address, or it is not yours.", "Check the link, or search."],
            links=[Link("Home", "/")],
        ),
    }  # fmt: skip
