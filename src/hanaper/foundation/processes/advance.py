"""Making documents and moving them: set-based, one outcome per document.

`advance` takes one document or a million of one body. It locks them in key order, refuses those that may not take the
step (state, maker-checker, limit, changed content), runs the step's effect over the rest, moves them in one statement,
and lets the database's trigger write the evidence. The refused stay where they are, the rest go; an exception undoes
the whole act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection

from hanaper.foundation.acts.api import Act, Actor, current_act
from hanaper.foundation.database.arrays import numbers, octets, texts
from hanaper.foundation.duties.api import limit_pence
from hanaper.foundation.processes import automation, effort
from hanaper.foundation.processes.errors import StepRefused, WrongDuty
from hanaper.foundation.processes.links import link
from hanaper.foundation.processes.models import Document
from hanaper.foundation.processes.own_work import own_work
from hanaper.foundation.processes.process import Process, Step
from hanaper.kernel.digest import digest

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Outcome:
    """What became of one document. state: where it stands now. code: why it was refused or diverted, else ""."""

    document_id: int
    moved: bool
    state: str
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Batch:
    """The documents of one body that are about to take a step; the step's effect sees and sifts them.

    ids: those still in, in key order. `refuse` keeps a document where it is; `divert` sends it to the step's
    `otherwise` state with a reason code. Either takes it out of `ids`.
    """

    process: Process
    step: Step
    act: Act
    ids: list[int]
    refused: dict[int, Outcome] = field(default_factory=dict)
    diverted: dict[int, str] = field(default_factory=dict)
    _states: dict[int, str] = field(default_factory=dict)

    def refuse(self, document_id: int, code: str, **values: Any) -> None:
        self.refused[document_id] = Outcome(document_id, False, self._states.get(document_id, ""), code, values)

    def divert(self, document_id: int, reason: str) -> None:
        if self.step.otherwise is None:
            raise LookupError(f"{self.process.code}.{self.step.code} declares no other state to divert to")
        self.diverted[document_id] = reason

    def settle(self) -> None:
        """Drop from `ids` what was refused or diverted so far."""
        self.ids = [pk for pk in self.ids if pk not in self.refused and pk not in self.diverted]


def create(
    process: Process,
    step_code: str,
    documents: Sequence[D],
    *,
    follows: Sequence[Sequence[tuple[Process, int]]] | None = None,
    reason: str = "",
) -> list[D]:
    """Insert new documents by the step that makes them, for the body of the open act. Ids are set on return.

    follows: for each new document, those it follows from (an invoice its order): they are linked, and `never_by` of the
        step holds for whoever worked on them. Raises StepRefused for the first that is refused: then none is made.
    """
    act = current_act()
    step = process.step(step_code)
    _check_act(act, step)
    for document in documents:
        document.body_id = act.body_id
        document.process_version = process.version
        document.state, document.state_since, document.state_reason = step.to_state, act.at, reason
    _name_step(step.code)
    made = process.model._default_manager.bulk_create(documents, batch_size=2000)
    batch = Batch(process, step, act, [document.pk for document in made])
    if follows:
        pairs = zip(made, follows, strict=True)
        link([(process, new.pk, other, pk) for new, others in pairs for other, pk in others], kind="follows")
        _refuse_own_work(batch)
        _raise_refused(batch)
    if step.code in process._effects:
        process._effects[step.code](batch)
        _raise_refused(batch)
    effort.record(act, process.code, step.code, batch.ids)
    automation.wake_after(act, process, {step.to_state})
    return made  # type: ignore[return-value]


def _raise_refused(batch: Batch) -> None:
    for refusal in batch.refused.values():
        raise StepRefused(reason=refusal.code, step=batch.step.code, process=batch.process.code, **refusal.values)


def advance(
    process: Process, step_code: str, documents: Iterable[int | Document], *, reason: str = ""
) -> list[Outcome]:
    """Take one step with documents of the open act's body. One outcome each, in the order of their ids.

    documents: ids, or documents; ids that are not there (or not yours) come out refused as `not-there`.
    reason: a code that stands in the evidence.
    Raises WrongDuty where the act was opened for another duty than the step's.
    """
    act = current_act()
    step = process.step(step_code)
    _check_act(act, step)
    wanted = sorted({d if isinstance(d, int) else d.pk for d in documents})
    batch = Batch(process, step, act, [])
    _lock(batch, wanted)
    _refuse_own_work(batch)
    _refuse_over_limit(batch)
    approved = _digests(batch)
    batch.settle()
    if batch.ids and step.code in process._effects:
        process._effects[step.code](batch)
        batch.settle()
    _move(batch, reason, approved)
    moved = [*batch.ids, *batch.diverted]
    effort.record(act, process.code, step.code, moved)
    automation.wake_after(act, process, {step.to_state, step.otherwise} if batch.diverted else {step.to_state})
    gone = {pk: Outcome(pk, True, step.to_state) for pk in batch.ids}
    gone |= {pk: Outcome(pk, True, step.otherwise or "", why) for pk, why in batch.diverted.items()}
    return [gone.get(pk) or batch.refused[pk] for pk in wanted]


def advance_one(process: Process, step_code: str, document: int | Document, *, reason: str = "") -> Outcome:
    """A batch of one. Raises StepRefused with the outcome's code and values where it is refused."""
    outcome = advance(process, step_code, [document], reason=reason)[0]
    if not outcome.moved:
        raise StepRefused(
            reason=outcome.code, state=outcome.state, step=step_code, process=process.code, **outcome.values
        )
    return outcome


def _check_act(act: Act, step: Step) -> None:
    """A person takes a step under its duty; a rule takes its own. Of a person's steps a rule (set-up, an import) may
    take only one that makes a document and excludes nobody: it has no duty, no limit and no colleague."""
    if isinstance(act.actor, Actor):
        fits = not step.is_automatic and act.duty == step.duty
    else:
        fits = step.is_automatic or (not step.from_states and not step.never_by)
    if not fits:
        raise WrongDuty(found=act.duty or "automation", expected=step.duty or "automation", step=step.code)


def _name_step(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hanaper.step', %s, true)", [code])


def _lock(batch: Batch, wanted: list[int]) -> None:
    """Lock what is there in key order, and refuse what stands elsewhere than where the step begins."""
    step, table = batch.step, batch.process.model._meta.db_table
    # A rule beside others leaves what one of them has in hand, as if it were not there.
    passing = " SKIP LOCKED" if step.is_automatic and batch.process.lanes > 1 else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, state FROM {table} WHERE body_id = %s AND id = ANY (%s::bigint[])"
            f" ORDER BY id FOR NO KEY UPDATE{passing}",
            [batch.act.body_id, numbers(wanted)],
        )
        batch._states = dict(cursor.fetchall())
    fitting, expected = set(step.from_states), " or ".join(step.from_states)
    for pk in wanted:
        state = batch._states.get(pk)
        if state in fitting:
            batch.ids.append(pk)
        elif state is None:
            batch.refuse(pk, "not-there")
        else:
            batch.refuse(pk, "processes.wrong-state", found=state, expected=expected)


def _refuse_own_work(batch: Batch) -> None:
    """Maker is never checker, per natural person, on the document and on those linked to it."""
    act = batch.act
    people = [p for p in (act.person_id, act.on_behalf_of) if p is not None]
    for document_id, taken in own_work(batch.process, batch.step, batch.ids, act.body_id, people).items():
        batch.refuse(document_id, "processes.own-work", taken=taken)
    batch.settle()


def _refuse_over_limit(batch: Batch) -> None:
    """An amount beyond the actor's limit is refused; a limit that is not set is a refusal, never a pass."""
    step, act = batch.step, batch.act
    if step.limit is None or not batch.ids or act.person_id is None:
        return
    allowed = limit_pence(person_id=act.person_id, duty=step.duty or "", body_id=act.body_id, on=act.today)
    amounts = batch.process.model._default_manager.filter(pk__in=batch.ids).values_list("pk", step.limit)
    for pk, amount in amounts:
        if allowed is None or amount is None or abs(amount) > allowed:
            batch.refuse(pk, "processes.over-limit", amount_pence=amount, limit_pence=allowed)
    batch.settle()


def _digests(batch: Batch) -> dict[int, bytes] | None:
    """For a step that approves: the digest of each document's content. For one that checks: refuse what has changed."""
    process, step = batch.process, batch.step
    if not (step.approves or step.checks) or not batch.ids:
        return None
    if process._contents is None:
        raise LookupError(f"{process.code}.{step.code} needs the content of its documents: declare it with @content")
    now = {pk: digest(content) for pk, content in process._contents(batch.ids).items()}
    if step.checks:
        table = process.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, approved_digest FROM {table} WHERE body_id = %s AND id = ANY (%s::bigint[])",
                [batch.act.body_id, numbers(batch.ids)],
            )
            for pk, approved in cursor.fetchall():
                if approved is None or bytes(approved) != now[pk]:
                    batch.refuse(pk, "processes.content-changed")
    return now if step.approves else None


def _move(batch: Batch, reason: str, approved: dict[int, bytes] | None) -> None:
    """One statement for all that go. The trigger writes their evidence."""
    if not batch.ids and not batch.diverted:
        return
    _name_step(batch.step.code)
    table = batch.process.model._meta.db_table
    keep = ", approved_digest = g.digest" if approved is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            # Whoever had taken them: their claims go in the same statement, so that nobody waits a second for it.
            "WITH released AS (DELETE FROM processes_claim WHERE body_id = %(body)s AND process = %(process)s"
            "   AND document_id = ANY (%(ids)s::bigint[] || %(diverted)s::bigint[]))"
            f" UPDATE {table} d SET state = g.state, state_since = %(at)s, state_reason = g.reason{keep} FROM ("
            "   SELECT t.id, %(state)s::text AS state, %(reason)s::text AS reason, t.digest"
            "   FROM unnest(%(ids)s::bigint[], %(digests)s::bytea[]) AS t(id, digest)"
            "   UNION ALL"  # what is diverted was not approved
            "   SELECT t.id, %(otherwise)s::text, t.reason, NULL"
            "   FROM unnest(%(diverted)s::bigint[], %(reasons)s::text[]) AS t(id, reason)) AS g"
            " WHERE d.body_id = %(body)s AND d.id = g.id",
            {
                "at": batch.act.at,
                "body": batch.act.body_id,
                "process": batch.process.code,
                "ids": numbers(batch.ids),
                "state": batch.step.to_state,
                "reason": reason,
                "digests": octets(approved.get(pk) for pk in batch.ids) if approved else None,
                "diverted": numbers(batch.diverted),
                "otherwise": batch.step.otherwise,
                "reasons": texts(batch.diverted.values()),
            },
        )
