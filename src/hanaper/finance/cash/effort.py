"""An act of a run moves its payments and what they pay too: its time is counted once, with the run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hanaper.foundation.acts.api import Act


@contextmanager
def counted_once(act: Act) -> Iterator[None]:
    """Steps taken inside count no time of their own, as it is counted with the document that the act is about.

    Time that nobody saw stays unseen.
    """
    seen = act.worked_seconds
    if seen is not None:
        act.worked_seconds = 0.0
    try:
        yield
    finally:
        act.worked_seconds = seen
