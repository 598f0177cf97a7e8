"""What the audit trail and its chain look like. All of it is written in SQL (`sql/audit.sql`, `sql/sealing.sql`).

Body 0 is the platform itself; nobody's reading scope holds it, so that its rows are read by `verify` alone.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hanaper.foundation.tenancy.api import TenantManager


class AuditEntry(models.Model):
    """One change of one row that is not a step: who, when, which columns, and the digest of before and after."""

    pk = models.CompositePrimaryKey("body_id", "fiscal_year", "id")
    body_id = models.BigIntegerField()
    fiscal_year = models.SmallIntegerField()
    id = models.BigIntegerField()
    table_name = models.TextField()
    row_id = models.BigIntegerField()
    operation = models.TextField()
    columns = ArrayField(models.TextField())
    digest = models.BinaryField()
    actor_id = models.BigIntegerField(null=True)
    automation = models.TextField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    duty = models.TextField(null=True)
    run = models.UUIDField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    objects: models.Manager[AuditEntry] = TenantManager()

    class Meta:
        managed = False
        db_table = "audit_entry"


class AuditDetail(models.Model):
    """What stood in the named columns before and after. A disposal may remove it."""

    pk = models.CompositePrimaryKey("body_id", "fiscal_year", "entry_id")
    body_id = models.BigIntegerField()
    fiscal_year = models.SmallIntegerField()
    entry_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects: models.Manager[AuditDetail] = TenantManager()

    class Meta:
        managed = False
        db_table = "audit_detail"


class Seal(models.Model):
    """The place of one row in its body's chain."""

    pk = models.CompositePrimaryKey("body_id", "position")
    body_id = models.BigIntegerField()
    position = models.BigIntegerField()
    stream = models.SmallIntegerField()
    fiscal_year = models.SmallIntegerField()
    row_id = models.BigIntegerField()
    number = models.BigIntegerField(null=True)
    link = models.BinaryField()

    objects: models.Manager[Seal] = TenantManager()

    class Meta:
        managed = False
        db_table = "audit_seal"


class ChainHead(models.Model):
    """How far a body's chain has come."""

    body_id = models.BigIntegerField(primary_key=True)
    position = models.BigIntegerField()
    link = models.BinaryField()
    sealed_at = models.DateTimeField()

    objects: models.Manager[ChainHead] = TenantManager()

    class Meta:
        managed = False
        db_table = "audit_head"
