"""Setting up grades, scales and posts, and applying pay awards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.acts.api import current_act
from hanaper.hr.dated.api import as_of, put
from hanaper.hr.posts.errors import GradeNotThere
from hanaper.hr.posts.models import Grade, Post, ScalePoint
from hanaper.hr.posts.rules.award import awarded


@dataclass(frozen=True)
class GradeSpec:
    """A grade with what its points are paid a year, full-time, in pence; point 1 first."""

    code: str
    name: str
    family: str
    points: Sequence[int]


@dataclass(frozen=True)
class PostSpec:
    """A post to set up. grade: its code."""

    number: str
    title: str
    grade: str
    cost_centre_id: int
    programme_id: int
    fte_hundredths: int = 100


@dataclass(frozen=True)
class NewPoint:
    """What an award makes of one point of a scale, in pence a year."""

    grade_id: int
    grade: str
    point: int
    before_pence: int
    after_pence: int


def grades_create(*, grades: Sequence[GradeSpec], since: date) -> dict[str, Grade]:
    """Set up grades with their scales for the act's body, in order, the lowest first. Answers them by code."""
    body_id = current_act().body_id
    made = Grade.objects.bulk_create(
        [
            Grade(body_id=body_id, family=spec.family, code=spec.code, name=spec.name, place=place)
            for place, spec in enumerate(grades, 1)
        ]
    )
    put(
        ScalePoint,
        [
            ScalePoint(grade=grade, point=point, annual_pence=pence, valid=DateRange(since, None))
            for grade, spec in zip(made, grades, strict=True)
            for point, pence in enumerate(spec.points, 1)
        ],
        fresh=True,
    )
    return {grade.code: grade for grade in made}


def posts_create(*, posts: Sequence[PostSpec], since: date) -> list[Post]:
    """Set up posts for the act's body. Raises GradeNotThere."""
    grades = {grade.code: grade for grade in Grade.objects.filter(body_id=current_act().body_id)}
    for spec in posts:
        if spec.grade not in grades:
            raise GradeNotThere(found=spec.grade)
    return Post.objects.bulk_create(
        [
            Post(
                body_id=current_act().body_id,
                number=spec.number,
                title=spec.title,
                grade=grades[spec.grade],
                cost_centre_id=spec.cost_centre_id,
                programme_id=spec.programme_id,
                fte_hundredths=spec.fte_hundredths,
                valid=DateRange(since, None),
            )
            for spec in posts
        ],
        batch_size=2000,
    )


def award_preview(*, grades: Sequence[str], on: date, basis_points: int = 0, flat_pence: int = 0) -> list[NewPoint]:
    """What an award would make of the points of these grades from a day, without doing it. Raises GradeNotThere.

    basis_points: the share that is added. flat_pence: added after that, a year. Rounded up to a pound, as scales are.
    """
    found = {grade.code: grade for grade in Grade.objects.filter(body_id=current_act().body_id, code__in=list(grades))}
    for code in grades:
        if code not in found:
            raise GradeNotThere(found=code)
    points = (
        as_of(ScalePoint, on=on)
        .filter(grade__in=found.values())
        .select_related("grade")
        .order_by("grade__place", "point")
    )
    return [
        NewPoint(
            each.grade_id,
            each.grade.code,
            each.point,
            each.annual_pence,
            awarded(each.annual_pence, basis_points, flat_pence),
        )
        for each in points
    ]


def award_apply(*, points: Sequence[NewPoint], on: date) -> int:
    """Pay the points of a scale by an award from a day on. Earlier days keep what was paid. Returns how many."""
    put(
        ScalePoint,
        [
            ScalePoint(
                grade_id=each.grade_id, point=each.point, annual_pence=each.after_pence, valid=DateRange(on, None)
            )
            for each in points
        ],
    )
    return len(points)
