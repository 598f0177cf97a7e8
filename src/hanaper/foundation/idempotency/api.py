"""One effect of a request, however often it is sent (P29).

    with act(actor, "journal.enter", body), once(key, form.cleaned_data) as request:
        if not request.was_done:
            journal = services.journal_enter(...)
            request.keep({"id": journal.pk})
    return redirect(request.answer["id"])

Same key and request: the first answer again. Same key, other request: KeyReused. The first still at work: InFlight.
The answer is part of the act's transaction, so that a crash after commit and before the reply loses nothing, and a
failure keeps nothing: the same key may then be tried again. Keys belong to one person and body, and are kept 7 days.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.idempotency.errors import InFlight, KeyReused, KeyWrong
from hanaper.kernel.digest import digest

KEEP_DAYS = 7
LENGTH_MAX = 255


class Once:
    """The request under way. was_done: it came before; `answer` and `status` are then what was kept."""

    def __init__(self, *, was_done: bool, status: int = 200, answer: Any = None) -> None:
        self.was_done, self.status, self.answer = was_done, status, answer

    def keep(self, answer: Any, *, status: int = 200) -> None:
        """Set what a repeat is answered: plain JSON values, ids rather than content."""
        if not self.was_done:
            self.answer, self.status = answer, status


@contextmanager
def once(key: str, request: object) -> Iterator[Once]:
    """Enclose the work of a request, inside its act.

    key: made by the sender, 1 to 255 characters. request: everything that the answer depends on (method, path, fields),
    as plain values (see `kernel.digest`).
    Raises KeyWrong, KeyReused, InFlight.
    """
    act = current_act()
    if not 1 <= len(key) <= LENGTH_MAX:
        raise KeyWrong(found=len(key))
    content = digest([act.duty, request])
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome, kept_status, kept_answer::text FROM hanaper.once_begin(%s, %s)", [key, content])
        outcome, status, answer = cursor.fetchone()
    match outcome:
        case "in flight":
            raise InFlight()
        case "other":
            raise KeyReused()
        case "same":
            yield Once(was_done=True, status=status, answer=json.loads(answer))
            return
    under_way = Once(was_done=False)
    yield under_way
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hanaper.once_keep(%s, %s, %s::smallint, %s::jsonb)",
            [key, content, under_way.status, json.dumps(under_way.answer)],
        )


def sweep(*, days: int = KEEP_DAYS) -> int:
    """Forget keys that are older. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.once_sweep(%s)", [days])
        return int(cursor.fetchone()[0])


__all__ = ["InFlight", "KeyReused", "KeyWrong", "Once", "once", "sweep"]
