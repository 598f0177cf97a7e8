"""Reads of satisfaction: customers of finished work, one's own open questions, and counts that may be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources

from django.db import connection

from hanaper import parameters
from hanaper.centre.satisfaction.errors import QuestionNotOpen
from hanaper.centre.satisfaction.rules.promoters import Answers
from hanaper.centre.satisfaction.surveyed import SURVEYED, Surveyed
from hanaper.foundation.processes.api import process
from hanaper.foundation.tenancy.api import Body
from hanaper.kernel.periods import FiscalPeriod

CELL_MIN = "hanaper/measures/suppression/cell_min"


@dataclass(frozen=True)
class Question:
    """An open question of the reader. until: the first day on which it cannot be answered. document: its number."""

    id: int
    body: Body
    surveyed: Surveyed
    document: str
    until: date

    @property
    def about(self) -> str:
        """The work that it is about, in words."""
        return f"{self.surveyed.document} {self.document}".strip()


@dataclass(frozen=True)
class Told:
    """The answers of one service in a month, of a body, or of a whole cluster where `body_id` is None.

    answers: None where they are not told, and then either answers may still come until `closes_on` (`is_open`), or so
    few came that they are left out (`is_hidden`). cluster_id: None for a body that no cluster served.
    """

    surveyed: Surveyed
    cluster_id: int | None
    body_id: int | None
    closes_on: date
    is_open: bool
    is_hidden: bool
    synthetic: bool
    answers: Answers | None


@dataclass(frozen=True)
class Comment:
    """What somebody of a cluster's bodies added in words about a service: nobody knows who, of which body, or when."""

    surveyed: Surveyed
    cluster_id: int
    said: str


def customers(surveyed: Surveyed, *, since: datetime, before: datetime) -> list[tuple[int, int]]:
    """(document, person) of the act's body: for whom documents were finished in [since, before)."""
    steps = [step if "." in step else f"{surveyed.process_code}.{step}" for step in surveyed.customers]
    named = [tuple(step.split(".", 1)) for step in steps]
    with connection.cursor() as cursor:
        cursor.execute(
            _customers_sql(),
            {
                "process": surveyed.process_code,
                "done": list(surveyed.done),
                "since": since,
                "before": before,
                "processes": [each[0] for each in named],
                "steps": [each[1] for each in named],
                "employees": surveyed.employees,
            },
        )
        return cursor.fetchall()


def questions_open() -> list[Question]:
    """The reader's open questions in the bodies in scope, the first to lapse first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, body_id, process, document_id, until FROM hanaper.satisfaction_open()")
        rows = cursor.fetchall()
    bodies = Body.objects.in_bulk({row[1] for row in rows})
    named: dict[tuple[str, int], str] = {}
    for code in {row[2] for row in rows}:
        ids = [row[3] for row in rows if row[2] == code]
        found = process(code).model.objects.filter(pk__in=ids)
        named.update({(code, pk): number for pk, number in found.values_list("pk", "number")})
    return [
        Question(pk, bodies[body_id], SURVEYED[code], named.get((code, document_id), ""), until)
        for pk, body_id, code, document_id, until in rows
    ]


def question_get_for(question_id: int) -> Question:
    """One open question of the reader. Raises QuestionNotOpen."""
    for each in questions_open():
        if each.id == question_id:
            return each
    raise QuestionNotOpen


def told(month: FiscalPeriod) -> list[Told]:
    """What may be told of a month, service by service: whole clusters first, then the bodies in scope."""
    names = "process, cluster_id, body_id, closes_on, is_open, is_hidden, synthetic"
    counted = "asked, promoters, passives, detractors"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names}, {counted} FROM hanaper.satisfaction_counts(%s, %s, %s)", _between(month))
        rows = cursor.fetchall()
    return [
        Told(
            surveyed=SURVEYED[code],
            cluster_id=cluster_id,
            body_id=body_id,
            closes_on=closes_on,
            is_open=is_open,
            is_hidden=is_hidden,
            synthetic=synthetic,
            answers=None if counts[0] is None else Answers(*counts),
        )
        for code, cluster_id, body_id, closes_on, is_open, is_hidden, synthetic, *counts in rows
    ]


def comments(month: FiscalPeriod) -> Sequence[Comment]:
    """What was added in words in a month, of clusters whose counts may be told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT process, cluster_id, said FROM hanaper.satisfaction_comments(%s, %s, %s)", _between(month)
        )
        return [Comment(SURVEYED[code], cluster_id, said) for code, cluster_id, said in cursor.fetchall()]


def least_told(on: date) -> int:
    """How many must have answered before anything is told."""
    return parameters.get(CELL_MIN, on=on).whole_number


def _between(month: FiscalPeriod) -> list[date | int]:
    return [month.start, month.end, least_told(month.last)]


@cache
def _customers_sql() -> str:
    return resources.files("hanaper.centre.satisfaction").joinpath("sql", "customers.sql").read_text(encoding="utf-8")
