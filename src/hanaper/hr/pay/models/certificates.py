"""What people are given about a year or the end of an employment, and the year end of a scheme."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import TenantManager
from hanaper.hr.pay.models.facts import PayScheme


class Certificate(Document):
    """A P45 or P60: the figures of one employment, as they stood when it was made. Never changed.

    Whoever it is about sees it, and the pay team; nobody else (the table's own policy).
    payslip_id: the payslip whose totals it gives. pay, tax: of the tax year in this employment; pay_before, tax_before:
    in earlier employments of the same year, as brought in with their P45. left_on, has_loan: of a P45. ni: for each
    letter of the year, six figures in the order of `rules.to_date.NI_FIGURES`; statutory: by element. Both of a P60.
    """

    class Kind(models.TextChoices):
        P45 = "p45", "P45"
        P60 = "p60", "P60"

    kind = models.CharField(max_length=3, choices=Kind.choices)
    scheme = models.ForeignKey(PayScheme, models.PROTECT, related_name="certificates", db_constraint=False)
    employment_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    payslip_id = models.BigIntegerField()
    tax_year = models.SmallIntegerField(db_comment="the year of its 6 April")
    left_on = models.DateField(null=True)
    tax_code = models.CharField(max_length=10)
    is_week1 = models.BooleanField()
    frequency = models.CharField(max_length=12)
    period = models.SmallIntegerField(null=True, db_comment="tax week or month of the last payment of the year")
    pay_pence = models.BigIntegerField()
    tax_pence = models.BigIntegerField()
    pay_before_pence = models.BigIntegerField()
    tax_before_pence = models.BigIntegerField()
    has_loan = models.BooleanField(default=False)
    student_loan_pence = models.BigIntegerField(default=0)
    postgraduate_loan_pence = models.BigIntegerField(default=0)
    ni = models.JSONField(default=dict, db_comment="letter -> six figures in pence")
    statutory = models.JSONField(default=dict, db_comment="element -> pence")

    objects: models.Manager[Certificate] = TenantManager()

    class Meta:
        ordering = ["-tax_year", "kind", "employment_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "employment_id"], condition=Q(kind="p45"), name="pay_certificate_one_p45"
            ),
            models.UniqueConstraint(
                fields=["body", "employment_id", "tax_year"], condition=Q(kind="p60"), name="pay_certificate_one_p60"
            ),
        ]
        indexes = [models.Index(fields=["person_id"], name="pay_certificate_person")]

    @property
    def all_pay_pence(self) -> int:
        """Pay of the year, earlier employments included."""
        return self.pay_pence + self.pay_before_pence

    @property
    def all_tax_pence(self) -> int:
        """Tax of the year, earlier employments included."""
        return self.tax_pence + self.tax_before_pence


class YearEnd(Document):
    """The end of a tax year in a scheme: codes carried over to the next 6 April, then a P60 for everybody employed.

    raised: codes that were raised. reset: week 1/month 1 marks that were taken away. certificates: P60s.
    """

    scheme = models.ForeignKey(PayScheme, models.PROTECT, related_name="year_ends", db_constraint=False)
    tax_year = models.SmallIntegerField(db_comment="the year of its 6 April")
    raised = models.PositiveIntegerField(default=0)
    reset = models.PositiveIntegerField(default=0)
    certificates = models.PositiveIntegerField(default=0)

    objects: models.Manager[YearEnd] = TenantManager()

    class Meta:
        ordering = ["-tax_year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["body", "scheme", "tax_year"], name="pay_yearend_once")]
