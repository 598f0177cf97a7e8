"""What is kept of benefits: baselines, benefits, forecasts, draws, what each month was, and what it takes.

Documents belong to the body that hosts the centre; what they are about is its cluster. Everything that counts is added
and never changed: another forecast is the next version, a reading taken again the next version, a correction a row.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import Body, Cluster, TenantManager


class View(models.TextChoices):
    """From where a benefit is seen. Views overlap: they are never added to one another."""

    UNIT_COST = "unit-cost", "Unit cost of a service"
    HOURS = "hours", "Worked hours of a service"
    RUNNING_COST = "running-cost", "Running cost of the centre"
    PRICES = "prices", "Prices paid for like goods"


class Baseline(Document):
    """How it was before: volume, cost and worked time of a perimeter over a period, taken by an instrument.

    service: a code of the catalogue of services, "" where the view is of none. instrument: measure and version. Null is
    "not measured", never nought. quality_basis_points: of the service's own standard in the period.
    """

    class Confidence(models.TextChoices):
        HIGH = "high", "Measured and audited"
        MEDIUM = "medium", "Measured, not audited"
        LOW = "low", "Estimated"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    view = models.CharField(max_length=12, choices=View.choices)
    service = models.CharField(max_length=40, default="", blank=True)
    perimeter = models.CharField(max_length=400)
    began_on = models.DateField()
    ended_on = models.DateField(db_comment="first day after the period")
    volume = models.BigIntegerField(null=True, db_comment="documents finished in the period")
    cost_pence = models.BigIntegerField(null=True, db_comment="pence; of the perimeter over the period")
    fixed_pence = models.BigIntegerField(default=0, db_comment="pence of cost_pence that do not move with volume")
    hours = models.DecimalField(max_digits=14, decimal_places=2, null=True, db_comment="hours worked in the period")
    quality_basis_points = models.IntegerField(null=True, db_comment="basis points")
    price_year = models.SmallIntegerField(db_comment="April year of the prices")
    instrument = models.CharField(max_length=60)
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=8, choices=Confidence.choices)
    signed_on = models.DateField(null=True, editable=False)

    objects: models.Manager[Baseline] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ended_on__gt=models.F("began_on")), name="benefits_baseline_period"),
            models.CheckConstraint(condition=Q(volume__gt=0) | Q(volume=None), name="benefits_baseline_volume"),
            models.CheckConstraint(condition=Q(cost_pence__gt=0) | Q(cost_pence=None), name="benefits_baseline_cost"),
            models.CheckConstraint(condition=Q(hours__gt=0) | Q(hours=None), name="benefits_baseline_hours"),
            models.CheckConstraint(
                condition=Q(fixed_pence__gte=0) & (Q(cost_pence=None) | Q(fixed_pence__lte=models.F("cost_pence"))),
                name="benefits_baseline_fixed",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"baseline {self.pk}"


class BaselinePrice(models.Model):
    """What one unit of a good cost in the baseline's period. item: the buyer's words for it, as orders have them."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="prices", db_constraint=False)
    item = models.CharField(max_length=200)
    unit = models.CharField(max_length=3, help_text="UNECE Recommendation 20, such as EA or HUR.")
    price_pence = models.DecimalField(max_digits=18, decimal_places=4, db_comment="pence for one unit, without VAT")
    quantity = models.DecimalField(max_digits=18, decimal_places=4, db_comment="units bought in the period")

    objects: models.Manager[BaselinePrice] = TenantManager()

    class Meta:
        ordering = ["item", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["body", "baseline", "item", "unit"], name="benefits_baselineprice_once"),
            models.CheckConstraint(condition=Q(price_pence__gt=0, quantity__gt=0), name="benefits_baselineprice_signs"),
        ]


class Benefit(Document):
    """A benefit that somebody owns: what it is, how it is worked out, against which baseline, since when.

    owner: the post that answers for it, never a person. attributable_basis_points: the share that is this change's, by
    `attribution`. terms of money: as the profile states them.
    """

    class Kind(models.TextChoices):
        DIRECT = "direct-saving", "Direct saving"
        TIME = "time-saved", "Time saved"
        EFFICIENCY = "efficiency", "Efficiency"
        BUYING = "buying-power", "Buying power"

    class Class(models.TextChoices):
        CASH = "cash-releasing", "Cash-releasing"
        NON_CASH = "non-cash-releasing", "Non-cash-releasing"
        QUANTIFIABLE = "quantifiable", "Quantifiable"
        QUALITATIVE = "qualitative", "Qualitative"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="benefits", db_constraint=False)
    title = models.CharField(max_length=120)
    owner = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    benefit_class = models.CharField(max_length=20, choices=Class.choices)
    method = models.CharField(max_length=600)
    attributable_basis_points = models.IntegerField(default=10_000, db_comment="basis points")
    attribution = models.CharField(max_length=400)
    change_on = models.DateField(db_comment="day on which the change began")
    prices = models.CharField(max_length=24, default="not stated by source")
    evidence = models.CharField(max_length=300, default="", blank=True)

    objects: models.Manager[Benefit] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attributable_basis_points__gt=0, attributable_basis_points__lte=10_000),
                name="benefits_benefit_share",
            )
        ]

    def __str__(self) -> str:
        return self.number or f"benefit {self.pk}"


class _Added(models.Model):
    """Rows that are added and never changed, with the moment at which they were recorded."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Forecast(_Added):
    """What a benefit is expected to bring in a fiscal year. version: of the whole profile; each stands for ever."""

    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="forecasts", db_constraint=False)
    version = models.PositiveSmallIntegerField()
    year = models.SmallIntegerField(db_comment="April year")
    pence = models.BigIntegerField(db_comment="pence")
    hours = models.DecimalField(max_digits=14, decimal_places=2, null=True, db_comment="hours")
    bias_basis_points = models.IntegerField(default=0, db_comment="optimism bias taken off, basis points")
    reason = models.CharField(max_length=300, default="", blank=True)

    objects: models.Manager[Forecast] = TenantManager()

    class Meta:
        ordering = ["benefit_id", "version", "year"]
        constraints = [
            models.UniqueConstraint(fields=["body", "benefit", "version", "year"], name="benefits_forecast_once")
        ]


class Draw(_Added):
    """How much of a baseline's pounds or hours a benefit lays claim to; given back by a row below nought."""

    class Of(models.TextChoices):
        POUNDS = "pounds", "Pounds"
        HOURS = "hours", "Hours"

    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="draws", db_constraint=False)
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="draws", db_constraint=False)
    of = models.CharField(max_length=8, choices=Of.choices)
    amount = models.BigIntegerField(db_comment="pence, or hundredths of an hour")

    objects: models.Manager[Draw] = TenantManager()

    class Meta:
        ordering = ["pk"]


class Disbenefit(_Added):
    """What a benefit makes worse in a month, in pounds."""

    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="disbenefits", db_constraint=False)
    month = models.DateField(db_comment="first day of the month")
    pence = models.BigIntegerField(db_comment="pence, above nought")
    what = models.CharField(max_length=300)
    source = models.CharField(max_length=300)

    objects: models.Manager[Disbenefit] = TenantManager()

    class Meta:
        ordering = ["benefit_id", "month", "pk"]
        constraints = [models.CheckConstraint(condition=Q(pence__gt=0), name="benefits_disbenefit_sign")]


class Reconciliation(_Added):
    """What finance says has really gone from a month on: spend that ended, a budget line or posts that were removed."""

    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="reconciliations", db_constraint=False)
    since = models.DateField(db_comment="first day of the first month")
    monthly_pence = models.BigIntegerField(db_comment="pence a month")
    posts = models.DecimalField(max_digits=8, decimal_places=2, default=0, db_comment="full-time equivalents removed")
    budget_line = models.CharField(max_length=120)
    source = models.CharField(max_length=300)

    objects: models.Manager[Reconciliation] = TenantManager()

    class Meta:
        ordering = ["benefit_id", "since", "pk"]
        constraints = [models.CheckConstraint(condition=Q(monthly_pence__gte=0), name="benefits_reconciliation_sign")]


class CostToAchieve(_Added):
    """What it takes to bring benefits about, in a fiscal year: approved, spent or forecast. The last version counts."""

    class Category(models.TextChoices):
        PROGRAMME = "programme", "Programme"
        INTEGRATION = "integration", "Integration"
        DATA = "data", "Data"
        DUAL_RUNNING = "dual-running", "Dual running"
        EXTENSION = "extension", "Extension of contracts"
        EARLY_EXIT = "early-exit", "Early exit from contracts"
        REDUNDANCY = "redundancy", "Redundancy"
        RETAINED = "retained-teams", "Retained teams"

    class Kind(models.TextChoices):
        APPROVED = "approved", "Funding approved"
        SPENT = "spent", "Spent"
        FORECAST = "forecast", "Forecast"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    category = models.CharField(max_length=16, choices=Category.choices)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    year = models.SmallIntegerField(db_comment="April year")
    pence = models.BigIntegerField(db_comment="pence")
    version = models.PositiveSmallIntegerField(default=1)
    as_of = models.DateField(db_comment="day on which it held")
    source = models.CharField(max_length=300)

    objects: models.Manager[CostToAchieve] = TenantManager()

    class Meta:
        ordering = ["year", "category", "kind", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "cluster", "category", "kind", "year", "version"], name="benefits_costtoachieve_once"
            ),
            models.CheckConstraint(condition=Q(pence__gte=0), name="benefits_costtoachieve_sign"),
        ]


class Reading(_Added):
    """What a benefit was in a month, with all that it was worked out from. Taken again, it is the next version.

    outcome: as `rules.realised` has it. tests: code, passed and why of each. workings: name, unit and value of each,
    in order.
    """

    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="readings", db_constraint=False)
    month = models.DateField(db_comment="first day of the month")
    version = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=16)
    gross_pence = models.BigIntegerField(null=True, db_comment="pence")
    net_pence = models.BigIntegerField(null=True, db_comment="pence")
    cash_pence = models.BigIntegerField(null=True, db_comment="pence")
    non_cash_pence = models.BigIntegerField(null=True, db_comment="pence")
    hours = models.DecimalField(max_digits=14, decimal_places=2, null=True, db_comment="hours saved")
    volume = models.BigIntegerField(db_comment="documents, or goods, of the month")
    coverage_basis_points = models.IntegerField(null=True, db_comment="basis points; of worked time")
    tests = models.JSONField()
    workings = models.JSONField()
    measure_version = models.PositiveSmallIntegerField()
    synthetic = models.BooleanField()

    objects: models.Manager[Reading] = TenantManager()

    class Meta:
        ordering = ["benefit_id", "month", "version"]
        constraints = [
            models.UniqueConstraint(fields=["body", "benefit", "month", "version"], name="benefits_reading_once")
        ]
