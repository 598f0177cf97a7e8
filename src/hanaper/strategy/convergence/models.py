"""What is kept here: deviations. Everything else is asked of evidence."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import TenantManager


class Deviation(Document):
    """A body's leave to do otherwise than the standard process says, for a while.

    Its content never changes: whoever erred withdraws it and asks anew, and to renew is to ask for another one.
    process_code, step: of the process that it deviates from; the step is "" where it is the whole process.
    cost_pence: what it costs in a year, null where nobody has worked it out. owner_duty: whose holders answer for it.
    """

    class Aspect(models.TextChoices):
        """In which of the three parts of conformance it deviates."""

        PATH = "path", "Path: other steps, or in another order"
        PARAMETERS = "parameters", "Parameters: a threshold or a term of its own"
        DATA = "data", "Data: other fields, codes or files"

    process_code = models.CharField(max_length=40)
    step = models.CharField(max_length=40, default="", blank=True)
    aspect = models.CharField(max_length=10, choices=Aspect.choices)
    what = models.CharField(max_length=300)
    why = models.CharField(max_length=600)
    cost_pence = models.BigIntegerField(null=True, blank=True, db_comment="pence a year; null: not worked out")
    cost_source = models.CharField(max_length=200, default="", blank=True)
    owner_duty = models.CharField(max_length=60)
    evidence = models.CharField(max_length=300, default="", blank=True, help_text="Where the case for it is kept.")
    from_on = models.DateField(db_comment="the first day on which it counts")
    expires_on = models.DateField(db_comment="the first day on which it counts no more")
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by", db_constraint=False
    )

    objects: models.Manager[Deviation] = TenantManager()

    class Meta:
        ordering = ["process_code", "expires_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gt=F("from_on")), name="convergence_deviation_term"),
            models.CheckConstraint(
                condition=Q(cost_pence__isnull=True) | ~Q(cost_source=""), name="convergence_deviation_cost"
            ),
        ]
        indexes = [models.Index(fields=["body", "process_code", "state"], name="convergence_deviation_of")]

    def __str__(self) -> str:
        return self.number or f"deviation {self.pk}"

    def is_in_force(self, on: date) -> bool:
        """Whether it counts on that day. An approved deviation that has expired does not."""
        return self.state == "approved" and self.from_on <= on < self.expires_on

    def is_expired(self, on: date) -> bool:
        """Whether it was agreed to, its term is over, and nobody has ended it or had it renewed."""
        return self.state == "approved" and self.expires_on <= on
