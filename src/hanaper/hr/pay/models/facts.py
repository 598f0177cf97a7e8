"""What pay must know of an employer and of each employment: dated, with both time axes, never overwritten."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from hanaper.foundation.tenancy.api import Body, TenantManager
from hanaper.hr.dated.api import Dated, never_overlaps


class PayScheme(models.Model):
    """A PAYE scheme of a body's legal employer. Submissions, the levy and leavers' certificates follow it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    employer_name = models.CharField(max_length=140)
    employer_address = models.CharField(
        max_length=240, default="", blank=True, help_text="As certificates say it: a line for each line."
    )
    office_number = models.CharField(max_length=3, help_text="First half of the employer PAYE reference.")
    reference = models.CharField(max_length=10, help_text="Second half of the employer PAYE reference.")
    accounts_office = models.CharField(max_length=13)
    levy_allowance_pence = models.BigIntegerField(db_comment="a year; connected employers share one allowance")
    is_small_employer = models.BooleanField(default=False, help_text="Recovers all of family pay, and compensation.")
    cost_centre_id = models.BigIntegerField(db_comment="where the apprenticeship levy is charged")
    programme_id = models.BigIntegerField(db_comment="where the apprenticeship levy is charged")
    valid = DateRangeField()

    objects: models.Manager[PayScheme] = TenantManager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["body", "code"], name="pay_scheme_code")]

    def __str__(self) -> str:
        return f"{self.employer_name} ({self.office_number}/{self.reference})"


class SchemePayee(models.Model):
    """To whom what a scheme takes from pay is paid over: a supplier's site, whose account suppliers keep safe."""

    class Kind(models.TextChoices):
        HMRC = "hmrc", "HM Revenue and Customs"
        PENSION = "pension", "Pension scheme"
        ORDERS = "orders", "Orders and other deductions"

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    scheme = models.ForeignKey(PayScheme, models.PROTECT, related_name="payees", db_constraint=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=140)
    site_id = models.BigIntegerField(db_comment="supplier site")

    objects: models.Manager[SchemePayee] = TenantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "scheme", "kind"], name="pay_payee_once")]


class Fact(Dated):
    """Abstract. A fact that pay needs about one employment."""

    employment_id = models.BigIntegerField()

    class Meta(Dated.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["employment_id"], name="%(class)s_of")]


class TaxFact(Fact):
    """The tax code of an employment. basis: cumulative, or week 1/month 1. notice: where it came from."""

    code = models.CharField(max_length=10)
    is_week1 = models.BooleanField(default=False)
    notice = models.CharField(max_length=40, default="", blank=True)

    class Meta(Fact.Meta):
        constraints = [never_overlaps("pay_taxfact_once", "employment_id")]


class NiFact(Fact):
    """The National Insurance letter, and how a director's contributions are worked out."""

    letter = models.CharField(max_length=1)
    director_method = models.CharField(max_length=12, default="", blank=True, help_text="annual, alternative or none.")
    director_since = models.DateField(null=True)

    class Meta(Fact.Meta):
        constraints = [never_overlaps("pay_nifact_once", "employment_id")]


class LoanFact(Fact):
    """A student or postgraduate loan that is repaid from pay. Several plans may run at once: one row for each."""

    subject: ClassVar[tuple[str, ...]] = ("employment_id", "plan")

    plan = models.CharField(max_length=12, help_text="plan1, plan2, plan4, plan5 or postgraduate")

    class Meta(Fact.Meta):
        constraints = [never_overlaps("pay_loanfact_once", "employment_id", "plan")]


class PensionFact(Fact):
    """Membership of a pension scheme, or `none` with the reason."""

    scheme = models.CharField(max_length=16)
    reason = models.CharField(max_length=24, default="", blank=True, help_text="For none: opted-out, postponed...")
    member_basis_points = models.IntegerField(default=0, db_comment="partnership: what the member chose to pay")

    class Meta(Fact.Meta):
        constraints = [never_overlaps("pay_pensionfact_once", "employment_id")]


class RecurringElement(Fact):
    """An element that is paid or taken every period until it ends. reference: what it is for, such as a plan's id."""

    subject: ClassVar[tuple[str, ...]] = ("employment_id", "element", "reference")

    element = models.SmallIntegerField()
    amount_pence = models.BigIntegerField(db_comment="each period")
    reference = models.CharField(max_length=40, default="", blank=True)

    class Meta(Fact.Meta):
        constraints = [never_overlaps("pay_recurringelement_once", "employment_id", "element", "reference")]


class AttachmentOrder(Fact):
    """An order to take from pay: court-order data, shown to its duty only."""

    subject: ClassVar[tuple[str, ...]] = ("employment_id", "reference")

    kind = models.CharField(max_length=16)
    reference = models.CharField(max_length=40)
    made_on = models.DateField(db_comment="decides the rank among orders of the same kind")
    rate = models.CharField(max_length=10, default="", blank=True, help_text="For a DEA: standard, higher or fixed.")
    each_period_pence = models.BigIntegerField(default=0, db_comment="normal deduction where the order fixes one")
    protected_pence = models.BigIntegerField(default=0, db_comment="each period, where the order fixes it")
    limit_pence = models.BigIntegerField(null=True, db_comment="the debt in all, where the order says it")

    class Meta(Fact.Meta):
        constraints = [never_overlaps("pay_attachmentorder_once", "employment_id", "reference")]


class BroughtForward(Fact):
    """Totals of a tax year from before this employment's first payslip here: a P45, or a cut-over in mid-year.

    to_date, ni_letters, ni_to_date: as in a payslip.
    """

    subject: ClassVar[tuple[str, ...]] = ("employment_id", "tax_year")

    tax_year = models.SmallIntegerField()
    source = models.CharField(max_length=16, help_text="p45 or cut-over")
    to_date = models.JSONField(db_comment="figure -> pence")
    ni_to_date = models.JSONField(default=dict, db_comment="letter -> six figures in pence")

    class Meta(Fact.Meta):
        constraints = [never_overlaps("pay_broughtforward_once", "employment_id", "tax_year")]


class PayInput(models.Model):
    """One amount or number of hours for one employment in one period: time worked, a claim, a correction.

    earned: the days that it pays for. taken_by: the run that paid it; an input is paid once. received_at: when it came,
    which decides whether it was in time.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    employment_id = models.BigIntegerField()
    element = models.SmallIntegerField()
    amount_pence = models.BigIntegerField(null=True)
    units = models.IntegerField(null=True, db_comment="hundredths of hours or days")
    earned = DateRangeField()
    received_at = models.DateTimeField()
    source = models.CharField(max_length=24, help_text="time, claim, import, back-pay, absence or correction")
    owner_id = models.BigIntegerField(null=True, db_comment="opaque id of the person who answers for it")
    taken_by_id = models.BigIntegerField(null=True, db_comment="the committed pay run that paid it")

    objects: models.Manager[PayInput] = TenantManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_pence__isnull=False) | Q(units__isnull=False), name="pay_payinput_something"
            )
        ]
        indexes = [
            models.Index(fields=["body", "employment_id"], name="pay_payinput_waiting", condition=Q(taken_by_id=None)),
            models.Index(
                fields=["taken_by_id", "employment_id"], name="pay_payinput_taken", condition=~Q(taken_by_id=None)
            ),
        ]
