"""Exchange rates: reference data of all bodies."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q


class ExchangeRate(models.Model):
    """What one pound bought of a currency while `valid`. Loaded once, never changed."""

    currency = models.CharField(max_length=3)
    valid = DateRangeField()
    units_per_pound = models.DecimalField(
        max_digits=18, decimal_places=8, db_comment="units of the currency for one pound"
    )
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "ledger"
        ordering = ["currency", "valid"]
        constraints = [
            ExclusionConstraint(
                name="ledger_exchangerate_once",
                expressions=[("currency", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(units_per_pound__gt=0), name="ledger_exchangerate_above_nought"),
            models.CheckConstraint(condition=~Q(currency="GBP"), name="ledger_exchangerate_foreign"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.units_per_pound} for £1"
