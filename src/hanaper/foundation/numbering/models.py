"""How far each series of a body has come in a fiscal year."""

from __future__ import annotations

from django.db import models

from hanaper.foundation.tenancy.api import Body, TenantManager


class Series(models.Model):
    """`last` is the number that was given last. Written by `hanaper.take_numbers` alone; read-only here."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    series = models.CharField(max_length=40)
    fiscal_year = models.SmallIntegerField(db_comment="the year of its April")
    last = models.BigIntegerField()

    objects: models.Manager[Series] = TenantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "series", "fiscal_year"], name="numbering_series_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.fiscal_year}: {self.last}"
