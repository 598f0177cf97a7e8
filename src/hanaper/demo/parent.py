"""Ending with one's parent: a kill -9 of the demonstration leaves no process of it behind."""

from __future__ import annotations

import ctypes
import signal

_PR_SET_PDEATHSIG = 1


def end_with_parent(by: int = signal.SIGTERM) -> None:
    """In a child, on Linux: have the kernel send this signal when the parent dies. Elsewhere nothing happens."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, by)
    except (AttributeError, OSError):
        return
