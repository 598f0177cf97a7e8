"""What convergence registers with the site: section, your work, words of the timeline."""

from __future__ import annotations

from hanaper.foundation.interface.api import NavigationSection, register_section, register_sentences, register_work
from hanaper.strategy.convergence.process import DEVIATION
from hanaper.strategy.convergence.wording import SENTENCES


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Convergence", "convergence/", frozenset({"convergence.read"}), order=85))
    register_work(
        DEVIATION, {"approve": "Agree or refuse"}, label="Deviations", detail=lambda deviation: deviation.what[:80]
    )
    register_sentences(SENTENCES)
