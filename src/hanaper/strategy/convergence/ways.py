"""Ways around: how work of a kind is done without the standard process, as far as it leaves a trace on the platform.

Each way is a SELECT of one row for each transaction: body_id, on_day, document_id and value_pence (null where not
known), over read views and evidence, with the parameters `bodies`, `start`, `end`, `years`, `as_of` and `known_at`. A
module that learns of more (returns of bodies that still run another system) adds its own with `register_way`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class WayAround:
    """process_code: the kind of work. opens: the process whose documents its rows are, "" where they have no page."""

    code: str
    process_code: str
    title: str
    sql: str
    opens: str = ""


_JOURNALS_TO: Final = """
    SELECT a.body_id, (a.at AT TIME ZONE 'Europe/London')::date AS on_day, a.source_id AS document_id,
           {side} AS value_pence
    FROM ledger_journal_account a
    WHERE a.body_id = ANY (%(bodies)s) AND a.fiscal_year = ANY (%(years)s) AND a.source = 'manual-journal'
      AND a.reverses_id IS NULL AND a.account_code = {account} AND {side} > 0
      AND a.at >= %(start)s AND a.at < %(end)s AND a.at <= %(as_of)s AND a.recorded_at <= %(known_at)s
"""

_WITHOUT_ORDER: Final = """
    SELECT e.body_id, (e.at AT TIME ZONE 'Europe/London')::date AS on_day, e.document_id,
           abs(f.payable_pence) AS value_pence
    FROM processes_evidence e
    JOIN payables_invoice_facts f ON f.body_id = e.body_id AND f.id = e.document_id AND NOT f.has_order
    WHERE e.body_id = ANY (%(bodies)s) AND e.process = 'invoice' AND e.from_state = ''
      AND e.fiscal_year = ANY (%(years)s) AND e.at >= %(start)s AND e.at < %(end)s
      AND e.at <= %(as_of)s AND e.recorded_at <= %(known_at)s
      AND NOT EXISTS (
          SELECT FROM processes_evidence r
          WHERE r.body_id = e.body_id AND r.process = 'invoice' AND r.document_id = e.document_id
            AND r.to_state = 'rejected' AND r.at <= %(as_of)s AND r.recorded_at <= %(known_at)s)
"""

_WAYS: dict[str, WayAround] = {}

NOT_COUNTED: Final[Mapping[str, str]] = {
    "invoice": "invoices that another system pays and nothing here tells of, and corporate cards",
    "order": "orders that were made elsewhere and whose invoice never came here",
    "supplier-bank": "accounts that other systems keep",
    "pay-run": "pay that another payroll works out and sends as a file",
    "manual-journal": "journals that are kept in spreadsheets and never posted",
}
"""What leaves no trace here, in words that end a sentence."""


def register_way(way: WayAround) -> None:
    """Add a way around. Its code is unique."""
    _WAYS[way.code] = way


def ways() -> list[WayAround]:
    """Every way around, by process and code."""
    return sorted(_WAYS.values(), key=lambda way: (way.process_code, way.code))


register_way(
    WayAround(
        "journal-for-invoice",
        "invoice",
        "Journals by hand to trade payables",
        _JOURNALS_TO.format(side="a.credit_pence", account="'2000'"),
        opens="manual-journal",
    )
)
register_way(
    WayAround("invoice-without-order", "order", "Invoices that named no order", _WITHOUT_ORDER, opens="invoice")
)
