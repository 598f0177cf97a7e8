"""What payables register with the site: section, your work, search, controls."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.finance.payables import selectors
from hanaper.finance.payables.models import Invoice
from hanaper.finance.payables.process import INVOICE
from hanaper.finance.payables.rules.duplicates import normalise_number
from hanaper.finance.payables.rules.holds import HOLDS
from hanaper.finance.payables.wording import SENTENCES
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    Hit,
    NavigationSection,
    SearchProvider,
    Tile,
    TileProvider,
    register_search,
    register_section,
    register_sentences,
    register_tiles,
)
from hanaper.foundation.interface.home import Found
from hanaper.foundation.interface.process_work import register_work
from hanaper.foundation.tenancy.api import current_scope
from hanaper.kernel.money import Money


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Invoices", "invoices/", frozenset({"invoice.read"}), order=40))
    register_work(
        INVOICE,
        {"resolve": "Resolve", "approve": "Approve"},
        label="Invoices",
        title=lambda invoice: f"Invoice {invoice} of {invoice.supplier_name}",
        detail=_detail,
    )
    register_search(SearchProvider("invoices", "Invoices", "invoice.read", _search))
    register_sentences(SENTENCES)
    register_tiles(TileProvider("payables", "controls", "invoice.read", _controls, order=40))


def _detail(invoice: Invoice) -> str:
    hold = HOLDS.get(invoice.state_reason)
    amount = str(Money(invoice.payable_minor, invoice.currency))
    return f"{amount}, {hold.title.lower()}" if hold else amount


def _search(text: str, most: int) -> Sequence[Hit]:
    """By our number, the supplier's number however it is typed, or the beginning of the supplier's name."""
    found: dict[int, Invoice] = {}
    exact = selectors.invoices()
    for rows in (
        exact.filter(number=text.upper()),
        exact.filter(number_key=normalise_number(text)),
        exact.filter(supplier_name__istartswith=text) if len(text) >= 3 else exact.none(),
    ):
        found |= {invoice.pk: invoice for invoice in rows[: most - len(found)]}
        if len(found) >= most:
            break
    return [
        Hit(
            kind=invoice.get_kind_display(),
            title=f"{invoice} of {invoice.supplier_name}",
            url=f"/{invoice.body.code}/invoices/{invoice.pk}/",
            body=invoice.body.name,
            detail=f"{invoice.supplier_number}, {Money(invoice.payable_minor, invoice.currency)}, {invoice.state}",
            exact=invoice.number == text.upper(),
            synthetic=invoice.body.synthetic,
        )
        for invoice in found.values()
    ]


def _controls(scope: str) -> Found:
    held = Invoice.objects.filter(state="held").count()
    differences = selectors.payables_control(body_ids=current_scope().bodies)
    apart = [each for each in differences if each.difference_pence]
    synthetic = Invoice.objects.filter(body__synthetic=True).exists()
    return Found(
        [
            Tile("Invoices held", formats.number(held), f"/{scope}/invoices/?state=held"),
            Tile(
                "Payables unexplained",
                formats.money(sum(abs(each.difference_pence) for each in differences)),
                f"/{scope}/ledger/accounts/2000/",
                note=f"Account 2000 beside the open invoices, {formats.count(len(apart), 'body', 'bodies')} apart",
                alarm=bool(apart),
            ),
        ],
        synthetic,
    )
