"""The update as printed text: the statements, each with its support and its sources, then what is due and measured.

Plain lines of at most a hundred characters, for a terminal, a letter or an answer to a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from hanaper.foundation.interface.formats import duration, money, number, percent
from hanaper.strategy.update.edition import ClusterMonth, Edition
from hanaper.strategy.update.rules.due import LATER_MONTHS, SOON_MONTHS, Due, due, overdue
from hanaper.strategy.update.rules.statements import Cite, Statement, Support

WIDTH: Final = 100
NUMBERED: Final = 5
SUPPORTS: Final[tuple[tuple[Support, str], ...]] = (
    ("measure", "measured here"),
    ("source", "dated public sources"),
    ("claim", "claims that no measure supports"),
    ("nothing", "unsupported"),
)


def as_text(made: Edition) -> str:
    """The whole update as text."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Edition) -> Iterator[str]:
    yield f"Update on the Shared Services Strategy, {made.on_text}"
    yield f"By what was recorded here by {made.known_on:%-d %B %Y}."
    yield ""
    for row in made.statements:
        yield from _statement(row)
    yield from _summary(made.statements)
    yield from _clusters(made)
    for title, found in (
        ("Past its day, without a source that says it came", overdue(made.known)),
        ("Due within six months", due(made.known, SOON_MONTHS)),
        ("Due within eighteen months", due(made.known, LATER_MONTHS, after_months=SOON_MONTHS)),
    ):
        yield from _due(title, found)
    yield from _gaps(made)
    yield from _served(made)


def _statement(row: Statement) -> Iterator[str]:
    first, *rest = _wrapped(row.says, NUMBERED)
    yield f"{row.id}  {first.strip()}"
    yield from rest
    yield from _wrapped(f"[{row.support_text.rstrip('.')}] {row.measured_here}", NUMBERED)
    for cite in row.cites:
        yield from _wrapped(f"Source: {_cited(cite)}", NUMBERED)
    yield ""


def _cited(cite: Cite) -> str:
    figure = f"{cite.figure}; " if cite.figure else ""
    return f"{figure}{cite.source}; as of {cite.as_of}; {cite.at}" + (
        f"; version {cite.version}" if cite.version > 1 else ""
    )


def _summary(rows: Sequence[Statement]) -> Iterator[str]:
    """Which statements are what: by number, so that none is missed."""
    for support, words in SUPPORTS:
        ids = [row.id for row in rows if row.support == support]
        yield from _wrapped(f"{words.capitalize()}: {', '.join(ids) or 'none'}.", 0)
    yield ""


def _clusters(made: Edition) -> Iterator[str]:
    if not made.register.clusters:
        yield "Clusters: nothing had been recorded here by then."
    for cluster in made.register.clusters:
        live = cluster.live
        said = (
            f"{'live' if cluster.is_live else 'not live'} ({live.as_of})"
            if live
            else "no source says whether it is live"
        )
        yield (
            f"{cluster.name}: {len(cluster.groups)} departments, {len(cluster.bodies)} bodies,"
            f" {number(cluster.people)} people ({cluster.lead.headcount.as_of}); {said}"
        )
        for of in dict.fromkeys(state.of for state in cluster.states):
            state = cluster.state(of)
            if state is not None:
                yield from _wrapped(f"{of}: {state.state} ({state.as_of}; {state.source.publisher})", 2)
    yield ""


def _due(title: str, found: Sequence[Due]) -> Iterator[str]:
    yield f"{title}:" if found else f"{title}: nothing that a source dates."
    for each in found:
        where = f"{each.cluster}: " if each.cluster else ""
        yield from _wrapped(f"{each.when}: {where}{each.what} ({each.cite.source})", 2)
    yield ""


def _gaps(made: Edition) -> Iterator[str]:
    for gap in made.register.gaps:
        yield from _wrapped(f"{gap.question} {gap.found}", 0)
    yield ""


def _served(made: Edition) -> Iterator[str]:
    if not made.measured:
        yield "Measured here: no real body is served here yet."
    for title, ones in (("Measured here", made.measured), ("MADE UP, synthetic, not performance", made.made_up)):
        for one in ones:
            yield ""
            yield f"{title}: {one.name}, {made.month.name}, {one.bodies_served} bodies served"
            yield from _month(one)


def _month(one: ClusterMonth) -> Iterator[str]:
    levels = one.together
    yield f"  invoices {number(levels.documents) or 'left out'}"
    yield (
        f"  touchless {percent(levels.touchless_basis_points) or '-'} of all,"
        f" {percent(levels.touchless_eligible_basis_points) or '-'} of the eligible"
        f" {percent(levels.eligible_share_basis_points) or '-'}" + (", provisional" if one.is_provisional else "")
    )
    yield f"  full cost {money(one.full_pence) or 'not known'}, unused {money(one.unused_pence) or '-'}"
    if (paid := one.pay.together) is not None:
        yield (
            f"  pay: {number(paid.payslips)} payslips, {money(paid.gross_pence)} gross,"
            f" {money(paid.books_pence)} in the books; accuracy {percent(paid.accuracy_basis_points) or 'not known'}"
        )
    for line in one.waited[:3]:
        yield f"  waited: {line.body}, {line.state}: nine in ten within {duration(line.p90_seconds)}"


def _wrapped(words: str, indent: int) -> list[str]:
    space = " " * indent
    return wrap(words, WIDTH, initial_indent=space, subsequent_indent=space, break_on_hyphens=False) or [space]
