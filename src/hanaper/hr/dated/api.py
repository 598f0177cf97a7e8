"""Dated records with two time axes: when a fact is true, and when it was known.

A record says that something holds on the days of `valid`. It is never overwritten: a change supersedes the records that
it overlaps, and records anew what is left of them. So what was known on any earlier day can still be read, which is how
a pay run is worked out again to the penny.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.tenancy.api import Body, TenantManager

D = TypeVar("D", bound="Dated")


class Dated(models.Model):
    """Abstract. One fact about one employment (or whatever else `subject` names) while `valid`.

    subject: the columns that say what it is about; facts of the same subject never overlap.
    superseded_at: when a later record took its place; null while it is what we know.
    """

    subject: ClassVar[tuple[str, ...]] = ("employment_id",)

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    valid = DateRangeField(db_comment="the days on which it is true, closed-open")
    recorded_at = models.DateTimeField(db_comment="since when it is known")
    recorded_by_id = models.BigIntegerField(null=True, db_comment="opaque id of the person who recorded it")
    superseded_at = models.DateTimeField(null=True, db_comment="when a later record took its place")

    objects: models.Manager[Any] = TenantManager()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["pk"]


def never_overlaps(name: str, *subject: str) -> ExclusionConstraint:
    """The constraint that facts of one subject, as they are known now, do not overlap."""
    equal: list[Any] = [(column, RangeOperators.EQUAL) for column in ("body", *subject)]
    return ExclusionConstraint(
        name=name, expressions=[*equal, ("valid", RangeOperators.OVERLAPS)], condition=Q(superseded_at=None)
    )


def as_of(model: type[D], *, on: date, known_at: datetime | None = None) -> Any:
    """The facts that are true on a day (a query set), as they were known at an instant; None: as they are known now."""
    found = _rows(model).filter(valid__contains=on)
    if known_at is None:
        return found.filter(superseded_at=None)
    return found.filter(known(known_at))


def known(at: datetime) -> Q:
    """What was known at an instant."""
    return Q(recorded_at__lte=at) & (Q(superseded_at=None) | Q(superseded_at__gt=at))


def put(model: type[D], facts: Sequence[D], *, fresh: bool = False) -> list[D]:
    """Record facts, superseding what they overlap; what is left of that is recorded anew beside them.

    facts: unsaved, with what they are about and `valid`; of one subject they must not overlap each other.
    fresh: nothing is known of their subjects yet, so that nothing need be looked for (starters, imports).
    """
    act = current_act()
    kept = [] if fresh else _remains(model, facts, act.at)
    for fact in (*kept, *facts):
        fact.body_id = act.body_id
        fact.recorded_at, fact.recorded_by_id = act.at, act.person_id
    _rows(model).bulk_create([*facts, *kept], batch_size=2000)
    return list(facts)


def end(model: type[D], subjects: Sequence[Any], on: date) -> None:
    """Let facts of these employments end on a day, the first on which they are no longer true; later ones fall away."""
    act = current_act()
    lasting = list(
        _rows(model).filter(employment_id__in=list(subjects), superseded_at=None, valid__overlap=DateRange(on, None))
    )
    shorter = [_copy(fact, DateRange(fact.valid.lower, on)) for fact in lasting if fact.valid.lower < on]
    _rows(model).filter(pk__in=[fact.pk for fact in lasting]).update(superseded_at=act.at)
    put(model, shorter, fresh=True)


def _remains(model: type[D], facts: Sequence[D], at: datetime) -> list[D]:
    """Supersede what the facts overlap, and answer unsaved copies of what is left of it."""
    first = model.subject[0]
    wanted = {getattr(fact, first) for fact in facts}
    standing = _rows(model).filter(**{f"{first}__in": list(wanted)}, superseded_at=None)
    by_subject: dict[tuple[Any, ...], list[D]] = {}
    for row in standing.order_by("pk"):
        by_subject.setdefault(tuple(getattr(row, name) for name in model.subject), []).append(row)
    gone: set[int] = set()
    left: list[D] = []
    for fact in facts:
        key = tuple(getattr(fact, name) for name in model.subject)
        pieces = by_subject.get(key, [])
        after: list[D] = []
        for row in pieces:
            if not _overlap(row.valid, fact.valid):
                after.append(row)
                continue
            if row.pk is not None:
                gone.add(row.pk)
            else:
                left.remove(row)
            rest = [_copy(row, each) for each in _minus(row.valid, fact.valid)]
            left += rest
            after += rest
        by_subject[key] = after
    _rows(model).filter(pk__in=gone).update(superseded_at=at)
    return left


def _rows(model: type[D]) -> Any:
    """The rows of a model in scope."""
    return model._default_manager


def _copy(fact: D, valid: DateRange) -> D:
    values = {
        field.attname: getattr(fact, field.attname) for field in fact._meta.concrete_fields if not field.primary_key
    }
    return type(fact)(**{**values, "valid": valid, "superseded_at": None})


def _overlap(one: DateRange, other: DateRange) -> bool:
    return (other.upper is None or one.lower < other.upper) and (one.upper is None or other.lower < one.upper)


def _minus(whole: DateRange, part: DateRange) -> list[DateRange]:
    before = [DateRange(whole.lower, part.lower)] if whole.lower < part.lower else []
    ends_later = part.upper is not None and (whole.upper is None or part.upper < whole.upper)
    return [*before, DateRange(part.upper, whole.upper)] if ends_later else before
