"""A manual journal through its pages: entered, sent back, corrected, approved by another, posted, reversed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hanaper.foundation.acts.api import Actor, reading
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people
from hanaper.foundation.processes import automation
from hanaper.ledger.models import Account as LedgerAccount
from hanaper.ledger.models import ManualJournal
from hanaper.ledger.process import JOURNAL
from tests.databases import CommittedDatabase
from tests.world import World, build_world, seal_everything


@pytest.fixture
def world(committed_db: CommittedDatabase) -> World:
    return build_world()


def _client(actor: Actor) -> Client:
    with people.test_act():
        account = people.account(Person.objects.get(pk=actor.person_id))
    return people.signed_in_client(account)


def _entry(world: World, debit: str = "125.00", credit: str = "125.00") -> dict[str, Any]:
    accounts = LedgerAccount.objects.order_by("code")[:2]
    keys = {
        "cost_centre": world.cost_centres[world.alpha.pk],
        "programme": world.programmes[world.alpha.pk],
        "narrative": "",
    }
    lines: dict[str, Any] = {"lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "0"}
    for number, (account, side, amount) in enumerate(((accounts[0], "debit", debit), (accounts[1], "credit", credit))):
        values = {**keys, "account": account.pk, "debit": "", "credit": "", side: amount}
        lines |= {f"lines-{number}-{name}": value for name, value in values.items()}
    return {"period": str(world.period), "description": "Accrue the October rent", **lines}


def _read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code, answer.content.decode()[:2000])
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


@pytest.mark.promise("P21")
def test_a_journal_is_entered_by_one_person_and_approved_by_another(world: World) -> None:
    enterer, approver = _client(world.enterer), _client(world.approver)

    answer = enterer.post("/alpha/journals/enter/", _entry(world))
    assert answer.status_code == 303, answer.content.decode()[:3000]
    url = answer["Location"]
    assert "Accrue the October rent" in _read(enterer, url)
    assert f'href="{url}approve/"' not in _read(enterer, url), "who entered it is not offered its approval"
    assert "MJ-" in _read(approver, "/alpha/journals/")

    assert "Waiting for someone who may approve" in _read(approver, url)
    assert approver.post(f"{url}send-back/", {"reason": "journal.wrong-period"}).status_code == 303
    assert "It belongs to another period" in _read(approver, url)
    answer = enterer.post(f"{url}correct/", _entry(world, "130.00", "130.00"))
    assert answer.status_code == 303, answer.content.decode()[:3000]
    assert approver.post(f"{url}approve/").status_code == 303

    assert automation.run(JOURNAL, world.alpha) == 1
    seal_everything()
    page = _read(enterer, url)
    assert "Posted to the books" in page
    assert "Automatic rule" in page
    posted = re.search(r"/alpha/ledger/posted/\d+/", page)
    assert posted is not None
    assert "Posted journal 1 of" in _read(enterer, posted[0])

    balance = _read(enterer, "/alpha/ledger/trial-balance/?format=csv")
    assert "130.00" in balance
    code = LedgerAccount.objects.order_by("code")[0].code
    assert posted[0] in _read(enterer, f"/alpha/ledger/accounts/{code}/"), "a figure opens to its lines"

    answer = enterer.post(f"{url}reverse/", {"period": str(world.period), "description": "Entered twice"})
    assert answer.status_code == 303
    assert approver.post(f"{answer['Location']}approve/").status_code == 303
    automation.run(JOURNAL, world.alpha)
    assert _read(enterer, "/alpha/ledger/trial-balance/?format=csv").count(",0.00") >= 2


def test_what_is_wrong_with_an_entry_is_said_and_what_was_typed_is_kept(world: World) -> None:
    enterer = _client(world.enterer)
    answer = enterer.post("/alpha/journals/enter/", _entry(world, "125.00", "124.00"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "£1.00" in page
    assert "Accrue the October rent" in page
    assert "<title>Error:" in page
    answer = enterer.post("/alpha/journals/enter/", _entry(world, "12x", ""))
    assert "Line 1: Debit must be an amount, like 1,234.56" in answer.content.decode()
    assert _count(world) == 0


def _count(world: World) -> int:
    """How many journals stand in the bodies of the enterer."""
    with reading(world.enterer, "ledger.read"):
        return ManualJournal.objects.count()


@pytest.mark.promise("P15")
def test_what_is_not_yours_looks_like_what_is_not_there(world: World) -> None:
    stranger, enterer = _client(world.stranger), _client(world.enterer)
    url = enterer.post("/alpha/journals/enter/", _entry(world))["Location"]
    assert _without_tokens(_read(stranger, url, 404)) == _without_tokens(_read(stranger, f"{url[:-1]}999/", 404))


def _without_tokens(page: str) -> str:
    """The page without what differs at every visit: tokens and keys of forms."""
    return re.sub(r'value="[^"]{20,}"', "", page)


def test_opening_balances_come_from_a_file_all_or_nothing(world: World) -> None:
    def send(text: str) -> Any:
        file = SimpleUploadedFile("opening.csv", text.encode(), "text/csv")
        form = {"period": str(world.period), "description": "Opening balances", "file": file}
        return enterer.post("/alpha/journals/opening/", form)

    enterer = _client(world.enterer)
    heading = "account,cost centre,programme,debit,credit,narrative\n"
    page = send(heading + "1000,C1,P1,10.00,,Land\n9999,C1,P1,,x,\n").content.decode()
    assert "Row 3, account: “9999” is not there, or not valid today." in page
    assert "Row 3, credit: “x” is not an amount" in page
    assert "expected “account, cost centre" in send("a,b\n1,2\n").content.decode()
    assert "£1.00" in send(heading + "1000,C1,P1,10.00,,Land\n3000,C1,P1,,9.00,\n").content.decode()
    assert _count(world) == 0
    answer = send(heading + '1000,C1,P1,"1,010.00",,Land\n3000,C1,P1,,1010,\n')
    assert answer.status_code == 303
    assert "£1,010.00" in _read(enterer, answer["Location"])
