"""What suppliers register with the site: a section, your work, search."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.commercial.suppliers import selectors
from hanaper.commercial.suppliers.process import BANK_CHANGE
from hanaper.commercial.suppliers.wording import SENTENCES
from hanaper.foundation.interface.api import (
    Hit,
    NavigationSection,
    SearchProvider,
    register_search,
    register_section,
    register_sentences,
)
from hanaper.foundation.interface.process_work import register_work


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Suppliers", "suppliers/", frozenset({"supplier.read"}), order=20))
    register_work(
        BANK_CHANGE,
        {"approve": "Approve"},
        label="Suppliers' bank accounts",
        title=lambda change: f"Bank account of {change.holder_name}",
        detail=lambda change: change.account.masked,
    )
    register_search(SearchProvider("suppliers", "Suppliers", "supplier.read", _search))
    register_sentences(SENTENCES)


def _search(text: str, most: int) -> Sequence[Hit]:
    """By name, company number, VAT number, another identifier or code. All clusters are asked, hence the scope."""
    wanted = "".join(character for character in text if character.isalnum()).upper()
    return [
        Hit(
            kind="Supplier",
            title=site.entity.name,
            url=f"/all/suppliers/{site.pk}/",
            detail=", ".join(part for part in (site.code, site.name, site.entity.company_number) if part),
            exact=wanted in {site.code, *(each.value for each in site.entity.identifiers.all())},
            synthetic=site.synthetic,
        )
        for site in selectors.sites(search=text)[:most]
    ]
