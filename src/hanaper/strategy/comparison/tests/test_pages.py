"""Two clusters, one of which resolves every invoice by hand: compared by hand, on the page, as CSV and in Chromium."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hanaper.centre.costs.tests.factories import Centre, build_centre
from hanaper.centre.satisfaction.tests.factories import build_survey
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.foundation.acts.api import Actor, Automation, act, reading
from hanaper.foundation.tenancy.api import Body
from hanaper.strategy.comparison.api import Compared, compared
from hanaper.strategy.returns.api import connection_set, return_send, returns_accept, returns_expect
from tests.databases import CommittedDatabase

SIZE = 40


def build() -> Centre:
    """north: 40 invoices of alpha that nobody touched. south: 40 of beta, each of which was held and resolved."""
    centre = build_centre()
    centre.finished(centre.alpha, SIZE)
    lives = centre.lives
    for number in range(SIZE):
        at = f"{centre.day(1 + number % 3):%Y-%m-%d} 09:00"
        invoice = lives.arrive(lives.beta, at)
        lives.hold(invoice, at.replace("09:", "10:"), "price")
        lives.resolve(invoice, at.replace("09:", "11:"))
    return centre


def found(centre: Centre, *bodies: Body) -> dict[str, Compared]:
    with reading(Automation("comparison"), "update.read", list(bodies) or None):
        made = compared(month=centre.month, as_of=datetime.now(UTC))
    return {one.key: one for one in made}


def reader_of(centre: Centre, *more: str) -> Actor:
    world = centre.lives.shop.trade.world
    return person_with(["update.read", *more], world.alpha, world.beta, world.real, centre.gamma)


def test_clusters_stand_beside_each_other_with_their_interval_and_place(db: None) -> None:
    touchless = found(build())["touchless.all"]
    assert touchless.synthetic and touchless.definition == "touchless, version 1"
    rows = [(one.cluster, one.value, one.part, one.whole, one.place, one.among) for one in touchless.standings]
    assert rows == [("north", 10_000, SIZE, SIZE, 1, 2), ("south", 0, 0, SIZE, 2, 2)]
    north, south = touchless.standings
    # Wilson's interval of 40 of 40: 1 / (1 + z squared / 40).
    assert (north.low, north.high, south.low, south.high) == (9_124, 10_000, 0, 876)
    assert north.confidence == south.confidence == "high"


def test_less_is_better_of_holds_and_a_cost_takes_no_place(db: None) -> None:
    centre = build()
    assert "unit-cost.invoices" not in found(centre), "books without a line say nothing, which is not nought"
    centre.cost_centre("C1", service="invoices")
    centre.cost("C1", "5000", 200_000)
    every = found(centre)
    assert [(one.cluster, one.place) for one in every["holds.held"].standings] == [("north", 1), ("south", 2)]
    (cost,) = every["unit-cost.invoices"].standings
    assert (cost.cluster, cost.place, cost.why) == ("north", None, "no-interval")


def test_what_rests_on_fewer_than_ten_is_left_out(db: None) -> None:
    centre = build_centre()
    centre.finished(centre.alpha, 9)
    north, south = found(centre)["touchless.all"].standings
    assert (north.value, north.part, north.whole, north.why) == (None, None, None, "left-out")
    assert (south.value, south.why) == (None, "not-known"), "nothing came, which is not nought"


def test_who_sees_one_cluster_sees_nobody_beside_it(db: None) -> None:
    centre = build()
    (south,) = found(centre, centre.lives.beta)["touchless.all"].standings
    assert (south.cluster, south.place, south.why) == ("south", None, "nobody-alike")


def test_how_satisfied_people_are_stands_beside_the_rest_with_its_interval(db: None) -> None:
    survey = build_survey(alpha=40, beta=40)
    survey.answered(survey.alpha, [10] * 38 + [7] * 2)
    survey.answered(survey.beta, [2] * 30)
    with reading(Automation("comparison"), "update.read", at=survey.closed):
        every = compared(month=survey.month, as_of=survey.closed)
    (made,) = [one for one in every if one.key.startswith("satisfaction.")]
    assert (made.key, made.unit, made.synthetic) == ("satisfaction.invoice", "points", True)
    rows = [(one.cluster, one.value, one.part, one.whole, one.place) for one in made.standings]
    assert rows == [("north", 9_500, 40, 40, 1), ("south", -10_000, 30, 40, 2)]
    with reading(Automation("comparison"), "update.read", at=survey.day(7)):
        early = compared(month=survey.month, as_of=survey.day(7))
    (made,) = [one for one in early if one.key.startswith("satisfaction.")]
    assert [(one.value, one.place, one.why) for one in made.standings] == [(None, None, "still-open")] * 2


def test_what_bodies_on_other_systems_stated_stands_beside_what_is_measured_and_takes_no_place(db: None) -> None:
    centre = build()
    beta, month = centre.lives.beta, centre.month.previous
    office, sender, signatory = (
        person_with([duty], beta) for duty in ("returns.maintain", "returns.send", "returns.accept")
    )
    rows = "touchless.all,1,30,40,documents,\ntouchless.eligible,9,30,40,documents,\nphone-calls,1,1,2,documents,"
    content = f"measure,version,numerator,denominator,unit,note\n{rows}\n".encode()
    centre.finished(centre.alpha, SIZE, at=centre.day(1) - timedelta(days=10))
    with act(office, "returns.maintain", beta):
        connection_set(system="Another system", since=month.start, source="Its head of finance")
        (asked,) = returns_expect(kinds=["measures"], months=[month])
    with act(sender, "returns.send", beta):
        return_send(return_id=asked.pk, name="m.csv", content=content)
    with reading(Automation("comparison"), "update.read"):
        before = compared(month=month, as_of=datetime.now(UTC))
    with act(signatory, "returns.accept", beta):
        assert returns_accept(ids=[asked.pk])[0].moved
    with reading(Automation("comparison"), "update.read"):
        after = {one.key: one for one in compared(month=month, as_of=datetime.now(UTC))}
    assert not any(each.returned_by for one in before for each in one.standings), "nobody had accepted it"
    (stated,) = [each for each in after["touchless.all"].standings if each.returned_by]
    assert (stated.cluster, stated.value, stated.part, stated.whole) == ("south", 7_500, 30, 40)
    assert (stated.place, stated.why, stated.confidence) == (None, "returned", "indicative")
    assert not any(each.returned_by for each in after["touchless.eligible"].standings), "of another version"
    (north,) = [each for each in after["touchless.all"].standings if each.cluster == "north"]
    assert (north.value, north.returned_by) == (10_000, 0)


@pytest.fixture
def centre(committed_db: CommittedDatabase) -> Centre:
    return build()


def test_the_page_and_its_csv_say_the_same(centre: Centre) -> None:
    reader = signed_in(reader_of(centre))
    page = unescape(read(reader, "/all/comparison/"))
    for words in ("Made up: Touchless, of all", "north stands first", "1 of 2", "Less is better"):
        assert words in page, words
    text = read(reader, "/all/comparison/?format=csv&table=made-up-touchless-all")
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row["Cluster"] for row in rows] == ["north", "south"]


@pytest.mark.promise("P15")
def test_who_does_not_hold_the_duty_sees_no_comparison(centre: Centre) -> None:
    read(signed_in(person_with(["levels.read"], centre.alpha)), "/all/comparison/", 403)


@pytest.mark.browser
@pytest.mark.promise("P49")
def test_axe_finds_nothing_on_the_comparison(
    centre: Centre, site: str, page: Any, axe: Callable[[Any], list[str]]
) -> None:
    cookie = signed_in(reader_of(centre)).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])
    answer = page.goto(f"{site}/all/comparison/")
    assert answer.status == 200
    assert axe(page) == []
    if place := os.environ.get("HANAPER_PICTURES"):
        page.screenshot(path=Path(place) / "comparison.png", full_page=True)
