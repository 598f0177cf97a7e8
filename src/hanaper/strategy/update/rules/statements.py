"""The assessment of progress, statement by statement: what can be said on a day, and what it rests on.

The written answer of 4 March 2024 made twenty-two statements. Each is a question that any later day answers again: from
what public sources had said by then (`said_of_*`), and from what this platform measured of real bodies by then. A claim
stays a claim however often it is repeated: `support` says whether anything measures it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from hanaper.strategy.register.api import Claim, Fact, Source, figure_text
from hanaper.strategy.update.rules.known import Known
from hanaper.strategy.update.rules.words import cited

Support = Literal["measure", "source", "claim", "nothing"]

SUPPORT: Final[Mapping[Support, str]] = {
    "measure": "Measured here, beside what was said.",
    "source": "Dated public sources say so; nothing here measures it.",
    "claim": "A claim that no measure supports.",
    "nothing": "Unsupported: no source that we hold says so, and nothing measures it.",
}
NOT_MEASURED: Final = "Nothing of real bodies is measured here."
NOT_YET_SAID: Final = "Nothing had been said of this by then."


@dataclass(frozen=True, slots=True)
class Measured:
    """What this platform measured of real bodies by the day, and nothing of made-up ones. None: not measured.

    services: titles of services with finished work; clusters, bodies: how many are served here. benefits: of each
    cluster and view what is measured, what of it is realised, and what is left of it after the cost to date, in pence:
    views overlap, so nothing is summed. hours, prices_pence: of those two views. running_costs: by cluster, the fall of
    running cost in basis points, real.
    """

    services: Sequence[str] = ()
    clusters: int = 0
    bodies: int = 0
    benefits: Sequence[tuple[str, int | None, int | None, int | None]] = ()
    hours: Decimal | None = None
    running_costs: Sequence[tuple[str, int]] = ()
    prices_pence: int | None = None


@dataclass(frozen=True, slots=True)
class Cite:
    """One thing that a statement rests on. figure: as its source puts it, "" where it has none."""

    figure: str
    as_of: str
    source: str
    source_id: str
    at: str
    version: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a day has to say. series: figures whose history opens behind it."""

    says: str
    support: Support
    cites: Sequence[Cite] = ()
    measured: str = NOT_MEASURED
    series: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the update. answered: what the written answer said, in our words; kind: what it was (a fact, a
    claim, a forecast, a rule, an intent, a question). says: what is said on the day. would_measure: what would support
    it."""

    id: str
    kind: str
    answered: str
    says: str
    support: Support
    cites: Sequence[Cite]
    measured_here: str
    would_measure: str
    series: Sequence[str]

    @property
    def support_text(self) -> str:
        """The support in words."""
        return SUPPORT[self.support]


Teller = Callable[[Known, Measured], Said | None]


def statements(known: Known, measured: Measured, questions: Sequence[Claim]) -> list[Statement]:
    """Every statement, in the order of the written answer. questions: its statements, whenever they were made."""
    from hanaper.strategy.update.rules import said_of_benefits, said_of_members, said_of_plans

    tellers: dict[str, Teller] = {**said_of_members.TELLERS, **said_of_plans.TELLERS, **said_of_benefits.TELLERS}
    return [_statement(claim, tellers[claim.id](known, measured)) for claim in questions]


def _statement(claim: Claim, said: Said | None) -> Statement:
    said = said or Said(NOT_YET_SAID, "nothing")
    return Statement(
        id=claim.id,
        kind=claim.kind,
        answered=claim.statement,
        says=said.says,
        support=said.support,
        cites=said.cites,
        measured_here=said.measured,
        would_measure=claim.supported_by,
        series=said.series,
    )


def of_fact(fact: Fact) -> Cite:
    """A figure as a citation."""
    return Cite(figure_text(fact), str(fact.as_of), cited(fact.source), fact.source.id, fact.source.at, fact.version)


def of_claim(claim: Claim) -> Cite:
    """A statement as a citation, with its figure where it has one."""
    figure = figure_text(claim.fact) if claim.fact else ""
    version = claim.fact.version if claim.fact else 1
    return Cite(figure, str(claim.as_of), cited(claim.source), claim.source.id, claim.source.at, version)


def of_source(source: Source, as_of: object, figure: str = "") -> Cite:
    """Something that a source tells on a date."""
    return Cite(figure, str(as_of), cited(source), source.id, source.at, 1)


def once(cites: Sequence[Cite]) -> tuple[Cite, ...]:
    """The citations without repeats, in their order."""
    return tuple(dict.fromkeys(cites))
