"""The register through its pages, on two days at a time."""

from __future__ import annotations

import json
from html import unescape

import pytest
from django.test import Client

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.strategy.register.api import load_register
from hanaper.strategy.register.selectors import rests_on
from tests.databases import CommittedDatabase
from tests.world import build_world

THEN = "as_of=2024-03-04"
REGISTER = "/all/register/"


@pytest.fixture
def client(committed_db: CommittedDatabase) -> Client:
    return signed_in(person_with(["register.read"], build_world().alpha))


def rows(client: Client, address: str) -> list[dict[str, object]]:
    joined = "&" if "?" in address else "?"
    found: list[dict[str, object]] = json.loads(read(client, f"{REGISTER}{address}{joined}format=json"))["rows"]
    return found


def test_a_later_slip_is_not_there_on_an_earlier_day(client: Client) -> None:
    then = unescape(read(client, f"{REGISTER}clusters/synergy/?{THEN}"))
    now = unescape(read(client, f"{REGISTER}clusters/synergy/"))
    assert "Early delay of eight months" not in then and "Early delay of eight months" in now
    assert "Finishing procurements" in then


def test_nothing_is_known_before_it_was_recorded(client: Client) -> None:
    assert rows(client, f"?{THEN}&known_at=2026-11-21") == []
    assert rows(client, f"figures/?{THEN}&known_at=2026-11-21") == []
    assert client.get(f"{REGISTER}clusters/synergy/?{THEN}&known_at=2026-11-21").status_code == 404


def test_a_headcount_of_later_says_that_it_is(client: Client) -> None:
    then = rows(client, f"?{THEN}")
    assert len(then) == 5
    assert all(str(row["counted"]) == "June 2025, later than the day asked for" for row in then)
    assert all(str(row["counted"]) == "June 2025" for row in rows(client, ""))


def test_differing_claims_of_one_figure_stand_side_by_side(client: Client) -> None:
    history = rows(client, "figures/benefits-over-15-years/")
    assert [row["figure"] for row in history][:2] == ["£1.8 billion", "more than £3 billion"]
    assert history[-1]["figure"] == "£4.37 billion" and len(history) > 2
    assert all(row["source"] and row["recorded"] and row["recorded_by"] and row["version"] for row in history)
    earlier = rows(client, f"figures/benefits-over-15-years/?{THEN}")
    assert [row["figure"] for row in earlier] == ["£1.8 billion", "more than £3 billion"]


def test_every_page_of_the_register_opens_for_every_row_of_it(client: Client) -> None:
    register = load_register()
    places = [
        *(f"clusters/{one.id}/" for one in register.clusters),
        *(f"groups/{group.id}/" for one in register.clusters for group in one.groups),
        *(f"figures/{one.id}/" for one in (*register.series, *register.benchmarks)),
        *(f"sources/{one.id}/" for one in register.sources),
    ]
    assert [place for place in places if client.get(REGISTER + place).status_code != 200] == []


def test_a_source_lists_what_rests_on_it_and_each_opens(client: Client) -> None:
    listed = rows(client, "sources/written-answer-2024-03-04/?rests-size=100")
    register = load_register()
    source = next(one for one in register.sources if one.id == "written-answer-2024-03-04")
    assert len(listed) == len(rests_on(register, source)) >= 22
    for resting in rests_on(register, source):
        if resting.path:
            assert client.get(REGISTER + resting.path).status_code == 200, resting


def test_a_group_without_a_statement_is_not_called_committed(client: Client) -> None:
    page = unescape(read(client, f"{REGISTER}groups/justice/"))
    assert "Not stated" in page and "That is not a commitment" in page
    treasury = unescape(read(client, f"{REGISTER}groups/hm-treasury/"))
    assert "Deciding" in treasury and "December 2026" in treasury


def test_without_the_duty_the_register_is_refused(committed_db: CommittedDatabase) -> None:
    other = signed_in(person_with(["levels.read"], build_world().alpha))
    assert other.get(REGISTER).status_code in (403, 404)
