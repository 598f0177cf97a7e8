"""One "your work" over all modules.

A module registers a provider: a duty and a function that finds what waits for whoever holds it. The function runs in a
reading act for that duty, so it sees the reader's bodies only, and answers with the most urgent few and the count of
all: an inbox stays quick when ten thousand invoices wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from hanaper.foundation.interface import formats

Urgency = Literal["overdue", "due soon", "not due yet"]
URGENCIES: dict[Urgency, str] = {
    "overdue": "Overdue",
    "due soon": "Due today or on the next working day",
    "not due yet": "Not due yet",
}
SHOWN_PER_PROVIDER = 50


@dataclass(frozen=True)
class WorkItem:
    """One thing that waits for the reader.

    title: the name people use for it, never "View". step: what to do, as a verb: "Approve".
    since: when it began to wait. due: the day by which the standard wants it done, if there is one.
    holder: who has taken it, "" for nobody.
    """

    kind: str
    title: str
    url: str
    body: str
    step: str
    since: datetime
    due: date | None = None
    detail: str = ""
    holder: str = ""
    synthetic: bool = False

    def urgency(self, today: date, next_working_day: date) -> Urgency:
        """How urgent it is on `today`. Without a due date it is not due yet."""
        if self.due is None or self.due > next_working_day:
            return "not due yet"
        return "overdue" if self.due < today else "due soon"

    @property
    def since_text(self) -> str:
        """When it began to wait, as it is shown."""
        return formats.instant(self.since)

    @property
    def due_text(self) -> str:
        """The due date, as it is shown."""
        return formats.day(self.due) or "No date"


@dataclass(frozen=True)
class Found:
    """What a provider answers: the most urgent items, earliest due first, and how many there are in all."""

    items: Sequence[WorkItem]
    total: int


@dataclass(frozen=True)
class InboxProvider:
    """Finds one kind of work. name: unique, used in URLs. label: plural, as a filter shows it.

    find: called in a reading act for `duty` with the most items wanted.
    """

    name: str
    label: str
    duty: str
    find: Callable[[int], Found]


@dataclass(frozen=True)
class WorkGroup:
    """Items of one urgency."""

    urgency: Urgency
    items: Sequence[WorkItem]

    @property
    def title(self) -> str:
        """The heading."""
        return URGENCIES[self.urgency]


_PROVIDERS: dict[str, InboxProvider] = {}


def register(provider: InboxProvider) -> None:
    """Add a provider, at start. The same name again replaces it, so that a reload does no harm."""
    _PROVIDERS[provider.name] = provider


def providers() -> Sequence[InboxProvider]:
    """All providers, by name."""
    return [_PROVIDERS[name] for name in sorted(_PROVIDERS)]


def grouped(items: Iterable[WorkItem], *, today: date, next_working_day: date) -> Sequence[WorkGroup]:
    """The items by urgency, most urgent first, and within one the longest waiting first. Empty groups are left out."""
    found: dict[Urgency, list[WorkItem]] = {urgency: [] for urgency in URGENCIES}
    for item in items:
        found[item.urgency(today, next_working_day)].append(item)
    return [
        WorkGroup(urgency, sorted(waiting, key=lambda item: (item.due or date.max, item.since)))
        for urgency, waiting in found.items()
        if waiting
    ]
