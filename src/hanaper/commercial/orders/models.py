"""Orders with their lines, receipts of what arrived, and what invoices took of each line."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanaper.commercial.suppliers.api import BodySite
from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import Body, CostCentre, TenantManager
from hanaper.kernel.money import Money
from hanaper.ledger.api import Account, Programme


class Order(Document):
    """What a body asks of a supplier. Approval is for its whole content; a change after it must be approved again."""

    body_site = models.ForeignKey(BodySite, models.PROTECT, related_name="+", db_constraint=False)
    description = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, default="GBP")
    units_per_pound = models.DecimalField(
        max_digits=18, decimal_places=8, default=1, db_comment="units of the currency for one pound, when it was raised"
    )
    total_minor = models.BigIntegerField(db_comment="minor units of the currency, without VAT")
    total_pence = models.BigIntegerField(db_comment="pence, without VAT: what limits are held against")

    objects: models.Manager[Order] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], condition=~Q(number=""), name="orders_order_number"),
            models.CheckConstraint(condition=Q(total_minor__gte=0, total_pence__gte=0), name="orders_order_total"),
        ]

    def __str__(self) -> str:
        return self.number or f"order {self.pk}"

    @property
    def total(self) -> Money:
        """Without VAT, in the currency of the order."""
        return Money(self.total_minor, self.currency)


class OrderLine(models.Model):
    """One thing ordered, with the account, cost centre and programme that pay for it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, related_name="lines", db_constraint=False)
    line_no = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=200)
    seller_item_id = models.CharField(max_length=64, default="", blank=True, help_text="The supplier's number for it.")
    quantity = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=3, help_text="UNECE Recommendation 20, such as EA or HUR.")
    price = models.DecimalField(max_digits=18, decimal_places=6, db_comment="of one unit, in the order's currency")
    net_minor = models.BigIntegerField(db_comment="minor units of the order's currency, without VAT")
    tax_category = models.CharField(max_length=3, default="S", help_text="UNTDID 5305, as in EN 16931.")
    tax_percent = models.DecimalField(max_digits=5, decimal_places=2, default=20)
    receipt_needed = models.BooleanField(
        default=True, help_text="False for rent and the like: matched with the order alone."
    )
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+", db_constraint=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_constraint=False)

    objects: models.Manager[OrderLine] = TenantManager()

    class Meta:
        ordering = ["order_id", "line_no"]
        constraints = [
            models.UniqueConstraint(fields=["body", "order", "line_no"], name="orders_orderline_once"),
            # Were a line below nought, one order could hide another's size from the limit.
            models.CheckConstraint(
                condition=Q(quantity__gt=0, price__gte=0, net_minor__gte=0), name="orders_orderline_signs"
            ),
        ]


class Receipt(Document):
    """What arrived on an order, as somebody says who neither raised nor approved it."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="receipts", db_constraint=False)
    delivered_on = models.DateField()
    delivery_note = models.CharField(
        max_length=60, default="", blank=True, help_text="The supplier's number for the delivery."
    )

    objects: models.Manager[Receipt] = TenantManager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number or f"receipt {self.pk}"


class ReceiptLine(models.Model):
    """How much of one line arrived."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="lines", db_constraint=False)
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="received", db_constraint=False)
    quantity = models.DecimalField(max_digits=18, decimal_places=4)

    objects: models.Manager[ReceiptLine] = TenantManager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["body", "order_line"], name="orders_receiptline_line")]
        constraints = [
            models.UniqueConstraint(fields=["body", "receipt", "order_line"], name="orders_receiptline_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="orders_receiptline_quantity"),
        ]


class InvoicedLine(models.Model):
    """How much of an order line one invoice line took; negative where it gave back. Rows are only ever added."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="invoiced", db_constraint=False)
    process = models.CharField(max_length=40, help_text="The process of the document that took it.")
    document_id = models.BigIntegerField()
    document_line = models.CharField(max_length=60)
    event = models.CharField(max_length=40, help_text="Which of the document's takings.")
    quantity = models.DecimalField(max_digits=18, decimal_places=4)
    net_minor = models.BigIntegerField(db_comment="minor units of the order's currency, without VAT")

    objects: models.Manager[InvoicedLine] = TenantManager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["body", "order_line"], name="orders_invoicedline_line")]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "process", "document_id", "document_line", "order_line", "event"],
                name="orders_invoicedline_once",
            )
        ]


class OrderLineFact(models.Model):
    """The read view `orders_line_fact`: a line of an order with what was received and invoiced of it."""

    pk = models.CompositePrimaryKey("body_id", "line_id")
    body = models.ForeignKey(Body, models.DO_NOTHING, related_name="+")
    line_id = models.BigIntegerField()
    order = models.ForeignKey(Order, models.DO_NOTHING, related_name="+")
    line_no = models.IntegerField()
    received_quantity = models.DecimalField(max_digits=18, decimal_places=4)
    invoiced_quantity = models.DecimalField(max_digits=18, decimal_places=4)
    invoiced_minor = models.BigIntegerField()

    objects: models.Manager[OrderLineFact] = TenantManager()

    class Meta:
        managed = False
        db_table = "orders_line_fact"
        ordering = ["order_id", "line_no"]
