"""Invoices made with few words, and Hypothesis strategies for many: British suppliers, as the demo has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from hanaper.finance.payables.rules.claims import Invoiced, Ordered, OrderedLine
from hanaper.finance.payables.rules.compose import (
    EXEMPT,
    OUTSIDE_SCOPE,
    REVERSE_CHARGE,
    ZERO_RATED,
    compose,
    priced_line,
    standard_rated,
)
from hanaper.finance.payables.rules.einvoice import (
    Address,
    AllowanceCharge,
    EInvoice,
    Identifier,
    Line,
    Party,
    PaymentMeans,
    PrecedingInvoice,
    Span,
    TaxCategory,
)

S20: Final = standard_rated(Decimal(20))
S5: Final = standard_rated(Decimal(5))

SUPPLIER: Final = Party(
    legal_name="Fenland Office Supplies Ltd",
    trading_name="Fenland",
    company_id=Identifier("01234567"),
    vat_id="GB980780684",
    endpoint=Identifier("GB980780684", "9932"),
    address=Address(street="1 Mill Lane", city="Ely", postcode="CB7 4AA", country="GB"),
)
BUYER: Final = Party(
    legal_name="Office for Testing",
    vat_id="GBGD001",
    address=Address(street="2 Whitehall", city="London", postcode="SW1A 2AA", country="GB"),
)


def line(net: str = "100.00", *, line_id: str = "1", tax: TaxCategory = S20, **others: Any) -> Line:
    """A line of one item at `net` pounds."""
    return priced_line(line_id=line_id, name="Paper", quantity=Decimal(1), price=Decimal(net), tax=tax, **others)


def invoice(*lines: Line, **others: Any) -> EInvoice:
    return compose(
        **{
            "kind": "invoice",
            "number": "INV-1",
            "issue_date": date(2026, 4, 6),
            "due_date": date(2026, 5, 6),
            "supplier": SUPPLIER,
            "buyer": BUYER,
            "lines": lines or (line(),),
            "payment_means": (PaymentMeans(code="30", account_id="12345678", branch_id="20-00-00"),),
            **others,
        }
    )


def order_for(asked: Invoiced) -> Ordered:
    """The order that somebody would have keyed for this invoice: its lines by the order lines that they name."""
    lines: dict[str, OrderedLine] = {}
    for position, each in enumerate(asked.lines, start=1):
        key = each.order_line or f"line {position}"
        if key in lines:
            lines[key] = replace(lines[key], quantity=lines[key].quantity + each.quantity)
            continue
        price = each.net_minor / each.quantity if each.quantity else Decimal(each.net_minor)
        lines[key] = OrderedLine(key, each.quantity, each.unit, price, item_ids=each.item_ids, name=each.name)
    return Ordered("PO1", asked.supplier, asked.currency, tuple(lines.values()), extra_minor=max(asked.extra_minor, 0))


# XML keeps tab and line feed, but neither other control characters nor, at the ends, blanks.
_TEXTS = (
    st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" &<>\"'£é\n"), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)
_DATES = st.dates(date(2020, 1, 1), date(2040, 12, 31))
_PENCE = st.integers(0, 10_000_000)
_SPANS = st.builds(lambda a, b: Span(min(a, b), max(a, b)), _DATES, _DATES)
_TAXED = st.sampled_from([S20, S5, ZERO_RATED, EXEMPT, REVERSE_CHARGE])


@st.composite
def _lines(draw: st.DrawFn, taxes: st.SearchStrategy[TaxCategory]) -> list[Line]:
    count = draw(st.integers(1, 6))
    return [
        priced_line(
            line_id=str(number),
            name=draw(_TEXTS),
            description=draw(st.none() | _TEXTS),
            quantity=draw(st.decimals("-50", "5000", places=3)),
            price=draw(st.decimals("0", "9999", places=4)),
            base_quantity=draw(st.none() | st.sampled_from([Decimal(1), Decimal(10), Decimal(1000)])),
            tax=draw(taxes),
            order_line=draw(st.none() | st.integers(1, 99).map(str)),
            note=draw(st.none() | _TEXTS),
            period=draw(st.none() | _SPANS),
            allowances=draw(
                st.lists(st.builds(AllowanceCharge, st.booleans(), _PENCE, reason=_TEXTS), max_size=2).map(tuple)
            ),
        )
        for number in range(1, count + 1)
    ]


@st.composite
def invoices(draw: st.DrawFn) -> EInvoice:
    """Invoices and credit notes of a British supplier that obey EN 16931, with all that the demo may put on one."""
    taxes = draw(st.sampled_from([_TAXED, st.just(OUTSIDE_SCOPE)]))
    allowances = st.builds(AllowanceCharge, st.booleans(), _PENCE, reason=_TEXTS, tax=taxes)
    return compose(
        kind=draw(st.sampled_from(["invoice", "credit note"])),
        number=draw(_TEXTS),
        issue_date=draw(_DATES),
        due_date=draw(_DATES),
        tax_point_date=draw(st.none() | _DATES),
        supplier=SUPPLIER,
        buyer=BUYER,
        payee=draw(st.none() | st.just(Party(trading_name="Fenland Factoring"))),
        lines=draw(_lines(taxes)),
        allowances=draw(st.lists(allowances, max_size=3)),
        prepaid_minor=draw(st.none() | _PENCE),
        rounding_minor=draw(st.none() | st.integers(-50, 50)),
        notes=tuple(draw(st.lists(_TEXTS, max_size=1))),
        order_reference=draw(st.none() | _TEXTS),
        contract_reference=draw(st.none() | _TEXTS),
        buyer_reference=draw(st.none() | _TEXTS),
        preceding=tuple(draw(st.lists(st.builds(PrecedingInvoice, _TEXTS, st.none() | _DATES), max_size=2))),
        payment_terms=draw(st.none() | _TEXTS),
        payment_means=(
            PaymentMeans(
                code="30", account_id="12345678", branch_id="200000", remittance_reference=draw(st.none() | _TEXTS)
            ),
        ),
    )
