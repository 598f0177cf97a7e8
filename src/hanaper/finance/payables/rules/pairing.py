"""Which order line does an invoice line ask for?

Suppliers should name it, and many do not. From sure to likely: the order line it names; the only line of the order;
the line with the same item number; with the same name; the only line with the same unit price. A line that names an
order line which does not exist is paired with none: guessing against the supplier's word would hide a mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hanaper.finance.payables.rules.claims import InvoicedLine, OrderedLine
from hanaper.kernel.rounding import round_half_up_to_penny

How = Literal["reference", "only line", "item", "name", "price"]


@dataclass(frozen=True, slots=True)
class Pair:
    """The order line with which an invoice line is compared, and how it was found."""

    line: str
    order_line: str
    how: How


def pair_lines(lines: Sequence[InvoicedLine], ordered: Sequence[OrderedLine]) -> list[Pair | None]:
    """One pair for each invoice line, in order; None where no order line could be told."""
    pairs: list[Pair | None] = []
    taken: set[str] = set()
    for line in lines:
        candidates, how = _candidates(line, ordered)
        # Of several alike, such as the same item for two addresses, each invoice line takes the next.
        free = [each for each in candidates if each.id not in taken]
        chosen = next(iter(free or candidates), None)
        if chosen:
            taken.add(chosen.id)
        pairs.append(Pair(line.id, chosen.id, how) if chosen else None)
    return pairs


def _candidates(line: InvoicedLine, ordered: Sequence[OrderedLine]) -> tuple[list[OrderedLine], How]:
    if line.order_line is not None:
        return [each for each in ordered if _plain(each.id) == _plain(line.order_line)], "reference"
    if len(ordered) == 1:
        return list(ordered), "only line"
    by_item = [each for each in ordered if each.item_ids & line.item_ids]
    if by_item:
        return by_item, "item"
    by_name = [each for each in ordered if line.name and _plain(each.name) == _plain(line.name)]
    if by_name:
        return by_name, "name"
    by_price = [each for each in ordered if _asks_price_of(line, each)]
    # A price says little by itself: two lines of one price tell nothing.
    return by_price if len(by_price) == 1 else [], "price"


def _asks_price_of(line: InvoicedLine, ordered: OrderedLine) -> bool:
    return line.net_minor != 0 and line.net_minor == round_half_up_to_penny(line.quantity * ordered.unit_price_minor)


def _plain(text: str) -> str:
    """Numbers without leading noughts, names without case and extra blanks: 0010 is line 10."""
    return " ".join(text.split()).casefold().lstrip("0")
