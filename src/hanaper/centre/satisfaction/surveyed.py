"""Which finished work is asked about, and whom: as data.

The customers of the centre are a body's own people: who ordered, received or approved, and whoever is paid. A service
that a body's people do among themselves is not asked about, nor is what the centre does for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One process. service: what it is to who had it done. done: states in which it is finished for them.

    customers: steps whose taker is asked, of the document itself (`approve`) or of a linked one (`order.raise`).
    employees: whether everybody whom the body employs is a customer. document: what one is called.
    """

    process_code: str
    service: str
    document: str
    done: tuple[str, ...]
    customers: tuple[str, ...] = ()
    employees: bool = False


SURVEYED: Final[Mapping[str, Surveyed]] = {
    one.process_code: one
    for one in (
        Surveyed("invoice", "Paying suppliers", "Invoice", ("paid", "rejected"),
                 ("approve", "send-back", "order.raise", "receipt.record")),
        Surveyed("pay-run", "Pay", "Pay day", ("paid",), employees=True),
        Surveyed("deviation", "Deciding on deviations", "Deviation", ("approved", "refused"), ("propose",)),
    )
}  # fmt: skip
