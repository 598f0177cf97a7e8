"""What invoices take of their order lines, kept with the orders so that the next invoice sees it.

An invoice takes its part when it is matched, or when a person accepts it as it is, and gives it back when it is sent
back or refused.
"""

from __future__ import annotations

from collections.abc import Iterable

from hanaper.commercial.orders.api import Taking, invoiced
from hanaper.finance.payables.models import InvoiceLine
from hanaper.finance.payables.process import INVOICE
from hanaper.foundation.acts.api import current_act
from hanaper.kernel.rounding import round_half_up

_QUANTITY_DECIMALS = 4


def takings_keep(lines: Iterable[InvoiceLine], *, step: str, back: bool = False) -> None:
    """Keep what these lines take, or with `back` give it back. One statement, none where no line has an order line."""
    # The act's run makes each taking its own, however often an invoice goes to and fro.
    event = f"{step} {current_act().run.hex[:16]}"
    sign = -1 if back else 1
    takings = [
        Taking(
            order_line_id=line.order_line_id,
            process=INVOICE.code,
            document_id=line.invoice_id,
            document_line=str(line.line_no),
            event=event,
            quantity=sign * round_half_up(line.quantity, _QUANTITY_DECIMALS),
            net_minor=sign * line.net_minor,
        )
        for line in lines
        if line.order_line_id is not None
    ]
    if takings:
        invoiced(takings)
