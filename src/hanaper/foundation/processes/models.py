"""What every document has: one body, one state, since when and why, under which version of its process."""

from __future__ import annotations

from django.db import models

from hanaper.foundation.tenancy.api import Body, TenantManager


class Document(models.Model):
    """Abstract. `state` is written by `create` and `advance` alone; the database refuses every other way."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    process_version = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(max_length=40, editable=False)
    state_since = models.DateTimeField(editable=False)
    state_reason = models.CharField(max_length=60, default="", blank=True, editable=False)
    approved_digest = models.BinaryField(null=True, editable=False)
    number = models.CharField(max_length=24, default="", blank=True, editable=False)

    objects: models.Manager[Document] = TenantManager()

    class Meta:
        abstract = True


class Link(models.Model):
    """Two documents that belong together: drill-down, related documents and `never_by` read these rows."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    from_process = models.CharField(max_length=40)
    from_id = models.BigIntegerField()
    to_process = models.CharField(max_length=40)
    to_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)

    objects: models.Manager[Link] = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "from_process", "from_id", "to_process", "to_id", "kind"], name="processes_link_once"
            )
        ]
        indexes = [models.Index(fields=["body", "to_process", "to_id"], name="processes_link_to")]


class Claim(models.Model):
    """Somebody has taken a document for themselves. Gone when the document moves; never audited, never joined."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    process = models.CharField(max_length=40)
    document_id = models.BigIntegerField()
    person_id = models.BigIntegerField(db_comment="opaque id of who has taken it")
    since = models.DateTimeField()

    objects: models.Manager[Claim] = TenantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "process", "document_id"], name="processes_claim_once")]


class Evidence(models.Model):
    """One step of one document. Written by the database's trigger; read-only here."""

    pk = models.CompositePrimaryKey("body_id", "fiscal_year", "id")
    body = models.ForeignKey(Body, models.DO_NOTHING, related_name="+")
    fiscal_year = models.SmallIntegerField()
    id = models.BigIntegerField()
    process = models.TextField()
    version = models.SmallIntegerField()
    document_id = models.BigIntegerField()
    step = models.TextField()
    from_state = models.TextField()
    to_state = models.TextField()
    duty = models.TextField(null=True)
    actor_id = models.BigIntegerField(null=True)
    automation = models.TextField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    reason = models.TextField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    waited_seconds = models.BigIntegerField(null=True, db_comment="seconds in the state that the step left")
    run = models.UUIDField()

    objects: models.Manager[Evidence] = TenantManager()

    class Meta:
        managed = False
        db_table = "processes_evidence"


class Move(models.Model):
    """A move that a version of a process declares. Written by migrations; read-only here."""

    pk = models.CompositePrimaryKey("process", "version", "step", "from_state", "to_state")
    process = models.TextField()
    version = models.SmallIntegerField()
    step = models.TextField()
    from_state = models.TextField()
    to_state = models.TextField()

    class Meta:
        managed = False
        db_table = "processes_move"
