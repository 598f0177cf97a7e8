"""What a parallel run keeps: the comparison, the earlier payroll's results, and where they differ from ours."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import Body, TenantManager


class ParallelRun(Document):
    """An earlier payroll's results beside one pay run of ours.

    edition: counts the files that were brought in for it; the last one counts. calculation: that of the pay run it was
    last compared with. leaving_out: elements that only we have because that payroll's file has no such line at all.
    """

    pay_run_id = models.BigIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    file_name = models.CharField(max_length=120)
    file_sha256 = models.BinaryField(max_length=32)
    rows = models.PositiveIntegerField(db_comment="rows of the file, without its header")
    people_there = models.PositiveIntegerField()
    leaving_out = ArrayField(models.SmallIntegerField(), default=list)
    calculation = models.PositiveSmallIntegerField(default=0)
    people_here = models.PositiveIntegerField(default=0)
    people_differing = models.PositiveIntegerField(default=0)

    objects: models.Manager[ParallelRun] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "pay_run_id"], condition=~Q(state="abandoned"), name="parallel_run_one"
            )
        ]

    def __str__(self) -> str:
        return self.number or f"parallel run {self.pk}"


class LegacyPay(models.Model):
    """What the earlier payroll worked out for one person: never changed; another file is another edition.

    elements, amounts, hours: of one length, elements in order and once each, pence without noughts, hundredths of
    hours, -1 where none is said. Facts are "" where nothing is said. tax_code: as a payslip by number has it.
    """

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    run = models.ForeignKey(ParallelRun, models.PROTECT, related_name="results", db_constraint=False)
    edition = models.PositiveSmallIntegerField()
    payroll_number = models.CharField(max_length=24)
    tax_code = models.CharField(max_length=12, default="", blank=True)
    ni_letter = models.CharField(max_length=1, default="", blank=True)
    pension_scheme = models.CharField(max_length=16, default="", blank=True)
    elements = ArrayField(models.SmallIntegerField())
    amounts = ArrayField(models.BigIntegerField())
    hours = ArrayField(models.IntegerField())

    objects: models.Manager[LegacyPay] = TenantManager()

    class Meta:
        ordering = ["payroll_number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "run", "edition", "payroll_number"], name="parallel_legacypay_once")
        ]


class Difference(Document):
    """One element of one person that differs by a penny or more, or a fact that differs and has cost nothing yet.

    element: number of the element; 0 where only a fact differs. here, there: ours and theirs, null where that side has
    no such line. fact_here, fact_there: the fact behind it, where one is.
    """

    run = models.ForeignKey(ParallelRun, models.PROTECT, related_name="differences", db_constraint=False)
    payroll_number = models.CharField(max_length=24)
    employment_id = models.BigIntegerField(null=True, db_comment="null where nobody here has the payroll number")
    element = models.SmallIntegerField()
    cause = models.CharField(max_length=16)
    here_pence = models.BigIntegerField(null=True)
    there_pence = models.BigIntegerField(null=True)
    change_pence = models.BigIntegerField(db_comment="ours less theirs")
    fact_here = models.CharField(max_length=16, default="", blank=True)
    fact_there = models.CharField(max_length=16, default="", blank=True)

    objects: models.Manager[Difference] = TenantManager()

    class Meta:
        ordering = ["cause", "payroll_number", "element"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "run", "payroll_number", "element", "cause"],
                condition=~Q(state="lapsed"),
                name="parallel_difference_once",
            )
        ]
        indexes = [models.Index(fields=["body", "run", "state", "cause"], name="parallel_difference_of")]
