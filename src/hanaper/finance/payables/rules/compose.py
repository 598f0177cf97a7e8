"""Work an invoice out from its lines, as a supplier's billing system does: nets, VAT breakdown and totals.

Each net amount and each VAT amount of a category is rounded once, half up, as EN 16931 asks (BR-CO-17 and the rounding
note of its annex A); all totals are sums of what stands on the document, so that they agree to the penny.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from hanaper.finance.payables.errors import EInvoiceUnwritable
from hanaper.finance.payables.rules.einvoice import (
    AllowanceCharge,
    EInvoice,
    Kind,
    Line,
    Party,
    TaxCategory,
    TaxSubtotal,
    Totals,
)
from hanaper.kernel.money import minor_digits
from hanaper.kernel.rounding import round_half_up_to_penny

EN_16931: Final = "urn:cen.eu:en16931:2017"
"""BT-24 of an invoice that follows the European standard and no narrower profile."""

ZERO_RATED: Final = TaxCategory("Z", Decimal(0))
EXEMPT: Final = TaxCategory("E", Decimal(0))
REVERSE_CHARGE: Final = TaxCategory("AE", Decimal(0))
OUTSIDE_SCOPE: Final = TaxCategory("O")

EXEMPTION_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "E": "Exempt from VAT",
        "AE": "Reverse charge: the customer accounts for the VAT to HMRC",
        "G": "Export outside the United Kingdom",
        "K": "Intra-community supply",
        "O": "Outside the scope of VAT",
    }
)
"""What the breakdown says where no VAT is charged (BR-E-10, BR-AE-10, BR-G-10, BR-IC-10, BR-O-10)."""


def standard_rated(percent: Decimal) -> TaxCategory:
    """VAT at a rate above nought: EN 16931 has one category for the standard and the reduced rates."""
    return TaxCategory("S", percent)


def priced_line(
    *,
    line_id: str,
    name: str,
    quantity: Decimal,
    price: Decimal,
    tax: TaxCategory,
    unit: str = "C62",
    currency: str = "GBP",
    base_quantity: Decimal | None = None,
    allowances: Sequence[AllowanceCharge] = (),
    **others: Any,
) -> Line:
    """A line with its net amount worked out: quantity x price / base_quantity, plus charges, less allowances.

    price: net price of `base_quantity` units in major units of `currency`. unit: UNECE Rec 20; C62 is "one".
    others: further fields of `Line`.

    >>> priced_line(line_id="1", name="Pens", quantity=Decimal(12), price=Decimal("0.455"), tax=ZERO_RATED).net_minor
    546
    """
    exact = quantity * price.scaleb(minor_digits(currency)) / (base_quantity or 1)
    return Line(
        id=line_id,
        name=name,
        quantity=quantity,
        unit=unit,
        price=price,
        base_quantity=base_quantity,
        tax=tax,
        net_minor=round_half_up_to_penny(exact) + sum(each.effect_minor for each in allowances),
        allowances=tuple(allowances),
        **others,
    )


def compose(
    *,
    kind: Kind,
    supplier: Party,
    buyer: Party,
    lines: Sequence[Line],
    allowances: Sequence[AllowanceCharge] = (),
    prepaid_minor: int | None = None,
    rounding_minor: int | None = None,
    currency: str = "GBP",
    exemption_reasons: Mapping[str, str] = EXEMPTION_REASONS,
    **others: Any,
) -> EInvoice:
    """An invoice or credit note with its VAT breakdown and totals worked out from its lines.

    allowances: of the document, each with its VAT category. prepaid_minor: already paid; rounding_minor: added to what
    remains. others: further fields of `EInvoice`, at least `number` and `issue_date`.
    An invoice outside the scope of VAT carries no VAT numbers (BR-O-02), so they are left out of its parties.
    Raises EInvoiceUnwritable when some of it is outside the scope and some is not (BR-O-11).
    """
    breakdown = _breakdown(lines, allowances, exemption_reasons)
    codes = {subtotal.category.code for subtotal in breakdown}
    if "O" in codes:
        if len(codes) > 1:
            raise EInvoiceUnwritable(
                element="TaxCategory",
                found=", ".join(sorted(codes)),
                rule="what is outside the scope of VAT has an invoice of its own (EN 16931, BR-O-11).",
            )
        supplier, buyer = replace(supplier, vat_id=None), replace(buyer, vat_id=None)
    net = sum(line.net_minor for line in lines)
    reductions = sum(each.amount_minor for each in allowances if not each.is_charge)
    charges = sum(each.amount_minor for each in allowances if each.is_charge)
    tax = sum(subtotal.tax_minor for subtotal in breakdown)
    inclusive = net - reductions + charges + tax
    return EInvoice(
        kind=kind,
        type_code=others.pop("type_code", "380" if kind == "invoice" else "381"),
        customization_id=others.pop("customization_id", EN_16931),
        supplier=supplier,
        buyer=buyer,
        currency=currency,
        lines=tuple(lines),
        allowances=tuple(allowances),
        tax_breakdown=breakdown,
        totals=Totals(
            line_extension_minor=net,
            tax_exclusive_minor=net - reductions + charges,
            tax_inclusive_minor=inclusive,
            payable_minor=inclusive - (prepaid_minor or 0) + (rounding_minor or 0),
            tax_minor=tax,
            allowance_minor=reductions if any(not each.is_charge for each in allowances) else None,
            charge_minor=charges if any(each.is_charge for each in allowances) else None,
            prepaid_minor=prepaid_minor,
            rounding_minor=rounding_minor,
        ),
        **others,
    )


def _breakdown(
    lines: Sequence[Line], allowances: Sequence[AllowanceCharge], reasons: Mapping[str, str]
) -> tuple[TaxSubtotal, ...]:
    taxable: dict[tuple[str, Decimal], int] = {}
    first: dict[tuple[str, Decimal], TaxCategory] = {}
    parts = [(line.tax, line.net_minor) for line in lines]
    parts += [(each.tax, each.effect_minor) for each in allowances if each.tax]
    for category, minor in parts:
        taxable[category.key] = taxable.get(category.key, 0) + minor
        first.setdefault(category.key, category)
    return tuple(
        TaxSubtotal(
            category=replace(
                category,
                exemption_reason=category.exemption_reason or reasons.get(category.code),
            ),
            taxable_minor=taxable[key],
            tax_minor=round_half_up_to_penny(taxable[key] * (category.percent or Decimal(0)) / 100),
        )
        for key, category in first.items()
    )
