"""What a duty costs, and which cost centres are the centre's: dated data that an operator loads, with its source."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from hanaper.foundation.tenancy.api import Body, Cluster, ClusterManager, CostCentre, TenantManager


class DutyCost(models.Model):
    """Pay with on-costs and productive hours of everyone under one duty, in one month of one cluster.

    Never changed: a figure that was wrong gets the next version beside it, and earlier answers stay as they were.
    """

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=60)
    month = models.DateField(help_text="First day of the month.")
    version = models.PositiveSmallIntegerField(default=1)
    pay_pence = models.BigIntegerField(db_comment="pence; pay with on-costs for the month")
    productive_hours = models.DecimalField(
        max_digits=12, decimal_places=2, db_comment="hours; paid, less leave, sickness and training"
    )
    source = models.CharField(max_length=200)
    is_assumption = models.BooleanField(help_text="Rests on no published or audited figure.")
    synthetic = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects: models.Manager[DutyCost] = ClusterManager()

    class Meta:
        ordering = ["duty", "month", "version"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "duty", "month", "version"], name="costs_dutycost_once"),
            models.CheckConstraint(condition=Q(pay_pence__gte=0), name="costs_dutycost_pay"),
            models.CheckConstraint(condition=Q(productive_hours__gte=0), name="costs_dutycost_hours"),
            models.CheckConstraint(condition=Q(month__day=1), name="costs_dutycost_month"),
        ]


class CentreCostCentre(models.Model):
    """A cost centre of the body that hosts a centre, whose whole cost is the centre's while `valid`.

    service: whose cost it is, "" where all services share it. serves: the one body for which it arises, or null.
    is_one_off: costs that happen once stand apart from the cost to serve.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    cost_centre_id: int
    serves_id: int | None
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+", db_constraint=False)
    service = models.CharField(max_length=40, default="", blank=True)
    serves = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    is_one_off = models.BooleanField(default=False)
    valid = DateRangeField()
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects: models.Manager[CentreCostCentre] = TenantManager()

    class Meta:
        ordering = ["cost_centre_id", "valid"]
        constraints = [
            ExclusionConstraint(
                name="costs_centrecostcentre_once",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("cost_centre", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]
