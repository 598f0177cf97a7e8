"""A figure: so many rows in so many seconds, and the floor that plain SQL of the same rows reached in the same run.

Absolute rates move with the machine and with whatever else runs on it; the ratio to the floor is what stays. So ours
and the floor take turns, and each is the median of its rounds.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """what: what was done, in a few words. unit: of the rows counted. seconds: the median of the rounds.
    floor_seconds: of the same rows by plain SQL; None where the figure has no floor. aim: what it should reach."""

    subject: str
    what: str
    rows: int
    unit: str
    seconds: float
    floor_seconds: float | None = None
    aim: str = ""
    load: float = 0.0

    @property
    def rate(self) -> float:
        return self.rows / self.seconds

    @property
    def floor_rate(self) -> float | None:
        return self.rows / self.floor_seconds if self.floor_seconds else None

    @property
    def ratio(self) -> float | None:
        """Time of ours in times of the floor: 1 is as fast as plain SQL."""
        return self.seconds / self.floor_seconds if self.floor_seconds else None

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"rate": self.rate, "floor_rate": self.floor_rate, "ratio": self.ratio}


def load() -> float:
    """How many processes wanted a processor in the last minute, ours among them."""
    return os.getloadavg()[0]


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turns(rounds: int, ours: Callable[[], float], floor: Callable[[], float]) -> tuple[float, float]:
    """Medians of the seconds that ours and the floor report, taking turns."""
    taken = [(ours(), floor()) for _ in range(rounds)]
    return statistics.median(o for o, _ in taken), statistics.median(f for _, f in taken)


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which `part` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


HEAD = ("what", "rows", "seconds", "rate", "floor", "ratio", "aim")


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """The figures as lines of text."""
    rows = [HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    for row in rows:
        cells = [
            cell.ljust(w) if i in (0, 6) else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _row(f: Figure) -> tuple[str, ...]:
    floor, ratio = f.floor_rate, f.ratio
    return (
        f"{f.subject}: {f.what}",
        f"{f.rows:,}",
        f"{f.seconds:.3f}",
        _rate(f.rate, f.unit),
        _rate(floor, f.unit) if floor else "",
        f"{ratio:.1f}x" if ratio else "",
        f.aim,
    )


def _rate(rate: float, unit: str) -> str:
    return f"{rate:,.0f} {unit}/s" if rate >= 10 else f"{rate:.2f} {unit}/s"
