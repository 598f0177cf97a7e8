"""Your work: one list over all modules, most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanaper.foundation.acts.api import reading
from hanaper.foundation.interface import inbox
from hanaper.foundation.interface.api import InboxPage, Link, Visit, WorkItem, signed_in
from hanaper.foundation.interface.frame import ALL
from hanaper.parameters.bank_holidays import england_and_wales


@dataclass(frozen=True)
class Waiting:
    """What waits for the visitor. items: the most urgent of each kind; totals: how many there are of each provider."""

    items: Sequence[WorkItem]
    totals: Sequence[tuple[inbox.InboxProvider, int]]
    groups: Sequence[inbox.WorkGroup]

    @property
    def total(self) -> int:
        """How many wait in all, shown or not."""
        return sum(total for _, total in self.totals)

    @property
    def synthetic(self) -> bool:
        """Whether any shown item is made up."""
        return any(item.synthetic for item in self.items)


def waiting_for(visit: Visit, *, kind: str = "", most: int = inbox.SHOWN_PER_PROVIDER) -> Waiting:
    """Ask every provider whose duty the visitor holds in the scope, each in a reading act of its own.

    kind: show the items of one provider only; all are still counted.
    """
    items: list[WorkItem] = []
    totals: list[tuple[inbox.InboxProvider, int]] = []
    for provider in inbox.providers():
        bodies = Visit(visit.request, visit.scope, provider.duty).bodies if visit.holds(provider.duty) else ()
        if not bodies:
            continue
        with reading(visit.actor, provider.duty, bodies, at=visit.at):
            found = provider.find(most)
        if found.total:
            totals.append((provider, found.total))
        if kind in ("", provider.name):
            items += found.items
    next_day = england_and_wales().add_working_days(visit.today, 1)
    return Waiting(items, totals, inbox.grouped(items, today=visit.today, next_working_day=next_day))


@signed_in
def your_work(visit: Visit) -> InboxPage:
    """Everything that waits for the visitor in the scope."""
    kind = str(visit.asked.get("kind", ""))
    waiting = waiting_for(visit, kind=kind)
    chosen = next((total for provider, total in waiting.totals if provider.name == kind), None)
    return InboxPage(
        title="Your work",
        scope=visit.scope,
        breadcrumbs=[] if visit.scope == ALL else [Link("All your work", f"/{ALL}/work/")],
        groups=waiting.groups,
        total=waiting.total if chosen is None else chosen,
        kinds=[(provider.label, provider.name, total) for provider, total in waiting.totals],
        chosen_kind=kind if chosen is not None else "",
        url=visit.url("work/"),
        synthetic=waiting.synthetic,
        help=[
            "Everything that waits for a step that one of your duties lets you take, in all modules.",
            "Most urgent first. The due date comes from the service standard of each process.",
            "What you worked on earlier, and someone else must check, is left out.",
        ],
    )
