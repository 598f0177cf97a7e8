"""Suppliers on three levels: group, legal entity, site; and the bank account of a site, in time.

Groups, entities and identifiers are public facts that all government shares; buying power adds up by group, debarment
holds for an entity. A site is where one cluster deals with an entity: it is ordered from and paid. A body uses sites of
its cluster.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from hanaper.commercial.suppliers.rules.accounts import BankAccount
from hanaper.commercial.suppliers.rules.identifiers import COMPANY, VAT
from hanaper.foundation.processes.api import Document
from hanaper.foundation.tenancy.api import Body, Cluster, ClusterManager, TenantManager


class SupplierGroup(models.Model):
    """Legal entities under one parent: buying power adds up here."""

    name = models.CharField(max_length=160, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class LegalEntity(models.Model):
    """What can sign a contract and be paid."""

    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2, help_text="ISO 3166, two letters.")
    group = models.ForeignKey(SupplierGroup, models.PROTECT, null=True, blank=True, related_name="entities")
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(Upper("name"), name="suppliers_entity_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def company_number(self) -> str:
        """Its number at Companies House, or its other registration number; of the identifiers at hand."""
        numbers = {each.scheme: each.value for each in self.identifiers.all()}
        return numbers.get(COMPANY) or next((v for s, v in numbers.items() if s.endswith("-REG")), "")

    @property
    def vat_number(self) -> str:
        return next((each.value for each in self.identifiers.all() if each.scheme == VAT), "")


class EntityIdentifier(models.Model):
    """One identifier of an entity, in the one form of `rules.identifiers`."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=16)
    value = models.CharField(max_length=64)

    class Meta:
        ordering = ["scheme", "value"]
        indexes = [models.Index(fields=["value"], name="suppliers_identifier_value")]
        constraints = [
            models.UniqueConstraint(fields=["entity", "scheme", "value"], name="suppliers_identifier_once"),
            # The members of a VAT group share one VAT number.
            models.UniqueConstraint(
                fields=["scheme", "value"], condition=~Q(scheme=VAT), name="suppliers_identifier_one_entity"
            ),
        ]


class Site(models.Model):
    """Where a cluster deals with an entity."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="sites")
    name = models.CharField(max_length=120, help_text="Which of the entity's places, such as a town.")
    country = models.CharField(max_length=2)
    synthetic = models.BooleanField(default=False)

    objects: models.Manager[Site] = ClusterManager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cluster", "entity", "name"], name="suppliers_site_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """How people name it: `S000042`."""
        return site_code(self.pk)


def site_code(site_id: int) -> str:
    """The code of a site by its id."""
    return f"S{site_id:06d}"


class BodySite(models.Model):
    """A body uses a site of its cluster."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_constraint=False)
    code = models.CharField(max_length=24, default="", blank=True, help_text="The body's own number for it, if any.")

    objects: models.Manager[BodySite] = TenantManager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["body", "site"], name="suppliers_bodysite_once")]


class AccountFields(models.Model):
    """Abstract. A bank account: sort code and number, or IBAN."""

    holder_name = models.CharField(max_length=140)
    currency = models.CharField(max_length=3)
    sort_code = models.CharField(max_length=6, default="", blank=True)
    account_number = models.CharField(max_length=8, default="", blank=True)
    iban = models.CharField(max_length=34, default="", blank=True)
    bic = models.CharField(max_length=11, default="", blank=True)

    class Meta:
        abstract = True

    @property
    def account(self) -> BankAccount:
        return BankAccount(
            self.holder_name, self.currency, self.sort_code, self.account_number, self.iban, self.bic
        )  # fmt: skip


def _one_form(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=(Q(iban="") & ~Q(sort_code="") & ~Q(account_number=""))
        | (~Q(iban="") & Q(sort_code="") & Q(account_number="")),
        name=name,
    )


class BankChange(AccountFields, Document):
    """A proposal to pay a site to this account from the day of its approval; a document of the cluster's lead body.

    Its content never changes: whoever erred withdraws it and proposes anew.
    """

    class Verification(models.TextChoices):
        """How the proposer made sure, with a contact that was held before the request came."""

        CALL_BACK = "call-back", "Called back on a number held before the request"
        CONFIRMATION_OF_PAYEE = "confirmation-of-payee", "Confirmation of payee: the bank says that the name agrees"
        ONBOARDING = "onboarding", "Checked with the supplier's first registration"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_constraint=False)
    verification = models.CharField(max_length=24, choices=Verification.choices)

    objects: models.Manager[BankChange] = TenantManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            _one_form("suppliers_bankchange_form"),
            models.UniqueConstraint(
                fields=["body", "site", "currency"], condition=Q(state="proposed"), name="suppliers_bankchange_pending"
            ),
        ]


class BankDetail(AccountFields):
    """The account to which a site is paid in one currency while `valid`. Only an approval writes it."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="bank_details", db_constraint=False)
    valid = DateRangeField()
    change_id = models.BigIntegerField(db_comment="the approved proposal")

    objects: models.Manager[BankDetail] = ClusterManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            _one_form("suppliers_bankdetail_form"),
            ExclusionConstraint(
                name="suppliers_bankdetail_one_at_a_time",
                expressions=[
                    ("cluster", RangeOperators.EQUAL),
                    ("site", RangeOperators.EQUAL),
                    ("currency", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]
