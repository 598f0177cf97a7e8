"""Employments and their dated terms. What is guarded field by field stands in tables of its own, read by functions."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import Body, TenantManager
from hanaper.hr.dated.api import Dated, never_overlaps

FREQUENCIES = [
    ("weekly", "Weekly"),
    ("two-weekly", "Every two weeks"),
    ("four-weekly", "Every four weeks"),
    ("monthly", "Monthly"),
]


class Employment(Document):
    """One person employed by one body. A person may have several, one after another or at once.

    engagement: `service` is that of the armed forces, to which employment law does not apply. scheme: code of the PAYE
    scheme, as pay knows it. Its number is the payroll number.
    """

    class Engagement(models.TextChoices):
        EMPLOYEE = "employee", "Employee"
        OFFICE_HOLDER = "office-holder", "Office holder"
        SERVICE = "service", "Service engagement"

    person_id = models.BigIntegerField(db_comment="the natural person, known to government once")
    engagement = models.CharField(max_length=14, choices=Engagement.choices)
    scheme = models.CharField(max_length=12)
    frequency = models.CharField(max_length=12, choices=FREQUENCIES)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, db_comment="the last day")

    objects: models.Manager[Employment] = TenantManager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")), name="people_employment_dates"
            ),
            models.UniqueConstraint(
                fields=["body", "number"], condition=~Q(number=""), name="people_employment_number"
            ),
        ]
        indexes = [
            models.Index(fields=["body", "scheme", "frequency", "person_id"], name="people_employment_payroll"),
            models.Index(fields=["person_id"], name="people_employment_person"),
        ]

    def __str__(self) -> str:
        return self.number or f"employment {self.pk}"


class Terms(Dated):
    """Post, pay and hours of an employment while `valid`.

    annual_pence: full-time, a year; null where the point of the scale says it. hours, full_hours: hundredths of weekly
    hours, contracted and full-time. pattern: seven signs from Monday, 1 for a working day. cost_centre, programme:
    where its pay is charged.
    """

    subject: ClassVar[tuple[str, ...]] = ("employment_id",)

    class Contract(models.TextChoices):
        PERMANENT = "permanent", "Permanent"
        FIXED = "fixed-term", "Fixed term"
        CASUAL = "casual", "Casual"
        APPRENTICE = "apprentice", "Apprentice"
        SERVICE = "service", "Service engagement"

    employment_id = models.BigIntegerField()
    post_id = models.BigIntegerField(null=True)
    grade_id = models.BigIntegerField()
    point = models.PositiveSmallIntegerField(null=True)
    annual_pence = models.BigIntegerField(null=True)
    hours = models.PositiveSmallIntegerField()
    full_hours = models.PositiveSmallIntegerField()
    pattern = models.CharField(max_length=7, default="1111100")
    location = models.CharField(max_length=40, default="", blank=True)
    contract = models.CharField(max_length=12, choices=Contract.choices)
    is_hourly = models.BooleanField(default=False, help_text="Paid for hours that are entered, not for the period.")
    cost_centre_id = models.BigIntegerField()
    programme_id = models.BigIntegerField()

    class Meta(Dated.Meta):
        constraints = [
            never_overlaps("people_terms_once", "employment_id"),
            models.CheckConstraint(
                condition=Q(annual_pence__isnull=True) ^ Q(point__isnull=True), name="people_terms_one_pay"
            ),
            models.CheckConstraint(condition=Q(full_hours__gt=0), name="people_terms_hours"),
        ]
        indexes = [models.Index(fields=["body", "employment_id"], name="people_terms_of")]


class BankChange(Document):
    """A proposal to pay an employment to another account. The account itself stands in the guarded table."""

    employment = models.ForeignKey(Employment, models.PROTECT, related_name="bank_changes", db_constraint=False)
    account_id = models.BigIntegerField(db_comment="row of people_bankaccount, in force once approved")
    from_on = models.DateField(db_comment="the first day of payment that may use it")

    objects: models.Manager[BankChange] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "employment"], condition=Q(state="proposed"), name="people_bankchange_pending"
            )
        ]


class Notice(models.Model):
    """What somebody was told about their own record, and through which contact point: an outbox."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    to_contact = models.CharField(max_length=8, help_text="old or new: the contact point held before, or the new one.")
    about_id = models.BigIntegerField()
    at = models.DateTimeField()

    objects: models.Manager[Notice] = TenantManager()

    class Meta:
        ordering = ["pk"]


class BankAccount(models.Model):
    """Accounts to which employees are paid: guarded. Only functions read and write this table."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    employment_id = models.BigIntegerField()
    holder_name = models.CharField(max_length=140)
    sort_code = models.CharField(max_length=6)
    account_number = models.CharField(max_length=8)
    roll_number = models.CharField(max_length=18, default="", blank=True)
    valid = DateRangeField(null=True, db_comment="null while it is only proposed")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["body", "employment_id"], name="people_bankaccount_of"),
            models.Index(fields=["body", "sort_code", "account_number"], name="people_bankaccount_same"),
        ]


class NationalInsurance(models.Model):
    """National Insurance number and date of birth of a person: guarded. Only functions read and write this table."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    nino = models.CharField(max_length=9, default="", blank=True)
    born_on = models.DateField()
    sex = models.CharField(max_length=1, help_text="As payroll must report it: F or M.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "person_id"], name="people_nationalinsurance_once")]
        indexes = [models.Index(fields=["nino"], name="people_nino_of")]


class Reading(models.Model):
    """Who read guarded data, when, what for, and of how many people: written by the functions that answer."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    automation = models.TextField(null=True)
    duty = models.TextField(null=True)
    run = models.UUIDField()
    what = models.CharField(max_length=16)
    purpose = models.TextField()
    people = models.IntegerField()
    digest = models.BinaryField(db_comment="SHA-256 over the ids that were asked for, in order")

    objects: models.Manager[Reading] = TenantManager()

    class Meta:
        ordering = ["pk"]
