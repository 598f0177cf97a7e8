"""Claims that were entered here. What the package brings stands in `facts/`; both are the register."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import TenantManager
from hanaper.strategy.register.facts import NOT_STATED


class EnteredClaim(Document):
    """What a source said, as somebody read it there: one figure, state, date, commitment or whether a cluster is live.

    Its content never changes, which the database keeps: a mistake is corrected by another claim, which names this one.
    about: id of the figure (of the register, or a new one), cluster or group. what: what the figure counts, which side
    of the cluster stands so, or what happens on the date. value: as `rules.entering` reads it; pence where the unit is
    pence. as_of, published, seen, due: as exact as the source, such as 2024, 2024-03 or 2024-03-04.
    """

    class Kind(models.TextChoices):
        FIGURE = "figure", "A figure"
        STATE = "state", "How a side of a cluster stands"
        DATE = "date", "A date of a cluster, planned or actual"
        LIVE = "live", "Whether a cluster is live"
        COMMITMENT = "commitment", "What a departmental group says about joining"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=60)
    what = models.CharField(max_length=300, default="", blank=True)
    value = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, default="", blank=True)
    bound = models.CharField(max_length=10, default="exactly")
    is_planned = models.BooleanField(null=True, db_comment="of a date: planned, or happened; null for other kinds")
    due = models.CharField(max_length=10, default="", blank=True, db_comment="of a commitment: when it is decided")
    as_of = models.CharField(max_length=10, db_comment="when it holds, as exact as the source")
    prices = models.CharField(max_length=60, default=NOT_STATED)
    discounting = models.CharField(max_length=60, default=NOT_STATED)
    net = models.CharField(max_length=60, default=NOT_STATED)
    source_title = models.CharField(max_length=300)
    source_publisher = models.CharField(max_length=200)
    source_published = models.CharField(max_length=10)
    source_at = models.CharField(max_length=500, db_comment="where the source is: an address, or a place in words")
    source_seen = models.CharField(max_length=10)
    source_via = models.CharField(max_length=300, default="", blank=True)
    note = models.CharField(max_length=600, default="", blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", db_constraint=False
    )
    version = models.PositiveSmallIntegerField(default=1)

    objects: models.Manager[EnteredClaim] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(version=1, corrects=None) | Q(version__gt=1, corrects__isnull=False),
                name="register_enteredclaim_version",
            ),
            models.UniqueConstraint(
                fields=["body", "corrects"],
                condition=Q(state__in=["recorded", "stands"]),
                name="register_enteredclaim_corrected_once",
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="register_enteredclaim_state")]

    def __str__(self) -> str:
        return self.number or f"claim {self.pk}"
