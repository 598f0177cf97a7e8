"""What comes in about somebody's pay: from HMRC, from courts and councils, from pension schemes."""

from __future__ import annotations

from django.db import models

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import TenantManager


class Notice(Document):
    """One instruction that pay must follow from a day on.

    It holds no name and no National Insurance number: those stand in the file it came in, and what they led to stands
    here. employment_id: whom it is about, null while it is matched to nobody; matches: how many it would fit.
    given: what it says, by name: tax_code, is_week1, plan, previous pay and tax in pence, the terms of an order.
    """

    class Kind(models.TextChoices):
        P6 = "p6", "P6: tax code"
        P9 = "p9", "P9: tax code for a new year"
        SL1 = "sl1", "SL1: begin student loan"
        SL2 = "sl2", "SL2: stop student loan"
        PGL1 = "pgl1", "PGL1: begin postgraduate loan"
        PGL2 = "pgl2", "PGL2: stop postgraduate loan"
        ORDER = "order", "Order to take from pay"
        OPT_OUT = "opt-out", "Pension opt-out"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    effective_on = models.DateField(db_comment="the first day on which it holds")
    payroll_number = models.CharField(max_length=24, default="", blank=True, db_comment="as its sender wrote it")
    employment_id = models.BigIntegerField(null=True)
    matches = models.SmallIntegerField(default=0, db_comment="employments that it fits")
    given = models.JSONField(default=dict)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", db_constraint=False)
    line = models.PositiveIntegerField(db_comment="of the file")

    objects: models.Manager[Notice] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["body", "file", "line"], name="pay_notice_once")]

    def __str__(self) -> str:
        return self.number or f"notice {self.pk}"
