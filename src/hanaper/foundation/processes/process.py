"""Processes as data.

A process declares its states, the steps between them, the duty that each step needs, which earlier actors it excludes,
and its service standard. Buttons, commands, documentation and tests read the declaration; the database holds its moves
(written by a migration with `DeclareProcess`) and refuses all others. A document ends under the version it began with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps

from hanaper.foundation.acts.api import Automation
from hanaper.foundation.duties.api import Side

if TYPE_CHECKING:
    from hanaper.foundation.processes.advance import Batch
    from hanaper.foundation.processes.models import Document

Effect = Callable[["Batch"], None]
Contents = Callable[[Sequence[int]], dict[int, Any]]


@dataclass(frozen=True)
class Standard:
    """The service standard: from reaching the state `start` to reaching `done` within `days` working days."""

    start: str
    done: str
    days: int


@dataclass(frozen=True)
class Step:
    """One permitted move.

    code: a verb, once in a process. from_state: one state or several; None where the step makes the document.
    to_state: where it leads.
    duty: needed of a person. by: AUTOMATION where a rule takes it, over all that waits.
    otherwise: the state of documents that the effect diverts (a hold), with a reason code.
    never_by: steps whose actor may not take this one: of this process (`enter`) or of a linked document
        (`order.raise`).
    limit: field of the document, in pence, that may not exceed the actor's limit under the duty.
    approves: keeps a digest of the content: what was approved is what runs. checks: refuses where the content has
        changed since.
    """

    code: str
    from_state: str | tuple[str, ...] | None
    to_state: str
    duty: str | None = None
    by: Automation | None = None
    side: Side | None = None
    otherwise: str | None = None
    never_by: tuple[str, ...] = ()
    limit: str | None = None
    approves: bool = False
    checks: bool = False

    @property
    def is_automatic(self) -> bool:
        return self.by is not None

    @property
    def from_states(self) -> tuple[str, ...]:
        """Where the step may begin; empty where it makes the document."""
        if self.from_state is None:
            return ()
        return (self.from_state,) if isinstance(self.from_state, str) else self.from_state

    def moves(self) -> Iterator[tuple[str, str, str]]:
        """(step, from, to), as the database holds them; from is '' where the step makes the document."""
        for state in (self.to_state, self.otherwise):
            for origin in self.from_states or ("",):
                if state is not None and state != origin:
                    yield self.code, origin, state


@dataclass
class Process:
    """One standard process. document: `app_label.Model`. area: the end-to-end process it belongs to. at_once: documents
    that a single automatic act takes at most: an act stays short, and what is done stays done. lanes: rules at work on
    one body's documents at once, each on one that no other has: for documents that take long and do not meet."""

    code: str
    title: str
    area: str
    document: str
    steps: Sequence[Step]
    standard: Standard | None = None
    version: int = 1
    at_once: int = 5000
    lanes: int = 1
    _effects: dict[str, Effect] = field(default_factory=dict, repr=False)
    _contents: Contents | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if len({step.code for step in self.steps}) < len(self.steps):
            raise ValueError(f"{self.code}: a step's code stands once in a process")
        for step in self.steps:
            if step.is_automatic == (step.duty is not None):
                raise ValueError(f"{self.code}.{step.code}: a step is taken either under a duty or by AUTOMATION")
            if not step.from_states and (step.limit or step.approves or step.checks or step.otherwise):
                raise ValueError(f"{self.code}.{step.code}: a step that makes its document can be refused, and no more")
        _processes[self.code] = self

    @property
    def model(self) -> type[Document]:
        return apps.get_model(self.document)  # type: ignore[return-value]

    @property
    def states(self) -> list[str]:
        found: dict[str, None] = {}
        for step in self.steps:
            found.update(dict.fromkeys(s for s in (*step.from_states, step.to_state, step.otherwise) if s))
        return list(found)

    def step(self, code: str) -> Step:
        """The step of this code. Raises LookupError."""
        for step in self.steps:
            if step.code == code:
                return step
        raise LookupError(f"process {self.code} has no step {code!r}; it has {[s.code for s in self.steps]}")

    def steps_from(self, state: str) -> list[Step]:
        return [step for step in self.steps if state in step.from_states]

    def moves(self) -> list[tuple[str, str, str]]:
        return sorted({move for step in self.steps for move in step.moves()})

    def effect(self, *codes: str) -> Callable[[Effect], Effect]:
        """Decorator: what happens, in the same transaction, to the documents that take a step."""

        def register(function: Effect) -> Effect:
            for code in codes:
                self.step(code)
                self._effects[code] = function
            return function

        return register

    def content(self, function: Contents) -> Contents:
        """Decorator: ids -> the content that an approval stands for, as plain values (see `kernel.digest`)."""
        self._contents = function
        return function


_processes: dict[str, Process] = {}


def process(code: str) -> Process:
    """The process of this code. Raises LookupError."""
    return _processes[code]


def processes() -> list[Process]:
    """Every declared process, by code."""
    return [_processes[code] for code in sorted(_processes)]
