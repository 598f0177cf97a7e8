"""Reads of suppliers: by what identifies them, and by what a page or another module asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from hanaper.commercial.suppliers.models import BankChange, BankDetail, BodySite, EntityIdentifier, LegalEntity, Site
from hanaper.commercial.suppliers.rules.accounts import BankAccount
from hanaper.commercial.suppliers.rules.identifiers import Identifier, Register
from hanaper.foundation.tenancy.api import current_scope
from hanaper.kernel.errors import NotThere


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site as other modules need it. body_site_id: the body's use of it, None where the body does not use it."""

    site_id: int
    entity_id: int
    code: str
    name: str
    country: str
    body_site_id: int | None = None


@dataclass(frozen=True, slots=True)
class PayableTo:
    """The account to which a site is paid, masked. detail_id: what a payment instruction holds."""

    detail_id: int
    site_id: int
    currency: str
    holder_name: str
    masked: str


def register_of(identifiers: Collection[Identifier]) -> Register:
    """The entities that one of these identifiers points at, with all that they are registered with."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.entity_id, i.scheme, i.value FROM suppliers_entityidentifier i WHERE i.entity_id IN ("
            " SELECT k.entity_id FROM suppliers_entityidentifier k"
            " JOIN unnest(%s::text[], %s::text[]) AS w(scheme, value) ON w.scheme = k.scheme AND w.value = k.value)",
            [[each.scheme for each in identifiers], [each.value for each in identifiers]],
        )
        return Register((entity_id, Identifier(scheme, value)) for entity_id, scheme, value in cursor.fetchall())


def sites_of_parties(parties: Sequence[Collection[Identifier]]) -> list[SiteFacts | None]:
    """The site of each party by its identifiers, within the clusters in scope; None where nobody, or no one, is meant.

    parties: identifiers as `rules.identifiers.party_identifiers` gives them. All known identifiers of a party must
    agree on one legal entity. Of its sites, one that the act's body uses comes before others, then the oldest.
    """
    register = register_of({each for party in parties for each in party})
    entities = [register.entity_of(party) for party in parties]
    sites: dict[int, SiteFacts] = {}
    for site in _site_facts("s.entity_id = ANY (%(ids)s)", [pk for pk in entities if pk is not None]):
        sites.setdefault(site.entity_id, site)
    return [sites.get(pk) if pk is not None else None for pk in entities]


def sites_facts(site_ids: Iterable[int]) -> dict[int, SiteFacts]:
    """Sites by id; those out of scope are left out."""
    return {site.site_id: site for site in _site_facts("s.id = ANY (%(ids)s)", list(site_ids))}


def body_sites_facts(body_site_ids: Iterable[int]) -> dict[int, SiteFacts]:
    """Sites by the id of a body's use of them; those out of scope are left out."""
    found = _site_facts("b.id = ANY (%(ids)s)", list(body_site_ids))
    return {site.body_site_id: site for site in found if site.body_site_id is not None}


def _site_facts(condition: str, ids: list[int]) -> list[SiteFacts]:
    """Sites the body uses first. In a reading act of several bodies, each body's use is a row."""
    scope = current_scope()
    bodies = [scope.body] if scope.body is not None else list(scope.bodies)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, s.entity_id, e.name, s.country, b.id FROM suppliers_site s"
            " JOIN suppliers_legalentity e ON e.id = s.entity_id"
            " LEFT JOIN suppliers_bodysite b ON b.site_id = s.id AND b.body_id = ANY (%(bodies)s)"
            f" WHERE s.cluster_id = ANY (%(clusters)s) AND {condition} ORDER BY b.id IS NULL, s.id, b.id",
            {"bodies": bodies, "clusters": list(scope.clusters), "ids": ids},
        )
        return [
            SiteFacts(pk, entity, f"S{pk:06d}", name, country, used)
            for pk, entity, name, country, used in cursor.fetchall()
        ]


def bank_detail_of(site_ids: Iterable[int], currency: str, on: date) -> dict[int, PayableTo]:
    """The account of each site in a currency on a day, masked; sites without one are left out."""
    details = BankDetail.objects.filter(site_id__in=set(site_ids), currency=currency, valid__contains=on)
    return {detail.site_id: _payable_to(detail) for detail in details}


def payable_to(detail_ids: Iterable[int]) -> dict[int, PayableTo]:
    """Details by id, masked."""
    return {detail.pk: _payable_to(detail) for detail in BankDetail.objects.filter(pk__in=set(detail_ids))}


def accounts_in_full(detail_ids: Iterable[int]) -> dict[int, BankAccount]:
    """Whole accounts by the id of their detail, for a payment file and for nothing else."""
    return {detail.pk: detail.account for detail in BankDetail.objects.filter(pk__in=set(detail_ids))}


def _payable_to(detail: BankDetail) -> PayableTo:
    return PayableTo(detail.pk, detail.site_id, detail.currency, detail.holder_name, detail.account.masked)


def sites(*, search: str = "") -> QuerySet[Site]:
    """Sites of the clusters in scope by name; with `search`, those whose name begins with it or that it identifies."""
    found = (
        Site.objects.select_related("entity", "entity__group", "cluster", "cluster__lead")
        .prefetch_related(Prefetch("entity__identifiers", EntityIdentifier.objects.order_by("scheme", "value")))
        .order_by("entity__name", "pk")
    )
    if search:
        plain = "".join(character for character in search if character.isalnum()).upper()
        # As people write them: a VAT number without GB, a company number without its leading noughts.
        values = {plain, f"GB{plain}", plain.zfill(8)}
        identified = EntityIdentifier.objects.filter(value__in=values).values("entity_id")
        matches = Q(entity__name__istartswith=search.strip()) | Q(entity_id__in=identified)
        if plain[:1] == "S" and plain[1:].isdigit() and len(plain) < 20:
            matches |= Q(pk=int(plain[1:]))
        found = found.filter(matches)
    return found


def site_get_for(site_id: int) -> Site:
    """One site in scope. Raises NotThere, alike for none and for not yours."""
    found = sites().filter(pk=site_id).first()
    if found is None:
        raise NotThere(what="supplier site", found=site_id)
    return found


def bank_details(site_id: int) -> QuerySet[BankDetail]:
    """Every account a site was or is paid to, the newest first."""
    return BankDetail.objects.filter(site_id=site_id).order_by("currency", "-pk")


def bank_changes() -> QuerySet[BankChange]:
    """Every proposal in scope, newest first."""
    return BankChange.objects.select_related("body", "site", "site__entity").order_by("-pk")


def bank_change_get_for(change_id: int) -> BankChange:
    """One proposal in scope. Raises NotThere."""
    found = bank_changes().filter(pk=change_id).first()
    if found is None:
        raise NotThere(what="bank account proposal", found=change_id)
    return found


def same_account_elsewhere(change: BankChange) -> list[LegalEntity]:
    """Other entities that are, or were, paid to the account of a proposal: a sign of fraud for its approver to see."""
    account = (
        Q(iban=change.iban) if change.iban else Q(sort_code=change.sort_code, account_number=change.account_number)
    )
    entities = BankDetail.objects.filter(account).exclude(site__entity_id=change.site.entity_id)
    return list(LegalEntity.objects.filter(pk__in=entities.values("site__entity_id")).order_by("name"))


def body_sites(*, site_id: int | None = None, body_id: int | None = None) -> QuerySet[BodySite]:
    """The sites that the bodies in scope use, or one of them, by supplier."""
    found = BodySite.objects.select_related("body", "site", "site__entity").order_by("site__entity__name", "pk")
    if site_id is not None:
        found = found.filter(site_id=site_id)
    return found if body_id is None else found.filter(body_id=body_id)


def accounts_in_use(on: date) -> list[str]:
    """Sort code and account number, in one text, of every account that suppliers in scope are paid to on a day.

    For telling that somebody else uses one of them, never to be shown.
    """
    found = BankDetail.objects.filter(valid__contains=on).exclude(sort_code="")
    return [f"{sort_code}{number}" for sort_code, number in found.values_list("sort_code", "account_number")]
