"""Where the boxes of a map of a process stand: the standard path straight down, all else beside it.

A state's row is one more than the lowest of the states that standard paths lead to it from, so that every standard
arrow leads down. A state off the standard stands one row below the nearest state that leads to it. Columns are filled
from the left, the states of the first standard path before all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

START: Final = ""
"""Where every document comes from."""
Path = Sequence[tuple[str, str]]
"""Steps in order, each with the state that it led to."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """Documents that went from one state to another, by these steps. A document counts each time it went."""

    from_state: str
    to_state: str
    steps: tuple[str, ...]
    times: int
    is_standard: bool


def follows(variants: Iterable[tuple[Path, int]], standard: Iterable[Path]) -> list[Arrow]:
    """Which state directly follows which, how often, over variants and their documents; standard moves stand apart.

    >>> [(a.from_state, a.to_state, a.times, a.is_standard) for a in
    ...  follows([((("enter", "entered"), ("post", "posted")), 3)], [(("enter", "entered"),)])]
    [('', 'entered', 3, True), ('entered', 'posted', 3, False)]
    """
    usual = {move for path in standard for move in _moves(path)}
    times: dict[tuple[str, str, bool], int] = {}
    steps: dict[tuple[str, str, bool], dict[str, None]] = {}
    for path, documents in variants:
        for step, origin, state in _moves(path):
            key = (origin, state, (step, origin, state) in usual)
            times[key] = times.get(key, 0) + documents
            steps.setdefault(key, {})[step] = None
    return [Arrow(a, b, tuple(steps[a, b, std]), n, std) for (a, b, std), n in times.items()]


def places(arrows: Sequence[Arrow], standard: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """(row, column) of the start and of every state that an arrow touches; no two share a place.

    standard: the standard paths, the usual one first. No state comes twice in one of them.

    >>> usual = [(("enter", "entered"), ("approve", "approved"))]
    >>> places(follows([(usual[0], 2), ((("enter", "entered"), ("refuse", "refused")), 1)], usual), usual)
    {'': (0, 0), 'entered': (1, 0), 'approved': (2, 0), 'refused': (2, 1)}
    """
    seen = {START, *(state for arrow in arrows for state in (arrow.from_state, arrow.to_state))}
    rows = _standard_rows(standard)
    waiting = [arrow for arrow in arrows if arrow.to_state not in rows]
    while waiting:
        reached = [arrow for arrow in waiting if arrow.from_state in rows]
        if not reached:  # nothing leads there from the start: evidence that begins in the middle
            rows.setdefault(waiting[0].from_state, 0)
            continue
        for arrow in reached:
            rows.setdefault(arrow.to_state, rows[arrow.from_state] + 1)
        waiting = [arrow for arrow in waiting if arrow.to_state not in rows]
    ahead = dict.fromkeys([START, *(state for path in standard for _, state in path)])
    found: dict[str, tuple[int, int]] = {}
    taken: dict[int, int] = {}
    for state in [*ahead, *(state for state in rows if state not in ahead)]:
        if state in seen:
            row = rows[state]
            found[state] = (row, taken.get(row, 0))
            taken[row] = found[state][1] + 1
    return found


def _standard_rows(standard: Sequence[Path]) -> dict[str, int]:
    """The longest way from the start to each state along standard paths."""
    rows = {START: 0}
    pairs = list(dict.fromkeys((origin, state) for path in standard for _, origin, state in _moves(path)))
    for _ in range(len(pairs) + 1):
        lower = {b: rows[a] + 1 for a, b in pairs if a in rows and rows.get(b, -1) < rows[a] + 1}
        if not lower:
            break
        rows |= lower
    return rows


def _moves(path: Path) -> Iterable[tuple[str, str, str]]:
    origin = START
    for step, state in path:
        yield step, origin, state
        origin = state
