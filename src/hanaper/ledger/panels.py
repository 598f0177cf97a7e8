"""What the books register with the site: sections, your work, search."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.identity.api import person_names
from hanaper.foundation.interface import inbox, navigation, search
from hanaper.foundation.interface.inbox import Found, InboxProvider, WorkItem
from hanaper.foundation.interface.navigation import NavigationSection
from hanaper.foundation.interface.search import Hit, SearchProvider
from hanaper.foundation.processes.api import claims
from hanaper.kernel.dates import business_date
from hanaper.ledger import selectors
from hanaper.ledger.models import ManualJournal
from hanaper.ledger.process import JOURNAL
from hanaper.parameters import england_and_wales


def register() -> None:
    """Called once, at start."""
    navigation.register(NavigationSection("Journals", "journals/", frozenset({"ledger.read"}), order=60))
    navigation.register(NavigationSection("Ledger", "ledger/trial-balance/", frozenset({"ledger.read"}), order=61))
    inbox.register(
        InboxProvider("journals-to-approve", "Journals to approve", "journal.approve", _work("entered", "Approve"))
    )
    inbox.register(
        InboxProvider("journals-to-correct", "Journals to correct", "journal.enter", _work("returned", "Correct"))
    )
    search.register(SearchProvider("journals", "Manual journals", "ledger.read", _search))


def _work(state: str, step: str):  # type: ignore[no-untyped-def]
    def find(most: int) -> Found:
        act = current_act()
        waiting = selectors.journals().filter(state=state).order_by("state_since", "pk")
        total = waiting.count()
        if step == "Approve" and act.person_id:
            own = selectors.entered_by(person_id=act.person_id, state=state)
            waiting, total = waiting.exclude(pk__in=own), total - len(own)
        days = JOURNAL.standard.days if JOURNAL.standard else 0
        calendar = england_and_wales()
        shown = list(waiting[:most])
        taken = claims(JOURNAL, [journal.pk for journal in shown])
        names = person_names([person for person, _ in taken.values()])
        return Found(
            [
                WorkItem(
                    kind="Journal",
                    title=f"{j} {j.description}",
                    url=f"/{j.body.code}/journals/{j.pk}/",
                    body=j.body.code,
                    step=step,
                    since=j.state_since,
                    due=calendar.add_working_days(business_date(j.state_since), days),
                    holder=names[taken[j.pk][0]] if j.pk in taken else "",
                    synthetic=j.body.synthetic,
                )
                for j in shown
            ],
            total,
        )

    return find


def _search(text: str, most: int) -> Sequence[Hit]:
    found = ManualJournal.objects.select_related("body").filter(number=text.upper())[:most]
    return [
        Hit(
            "Manual journal",
            str(j),
            f"/{j.body.code}/journals/{j.pk}/",
            j.body.code,
            j.description,
            True,
            j.body.synthetic,
        )
        for j in found
    ]
