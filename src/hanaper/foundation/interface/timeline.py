"""What happened to a document: newest first, each entry a sentence with a time and who, or what, did it.

Evidence and audit hold codes; the sentences are made here, when they are read (`register` gives a step its sentence).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hanaper.foundation.interface import formats

_SENTENCES: dict[str, str] = {}


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened.

    at: an instant, or a date where no time is known: a time of day is never made up.
    by: a person's name, a rule's or a system's.
    """

    at: datetime | date
    title: str
    by: str
    detail: str = ""
    href: str | None = None
    kind: str = ""

    @property
    def when(self) -> str:
        """The time as it is shown."""
        return formats.instant(self.at) if isinstance(self.at, datetime) else formats.day(self.at)

    @property
    def machine(self) -> str:
        """The time as a browser or a screen reader's tools want it."""
        return self.at.isoformat()


def register(sentences: Mapping[str, str]) -> None:
    """Give steps and audited changes their sentences: from "process.step" to, say, "Approved for payment"."""
    _SENTENCES.update(sentences)


def sentence(code: str) -> str:
    """The sentence of a step; a code without one is made readable, never hidden.

    >>> sentence("manual-journal.send-back")
    'Send back'
    """
    if code in _SENTENCES:
        return _SENTENCES[code]
    words = code.rsplit(".", 1)[-1].replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
