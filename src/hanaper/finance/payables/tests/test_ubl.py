"""An invoice is read to the penny of what it asks for, written so that others accept it, and the same both ways."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from lxml import etree

from hanaper.finance.payables.errors import (
    EInvoiceIncomplete,
    EInvoiceMixesCurrencies,
    EInvoiceUnreadable,
    EInvoiceUnwritable,
    FileHasDtd,
    FileNotAnInvoice,
    FileNotXml,
    FileTooLarge,
)
from hanaper.finance.payables.rules.check import check
from hanaper.finance.payables.rules.compose import EXEMPT, OUTSIDE_SCOPE, REVERSE_CHARGE, ZERO_RATED
from hanaper.finance.payables.rules.einvoice import AllowanceCharge, EInvoice, Line, PaymentMeans
from hanaper.finance.payables.rules.ubl import read
from hanaper.finance.payables.rules.write import write
from hanaper.finance.payables.tests.invoices import S5, S20, invoice, invoices, line
from hanaper.finance.payables.tests.published import as_parameters, whole_invoices
from hanaper.kernel.errors import HanaperError
from hanaper.kernel.money import MINOR_DIGITS
from tests.shared_material import Shared

WHOLE = as_parameters(whole_invoices())


# ---- what others wrote ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", WHOLE)
def test_a_published_invoice_is_read_without_losing_a_penny_of_what_it_asks_for(
    row: dict[str, str], shared: Shared
) -> None:
    path = shared("standards/invoices") / row["file"]
    stated = etree.parse(str(path)).find(".//{*}LegalMonetaryTotal/{*}PayableAmount")

    found = read(path)

    assert Decimal(found.totals.payable_minor) == Decimal(stated.text) * 10 ** MINOR_DIGITS[found.currency]
    assert found.currency == stated.get("currencyID")
    assert found.kind == ("invoice" if row["root"] == "Invoice" else "credit note")
    assert found.owed_minor == found.totals.payable_minor * (1 if row["root"] == "Invoice" else -1)


@pytest.mark.parametrize("row", WHOLE)
def test_a_published_invoices_parts_sum_to_its_totals(row: dict[str, str], shared: Shared) -> None:
    found = read(shared("standards/invoices") / row["file"])
    totals = found.totals

    assert sum(each.net_minor for each in found.lines) == totals.line_extension_minor
    assert totals.line_extension_minor + sum(a.effect_minor for a in found.allowances) == totals.tax_exclusive_minor
    assert sum(each.tax_minor for each in found.tax_breakdown) == (totals.tax_minor or 0)
    assert totals.tax_inclusive_minor - (totals.prepaid_minor or 0) + (totals.rounding_minor or 0) == (
        totals.payable_minor
    )


@pytest.mark.parametrize("row", WHOLE)
def test_a_published_invoice_written_again_is_the_same_invoice(row: dict[str, str], shared: Shared) -> None:
    found = read(shared("standards/invoices") / row["file"])

    assert read(write(found)) == found


# What stands in the published files, looked up by hand: file, what to look at, what is there.
FACTS = """
peppol-snippet/direct-debit.xml                           is_collected                      True
peppol-snippet/direct-debit.xml                           payment_means.0.mandate_id        123456
peppol-snippet/payment1.xml                               payment_means.0.card_network      VISA
peppol-snippet/base-example.xml                           is_collected                      False
peppol-snippet/base-example.xml                           supplier.name                     SupplierOfficialName Ltd
peppol-snippet/base-example.xml                           supplier.trading_name             SupplierTradingName Ltd.
peppol-snippet/base-example.xml                           supplier.company_id.value         GB983294
peppol-snippet/base-example.xml                           supplier.vat_id                   GB1232434
peppol-snippet/base-example.xml                           supplier.endpoint.scheme          0088
peppol-snippet/base-example.xml                           supplier.address.postcode         GB 123 EW
peppol-snippet/base-example.xml                           buyer_reference                   0150abc
peppol-snippet/base-example.xml                           order_number                      None
peppol-snippet/base-example.xml                           lines.1.order_line                123
peppol-snippet/base-example.xml                           lines.1.quantity                  -3
peppol-snippet/base-example.xml                           lines.1.net_minor                 -150000
peppol-snippet/base-example.xml                           due_date                          2017-12-01
peppol-example/base-creditnote-correction.xml             owed_minor                        -165625
peppol-example/base-creditnote-correction.xml             preceding.0.number                Snippet1
peppol-example/base-negative-inv-correction.xml           owed_minor                        -165625
peppol-example/vat-category-E.xml                         tax_breakdown.0.category.code     E
peppol-example/vat-category-E.xml                         currency                          GBP
en16931-example/BIS3_Invoice_negativ.xml                  owed_minor                        -78217943
en16931-example/BIS3_Invoice_negativ.xml                  order_reference                   n/a
en16931-example/BIS3_Invoice_negativ.xml                  order_number                      None
en16931-example/guide-example2.xml                        totals.prepaid_minor              100000
en16931-example/guide-example2.xml                        payee.name                        Ebeneser Scrooge AS
en16931-example/guide-example2.xml                        payment_means.0.iban              NO9386011117947
en16931-example/guide-example2.xml                        payment_means.0.bic               DNBANOKK
en16931-example/guide-example2.xml                        contract_reference                Contract321
en16931-example/guide-example2.xml                        tax_currency                      None
en16931-example/guide-example2.xml                        lines.0.classifications.0.list_id STI
en16931-example/ubl-tc434-example10.xml                   totals.payable_minor              25033
en16931-testfile/BIS_Billing_30-Telefoni.xml              totals.rounding_minor             22
en16931-testfile/BIS_Billing_30-Rantefaktura_Enkel.xml    tax_breakdown.0.category.code     O
en16931-testfile/BIS_Billing_30-OmvandSkattskyldighet.xml tax_breakdown.0.category.code     AE
en16931-testfile/BIS_Billing_30-Forskott_ej_moms_.xml     totals.tax_minor                  0
en16931-testfile/CreditNote-Max_content.xml               due_date                          None
en16931-testfile/CreditNote-Max_content.xml               totals.tax_in_tax_currency_minor  24900
en16931-testfile/CreditNote-Max_content.xml               supplier.tax_registration         Godkänd för F-skatt
en16931-testfile/CreditNote-Max_content.xml               lines.0.order_line                20080117/JM
"""


@pytest.mark.parametrize(
    "fact", [pytest.param(row.split(None, 2), id=row.split()[1]) for row in FACTS.split("\n") if row]
)
def test_a_published_invoice_says_what_stands_on_it(fact: list[str], shared: Shared) -> None:
    value: object = read(shared("standards/invoices") / fact[0])
    for step in fact[1].split("."):
        value = value[int(step)] if isinstance(value, tuple) else getattr(value, step)

    assert str(value) == fact[2]


# ---- what we write ----------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(invoices())
def test_what_is_written_is_read_back_the_same(each: EInvoice) -> None:
    assert read(write(each)) == each


@settings(max_examples=25, deadline=None)
@given(invoices())
def test_what_is_composed_obeys_the_schema_and_every_rule_of_en_16931(each: EInvoice) -> None:
    assert [(f.rule, f.location, f.text) for f in check(write(each)).findings] == []


OFF = AllowanceCharge(False, 1000, reason="Discount", tax=S20)
ON = AllowanceCharge(True, 500, reason="Carriage", tax=S20)
COMPOSED = [
    # case, lines, further fields, tax in pence, payable in pence
    ("standard rate", [line("100.00")], {}, 2000, 12000),
    ("reduced rate", [line("100.00", tax=S5)], {}, 500, 10500),
    ("zero rate", [line("100.00", tax=ZERO_RATED)], {}, 0, 10000),
    ("exempt", [line("100.00", tax=EXEMPT)], {}, 0, 10000),
    ("reverse charge", [line("100.00", tax=REVERSE_CHARGE)], {}, 0, 10000),
    ("outside scope", [line("100.00", tax=OUTSIDE_SCOPE)], {}, 0, 10000),
    ("two rates", [line("100.00"), line("50.00", line_id="2", tax=S5)], {}, 2250, 17250),
    ("half a penny of VAT goes up", [line("0.025"), line("0.10", line_id="2")], {}, 3, 16),
    ("an allowance and a charge", [line("100.00")], {"allowances": [OFF, ON]}, 1900, 11400),
    ("prepaid in full", [line("100.00")], {"prepaid_minor": 12000}, 2000, 0),
    ("rounded to pounds", [line("100.33")], {"rounding_minor": -40}, 2007, 12000),
    ("a credit note", [line("100.00")], {"kind": "credit note"}, 2000, 12000),
]


@pytest.mark.parametrize(("lines", "others", "tax", "payable"), [pytest.param(*c[1:], id=c[0]) for c in COMPOSED])
def test_an_invoice_is_composed_to_the_penny_and_valid(
    lines: list[Line], others: dict[str, object], tax: int, payable: int
) -> None:
    made = invoice(*lines, **others)

    assert (made.totals.tax_minor, made.totals.payable_minor) == (tax, payable)
    assert check(write(made)).valid


def test_what_is_outside_the_scope_of_vat_may_not_stand_beside_what_is_in_it() -> None:
    with pytest.raises(EInvoiceUnwritable, match="O, S"):
        invoice(line(tax=OUTSIDE_SCOPE), line(line_id="2"))


UNWRITABLE = [
    ("a control character", {"number": "INV\x00"}),
    ("a credit note's due date without payment means", {"kind": "credit note", "payment_means": ()}),
    ("a sales order without an order", {"sales_order_reference": "S1"}),
]


@pytest.mark.parametrize("others", [pytest.param(o, id=name) for name, o in UNWRITABLE])
def test_what_ubl_has_no_place_for_is_refused(others: dict[str, object]) -> None:
    with pytest.raises(EInvoiceUnwritable):
        write(invoice(**others))


def test_yen_have_no_pence() -> None:
    made = invoice(line("1500", currency="JPY"), currency="JPY")

    assert made.totals.payable_minor == 1800
    assert b'<cbc:PayableAmount currencyID="JPY">1800</cbc:PayableAmount>' in write(made)
    assert read(write(made)) == made


# ---- what cannot be read ----------------------------------------------------------------------------------------

UNREADABLE: list[tuple[str, str, str, type[HanaperError], str]] = [
    # case, what is replaced, by what, the error, the element it names
    ("no currency", r"<cbc:DocumentCurrencyCode>.*?</cbc:DocumentCurrencyCode>", "", EInvoiceIncomplete, "Document"),
    ("no number", r"<cbc:ID>INV-1</cbc:ID>", "", EInvoiceIncomplete, "ID"),
    ("an empty number", r"<cbc:ID>INV-1</cbc:ID>", "<cbc:ID> </cbc:ID>", EInvoiceIncomplete, "ID"),
    ("no date", r"<cbc:IssueDate>.*?</cbc:IssueDate>", "", EInvoiceIncomplete, "IssueDate"),
    ("no such day", r"2026-04-06", "2026-02-30", EInvoiceUnreadable, "IssueDate"),
    ("a British date", r"2026-04-06", "06/04/2026", EInvoiceUnreadable, "IssueDate"),
    ("no totals", r"<cac:LegalMonetaryTotal>.*</cac:LegalMonetaryTotal>", "", EInvoiceIncomplete, "LegalMonetaryTotal"),
    ("no payable amount", r"<cbc:PayableAmount.*?</cbc:PayableAmount>", "", EInvoiceIncomplete, "PayableAmount"),
    ("no VAT category", r"<cac:ClassifiedTaxCategory>.*</cac:ClassifiedTaxCategory>", "", EInvoiceIncomplete, "Item"),
    ("letters", r">120.00</cbc:PayableAmount", ">plenty</cbc:PayableAmount", EInvoiceUnreadable, "PayableAmount"),
    ("no number", r">120.00</cbc:PayableAmount", ">NaN</cbc:PayableAmount", EInvoiceUnreadable, "PayableAmount"),
    ("an exponent", r">120.00</cbc:PayableAmount", ">1e9</cbc:PayableAmount", EInvoiceUnreadable, "PayableAmount"),
    ("half a penny", r">120.00</cbc:PayableAmount", ">120.005</cbc:PayableAmount", EInvoiceUnreadable, "PayableAmount"),
    ("too much", r">120.00</cbc:PayableAmount", f">{10**16}</cbc:PayableAmount", EInvoiceUnreadable, "PayableAmount"),
    ("another currency", r'"GBP">120.00</cbc:Pay', '"EUR">120.00</cbc:Pay', EInvoiceMixesCurrencies, "PayableAmount"),
    ("an unknown currency", r"\bGBP\b", "XYZ", EInvoiceUnreadable, ""),
    ("another document", r"Invoice\b", "Order", FileNotAnInvoice, ""),
    ("a broken file", r"</Invoice>", "", FileNotXml, ""),
    ("a declaration", r"<Invoice ", "<!DOCTYPE Invoice><Invoice ", FileHasDtd, ""),
    ("too large", r"</Invoice>", "</Invoice>" + " " * 11_000_000, FileTooLarge, ""),
]


@pytest.mark.parametrize(("old", "new", "error", "element"), [pytest.param(*c[1:], id=c[0]) for c in UNREADABLE])
def test_what_cannot_be_read_says_which_element_is_wrong(
    old: str, new: str, error: type[HanaperError], element: str
) -> None:
    good = write(invoice()).decode()
    assert read(good.encode()) == invoice()
    spoilt = re.sub(old, new, good, flags=re.DOTALL)
    assert spoilt != good

    with pytest.raises(error) as caught:
        read(spoilt.encode())

    assert element in caught.value.values.get("element", "")


def test_dates_may_carry_a_zone_and_numbers_a_sign() -> None:
    text = write(invoice()).decode()
    text = text.replace("<cbc:IssueDate>2026-04-06", "<cbc:IssueDate>2026-04-06+01:00").replace(">120.00<", ">+120.00<")

    assert read(text.encode()) == invoice()


def test_a_comment_inside_a_value_is_no_part_of_it() -> None:
    text = write(invoice()).decode().replace(">INV-1<", ">INV<!-- paid -->-1<")

    assert read(text.encode()).number == "INV-1"


# ---- accounts ---------------------------------------------------------------------------------------------------

ACCOUNTS = [
    # account, branch, IBAN, sort code, account number, BIC
    ("12345678", "20-00-00", None, "200000", "12345678", None),
    ("12345678", "200000", None, "200000", "12345678", None),
    ("GB29 NWBK 6016 1331 9268 19", None, "GB29NWBK60161331926819", "601613", "31926819", None),
    ("GB29NWBK60161331926819", "NWBKGB2L", "GB29NWBK60161331926819", "601613", "31926819", "NWBKGB2L"),
    ("GB00NWBK60161331926819", None, None, None, None, None),
    ("NO9386011117947", "DNBANOKK", "NO9386011117947", None, None, "DNBANOKK"),
    ("1112222", "SE:BANKGIRO", None, None, None, None),
    (None, None, None, None, None, None),
]


@pytest.mark.parametrize(("account", "branch", "iban", "sort_code", "number", "bic"), ACCOUNTS)
def test_an_account_is_known_by_its_form(
    account: str | None,
    branch: str | None,
    iban: str | None,
    sort_code: str | None,
    number: str | None,
    bic: str | None,
) -> None:
    means = PaymentMeans(code="30", account_id=account, branch_id=branch)

    assert (means.iban, means.sort_code, means.account_number, means.bic) == (iban, sort_code, number, bic)


def test_the_same_invoice_gives_the_same_bytes() -> None:
    assert write(invoice()) == write(replace(invoice(), issue_date=date(2026, 4, 6)))
