"""Bodies, groups, clusters and cost centres: who is served, by whom, since when.

The tenant is the *body*: whatever has its own accounting officer and books. A departmental group is a dated set of
bodies; a cluster a dated set of groups served by one shared service centre. Memberships are date ranges `[start, end)`
that may not overlap, so that every day has one answer. A body's id never changes: a merger ends it and names a
successor, whose reading scope includes it.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from hanaper.foundation.tenancy.codes import ALL, BODY_CODE, RESERVED
from hanaper.foundation.tenancy.scope import current_scope

M = TypeVar("M", bound=models.Model)


class TenantManager(models.Manager[M]):
    """Rows of the bodies in scope. Raises NoScope outside an act."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(body_id__in=current_scope().bodies)


class ClusterManager(models.Manager[M]):
    """Rows of the clusters in scope. Raises NoScope outside an act."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(cluster_id__in=current_scope().clusters)


class Cluster(models.Model):
    """A set of departmental groups served by one shared service centre."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    centre_name = models.CharField(max_length=120, help_text="Name of the shared service centre.")
    lead = models.ForeignKey(
        "Body", models.PROTECT, null=True, related_name="+",
        help_text="The body that hosts the centre: acts on what the whole cluster shares (suppliers) are acts for it.",
    )  # fmt: skip
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A departmental group."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """The tenant: a department, agency or arm's-length body with its own accounting officer and books."""

    code = models.CharField(max_length=12, unique=True, help_text="Short name in addresses, lower case.")
    name = models.CharField(max_length=160)
    headcount = models.PositiveIntegerField(null=True, db_comment="people, as the source of the body's size says")
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=BODY_CODE), name="tenancy_body_code"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("began_on")), name="tenancy_body_dates"
            ),
            # A body under one of these could never be reached: the site's own addresses begin with them.
            models.CheckConstraint(condition=~Q(code__in=sorted({ALL, *RESERVED})), name="tenancy_body_code_free"),
        ]

    def __str__(self) -> str:
        return self.name


def _no_overlap(name: str, *columns: str) -> ExclusionConstraint:
    expressions: list[Any] = [(column, RangeOperators.EQUAL) for column in columns]
    return ExclusionConstraint(name=name, expressions=[*expressions, ("valid", RangeOperators.OVERLAPS)])


class GroupMember(models.Model):
    """A body belongs to a group while `valid`."""

    body = models.ForeignKey(Body, models.PROTECT)
    group = models.ForeignKey(Group, models.PROTECT)
    valid = DateRangeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [_no_overlap("tenancy_groupmember_once", "body")]


class ClusterMember(models.Model):
    """A group is served by a cluster while `valid`."""

    group = models.ForeignKey(Group, models.PROTECT)
    cluster = models.ForeignKey(Cluster, models.PROTECT)
    valid = DateRangeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [_no_overlap("tenancy_clustermember_once", "group")]


class CostCentre(models.Model):
    """A part of a body that money and posts are held by."""

    body = models.ForeignKey(Body, models.PROTECT)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    valid = DateRangeField()

    objects: models.Manager[CostCentre] = TenantManager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["body", "code"], name="tenancy_costcentre_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
