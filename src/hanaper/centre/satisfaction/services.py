"""Asking people about work that was done for them, taking their answers, and forgetting what is over."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from hanaper import parameters
from hanaper.centre.satisfaction.errors import QuestionNotOpen
from hanaper.centre.satisfaction.selectors import customers
from hanaper.centre.satisfaction.surveyed import SURVEYED
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.database.arrays import numbers

_PARAMETERS = "hanaper/measures/satisfaction/"


def questions_ask() -> int:
    """Ask people of the act's body how work was that was finished for them of late. Returns how many were asked.

    Once more on the same day asks nobody twice: who was asked is left in peace for longer than work is looked back on.
    """
    opened = current_act()
    since = opened.at - timedelta(days=_days("asked_within_days"))
    found = [
        (surveyed.process_code, document_id, person_id)
        for surveyed in SURVEYED.values()
        for document_id, person_id in customers(surveyed, since=since, before=opened.at)
    ]
    if not found:
        return 0
    processes, documents, people = zip(*found, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hanaper.satisfaction_ask(%s::text[], %s::bigint[], %s::bigint[], %s, %s)",
            [list(processes), numbers(documents), numbers(people), _days("quiet_days"), _days("answer_days")],
        )
        return int(cursor.fetchone()[0])


def question_answer(*, question_id: int, score: int, said: str = "") -> None:
    """Count the actor's answer and forget the question. score: 0 to 10. said: what they add in words, kept apart.

    Raises QuestionNotOpen.
    """
    _close(question_id, score, said)


def question_decline(*, question_id: int) -> None:
    """Forget the question without an answer. Raises QuestionNotOpen."""
    _close(question_id, None, "")


def _close(question_id: int, score: int | None, said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.satisfaction_answer(%s, %s, %s)", [question_id, score, said.strip()])
        if not cursor.fetchone()[0]:
            raise QuestionNotOpen


def questions_forget() -> int:
    """Forget questions and quiet times that are over, and words of long ago. Returns how many rows went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.satisfaction_forget(%s)", [_days("comment_months")])
        return int(cursor.fetchone()[0])


def _days(name: str) -> int:
    return parameters.get(f"{_PARAMETERS}{name}", on=current_act().today).whole_number
