"""What can be said of plans: statements A05 to A07, A12 to A14, A20 and A22. A forecast is held against its own day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from hanaper.strategy.register.api import Claim, ClusterFact, Contract
from hanaper.strategy.update.rules.due import GO_LIVE, LATER_MONTHS, SOON_MONTHS, Due, due, overdue
from hanaper.strategy.update.rules.known import Known
from hanaper.strategy.update.rules.statements import Cite, Measured, Said, Teller, of_claim, of_fact, of_source, once
from hanaper.strategy.update.rules.words import listed, on, opening, spelt

NOT_A_MEASURE: Final = "A date is not measured."


def all_live(known: Known, measured: Measured) -> Said | None:
    """A05: when every centre is to be live, and whether it was."""
    claim = known.claim("A05")
    if claim is None or claim.horizon is None:
        return None
    by = claim.horizon.first
    says = f"All cluster centres are expected to be live by {on(by)}, eighteen months after it was said."
    cites = [*_go_live_cites(known), of_claim(claim)]
    if known.as_of > by:
        live = known.live
        says = f"All cluster centres were expected to be live by {on(by)}. That day is past: sources say so of"
        says += f" {spelt(len(live))}" + (f" ({listed([c.name for c in live])})." if live else ".")
        says += _not_live_yet(known)
        stated = [of_fact(cluster.live) for cluster in known.register.clusters if cluster.live is not None]
        return Said(says, "source", once([*stated, *cites]), NOT_A_MEASURE)
    return Said(says, "claim", once(cites), NOT_A_MEASURE)


def all_joined(known: Known, measured: Measured) -> Said | None:
    """A06: by when every department is to have joined, and what has moved past it."""
    claim = known.claim("A06")
    if claim is None or claim.horizon is None:
        return None
    says = "All departments are to join a shared service centre by 2028."
    cites = [of_claim(claim)]
    later = [
        (cluster, plan)
        for cluster in known.register.clusters
        if (plan := _go_live_planned(known, cluster)) is not None and plan[0] > claim.horizon.first
    ]
    for cluster, (_, words, cite) in later:
        says += f" {cluster.name} now plans to go live in {words}, after that."
        cites = [cite, *cites]
    if deciding := known.not_committed():
        names = listed([group.name for group, _ in deciding])
        says += f" {names} {'has' if len(deciding) == 1 else 'have'} not committed."
        cites = [*(of_source(word.source, word.as_of) for _, word in deciding), *cites]
    return Said(says, "claim", once(cites), NOT_A_MEASURE, ["matrix-go-live"] if later else [])


def as_contracts_end(known: Known, measured: Measured) -> Said | None:
    """A07: the rule that departments join as contracts end, and for how many it can be followed."""
    claim = known.claim("A07")
    if claim is None:
        return None
    ending = known.ending()
    groups = {system.group for system in ending}
    says = "Departments join as their current contracts end, to give value for money. Of"
    says += (
        f" {spelt(len(known.groups))} departmental groups, sources that we hold give an end of the contract, or of its"
    )
    says += (
        f" support, for {spelt(len(groups)) if groups else 'none'}, and a date of joining for none: whether the rule is"
    )
    says += " kept cannot be shown."
    cites = [*(of_source(system.source, system.ends) for system in ending), of_claim(claim)]
    return Said(says, "claim", once(cites), NOT_A_MEASURE)


def approved(known: Known, measured: Measured) -> Said | None:
    """A12: the clusters that have approval and funding to go to the market."""
    return _market(
        known, "A12", "{clusters} have initial approval and funding to go to the market.",
        "{clusters} had initial approval and funding to go to the market on 4 March 2024.",
    )  # fmt: skip


def procuring(known: Known, measured: Measured) -> Said | None:
    """A13: how their procurements stand."""
    return _market(
        known, "A13", "{clusters} are finalising procurements for technology and services.",
        "{clusters} were finalising procurements for technology and services on 4 March 2024.",
    )  # fmt: skip


def cases(known: Known, measured: Measured) -> Said | None:
    """A14: the business cases that were to come."""
    claim = known.claim("A14")
    if claim is None:
        return None
    names = listed([cluster.name for cluster in known.waiting_on(claim.as_of.first)])
    says = f"{names} will bring business cases for approval in the coming months."
    if _signed_since(known, claim):
        says = (
            f"{names} were to bring business cases in the months after 4 March 2024. Contracts have been signed since;"
        )
        says += " no source that we hold gives the days on which the cases were submitted or approved."
    stated = [of_source(state.source, state.as_of) for _, state in known.states("business case")]
    return Said(says, "claim", once([of_claim(claim), *stated]), NOT_A_MEASURE)


def six_months(known: Known, measured: Measured) -> Said | None:
    """A20: what was to come within six months of the answer, held against what was signed."""
    claim = known.claim("A20")
    if claim is None or claim.horizon is None:
        return None
    by = claim.horizon.first
    if known.as_of <= by:
        says = f"By {on(by)} clusters are expected to submit business cases, to go on with procurement and to sign"
        says += " contracts."
        return Said(says, "claim", [of_claim(claim)], NOT_A_MEASURE)
    signed = [(cluster, _first_signed(known, cluster)) for cluster in known.waiting_on(claim.as_of.first)]
    in_time = [(c, s) for c, s in signed if s is not None and s.starts.first <= by]
    late = [(c, s) for c, s in signed if s is not None and s.starts.first > by]
    says = f"By {on(by)} clusters were expected to submit business cases and to sign contracts."
    says += f" {opening(spelt(len(in_time)))} of {spelt(len(signed))} had signed" + _named(in_time)
    says += f" {opening(spelt(len(late)))} signed later{_named(late)}" if late else ""
    cites = [of_source(s.source, s.starts) for _, s in (*in_time, *late) if s is not None]
    return Said(says, "source", once([*cites, of_claim(claim)]), NOT_A_MEASURE)


def next_update(known: Known, measured: Measured) -> Said | None:
    """A22: what update is planned: this one, with what is due in the next six and eighteen months."""
    claim = known.claim("A22")
    soon, later, past = due(known, SOON_MONTHS), due(known, LATER_MONTHS, after_months=SOON_MONTHS), overdue(known)
    says = "This update is the answer: it is made again for any date."
    says += f" Within six months: {_named_due(soon)} Within eighteen: {_named_due(later)}"
    if past:
        says += f" Planned for a day that is past, without a source that says it came: {_named_due(past)}"
    cites = [each.cite for each in (*soon, *later, *past)]
    return Said(says, "source", once([*cites, *([of_claim(claim)] if claim else [])]), "The update itself.")


def _market(known: Known, claim_id: str, now: str, then: str) -> Said | None:
    claim = known.claim(claim_id)
    if claim is None:
        return None
    clusters = listed([cluster.name for cluster in known.waiting_on(claim.as_of.first)])
    signed = _signed_since(known, claim)
    if not signed:
        return Said(now.format(clusters=clusters), "claim", [of_claim(claim)], NOT_A_MEASURE)
    says = then.format(clusters=clusters)
    says += " Since then contracts were signed: " + "; ".join(
        f"{cluster.name}, {contract.supplier} ({contract.starts})" for cluster, contract in signed
    )
    cites = [of_source(contract.source, contract.starts) for _, contract in signed]
    return Said(says + ".", "source", once([*cites, of_claim(claim)]), NOT_A_MEASURE)


def _signed_since(known: Known, claim: Claim) -> list[tuple[ClusterFact, Contract]]:
    return [
        (cluster, first)
        for cluster in known.waiting_on(claim.as_of.first)
        if (first := _first_signed(known, cluster)) is not None
    ]


def _first_signed(known: Known, cluster: ClusterFact) -> Contract | None:
    return min(known.signed(cluster), key=lambda each: each.starts.first, default=None)


def _named(signed: Sequence[tuple[ClusterFact, Contract | None]]) -> str:
    return f" ({'; '.join(f'{c.name}, {s.starts}' for c, s in signed if s is not None)})." if signed else "."


def _named_due(items: Sequence[Due]) -> str:
    """What is due in one sentence."""
    if not items:
        return "nothing that a source dates."
    return (
        "; ".join(
            f"{f'{each.cluster}: ' if each.cluster else ''}{each.what.rstrip('.')} ({each.when})" for each in items
        )
        + "."
    )


def _not_live_yet(known: Known) -> str:
    """What is planned for clusters that no source calls live."""
    plans = {cluster.name: _go_live_planned(known, cluster) for cluster in known.not_live}
    dated = [f"{name} plans {plan[1]}" for name, plan in plans.items() if plan is not None]
    undated = [name for name, plan in plans.items() if plan is None]
    says = f" {listed(dated)}." if dated else ""
    return says + (f" No source dates {listed(undated, last='or')}." if undated else "")


def _go_live_planned(known: Known, cluster: ClusterFact) -> tuple[date, str, Cite] | None:
    """The last that was said by the day of when a cluster goes live: first day, words, source."""
    plans = [each for each in cluster.milestones if each.what == GO_LIVE and each.is_planned]
    last = max(plans, key=lambda each: each.as_of.first, default=None)
    return (last.when.first, str(last.when), of_source(last.source, last.as_of)) if last else None


def _go_live_cites(known: Known) -> list[Cite]:
    plans = [_go_live_planned(known, cluster) for cluster in known.not_live]
    return [plan[2] for plan in plans if plan is not None]


TELLERS: Final[Mapping[str, Teller]] = {
    "A05": all_live,
    "A06": all_joined,
    "A07": as_contracts_end,
    "A12": approved,
    "A13": procuring,
    "A14": cases,
    "A20": six_months,
    "A22": next_update,
}
