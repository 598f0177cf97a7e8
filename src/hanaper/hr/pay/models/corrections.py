"""What a closed tax year should have said of one employment."""

from __future__ import annotations

from django.db import models

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import TenantManager
from hanaper.hr.pay.models.runs import PayRun, Submission


class YearCorrection(Document):
    """The right totals of one employment in a tax year that is over, told to HMRC by a further submission.

    run: the last that paid it in that year. before, ni_before: what was told until now; to_date, ni_to_date: what is
    right, as in a payslip, by figure and by letter. It pays nothing, and changes no payslip.
    """

    class Cause(models.TextChoices):
        PAY = "pay", "Pay was wrong"
        TAX = "tax", "Tax was wrong"
        INSURANCE = "insurance", "National Insurance or its letter was wrong"
        LOAN = "loan", "A loan was wrong"
        STATUTORY = "statutory", "Statutory pay was wrong"

    employment_id = models.BigIntegerField()
    run = models.ForeignKey(PayRun, models.PROTECT, related_name="corrections", db_constraint=False)
    tax_year = models.SmallIntegerField(db_comment="the year of its 6 April")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    before = models.JSONField(db_comment="figure -> pence")
    ni_before = models.JSONField(db_comment="letter -> six figures in pence")
    to_date = models.JSONField(db_comment="figure -> pence")
    ni_to_date = models.JSONField(db_comment="letter -> six figures in pence")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+", db_constraint=False)

    objects: models.Manager[YearCorrection] = TenantManager()

    class Meta:
        ordering = ["-pk"]
