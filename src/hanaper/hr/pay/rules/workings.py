"""What explains a calculation: for each line its inputs, the figure and band that applied, the formula and the result.

Rules take a `Workings` or None. Given one, each rule notes what it did for the whole batch, in the arrays that it
computes anyway; `of(i)` then reads one person's column. There is no second calculation that explains the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hanaper.parameters import Value

Pence = NDArray[np.int64]
"""Whole pence, one for each person of a batch, shape (n,)."""


@dataclass(frozen=True)
class Note:
    """One step of a calculation over a batch.

    line: the line of the payslip that it explains, such as `tax`. formula: in plain words and symbols.
    result: shape (n,), or one value for all. unit: of the result: pence, 1/10000 GBP, basis points, or words.
    inputs: what went in, by name: shape (n,) or one for all; whole numbers are pence unless the name says otherwise
    (see `showing`). figures: the figures of law that applied to anybody.
    applies: shape (n,), False for people whom this step did not concern; None: all.
    """

    line: str
    formula: str
    result: Any
    unit: str
    inputs: Mapping[str, Any]
    figures: tuple[Value, ...]
    applies: NDArray[np.bool_] | None


@dataclass(frozen=True)
class Working:
    """One step for one person, in plain values."""

    line: str
    formula: str
    result: Any
    unit: str
    inputs: Mapping[str, Any]
    figures: tuple[Value, ...]


@dataclass
class Workings:
    """Collects notes while a batch is calculated."""

    notes: list[Note] = field(default_factory=list)

    def note(
        self,
        line: str,
        formula: str,
        result: Any,
        *,
        unit: str = "pence",
        inputs: Mapping[str, Any] | None = None,
        figures: Sequence[Value] = (),
        applies: NDArray[np.bool_] | None = None,
    ) -> None:
        """Keep one step."""
        self.notes.append(Note(line, formula, result, unit, dict(inputs or {}), tuple(figures), applies))

    def of(self, index: int) -> list[Working]:
        """The steps that concerned the person at `index`, in the order in which they were taken."""
        return [
            Working(
                note.line,
                note.formula,
                _at(note.result, index),
                note.unit,
                {name: _at(value, index) for name, value in note.inputs.items()},
                note.figures,
            )
            for note in self.notes
            if note.applies is None or bool(note.applies[index])
        ]


def _at(value: Any, index: int) -> Any:
    """One person's value, as Python's own type."""
    found = value[index] if isinstance(value, np.ndarray) and value.ndim else value
    return found.item() if isinstance(found, np.generic) else found
