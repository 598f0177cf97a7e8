"""Suppliers in few words, over the two bodies of `tests.world`: alpha leads the cluster north, beta the cluster south.

trade = build_trade()                                   # inside `db` or `committed_db`
site = trade.supplier("Acme")                           # registered for north
detail = trade.account(site)                            # proposed and approved by two people
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from django.utils import timezone

from hanaper.commercial.suppliers.api import (
    BankAccount,
    BankChange,
    BankChangeDraft,
    BodySite,
    Identifier,
    Site,
    SupplierDraft,
    bank_changes_approve,
    bank_changes_propose,
    sites_use,
    suppliers_register,
)
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.duties.api import role_create, role_grant
from hanaper.foundation.identity.api import person_create
from hanaper.foundation.tenancy.api import Body, Cluster
from hanaper.kernel.dates import business_date
from tests.world import LONG_AGO, SETUP, World, build_world

CALL_BACK = BankChange.Verification.CALL_BACK
_company = count(1)


@dataclass
class Trade:
    """maintainer, proposer, approver: people of the centre who hold that duty for alpha and for beta."""

    world: World
    maintainer: Actor
    proposer: Actor
    approver: Actor

    @property
    def alpha(self) -> Body:
        return self.world.alpha

    @property
    def today(self) -> date:
        return business_date(timezone.now())

    @property
    def beta(self) -> Body:
        return self.world.beta

    def supplier(self, name: str = "Acme Ltd", *, body: Body | None = None, **draft: object) -> Site:
        """Register a supplier with a company number of its own, for the cluster of `body` (alpha)."""
        wanted = {"identifiers": [company()], "country": "GB", "synthetic": True} | draft
        with act(self.maintainer, "supplier.maintain", body or self.alpha):
            return suppliers_register(drafts=[SupplierDraft(name=name, **wanted)])[0]  # type: ignore[arg-type]

    def used(self, site: Site, body: Body | None = None) -> BodySite:
        with act(self.maintainer, "supplier.maintain", body or self.alpha):
            return sites_use(site_ids=[site.pk])[0]

    def propose(self, site: Site, account: BankAccount | None = None, **how: object) -> BankChange:
        with act(self.proposer, "supplier-bank.propose", self.alpha, **how):  # type: ignore[arg-type]
            return bank_changes_propose(drafts=[BankChangeDraft(site.pk, account or an_account(), CALL_BACK)])[0]

    def account(self, site: Site, account: BankAccount | None = None, *, at: datetime | None = None) -> BankChange:
        """Propose and approve."""
        change = self.propose(site, account, at=at)
        with act(self.approver, "supplier-bank.approve", self.alpha, at=at):
            outcomes = bank_changes_approve(ids=[change.pk])
        assert outcomes[0].moved, outcomes
        return change


def company() -> Identifier:
    """A company number that nobody has yet."""
    return Identifier("GB-COH", f"{next(_company):08d}")


def an_account(holder: str = "Acme Ltd", number: str = "12345678", currency: str = "GBP") -> BankAccount:
    return BankAccount(holder, currency, sort_code="12-34-56", account_number=number)


def person_with(duties: list[str], *bodies: Body, limit_pence: int | None = None) -> Actor:
    """A person who holds these duties for these bodies, granted by one and agreed by another."""
    with act(SETUP, None, None):
        person, giver, agreer = (person_create(name=name, synthetic=True).pk for name in ("Holder", "Giver", "Agreer"))
        role = role_create(code=f"role-{person}", name=", ".join(duties), duties=duties)
        for body in bodies:
            role_grant(
                person_id=person,
                role=role,
                body=body,
                valid=(LONG_AGO, None),
                limit_pence=limit_pence,
                granted_by=giver,
                approved_by=agreer,
            )
    return Actor(person)


def build_trade() -> Trade:
    """Two clusters, each led by one body, and the centre's people."""
    world = build_world()
    with act(SETUP, None, None):
        for code, lead in (("north", world.alpha), ("south", world.beta)):
            Cluster.objects.filter(code=code).update(lead=lead)
    bodies = (world.alpha, world.beta)
    return Trade(
        world,
        person_with(["supplier.maintain", "supplier.read"], *bodies),
        person_with(["supplier-bank.propose", "supplier.read"], *bodies),
        person_with(["supplier-bank.approve", "supplier.read"], *bodies),
    )
