"""What is kept of returns: which bodies run another system, each return, every edition of it, row by row."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import Body, TenantManager
from hanaper.strategy.returns.rules.formats import FORMATS


class Connection(models.Model):
    """A body runs another system while `valid`, and sends returns."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    system = models.CharField(max_length=120)
    valid = DateRangeField()
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    objects: models.Manager[Connection] = TenantManager()

    class Meta:
        ordering = ["valid"]


class Return(Document):
    """What a body owes for a month. edition: of the file that counts, 0 before there is one."""

    kind = models.CharField(max_length=12, choices=[(each.kind, each.title) for each in FORMATS.values()])
    month = models.DateField(db_comment="first day of the month")
    due_on = models.DateField()
    edition = models.PositiveSmallIntegerField(default=0)

    objects: models.Manager[Return] = TenantManager()

    class Meta:
        ordering = ["-month", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "month"], name="returns_return_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="returns_return_month"),
        ]

    def __str__(self) -> str:
        return self.number or f"return {self.pk}"


class Edition(models.Model):
    """One file of a return, as it was received; never changed. reasons: why each warning is right, by code."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    of = models.ForeignKey(Return, models.PROTECT, related_name="editions", db_constraint=False)
    edition = models.PositiveSmallIntegerField()
    format_version = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=120)
    sha256 = models.BinaryField(max_length=32)
    rows = models.PositiveIntegerField()
    cells_given = models.PositiveIntegerField(db_comment="needed cells that were filled")
    cells_asked = models.PositiveIntegerField(db_comment="needed cells")
    mended = models.JSONField(default=list)
    reasons = models.JSONField(default=dict)
    received_at = models.DateTimeField()

    objects: models.Manager[Edition] = TenantManager()

    class Meta:
        ordering = ["of_id", "edition"]
        constraints = [models.UniqueConstraint(fields=["body", "of", "edition"], name="returns_edition_once")]


class EditionRow(models.Model):
    """One row of an edition: its cells by column, amounts and numbers as text, exact."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="lines", db_constraint=False)
    line = models.PositiveIntegerField()
    cells = models.JSONField()

    objects: models.Manager[EditionRow] = TenantManager()

    class Meta:
        ordering = ["edition_id", "line"]
        constraints = [models.UniqueConstraint(fields=["body", "edition", "line"], name="returns_editionrow_once")]


class Refusal(models.Model):
    """A file that was refused: what was wrong, by code and line, and nothing of what was in it."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    of = models.ForeignKey(Return, models.PROTECT, related_name="refusals", db_constraint=False)
    file_name = models.CharField(max_length=120)
    faults = models.JSONField(db_comment="code, line and column of each")
    at = models.DateTimeField()

    objects: models.Manager[Refusal] = TenantManager()

    class Meta:
        ordering = ["of_id", "at"]
