"""Read a UBL 2.1 Invoice or CreditNote.

Reading is lenient where nothing depends on it and strict where money does: an absent note is None, but an amount
that is not a number, is finer than its currency, or is in another currency than the document stops the reading with an
error that names the element. Whether the file is *valid* is another question: see `check.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from lxml import etree

from hanaper.finance.payables.errors import EInvoiceIncomplete, EInvoiceMixesCurrencies, EInvoiceUnreadable
from hanaper.finance.payables.rules.document import CAC, CBC, invoice_root, open_document
from hanaper.finance.payables.rules.einvoice import (
    Address,
    AllowanceCharge,
    Classification,
    Contact,
    EInvoice,
    Identifier,
    Line,
    Party,
    PaymentMeans,
    PrecedingInvoice,
    Span,
    TaxCategory,
    TaxSubtotal,
    Totals,
)
from hanaper.kernel.errors import UnknownCurrency
from hanaper.kernel.money import minor_digits

_DECIMAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_DIGITS_MAX: Final = 36
_DATE: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?")
_MINOR_MAX: Final = 10**17
"""No amount beyond this: sums of many must still fit in the 64 bits that the books keep."""
_NAMES: Final = {"cac": CAC, "cbc": CBC}


def read(source: Path | bytes) -> EInvoice:
    """The invoice or credit note in a UBL 2.1 file.

    Raises FileTooLarge, FileNotXml, FileHasDtd, FileNotAnInvoice when it is no UBL invoice; EInvoiceIncomplete,
    EInvoiceUnreadable, EInvoiceMixesCurrencies when something in it that money depends on cannot be read.
    """
    return read_root(open_document(source))


def read_root(root: etree._Element) -> EInvoice:
    """The same for a document that `document.open_document` has already opened."""
    is_invoice = invoice_root(root) == "Invoice"
    doc = _Node(root, _required(root, "cbc:DocumentCurrencyCode"))
    means = root.findall("cac:PaymentMeans", _NAMES)
    # A credit note has no DueDate of its own: EN 16931 puts it into the payment means.
    due_dates = [doc.date("cbc:DueDate"), *(_Node(m, doc.currency).date("cbc:PaymentDueDate") for m in means)]
    tax_currency = doc.text("cbc:TaxCurrencyCode")
    return EInvoice(
        kind="invoice" if is_invoice else "credit note",
        number=doc.required("cbc:ID"),
        issue_date=doc.required_date("cbc:IssueDate"),
        due_date=next((day for day in due_dates if day), None),
        tax_point_date=doc.date("cbc:TaxPointDate"),
        currency=doc.currency,
        tax_currency=tax_currency,
        type_code=doc.required("cbc:InvoiceTypeCode" if is_invoice else "cbc:CreditNoteTypeCode"),
        supplier=_party(doc.child("cac:AccountingSupplierParty/cac:Party")),
        buyer=_party(doc.child("cac:AccountingCustomerParty/cac:Party")),
        payee=_party(payee) if (payee := doc.child("cac:PayeeParty")) else None,
        notes=tuple(text for note in root.findall("cbc:Note", _NAMES) if (text := _text(note))),
        accounting_cost=doc.text("cbc:AccountingCost"),
        buyer_reference=doc.text("cbc:BuyerReference"),
        period=_span(doc.child("cac:InvoicePeriod")),
        order_reference=doc.text("cac:OrderReference/cbc:ID"),
        sales_order_reference=doc.text("cac:OrderReference/cbc:SalesOrderID"),
        contract_reference=doc.text("cac:ContractDocumentReference/cbc:ID"),
        receipt_reference=doc.text("cac:ReceiptDocumentReference/cbc:ID"),
        despatch_reference=doc.text("cac:DespatchDocumentReference/cbc:ID"),
        preceding=tuple(
            PrecedingInvoice(node.required("cbc:ID"), node.date("cbc:IssueDate"))
            for node in doc.children("cac:BillingReference/cac:InvoiceDocumentReference")
        ),
        delivery_date=doc.date("cac:Delivery/cbc:ActualDeliveryDate"),
        delivery_country=doc.text("cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode"),
        payment_means=tuple(_payment_means(node) for node in doc.children("cac:PaymentMeans")),
        payment_terms=doc.text("cac:PaymentTerms/cbc:Note"),
        allowances=tuple(_allowance(node) for node in doc.children("cac:AllowanceCharge")),
        tax_breakdown=tuple(
            TaxSubtotal(
                category=_required_tax_category(node, "cac:TaxCategory"),
                taxable_minor=node.required_minor("cbc:TaxableAmount"),
                tax_minor=node.required_minor("cbc:TaxAmount"),
            )
            for node in doc.children("cac:TaxTotal/cac:TaxSubtotal")
        ),
        totals=_totals(doc, tax_currency),
        lines=tuple(_line(node) for node in doc.children("cac:InvoiceLine" if is_invoice else "cac:CreditNoteLine")),
        customization_id=doc.text("cbc:CustomizationID"),
        profile_id=doc.text("cbc:ProfileID"),
    )


class _Node:
    """One element and the currency of its document, asked by path."""

    __slots__ = ("currency", "element")

    def __init__(self, element: etree._Element, currency: str) -> None:
        self.element = element
        self.currency = currency

    def child(self, path: str) -> _Node | None:
        found = self.element.find(path, _NAMES)
        return None if found is None else _Node(found, self.currency)

    def children(self, path: str) -> Iterable[_Node]:
        return (_Node(found, self.currency) for found in self.element.findall(path, _NAMES))

    def text(self, path: str) -> str | None:
        found = self.element.find(path, _NAMES)
        return None if found is None else _text(found)

    def required(self, path: str) -> str:
        return _required(self.element, path)

    def identifier(self, path: str) -> Identifier | None:
        found = self.element.find(path, _NAMES)
        return None if found is None or not _text(found) else Identifier(_text(found) or "", found.get("schemeID"))

    def date(self, path: str) -> date | None:
        text = self.text(path)
        if text is None:
            return None
        # XML dates may carry a zone; the business date is the one that is printed.
        form = _DATE.fullmatch(text)
        try:
            return date.fromisoformat(form[1] if form else text)
        except ValueError:
            raise EInvoiceUnreadable(element=_name(path), found=text, expected="a date such as 2024-03-04") from None

    def required_date(self, path: str) -> date:
        day = self.date(path)
        if day is None:
            raise EInvoiceIncomplete(element=_name(path))
        return day

    def decimal(self, path: str) -> Decimal | None:
        text = self.text(path)
        if text is None:
            return None
        # Decimal() also takes NaN, 1e99 and 1_000, which XML decimals are not.
        if not _DECIMAL.fullmatch(text) or len(text) > _DIGITS_MAX:
            raise EInvoiceUnreadable(element=_name(path), found=text[:60], expected="a decimal number")
        return Decimal(text)

    def required_decimal(self, path: str) -> Decimal:
        number = self.decimal(path)
        if number is None:
            raise EInvoiceIncomplete(element=_name(path))
        return number

    def minor(self, path: str, currency: str | None = None) -> int | None:
        """An amount in minor units. The currency it states must be `currency`, or the document's."""
        amount = self.decimal(path)
        if amount is None:
            return None
        expected = currency or self.currency
        stated = self.element.find(path, _NAMES).get("currencyID") or expected
        if stated != expected:
            raise EInvoiceMixesCurrencies(element=_name(path), found=stated, expected=expected)
        return to_minor(amount, expected, element=_name(path))

    def required_minor(self, path: str) -> int:
        amount = self.minor(path)
        if amount is None:
            raise EInvoiceIncomplete(element=_name(path))
        return amount


def to_minor(amount: Decimal, currency: str, *, element: str) -> int:
    """`amount` of major units in minor units, exactly.

    Raises EInvoiceUnreadable, naming `element`, when the currency is unknown, cannot show the amount or it is too large.

    >>> to_minor(Decimal("12.3"), "EUR", element="PayableAmount"), to_minor(Decimal("500.00"), "JPY", element="TaxAmount")
    (1230, 500)
    """
    try:
        digits = minor_digits(currency)
    except UnknownCurrency:
        raise EInvoiceUnreadable(element=element, found=currency, expected="a currency of ISO 4217") from None
    scaled = amount.as_tuple()
    exponent = int(scaled.exponent) + digits
    whole = int("".join(map(str, scaled.digits)) or "0")
    # By whole numbers, because Decimal arithmetic would round past the context's 28 digits.
    minor, lost = (whole * 10**exponent, 0) if exponent >= 0 else divmod(whole, 10**-exponent)
    if lost or minor > _MINOR_MAX:
        expected = f"an amount of at most {digits} decimals" if lost else "a smaller amount"
        raise EInvoiceUnreadable(element=element, found=f"{amount} {currency}", expected=expected)
    return -minor if scaled.sign else minor


def _totals(doc: _Node, tax_currency: str | None) -> Totals:
    totals = doc.child("cac:LegalMonetaryTotal")
    if totals is None:
        raise EInvoiceIncomplete(element="LegalMonetaryTotal")
    tax_minor = tax_in_tax_currency = None
    for node in doc.children("cac:TaxTotal"):
        stated = node.element.find("cbc:TaxAmount", _NAMES)
        # The second tax total of EN 16931 (BT-111) is the one in the currency of account.
        if stated is not None and tax_currency and stated.get("currencyID") == tax_currency != doc.currency:
            tax_in_tax_currency = node.minor("cbc:TaxAmount", tax_currency)
        else:
            tax_minor = (tax_minor or 0) + node.required_minor("cbc:TaxAmount")
    payable = totals.required_minor("cbc:PayableAmount")
    exclusive = totals.minor("cbc:TaxExclusiveAmount")
    inclusive = totals.minor("cbc:TaxInclusiveAmount")
    if exclusive is None or inclusive is None:
        raise EInvoiceIncomplete(element="TaxExclusiveAmount" if exclusive is None else "TaxInclusiveAmount")
    return Totals(
        line_extension_minor=totals.required_minor("cbc:LineExtensionAmount"),
        tax_exclusive_minor=exclusive,
        tax_inclusive_minor=inclusive,
        payable_minor=payable,
        tax_minor=tax_minor,
        tax_in_tax_currency_minor=tax_in_tax_currency,
        allowance_minor=totals.minor("cbc:AllowanceTotalAmount"),
        charge_minor=totals.minor("cbc:ChargeTotalAmount"),
        prepaid_minor=totals.minor("cbc:PrepaidAmount"),
        rounding_minor=totals.minor("cbc:PayableRoundingAmount"),
    )


def _line(node: _Node) -> Line:
    is_invoice = etree.QName(node.element).localname == "InvoiceLine"
    quantity = "cbc:InvoicedQuantity" if is_invoice else "cbc:CreditedQuantity"
    stated = node.element.find(quantity, _NAMES)
    return Line(
        id=node.required("cbc:ID"),
        quantity=node.required_decimal(quantity),
        unit="" if stated is None else stated.get("unitCode", ""),
        net_minor=node.required_minor("cbc:LineExtensionAmount"),
        price=node.required_decimal("cac:Price/cbc:PriceAmount"),
        base_quantity=node.decimal("cac:Price/cbc:BaseQuantity"),
        tax=_required_tax_category(node, "cac:Item/cac:ClassifiedTaxCategory"),
        name=node.text("cac:Item/cbc:Name") or "",
        description=node.text("cac:Item/cbc:Description"),
        note=node.text("cbc:Note"),
        order_line=node.text("cac:OrderLineReference/cbc:LineID"),
        accounting_cost=node.text("cbc:AccountingCost"),
        period=_span(node.child("cac:InvoicePeriod")),
        allowances=tuple(_allowance(each) for each in node.children("cac:AllowanceCharge")),
        seller_item_id=node.text("cac:Item/cac:SellersItemIdentification/cbc:ID"),
        buyer_item_id=node.text("cac:Item/cac:BuyersItemIdentification/cbc:ID"),
        standard_item_id=node.identifier("cac:Item/cac:StandardItemIdentification/cbc:ID"),
        classifications=tuple(
            Classification(_text(code) or "", code.get("listID"), code.get("listVersionID"))
            for code in node.element.findall("cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode", _NAMES)
        ),
    )


def _party(node: _Node | None) -> Party:
    if node is None:
        return Party()
    schemes = {
        (scheme.text("cac:TaxScheme/cbc:ID") or "VAT").upper() == "VAT": scheme.text("cbc:CompanyID")
        for scheme in node.children("cac:PartyTaxScheme")
    }
    address, contact = node.child("cac:PostalAddress"), node.child("cac:Contact")
    return Party(
        legal_name=node.text("cac:PartyLegalEntity/cbc:RegistrationName"),
        trading_name=node.text("cac:PartyName/cbc:Name"),
        company_id=node.identifier("cac:PartyLegalEntity/cbc:CompanyID"),
        vat_id=schemes.get(True),
        tax_registration=schemes.get(False),
        identifiers=tuple(
            found for each in node.children("cac:PartyIdentification") if (found := each.identifier("cbc:ID"))
        ),
        endpoint=node.identifier("cbc:EndpointID"),
        address=address
        and Address(
            street=address.text("cbc:StreetName"),
            additional_street=address.text("cbc:AdditionalStreetName"),
            line=address.text("cac:AddressLine/cbc:Line"),
            city=address.text("cbc:CityName"),
            postcode=address.text("cbc:PostalZone"),
            subdivision=address.text("cbc:CountrySubentity"),
            country=address.text("cac:Country/cbc:IdentificationCode"),
        ),
        contact=contact
        and Contact(
            name=contact.text("cbc:Name"),
            telephone=contact.text("cbc:Telephone"),
            email=contact.text("cbc:ElectronicMail"),
        ),
    )


def _payment_means(node: _Node) -> PaymentMeans:
    code = node.element.find("cbc:PaymentMeansCode", _NAMES)
    return PaymentMeans(
        code=node.required("cbc:PaymentMeansCode"),
        code_name=code.get("name"),
        remittance_reference=node.text("cbc:PaymentID"),
        account_id=node.text("cac:PayeeFinancialAccount/cbc:ID"),
        account_name=node.text("cac:PayeeFinancialAccount/cbc:Name"),
        branch_id=node.text("cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"),
        mandate_id=node.text("cac:PaymentMandate/cbc:ID"),
        debited_account=node.text("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"),
        card_number=node.text("cac:CardAccount/cbc:PrimaryAccountNumberID"),
        card_network=node.text("cac:CardAccount/cbc:NetworkID"),
        card_holder=node.text("cac:CardAccount/cbc:HolderName"),
    )


def _allowance(node: _Node) -> AllowanceCharge:
    indicator = node.required("cbc:ChargeIndicator")
    if indicator not in {"true", "false", "1", "0"}:
        raise EInvoiceUnreadable(element="ChargeIndicator", found=indicator[:60], expected="true or false")
    return AllowanceCharge(
        is_charge=indicator in {"true", "1"},
        amount_minor=node.required_minor("cbc:Amount"),
        base_minor=node.minor("cbc:BaseAmount"),
        percent=node.decimal("cbc:MultiplierFactorNumeric"),
        reason=node.text("cbc:AllowanceChargeReason"),
        reason_code=node.text("cbc:AllowanceChargeReasonCode"),
        tax=_tax_category(node.child("cac:TaxCategory")),
    )


def _required_tax_category(node: _Node, path: str) -> TaxCategory:
    category = _tax_category(node.child(path))
    if category is None:
        raise EInvoiceIncomplete(element=_name(path))
    return category


def _tax_category(node: _Node | None) -> TaxCategory | None:
    return node and TaxCategory(
        code=node.required("cbc:ID"),
        percent=node.decimal("cbc:Percent"),
        exemption_code=node.text("cbc:TaxExemptionReasonCode"),
        exemption_reason=node.text("cbc:TaxExemptionReason"),
    )


def _span(node: _Node | None) -> Span | None:
    return node and Span(start=node.date("cbc:StartDate"), last=node.date("cbc:EndDate"))


def _required(element: etree._Element, path: str) -> str:
    found = element.find(path, _NAMES)
    text = None if found is None else _text(found)
    if text is None:
        raise EInvoiceIncomplete(element=_name(path))
    return text


def _text(element: etree._Element) -> str | None:
    # Joined, because a comment inside the element splits its text.
    return "".join(part for part in element.xpath("text()")).strip() or None


def _name(path: str) -> str:
    return re.sub(r"\bc[ab]c:", "", path)
