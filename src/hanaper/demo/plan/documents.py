"""What the plan consists of: documents to come, and deeds, each one act of one person or rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from hanaper.demo.cast import Member
from hanaper.demo.market import Supplier
from hanaper.demo.plan.days import Days
from hanaper.strategy.register.api import ModelCluster

if TYPE_CHECKING:
    from hanaper.demo.plan.staff import Employee


class Fault(StrEnum):
    """What goes wrong with an invoice. Its value is how reports name it."""

    MISSING_ORDER = "missing order"
    PRICE_OVER = "price over"
    QUANTITY_SHORT = "quantity short"
    DUPLICATE_NUMBER = "duplicate number"
    NEAR_NUMBER = "number mistyped"
    INVALID_FILE = "invalid file"
    WRONG_SUPPLIER = "another supplier"


#: How each fault is caught: the state that the invoice goes to, and the reason that stands in its evidence.
CAUGHT: Mapping[Fault, tuple[str, str]] = {
    Fault.MISSING_ORDER: ("held", "no-order"),
    Fault.PRICE_OVER: ("held", "price-over"),
    Fault.QUANTITY_SHORT: ("held", "quantity-short"),
    Fault.DUPLICATE_NUMBER: ("rejected", "duplicate"),
    Fault.NEAR_NUMBER: ("held", "possible-duplicate"),
    Fault.INVALID_FILE: ("rejected", "invalid-file"),
    Fault.WRONG_SUPPLIER: ("held", "supplier-differs"),
}


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line of an order. price: of one, in the currency. cost_centre, programme: codes of the body's."""

    number: int
    item: str
    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    tax_category: str
    tax_percent: Decimal
    account: str
    cost_centre: str
    programme: str
    receipt_needed: bool


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """An order to come. total_minor: without VAT, in its currency; total_pence: the same in pounds."""

    ref: str
    body: str
    supplier: str
    currency: str
    lines: tuple[PlannedLine, ...]
    total_minor: int
    total_pence: int


@dataclass(frozen=True, slots=True)
class PlannedReceipt:
    """What arrives on an order: (number of its line, quantity)."""

    ref: str
    order: str
    lines: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class PlannedInvoice:
    """An invoice to come, as its supplier makes it.

    order: the order it is for; named: whether the file says so. day: when it arrives. lines: (number of the order's
    line, quantity, price). copy_of: the invoice that it repeats. broken: in which way the file is spoiled.
    """

    ref: str
    body: str
    supplier: str
    number: str
    order: str
    named: bool
    day: int
    issued: int
    by_person: bool
    lines: tuple[tuple[int, Decimal, Decimal], ...]
    payable_pence: int
    fault: Fault | None = None
    copy_of: str | None = None
    broken: str = ""


@dataclass(frozen=True, slots=True)
class PlannedJournal:
    """A manual journal to come. lines: (account, cost centre, programme, pence, narrative), which sum to nought."""

    ref: str
    body: str
    kind: str
    description: str
    in_month: bool
    lines: tuple[tuple[str, str, str, int, str], ...]


@dataclass(frozen=True, slots=True)
class PlannedDutyCost:
    """What everyone under a duty was paid in the month, and for how many productive hours."""

    duty: str
    pay_pence: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Deed:
    """One act. what: which; `run.py` has its doing. phase: orders the deeds of a day. who: the ref of a member, None
    for a rule. items: refs of what it is about. how: a reason or the like.

    true_seconds: how long it really took, which only the plan knows. seen_seconds: what the screen saw of it, away from
    the desk included; None where nobody saw.
    """

    key: str
    day: int
    phase: int
    minute: int
    body: str
    what: str
    duty: str | None
    who: str | None
    items: tuple[str, ...]
    how: str = ""
    true_seconds: float = 0.0
    seen_seconds: float | None = None


@dataclass(frozen=True)
class Plan:
    """Everything that will happen in a model month."""

    seed: int
    like: str
    scale: str
    cluster: ModelCluster
    lead: str
    days: Days
    members: Mapping[str, Member]
    suppliers: Mapping[str, Supplier]
    orders: Mapping[str, PlannedOrder]
    receipts: Mapping[str, PlannedReceipt]
    invoices: Mapping[str, PlannedInvoice]
    journals: Mapping[str, PlannedJournal]
    duty_costs: tuple[PlannedDutyCost, ...]
    staff: Mapping[str, Employee]
    deeds: tuple[Deed, ...] = field(repr=False)

    @property
    def bodies(self) -> tuple[str, ...]:
        """Codes of the bodies, the lead body first."""
        codes = [body.code for body in self.cluster.bodies]
        return (self.lead, *(code for code in codes if code != self.lead))

    @property
    def faults(self) -> dict[Fault, list[str]]:
        """Every planted fault with the invoices that have it."""
        found: dict[Fault, list[str]] = {fault: [] for fault in Fault}
        for invoice in self.invoices.values():
            if invoice.fault is not None:
                found[invoice.fault].append(invoice.ref)
        return found
