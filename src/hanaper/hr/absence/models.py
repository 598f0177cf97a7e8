"""Dated absences."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hanaper.hr.dated.api import Dated, never_overlaps


class Absence(Dated):
    """Somebody is away on the days of `valid`. Sickness is health data: its reason is kept nowhere here.

    expected_on: the week of birth or the day of placement, for family leave. paid: whether the contract pays it.
    """

    class Kind(models.TextChoices):
        SICKNESS = "sickness", "Sickness"
        MATERNITY = "maternity", "Maternity leave"
        PATERNITY = "paternity", "Paternity leave"
        ADOPTION = "adoption", "Adoption leave"
        SHARED_PARENTAL = "shared-parental", "Shared parental leave"
        BEREAVEMENT = "bereavement", "Parental bereavement leave"
        NEONATAL = "neonatal", "Neonatal care leave"
        UNPAID = "unpaid", "Unpaid leave"

    subject: ClassVar[tuple[str, ...]] = ("employment_id",)

    employment_id = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    expected_on = models.DateField(null=True)

    class Meta(Dated.Meta):
        constraints = [never_overlaps("absence_absence_once", "employment_id")]
        indexes = [models.Index(fields=["body", "employment_id"], name="absence_of_employment")]
