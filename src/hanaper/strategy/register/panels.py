"""What the register registers with the site: section, your work, words of the timeline."""

from __future__ import annotations

from hanaper.foundation.interface.api import NavigationSection, register_section, register_sentences, register_work
from hanaper.strategy.register.claim_views import said
from hanaper.strategy.register.process import CLAIM
from hanaper.strategy.register.wording import SENTENCES


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Register", "register/", frozenset({"register.read"}), order=91))
    register_work(CLAIM, {"check": "Check against its source"}, label="Claims",
                  detail=lambda claim: f"{claim.about}: {said(claim)}"[:80])  # fmt: skip
    register_sentences(SENTENCES)
