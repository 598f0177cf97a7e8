"""Parts of pages about a month's figures: choosing the month, a figure as a tile, the words of an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from hanaper.centre.levels.figures import Figure
from hanaper.centre.levels.rules.months import month_slug
from hanaper.foundation.duties.api import duty
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import ChoiceFilter, Rows, Tile
from hanaper.kernel.periods import FiscalPeriod

MONTHS_OFFERED = 18


def months_before(last: FiscalPeriod) -> Sequence[FiscalPeriod]:
    """The month and those before it, the latest first."""
    found = [last]
    while len(found) < MONTHS_OFFERED:
        found.append(found[-1].previous)
    return found


def month_filter(last: FiscalPeriod, label: str = "Received in") -> ChoiceFilter:
    """Chooses the month of a whole page; the page reads it, so it narrows no rows by itself."""

    def unchanged(rows: Rows, value: Any) -> Rows:
        return rows

    choices = [(month_slug(month), month.name) for month in months_before(last)]
    return ChoiceFilter("month", label, choices=choices, by=unchanged)


def value_text(figure: Figure) -> str:
    """A figure's value as people read it; "Not known" where there is none."""
    if figure.value is None:
        return "Not known"
    match figure.unit:
        case "basis points":
            return formats.percent(figure.value)
        case "seconds":
            return formats.duration(figure.value)
        case "pence":
            return formats.money(figure.value)
        case "working days":
            return formats.count(figure.value, "working day")
        case _:
            return formats.number(figure.value)


def basis_text(figure: Figure) -> str:
    """What a rate counts over what, in the unit in which it counts."""
    if figure.unit != "basis points" or figure.numerator is None or figure.denominator is None:
        return ""
    if figure.key.endswith("by-value"):
        return f"{formats.money(figure.numerator)} of {formats.money(figure.denominator)}"
    return f"{formats.number(figure.numerator)} of {formats.number(figure.denominator)}"


def tile(figure: Figure, lines_url: str) -> Tile:
    """A figure as a tile that opens to its lines."""
    basis = basis_text(figure)
    notes = [f"{basis}." if basis else "", "Provisional." if figure.is_provisional else "", figure.note]
    href = lines_of(figure, lines_url)
    return Tile(figure.title, value_text(figure), href, " ".join(note for note in notes if note))


def lines_of(figure: Figure, lines_url: str) -> str | None:
    """Where the documents that a figure counts are listed. lines_url: the list, with its month."""
    if figure.lines is None:
        return None
    return with_query(lines_url, figure.lines)


def with_query(url: str, more: Mapping[str, str]) -> str:
    """An address with more parameters.

    >>> with_query("/x/?month=2026-11", {"over": "no"}), with_query("/x/", {})
    ('/x/?month=2026-11&over=no', '/x/')
    """
    if not more:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(more)}"


def holder_text(duties: Sequence[str], side: str) -> str:
    """Who something waits for: a duty on a side, never a person."""
    if not duties:
        return "A rule"
    return f"{' or '.join(duty(code).title for code in duties)} ({side})"
