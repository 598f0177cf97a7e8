"""What can be said of the strategy, its departments and its clusters: statements A01 to A04, A08, A10 and A11."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hanaper.strategy.update.rules.known import Known
from hanaper.strategy.update.rules.statements import (
    NOT_MEASURED,
    Cite,
    Measured,
    Said,
    Teller,
    of_claim,
    of_fact,
    of_source,
    once,
)
from hanaper.strategy.update.rules.words import listed, opening, spelt


def launched(known: Known, measured: Measured) -> Said | None:
    """A01: when the strategy began. The launch is a fact of its own month, whoever tells of it later."""
    claim = known.claim("A01")
    if claim is None or claim.fact is None:
        return None
    return Said(f"The Shared Services Strategy for Government began in {_month(str(claim.fact.value))}.", "source",
                [of_claim(claim)], measured="A date is not measured.")  # fmt: skip


def modernises(known: Known, measured: Measured) -> Said | None:
    """A02: which services it renews."""
    claim = known.claim("A02")
    if claim is None:
        return None
    says = "It renews the back office of government: HR, finance and commercial services."
    if measured.services:
        here = f"Real bodies have finished work here in {listed(list(measured.services))}."
        # A measure of one service says nothing of the other two: the sources bear the whole statement.
        return Said(says, "source", [of_claim(claim)], here)
    return Said(says, "source", [of_claim(claim)])


def departments(known: Known, measured: Measured) -> Said | None:
    """A03: how many departments work together: claimed, and named. The two were never the same."""
    history = known.history("departments")
    if not history:
        return None
    *before, last = history
    named = known.departments
    count = int(last.value)
    says = f"{opening(spelt(count))} departments are said to work together ({last.as_of}); "
    says += f"public sources name {spelt(named)}."
    if count > named:
        says += " No source names the others." if count - named > 1 else f" No source names the {_ordinal(count)}."
    others = [fact for fact in before if fact.value != last.value]
    if others:
        says += f" Earlier counts: {listed([f'{spelt(int(f.value))} ({f.as_of})' for f in others])}."
    if later := [
        each.membership.as_of for each in known.register.clusters if each.membership.as_of.first > known.as_of
    ]:
        says += f" Who they are is known from later sources, the last as of {max(later)}."
    undecided = known.not_committed()
    cites = [*map(of_fact, reversed(history)), *_members(known)]
    if undecided:
        names = listed([group.name for group, _ in undecided])
        says += f" {names} {'has' if len(undecided) == 1 else 'have'} not committed."
        cites += [of_source(word.source, word.as_of) for _, word in undecided]
    here = f"{opening(spelt(measured.bodies))} real bodies are served here." if measured.bodies else NOT_MEASURED
    return Said(says, "claim", once(cites), here, ["departments"])


def clusters(known: Known, measured: Measured) -> Said | None:
    """A04: how many clusters there are, and which."""
    last = known.latest("clusters")
    if last is None:
        return None
    names = [cluster.name for cluster in known.register.clusters]
    says = f"They work in {spelt(int(last.value))} clusters that form the shared service centres"
    says += f": {listed(names)}." if len(names) == last.value else f"; sources name {spelt(len(names))}."
    here = f"{opening(spelt(measured.clusters))} of them served here." if measured.clusters else NOT_MEASURED
    cites = [of_fact(last), *_members(known)]
    return Said(says, "source" if len(names) == last.value else "claim", once(cites), here, ["clusters"])


def running(known: Known, measured: Measured) -> Said | None:
    """A08: which clusters are up and running."""
    claim = known.claim("A08")
    live = known.live
    if claim is None and not live:
        return None
    says = f"{opening(spelt(len(live)))} of the {spelt(len(known.register.clusters))} clusters "
    says += "is up and running" if len(live) == 1 else "are up and running"
    says += f": {listed([cluster.name for cluster in live])}." if live else "."
    cites = [of_fact(fact) for cluster in live for fact in reversed(cluster.was_live)]
    return Said(says, "source" if live else "claim", once([*cites, *([of_claim(claim)] if claim else [])]))


def overseas_expands(known: Known, measured: Measured) -> Said | None:
    """A10: what Overseas means to do next."""
    return _intent(known, "A10", "Overseas looks to expand and to automate further, for more efficiency.")


def defence_expands(known: Known, measured: Measured) -> Said | None:
    """A11: what Defence means to do next."""
    return _intent(known, "A11", "Defence looks to bring the military beside the civilians of its HR system.")


def _intent(known: Known, claim_id: str, says: str) -> Said | None:
    """An intent as it was stated. Whether it was followed is for later sources to say."""
    claim = known.claim(claim_id)
    if claim is None:
        return None
    if known.as_of > claim.as_of.first:
        says += f" So it was said on {claim.as_of}; no later source that we hold says whether it was done."
    return Said(says, "claim", [of_claim(claim)])


def _members(known: Known) -> list[Cite]:
    return [of_source(each.membership.source, each.membership.as_of) for each in known.register.clusters]


def _month(written: str) -> str:
    year, month = written.split("-")
    return f"{_MONTHS[int(month) - 1]} {year}"


def _ordinal(count: int) -> str:
    return f"{spelt(count)}th"


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

TELLERS: Final[Mapping[str, Teller]] = {
    "A01": launched,
    "A02": modernises,
    "A03": departments,
    "A04": clusters,
    "A08": running,
    "A10": overseas_expands,
    "A11": defence_expands,
}
