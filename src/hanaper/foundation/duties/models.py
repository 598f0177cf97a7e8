"""Roles and who holds them.

A role is a named set of duties. A grant gives a role to a natural person for one body or one cluster, between two
dates, with the largest amount that the person may approve there. Every account of the person has it.
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from hanaper.foundation.tenancy.api import Body, Cluster


class Role(models.Model):
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RoleDuty(models.Model):
    role = models.ForeignKey(Role, models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "duty"], name="duties_roleduty_once")]


class Grant(models.Model):
    """A person holds a role for a body, or for every body that a cluster serves, while `valid`."""

    person = models.ForeignKey("identity.Person", models.PROTECT)
    role = models.ForeignKey(Role, models.PROTECT)
    body = models.ForeignKey(Body, models.PROTECT, null=True)
    cluster = models.ForeignKey(Cluster, models.PROTECT, null=True)
    valid = DateRangeField()
    limit_pence = models.BigIntegerField(
        null=True, db_comment="pence; the largest amount this grant lets its holder approve; null: none"
    )
    granted_by = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="duties_grant_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=True, cluster__isnull=False) | Q(body__isnull=False, cluster__isnull=True),
                name="duties_grant_body_or_cluster",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | Q(approved_by__isnull=True) | ~Q(granted_by=F("approved_by")),
                name="duties_grant_two_people",
            ),
            models.CheckConstraint(condition=Q(limit_pence__gte=0), name="duties_grant_limit"),
        ]
