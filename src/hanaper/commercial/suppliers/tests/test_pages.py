"""Suppliers through their pages: registered, used, found, and paid to an account that two people agreed on."""

from __future__ import annotations

import pytest
from django.test import Client

from hanaper.commercial.suppliers.tests.factories import Trade, an_account, build_trade, person_with
from hanaper.foundation.acts.api import Actor
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people
from tests.databases import CommittedDatabase

REGISTRATION = {
    "name": "Brightwater Ltd",
    "country": "gb",
    "company_number": "445790",
    "vat_number": "GB980780684",
    "scheme": "",
    "identifier": "",
    "site": "Leeds",
    "group": "Brightwater plc",
}
ACCOUNT = {
    "holder_name": "Brightwater Ltd",
    "currency": "GBP",
    "sort_code": "12-34-56",
    "account_number": "12345678",
    "iban": "",
    "bic": "",
    "verification": "call-back",
}


@pytest.fixture
def trade(committed_db: CommittedDatabase) -> Trade:
    return build_trade()


def signed_in(actor: Actor) -> Client:
    with people.test_act():
        account = people.account(Person.objects.get(pk=actor.person_id))
    return people.signed_in_client(account)


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
    assert answer.status_code == status, (url, answer.status_code, text[:2000])
    return text


def send(client: Client, url: str, data: dict[str, object]) -> str:
    answer = client.post(url, data)
    assert answer.status_code == 303, (url, answer.status_code, answer.content.decode()[:4000])
    return str(answer["Location"])


def test_a_supplier_is_registered_and_found_by_any_of_its_identifiers(trade: Trade) -> None:
    centre = signed_in(trade.maintainer)
    assert "Register a supplier" in read(centre, "/alpha/suppliers/")
    read(centre, "/alpha/suppliers/register/")
    url = send(centre, "/alpha/suppliers/register/", REGISTRATION)
    page = read(centre, url)
    for shown in ("Brightwater Ltd", "00445790", "GB980780684", "Brightwater plc", "Leeds", "Alpha"):
        assert shown in page
    for text in ("brightw", "445790", "980 7806 84", "S000001"):
        assert "Brightwater Ltd" in read(centre, f"/search?q={text}"), text
    assert "00445790" in read(centre, "/all/suppliers/?format=csv&identifier=445790")
    assert "No supplier is registered" in read(centre, "/beta/suppliers/")
    read(centre, url.replace("alpha", "beta"), 404)


def test_what_is_wrong_with_a_registration_is_said_and_what_was_typed_is_kept(trade: Trade) -> None:
    centre = signed_in(trade.maintainer)
    for change, said in (
        ({"name": ""}, "Enter the registered name"),
        ({"vat_number": "GB123"}, "correct check digits"),
        ({"company_number": "", "vat_number": ""}, "has no identifier"),
        ({"scheme": "0088"}, "Enter another identifier with its scheme, or neither"),
    ):
        answer = centre.post("/alpha/suppliers/register/", REGISTRATION | change)
        page = answer.content.decode()
        assert answer.status_code == 400, said
        assert said in page
        assert "Leeds" in page


def test_a_body_uses_a_supplier_that_its_cluster_knows(trade: Trade) -> None:
    site = trade.supplier()
    centre = signed_in(trade.maintainer)
    url = f"/alpha/suppliers/{site.pk}/"
    assert "Use this supplier" in read(centre, url)
    read(centre, f"{url}use/")
    send(centre, f"{url}use/", {})
    assert "Use this supplier" not in read(centre, url)


@pytest.mark.promise("P21", "P24")
def test_an_account_is_proposed_by_one_person_and_approved_by_another(trade: Trade) -> None:
    site = trade.supplier("Brightwater Ltd")
    proposer, approver = signed_in(trade.proposer), signed_in(trade.approver)
    supplier = f"/alpha/suppliers/{site.pk}/"
    assert "Propose a bank account" in read(proposer, supplier)
    assert "Propose a bank account" not in read(approver, supplier)
    read(proposer, f"{supplier}propose-account/")
    url = send(proposer, f"{supplier}propose-account/", ACCOUNT)
    page = read(proposer, url)
    assert f"{url}approve/" not in page, "who proposed it is not offered its approval"
    assert f"{url}withdraw/" in page
    assert f"{url}approve/" in read(approver, "/alpha/work/") or "Bank account of Brightwater" in read(
        approver, "/alpha/work/"
    )
    assert "Called back on a number held before" in read(approver, f"{url}approve/")
    send(approver, f"{url}approve/", {})
    page = read(approver, supplier)
    assert "12-34-56 ••••5678" in page
    assert "12345678" not in page
    assert "Approved: it is paid to from this day" in read(approver, url)


@pytest.mark.promise("P16")
def test_no_page_shows_a_whole_account(trade: Trade) -> None:
    site = trade.supplier()
    change = trade.account(site)
    waiting = trade.propose(site, an_account(number="87654321", currency="EUR"))
    reader, approver = signed_in(trade.maintainer), signed_in(trade.approver)
    for client, url in (
        (reader, "/alpha/suppliers/?format=csv"),
        (reader, f"/alpha/suppliers/{site.pk}/"),
        (reader, f"/alpha/suppliers/{site.pk}/?format=csv&table=accounts"),
        (reader, f"/alpha/suppliers/accounts/{change.pk}/"),
        (reader, "/alpha/suppliers/accounts/?format=json"),
        (reader, "/alpha/suppliers/accounts/"),
        (approver, f"/alpha/suppliers/accounts/{waiting.pk}/approve/"),
        (approver, "/alpha/work/"),
    ):
        page = read(client, url)
        assert "12345678" not in page
        assert "87654321" not in page


def test_a_refusal_needs_a_reason_that_stands_in_the_history(trade: Trade) -> None:
    change = trade.propose(trade.supplier())
    approver = signed_in(trade.approver)
    url = f"/alpha/suppliers/accounts/{change.pk}/"
    answer = approver.post(f"{url}refuse/", {})
    assert (answer.status_code, "Choose a reason" in answer.content.decode()) == (400, True)
    send(approver, f"{url}refuse/", {"reason": "supplier-bank.name-differs"})
    assert "The name on the account is not the supplier" in read(approver, url)


@pytest.mark.promise("P15")
def test_pages_ask_for_their_duty(trade: Trade) -> None:
    site = trade.supplier()
    change = trade.propose(site)
    reader = signed_in(person_with(["supplier.read"], trade.alpha))
    stranger = signed_in(trade.world.stranger)
    for url in ("suppliers/register/", f"suppliers/{site.pk}/use/", f"suppliers/{site.pk}/propose-account/"):
        read(reader, f"/alpha/{url}", 403)
        assert reader.post(f"/alpha/{url}", REGISTRATION).status_code == 403
    for step in ("approve", "refuse", "withdraw"):
        url = f"/alpha/suppliers/accounts/{change.pk}/{step}/"
        read(reader, url, 403)
        assert reader.post(url, {}).status_code == 403
    read(stranger, "/alpha/suppliers/", 404)
