"""Registering suppliers and finding them by what an invoice says."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from hanaper.commercial.suppliers.api import (
    Identifier,
    IdentifiersDisagree,
    NotTheLead,
    SiteNotThere,
    SupplierDraft,
    SupplierUnidentified,
    party_identifiers,
    sites_of_parties,
    sites_use,
    suppliers_register,
)
from hanaper.commercial.suppliers.models import BodySite, LegalEntity
from hanaper.commercial.suppliers.selectors import sites
from hanaper.commercial.suppliers.tests.factories import Trade, build_trade, company
from hanaper.foundation.acts.api import act, reading
from hanaper.foundation.tenancy.api import Body
from hanaper.kernel.errors import WrongIdentifier
from tests.world import SETUP

VAT = Identifier("VAT", "GB980780684")


@pytest.fixture
def trade(db: None) -> Trade:
    return build_trade()


def test_a_supplier_is_found_by_each_of_its_identifiers_however_they_are_written(trade: Trade) -> None:
    number, endpoint = company(), Identifier("0088", "7300010000001")
    site = trade.supplier(identifiers=[number, VAT, endpoint])
    said = [
        {"country": "GB", "company_id": ("", number.value.lstrip("0"))},
        {"country": "GB", "vat_id": "gb 980 7806 84"},
        {"endpoint": ("0088", "7300 0100 00001")},
        {"endpoint": ("9932", "GB980780684")},
        {"company_id": ("GB-COH", "99999999")},
        {},
    ]
    with act(SETUP, None, trade.alpha):
        found = sites_of_parties([party_identifiers(**each) for each in said])  # type: ignore[arg-type]
    assert [each and each.site_id for each in found] == [site.pk] * 4 + [None, None]


def test_identifiers_that_point_at_two_entities_find_neither(trade: Trade) -> None:
    one, other = company(), Identifier("0088", "1")
    trade.supplier("One", identifiers=[one])
    trade.supplier("Other", identifiers=[company(), other])
    with act(SETUP, None, trade.alpha):
        assert sites_of_parties([[one, other]]) == [None]


def test_members_of_a_vat_group_stay_apart(trade: Trade) -> None:
    first, second = company(), company()
    one = trade.supplier("One", identifiers=[first, VAT])
    two = trade.supplier("Two", identifiers=[second, VAT])
    assert one.entity_id != two.entity_id
    with act(SETUP, None, trade.alpha):
        found = sites_of_parties([[first, VAT], [second, VAT], [VAT], [company(), VAT]])
    assert [each and each.entity_id for each in found] == [one.entity_id, two.entity_id, None, None]


def test_an_entity_is_registered_once_for_all_government_and_a_site_for_each_cluster(trade: Trade) -> None:
    number = company()
    north = trade.supplier("Acme Ltd", identifiers=[number])
    south = trade.supplier("ACME LIMITED", identifiers=[number, VAT], body=trade.beta)
    again = trade.supplier("Acme Ltd", identifiers=[VAT])
    assert north.entity_id == south.entity_id == again.entity_id
    assert (north.pk, LegalEntity.objects.count()) == (again.pk, 1)
    assert north.pk != south.pk


def test_identifiers_of_two_entities_are_never_joined_by_a_registration(trade: Trade) -> None:
    one, other = company(), Identifier("0088", "1")
    trade.supplier("One", identifiers=[one])
    trade.supplier("Other", identifiers=[other])
    with pytest.raises(IdentifiersDisagree) as refusal:
        trade.supplier("Both", identifiers=[one, other])
    assert refusal.value.values["entities"] == "One, Other"


@pytest.mark.parametrize(
    ("identifiers", "error"),
    [
        ([], SupplierUnidentified),
        ([Identifier("GB-COH", "X")], WrongIdentifier),
        ([Identifier("VAT", "GB1")], WrongIdentifier),
    ],
)
def test_a_registration_without_a_good_identifier_is_refused(
    trade: Trade, identifiers: list[Identifier], error: type[Exception]
) -> None:
    with pytest.raises(error):
        trade.supplier(identifiers=identifiers)


@pytest.mark.promise("P11", "P13")
def test_a_site_of_another_cluster_is_not_found_and_not_listed(trade: Trade) -> None:
    number = company()
    south = trade.supplier("Southern", identifiers=[number], body=trade.beta)
    with act(SETUP, None, trade.alpha):
        assert sites_of_parties([[number]]) == [None]
    with reading(trade.maintainer, "supplier.read", [trade.alpha]):
        assert list(sites()) == []
    with reading(trade.maintainer, "supplier.read", [trade.beta]):
        assert (
            list(sites(search="southern"))
            == list(sites(search=number.value))
            == list(sites(search=south.code))
            == [south]
        )


@pytest.mark.promise("P12")
def test_a_body_cannot_use_a_site_of_another_cluster(trade: Trade) -> None:
    site = trade.supplier("Southern", body=trade.beta)
    with pytest.raises(SiteNotThere), act(trade.maintainer, "supplier.maintain", trade.alpha):
        sites_use(site_ids=[site.pk])
    # Beneath the service the key carries the cluster, and the policy wants the cluster of the act.
    north = trade.supplier("Northern")
    for cluster_id, sqlstate in ((north.cluster_id, "23503"), (site.cluster_id, "42501")):
        with pytest.raises(DatabaseError) as refusal, act(SETUP, None, trade.alpha):
            BodySite.objects.create(body=trade.alpha, cluster_id=cluster_id, site=site)
        assert refusal.value.__cause__.sqlstate == sqlstate  # type: ignore[union-attr]


def test_a_body_that_uses_a_site_twice_uses_it_once(trade: Trade) -> None:
    site = trade.supplier()
    assert trade.used(site) == trade.used(site)
    with act(SETUP, None, trade.alpha):
        found = sites_of_parties([[Identifier("GB-COH", site.entity.identifiers.get().value)]])
    assert found[0] is not None
    assert found[0].body_site_id == trade.used(site).pk


def test_fifty_suppliers_are_registered_in_as_many_statements_as_one(trade: Trade) -> None:
    def statements(number: int) -> int:
        drafts = [SupplierDraft(f"Supplier {n}", "GB", [company()], group=f"Group {n % 3}") for n in range(number)]
        with act(trade.maintainer, "supplier.maintain", trade.alpha), CaptureQueriesContext(connection) as queries:
            made = suppliers_register(drafts=drafts)
            sites_use(site_ids=[site.pk for site in made])
        assert len({site.pk for site in made}) == number
        return len(queries)

    assert statements(1) == statements(50) <= 14


def test_a_body_that_no_cluster_serves_has_no_suppliers(trade: Trade) -> None:
    with act(SETUP, None, None):
        alone = Body.objects.create(code="alone", name="Alone", began_on=trade.alpha.began_on, synthetic=True)
    with pytest.raises(NotTheLead), act(SETUP, None, alone):
        suppliers_register(drafts=[SupplierDraft("Acme", "GB", [company()])])
