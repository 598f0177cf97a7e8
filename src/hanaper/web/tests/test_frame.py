"""Home, your work, search, help and health, as people and probes meet them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.test import Client

from hanaper.foundation.acts.api import Actor
from hanaper.foundation.interface import home as registry
from hanaper.foundation.interface import inbox, search
from hanaper.foundation.interface.api import Hit, Link, SearchProvider, Tile, TileProvider
from hanaper.foundation.tenancy.api import current_scope
from hanaper.ledger.process import JOURNAL
from hanaper.web import health
from tests.world import World

SignIn = Callable[[Actor], Client]


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    text = answer.content.decode()
    assert answer.status_code == status, text[-3000:]
    return text


def test_home_counts_what_waits_and_names_the_body(world: World, sign_in: SignIn) -> None:
    world.enter(world.alpha)
    text = read(sign_in(world.approver), "/")
    assert "All bodies you work for" in text
    assert "A test" in text
    assert "Made-up data." in text
    assert "Alpha" in read(sign_in(world.approver), "/alpha/")
    assert ">Approver</a>" in text, "the reader's own name can be read on pages that open no act of their own"


def test_your_work_lists_what_waits_for_ones_duties_in_the_scope(world: World, sign_in: SignIn) -> None:
    world.enter(world.alpha)
    world.enter(world.beta)
    approver = sign_in(world.approver)
    assert "2 items" in read(approver, "/all/work/")
    assert "1 item" in read(approver, "/beta/work/")
    assert "Nothing waits for you" in read(sign_in(world.enterer), "/all/work/"), (
        "one's own journals are not one's work"
    )


def test_work_past_its_standard_is_overdue(world: World, sign_in: SignIn) -> None:
    world.enter(world.alpha, at=datetime.now(UTC) - timedelta(days=14))
    text = read(sign_in(world.approver), "/all/work/")
    assert text.index("Overdue") < text.index("A test")


def test_one_kind_of_work_can_be_chosen_and_an_unknown_one_chooses_nothing(world: World, sign_in: SignIn) -> None:
    world.enter(world.alpha)
    approver = sign_in(world.approver)
    name = next(p.name for p in inbox.providers() if p.duty == "journal.approve")
    assert "1 item" in read(approver, f"/all/work/?kind={name}")
    assert "Nothing waits" in read(approver, "/all/work/?kind=nonsense")


def test_work_lists_come_from_a_process_by_its_declaration(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hanaper.foundation.interface.process_work import register_work

    monkeypatch.setattr(inbox, "_PROVIDERS", {})
    register_work(JOURNAL, {"approve": "Approve"}, label="Journals", detail=lambda journal: journal.description)
    world.enter(world.alpha)
    world.enter(world.alpha, by=world.enterer)
    text = read(sign_in(world.approver), "/alpha/work/")
    assert "2 items" in text
    assert "A test" in text
    assert "Nothing waits" in read(sign_in(world.enterer), "/alpha/work/")


def test_tiles_are_found_under_their_duty_and_kept_from_others(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, ...]] = []

    def find(scope: str) -> registry.Found:
        seen.append(current_scope().bodies)
        return registry.Found([Tile("Suspense", "£0.00", f"/{scope}/suspense/")])

    monkeypatch.setattr(registry, "_TILES", {})
    monkeypatch.setattr(registry, "_DUE", {})
    registry.register_tiles(TileProvider("suspense", "controls", "ledger.read", find))
    registry.register_due(registry.DueProvider("close", "ledger.read", lambda scope: [Link("Close period 7", "/x/")]))
    text = read(sign_in(world.enterer), "/alpha/")
    assert 'href="/alpha/suspense/"' in text
    assert "Close period 7" in text
    assert seen == [(world.alpha.pk,)]
    assert "Suspense" not in read(sign_in(world.stranger), "/")


def test_search_asks_only_what_the_reader_may_see(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_PROVIDERS", {})
    search.register(SearchProvider("a", "Things", "ledger.read", lambda t, n: [Hit("Thing", f"Thing {t}", "/x/")] * 40))
    found = read(sign_in(world.enterer), "/search?q=%20MJ-1%20%20")
    assert found.count(">Thing MJ-1") == search.HITS_PER_PROVIDER
    assert "Nothing that you may see matches" in read(sign_in(world.stranger), "/search?q=MJ-1")


def test_search_for_too_little_says_so(world: World, sign_in: SignIn) -> None:
    assert "Enter at least 2 letters or digits" in read(sign_in(world.enterer), "/search?q=a")
    assert "There is a problem" not in read(sign_in(world.enterer), "/search")


@pytest.mark.promise("P13")
@pytest.mark.parametrize("path", ["nowhere/", "nowhere/work/", "nowhere/journals/", "alpha/no-such-page/"])
def test_a_body_that_is_not_there_is_not_found(world: World, sign_in: SignIn, path: str) -> None:
    assert "Page not found" in read(sign_in(world.enterer), f"/{path}", 404)


@pytest.mark.promise("P15")
@pytest.mark.parametrize("path", ["", "work/", "journals/", "ledger/trial-balance/"])
def test_anothers_body_looks_exactly_like_one_that_is_not_there(world: World, sign_in: SignIn, path: str) -> None:
    stranger = sign_in(world.stranger)
    theirs, nobodys = (re.sub(r'value="[^"]+"', "", read(stranger, f"/{s}/{path}", 404)) for s in ("alpha", "nobody"))
    assert theirs == nobodys


@pytest.mark.parametrize("path", ["/help/", "/help/figures/", "/help/glossary/", "/accessibility/"])
def test_help_is_open_to_anybody(client: Client, db: None, path: str) -> None:
    assert "Sign in" in read(client, path)


def test_every_link_of_the_footer_leads_somewhere(client: Client, db: None) -> None:
    from hanaper.foundation.interface.rendering import FOOTER

    for _, href in FOOTER:
        assert client.get(href).status_code == 200


def test_the_process_says_that_it_lives(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


def test_readiness_names_what_is_checked(world: World, client: Client) -> None:
    answer = client.get("/health/ready")
    assert set(answer.json()["checks"]) == {"database", "migrations", "sealer"}
    assert answer.json()["checks"]["database"] == answer.json()["checks"]["migrations"] == "ok"


def test_readiness_fails_when_the_database_does_not_answer(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> str:
        raise DatabaseError("connection to server at 10.0.0.1 failed")

    monkeypatch.setattr(health, "_database", down)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "the database does not answer"
    assert b"10.0.0.1" not in answer.content, "probes are answered to anybody: no values"


def test_rows_to_seal_without_a_worker_are_said(world: World, client: Client) -> None:
    world.enter(world.alpha)
    for _ in range(200):  # a test beside this one may hold the sealer's horizon back for a moment
        answer = client.get("/health/ready")
        if answer.status_code != 200:
            break
        time.sleep(0.05)
    assert answer.status_code == 503
    assert "no worker runs" in answer.json()["checks"]["sealer"]


def test_a_defect_is_said_without_what_it_was(world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret 8Q")

    monkeypatch.setattr("hanaper.web.home.waiting_for", broken)
    client = sign_in(world.enterer)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "Sorry, something went wrong" in text
    assert answer["X-Request-Id"] in text
    assert "8Q" not in text
