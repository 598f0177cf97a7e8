"""What satisfaction registers with the site: section, and questions in "your work"."""

from __future__ import annotations

from datetime import datetime, timedelta

from hanaper.centre.satisfaction import selectors
from hanaper.centre.satisfaction.answer_views import question_url
from hanaper.centre.satisfaction.pages import SECTION
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.interface.api import NavigationSection, register_section
from hanaper.foundation.interface.inbox import Found, InboxProvider, WorkItem
from hanaper.foundation.interface.inbox import register as register_inbox


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Satisfaction", SECTION, frozenset({"satisfaction.read"}), order=82))
    register_inbox(InboxProvider("satisfaction", "Questions about services", "satisfaction.answer", _questions))


def _questions(limit: int) -> Found:
    found = selectors.questions_open()
    now: datetime = current_act().at
    return Found(
        [
            WorkItem(
                kind="Question",
                title=f"How was it? {each.surveyed.service}",
                url=question_url(each.body.code, each.id),
                body=each.body.name,
                step="Answer or decline",
                since=now,
                due=each.until - timedelta(days=1),
                detail=each.about,
                synthetic=each.body.synthetic,
            )
            for each in found[:limit]
        ],
        len(found),
    )
