"""The demonstration's one-press sign-in: for made-up people, where it is switched on, and nobody else."""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from django.test import Client

from hanaper.foundation.identity import api
from hanaper.foundation.identity.models import Account, DemoPersona
from hanaper.foundation.identity.tests.people import account, person, test_act

pytestmark = [pytest.mark.urls("hanaper.foundation.identity.tests.urls"), pytest.mark.django_db]


@pytest.fixture
def demo(settings: Any) -> None:
    settings.HANAPER_DEMO = True


@pytest.fixture
def made_up() -> Account:
    with test_act():
        ours = account(person("Perpetua Invented"), username="demo.payables")
        api.demo_persona_put(
            ours, title="Payables clerk", body="Model Department", can=["Enter invoices", "Resolve holds"]
        )
        return ours


@pytest.fixture
def real() -> Account:
    """A real person whom somebody has put on the page with SQL of their own."""
    with test_act():
        ours = account(person("Real Person", synthetic=False), username="real")
    DemoPersona.objects.create(account=ours, title="Accounting officer", body="Real Department", can=[])
    return ours


def test_the_page_names_people_with_job_body_and_what_they_can_do(demo: None, made_up: Account) -> None:
    page = Client().get("/demo/").content.decode()
    for words in ("Perpetua Invented", "Payables clerk", "Model Department", "Enter invoices", "Resolve holds"):
        assert words in page


def test_one_press_signs_a_made_up_person_in_freshly(demo: None, made_up: Account) -> None:
    client = Client()
    assert client.post(f"/demo/{made_up.pk}/", {"next": "/guarded/"})["Location"] == "/guarded/"
    assert client.get("/guarded/").content == b"for demo.payables"
    assert client.post("/release/").content == b"released"


def test_one_press_signs_a_made_up_person_in_again(demo: None, made_up: Account) -> None:
    client = Client()
    start = time.time()
    with time_machine.travel(start, tick=False):
        client.post(f"/demo/{made_up.pk}/")
    with time_machine.travel(start + 600, tick=False):
        asked = client.get("/release/", follow=True)
        assert asked.redirect_chain == [("/sign-in/again/?next=%2Frelease%2F", 302)]
        assert "Perpetua Invented" in asked.content.decode()
        assert client.post("/sign-in/again/", {"next": "/release/"})["Location"] == "/release/"
        assert client.get("/release/").status_code == 200


def test_pressing_another_person_leaves_nothing_of_the_first(demo: None, made_up: Account) -> None:
    with test_act():
        other = account(person("Quentin Invented"), username="demo.other")
        api.demo_persona_put(other, title="Approver", body="Model Department", can=[])
    client = Client()
    client.post(f"/demo/{made_up.pk}/")
    first = client.cookies["hanaper"].value
    client.post(f"/demo/{other.pk}/")
    assert client.get("/guarded/").content == b"for demo.other"
    assert client.cookies["hanaper"].value != first


def test_it_cannot_be_reached_where_it_is_switched_off(settings: Any, made_up: Account) -> None:
    settings.HANAPER_DEMO = False
    client = Client()
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/{made_up.pk}/").status_code == 404
    assert client.get("/guarded/").status_code == 302
    assert "demonstration" not in client.get("/sign-in/").content.decode()


def test_switching_it_off_ends_the_press_for_a_session_that_began_with_it(
    settings: Any, demo: None, made_up: Account
) -> None:
    client = Client()
    start = time.time()
    with time_machine.travel(start, tick=False):
        client.post(f"/demo/{made_up.pk}/")
    settings.HANAPER_DEMO = False
    with time_machine.travel(start + 600, tick=False):
        again = client.post("/sign-in/again/", {"next": "/release/"})
        assert again["Location"] != "/release/"
        assert client.get("/release/").status_code == 302


@pytest.mark.promise("P19")
def test_it_never_signs_in_a_real_person_even_where_a_row_says_so(demo: None, real: Account) -> None:
    client = Client()
    assert "Real Person" not in client.get("/demo/").content.decode()
    assert client.post(f"/demo/{real.pk}/").status_code == 404
    assert client.get("/guarded/").status_code == 302


def test_a_real_person_cannot_be_put_on_the_page() -> None:
    with test_act():
        ours = account(person("Real Person", synthetic=False), username="real")
        with pytest.raises(api.NotSynthetic):
            api.demo_persona_put(ours, title="x", body="y", can=[])


def test_a_closed_or_disposed_account_is_not_there(demo: None, made_up: Account) -> None:
    with test_act():
        api.dispose(made_up.person_id)
    assert Client().post(f"/demo/{made_up.pk}/").status_code == 404


def test_signing_in_needs_a_press_not_a_link(demo: None, made_up: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get(f"/demo/{made_up.pk}/").status_code == 405
    assert client.post(f"/demo/{made_up.pk}/").status_code == 403
