"""Forms of orders: an order with its lines, and what arrived on one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms

from hanaper.commercial.orders.drafts import LineDraft, OrderDraft, ReceiptDraft
from hanaper.commercial.orders.models import Order, OrderLine
from hanaper.commercial.orders.rules.checks import PRICE_DECIMALS, QUANTITY_DECIMALS
from hanaper.commercial.orders.selectors import OrderFacts
from hanaper.commercial.suppliers.api import BodySite
from hanaper.foundation.interface.api import DateField, Form, choices_with_blank
from hanaper.foundation.tenancy.api import CostCentre
from hanaper.ledger.api import Account, Programme

BLANK_LINES: Final = 3
LINES_MAX: Final = 200
#: What EN 16931 calls the category, with the rate that goes with it.
VAT: Final = {
    "S:20": "Standard, 20%",
    "S:5": "Reduced, 5%",
    "Z:0": "Zero rate",
    "E:0": "Exempt",
    "O:0": "Outside VAT",
    "AE:0": "Reverse charge",
}


def _decimal(label: str, decimals: int, width: int, **options: Any) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": f"govuk-input--width-{width}"})
    return forms.DecimalField(label=label, max_digits=12 + decimals, decimal_places=decimals, widget=widget, **options)


class OrderForm(Form):
    """The head of an order."""

    body_site = forms.ChoiceField(
        label="Supplier", help_text="Suppliers that this body uses.", error_messages={"required": "Choose a supplier"}
    )
    description = forms.CharField(
        label="What it is for",
        max_length=200,
        help_text="One sentence for whoever approves it. Leave out personal details.",
        error_messages={"required": "Enter what the order is for"},
    )
    currency = forms.CharField(
        label="Currency", max_length=3, min_length=3, initial="GBP",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip

    def __init__(self, *args: Any, body_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        used = BodySite.objects.filter(body_id=body_id).select_related("site__entity").order_by("site__entity__name")
        _choose(self, "body_site", [(use.pk, f"{use.site.entity} ({use.site.name})") for use in used])


class LineForm(Form):
    """One thing to order."""

    description = forms.CharField(label="Description", max_length=200)
    quantity = _decimal("Quantity", QUANTITY_DECIMALS, 4)
    unit = forms.CharField(
        label="Unit", max_length=3, initial="EA", widget=forms.TextInput(attrs={"class": "govuk-input--width-3"})
    )
    price = _decimal("Price of one, without VAT", PRICE_DECIMALS, 5)
    vat = forms.ChoiceField(label="VAT", choices=list(VAT.items()), initial="S:20")
    account = forms.ChoiceField(label="Account")
    cost_centre = forms.ChoiceField(label="Cost centre")
    programme = forms.ChoiceField(label="Programme")
    receipt = forms.ChoiceField(label="Receipt", choices=[("yes", "Needed"), ("no", "Not needed")], initial="yes")
    line_no = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=32767)

    def __init__(self, *args: Any, choices: Mapping[str, Sequence[tuple[Any, str]]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, offered in choices.items():
            _choose(self, name, offered)

    @property
    def draft(self) -> LineDraft:
        """The line as the service takes it."""
        data = self.cleaned_data
        category, _, percent = data["vat"].partition(":")
        return LineDraft(
            description=data["description"],
            quantity=data["quantity"],
            unit=data["unit"].upper(),
            price=data["price"],
            account_id=int(data["account"]),
            cost_centre_id=int(data["cost_centre"]),
            programme_id=int(data["programme"]),
            tax_category=category,
            tax_percent=Decimal(percent),
            receipt_needed=data["receipt"] == "yes",
            line_no=data["line_no"] or 0,
        )


def _choose(form: Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices_with_blank(choices)


def _keys(body_id: int, day: date) -> dict[str, Sequence[tuple[Any, str]]]:
    """What the selects of a line offer, for a body on a day."""
    rows = {
        "account": Account.objects.filter(valid__contains=day, type__in=("expense", "asset")).order_by("code"),
        "cost_centre": CostCentre.objects.filter(body_id=body_id, valid__contains=day).order_by("code"),
        "programme": Programme.objects.filter(body_id=body_id, valid__contains=day).order_by("code"),
    }
    return {name: [(row.pk, str(row)) for row in found] for name, found in rows.items()}


@dataclass
class OrderEntry:
    """An order's form and its lines, which are entered, refused and shown again together."""

    body_id: int
    form: OrderForm
    lines: forms.BaseFormSet[LineForm]

    @classmethod
    def of(cls, body_id: int, day: date, data: Any = None, order: Order | None = None) -> OrderEntry:
        """Blank, filled from what was posted, or from an order that is to be corrected or changed."""
        made = forms.formset_factory(
            LineForm, extra=BLANK_LINES if order is None else 1, max_num=LINES_MAX, validate_max=True
        )
        options: dict[str, Any] = {"form_kwargs": {"choices": _keys(body_id, day)}, "prefix": "lines"}
        if data is not None:
            return cls(body_id, OrderForm(data, body_id=body_id), made(data, **options))
        if order is None:
            return cls(body_id, OrderForm(body_id=body_id), made(**options))
        head = {"body_site": order.body_site_id, "description": order.description, "currency": order.currency}
        lines = [_initial(line) for line in order.lines.order_by("line_no")]
        return cls(body_id, OrderForm(initial=head, body_id=body_id), made(initial=lines, **options))

    def with_more_lines(self) -> OrderEntry:
        """The same, as typed, with more blank lines."""
        data = self.form.data.copy()  # type: ignore[attr-defined]
        data["lines-TOTAL_FORMS"] = str(int(data["lines-TOTAL_FORMS"]) + BLANK_LINES)
        more = self.lines.__class__(data, form_kwargs=self.lines.form_kwargs, prefix="lines")
        return OrderEntry(self.body_id, OrderForm(data, body_id=self.body_id), more)

    def is_valid(self) -> bool:
        """Whether head and lines are complete; both are looked at, so that every fault shows at once."""
        head, lines = self.form.is_valid(), self.lines.is_valid()
        return head and lines

    @property
    def draft(self) -> OrderDraft:
        """The order as the service takes it: the lines that were filled in. New lines follow the numbers there are."""
        data = self.form.cleaned_data
        lines = [line.draft for line in self.lines.forms if line.has_changed()]
        return OrderDraft(int(data["body_site"]), data["description"], _numbered(lines), data["currency"].upper())


def _numbered(lines: Sequence[LineDraft]) -> list[LineDraft]:
    last = max((line.line_no for line in lines), default=0)
    numbered = []
    for line in lines:
        last += not line.line_no
        numbered.append(line if line.line_no else replace(line, line_no=last))
    return numbered


def _initial(line: OrderLine) -> dict[str, Any]:
    return {
        "description": line.description, "quantity": short(line.quantity), "unit": line.unit,
        "price": short(line.price), "vat": f"{line.tax_category}:{short(line.tax_percent)}", "account": line.account_id,
        "cost_centre": line.cost_centre_id, "programme": line.programme_id,
        "receipt": "yes" if line.receipt_needed else "no", "line_no": line.line_no,
    }  # fmt: skip


def short(number: Decimal) -> Decimal:
    """A number without noughts behind the point that say nothing.

    >>> [str(short(Decimal(text))) for text in ("10.0000", "2.50", "0.0001", "0.0000")]
    ['10', '2.5', '0.0001', '0']
    """
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


class ReceiptForm(Form):
    """The head of a receipt."""

    delivered_on = DateField(label="Day it arrived")
    delivery_note = forms.CharField(label="Number of the delivery note", max_length=60, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        options.setdefault("initial", {"delivered_on": today})
        super().__init__(*args, **options)
        day = self.fields["delivered_on"]
        assert isinstance(day, DateField)
        day.latest = today


class ArrivedForm(Form):
    """How much of one line arrived."""

    quantity = _decimal("Arrived now", QUANTITY_DECIMALS, 5, required=False)
    line_no = forms.IntegerField(widget=forms.HiddenInput)


@dataclass
class ReceiptEntry:
    """A receipt's form, with a quantity for each line of its order."""

    form: ReceiptForm
    lines: forms.BaseFormSet[ArrivedForm]

    @classmethod
    def of(cls, facts: OrderFacts, today: date, data: Any = None) -> ReceiptEntry:
        """With what is still to come, or filled from what was posted."""
        made = forms.formset_factory(ArrivedForm, extra=0, max_num=max(len(facts.lines), 1), validate_max=True)
        if data is not None:
            return cls(ReceiptForm(data, today=today), made(data, prefix="lines"))
        rows = [
            {"line_no": line.line_no, "quantity": short(max(line.quantity - line.received_quantity, Decimal(0)))}
            for line in facts.lines
        ]
        return cls(ReceiptForm(today=today), made(initial=rows, prefix="lines"))

    def is_valid(self) -> bool:
        head, lines = self.form.is_valid(), self.lines.is_valid()
        return head and lines

    def draft(self, order_id: int) -> ReceiptDraft:
        """The receipt as the service takes it: the lines of which something arrived."""
        rows = [form.cleaned_data for form in self.lines.forms]
        arrived = [(row["line_no"], row["quantity"]) for row in rows if row.get("quantity")]
        data = self.form.cleaned_data
        return ReceiptDraft(order_id, data["delivered_on"], arrived, data["delivery_note"])
