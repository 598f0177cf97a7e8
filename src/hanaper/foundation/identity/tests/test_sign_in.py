"""Signing in: password, then a second factor; what a guesser meets; what a code is good for."""

from __future__ import annotations

import re
import time
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from hanaper.foundation.identity import api
from hanaper.foundation.identity.models import Account, AccountEvent
from hanaper.foundation.identity.tests.people import PASSWORD, account, authenticator, code, person, test_act

pytestmark = [pytest.mark.urls("hanaper.foundation.identity.tests.urls"), pytest.mark.django_db]

NEXT = "?next=/guarded/"


@pytest.fixture
def ada() -> Account:
    with test_act():
        return account(person("Ada"), username="ada", password=PASSWORD)


@pytest.fixture
def secret(ada: Account) -> str:
    return authenticator(ada)


def give_password(client: Client, password: str = PASSWORD, username: str = "ada") -> HttpResponse:
    return client.post(f"/sign-in/{NEXT}", {"login": username, "password": password})


def give_code(client: Client, digits: str) -> HttpResponse:
    return client.post("/sign-in/code/", {"code": digits})


def text(response: HttpResponse) -> str:
    return response.content.decode()


def events(of: Account) -> list[str]:
    return list(AccountEvent.objects.filter(account=of).order_by("pk").values_list("code", flat=True))


@pytest.mark.promise("P15")
def test_a_page_is_for_people_who_signed_in_unless_its_view_says_otherwise(client: Client) -> None:
    refused = client.get("/guarded/?a=1")
    assert (refused.status_code, refused["Location"]) == (302, "/sign-in/?next=%2Fguarded%2F%3Fa%3D1")
    assert text(client.get("/public/")) == "for everybody"
    assert client.post("/guarded/", {"amount": "1"})["Location"] == "/sign-in/"


@pytest.mark.promise("P19")
def test_password_and_code_together_sign_in_and_lead_where_one_was_going(
    client: Client, ada: Account, secret: str
) -> None:
    after_password = give_password(client)
    assert after_password["Location"] == "/sign-in/code/"
    assert client.get("/guarded/").status_code == 302, "a password alone opens nothing"
    assert give_code(client, code(secret))["Location"] == "/guarded/"
    assert text(client.get("/guarded/")) == "for ada"
    assert events(ada)[-2:] == ["second-factor-used", "signed-in"]


def test_capitals_and_spaces_around_a_sign_in_name_do_not_matter(client: Client, ada: Account, secret: str) -> None:
    assert give_password(client, username=" ADA ")["Location"] == "/sign-in/code/"


@pytest.mark.promise("P19")
def test_the_secret_of_an_authenticator_is_sealed_at_rest_and_in_the_session(client: Client, ada: Account) -> None:
    give_password(client)
    page = text(client.get("/sign-in/security/set-up/"))
    key = re.search(r"<strong>([A-Z2-7 ]{32,})</strong>", page)
    assert key is not None
    secret = key[1].replace(" ", "")
    assert secret not in everything_in("django_session")
    client.post("/sign-in/security/set-up/", {"code": code(secret)})
    assert secret not in everything_in("mfa_authenticator") + everything_in("django_session")
    assert Authenticator.objects.get(user=ada, type="totp").wrap().validate_code(code(secret))


def everything_in(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} t")
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.promise("P19")
def test_a_recovery_code_stands_in_for_the_phone_once(client: Client, ada: Account, secret: str) -> None:
    recovery = Authenticator.objects.get(user=ada, type="recovery_codes").wrap().get_unused_codes()[0]
    give_password(client)
    assert give_code(client, recovery)["Location"] == "/guarded/"
    again = Client()
    give_password(again)
    assert "The code is wrong" in text(give_code(again, recovery))


@pytest.mark.promise("P19")
@pytest.mark.parametrize("seconds_later", [0, 29, 31, 59])
def test_a_code_is_good_for_one_sign_in_however_long_it_would_be_right(
    client: Client, ada: Account, secret: str, seconds_later: int
) -> None:
    start = (int(time.time()) // 30) * 30.0
    with time_machine.travel(start, tick=False):
        digits = code(secret, periods=1)  # a phone that runs a little fast: right for 90 seconds in all
        give_password(client)
        assert give_code(client, digits)["Location"] == "/guarded/"
    with time_machine.travel(start + seconds_later, tick=False):
        thief = Client()
        give_password(thief)
        assert "The code is wrong, or was used before" in text(give_code(thief, digits))


@pytest.mark.promise("P19")
@pytest.mark.parametrize(("periods", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_may_be_one_period_early_or_late(
    client: Client, ada: Account, secret: str, periods: int, right: bool
) -> None:
    give_password(client)
    with time_machine.travel(time.time(), tick=False):
        answer = give_code(client, code(secret, periods=periods))
    assert (answer.status_code == 302) is right


@pytest.mark.promise("P19")
def test_the_code_that_set_the_app_up_is_not_good_for_a_sign_in(client: Client, ada: Account) -> None:
    with time_machine.travel(time.time(), tick=False):
        give_password(client)
        page = text(client.get("/sign-in/security/set-up/"))
        key = re.search(r"<strong>([A-Z2-7 ]{32,})</strong>", page)
        assert key is not None
        digits = code(key[1].replace(" ", ""))
        client.post("/sign-in/security/set-up/", {"code": digits})
        thief = Client()
        give_password(thief)
        assert "The code is wrong" in text(give_code(thief, digits))


@pytest.mark.promise("P19")
def test_nobody_learns_from_the_answer_which_sign_in_names_exist(client: Client, ada: Account, secret: str) -> None:
    with test_act():
        closed = account(person("Bob"), username="bob", password=PASSWORD)
        account(person("Cy"), username="cyr")  # has no password yet
        api.account_deactivate(closed)
    answers = {
        why: _without_what_differs(text(give_password(Client(), password, username)), username)
        for why, username, password in [
            ("no such name", "nobody", PASSWORD),
            ("wrong password", "ada", "wrong password here"),
            ("closed, right password", "bob", PASSWORD),
            ("no password yet", "cyr", PASSWORD),
        ]
    }
    assert len(set(answers.values())) == 1, answers.keys()
    assert "The sign-in name or password is wrong" in answers["no such name"]


def _without_what_differs(page: str, username: str) -> str:
    page = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"', "", page)
    return page.replace(f'value="{username}"', "")


@pytest.mark.promise("P19")
@pytest.mark.parametrize(
    ("username", "password"), [("ada", "wrong password"), ("nobody", PASSWORD), ("closed", PASSWORD)]
)
def test_every_refusal_costs_one_hash_so_that_its_time_tells_nothing(
    client: Client, ada: Account, username: str, password: str
) -> None:
    with test_act():
        api.account_deactivate(account(person("Bob"), username="closed", password=PASSWORD))
    real = ScryptPasswordHasher.encode
    hashes: list[int] = []

    def counted(hasher: Any, *args: Any, **kwargs: Any) -> str:
        hashes.append(1)
        return real(hasher, *args, **kwargs)

    with patch.object(ScryptPasswordHasher, "encode", counted):
        assert give_password(client, password, username).status_code == 200
    assert len(hashes) == 1


@pytest.mark.promise("P19")
@pytest.mark.parametrize("username", ["ada", "nobody"])
def test_after_ten_wrong_passwords_even_the_right_one_waits(ada: Account, secret: str, username: str) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False):
        for number in range(10):
            assert "is wrong" in text(give_password(Client(), f"wrong password {number}", username))
        assert "Too many tries. Wait 10 minutes" in text(give_password(Client(), PASSWORD, username))
    with time_machine.travel(start + 599, tick=False):
        assert "Too many tries" in text(give_password(Client(), PASSWORD, username))
    with time_machine.travel(start + 601, tick=False):
        after = give_password(Client(), PASSWORD, username)
        assert after.status_code == (302 if username == "ada" else 200)


@pytest.mark.promise("P19")
def test_after_ten_wrong_codes_even_the_right_one_waits(ada: Account, secret: str) -> None:
    client = Client()
    start = time.time()
    with time_machine.travel(start, tick=False):
        give_password(client)
        for _ in range(10):
            assert "The code is wrong" in text(give_code(client, "000000"))
        assert "Too many tries" in text(give_code(client, code(secret)))
    with time_machine.travel(start + 601, tick=False):
        give_password(client)
        assert give_code(client, code(secret)).status_code == 302


def test_the_tries_are_counted_for_all_web_processes_together(ada: Account) -> None:
    give_password(Client(), "wrong password", "ada")
    assert "allauth:rl" in everything_in("identity_recent")
    assert "ada" not in re.sub(r"\d", "", everything_in("identity_recent")).replace("data", "")


def test_there_is_no_sign_up_no_mail_and_no_reset_by_mail(client: Client) -> None:
    for path in ("/sign-in/signup/", "/accounts/signup/", "/sign-in/password/reset/", "/accounts/login/"):
        assert client.get(path).status_code == 404
    page = text(client.get("/sign-in/"))
    assert "sign up" not in page.lower()
    assert "reset" not in page.lower()


@pytest.mark.promise("P19")
def test_a_temporary_password_is_replaced_before_anything_else(client: Client, ada: Account) -> None:
    with test_act():
        temporary = api.password_reset(ada, by_person_id=ada.person_id)
    give_password(client, temporary)
    assert client.get("/guarded/")["Location"] == "/sign-in/password/"
    same = {"oldpassword": temporary, "password1": temporary, "password2": temporary}
    assert "have not used before" in text(client.post("/sign-in/password/", same))
    new = "four quite different words"
    changed = client.post("/sign-in/password/", {"oldpassword": temporary, "password1": new, "password2": new})
    assert changed["Location"] == "/"
    assert client.get("/guarded/")["Location"] == "/sign-in/security/set-up/"
    ada.refresh_from_db()
    assert ada.check_password(new)
    assert not ada.password_is_temporary
    assert ada.password_until is None
    assert "password-changed" in events(ada)


@pytest.mark.promise("P19")
def test_a_temporary_password_stops_working_after_three_days(ada: Account) -> None:
    with test_act():
        temporary = api.password_reset(ada, by_person_id=ada.person_id)
    now = time.time()
    with time_machine.travel(now + 71 * 3600):
        assert give_password(Client(), temporary).status_code == 302
    with time_machine.travel(now + 73 * 3600):
        assert "is wrong" in text(give_password(Client(), temporary))


def test_a_new_phone_takes_the_place_of_the_old_one(client: Client, ada: Account, secret: str) -> None:
    give_password(client)
    give_code(client, code(secret))
    assert "stop working" in text(client.get("/sign-in/security/replace/"))
    assert client.post("/sign-in/security/replace/")["Location"] == "/"
    assert client.get("/guarded/")["Location"] == "/sign-in/security/set-up/"
    assert not Authenticator.objects.filter(user=ada).exists()


def test_new_recovery_codes_end_the_old_ones(client: Client, ada: Account, secret: str) -> None:
    old = Authenticator.objects.get(user=ada, type="recovery_codes").wrap().get_unused_codes()
    give_password(client)
    give_code(client, code(secret))
    assert "stop working" in text(client.get("/sign-in/recovery-codes/new/"))
    client.post("/sign-in/recovery-codes/new/")
    new = re.findall(r"<code>(\d{8})</code>", text(client.get("/sign-in/recovery-codes/")))
    assert len(new) == 10
    assert not set(new) & set(old)


def test_one_can_start_again_after_the_password(client: Client, ada: Account, secret: str) -> None:
    give_password(client)
    assert client.get("/sign-in/")["Location"] == "/sign-in/code/"
    assert client.get("/sign-out/")["Location"] == "/sign-in/"
    assert "Sign-in name" in text(client.get("/sign-in/"))


def test_signing_out_ends_the_session(client: Client, ada: Account, secret: str) -> None:
    give_password(client)
    give_code(client, code(secret))
    assert "Sign out" in text(client.get("/sign-out/"))
    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get("/guarded/").status_code == 302
    assert events(ada)[-1] == "signed-out"


@pytest.mark.promise("P13")
def test_one_is_never_led_to_another_site(client: Client, ada: Account, secret: str) -> None:
    client.post("/sign-in/?next=https://elsewhere.example/", {"login": "ada", "password": PASSWORD})
    assert give_code(client, code(secret))["Location"] == "/"


@pytest.mark.promise("P39")
def test_neither_password_nor_code_reaches_the_log(
    client: Client, ada: Account, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        give_password(client, "a canary password")
        give_password(client)
        digits = code(secret)
        give_code(client, digits)
    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "canary" not in logged
    assert PASSWORD not in logged
    assert digits not in logged


def test_the_account_model_carries_no_names_and_no_powers() -> None:
    fields = {field.name for field in get_user_model()._meta.get_fields()}
    assert not fields & {"first_name", "last_name", "email", "is_superuser", "is_staff", "groups", "user_permissions"}


def test_missing_words_are_asked_for_by_name(client: Client) -> None:
    page = text(client.post("/sign-in/", {}))
    assert "Enter your sign-in name" in page
    assert "Enter your password" in page
