"""An electronic invoice as EN 16931 sees it, in values that can be compared and computed with.

Amounts are integers of minor units of the document's currency (pence, cents, yen), as the document states them.
Quantities, prices and percentages are `Decimal`, because they have as many decimals as the supplier likes.

Signs. Everything keeps the sign it has on the document. A credit note is a document whose positive amounts reduce what
is owed; an invoice may also have negative amounts, which reduce it too. Whoever asks what is owed uses
`EInvoice.owed_minor`, which is positive when we owe the supplier and negative when the supplier owes us.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from stdnum import iban as iban_number

from hanaper.kernel.money import minor_digits

Kind = Literal["invoice", "credit note"]

CREDIT_TRANSFER_CODES: Final = frozenset({"30", "58"})
"""UNTDID 4461: credit transfer, SEPA credit transfer. The payer pays into the payee's account."""
DIRECT_DEBIT_CODES: Final = frozenset({"49", "59"})
"""UNTDID 4461: direct debit, SEPA direct debit. The payee collects, so that nothing may be paid out."""

_SORT_CODE: Final = re.compile(r"\d\d[- ]?\d\d[- ]?\d\d")
_BIC: Final = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_UK_ACCOUNT: Final = re.compile(r"\d{8}")
_NO_REFERENCE: Final = frozenset({"", "na", "none", "nil"})


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value with the list it comes from: a company number, an endpoint, an item number. scheme: ICD, EAS code."""

    value: str
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    street: str | None = None
    additional_street: str | None = None
    line: str | None = None
    city: str | None = None
    postcode: str | None = None
    subdivision: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    name: str | None = None
    telephone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Supplier, buyer or payee. legal_name is the registered name; a payee often gives only a trading name.

    tax_registration: a registration under another scheme than VAT, such as the Swedish F-tax approval.
    """

    legal_name: str | None = None
    trading_name: str | None = None
    company_id: Identifier | None = None
    vat_id: str | None = None
    tax_registration: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    endpoint: Identifier | None = None
    address: Address | None = None
    contact: Contact | None = None

    @property
    def name(self) -> str:
        return self.legal_name or self.trading_name or ""


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """One way to pay. account_id and branch_id are as written; the properties say what they are.

    code: UNTDID 4461. remittance_reference: what the payee wants to see with the money.
    mandate_id, debited_account: of a direct debit. card_number: the last digits only, as EN 16931 demands.
    """

    code: str
    code_name: str | None = None
    remittance_reference: str | None = None
    account_id: str | None = None
    account_name: str | None = None
    branch_id: str | None = None
    mandate_id: str | None = None
    debited_account: str | None = None
    card_number: str | None = None
    card_network: str | None = None
    card_holder: str | None = None

    @property
    def iban(self) -> str | None:
        """The account as an IBAN, when its check digits hold."""
        return (
            iban_number.compact(self.account_id) if self.account_id and iban_number.is_valid(self.account_id) else None
        )

    @property
    def bic(self) -> str | None:
        branch = (self.branch_id or "").replace(" ", "").upper()
        return branch if _BIC.fullmatch(branch) else None

    @property
    def sort_code(self) -> str | None:
        """Six digits: the branch if it is one, else those inside a British IBAN."""
        if self.branch_id and _SORT_CODE.fullmatch(self.branch_id.strip()):
            return re.sub(r"\D", "", self.branch_id)
        return self.iban[8:14] if self.iban and self.iban.startswith("GB") else None

    @property
    def account_number(self) -> str | None:
        """The eight digits of a British account: as written, or those inside a British IBAN."""
        if self.iban:
            return self.iban[14:] if self.iban.startswith("GB") else None
        compact = (self.account_id or "").replace(" ", "")
        return compact if _UK_ACCOUNT.fullmatch(compact) else None


@dataclass(frozen=True, slots=True)
class TaxCategory:
    """VAT category (UNCL 5305): S standard or reduced, Z zero, E exempt, AE reverse charge, K intra-community,
    G export, O outside scope, L and M the Canaries, Ceuta and Melilla. percent is None where there is no rate (O)."""

    code: str
    percent: Decimal | None = None
    exemption_code: str | None = None
    exemption_reason: str | None = None

    @property
    def key(self) -> tuple[str, Decimal]:
        """What makes two categories the same in a breakdown. An absent rate is a rate of nought."""
        return self.code, self.percent or Decimal(0)


@dataclass(frozen=True, slots=True)
class AllowanceCharge:
    """A discount (allowance) or an extra (charge), of the document or of a line. amount_minor without VAT.

    tax: of one at document level; one at line level has the line's.
    """

    is_charge: bool
    amount_minor: int
    base_minor: int | None = None
    percent: Decimal | None = None
    reason: str | None = None
    reason_code: str | None = None
    tax: TaxCategory | None = None

    @property
    def effect_minor(self) -> int:
        """What it does to the total: a charge adds, an allowance takes away."""
        return self.amount_minor if self.is_charge else -self.amount_minor


@dataclass(frozen=True, slots=True)
class TaxSubtotal:
    category: TaxCategory
    taxable_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class Classification:
    """What kind of thing an item is. list_id: UNCL 7143, such as STI for CPV and TST for UNSPSC."""

    code: str
    list_id: str | None = None
    list_version: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The days that an invoice or a line covers, both included, as documents print them."""

    start: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line. net_minor is quantity x price / base_quantity, less allowances, plus charges, as stated.

    price: net price of `base_quantity` units, in major units of the currency, as written. unit: UNECE Rec 20.
    """

    id: str
    quantity: Decimal
    unit: str
    net_minor: int
    price: Decimal
    tax: TaxCategory
    name: str = ""
    description: str | None = None
    base_quantity: Decimal | None = None
    note: str | None = None
    order_line: str | None = None
    accounting_cost: str | None = None
    period: Span | None = None
    allowances: tuple[AllowanceCharge, ...] = ()
    seller_item_id: str | None = None
    buyer_item_id: str | None = None
    standard_item_id: Identifier | None = None
    classifications: tuple[Classification, ...] = ()

    @property
    def unit_price(self) -> Decimal:
        """The stated net price of one unit, in major units."""
        return self.price / self.base_quantity if self.base_quantity else self.price


@dataclass(frozen=True, slots=True)
class PrecedingInvoice:
    number: str
    issue_date: date | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """The document's sums, in minor units. None: the document does not state it, which counts as nought.

    payable = tax_inclusive - prepaid + rounding; tax_inclusive = tax_exclusive + tax;
    tax_exclusive = line_extension - allowance + charge (EN 16931 BR-CO-13, 15, 16).
    tax_in_tax_currency_minor: the VAT total in minor units of `EInvoice.tax_currency`.
    """

    line_extension_minor: int
    tax_exclusive_minor: int
    tax_inclusive_minor: int
    payable_minor: int
    tax_minor: int | None = None
    tax_in_tax_currency_minor: int | None = None
    allowance_minor: int | None = None
    charge_minor: int | None = None
    prepaid_minor: int | None = None
    rounding_minor: int | None = None


@dataclass(frozen=True, slots=True)
class EInvoice:
    """One invoice or credit note. See the module's docstring for units and signs.

    order_reference: as written; `order_number` leaves out the fillers that suppliers put there for want of one.
    payee: who receives the money, when it is not the supplier (factoring): paying the supplier would not discharge it.
    """

    kind: Kind
    number: str
    issue_date: date
    currency: str
    type_code: str
    supplier: Party
    buyer: Party
    totals: Totals
    lines: tuple[Line, ...]
    due_date: date | None = None
    tax_point_date: date | None = None
    tax_currency: str | None = None
    payee: Party | None = None
    notes: tuple[str, ...] = ()
    accounting_cost: str | None = None
    buyer_reference: str | None = None
    period: Span | None = None
    order_reference: str | None = None
    sales_order_reference: str | None = None
    contract_reference: str | None = None
    receipt_reference: str | None = None
    despatch_reference: str | None = None
    preceding: tuple[PrecedingInvoice, ...] = ()
    delivery_date: date | None = None
    delivery_country: str | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: str | None = None
    allowances: tuple[AllowanceCharge, ...] = ()
    tax_breakdown: tuple[TaxSubtotal, ...] = ()
    customization_id: str | None = None
    profile_id: str | None = None

    @property
    def sign(self) -> int:
        """1 for an invoice, -1 for a credit note: what an amount on it is multiplied by to say what it adds."""
        return 1 if self.kind == "invoice" else -1

    @property
    def owed_minor(self) -> int:
        """What this document adds to what we owe the supplier: the payable amount, less than nought for a credit."""
        return self.sign * self.totals.payable_minor

    @property
    def order_number(self) -> str | None:
        filler = re.sub(r"\W", "", self.order_reference or "").casefold() in _NO_REFERENCE
        return None if filler else self.order_reference

    @property
    def is_collected(self) -> bool:
        """The supplier collects by direct debit, so that no payment may be made."""
        return any(means.code in DIRECT_DEBIT_CODES for means in self.payment_means)

    def unit_price_minor(self, line: Line) -> Decimal:
        """A line's stated price for one unit in minor units, fractions kept."""
        return line.unit_price.scaleb(minor_digits(self.currency))
