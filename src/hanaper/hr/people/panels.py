"""What people register with the site: sections and search."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.foundation.interface.api import (
    Hit,
    NavigationSection,
    SearchProvider,
    register_search,
    register_section,
    register_sentences,
)
from hanaper.foundation.interface.process_work import register_work
from hanaper.hr.people import selectors
from hanaper.hr.people.process import BANK_CHANGE
from hanaper.hr.people.wording import SENTENCES
from hanaper.kernel.dates import show_date


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Employments", "employments/", frozenset({"employee.read"}), order=25))
    register_work(
        BANK_CHANGE,
        {"approve": "Approve"},
        label="Bank accounts of employees",
        detail=lambda change: f"to be used from {show_date(change.from_on)}",
    )
    register_section(NavigationSection("Your employment", "your-employment/", frozenset({"own-record.read"}), order=81))
    register_search(SearchProvider("employments", "Employments", "employee.read", _search))
    register_sentences(SENTENCES)


def _search(text: str, most: int) -> Sequence[Hit]:
    """By payroll number alone: names are not searched, so that nobody is found by chance."""
    return [
        Hit(
            kind="Employment",
            title=f"Employment {employment}",
            url=f"/{employment.body.code}/employments/{employment.pk}/",
            body=employment.body.name,
            detail=employment.get_engagement_display(),
            exact=True,
            synthetic=employment.body.synthetic,
        )
        for employment in selectors.employments().filter(number=text.upper())[:most]
    ]
