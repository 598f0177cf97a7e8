"""What returns register with the site: section, your work, words of the timeline."""

from __future__ import annotations

from hanaper.foundation.interface.api import NavigationSection, register_section, register_sentences
from hanaper.foundation.interface.process_work import register_work
from hanaper.strategy.returns.process import RETURN
from hanaper.strategy.returns.wording import SENTENCES


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Returns", "returns/", frozenset({"returns.read"}), order=87))
    register_work(
        RETURN,
        {"send": "Send", "accept": "Accept"},
        label="Returns",
        detail=lambda one: f"{one.kind}, {one.month:%B %Y}",
    )
    register_sentences(SENTENCES)
