"""Reads of service levels: each figure is one statement over evidence, and says which documents it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from hanaper.centre.levels.questions import Question
from hanaper.foundation.duties.api import CENTRE, RETAINED
from hanaper.foundation.interface.api import SqlRows
from hanaper.foundation.processes.api import Step
from hanaper.kernel.periods import FiscalPeriod


@dataclass(frozen=True)
class Summary:
    """Counts of a month's documents, of one body or, where `body_id` is None, of all asked about together.

    Each count names the documents that it counts by the values of one or two columns of `documents`. valued: documents
    with an amount in pounds; the two amounts are of those. median, p90: from receipt to the end, or so far.
    """

    body_id: int | None
    documents: int
    eligible: int
    untouched: int
    untouched_eligible: int
    control_only: int
    by_hand: int
    valued: int
    value_pence: int
    untouched_pence: int
    finished: int
    open_documents: int
    held: int
    standard_met: int
    standard_missed: int
    standard_not_yet: int
    target_met: int
    target_missed: int
    target_not_yet: int
    limit_met: int
    limit_missed: int
    limit_not_yet: int
    left_out_refused: int
    left_out_nothing_owed: int
    without_value: int
    median_seconds: int | None
    p90_seconds: int | None
    median_days: int | None
    p90_days: int | None
    synthetic: bool


@dataclass(frozen=True)
class Volume:
    """How many documents came by a channel and stand in a state, of one body or of all together."""

    body_id: int | None
    channel: str
    state: str
    documents: int
    synthetic: bool


@dataclass(frozen=True)
class Wait:
    """How long documents stood in a state, those that still do counted so far; elapsed seconds and working days."""

    body_id: int | None
    state: str
    documents: int
    open_documents: int
    total_seconds: int
    median_seconds: int
    p90_seconds: int
    longest_seconds: int
    median_days: int
    p90_days: int
    synthetic: bool


@dataclass(frozen=True)
class HoldCount:
    """How many documents were held for a reason, and how many of them are still held for it."""

    body_id: int | None
    reason: str
    documents: int
    open_documents: int
    synthetic: bool


@dataclass(frozen=True)
class Control:
    """A required approval: how many documents a person took through it."""

    body_id: int | None
    step: str
    documents: int
    synthetic: bool


@dataclass(frozen=True)
class Holder:
    """Who an open document waits for: holders of these duties, on this side; no duties where a rule takes it."""

    duties: tuple[str, ...]
    side: str


@dataclass(frozen=True)
class Waiting:
    """One open document, with who holds it: a duty at a body, never a person."""

    body_id: int
    body_code: str
    body: str
    id: int
    number: str
    state: str
    state_reason: str
    since: datetime
    waited_seconds: int
    working_days: int
    in_standard: str
    holder: Holder
    synthetic: bool


def documents(question: Question) -> SqlRows:
    """Every document of the month, one row each: the lines behind every figure here."""
    return SqlRows(question.statement("documents"), question.values(), key="id", order=("-waited_seconds",))


def summaries(question: Question) -> dict[int | None, Summary]:
    """Counts by body, and together under None. A body without documents is not among them."""
    return {row["body_id"]: Summary(**row) for row in _rows(question.statement("summary"), question.values())}


def volumes(question: Question) -> list[Volume]:
    """Documents by channel and state, by body and together."""
    return [Volume(**row) for row in _rows(
        "SELECT d.body_id, d.channel, d.state, count(*) AS documents, bool_or(d.synthetic) AS synthetic"
        f" FROM ({question.statement('documents')}) d"
        " GROUP BY GROUPING SETS ((d.body_id, d.channel, d.state), (d.channel, d.state))"
        " ORDER BY d.body_id NULLS FIRST, d.channel, d.state",
        question.values(),
    )]  # fmt: skip


def waits(question: Question) -> list[Wait]:
    """Waited time by state, by body and together."""
    return [Wait(**row) for row in _rows(question.statement("waits"), question.values())]


def holds(question: Question) -> list[HoldCount]:
    """Holds by reason, by body and together, the most frequent first. A document counts under each of its reasons."""
    return [HoldCount(**row) for row in _rows(
        "SELECT d.body_id, r.reason, count(*) AS documents, bool_or(d.synthetic) AS synthetic,"
        "  count(*) FILTER (WHERE d.state = %(held)s AND d.state_reason = r.reason) AS open_documents"
        f" FROM ({question.statement('documents')}) d"
        " CROSS JOIN LATERAL string_to_table(trim(BOTH '|' FROM d.held_for), '||') AS r(reason)"
        " WHERE d.held_for <> '' GROUP BY GROUPING SETS ((d.body_id, r.reason), (r.reason))"
        " ORDER BY d.body_id NULLS FIRST, documents DESC, r.reason",
        question.values(),
    )]  # fmt: skip


def controls(question: Question) -> list[Control]:
    """Required approvals of the month's documents, by step, by body and together."""
    return [Control(**row) for row in _rows(
        "SELECT d.body_id, e.step, count(DISTINCT (d.body_id, d.id)) AS documents, bool_or(d.synthetic) AS synthetic"
        f" FROM ({question.statement('documents')}) d JOIN processes_evidence e"
        "   ON e.body_id = d.body_id AND e.process = %(process)s AND e.document_id = d.id"
        " WHERE e.step = ANY (%(controls)s) AND e.actor_id IS NOT NULL"
        "   AND e.at <= %(as_of)s AND e.recorded_at <= %(known_at)s"
        " GROUP BY GROUPING SETS ((d.body_id, e.step), (e.step)) ORDER BY d.body_id NULLS FIRST, e.step",
        question.values(),
    )]  # fmt: skip


def longest_waiting(question: Question, *, limit: int = 10) -> list[Waiting]:
    """Open documents that have stood longest where they stand, with the duty and the body that hold them."""
    rows = _rows(
        "SELECT d.body_id, d.body_code, d.body, d.id, d.number, d.state, d.state_reason, d.since, d.in_standard,"
        "  d.synthetic,"
        "  extract(epoch FROM %(as_of)s::timestamptz - d.since)::bigint AS waited_seconds,"
        "  hanaper.worked_through((%(as_of)s::timestamptz AT TIME ZONE 'Europe/London')::date, %(holidays)s)"
        "  - hanaper.worked_through((d.since AT TIME ZONE 'Europe/London')::date, %(holidays)s) AS working_days"
        f" FROM ({question.statement('documents')}) d WHERE NOT d.is_over"
        " ORDER BY d.since, d.body_id, d.id LIMIT %(limit)s",
        question.values() | {"limit": limit},
    )
    return [Waiting(**row, holder=holder_of(question, row["state"])) for row in rows]


def holder_of(question: Question, state: str) -> Holder:
    """Who a document in this state waits for, as the process declares it."""
    steps: Sequence[Step] = question.measured.process.steps_from(state)
    by_people = [step for step in steps if step.duty]
    if not by_people or any(step.is_automatic for step in steps):
        return Holder((), "a rule")
    sides = {step.side for step in by_people}
    side = "the centre" if sides == {CENTRE} else "the body" if sides == {RETAINED} else "either side"
    return Holder(tuple(dict.fromkeys(step.duty or "" for step in by_people)), side)


def latest_month(*, process_code: str, on: date) -> FiscalPeriod:
    """The last month by that day in which a document of the bodies in scope was received, or else the day's own."""
    rows = _rows(
        "SELECT max(e.at AT TIME ZONE 'Europe/London')::date AS day FROM processes_evidence e"
        " WHERE e.body_id = ANY ((SELECT hanaper.bodies())::bigint[]) AND e.process = %(process)s AND e.from_state = ''"
        "   AND (e.at AT TIME ZONE 'Europe/London')::date <= %(on)s",
        {"process": process_code, "on": on},
    )
    return FiscalPeriod.of_date(rows[0]["day"] or on)


def _rows(statement: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(values))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
