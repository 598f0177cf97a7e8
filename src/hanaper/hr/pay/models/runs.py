"""Pay runs, the drafts and payslips in them, what stands out, and what is reported."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import Body, TenantManager
from hanaper.hr.pay.models.facts import PayScheme


class PayRun(Document):
    """One pay run of one PAYE scheme: everybody paid at one frequency on one day, or a few of them out of turn.

    calculation: counts how often it was calculated; the payslips of the last count are the ones that are paid.
    known_at: what was known then is what the run is calculated from: the cut-off. Of other payments it counts with
    those that were committed before it was.
    """

    class Kind(models.TextChoices):
        MAIN = "main", "Main"
        SUPPLEMENTARY = "supplementary", "Supplementary"

    scheme = models.ForeignKey(PayScheme, models.PROTECT, related_name="runs", db_constraint=False)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    frequency = models.CharField(max_length=12, help_text="weekly, two-weekly, four-weekly or monthly")
    tax_year = models.SmallIntegerField(db_comment="the year of its 6 April")
    period = models.SmallIntegerField(db_comment="tax month or tax week of the day of payment")
    earned = DateRangeField(db_comment="the days whose ordinary pay it carries")
    pay_on = models.DateField()
    cut_off_on = models.DateField()
    approve_by = models.DateField(db_comment="the last day on which an approval still reaches the bank")
    known_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True, db_comment="when its payslips were published")
    calculation = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    held_back = models.PositiveIntegerField(default=0)
    totals = models.JSONField(default=dict, db_comment="control totals in pence: gross, net, tax and so on")

    objects: models.Manager[PayRun] = TenantManager()

    class Meta:
        ordering = ["-pay_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "scheme", "frequency", "tax_year", "period"],
                condition=Q(kind="main") & ~Q(state="abandoned"),
                name="pay_payrun_one_main",
            )
        ]

    def __str__(self) -> str:
        return self.number or f"pay run {self.pk}"


class PayChunk(Document):
    """A part of a run that is calculated by itself, in an act of its own: the people from first_id to last_id, with all
    their jobs in it, since these count together."""

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="chunks", db_constraint=False)
    calculation = models.PositiveSmallIntegerField()
    place = models.PositiveIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    people = models.PositiveIntegerField(default=0, db_comment="payslips that it made")
    held_back = models.PositiveIntegerField(default=0)

    objects: models.Manager[PayChunk] = TenantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "run", "calculation", "place"], name="pay_chunk_once")]


class Payslip(models.Model):
    """What one employment is paid in one run, with its lines inside. Never changed: a mistake is mended in a later run.

    Nobody but the pay team sees it until its run is committed (the table's own policy), and then only the person
    themself and whoever holds the duty to. elements, amounts, units, refs: its lines, of one length, in the order of
    the payslip: number of the element, pence (deductions are positive here, and their element says what they are),
    hundredths of hours or days, and the order that a line goes to (0 where none).
    to_date: pence of the tax year including this payslip, in the order of `rules.to_date.FIGURES`.
    ni_to_date: for each NI letter of the year, the six figures of `rules.to_date.NI_FIGURES`.
    """

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    run = models.ForeignKey(PayRun, models.PROTECT, related_name="payslips", db_constraint=False)
    calculation = models.SmallIntegerField()
    employment_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    pay_on = models.DateField()
    cost_centre_id = models.BigIntegerField()
    programme_id = models.BigIntegerField()
    tax_code = models.CharField(max_length=10)
    is_week1 = models.BooleanField()
    ni_letter = models.CharField(max_length=1)
    pension_scheme = models.CharField(max_length=16)
    age = models.SmallIntegerField(db_comment="whole years at the start of the tax year, by which some rules go")
    elements = ArrayField(models.SmallIntegerField())
    amounts = ArrayField(models.BigIntegerField())
    units = ArrayField(models.IntegerField())
    refs = ArrayField(models.BigIntegerField())
    gross_pence = models.BigIntegerField()
    net_pence = models.BigIntegerField()
    to_date = ArrayField(models.BigIntegerField())
    ni_letters = models.CharField(max_length=4, db_comment="the letters of ni_to_date, in its order")
    ni_to_date = ArrayField(models.BigIntegerField())

    objects: models.Manager[Payslip] = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "run", "calculation", "employment_id"], name="pay_payslip_once"),
        ]
        indexes = [models.Index(fields=["employment_id"], name="pay_payslip_of")]


class HeldBack(models.Model):
    """Somebody whom a run leaves out, and why. The run goes on without them. code, values: as in the wording."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    run = models.ForeignKey(PayRun, models.PROTECT, related_name="held", db_constraint=False)
    calculation = models.PositiveSmallIntegerField()
    employment_id = models.BigIntegerField()
    code = models.CharField(max_length=60)
    values = models.JSONField(default=dict)

    objects: models.Manager[HeldBack] = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "run", "calculation", "employment_id"], name="pay_heldback_once")
        ]


class PayCheck(Document):
    """Something about one person's pay that somebody must look at and accept by name before the run is approved."""

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="checks", db_constraint=False)
    calculation = models.PositiveSmallIntegerField()
    employment_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    before_pence = models.BigIntegerField(null=True)
    after_pence = models.BigIntegerField(null=True)
    values = models.JSONField(default=dict, db_comment="codes and dates that the wording needs; no personal data")

    objects: models.Manager[PayCheck] = TenantManager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "run", "calculation", "employment_id", "kind"], name="pay_paycheck_once"
            )
        ]


class Submission(Document):
    """What others are told about a run: HMRC (a part of a full payment submission, an employer payment summary), the
    pension scheme, and whoever receives deductions. Each is a file."""

    class Kind(models.TextChoices):
        FPS = "fps", "Full payment submission"
        EPS = "eps", "Employer payment summary"
        PENSION = "pension", "Contributions by member"
        ORDERS = "orders", "Orders and other deductions"
        FURTHER = "further", "Further submission for a closed year"

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="submissions", db_constraint=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    part = models.PositiveSmallIntegerField(default=1)
    first_employment_id = models.BigIntegerField(default=0)
    last_employment_id = models.BigIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    ir_mark = models.CharField(max_length=32, default="", blank=True)
    totals = models.JSONField(default=dict, db_comment="pence by element, counted from the message itself")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+", db_constraint=False)

    objects: models.Manager[Submission] = TenantManager()

    class Meta:
        ordering = ["kind", "part"]
        constraints = [models.UniqueConstraint(fields=["body", "run", "kind", "part"], name="pay_submission_once")]
