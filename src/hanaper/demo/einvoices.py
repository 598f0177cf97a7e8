"""Planned invoices as real UBL 2.1 files, valid or spoiled as the plan says, and what the published rules say of them.

The rules are asked in worker processes, a day ahead: 5 ms a file, and half a second once to load them.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from multiprocessing import get_context

from hanaper.demo.market import Supplier
from hanaper.demo.parent import end_with_parent
from hanaper.demo.plan.days import Days
from hanaper.demo.plan.documents import PlannedInvoice, PlannedLine, PlannedOrder
from hanaper.finance.payables.rules.check import Report, check
from hanaper.finance.payables.rules.compose import OUTSIDE_SCOPE, compose, priced_line
from hanaper.finance.payables.rules.einvoice import (
    Address,
    Identifier,
    Line,
    Party,
    PaymentMeans,
    TaxCategory,
)
from hanaper.finance.payables.rules.write import write
from hanaper.kernel.digest import digest_bytes

TERMS_DAYS = 30
NO_ORDER = "N/A"


@dataclass(frozen=True)
class File:
    """A file as it will arrive. sha256: of its bytes."""

    invoice: str
    name: str
    content: bytes
    sha256: bytes


def file_of(
    invoice: PlannedInvoice, *, order: PlannedOrder, order_number: str, supplier: Supplier, body_name: str, days: Days
) -> File:
    """The file of a planned invoice. order_number: of the order that it names; fillers stand where it names none."""
    ordered = {line.number: line for line in order.lines}
    issued = days.date(invoice.issued)
    content = write(
        compose(
            kind="invoice",
            number=invoice.number,
            issue_date=issued,
            due_date=issued + timedelta(days=TERMS_DAYS),
            currency=order.currency,
            supplier=_party(supplier),
            buyer=Party(legal_name=body_name, address=Address(city="London", postcode="ZZ9 9ZZ", country="GB")),
            lines=[_line(ordered[number], quantity, price, order) for number, quantity, price in invoice.lines],
            order_reference=order_number if invoice.named else NO_ORDER,
            buyer_reference=invoice.body.upper(),
            payment_means=(_means(supplier, invoice),),
            payment_terms=f"{TERMS_DAYS} days",
        )
    )
    if invoice.broken:
        content = spoiled(content, invoice.broken)
    safe = re.sub(r"[^A-Za-z0-9-]", "-", invoice.number)
    return File(invoice.ref, f"{supplier.ref}-{safe}.xml", content, digest_bytes(content))


def _party(supplier: Supplier) -> Party:
    gln = Identifier(supplier.gln, "0088")
    return Party(
        legal_name=supplier.name,
        vat_id=supplier.vat,
        identifiers=(gln,),
        endpoint=gln,
        address=Address(
            street=supplier.street,
            city=supplier.town,
            postcode=supplier.postcode or None,
            country=supplier.trade.country,
        ),
    )


def _line(ordered: PlannedLine, quantity: Decimal, price: Decimal, order: PlannedOrder) -> Line:
    tax = OUTSIDE_SCOPE if ordered.tax_category == "O" else TaxCategory(ordered.tax_category, ordered.tax_percent)
    return priced_line(
        line_id=str(ordered.number),
        name=ordered.name,
        quantity=quantity,
        price=price,
        tax=tax,
        unit=ordered.unit,
        currency=order.currency,
        order_line=str(ordered.number),
        seller_item_id=ordered.item,
    )


def _means(supplier: Supplier, invoice: PlannedInvoice) -> PaymentMeans:
    account = supplier.account
    if account.iban:
        return PaymentMeans(code="30", account_id=account.iban, branch_id=account.bic, account_name=supplier.name,
                            remittance_reference=invoice.number)  # fmt: skip
    return PaymentMeans(code="30", account_id=account.account_number, branch_id=account.sort_code,
                        account_name=supplier.name, remittance_reference=invoice.number)  # fmt: skip


def spoiled(content: bytes, how: str) -> bytes:
    """The file with one thing wrong, as suppliers' systems get things wrong.

    how: `total` (a sum that is not one), `currency` (a line in another), `schema` (no date of issue), `cut` (half).
    """
    if how == "cut":
        return content[: len(content) * 3 // 5]
    text = content.decode()
    if how == "total":
        return re.sub(
            r"(<cbc:TaxInclusiveAmount[^>]*>)([0-9.]+)",
            lambda found: f"{found[1]}{Decimal(found[2]) + Decimal('1.00')}",
            text,
        ).encode()
    if how == "currency":
        return re.sub(r"\s*<cbc:DocumentCurrencyCode>[^<]*</cbc:DocumentCurrencyCode>", "", text).encode()
    if how == "schema":
        return re.sub(r"\s*<cbc:IssueDate>[^<]*</cbc:IssueDate>", "", text, count=1).encode()
    raise ValueError(f"no way to spoil a file is called {how!r}")


def _checked(files: list[tuple[str, bytes]]) -> list[Report]:
    return [check(content, name=name) for name, content in files]


class Checkers:
    """Worker processes that ask the rules. Spawned, because the Saxon library does not survive a fork."""

    #: Files in one errand: long enough to be worth the way, short enough to share the work.
    ERRAND = 40

    def __init__(self, processes: int) -> None:
        self._pool = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=end_with_parent, initargs=(signal.SIGKILL,)
        )

    def ask(self, files: Iterable[File]) -> Verdicts:
        """Begin to check these files."""
        wanted = list(files)
        errands = [wanted[at : at + self.ERRAND] for at in range(0, len(wanted), self.ERRAND)]
        return Verdicts(
            {file.invoice: file for file in wanted},
            [(part, self._pool.submit(_checked, [(file.name, file.content) for file in part])) for part in errands],
        )

    def close(self) -> None:
        """End the processes; what they were asked last is not wanted any more."""
        self._pool.shutdown(cancel_futures=True)


@dataclass
class Verdicts:
    """Files on their way through the rules. files: by the invoice's ref."""

    files: Mapping[str, File]
    _errands: list[tuple[list[File], Future[list[Report]]]]

    def reports(self) -> dict[bytes, Report]:
        """What the rules say, by the SHA-256 of the file: waits until they have spoken."""
        return {
            file.sha256: report
            for part, future in self._errands
            for file, report in zip(part, future.result(), strict=True)
        }
