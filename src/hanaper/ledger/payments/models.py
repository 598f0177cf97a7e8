"""Instructions to pay."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import CostCentre, TenantManager


class PaymentInstruction(Document):
    """Pay `payee_name` this amount by `due_on`, because of one source document.

    A bulk instruction pays many at once (a pay run): it has no site, `payee_count` says how many, and whoever made the
    source document names them when the file is written.

    account, cost_centre, programme: where the liability stands, which the release takes away.
    """

    source_process = models.CharField(max_length=40)
    source_id = models.BigIntegerField(db_comment="the document of source_process that is paid")
    payee_name = models.CharField(max_length=140)
    payee_site_id = models.BigIntegerField(
        null=True, db_comment="supplier site; its account is looked up when a run is built. Null: a bulk instruction"
    )
    payee_count = models.PositiveIntegerField(default=1)
    amount_minor = models.BigIntegerField(db_comment="minor units of currency")
    currency = models.CharField(max_length=3)
    amount_pence = models.BigIntegerField(db_comment="pence; what the liability stands at in the books")
    due_on = models.DateField()
    reference = models.CharField(max_length=140, help_text="What the payee reads on the statement.")
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+", db_constraint=False)
    programme = models.ForeignKey("ledger.Programme", models.PROTECT, related_name="+", db_constraint=False)

    objects: models.Manager[PaymentInstruction] = TenantManager()

    class Meta:
        app_label = "ledger"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "source_process", "source_id"], name="ledger_payment_source_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="ledger_payment_amount"),
            models.CheckConstraint(condition=Q(amount_pence__gte=0), name="ledger_payment_pence"),
        ]
        indexes = [
            models.Index(fields=["body", "due_on"], name="ledger_payment_due", condition=Q(state="due")),
        ]

    def __str__(self) -> str:
        return self.number or f"payment {self.pk}"

    @property
    def is_bulk(self) -> bool:
        """Whether it pays many at once."""
        return self.payee_site_id is None

    @property
    def end_to_end_id(self) -> str:
        """How bank statements name it: the body's code and our number, unique for ever."""
        return f"{self.body.code}-{self.number}".upper()
