"""Supplier invoices and credit notes, as received, matched and posted.

Signs. Every amount and quantity here says what it adds to what we owe: those of a credit note are stored with their
signs turned, and so is what an invoice takes back. The file keeps the document as the supplier wrote it.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import Body, CostCentre, TenantManager

#: States that an invoice reaches only once it is matched, or accepted by a person.
PAST_THE_MATCH = ("matched", "to-approve", "approved", "posted", "settled", "paid")


class Invoice(Document):
    """One invoice or credit note of a supplier.

    entity, body_site: who sent it, as its identifiers say; null until they are known here.
    order: the order it is matched with; order_is_linked: a person linked it, whatever number the file names.
    payable_pence: what it adds to the books at `units_per_pound`; null while no rate is known for a foreign one.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", "Invoice"
        CREDIT_NOTE = "credit note", "Credit note"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    supplier_number = models.CharField(max_length=200, help_text="As the supplier wrote it.")
    number_key = models.CharField(max_length=200, help_text="The supplier's number in the form in which alike is same.")
    supplier_name = models.CharField(max_length=200)
    supplier_ids = ArrayField(models.CharField(max_length=120), help_text="What the file says of itself: scheme:value.")
    entity = models.ForeignKey("suppliers.LegalEntity", models.PROTECT, null=True, related_name="+")
    body_site = models.ForeignKey(
        "suppliers.BodySite", models.PROTECT, null=True, related_name="+", db_constraint=False
    )

    issue_date = models.DateField()
    due_date = models.DateField(null=True, help_text="As the supplier wrote it; when we pay is our standard's matter.")
    received_on = models.DateField()
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField(db_comment="minor units of currency; without VAT")
    tax_minor = models.BigIntegerField(db_comment="minor units of currency")
    extra_minor = models.BigIntegerField(db_comment="minor units of currency; asked for beside the lines, without VAT")
    payable_minor = models.BigIntegerField(db_comment="minor units of currency; negative when the supplier owes us")
    payable_pence = models.BigIntegerField(null=True, db_comment="pence, as posted")
    units_per_pound = models.DecimalField(
        max_digits=18, decimal_places=8, null=True, db_comment="units of currency for one pound"
    )

    order_reference = models.CharField(max_length=200, default="", blank=True)
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+", db_constraint=False)
    order_is_linked = models.BooleanField(default=False)
    preceding_key = models.CharField(max_length=200, default="", blank=True, help_text="Of a credit: what it corrects.")
    payee_name = models.CharField(max_length=200, default="", blank=True, help_text="Where it is not the supplier.")
    is_collected = models.BooleanField(default=False, help_text="The supplier collects it by direct debit.")
    remittance_reference = models.CharField(max_length=200, default="", blank=True)

    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", db_constraint=False)
    sha256 = models.BinaryField(max_length=32)
    rules_version = models.CharField(max_length=20, help_text="Release of the EN 16931 rules that judged the file.")
    journal_id = models.BigIntegerField(null=True, editable=False, db_comment="the posted journal")

    objects: models.Manager[Invoice] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["body", "state"], name="payables_invoice_state"),
            models.Index(fields=["body", "number_key"], name="payables_invoice_number"),
            models.Index(fields=["body", "order"], name="payables_invoice_order"),
            models.Index(fields=["body", "sha256"], name="payables_invoice_sha256"),
        ]
        constraints = [
            # P26: of two alike, whichever way they came, the database lets one past the match.
            models.UniqueConstraint(
                fields=["body", "entity", "number_key", "currency", "payable_minor"],
                condition=Q(state__in=PAST_THE_MATCH),
                name="payables_invoice_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.supplier_number


class InvoiceLine(models.Model):
    """One line with its share of everything that stands at the foot; the shares sum to the payable amount.

    order_line, account, cost_centre, programme: null until it is matched or a person codes it.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines", db_constraint=False)
    line_no = models.PositiveSmallIntegerField()
    line_id = models.CharField(max_length=100, help_text="As the supplier numbered it.")
    name = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=30, decimal_places=10)
    unit = models.CharField(max_length=12, help_text="UNECE Rec 20.")
    order_line_reference = models.CharField(max_length=100, default="", blank=True)
    item_ids = ArrayField(models.CharField(max_length=200), default=list)
    net_minor = models.BigIntegerField(db_comment="minor units; the line itself")
    cost_minor = models.BigIntegerField(db_comment="minor units; the line with its share of charges and allowances")
    tax_minor = models.BigIntegerField(db_comment="minor units; its VAT")
    prepaid_minor = models.BigIntegerField(db_comment="minor units; paid before, taken off")
    rounding_minor = models.BigIntegerField(db_comment="minor units; its share of the rounding")
    tax_code = models.CharField(max_length=4, help_text="VAT category, UNCL 5305.")
    tax_percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    order_line = models.ForeignKey("orders.OrderLine", models.PROTECT, null=True, related_name="+", db_constraint=False)
    account = models.ForeignKey("ledger.Account", models.PROTECT, null=True, related_name="+")
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, null=True, related_name="+", db_constraint=False)
    programme = models.ForeignKey("ledger.Programme", models.PROTECT, null=True, related_name="+", db_constraint=False)

    objects: models.Manager[InvoiceLine] = TenantManager()

    class Meta:
        ordering = ["line_no"]
        indexes = [models.Index(fields=["body", "order_line"], name="payables_line_order")]
        constraints = [
            models.UniqueConstraint(fields=["body", "invoice", "line_no"], name="payables_line_once"),
        ]


class InvoiceFinding(models.Model):
    """What the published rules say of the file."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="findings", db_constraint=False)
    place = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=60)
    flag = models.CharField(max_length=8, help_text="fatal or warning")
    location = models.CharField(max_length=300)
    text = models.CharField(max_length=1000)
    line_number = models.PositiveIntegerField(null=True)

    objects: models.Manager[InvoiceFinding] = TenantManager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["body", "invoice", "place"], name="payables_finding_once"),
        ]


class MatchStep(models.Model):
    """One comparison of one matching, with its figures as people read them."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="match_steps", db_constraint=False)
    round = models.PositiveSmallIntegerField(help_text="1 for the first matching; each matching again adds one.")
    place = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=40)
    holds = models.BooleanField()
    line_id = models.CharField(max_length=100, default="")
    found = models.CharField(max_length=200)
    expected = models.CharField(max_length=200)
    allowed = models.CharField(max_length=60, default="")

    objects: models.Manager[MatchStep] = TenantManager()

    class Meta:
        ordering = ["round", "place"]
        constraints = [
            models.UniqueConstraint(fields=["body", "invoice", "round", "place"], name="payables_matchstep_once"),
        ]


class VatRecovery(models.Model):
    """What share of the VAT on an account a body recovers while `valid`, and by which heading. None without a row.

    VAT Act 1994 s41(3) refunds VAT only on services that the Contracting Out Direction names, so nothing is recovered
    unless somebody has said by which heading.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")
    heading = models.CharField(max_length=120)
    recoverable_basis_points = models.PositiveIntegerField(db_comment="share of the VAT, 10000 is all")
    valid = DateRangeField()
    source = models.CharField(max_length=200)

    objects: models.Manager[VatRecovery] = TenantManager()

    class Meta:
        ordering = ["account", "valid"]
        constraints = [
            ExclusionConstraint(
                name="payables_vatrecovery_once",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("account", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(recoverable_basis_points__lte=10_000), name="payables_vatrecovery_share"
            ),
        ]
