"""Setting up a second factor at the first sign-in, with real commits: what follows a commit is part of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from hanaper.foundation.identity.models import AccountEvent
from hanaper.foundation.identity.tests.people import PASSWORD, account, code, person, test_act

pytestmark = pytest.mark.urls("hanaper.foundation.identity.tests.urls")


def text(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.promise("P19")
def test_without_a_second_factor_one_sets_it_up_before_anything_else(committed_db: Any) -> None:
    with test_act():
        ada = account(person("Ada"), username="ada", password=PASSWORD)
    client = Client()
    client.post("/sign-in/", {"login": "ada", "password": PASSWORD})
    for path in ("/guarded/", "/release/", "/sign-in/security/"):
        assert client.get(path)["Location"] == "/sign-in/security/set-up/"
    page = text(client.get("/sign-in/security/set-up/"))
    assert "<svg" in page
    assert "style=" not in page, "the content security policy allows none"
    key = re.search(r"<strong>([A-Z2-7 ]{32,})</strong>", page)
    assert key is not None
    wrong = client.post("/sign-in/security/set-up/", {"code": "000000"})
    assert key[1] in text(wrong), "after a wrong code the same picture stays"
    session = client.cookies["hanaper"].value
    done = client.post("/sign-in/security/set-up/", {"code": code(key[1].replace(" ", ""))})
    assert done["Location"] == "/sign-in/recovery-codes/"
    assert client.cookies["hanaper"].value != session, "more may be done now, under another session id"
    codes = re.findall(r"<code>(\d{8})</code>", text(client.get("/sign-in/recovery-codes/")))
    assert len(codes) == 10
    assert not re.findall("<code>", text(client.get("/sign-in/recovery-codes/"))), "they are shown once"
    assert text(client.get("/guarded/")) == "for ada"
    assert text(client.get("/release/")) == "ready to release"
    events = AccountEvent.objects.filter(account=ada).values_list("code", flat=True)
    assert "second-factor-added" in events
