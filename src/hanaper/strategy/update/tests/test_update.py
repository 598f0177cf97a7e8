"""The update: public facts, what is measured, what is made up, and what was claimed, each apart."""

from __future__ import annotations

import json
from datetime import date
from html import unescape

import pytest
from typer.testing import CliRunner

from hanaper.centre.costs.tests.factories import Centre, build_centre
from hanaper.centre.levels.tests.factories import AS_OF, MONTH
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.foundation.acts.api import Actor, Automation, reading
from hanaper.strategy.update.api import Edition, as_data, edition
from hanaper.strategy.update.commands import app
from hanaper.strategy.update.rules.cells import Levels, suppressed
from tests.databases import CommittedDatabase

TODAY = date(2026, 12, 1)


def built() -> Centre:
    """North: alpha with 12 untouched invoices and 10 that were held for two days, gamma with 4. Nothing at real."""
    centre = build_centre()
    centre.cost_centre("C1", service="invoices")
    centre.cost("C1", "5400", 100_000)
    lives = centre.lives
    for body, untouched, held in ((centre.alpha, 12, 10), (centre.gamma, 4, 0)):
        for _ in range(untouched):
            one = lives.arrive(body, "2026-10-05 09:00")
            lives.rules(lives.rules(one, "2026-10-05 09:00"), "2026-10-07 11:00", ("pay", "paid"))
        for _ in range(held):
            lives.resolve(lives.hold(lives.arrive(body, "2026-10-05 09:00"), "2026-10-06 09:00", "no-order"),
                          "2026-10-08 09:00")  # fmt: skip
    return centre


def made() -> Edition:
    with reading(Automation("update"), "update.read"):
        return edition(on=TODAY, known_on=TODAY, month=MONTH, as_at=AS_OF)


def test_made_up_and_real_figures_stand_apart_and_beside_no_statement(db: None) -> None:
    built()
    found = made()
    assert [one.name for one in found.made_up] == ["north", "south"] and list(found.measured) == []
    assert all(one.synthetic for one in found.made_up)
    data = as_data(found)
    assert data["synthetic"] is True
    said = json.dumps(data["statements"]) + json.dumps(data["register"], default=str)
    assert "north" not in said and "Alpha" not in said


def test_public_facts_carry_date_source_and_version(db: None) -> None:
    built()
    for cluster in as_data(made())["register"]:
        for key in (
            "people_as_of",
            "people_source",
            "live_as_of",
            "live_source",
            "membership_as_of",
            "membership_source",
        ):
            assert cluster[key], (cluster["name"], key)
        assert cluster["version"] >= 1


def test_counts_under_ten_are_left_out_with_what_rests_on_them_and_a_lone_one_takes_the_next_smallest(db: None) -> None:
    built()
    north = made().made_up[0]
    assert (north.together.documents, north.together.touchless_basis_points) == (26, 6154)
    # gamma's 4 would come back as 26 less alpha's 22: so alpha's are left out too.
    assert [(line.code, line.levels.documents, line.levels.is_suppressed) for line in north.bodies] == [
        ("alpha", None, True), ("gamma", None, True),
    ]  # fmt: skip


WHOLE = Levels(40, 9, 5000, 6000, 2250, 5000, 60, 90, 9000, 8000, 10000)


def test_rates_over_too_few_eligible_documents_are_left_out() -> None:
    left = suppressed(WHOLE, 10)
    assert (left.documents, left.touchless_basis_points) == (40, 5000)
    assert (left.eligible, left.touchless_eligible_basis_points, left.eligible_share_basis_points) == (None, None, None)
    assert suppressed(WHOLE, 9) == WHOLE
    assert suppressed(WHOLE, 41).median_seconds is None


def test_who_waited_longest_is_a_duty_at_a_body_and_never_a_person_or_a_document(db: None) -> None:
    built()
    first, *_ = [line for line in made().made_up[0].waited if line.body_code]
    assert (first.body_code, first.state, first.holder.duties) == ("alpha", "to-approve", ("invoice.approve",))
    assert (first.documents, first.holder.side) == (10, "the body")
    assert not {"number", "id", "person"} & set(vars(first))


def test_a_cluster_that_nobody_hosts_has_levels_and_no_cost(db: None) -> None:
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.tenancy.api import Cluster
    from tests.world import SETUP

    built()
    with act(SETUP, None, None):
        Cluster.objects.filter(code="north").update(lead=None)
    north = made().made_up[0]
    assert north.full_pence is None and "no books" in north.costs_why
    assert north.together.documents == 26


def test_books_without_a_line_say_nothing_which_is_not_nought(db: None) -> None:
    built()
    north = made().made_up[0]
    assert (north.full_pence, north.costs) == (None, ()) and "Nothing was posted" in north.costs_why


@pytest.fixture
def centre(committed_db: CommittedDatabase) -> Centre:
    return built()


def at_the_centre_of_government(centre: Centre) -> Actor:
    world = centre.lives.shop.trade.world
    return person_with(["update.read"], world.alpha, world.beta, world.real, centre.gamma)


def test_the_page_says_what_is_public_what_is_made_up_and_what_is_not_yet_measured(centre: Centre) -> None:
    page = unescape(read(signed_in(at_the_centre_of_government(centre)), "/all/update/?month=2026-10"))
    for said in (
        "Synergy", "Matrix", "Overseas", "PublicTechnology", "No real body is served here yet",
        "Made up: north, October 2026",
        "says nothing of any real cluster", "Assessment of progress on", "Claim only", "more than £3 billion",
        "Which is the nineteenth department?", "61.5%", "Too few",
    ):  # fmt: skip
        assert said in page, said
    claims = page[page.index("Assessment of progress on") : page.index("Made up: north")]
    assert "61.5%" not in claims, "no made-up measure stands beside a claim"


def test_figures_open_to_the_bodies_that_they_sum(centre: Centre) -> None:
    reader = signed_in(at_the_centre_of_government(centre))
    page = unescape(read(reader, "/all/update/?month=2026-10"))
    for target in ("clusters", "measured", "made-up-bodies", "made-up-waited"):
        assert f'href="#{target}"' in page and f'id="{target}"' in page, target
    for day, bodies, people in (("2024-03-04", "34 bodies", "69,080"), ("2026-11-27", "31 bodies", "68,620")):
        dated = unescape(read(reader, f"/all/update/?month=2026-10&as_of={day}&known_at=2026-11-27"))
        link = f"/all/update/bodies/?cluster=Matrix&as_of={day}&known_at=2026-11-27"
        assert people in dated and link in dated
        assert f"/all/register/clusters/matrix/?as_of={day}&known_at=2026-11-27" in dated
        listed = unescape(read(reader, link))
        assert bodies in listed and people in listed, "the list sums to the figure that led to it"
    assert "/alpha/levels/" not in page, "documents are for those who may see them"


def test_what_others_stated_keeps_date_source_and_terms(centre: Centre) -> None:
    reader = signed_in(at_the_centre_of_government(centre))
    page = unescape(read(reader, "/all/update/stated/"))
    assert "not stated by source" in page and "more than £3 billion" in page
    assert "£4.37 billion" in page
    assert "£4.37 billion" not in read(reader, "/all/update/stated/?as_of=2024-03-04"), "that was said two years later"
    data = json.loads(read(reader, "/all/update/stated/?format=json"))
    assert all(row["as_of"] and row["source"] for row in data["rows"])


def test_who_may_see_documents_is_led_to_them(centre: Centre) -> None:
    world = centre.lives.shop.trade.world
    both = person_with(["update.read", "levels.read"], world.alpha, world.beta, world.real, centre.gamma)
    assert "/alpha/levels/?month=2026-10" in unescape(read(signed_in(both), "/all/update/?month=2026-10"))


def test_files_of_made_up_tables_say_so_and_files_of_claims_hold_no_measure(centre: Centre) -> None:
    reader = signed_in(at_the_centre_of_government(centre))
    bodies = json.loads(read(reader, "/all/update/?month=2026-10&format=json&table=made-up-bodies"))
    assert bodies["rows"] and all(row["synthetic"] for row in bodies["rows"])
    claims = json.loads(read(reader, "/all/update/?month=2026-10&format=json&table=statements"))
    assert claims["count"] == 22 and not any("61.5" in str(row) for row in claims["rows"])


@pytest.mark.promise("P15")
def test_who_does_not_hold_the_duty_reads_no_update(centre: Centre) -> None:
    other = signed_in(person_with(["levels.read"], centre.alpha))
    read(other, "/all/update/", 403)
    read(other, "/all/update/bodies/", 403)
    read(other, "/all/update/stated/", 403)


def test_the_command_prints_the_same_edition(centre: Centre) -> None:
    said = CliRunner().invoke(app, ["--month", "2026-10", "--format", "json"])
    assert said.exit_code == 0, said.output
    answer = json.loads(said.stdout)
    assert (answer["edition"]["month"], answer["measured"]) == ("2026-10", [])
    assert answer["made_up"][0]["together"]["documents"] == 26
    words = CliRunner().invoke(app, ["--month", "2026-10"]).stdout
    assert "MADE UP" in words and "no real body is served" in words
