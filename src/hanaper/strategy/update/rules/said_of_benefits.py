"""What can be said of benefits, savings and costs: statements A09, A15 to A19 and A21.

Claims in pounds keep the terms that their source gives, or "not stated by source". They are never added to one another
or to what is measured here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from hanaper.strategy.register.api import Fact, big_money, figure_text
from hanaper.strategy.update.rules.known import Known
from hanaper.strategy.update.rules.statements import NOT_MEASURED, Measured, Said, Teller, of_claim, of_fact, once
from hanaper.strategy.update.rules.words import listed, opening

NO_COST: Final = "No source that we hold gives the cost to date."
NO_RATING: Final = "Its perimeter, base year and price base are not stated, so nothing is rated against it."
TERMS_NOT_STATED: Final = (
    "Whether that is nominal or real, discounted or not, gross or net is not stated by the source."
)


def overseas(known: Known, measured: Measured) -> Said | None:
    """A09: what Overseas is said to have realised."""
    history = known.history("overseas-benefits-realised")
    if not history:
        return None
    last = history[-1]
    says = f"Overseas is said to have realised {figure_text(last)} of benefits so far ({last.as_of})."
    says += f" {TERMS_NOT_STATED}" if last.terms is None or last.terms.net == "not stated by source" else ""
    if known.as_of >= last.as_of.until:
        says += " No later figure has been published that we hold."
    return Said(says, "claim", [*map(of_fact, reversed(history))], _money_here(measured),
                ["overseas-benefits-realised"])  # fmt: skip


def running_costs(known: Known, measured: Measured) -> Said | None:
    """A15: how far yearly running costs fall."""
    last = known.latest("running-cost-reduction")
    if last is None:
        return None
    says = f"Yearly running costs of departments that use the centres are estimated to fall by {last.value} per cent"
    says += f" ({last.as_of}). {NO_RATING}"
    before = known.latest("strategy-saving-low"), known.latest("strategy-saving-high")
    cites = [of_fact(last)]
    if before[0] and before[1]:
        says += f" In {before[0].as_of} {before[0].value} to {before[1].value} per cent was expected."
        cites += [of_fact(before[0])]
    falls = "; ".join(f"{name} {fall / 100:.1f} per cent" for name, fall in measured.running_costs)
    here = f"Measured here: {falls}, real, by our own definition." if falls else NOT_MEASURED
    return Said(says, "measure" if falls else "claim", once(cites), here, ["running-cost-reduction"])


def overall(known: Known, measured: Measured) -> Said | None:
    """A16: benefits over fifteen years: the figure moved, and every version stands."""
    history = known.history("benefits-over-15-years")
    if not history:
        return None
    *before, last = history
    says = f"Over fifteen years the strategy is estimated to bring {figure_text(last)} of benefits ({last.as_of})."
    if before:
        says += f" It was {listed([f'{figure_text(fact)} ({fact.as_of})' for fact in before])} before."
    says += f" {TERMS_NOT_STATED}"
    return Said(says, "claim", [*map(of_fact, reversed(history))], _money_here(measured), ["benefits-over-15-years"])


def cash(known: Known, measured: Measured) -> Said | None:
    """A17: direct savings are one element. The share is worked out only from a whole and a part of one date."""
    claim = known.claim("A17")
    pairs = _cash_shares(known)
    if claim is None and not pairs:
        return None
    says = "Direct cost savings are only one element of these benefits."
    for whole, part in pairs:
        share = round(100 * int(part.value) / int(whole.value))
        says += (
            f" {opening(str(whole.as_of))}: {figure_text(part)} of {figure_text(whole)} were cash or direct savings,"
        )
        says += f" {share} per cent."
    cites = [*([of_claim(claim)] if claim else []), *(of_fact(part) for _, part in reversed(pairs))]
    return Said(says, "claim", once(cites), _money_here(measured), ["benefits-over-15-years-cash"])


def time_saved(known: Known, measured: Measured) -> Said | None:
    """A18: time saved by faster, automated and standard systems."""
    claim = known.claim("A18")
    if claim is None:
        return None
    says = (
        "Faster, automated and standardised systems are expected to save civil servants' time and to make departments"
    )
    says += " more efficient. No source that we hold says how many hours, or against which baseline."
    later = known.latest("efficiency-benefit-by-2028-29")
    cites = [of_claim(claim)]
    if later is not None:
        says += f" In {later.as_of} {figure_text(later)} a year by 2028-29 was stated for efficiency and productivity."
        cites = [of_fact(later), *cites]
    here = f"{measured.hours:,} hours against signed baselines." if measured.hours is not None else NOT_MEASURED
    return Said(says, "claim" if measured.hours is None else "measure", cites, here, ["efficiency-benefit-by-2028-29"])


def buying_power(known: Known, measured: Measured) -> Said | None:
    """A19: cheaper procurement and more buying power."""
    claim = known.claim("A19")
    if claim is None:
        return None
    says = (
        "Buying as clusters is expected to make later procurement cheaper and to give more buying power than each has"
    )
    says += " alone. No source that we hold gives a price before and after."
    found = measured.prices_pence
    here = NOT_MEASURED if found is None else f"{big_money(found)} on like goods, against prices before."
    return Said(says, "claim" if found is None else "measure", [of_claim(claim)], here)


def savings(known: Known, measured: Measured) -> Said | None:
    """A21: the question asked. Only a net figure would answer it: benefits measured, less the cost to date."""
    claim = known.claim("A21")
    if claim is None:
        return None
    spent, funded = known.latest("spent-to-date"), known.latest("funding-approved")
    whole, net = known.latest("programme-cost"), known.latest("net-saving-lifetime")
    says = "Whether the strategy has saved the taxpayer money is not shown: no published figure sets measured benefits"
    says += " against the cost to date."
    says += f" {opening(figure_text(spent))} is said to have been spent by {spent.as_of}." if spent else f" {NO_COST}"
    says += f" {opening(figure_text(funded))} of funding had been approved by {funded.as_of}." if funded else ""
    says += f" The whole cost is put at {figure_text(whole)} ({whole.as_of})." if whole else ""
    says += f" A net saving of {figure_text(net)} over its life is claimed ({net.as_of})." if net else ""
    cites = [of_fact(fact) for fact in (spent, funded, whole, net) if fact is not None]
    cites.append(of_claim(claim))
    return Said(says, "measure" if _has_net(measured) else "nothing", once(cites), _net_here(measured),
                ["spent-to-date", "funding-approved", "programme-cost", "net-saving-lifetime"])  # fmt: skip


def _cash_shares(known: Known) -> Sequence[tuple[Fact, Fact]]:
    """Each whole with the cash part that was stated on the same date."""
    parts = {fact.as_of: fact for fact in known.history("benefits-over-15-years-cash")}
    return [(whole, parts[whole.as_of]) for whole in known.history("benefits-over-15-years") if whole.as_of in parts]


def _money_here(measured: Measured) -> str:
    """What is measured here, view by view: never a sum over views."""
    parts = [
        f"{big_money(pence)} seen as {view.replace('-', ' ')}, of which {big_money(realised or 0)} passes every test"
        for view, pence, realised, _ in measured.benefits
        if pence is not None
    ]
    return f"Measured here: {'; '.join(parts)}." if parts else NOT_MEASURED


def _net_here(measured: Measured) -> str:
    """What is left after the cost to date, view by view; a loss prints as one."""
    parts = [
        f"{big_money(net)} seen as {view.replace('-', ' ')}" for view, _, _, net in measured.benefits if net is not None
    ]
    return f"Measured here, net of the cost to date: {'; '.join(parts)}." if parts else NOT_MEASURED


def _has_net(measured: Measured) -> bool:
    return any(net is not None for *_, net in measured.benefits)


TELLERS: Final[Mapping[str, Teller]] = {
    "A09": overseas,
    "A15": running_costs,
    "A16": overall,
    "A17": cash,
    "A18": time_saved,
    "A19": buying_power,
    "A21": savings,
}
