"""Grades and ranks, what each is paid, and the posts of a body."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from hanaper.foundation.tenancy.api import Body, CostCentre, TenantManager
from hanaper.hr.dated.api import Dated, never_overlaps


class Grade(models.Model):
    """A grade, or a rank of the armed forces. Nothing assumes that a body has only one family of them."""

    class Family(models.TextChoices):
        CIVIL_SERVICE = "civil-service", "Civil Service"
        ARMED_FORCES = "armed-forces", "Armed forces"
        OTHER = "other", "Other"

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    family = models.CharField(max_length=16, choices=Family.choices)
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(db_comment="order within the family, the lowest first")

    objects: models.Manager[Grade] = TenantManager()

    class Meta:
        ordering = ["family", "place"]
        constraints = [models.UniqueConstraint(fields=["body", "code"], name="posts_grade_code")]

    def __str__(self) -> str:
        return self.name


class ScalePoint(Dated):
    """What one point of a grade's scale is paid a year, full-time, while `valid`."""

    subject: ClassVar[tuple[str, ...]] = ("grade_id", "point")

    grade = models.ForeignKey(Grade, models.PROTECT, related_name="points", db_constraint=False)
    point = models.PositiveSmallIntegerField()
    annual_pence = models.BigIntegerField()

    class Meta(Dated.Meta):
        constraints = [
            never_overlaps("posts_scalepoint_once", "grade", "point"),
            models.CheckConstraint(condition=Q(annual_pence__gt=0), name="posts_scalepoint_amount"),
        ]


class Post(models.Model):
    """A job in a body's establishment, whoever fills it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    number = models.CharField(max_length=24)
    title = models.CharField(max_length=120)
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="posts", db_constraint=False)
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+", db_constraint=False)
    programme = models.ForeignKey("ledger.Programme", models.PROTECT, related_name="+", db_constraint=False)
    fte_hundredths = models.PositiveSmallIntegerField(default=100)
    valid = DateRangeField()

    objects: models.Manager[Post] = TenantManager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="posts_post_number"),
            models.CheckConstraint(condition=Q(fte_hundredths__range=(1, 100)), name="posts_post_fte"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
