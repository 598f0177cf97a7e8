"""What a centre serves: its services, the documents by which each is counted, and whose work belongs to it.

A service takes in several processes, because one service to a client can be several documents here: an invoice, its
payment, the run that pays it. Its unit is one of them. A change here opens the measure's next version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hanaper.centre.costs.errors import ServiceUnknown


@dataclass(frozen=True, slots=True)
class Service:
    """One service. processes: whose worked time is its own. unit, finished: the process whose documents are counted,
    and the states in which one is finished. counts: a column of the unit's documents that says for how many each of
    them counts; without it, each counts as one. retained: duties of the body's own people that belong to it end to end.
    """

    code: str
    title: str
    noun: tuple[str, str]
    processes: tuple[str, ...]
    unit: str
    finished: tuple[str, ...]
    counts: str = ""
    retained: tuple[str, ...] = ()


SERVICES: Final[tuple[Service, ...]] = (
    Service(
        "invoices",
        "Supplier invoices",
        ("invoice", "invoices"),
        processes=("invoice", "payment", "payment-run"),
        unit="invoice",
        finished=("paid", "settled"),
        retained=("order.raise", "order.approve", "receipt.record", "invoice.approve"),
    ),
    Service(
        "suppliers",
        "Supplier accounts",
        ("change", "changes"),
        processes=("supplier-bank",),
        unit="supplier-bank",
        finished=("approved",),
    ),
    Service(
        "journals",
        "Manual journals",
        ("journal", "journals"),
        processes=("manual-journal", "accounting-period"),
        unit="manual-journal",
        finished=("posted",),
    ),
    Service(
        "payslips",
        "Payslips",
        ("payslip", "payslips"),
        processes=("pay-run", "pay-check", "pay-chunk", "pay-submission"),
        unit="pay-run",
        finished=("committed",),
        counts="people",
    ),
)

#: Accounts that pay the centre's people, by the standard chart. Its other expense is platform or fixed cost.
PAY_ACCOUNTS: Final = ("5000", "5010", "5020", "5100")
EXPENSE: Final = "expense"


def service(code: str) -> Service:
    """The service of this code. Raises ServiceUnknown."""
    for one in SERVICES:
        if one.code == code:
            return one
    raise ServiceUnknown(found=code, expected=", ".join(one.code for one in SERVICES))


def service_of(process: str) -> Service | None:
    """The service that a process's work belongs to, or None."""
    return _BY_PROCESS.get(process)


_BY_PROCESS: Final[Mapping[str, Service]] = {process: one for one in SERVICES for process in one.processes}
