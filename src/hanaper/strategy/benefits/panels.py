"""What benefits register with the site: section, your work, words of the timeline."""

from __future__ import annotations

from hanaper.foundation.interface.api import NavigationSection, register_section, register_sentences
from hanaper.foundation.interface.process_work import register_work
from hanaper.strategy.benefits.process import BASELINE, BENEFIT
from hanaper.strategy.benefits.wording import SENTENCES


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Benefits", "benefits/", frozenset({"benefit.read"}), order=85))
    register_work(BASELINE, {"sign": "Sign"}, label="Baselines", detail=lambda baseline: baseline.title)
    register_work(BENEFIT, {"approve": "Approve"}, label="Benefits", detail=lambda benefit: benefit.title)
    register_sentences(SENTENCES)
