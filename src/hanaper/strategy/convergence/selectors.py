"""Reads of convergence beside its report: deviations, variants, and the documents behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hanaper.foundation.interface.api import SqlRows
from hanaper.foundation.tenancy.api import current_scope
from hanaper.kernel.dates import business_date
from hanaper.kernel.errors import NotThere
from hanaper.strategy.convergence.asking import Asked, answer, statement
from hanaper.strategy.convergence.models import Deviation


@dataclass(frozen=True)
class DeviationRow:
    """A deviation as it stood. cost_pence: a year, None where nobody has worked it out. days_left: to its expiry.

    in_force: agreed to, and within its term. overdue: agreed to, over, and neither ended nor renewed.
    """

    body_id: int
    body_code: str
    body: str
    synthetic: bool
    id: int
    number: str
    process_code: str
    step: str
    aspect: str
    what: str
    cost_pence: int | None
    cost_source: str
    owner_duty: str
    from_on: date
    expires_on: date
    state: str
    in_force: bool
    overdue: bool
    days_left: int


@dataclass(frozen=True)
class Variant:
    """A way that documents of one process went. path: its steps in order, each with the state that it led to.

    on_path: whether it is a standard path or the beginning of one. converged: documents on it that are converged.
    median_seconds: from the first step to the last so far. touches: steps that persons took, on all its documents.
    """

    variant: str
    path: tuple[tuple[str, str], ...]
    on_path: bool
    documents: int
    converged: int
    median_seconds: int
    touches: int
    synthetic: bool


def deviations(*, as_of: datetime | None = None, known_at: datetime | None = None) -> list[DeviationRow]:
    """Every deviation in scope, by process, body and expiry, as it stood. Needs an open act."""
    rows = deviation_rows(as_of=as_of, known_at=known_at).ordered("process_code", descending=False)
    return [DeviationRow(**row) for row in rows.window(0, 10_000)]


def deviation_rows(*, as_of: datetime | None = None, known_at: datetime | None = None) -> SqlRows:
    """The same as rows of a table."""
    when = as_of or datetime.now(UTC)
    values = {
        "bodies": sorted(current_scope().bodies),
        "on": business_date(when),
        "as_of": when,
        "known_at": known_at or datetime.now(UTC),
    }
    return SqlRows(statement("deviations"), values, order=("process_code", "body", "expires_on"))


def deviation_get_for(deviation_id: int) -> Deviation:
    """One deviation in scope. Raises NotThere, alike for none and for not yours."""
    found = Deviation.objects.select_related("body", "renews").filter(pk=deviation_id).first()
    if found is None:
        raise NotThere(what="deviation", found=deviation_id)
    return found


def variants(question: Asked) -> list[Variant]:
    """The ways that the documents of the question's one process went, the most frequent first."""
    rows = answer(question.over_documents("variants"), question.values())
    return [Variant(**(row | {"path": path_of(row["path"])})) for row in rows]


def path_of(text: str) -> tuple[tuple[str, str], ...]:
    """A path's steps with the states they led to.

    >>> path_of("receive:received match:held")
    (('receive', 'received'), ('match', 'held'))
    """
    pairs = [step.split(":", 1) for step in text.split(" ")]
    return tuple((step, state) for step, state in pairs)


def document_rows(question: Asked) -> SqlRows:
    """The documents behind the question's figures, the latest first."""
    return SqlRows(question.documents, question.values(), order=("-began_at",))


def around_rows(question: Asked) -> SqlRows:
    """What went a way around, of the question's processes."""
    sql = (
        "SELECT a.way, a.process, a.body_id, a.document_id AS id, a.on_day, abs(a.value_pence) AS value_pence,"
        f" b.code AS body_code, b.name AS body, b.synthetic FROM ({question.around}) AS a"
        " JOIN tenancy_body b ON b.id = a.body_id"
    )
    return SqlRows(sql, question.values(), order=("-on_day",))
