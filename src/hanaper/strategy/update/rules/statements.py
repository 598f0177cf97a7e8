"""The statements of 4 March 2024 as claims: what was said, when, by whom, and what would measure it.

A statement is never overwritten and never rated here. What the register of public facts says of the same thing stands
beside it with its own date and source. "Measured here" is what this platform counted from its own transactions of real
bodies: where nothing measures a statement it says so, and a made-up figure never stands in for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hanaper.strategy.register.api import Claim, Fact, Register

NOT_YET: Final = "Not yet"


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim. figure: as it was stated, "" where it states none. register_says: what public sources say of it.
    measured_here: what transactions on this platform say, or NOT_YET.
    """

    id: str
    kind: str
    statement: str
    figure: str
    as_of: str
    source: str
    source_at: str
    supported_by: str
    register_says: str
    measured_here: str


def statements(register: Register) -> list[Statement]:
    """Every statement of the answer, in its order."""
    return [
        Statement(
            id=claim.id,
            kind=claim.kind,
            statement=claim.statement,
            figure=figure_text(claim.fact) if claim.fact else "",
            as_of=str(claim.as_of),
            source=f"{claim.source.publisher}, {claim.source.published}",
            source_at=claim.source.at,
            supported_by=claim.supported_by,
            register_says=_register_says(register, claim),
            measured_here=NOT_YET,
        )
        for claim in register.claims
    ]


def figure_text(fact: Fact) -> str:
    """A figure as people read it, with the bound that its source gave.

    >>> from hanaper.strategy.register.api import load_register
    >>> [figure_text(c.fact) for c in load_register().claims if c.id in ("A03", "A09", "A15") and c.fact]
    ['19 departments', 'more than £120,000,000', '20 percent']
    """
    bound = "" if fact.bound == "exactly" else f"{fact.bound} "
    if isinstance(fact.value, bool):
        return f"{bound}{'yes' if fact.value else 'no'}"
    if fact.unit == "GBP pence" and isinstance(fact.value, int):
        pounds, pence = divmod(fact.value, 100)
        return f"{bound}£{pounds:,}" + (f".{pence:02d}" if pence else "")
    if fact.unit in ("month", "year", "fiscal year"):
        return f"{bound}{fact.value}"
    value = f"{fact.value:,}" if isinstance(fact.value, int) else fact.value
    return f"{bound}{value} {fact.unit}"


def _register_says(register: Register, claim: Claim) -> str:
    """What the register holds of the same thing, where it holds any."""
    if claim.id == "A03":
        groups = sum(len(cluster.groups) for cluster in register.clusters)
        return f"{groups} departmental groups are named as members by public sources."
    if claim.id == "A04":
        return f"{len(register.clusters)} clusters are named by public sources."
    if claim.id == "A08":
        live = [cluster.name for cluster in register.clusters if cluster.is_live]
        return f"{len(live)} are live according to public sources: {', '.join(live)}."
    return ""
