"""The body's own bank accounts, payment runs, and the files that carry them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from hanaper.finance.cash.rules.payment_file import Service
from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import Body, Cluster, TenantManager

SERVICES = [(service.value, service.rules.label) for service in Service]


class BankAccount(models.Model):
    """The account from which a body pays in one currency while `valid`."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    holder_name = models.CharField(max_length=140)
    sort_code = models.CharField(max_length=6, default="", blank=True)
    account_number = models.CharField(max_length=8, default="", blank=True)
    iban = models.CharField(max_length=34, default="", blank=True)
    bic = models.CharField(max_length=11, default="", blank=True)
    service_user_number = models.CharField(max_length=12, default="", blank=True, help_text="As Bacs knows the body.")
    valid = DateRangeField()

    objects: models.Manager[BankAccount] = TenantManager()

    class Meta:
        ordering = ["currency", "pk"]
        constraints = [
            ExclusionConstraint(
                name="cash_bankaccount_once",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("currency", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=(Q(iban="") & ~Q(sort_code="") & ~Q(account_number=""))
                | (~Q(iban="") & Q(sort_code="") & Q(account_number="")),
                name="cash_bankaccount_form",
            ),
        ]


class PaymentRun(Document):
    """Payments of one currency, through one service, on one day. What it holds stands in RunPayment."""

    currency = models.CharField(max_length=3)
    service = models.CharField(max_length=16, choices=SERVICES)
    pay_on = models.DateField()
    bank_account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+", db_constraint=False)
    count = models.PositiveIntegerField()
    total_minor = models.BigIntegerField(db_comment="minor units of currency; the control total")
    total_pence = models.BigIntegerField(db_comment="pence; what the liabilities stand at in the books")

    objects: models.Manager[PaymentRun] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0, total_minor__gt=0), name="cash_paymentrun_something")
        ]

    def __str__(self) -> str:
        return self.number or f"payment run {self.pk}"

    @property
    def message_id(self) -> str:
        """How the bank knows its file: the body's code and our number, unique for ever."""
        return f"{self.body.code}-{self.number}".upper()


class RunPayment(models.Model):
    """One payment of a run, with the account it goes to: fixed when the run was built."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    run = models.ForeignKey(PaymentRun, models.PROTECT, related_name="payments", db_constraint=False)
    payment = models.ForeignKey("ledger.PaymentInstruction", models.PROTECT, related_name="runs", db_constraint=False)
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    bank_detail = models.ForeignKey(
        "suppliers.BankDetail", models.PROTECT, null=True, related_name="+", db_constraint=False,
        help_text="None for a bulk payment, whose payees have accounts of their own.",
    )  # fmt: skip
    place = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField(db_comment="minor units of the run's currency")
    reference = models.CharField(max_length=140, help_text="As the service carries it.")

    objects: models.Manager[RunPayment] = TenantManager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["body", "run", "payment"], name="cash_runpayment_once"),
            models.UniqueConstraint(fields=["body", "run", "place"], name="cash_runpayment_place"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="cash_runpayment_amount"),
        ]


class PaymentFile(models.Model):
    """A file of a run, in one of the forms that its bank may take: made once (P33). Its bytes are the stored file's,
    whose digest stands here too. All forms hold the same payments; the operator sends one of them."""

    class Form(models.TextChoices):
        PAIN001 = "pain.001", "ISO 20022 pain.001.001.09"
        BACS18 = "bacs18", "Bacs Standard 18"

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    run = models.ForeignKey(PaymentRun, models.PROTECT, related_name="made_files", db_constraint=False)
    form = models.CharField(max_length=8, choices=Form.choices, default=Form.PAIN001)
    message_id = models.CharField(max_length=35)
    count = models.PositiveIntegerField()
    total_minor = models.BigIntegerField(db_comment="minor units of the run's currency; counted from the file itself")
    sha256 = models.BinaryField(max_length=32)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", db_constraint=False)
    written_at = models.DateTimeField()

    objects: models.Manager[PaymentFile] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "run", "form"], name="cash_paymentfile_once"),
            models.UniqueConstraint(fields=["message_id", "form"], name="cash_paymentfile_message"),
        ]
