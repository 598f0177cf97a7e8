"""Writes: suppliers are registered for a cluster, used by bodies, and paid to accounts that two people agreed on.

Every function takes many at once, in the same number of statements as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hanaper.commercial.suppliers.errors import (
    AccountIncomplete,
    ChangePending,
    IdentifiersDisagree,
    NotTheLead,
    SiteNotThere,
    SupplierUnidentified,
    SupplierUnnamed,
)
from hanaper.commercial.suppliers.models import (
    BankChange,
    BankDetail,
    BodySite,
    EntityIdentifier,
    LegalEntity,
    Site,
    SupplierGroup,
    site_code,
)
from hanaper.commercial.suppliers.process import BANK_CHANGE
from hanaper.commercial.suppliers.rules.accounts import BankAccount
from hanaper.commercial.suppliers.rules.identifiers import Identifier, identifier
from hanaper.commercial.suppliers.selectors import register_of
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.processes.api import Batch, Outcome, advance, create
from hanaper.foundation.tenancy.api import Cluster, current_scope


@dataclass(frozen=True, slots=True)
class SupplierDraft:
    """A supplier to register. identifiers: at least one. site: which of its places. group: its parent's name."""

    name: str
    country: str
    identifiers: Sequence[Identifier]
    site: str = "Head office"
    group: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class BankChangeDraft:
    """A site's account to propose. verification: one of `BankChange.Verification`."""

    site_id: int
    account: BankAccount
    verification: str


def suppliers_register(*, drafts: Sequence[SupplierDraft]) -> list[Site]:
    """Register suppliers for the act's cluster; the answers are the sites, in the order of the drafts.

    An entity that all government knows by one of the identifiers is taken, not made again, and learns the others; a
    site of that name which the cluster has already is answered as it is. All or none.
    Raises SupplierUnnamed, SupplierUnidentified, IdentifiersDisagree, WrongIdentifier.
    """
    cluster_id = _cluster_id()
    wanted = [_checked(row, draft) for row, draft in enumerate(drafts, 1)]
    entities = _entities(drafts, wanted)
    keys = [(entity.pk, draft.site) for entity, draft in zip(entities, drafts, strict=True)]
    there = {
        (site.entity_id, site.name): site
        for site in Site.objects.filter(cluster_id=cluster_id, entity_id__in={pk for pk, _ in keys})
    }
    new = {
        key: Site(
            cluster_id=cluster_id, entity=entity, name=draft.site, country=draft.country, synthetic=draft.synthetic
        )
        for key, entity, draft in zip(keys, entities, drafts, strict=True)
        if key not in there
    }
    Site.objects.bulk_create(new.values())
    return [(there | new)[key] for key in keys]


def sites_use(*, site_ids: Iterable[int], codes: Sequence[str] | None = None) -> list[BodySite]:
    """The act's body uses these sites from now on; the answers are in their order. codes: the body's own numbers.

    Raises SiteNotThere for a site that is not of the cluster that serves the body.
    """
    act, cluster_id, wanted = current_act(), _cluster_id(), list(site_ids)
    _check_sites(wanted)
    named = dict(zip(wanted, codes or [""] * len(wanted), strict=True))
    BodySite.objects.bulk_create(
        [BodySite(body_id=act.body_id, cluster_id=cluster_id, site_id=pk, code=code) for pk, code in named.items()],
        ignore_conflicts=True,
    )
    used = {used.site_id: used for used in BodySite.objects.filter(body_id=act.body_id, site_id__in=wanted)}
    return [used[pk] for pk in wanted]


def bank_changes_propose(*, drafts: Sequence[BankChangeDraft]) -> list[BankChange]:
    """Propose accounts for sites of the cluster that the act's body leads.

    Raises NotTheLead, SiteNotThere, AccountIncomplete, ChangePending, WrongIdentifier, UnknownCurrency: then none is
    proposed.
    """
    act, cluster_id = current_act(), _lead_cluster_id()
    changes = []
    for row, draft in enumerate(drafts, 1):
        if not draft.account.is_complete or draft.verification not in BankChange.Verification.values:
            found = "no check of the account" if draft.account.is_complete else "an incomplete account"
            raise AccountIncomplete(row=row, found=found)
        account = draft.account.normalised()
        changes.append(
            BankChange(
                cluster_id=cluster_id,
                site_id=draft.site_id,
                verification=draft.verification,
                holder_name=account.holder_name,
                currency=account.currency,
                sort_code=account.sort_code,
                account_number=account.account_number,
                iban=account.iban,
                bic=account.bic,
            )
        )
    _check_sites([change.site_id for change in changes])
    keys = [(change.site_id, change.currency) for change in changes]
    waiting = BankChange.objects.filter(
        body_id=act.body_id, state="proposed", site_id__in={site for site, _ in keys}
    ).values_list("site_id", "currency")
    taken = set(waiting)
    for site_id, currency in keys:
        if (site_id, currency) in taken:
            raise ChangePending(site=site_code(site_id), currency=currency)
        taken.add((site_id, currency))
    return create(BANK_CHANGE, "propose", changes)


def bank_changes_approve(*, ids: Iterable[int]) -> list[Outcome]:
    """Approve proposals: refused to whoever proposed them. The accounts hold from today; those before end, and stay."""
    return advance(BANK_CHANGE, "approve", ids)


def bank_changes_refuse(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Refuse proposals. reason: a code that stands in the evidence."""
    return advance(BANK_CHANGE, "refuse", ids, reason=reason)


def bank_changes_withdraw(*, ids: Iterable[int]) -> list[Outcome]:
    """Withdraw proposals that wait."""
    return advance(BANK_CHANGE, "withdraw", ids)


@BANK_CHANGE.content
def _content(ids: Sequence[int]) -> dict[int, Any]:
    """What an approval of an account stands for."""
    fields = ("cluster_id", "site_id", "holder_name", "currency", "sort_code", "account_number", "iban", "bic")
    rows = BankChange.objects.filter(pk__in=ids).values_list("pk", *fields, "verification")
    return {pk: list(rest) for pk, *rest in rows}


@BANK_CHANGE.effect("approve")
def _approve(batch: Batch) -> None:
    """Refuse a second change on one day: a detail that begins and ends on the same day would never have been valid.

    The detail itself is written by the trigger in `sql/bank_details.sql`: no path but an approval leads there.
    """
    changes = BankChange.objects.filter(pk__in=batch.ids).order_by("pk").values_list("pk", "site_id", "currency")
    began = BankDetail.objects.filter(
        site_id__in=[site for _, site, _ in changes],
        valid__startswith__gte=batch.act.today,
    ).values_list("site_id", "currency")
    changed_today = set(began)
    for pk, site_id, currency in changes:
        if (site_id, currency) in changed_today:
            batch.refuse(pk, "suppliers.changed-today")
        changed_today.add((site_id, currency))


def _checked(row: int, draft: SupplierDraft) -> set[Identifier]:
    if not draft.name.strip() or len(draft.country) != 2:
        raise SupplierUnnamed(row=row)
    if not draft.identifiers:
        raise SupplierUnidentified(row=row, name=draft.name)
    return {identifier(each.scheme, each.value) for each in draft.identifiers}


def _entities(drafts: Sequence[SupplierDraft], wanted: Sequence[set[Identifier]]) -> list[LegalEntity]:
    """The entity of each draft: one that is there, or a new one. Two drafts of one entity share it."""
    register = register_of(set().union(*wanted))
    known = LegalEntity.objects.in_bulk(register.entities)
    groups = _groups({draft.group for draft in drafts if draft.group})
    found: list[LegalEntity] = []
    new: list[LegalEntity] = []
    learnt: list[tuple[LegalEntity, Identifier]] = []
    for row, (draft, identifiers) in enumerate(zip(drafts, wanted, strict=True), 1):
        chosen = register.entity_of(identifiers)
        if chosen is None:
            if several := register.holders(identifiers):
                names = ", ".join(sorted(known[pk].name for pk in several))
                raise IdentifiersDisagree(row=row, name=draft.name, found=len(several), entities=names)
            new.append(
                LegalEntity(
                    name=draft.name.strip(),
                    country=draft.country.upper(),
                    group=groups.get(draft.group),
                    synthetic=draft.synthetic,
                )
            )
            chosen = -len(new)  # stands for it until it has an id
            known[chosen] = new[-1]
        learnt += [(known[chosen], each) for each in sorted(identifiers) if register.learn(chosen, each)]
        found.append(known[chosen])
    LegalEntity.objects.bulk_create(new)
    EntityIdentifier.objects.bulk_create(
        [EntityIdentifier(entity=entity, scheme=each.scheme, value=each.value) for entity, each in learnt]
    )
    return found


def _groups(names: set[str]) -> dict[str, SupplierGroup]:
    if not names:
        return {}
    SupplierGroup.objects.bulk_create([SupplierGroup(name=name) for name in sorted(names)], ignore_conflicts=True)
    return {group.name: group for group in SupplierGroup.objects.filter(name__in=names)}


def _check_sites(wanted: Sequence[int]) -> None:
    there = set(Site.objects.filter(cluster_id=_cluster_id(), pk__in=wanted).values_list("pk", flat=True))
    for pk in wanted:
        if pk not in there:
            raise SiteNotThere(found=site_code(pk))


def _cluster_id() -> int:
    cluster = current_scope().cluster
    if cluster is None:
        raise NotTheLead(found="a body that no cluster serves", expected="a body of a cluster")
    return cluster


def _lead_cluster_id() -> int:
    act = current_act()
    cluster = Cluster.objects.select_related("lead").get(pk=_cluster_id())
    if cluster.lead_id != act.body_id:
        raise NotTheLead(found=str(act.body), expected=str(cluster.lead or "its lead body, which is not set"))
    return cluster.pk
