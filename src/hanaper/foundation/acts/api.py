"""The act: one transaction in which somebody does one thing for one body.

    with act(actor, "journal.approve", body):
        outcomes = journals.journal_approve(ids=[12, 13])

`act` is opened by the shell (view, command, job), never by a service. It is one durable transaction. It sets, for
Python and for the database alike, the scope (which bodies are read, which one is written), the actor, on whose behalf,
the duty, the run and the lock time-out; it refuses a person who does not hold the duty today, or who holds another
that excludes it. Services, `advance` and `ledger.api.post` ask `current_act()` and refuse to run without one.

`reading` is the same for a page that only reads: it encloses the rendering, covers every body where the reader holds
the duty, and cannot write.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DatabaseError, connection, transaction
from psycopg.pq import TransactionStatus

from hanaper.foundation.acts.errors import ActOpen, NoActOpen
from hanaper.foundation.database.arrays import numbers
from hanaper.foundation.database.refusals import translate
from hanaper.foundation.duties.api import Conflict, DutyConflict, DutyMissing, between, bodies_where
from hanaper.foundation.duties.api import duty as declared_duty
from hanaper.foundation.tenancy.api import Body, BodyEnded, Scope
from hanaper.foundation.tenancy.scope import _scope
from hanaper.kernel.dates import business_date

T = TypeVar("T")

LOCK_TIMEOUT = "3s"
SETTINGS = (
    "bodies", "body", "clusters", "cluster", "actor", "automation", "on_behalf_of", "duty", "run", "at",
)  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """A natural person at work, through one of their accounts (None on the command line)."""

    person_id: int
    account_id: int | None = None


@dataclass(frozen=True)
class Automation:
    """A rule at work. rule: `<process>.<step>`, or the name of a job."""

    rule: str


#: Marks a step that a rule takes: `Step("match", ..., by=AUTOMATION)`.
AUTOMATION = Automation("")


@dataclass
class Act:
    """The open act. at: when it happens; today: the business date of that; opened: seconds of work the actor was seen
    to spend before it, None where nobody saw. Effects of the whole act are queued with `at_end`."""

    actor: Actor | Automation
    duty: str | None
    body: Body | None
    at: datetime
    run: uuid.UUID
    worked_seconds: float | None = None
    on_behalf_of: int | None = None
    _endings: dict[str, Callable[[], None]] = field(default_factory=dict)
    _gathered: dict[str, list[Any]] = field(default_factory=dict)
    _made: dict[str, Any] = field(default_factory=dict)

    @property
    def person_id(self) -> int | None:
        """Opaque id of the person who acts, None for a rule."""
        return self.actor.person_id if isinstance(self.actor, Actor) else None

    @property
    def today(self) -> date:
        """The day on which it happens, by the clocks of the United Kingdom."""
        return business_date(self.at)

    @property
    def body_id(self) -> int:
        """Id of the body that it is for. Raises NoActOpen where it is for none."""
        if self.body is None:
            raise NoActOpen(reason="this act is not for a body")
        return self.body.pk

    def once(self, key: str, make: Callable[[], T]) -> T:
        """What `make` gives, made once in this act: for what is large, read by several steps of it, and cannot change
        while it is open."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[no-any-return]

    def at_end(self, key: str, ending: Callable[[], None]) -> None:
        """Call `ending` once, last before commit (numbers are taken there). A key queued twice runs once."""
        self._endings.setdefault(key, ending)

    def gather(self, key: str, item: Any, ending: Callable[[list[Any]], None]) -> None:
        """Keep `item` with others of the same key; `ending` is called once with all of them, last before commit."""
        items = self._gathered.setdefault(key, [])
        items.append(item)
        self.at_end(key, lambda: ending(items))


_act: ContextVar[Act | None] = ContextVar("hanaper_act", default=None)


def current_act() -> Act:
    """The open act. Raises NoActOpen."""
    found = _act.get()
    if found is None:
        raise NoActOpen()
    return found


@contextmanager
def act(
    actor: Actor | Automation,
    duty: str | None,
    body: Body | None,
    *,
    at: datetime | None = None,
    worked_seconds: float | None = None,
    on_behalf_of: int | None = None,
    run: uuid.UUID | None = None,
) -> Iterator[Act]:
    """Open the one transaction of an act.

    duty: the code of the duty used; None only for automation, which holds none.
    body: whose books and documents are written; None for the platform's own tables (roles, bodies).
    at: when it happens; None means now. Another time is allowed for synthetic bodies only: the database refuses others.
    worked_seconds: see `processes.effort`.
    Raises DutyMissing, DutyConflict, BodyEnded; whatever the database refuses comes out as a named error.
    """
    if _act.get() is not None:
        raise ActOpen()
    opened = Act(actor, duty, body, at or datetime.now(UTC), run or uuid.uuid4(), worked_seconds, on_behalf_of)
    with _translated(), transaction.atomic(durable=True):
        try:
            is_person = isinstance(actor, Actor)
            scope, held = _enter(opened, [body.pk] if body else [], checked=is_person)
            if is_person:
                _check_duty(opened, held)
            if body is not None and body.ended_on is not None and opened.today >= body.ended_on:
                raise BodyEnded(body=body.code, ended_on=body.ended_on)
            with _installed(opened, scope):
                yield opened
                for ending in opened._endings.values():
                    ending()
        finally:
            _forget()


@contextmanager
def reading(
    actor: Actor | Automation, duty: str, bodies: Sequence[Body] | None = None, *, at: datetime | None = None
) -> Iterator[Act]:
    """Open a transaction that only reads, over every body where the actor holds the duty.

    bodies: narrow it to these. Raises DutyMissing where nothing is left.
    """
    if _act.get() is not None:
        raise ActOpen()
    opened = Act(actor, duty, None, at or datetime.now(UTC), uuid.uuid4())
    with _translated(), transaction.atomic(durable=True):
        try:
            if isinstance(actor, Actor):
                ids = bodies_where(person_id=actor.person_id, duty=duty, on=opened.today)
            else:
                ids = [body.pk for body in bodies or Body.objects.all()]
            if bodies is not None:
                wanted = {body.pk for body in bodies}
                ids = [pk for pk in ids if pk in wanted]
            if not ids and isinstance(actor, Actor):
                raise DutyMissing(duty=duty)
            scope, _ = _enter(opened, ids, checked=False)
            with _installed(opened, scope):
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
                yield opened
        finally:
            _forget()


def _check_duty(opened: Act, held: Held) -> None:
    if opened.duty is None:
        raise DutyMissing(duty="(none named)")
    declared_duty(opened.duty)
    if opened.duty not in held:
        raise DutyMissing(duty=opened.duty)
    for other, bodies in held.items():
        if bodies & held[opened.duty]:
            for conflict in _conflicts(opened.duty, other):
                raise DutyConflict(duty=opened.duty, other=other, rule=conflict.id, risk=conflict.risk)


@lru_cache(maxsize=4096)
def _conflicts(one: str, other: str) -> tuple[Conflict, ...]:
    """What `between` says, remembered: both the matrix and the declared duties stand still once Hanaper has started."""
    return tuple(between(one, other))


#: The duties that a person holds, each with the ids of the bodies that it is held for.
Held = dict[str, set[int]]


def _enter(opened: Act, body_ids: list[int], *, checked: bool) -> tuple[Scope, Held]:
    """Set the database's settings for this transaction. Returns the scope that they give.

    checked: return also what the actor holds, for the body where the act has one.
    """
    body_id = opened.body.pk if opened.body else None
    actor = opened.actor
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bodies, clusters, cluster, duties, held_for"
            " FROM hanaper.enter(%s::bigint[], %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                numbers(body_ids),
                body_id,
                opened.today,
                opened.person_id,
                actor.rule if isinstance(actor, Automation) else None,
                opened.on_behalf_of,
                opened.duty,
                opened.run,
                opened.at.isoformat(),
                LOCK_TIMEOUT,
                checked,
            ],
        )
        bodies, clusters, cluster, duties, held_for = cursor.fetchone()
    held: Held = {}
    for duty, held_by in zip(duties or (), held_for or (), strict=True):
        held.setdefault(duty, set()).add(held_by)
    return Scope(tuple(bodies), body_id, tuple(clusters), cluster), held


@contextmanager
def _installed(opened: Act, scope: Scope) -> Iterator[None]:
    act_token, scope_token = _act.set(opened), _scope.set(scope)
    try:
        yield
    finally:
        _act.reset(act_token)
        _scope.reset(scope_token)


def _forget() -> None:
    """Nothing outlives the transaction. Only a test that wraps acts in one of its own has something to forget;
    where the database has refused something, going back to the savepoint forgets it anyway."""
    if not connection.savepoint_ids or connection.needs_rollback:
        return
    if connection.connection.info.transaction_status is not TransactionStatus.INERROR:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"set_config('hanaper.{name}', '', true)" for name in SETTINGS))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        named = translate(error)
        if named is None:
            raise
        raise named from error


__all__ = ["AUTOMATION", "Act", "Actor", "Automation", "act", "current_act", "reading"]
