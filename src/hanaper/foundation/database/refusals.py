"""What PostgreSQL refuses, as named errors.

Mechanisms written in SQL raise SQLSTATEs of class HN; each is one error here. A module adds its own with `refusal`.
"""

from __future__ import annotations

from django.db import DatabaseError

from hanaper.kernel.errors import HanaperError, Refused

_by_sqlstate: dict[str, type[HanaperError]] = {}


def refusal(sqlstate: str) -> type:
    """Class decorator: the error that stands for a SQLSTATE. Its values are {"detail": the database's message}."""

    def register(error: type[HanaperError]) -> type[HanaperError]:
        if _by_sqlstate.setdefault(sqlstate, error) is not error:
            raise ValueError(f"SQLSTATE {sqlstate} already stands for {_by_sqlstate[sqlstate].__name__}")
        return error

    return register  # type: ignore[return-value]


def translate(error: DatabaseError) -> HanaperError | None:
    """The named error for what the database said, or None where it is a defect of ours."""
    cause = error.__cause__
    sqlstate = getattr(cause, "sqlstate", None)
    found = _by_sqlstate.get(sqlstate or "")
    return found(detail=cause.diag.message_primary) if found else None  # type: ignore[union-attr]


@refusal("HN001")
class NoAct(Refused):
    """Something that counts was to be written outside an act."""

    code = "database.no-act"


@refusal("HN002")
class NotNow(Refused):
    """An act of a real body was dated at another time than now."""

    code = "database.not-now"


@refusal("HN003")
class YearOutOfRange(Refused):
    """A fiscal year that no partition is made for."""

    code = "database.year-out-of-range"


@refusal("HN004")
class IdChanged(Refused):
    """The id of a row was to be changed."""

    code = "database.id-changed"


@refusal("HN005")
class AppendOnly(Refused):
    """A row that only grows was to be changed or removed."""

    code = "database.append-only"


@refusal("55P03")
@refusal("40P01")
class Busy(Refused):
    """Someone else holds a row for longer than the lock time-out, or two acts waited for each other."""

    code = "database.busy"


@refusal("23514")
class CheckFailed(Refused):
    """A check of the table failed: most often, the fiscal year has not been opened."""

    code = "database.check-failed"
