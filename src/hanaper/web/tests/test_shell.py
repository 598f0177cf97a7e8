"""Pages and presses: the act around them, who may come, what a second press does, what a file holds."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from hanaper.foundation.acts.api import Actor, current_act, reading
from hanaper.foundation.acts.errors import NoActOpen
from hanaper.foundation.interface.views import Access
from hanaper.ledger.models import ManualJournal
from tests.world import World

SignIn = Callable[[Actor], Client]


def _count(world: World) -> int:
    with reading(world.enterer, "ledger.read"):
        return ManualJournal.objects.count()


def _fields(client: Client, url: str) -> dict[str, str]:
    """The kit's own hidden fields, as the page carries them."""
    text = client.get(url).content.decode()
    return dict(re.findall(r'name="(once|opened)" value="([^"]+)"', text))


def _walk(patterns: Any, prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _walk(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            found.append((here, pattern.callback))
    return found


@pytest.mark.promise("P15")
def test_every_address_states_who_may_use_it() -> None:
    silent = [
        address
        for address, view in _walk(get_resolver().url_patterns)
        if not isinstance(getattr(view, "access", None), Access) and not address.startswith(("sign-", "demo/"))
    ]
    # Signing in has a guard and tests of its own: `identity.middleware`.
    assert silent == []


@pytest.mark.promise("P15")
def test_nobody_sees_a_page_of_a_module_without_signing_in(world: World, client: Client) -> None:
    for path in ("/", "/all/work/", "/alpha/journals/", "/search?q=MJ-1"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


@pytest.mark.promise("P15")
def test_whoever_lacks_the_duty_is_told_which_and_nothing_of_the_record(world: World, sign_in: SignIn) -> None:
    journal = world.enter(world.alpha)
    opener = sign_in(world.opener)
    answer = opener.post(f"/alpha/journals/{journal.pk}/approve/")
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "journal.approve" in text
    assert "A test" not in text
    missing = opener.post("/alpha/journals/99999999/approve/")
    assert _plain(missing.content.decode()) == _plain(text)


def _plain(text: str) -> str:
    return re.sub(r'value="[^"]+"', "", text)


@pytest.mark.promise("P29")
def test_the_same_press_twice_is_done_once(world: World, sign_in: SignIn) -> None:
    journal = world.enter(world.alpha)
    approver, url = sign_in(world.approver), f"/alpha/journals/{journal.pk}/"
    fields = _fields(approver, f"{url}approve/") or _fields(approver, url)
    first = approver.post(f"{url}approve/", fields)
    second = approver.post(f"{url}approve/", fields)
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    other = approver.post(f"{url}approve/", {**fields, "once": "another key"})
    assert other.status_code == 409, "a new press on what is approved already is refused, in words"


def test_the_time_since_opening_reaches_the_act(world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from hanaper.foundation.processes import effort

    seen: list[float | None] = []
    real = effort.record

    def spy(act: Any, process: str, step: str, ids: list[int]) -> None:
        if step == "approve":
            seen.append(act.worked_seconds)
        real(act, process, step, ids)

    monkeypatch.setattr(effort, "record", spy)
    approver = sign_in(world.approver)
    for journal, spoil in ((world.enter(world.alpha), ""), (world.enter(world.alpha), "x")):
        url = f"/alpha/journals/{journal.pk}/approve/"
        fields = _fields(approver, url)
        fields["opened"] += spoil
        approver.post(url, fields)
    assert seen[0] is not None
    assert 0 <= seen[0] < 60
    assert seen[1] is None, "a token that was changed says nothing, and never nought"


def test_an_act_is_for_one_body_and_all_of_them_is_refused(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.enterer).post("/all/journals/enter/", {})
    assert answer.status_code == 400
    assert "Choose the body" in answer.content.decode()
    assert _count(world) == 0


@pytest.mark.parametrize("size", [1, 40])
def test_a_csv_holds_what_the_list_counts(world: World, sign_in: SignIn, size: int) -> None:
    for _ in range(size):
        world.enter(world.alpha)
    world.enter(world.beta)
    client = sign_in(world.enterer)
    answer = client.get("/alpha/journals/?format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode(), newline="")))  # type: ignore[arg-type]
    assert len(rows) == size
    assert {row["Synthetic"] for row in rows} == {"yes"}
    assert f"{size} journal" in client.get("/alpha/journals/").content.decode()
    assert answer["Content-Disposition"].startswith('attachment; filename="hanaper-alpha-')


@pytest.mark.promise("P14")
def test_a_file_half_read_leaves_no_scope_behind(world: World, sign_in: SignIn) -> None:
    world.enter(world.alpha)
    answer = sign_in(world.enterer).get("/alpha/journals/?format=csv")
    chunks = iter(answer.streaming_content)  # type: ignore[arg-type]
    next(chunks)
    with pytest.raises(NoActOpen):
        current_act()
    answer.close()
    assert not connection.in_atomic_block


def test_a_file_of_a_table_that_the_page_has_not_is_not_there(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.enterer).get("/alpha/journals/?format=csv&table=secrets").status_code == 404


def test_a_list_asks_as_many_questions_for_forty_rows_as_for_one(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.enterer)
    asked = []
    for more in (1, 39):
        for _ in range(more):
            world.enter(world.alpha)
        client.get("/alpha/journals/?size=50")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/alpha/journals/?size=50").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[0] <= 25


def test_the_switcher_leads_to_the_same_section_of_another_body(world: World, sign_in: SignIn) -> None:
    journal = world.enter(world.alpha)
    text = sign_in(world.enterer).get(f"/alpha/journals/{journal.pk}/").content.decode()
    assert 'href="/beta/journals/"' in text
    assert 'href="/all/journals/"' in text


def test_a_form_without_its_token_is_refused_in_words(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.enterer)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post("/alpha/journals/enter/", {})
    assert answer.status_code == 403
    assert "This form was not sent" in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_refused(world: World, sign_in: SignIn, method: str) -> None:
    client = sign_in(world.enterer)
    for path in ("/alpha/journals/", "/alpha/journals/enter/", "/all/work/"):
        assert getattr(client, method)(path).status_code == 405
