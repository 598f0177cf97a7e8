"""Reads of service levels: each figure is one statement over evidence, and says which documents it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from hanaper.centre.levels.questions import Question
from hanaper.foundation.duties.api import CENTRE, RETAINED, Side, duty
from hanaper.foundation.interface.api import SqlRows
from hanaper.foundation.processes.api import Step
from hanaper.kernel.dates import business_date, end_of_day
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


@dataclass(frozen=True)
class Answers:
    """Everything that is asked of a month, from one pass over its evidence."""

    summaries: Mapping[int | None, Summary]
    volumes: Sequence[Volume]
    waits: Sequence[Wait]
    holds: Sequence[HoldCount]
    controls: Sequence[Control]
    waiting: Sequence[Waiting]

    @property
    def together(self) -> Summary | None:
        """Counts over all bodies; None where nothing was received."""
        found = self.summaries.get(None)
        return found if found is not None and found.documents else None


PARTS = ("summary", "volumes", "waits", "holds", "controls", "longest")


def documents(question: Question) -> SqlRows:
    """Every document of the month, one row each: the lines behind every figure here."""
    return SqlRows(question.documents, question.values(), key="id", order=("-waited_seconds",))


def answers(question: Question, *parts: str) -> Answers:
    """The parts of the answer that are named, or all of them, in one statement."""
    wanted = parts or PARTS
    selects = [
        f"SELECT '{part}' AS part, coalesce(json_agg(p), '[]'::json) AS rows FROM ({question.part(part)}) AS p"
        for part in wanted
    ]
    with connection.cursor() as cursor:
        cursor.execute(question.over_documents(" UNION ALL ".join(selects)), question.values())
        rows: dict[str, list[dict[str, Any]]] = dict(cursor.fetchall())
        found = {part: rows.get(part, []) for part in PARTS}
    return Answers(
        summaries={row["body_id"]: Summary(**row) for row in found["summary"]},
        volumes=[Volume(**row) for row in found["volumes"]],
        waits=[Wait(**row) for row in found["waits"]],
        holds=[HoldCount(**row) for row in found["holds"]],
        controls=[Control(**row) for row in found["controls"]],
        waiting=[_waiting(question, row) for row in found["longest"]],
    )


def summaries(question: Question) -> Mapping[int | None, Summary]:
    """Counts by body, and together under None. A body without documents is not among them."""
    return answers(question, "summary").summaries


def volumes(question: Question) -> Sequence[Volume]:
    """Documents by channel and state, by body and together."""
    return answers(question, "volumes").volumes


def waits(question: Question) -> Sequence[Wait]:
    """Waited time by state, by body and together."""
    return answers(question, "waits").waits


def holds(question: Question) -> Sequence[HoldCount]:
    """Holds by reason, by body and together, the most frequent first. A document counts under each of its reasons."""
    return answers(question, "holds").holds


def controls(question: Question) -> Sequence[Control]:
    """Required approvals of the month's documents, by step, by body and together."""
    return answers(question, "controls").controls


def longest_waiting(question: Question) -> Sequence[Waiting]:
    """Open documents that have stood longest where they stand, with the duty and the body that hold them."""
    return answers(question, "longest").waiting


def _waiting(question: Question, row: dict[str, Any]) -> Waiting:
    holder = holder_of(question, row["state"], row["state_reason"])
    return Waiting(**(row | {"since": datetime.fromisoformat(row["since"]), "holder": holder}))


def holder_of(question: Question, state: str, reason: str = "") -> Holder:
    """Who a document in this state waits for: as its hold says, or else as the process declares it."""
    if state == question.measured.held and reason in question.measured.hold_owners:
        owners = [question.measured.hold_owners[reason]]
    else:
        steps: Sequence[Step] = question.measured.process.steps_from(state)
        if any(step.is_automatic for step in steps):
            return Holder((), "a rule")
        owners = list(dict.fromkeys(step.duty for step in steps if step.duty))
    sides = [duty(owner).side for owner in owners]
    side = sides[0] if sides and len(set(sides)) == 1 else None
    return Holder(tuple(owners), _SIDES.get(side, "either side"))


_SIDES: Mapping[Side | None, str] = {CENTRE: "the centre", RETAINED: "the body"}


def as_it_stands(*, now: datetime) -> datetime:
    """The moment as of which the bodies in scope are asked: now, or, where all are made up, the end of their last day.

    A made-up world has its own clock, which stops with its last act: what waits there does not wait on.
    """
    rows = _rows(
        "SELECT bool_and(b.synthetic) AS synthetic, max(x.at) AS last FROM tenancy_body b LEFT JOIN LATERAL ("
        "  SELECT e.at FROM processes_evidence e WHERE e.body_id = b.id ORDER BY e.fiscal_year DESC, e.id DESC LIMIT 1"
        " ) x ON true WHERE b.id = ANY ((SELECT hanaper.bodies())::bigint[])",
        {},
    )
    if not rows[0]["synthetic"] or rows[0]["last"] is None:
        return now
    return min(now, end_of_day(business_date(rows[0]["last"])))


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
