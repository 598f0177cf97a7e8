"""Fields read what people type, keep it when it is wrong, and say which field is meant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms

from hanaper.foundation.interface.fields import AccountNumberField, DateField, MoneyField, SortCodeField
from hanaper.foundation.interface.forms import Form, form_faults, govuk, lines_faults
from hanaper.foundation.interface.tests.samples import WRONG_LINES, WRONG_SUPPLIER, JournalLines, SupplierForm


def said(field: forms.Field, **typed: str) -> Any:
    """What the field named Amount answers: its cleaned value, or its message and where that leads."""
    form = type("Trial", (Form,), {"amount": field})(typed)
    if form.is_valid():
        return form.cleaned_data["amount"]
    fault = form_faults(form)[0]
    return fault.text, fault.href


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("£1,234.56", 123456), ("1234.5", 123450), (" 12 ", 1200), ("0.07", 7), ("1 234.00", 123400), ("", None)],
)
def test_money_is_read_as_people_write_it(typed: str, pence: int | None) -> None:
    assert said(MoneyField(label="Amount", required=False), amount=typed) == pence


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("lots", "Amount must be an amount, like 1,234.56"),
        ("1.234", "Amount must be an amount, like 1,234.56"),
        ("1e9", "Amount must be an amount, like 1,234.56"),
        ("-1", "Amount must be £0.00 or more"),
        ("9" * 30, "Amount must be £999,999,999,999.99 or less"),
        ("", "Enter the amount"),
    ],
)
def test_a_wrong_amount_is_refused_by_name(typed: str, message: str) -> None:
    assert said(MoneyField(label="Amount"), amount=typed) == (message, "#id_amount")


@pytest.mark.parametrize(("day", "month", "year"), [("4", "3", "2024"), ("04", "03", "2024"), ("4", "Mar", "2024")])
def test_a_date_is_read_from_three_inputs(day: str, month: str, year: str) -> None:
    found = said(DateField(label="Date"), **{"amount-day": day, "amount-month": month, "amount-year": year})
    assert found == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("typed", "message", "part"),
    [
        (("", "", ""), "Enter the date", "day"),
        (("4", "", "2024"), "Date must include a month", "month"),
        (("", "3", ""), "Date must include a day and year", "day"),
        (("31", "2", "2024"), "Date must be a real date", "day"),
        (("4", "13", "2024"), "Date must be a real date", "month"),
        (("4", "3", "24"), "Year must have 4 numbers", "year"),
        (("x", "3", "2024"), "Date must be a real date", "day"),
        (("1", "1", "2023"), "Date must be on or after 1 April 2023", "day"),
        (("1", "1", "2027"), "Date must be on or before 31 March 2026", "day"),
    ],
)
def test_a_wrong_date_leads_to_the_input_that_is_wrong(typed: tuple[str, str, str], message: str, part: str) -> None:
    field = DateField(label="Date", earliest=date(2023, 4, 1), latest=date(2026, 3, 31))
    parts = dict(zip(("amount-day", "amount-month", "amount-year"), typed, strict=True))
    assert said(field, **parts) == (message, f"#id_amount-{part}")


def test_bank_details_are_read_in_any_grouping() -> None:
    assert said(SortCodeField(label="Sort code"), amount="30-94 30") == "309430"
    assert said(AccountNumberField(label="Account number"), amount="123 456") == "00123456"
    assert said(SortCodeField(label="Sort code"), amount="3094")[0] == "Sort code must be 6 digits, like 30 94 30"


def test_no_message_of_djangos_own_is_left_and_each_names_its_field() -> None:
    texts = [fault.text for fault in form_faults(SupplierForm(WRONG_SUPPLIER))]
    assert not any("This field" in text or "Select a valid" in text for text in texts)
    assert texts == [
        "Enter the legal name",
        "Choose the kind of supplier",
        "Choose the country",
        "Start date must be a real date",
        "Spending limit must be an amount, like 1,234.56",
        "Sort code must be 6 digits, like 30 94 30",
        "Account number must be between 6 and 8 digits, like 00733445",
        "Payment terms in days must be a whole number, like 12",
        "Confirm that the supplier has accepted our terms",
    ]


def test_what_was_typed_is_kept() -> None:
    form = SupplierForm(WRONG_SUPPLIER)
    form.is_valid()
    assert govuk(form["limit_pence"]).params["value"] == "lots"
    assert [item["value"] for item in govuk(form["started_on"]).params["items"]] == ["31", "feb", "2026"]


def test_a_choice_never_offered_is_refused() -> None:
    form = SupplierForm({"country": "XX"})
    assert "Country must be one of those in the list" in [fault.text for fault in form_faults(form)]


def test_the_errors_of_lines_name_their_line() -> None:
    faults = list(lines_faults(JournalLines(WRONG_LINES, prefix="lines")))
    assert [(fault.text, fault.href) for fault in faults] == [
        ("Line 1: Debit must be an amount, like 1,234.56", "#id_lines-0-debit_pence"),
        ("Line 2: Account must be one of those in the list", "#id_lines-1-account"),
    ]


def test_a_widget_without_a_component_is_refused_when_the_page_is_made() -> None:
    form = type("Trial", (Form,), {"odd": forms.SplitDateTimeField()})()
    with pytest.raises(TypeError, match="SplitDateTimeWidget of the field 'odd' has no component"):
        govuk(form["odd"])
