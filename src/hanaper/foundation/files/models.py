"""Stored files: what came in from outside, or went out, byte for byte."""

from __future__ import annotations

from django.db import models

from hanaper.foundation.tenancy.api import Body, TenantManager


class StoredFile(models.Model):
    """One file of one body. It never changes: the same bytes under another name are another row."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    sha256 = models.BinaryField(max_length=32)
    media_type = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    size_bytes = models.PositiveIntegerField(db_comment="bytes")
    content = models.BinaryField()
    stored_at = models.DateTimeField(db_comment="when the act that stored it happened")
    person_id = models.BigIntegerField(null=True, db_comment="who stored it; null: a rule")
    run = models.UUIDField()

    objects: models.Manager[StoredFile] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(size_bytes__range=(1, 400 * 1024 * 1024)), name="files_size"),
        ]
        indexes = [models.Index(fields=["body", "sha256"], name="files_sha256")]

    def __str__(self) -> str:
        return self.name
