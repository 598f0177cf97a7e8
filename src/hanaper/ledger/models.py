"""The chart, programmes, periods, and what is posted.

Journals, lines and folded sums are written by `sql/posting.sql` alone; the models of them here only read.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import Body, CostCentre, TenantManager


class Account(models.Model):
    """One account of the chart that all bodies share."""

    class Type(models.TextChoices):
        ASSET = "asset", "Asset"
        LIABILITY = "liability", "Liability"
        EQUITY = "equity", "Taxpayers' equity"
        INCOME = "income", "Income"
        EXPENSE = "expense", "Expense"

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=10, choices=Type.choices)
    subledger = models.CharField(
        max_length=20, default="", blank=True, help_text="The sub-ledger that this account controls, if any."
    )
    valid = DateRangeField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AccountFact(models.Model):
    """How the Treasury sees an account while `valid`: which boundary and control total it counts against."""

    class Total(models.TextChoices):
        RESOURCE_DEL_ADMIN = "rdel-admin", "Resource DEL, administration"
        RESOURCE_DEL_PROGRAMME = "rdel-programme", "Resource DEL, programme"
        RESOURCE_DEL_DEPRECIATION = "rdel-depreciation", "Resource DEL, ring-fenced depreciation"
        CAPITAL_DEL = "cdel", "Capital DEL"
        RESOURCE_AME = "rame", "Resource AME"
        CAPITAL_AME = "came", "Capital AME"
        NONE = "none", "Outside budgets"

    account = models.ForeignKey(Account, models.PROTECT, related_name="facts")
    valid = DateRangeField()
    boundary = models.CharField(max_length=20, help_text="budget, estimate or accounts only")
    economic_code = models.CharField(max_length=10)
    is_cash = models.BooleanField(help_text="Counts against the net cash requirement.")
    control_total = models.CharField(max_length=20, choices=Total.choices)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="ledger_accountfact_once",
                expressions=[("account", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            )
        ]


class Programme(models.Model):
    """What money is for, across cost centres."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    valid = DateRangeField()

    objects: models.Manager[Programme] = TenantManager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["body", "code"], name="ledger_programme_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Period(Document):
    """One accounting period of a body: 1 to 12, April to March, and adjustment periods 13 to 15."""

    fiscal_year = models.SmallIntegerField(db_comment="the year of its April")
    period = models.SmallIntegerField()

    objects: models.Manager[Period] = TenantManager()  # type: ignore[assignment]

    class Meta:
        ordering = ["fiscal_year", "period"]
        constraints = [
            models.UniqueConstraint(fields=["body", "fiscal_year", "period"], name="ledger_period_once"),
            models.CheckConstraint(condition=Q(period__range=(1, 15)), name="ledger_period_number"),
        ]


class ManualJournal(Document):
    """A journal that a person enters, another approves, and a rule posts. Lines stand in ManualLine."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "Journal"
        OPENING = "opening", "Opening balances"
        REVERSAL = "reversal", "Reversal"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ORDINARY)
    fiscal_year = models.SmallIntegerField(db_comment="the year of its April")
    period = models.SmallIntegerField()
    description = models.CharField(max_length=200)
    amount_pence = models.BigIntegerField(db_comment="pence; the sum of the debits")
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", db_constraint=False
    )
    journal_id = models.BigIntegerField(null=True, editable=False, db_comment="the posted journal")

    objects: models.Manager[ManualJournal] = TenantManager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "reverses"], condition=~Q(state="withdrawn"), name="ledger_manualjournal_reversed_once"
            )
        ]

    def __str__(self) -> str:
        return self.number or f"journal {self.pk}"

    @property
    def has_reversal(self) -> bool:
        """Whether a reversal of it was entered and not withdrawn."""
        return self.reversed_by.exclude(state="withdrawn").exists()


class ManualLine(models.Model):
    """One line of a manual journal."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    journal = models.ForeignKey(ManualJournal, models.CASCADE, related_name="lines", db_constraint=False)
    line_no = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+", db_constraint=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_constraint=False)
    amount_pence = models.BigIntegerField(db_comment="pence; debit positive, credit negative")
    narrative = models.CharField(max_length=120, default="", blank=True)

    objects: models.Manager[ManualLine] = TenantManager()

    class Meta:
        ordering = ["line_no"]
        constraints = [
            models.UniqueConstraint(fields=["body", "journal", "line_no"], name="ledger_manualline_once"),
            models.CheckConstraint(condition=~Q(amount_pence=0), name="ledger_manualline_amount"),
        ]


class PostedJournal(models.Model):
    """A posted journal with the number that its seal gave; `number` is null for the second or so before that."""

    pk = models.CompositePrimaryKey("body_id", "id")
    body = models.ForeignKey(Body, models.DO_NOTHING, related_name="+")
    id = models.BigIntegerField()
    fiscal_year = models.SmallIntegerField()
    period = models.SmallIntegerField()
    source = models.TextField()
    source_id = models.BigIntegerField()
    event = models.TextField()
    reverses_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    number = models.BigIntegerField(null=True)

    objects: models.Manager[PostedJournal] = TenantManager()

    class Meta:
        managed = False
        db_table = "ledger_posted"


class PostedLine(models.Model):
    """One posted line."""

    pk = models.CompositePrimaryKey("body_id", "fiscal_year", "journal_id", "line_no")
    body = models.ForeignKey(Body, models.DO_NOTHING, related_name="+")
    fiscal_year = models.SmallIntegerField()
    journal_id = models.BigIntegerField()
    line_no = models.IntegerField()
    period = models.SmallIntegerField()
    kind = models.SmallIntegerField()
    account = models.ForeignKey(Account, models.DO_NOTHING, related_name="+")
    cost_centre = models.ForeignKey(CostCentre, models.DO_NOTHING, related_name="+")
    programme = models.ForeignKey(Programme, models.DO_NOTHING, related_name="+")
    project = models.TextField()
    counterparty = models.ForeignKey(Body, models.DO_NOTHING, null=True, related_name="+")
    amount_pence = models.BigIntegerField()
    foreign_minor = models.BigIntegerField(null=True)
    currency = models.TextField(null=True)

    objects: models.Manager[PostedLine] = TenantManager()

    class Meta:
        managed = False
        db_table = "ledger_line"


# The tables of the packages inside the ledger: one app, so that their keys and migrations stay together.
from hanaper.ledger.exchange.models import ExchangeRate  # noqa: E402, F401
from hanaper.ledger.payments.models import PaymentInstruction  # noqa: E402, F401
