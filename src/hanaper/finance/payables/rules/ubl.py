"""Read a UBL 2.1 Invoice or CreditNote.

Reading is lenient where nothing depends on it and strict where money does: an absent note is None, but an amount
that is not a number, is finer than its currency, or is in another currency than the document stops the reading with an
error that names the element. Whether the file is *valid* is another question: see `check.py`.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from hanaper.finance.payables.errors import EInvoiceIncomplete, EInvoiceUnreadable
from hanaper.finance.payables.rules.document import invoice_root, open_document
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
from hanaper.finance.payables.rules.fields import NAMES, Fields, element_name, required_text, text_of


def read(source: Path | bytes) -> EInvoice:
    """The invoice or credit note in a UBL 2.1 file.

    Raises FileTooLarge, FileNotXml, FileHasDtd, FileNotAnInvoice when it is no UBL invoice; EInvoiceIncomplete,
    EInvoiceUnreadable, EInvoiceMixesCurrencies when something in it that money depends on cannot be read.
    """
    return read_root(open_document(source))


def read_root(root: etree._Element) -> EInvoice:
    """The same for a document that `document.open_document` has already opened."""
    is_invoice = invoice_root(root) == "Invoice"
    doc = Fields(root, required_text(root, "cbc:DocumentCurrencyCode"))
    means = root.findall("cac:PaymentMeans", NAMES)
    # A credit note has no DueDate of its own: EN 16931 puts it into the payment means.
    due_dates = [doc.day("cbc:DueDate"), *(Fields(m, doc.currency).day("cbc:PaymentDueDate") for m in means)]
    tax_currency = doc.text("cbc:TaxCurrencyCode")
    return EInvoice(
        kind="invoice" if is_invoice else "credit note",
        number=doc.required("cbc:ID"),
        issue_date=doc.required_day("cbc:IssueDate"),
        due_date=next((day for day in due_dates if day), None),
        tax_point_date=doc.day("cbc:TaxPointDate"),
        currency=doc.currency,
        tax_currency=tax_currency,
        type_code=doc.required("cbc:InvoiceTypeCode" if is_invoice else "cbc:CreditNoteTypeCode"),
        supplier=_party(doc.child("cac:AccountingSupplierParty/cac:Party")),
        buyer=_party(doc.child("cac:AccountingCustomerParty/cac:Party")),
        payee=_party(payee) if (payee := doc.child("cac:PayeeParty")) else None,
        notes=tuple(text for note in root.findall("cbc:Note", NAMES) if (text := text_of(note))),
        accounting_cost=doc.text("cbc:AccountingCost"),
        buyer_reference=doc.text("cbc:BuyerReference"),
        period=_span(doc.child("cac:InvoicePeriod")),
        order_reference=doc.text("cac:OrderReference/cbc:ID"),
        sales_order_reference=doc.text("cac:OrderReference/cbc:SalesOrderID"),
        contract_reference=doc.text("cac:ContractDocumentReference/cbc:ID"),
        receipt_reference=doc.text("cac:ReceiptDocumentReference/cbc:ID"),
        despatch_reference=doc.text("cac:DespatchDocumentReference/cbc:ID"),
        preceding=tuple(
            PrecedingInvoice(node.required("cbc:ID"), node.day("cbc:IssueDate"))
            for node in doc.children("cac:BillingReference/cac:InvoiceDocumentReference")
        ),
        delivery_date=doc.day("cac:Delivery/cbc:ActualDeliveryDate"),
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


def _totals(doc: Fields, tax_currency: str | None) -> Totals:
    totals = doc.child("cac:LegalMonetaryTotal")
    if totals is None:
        raise EInvoiceIncomplete(element="LegalMonetaryTotal")
    tax_minor = tax_in_tax_currency = None
    for node in doc.children("cac:TaxTotal"):
        stated = node.element.find("cbc:TaxAmount", NAMES)
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


def _line(node: Fields) -> Line:
    is_invoice = etree.QName(node.element).localname == "InvoiceLine"
    quantity = "cbc:InvoicedQuantity" if is_invoice else "cbc:CreditedQuantity"
    stated = node.element.find(quantity, NAMES)
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
        standard_item_id=_identifier(node, "cac:Item/cac:StandardItemIdentification/cbc:ID"),
        classifications=tuple(
            Classification(text_of(code) or "", code.get("listID"), code.get("listVersionID"))
            for code in node.element.findall("cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode", NAMES)
        ),
    )


def _party(node: Fields | None) -> Party:
    if node is None:
        return Party()
    schemes = {
        (scheme.text("cac:TaxScheme/cbc:ID") or "VAT").upper() == "VAT": scheme.text("cbc:CompanyID")
        for scheme in node.children("cac:PartyTaxScheme")
    }
    return Party(
        legal_name=node.text("cac:PartyLegalEntity/cbc:RegistrationName"),
        trading_name=node.text("cac:PartyName/cbc:Name"),
        company_id=_identifier(node, "cac:PartyLegalEntity/cbc:CompanyID"),
        vat_id=schemes.get(True),
        tax_registration=schemes.get(False),
        identifiers=tuple(
            found for each in node.children("cac:PartyIdentification") if (found := _identifier(each, "cbc:ID"))
        ),
        endpoint=_identifier(node, "cbc:EndpointID"),
        address=_address(node.child("cac:PostalAddress")),
        contact=_contact(node.child("cac:Contact")),
    )


def _address(node: Fields | None) -> Address | None:
    if node is None:
        return None
    return Address(
        street=node.text("cbc:StreetName"),
        additional_street=node.text("cbc:AdditionalStreetName"),
        line=node.text("cac:AddressLine/cbc:Line"),
        city=node.text("cbc:CityName"),
        postcode=node.text("cbc:PostalZone"),
        subdivision=node.text("cbc:CountrySubentity"),
        country=node.text("cac:Country/cbc:IdentificationCode"),
    )


def _contact(node: Fields | None) -> Contact | None:
    if node is None:
        return None
    return Contact(
        name=node.text("cbc:Name"),
        telephone=node.text("cbc:Telephone"),
        email=node.text("cbc:ElectronicMail"),
    )


def _payment_means(node: Fields) -> PaymentMeans:
    code = node.element.find("cbc:PaymentMeansCode", NAMES)
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


def _allowance(node: Fields) -> AllowanceCharge:
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


def _required_tax_category(node: Fields, path: str) -> TaxCategory:
    category = _tax_category(node.child(path))
    if category is None:
        raise EInvoiceIncomplete(element=element_name(path))
    return category


def _tax_category(node: Fields | None) -> TaxCategory | None:
    if node is None:
        return None
    return TaxCategory(
        code=node.required("cbc:ID"),
        percent=node.decimal("cbc:Percent"),
        exemption_code=node.text("cbc:TaxExemptionReasonCode"),
        exemption_reason=node.text("cbc:TaxExemptionReason"),
    )


def _span(node: Fields | None) -> Span | None:
    if node is None:
        return None
    return Span(start=node.day("cbc:StartDate"), last=node.day("cbc:EndDate"))


def _identifier(node: Fields, path: str) -> Identifier | None:
    value = node.text(path)
    return None if value is None else Identifier(value, node.element.find(path, NAMES).get("schemeID"))
