"""Write an invoice or credit note as UBL 2.1.

`read(write(invoice)) == invoice` for every invoice whose texts have no blanks at their ends: all that `EInvoice` holds
has its element here, in the order that the schema demands. The writer does not judge: `compose.py` makes invoices that
obey EN 16931, and `check.py` says whether one does.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from lxml import etree

from hanaper.finance.payables.errors import EInvoiceUnwritable
from hanaper.finance.payables.rules.document import CAC, CBC, CREDIT_NOTE, INVOICE
from hanaper.finance.payables.rules.einvoice import (
    AllowanceCharge,
    EInvoice,
    Identifier,
    Line,
    Party,
    PaymentMeans,
    Span,
    TaxCategory,
)
from hanaper.kernel.money import Money

_NAMESPACES: Final[dict[str | None, str]] = {"cac": CAC, "cbc": CBC}


def write(invoice: EInvoice) -> bytes:
    """The invoice as a UBL 2.1 document in UTF-8; the same invoice gives the same bytes.

    Raises EInvoiceUnwritable for a value that UBL has no place for.
    """
    _refuse_the_unwritable(invoice)
    is_invoice = invoice.kind == "invoice"
    name, namespace = ("Invoice", INVOICE) if is_invoice else ("CreditNote", CREDIT_NOTE)
    root = _Element(etree.Element(f"{{{namespace}}}{name}", nsmap={None: namespace, **_NAMESPACES}), invoice.currency)
    _write_head(root, invoice)
    _write_references(root, invoice)
    _write_party(root.add("cac:AccountingSupplierParty").add("cac:Party"), invoice.supplier)
    _write_party(root.add("cac:AccountingCustomerParty").add("cac:Party"), invoice.buyer)
    if invoice.payee:
        _write_party(root.add("cac:PayeeParty"), invoice.payee)
    if invoice.delivery_date or invoice.delivery_country:
        delivery = root.add("cac:Delivery")
        delivery.day("cbc:ActualDeliveryDate", invoice.delivery_date)
        if invoice.delivery_country:
            country = delivery.add("cac:DeliveryLocation").add("cac:Address").add("cac:Country")
            country.text("cbc:IdentificationCode", invoice.delivery_country)
    for position, means in enumerate(invoice.payment_means):
        due_date = invoice.due_date if position == 0 and not is_invoice else None
        _write_payment_means(root.add("cac:PaymentMeans"), means, due_date)
    if invoice.payment_terms:
        root.add("cac:PaymentTerms").text("cbc:Note", invoice.payment_terms)
    for allowance in invoice.allowances:
        _write_allowance(root, allowance)
    _write_tax(root, invoice)
    _write_totals(root, invoice)
    for line in invoice.lines:
        _write_line(root, line, is_invoice)
    etree.indent(root.element)
    return bytes(etree.tostring(root.element, xml_declaration=True, encoding="UTF-8"))


class _Element:
    """An element that is being filled from top to bottom. Absent values leave no trace."""

    __slots__ = ("currency", "element")

    def __init__(self, element: etree._Element, currency: str) -> None:
        self.element = element
        self.currency = currency

    def add(self, tag: str) -> _Element:
        prefix, name = tag.split(":")
        return _Element(etree.SubElement(self.element, f"{{{_NAMESPACES[prefix]}}}{name}"), self.currency)

    def text(self, tag: str, value: str | None, **attributes: str | None) -> None:
        if value is None:
            return
        child = self.add(tag).element
        try:
            child.text = value
            for name, attribute in attributes.items():
                if attribute is not None:
                    child.set(name, attribute)
        except ValueError:
            raise EInvoiceUnwritable(
                element=tag.removeprefix("cbc:"), found=value, rule="XML holds no control characters."
            ) from None

    def day(self, tag: str, value: date | None) -> None:
        self.text(tag, None if value is None else value.isoformat())

    def number(self, tag: str, value: Decimal | None, **attributes: str | None) -> None:
        self.text(tag, None if value is None else f"{value:f}", **attributes)

    def minor(self, tag: str, minor: int | None, currency: str | None = None) -> None:
        stated = currency or self.currency
        self.text(tag, None if minor is None else Money(minor, stated).plain(), currencyID=stated)

    def identifier(self, tag: str, identifier: Identifier | None) -> None:
        if identifier:
            self.text(tag, identifier.value, schemeID=identifier.scheme)


def _refuse_the_unwritable(invoice: EInvoice) -> None:
    if invoice.kind == "credit note" and invoice.due_date and not invoice.payment_means:
        raise EInvoiceUnwritable(
            element="DueDate", found=invoice.due_date, rule="a credit note states it with its means of payment."
        )
    if invoice.sales_order_reference and not invoice.order_reference:
        raise EInvoiceUnwritable(
            element="SalesOrderID",
            found=invoice.sales_order_reference,
            rule="it stands beside the buyer's order number; write NA for that when there is none.",
        )
    if invoice.tax_breakdown and invoice.totals.tax_minor is None:
        raise EInvoiceUnwritable(element="TaxAmount", found=None, rule="a VAT breakdown stands under its total.")
    if invoice.totals.tax_in_tax_currency_minor is not None and invoice.tax_currency in {None, invoice.currency}:
        raise EInvoiceUnwritable(
            element="TaxCurrencyCode", found=invoice.tax_currency, rule="a second VAT total needs a second currency."
        )


def _write_head(root: _Element, invoice: EInvoice) -> None:
    is_invoice = invoice.kind == "invoice"
    root.text("cbc:CustomizationID", invoice.customization_id)
    root.text("cbc:ProfileID", invoice.profile_id)
    root.text("cbc:ID", invoice.number)
    root.day("cbc:IssueDate", invoice.issue_date)
    if is_invoice:
        root.day("cbc:DueDate", invoice.due_date)
    else:
        root.day("cbc:TaxPointDate", invoice.tax_point_date)
    root.text("cbc:InvoiceTypeCode" if is_invoice else "cbc:CreditNoteTypeCode", invoice.type_code)
    for note in invoice.notes:
        root.text("cbc:Note", note)
    if is_invoice:
        root.day("cbc:TaxPointDate", invoice.tax_point_date)
    root.text("cbc:DocumentCurrencyCode", invoice.currency)
    root.text("cbc:TaxCurrencyCode", invoice.tax_currency)
    root.text("cbc:AccountingCost", invoice.accounting_cost)
    root.text("cbc:BuyerReference", invoice.buyer_reference)
    _write_span(root, invoice.period)


def _write_references(root: _Element, invoice: EInvoice) -> None:
    if invoice.order_reference:
        order = root.add("cac:OrderReference")
        order.text("cbc:ID", invoice.order_reference)
        order.text("cbc:SalesOrderID", invoice.sales_order_reference)
    for preceding in invoice.preceding:
        reference = root.add("cac:BillingReference").add("cac:InvoiceDocumentReference")
        reference.text("cbc:ID", preceding.number)
        reference.day("cbc:IssueDate", preceding.issue_date)
    for tag, value in (
        ("cac:DespatchDocumentReference", invoice.despatch_reference),
        ("cac:ReceiptDocumentReference", invoice.receipt_reference),
        ("cac:ContractDocumentReference", invoice.contract_reference),
    ):
        if value:
            root.add(tag).text("cbc:ID", value)


def _write_party(element: _Element, party: Party) -> None:
    element.identifier("cbc:EndpointID", party.endpoint)
    for identifier in party.identifiers:
        element.add("cac:PartyIdentification").identifier("cbc:ID", identifier)
    if party.trading_name:
        element.add("cac:PartyName").text("cbc:Name", party.trading_name)
    if party.address:
        address = element.add("cac:PostalAddress")
        address.text("cbc:StreetName", party.address.street)
        address.text("cbc:AdditionalStreetName", party.address.additional_street)
        address.text("cbc:CityName", party.address.city)
        address.text("cbc:PostalZone", party.address.postcode)
        address.text("cbc:CountrySubentity", party.address.subdivision)
        if party.address.line:
            address.add("cac:AddressLine").text("cbc:Line", party.address.line)
        if party.address.country:
            address.add("cac:Country").text("cbc:IdentificationCode", party.address.country)
    for scheme, registration in (("VAT", party.vat_id), ("TAX", party.tax_registration)):
        if registration:
            tax = element.add("cac:PartyTaxScheme")
            tax.text("cbc:CompanyID", registration)
            tax.add("cac:TaxScheme").text("cbc:ID", scheme)
    if party.legal_name or party.company_id:
        entity = element.add("cac:PartyLegalEntity")
        entity.text("cbc:RegistrationName", party.legal_name)
        entity.identifier("cbc:CompanyID", party.company_id)
    if party.contact:
        contact = element.add("cac:Contact")
        contact.text("cbc:Name", party.contact.name)
        contact.text("cbc:Telephone", party.contact.telephone)
        contact.text("cbc:ElectronicMail", party.contact.email)


def _write_payment_means(element: _Element, means: PaymentMeans, due_date: date | None) -> None:
    element.text("cbc:PaymentMeansCode", means.code, name=means.code_name)
    element.day("cbc:PaymentDueDate", due_date)
    element.text("cbc:PaymentID", means.remittance_reference)
    if means.card_number or means.card_network or means.card_holder:
        card = element.add("cac:CardAccount")
        card.text("cbc:PrimaryAccountNumberID", means.card_number)
        card.text("cbc:NetworkID", means.card_network)
        card.text("cbc:HolderName", means.card_holder)
    if means.account_id or means.account_name or means.branch_id:
        account = element.add("cac:PayeeFinancialAccount")
        account.text("cbc:ID", means.account_id)
        account.text("cbc:Name", means.account_name)
        if means.branch_id:
            account.add("cac:FinancialInstitutionBranch").text("cbc:ID", means.branch_id)
    if means.mandate_id or means.debited_account:
        mandate = element.add("cac:PaymentMandate")
        mandate.text("cbc:ID", means.mandate_id)
        if means.debited_account:
            mandate.add("cac:PayerFinancialAccount").text("cbc:ID", means.debited_account)


def _write_allowance(parent: _Element, allowance: AllowanceCharge) -> None:
    element = parent.add("cac:AllowanceCharge")
    element.text("cbc:ChargeIndicator", "true" if allowance.is_charge else "false")
    element.text("cbc:AllowanceChargeReasonCode", allowance.reason_code)
    element.text("cbc:AllowanceChargeReason", allowance.reason)
    element.number("cbc:MultiplierFactorNumeric", allowance.percent)
    element.minor("cbc:Amount", allowance.amount_minor)
    element.minor("cbc:BaseAmount", allowance.base_minor)
    if allowance.tax:
        _write_tax_category(element.add("cac:TaxCategory"), allowance.tax)


def _write_tax_category(element: _Element, category: TaxCategory) -> None:
    element.text("cbc:ID", category.code)
    element.number("cbc:Percent", category.percent)
    element.text("cbc:TaxExemptionReasonCode", category.exemption_code)
    element.text("cbc:TaxExemptionReason", category.exemption_reason)
    element.add("cac:TaxScheme").text("cbc:ID", "VAT")


def _write_tax(root: _Element, invoice: EInvoice) -> None:
    totals = invoice.totals
    if totals.tax_minor is not None:
        element = root.add("cac:TaxTotal")
        element.minor("cbc:TaxAmount", totals.tax_minor)
        for subtotal in invoice.tax_breakdown:
            part = element.add("cac:TaxSubtotal")
            part.minor("cbc:TaxableAmount", subtotal.taxable_minor)
            part.minor("cbc:TaxAmount", subtotal.tax_minor)
            _write_tax_category(part.add("cac:TaxCategory"), subtotal.category)
    if totals.tax_in_tax_currency_minor is not None:
        root.add("cac:TaxTotal").minor("cbc:TaxAmount", totals.tax_in_tax_currency_minor, invoice.tax_currency)


def _write_totals(root: _Element, invoice: EInvoice) -> None:
    element, totals = root.add("cac:LegalMonetaryTotal"), invoice.totals
    element.minor("cbc:LineExtensionAmount", totals.line_extension_minor)
    element.minor("cbc:TaxExclusiveAmount", totals.tax_exclusive_minor)
    element.minor("cbc:TaxInclusiveAmount", totals.tax_inclusive_minor)
    element.minor("cbc:AllowanceTotalAmount", totals.allowance_minor)
    element.minor("cbc:ChargeTotalAmount", totals.charge_minor)
    element.minor("cbc:PrepaidAmount", totals.prepaid_minor)
    element.minor("cbc:PayableRoundingAmount", totals.rounding_minor)
    element.minor("cbc:PayableAmount", totals.payable_minor)


def _write_line(root: _Element, line: Line, is_invoice: bool) -> None:
    element = root.add("cac:InvoiceLine" if is_invoice else "cac:CreditNoteLine")
    quantity = "cbc:InvoicedQuantity" if is_invoice else "cbc:CreditedQuantity"
    element.text("cbc:ID", line.id)
    element.text("cbc:Note", line.note)
    element.number(quantity, line.quantity, unitCode=line.unit or None)
    element.minor("cbc:LineExtensionAmount", line.net_minor)
    element.text("cbc:AccountingCost", line.accounting_cost)
    _write_span(element, line.period)
    if line.order_line:
        element.add("cac:OrderLineReference").text("cbc:LineID", line.order_line)
    for allowance in line.allowances:
        _write_allowance(element, allowance)
    item = element.add("cac:Item")
    item.text("cbc:Description", line.description)
    item.text("cbc:Name", line.name or None)
    if line.buyer_item_id:
        item.add("cac:BuyersItemIdentification").text("cbc:ID", line.buyer_item_id)
    if line.seller_item_id:
        item.add("cac:SellersItemIdentification").text("cbc:ID", line.seller_item_id)
    if line.standard_item_id:
        item.add("cac:StandardItemIdentification").identifier("cbc:ID", line.standard_item_id)
    for each in line.classifications:
        item.add("cac:CommodityClassification").text(
            "cbc:ItemClassificationCode", each.code, listID=each.list_id, listVersionID=each.list_version
        )
    _write_tax_category(item.add("cac:ClassifiedTaxCategory"), line.tax)
    price = element.add("cac:Price")
    price.number("cbc:PriceAmount", line.price, currencyID=root.currency)
    price.number("cbc:BaseQuantity", line.base_quantity, unitCode=line.unit or None)


def _write_span(parent: _Element, span: Span | None) -> None:
    if span:
        element = parent.add("cac:InvoicePeriod")
        element.day("cbc:StartDate", span.start)
        element.day("cbc:EndDate", span.last)
