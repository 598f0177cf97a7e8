"""When a session ends, and when it is fresh enough to release money."""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from hanaper.foundation.identity import api
from hanaper.foundation.identity.models import Account
from hanaper.foundation.identity.tests.people import (
    PASSWORD,
    account,
    authenticator,
    code,
    person,
    signed_in_client,
    test_act,
)

pytestmark = [pytest.mark.urls("hanaper.foundation.identity.tests.urls"), pytest.mark.django_db]

MINUTE = 60
HOUR = 60 * MINUTE


@pytest.fixture
def ada() -> Account:
    with test_act():
        return account(person("Ada"), username="ada", password=PASSWORD)


@pytest.mark.promise("P18")
def test_thirty_minutes_without_a_request_end_a_session(ada: Account) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False):
        stays, goes = signed_in_client(ada), signed_in_client(ada)
    with time_machine.travel(start + 29 * MINUTE, tick=False):
        assert stays.get("/guarded/").status_code == 200
    with time_machine.travel(start + 30 * MINUTE, tick=False):
        refused = goes.get("/guarded/")
        assert refused["Location"] == "/sign-in/?next=%2Fguarded%2F&ended=idle"
        assert "nothing was done for 30 minutes" in goes.get(refused["Location"]).content.decode()
        assert stays.get("/guarded/").status_code == 200


@pytest.mark.promise("P18")
def test_twelve_hours_end_a_session_however_busy_it_is(ada: Account) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False):
        client = signed_in_client(ada)
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(start + minutes * MINUTE, tick=False):
            assert client.get("/guarded/").status_code == 200, minutes
    with time_machine.travel(start + 12 * HOUR, tick=False):
        refused = client.get("/guarded/")
        assert refused.status_code == 302
    assert not Session.objects.filter(session_key=client.cookies["hanaper"].value).exists()


@pytest.mark.promise("P18")
def test_a_session_that_is_over_is_over_on_public_pages_too(ada: Account) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False):
        client = signed_in_client(ada)
    with time_machine.travel(start + 31 * MINUTE, tick=False):
        client.get("/public/")
    with time_machine.travel(start + 1 * MINUTE, tick=False):
        assert client.get("/guarded/").status_code == 302


def test_reading_pages_does_not_write_the_session_each_time(ada: Account) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False):
        client = signed_in_client(ada)
        before = Session.objects.get().session_data
        client.get("/guarded/")
        assert Session.objects.get().session_data == before
    with time_machine.travel(start + 61, tick=False):
        client.get("/guarded/")
        assert Session.objects.get().session_data != before


def test_knowing_who_asks_costs_two_queries(ada: Account, django_assert_num_queries: Any) -> None:
    client = signed_in_client(ada)
    client.get("/guarded/")
    with django_assert_num_queries(2):
        client.get("/guarded/")


@pytest.mark.promise("P17")
def test_closing_an_account_ends_its_sessions_at_their_next_request(ada: Account) -> None:
    first, second = signed_in_client(ada), signed_in_client(ada)
    assert first.get("/guarded/").status_code == 200
    with test_act():
        api.account_deactivate(ada)
    assert [client.get("/guarded/").status_code for client in (first, second)] == [302, 302]


@pytest.mark.promise("P17")
def test_opening_an_account_again_brings_no_old_session_back(ada: Account) -> None:
    client = signed_in_client(ada)
    with test_act():
        api.account_deactivate(ada)
        from hanaper.foundation.identity.services import account_activate

        account_activate(ada)
    assert client.get("/guarded/").status_code == 302


@pytest.mark.promise("P17")
def test_a_reset_password_or_second_factor_ends_every_session(ada: Account) -> None:
    with test_act():
        helpers = [person("Bob"), person("Cat")]  # one person alone may not do both
    for reset, helper in zip((api.password_reset, api.second_factor_reset), helpers, strict=True):
        client = signed_in_client(ada)
        assert client.get("/guarded/").status_code == 200
        with test_act():
            reset(ada, by_person_id=helper.pk)
        assert client.get("/guarded/").status_code == 302
        with test_act():
            ada.password_is_temporary = False
            ada.save()


@pytest.mark.promise("P17")
def test_the_leavers_other_people_stay_signed_in(ada: Account) -> None:
    with test_act():
        bob = account(person("Bob"), username="bob")
    stays = signed_in_client(bob)
    with test_act():
        api.dispose(ada.person_id)
    assert stays.get("/guarded/").status_code == 200


@pytest.mark.promise("P18")
def test_releasing_needs_a_sign_in_of_the_last_five_minutes(ada: Account) -> None:
    secret = authenticator(ada)
    start = time.time()
    with time_machine.travel(start, tick=False):
        client = signed_in_client(ada)
        assert client.get("/release/").content == b"ready to release"
    with time_machine.travel(start + 299, tick=False):
        assert client.post("/release/").content == b"released"
    with time_machine.travel(start + 300, tick=False):
        asked = client.get("/release/")
        assert asked["Location"] == "/sign-in/again/?next=%2Frelease%2F"
        page = client.get(asked["Location"], follow=True)
        assert page.redirect_chain[-1][0] == "/sign-in/again/code/?next=%2Frelease%2F"
        assert "Sign in again" in page.content.decode()
        done = client.post(page.redirect_chain[-1][0], {"password": PASSWORD, "code": code(secret)})
        assert done["Location"] == "/release/"
        assert client.post("/release/").content == b"released"


@pytest.mark.promise("P18")
def test_signing_in_again_wants_both_password_and_code(ada: Account) -> None:
    secret = authenticator(ada)
    start = time.time()
    with time_machine.travel(start, tick=False):
        client = signed_in_client(ada)
    with time_machine.travel(start + 10 * MINUTE, tick=False):
        again = "/sign-in/again/code/?next=/release/"
        digits = code(secret)
        for password, given in ((PASSWORD, ""), ("", digits), ("wrong password", digits), (PASSWORD, "000000")):
            assert client.post(again, {"password": password, "code": given}).status_code == 200
            assert client.get("/release/").status_code == 302
        assert client.post(again, {"password": PASSWORD, "code": digits})["Location"] == "/release/", (
            "a wrong password beside it used no code up"
        )
        assert client.get("/release/").status_code == 200


@pytest.mark.promise("P18")
def test_a_form_sent_too_late_leads_back_to_its_own_page_and_is_not_kept(ada: Account) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False):
        client = signed_in_client(ada)
    with time_machine.travel(start + 10 * MINUTE, tick=False):
        sent = client.post("/release/", {"amount": "1"}, headers={"Referer": "http://testserver/guarded/?run=7"})
        assert sent["Location"] == "/sign-in/again/?next=%2Fguarded%2F%3Frun%3D7"
        foreign = client.post("/release/", headers={"Referer": "https://elsewhere.example/"})
        assert foreign["Location"] == "/sign-in/again/?next=%2Frelease%2F"


@pytest.mark.promise("P18")
def test_the_proof_of_one_account_is_none_for_another(ada: Account) -> None:
    with test_act():
        bob = account(person("Bob"), username="bob")
    client = signed_in_client(ada)
    client.force_login(bob)
    assert client.get("/guarded/").status_code == 302


def test_a_session_that_proves_no_second_factor_is_sent_to_give_it(ada: Account) -> None:
    authenticator(ada)
    client = Client()
    client.force_login(ada)
    assert client.get("/guarded/")["Location"] == "/sign-in/again/?next=%2Fguarded%2F"


def test_pages_of_somebody_signed_in_are_kept_by_no_cache(ada: Account) -> None:
    assert "no-store" in signed_in_client(ada).get("/guarded/")["Cache-Control"]
    assert not Client().get("/public/").has_header("Cache-Control")


@pytest.mark.promise("P39")
def test_what_a_session_says_cannot_be_read_in_its_table(ada: Account) -> None:
    client = signed_in_client(ada)
    session = client.session
    session["canary"] = "GB29NWBK60161331926819"
    session.save()
    stored = Session.objects.get(session_key=session.session_key)
    from django.core import signing

    readable = str(signing.b64_decode(stored.session_data.split(":")[0].lstrip(".").encode()))
    assert "GB29" not in stored.session_data + readable
    assert client.session["canary"] == "GB29NWBK60161331926819"
