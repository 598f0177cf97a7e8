"""What parallel runs register with the site: section, your work, words of the timeline."""

from __future__ import annotations

from hanaper.foundation.interface.api import NavigationSection, register_section, register_sentences
from hanaper.foundation.interface.process_work import register_work
from hanaper.transition.parallel.process import PARALLEL_RUN
from hanaper.transition.parallel.wording import SENTENCES


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Parallel runs", "parallel-runs/", frozenset({"migration.read"}), order=35))
    register_work(
        PARALLEL_RUN,
        {"compare": "Compare", "sign-off": "Sign off"},
        label="Parallel runs",
        detail=lambda run: f"{run.people_there} people there",
    )
    register_sentences(SENTENCES)
