"""What somebody owes their employer, and how they agreed to pay it back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import TenantManager


class PayDebt(Document):
    """An advance of pay, or an overpayment that is paid back over time.

    amount_pence: what is owed, net. instalment_pence: taken from each main run that pays on or after first_on, the
    last one less. agreed_on: when the person agreed to it. gross_pence: of an overpayment of this tax year, what was
    paid too much before tax, which the next main run takes back; 0 where that was done already.
    """

    class Kind(models.TextChoices):
        ADVANCE = "advance", "Advance of pay"
        OVERPAYMENT = "overpayment", "Overpayment"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    employment_id = models.BigIntegerField()
    amount_pence = models.BigIntegerField()
    gross_pence = models.BigIntegerField(default=0)
    instalment_pence = models.BigIntegerField()
    first_on = models.DateField(db_comment="the first day of payment that takes an instalment")
    agreed_on = models.DateField()
    approved_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    objects: models.Manager[PayDebt] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_pence__gt=0, instalment_pence__gt=0, gross_pence__gte=0), name="pay_debt_amounts"
            )
        ]

    def __str__(self) -> str:
        return self.number or f"debt {self.pk}"
