"""Satisfaction through the pages and the command, and what an answer on the screen leaves behind."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from typer.testing import CliRunner

from hanaper.centre.levels.api import month_slug
from hanaper.centre.satisfaction.commands import app
from hanaper.centre.satisfaction.tests.factories import Survey, build_survey
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, send, signed_in
from hanaper.foundation.acts.api import Actor
from hanaper.foundation.tenancy.api import Body
from tests.databases import CommittedDatabase

SCORES = [10, 9, 9, 8, 7, 7, 6, 3, 0, 9]


@pytest.fixture
def survey(committed_db: CommittedDatabase) -> Survey:
    return build_survey(alpha=12)


def reader_of(survey: Survey, *bodies: Body) -> Actor:
    world = survey.centre.lives.shop.trade.world
    return person_with(["satisfaction.read"], *(bodies or (survey.alpha, survey.gamma, world.real)))


def asked_now(survey: Survey) -> Any:
    """A client of somebody of alpha who is asked today."""
    survey.paid(survey.alpha, day=survey.days_until_now - 1)
    assert survey.ask(survey.alpha, survey.now) == 12
    return signed_in(survey.people["alpha"][0])


def test_a_question_waits_in_your_work_is_answered_and_is_gone(survey: Survey, committed_db: CommittedDatabase) -> None:
    client = asked_now(survey)
    assert "How was it? Paying suppliers" in unescape(read(client, "/all/work/"))
    (question,) = survey.open_to(survey.people["alpha"][0], survey.alpha, survey.now)
    url = f"/alpha/satisfaction/questions/{question}/"
    page = unescape(read(client, url))
    assert "How likely are you to recommend this service" in page and "without your name" in page
    again = client.post(url, {"once": "k1"})
    assert again.status_code == 400 and "Choose a score from 0 to 10" in again.content.decode()
    assert send(client, url, {"score": "9", "said": " Quick ", "once": "k1"}) == "/alpha/work/"
    assert "How was it?" not in read(client, "/all/work/")
    assert client.post(url, {"score": "0", "once": "k1"}).status_code == 404
    with committed_db.connect("owner", autocommit=True) as owner:
        counted = owner.execute("SELECT promoters, passives, detractors FROM satisfaction_round").fetchall()
        assert counted == [(1, 0, 0)]
        assert owner.execute("SELECT said FROM satisfaction_comment").fetchall() == [("Quick",)]
        assert owner.execute("SELECT count(*) FROM idempotency_key").fetchone() == (0,), "a digest could be tried out"


def test_who_would_rather_not_say_is_counted_nowhere(survey: Survey, committed_db: CommittedDatabase) -> None:
    client = asked_now(survey)
    (question,) = survey.open_to(survey.people["alpha"][0], survey.alpha, survey.now)
    send(client, f"/alpha/satisfaction/questions/{question}/", {"score": "none", "said": "Lost", "once": "k1"})
    with committed_db.connect("owner", autocommit=True) as owner:
        assert owner.execute("SELECT asked, promoters + passives + detractors FROM satisfaction_round").fetchall() == [
            (12, 0)
        ]
        assert owner.execute("SELECT count(*) FROM satisfaction_comment").fetchone() == (0,)


def test_the_report_its_file_and_the_command_say_the_same(survey: Survey) -> None:
    survey.answered(survey.alpha, SCORES, said="Quick")
    where = f"/all/satisfaction/?month={month_slug(survey.month)}"
    reader = signed_in(reader_of(survey))
    page = unescape(read(reader, where))
    for said in ("Paying suppliers: north, the whole cluster", "+10", "10 of 12 answered", "83.3%", "Quick",
                 "net-promoter-score, version 1", "Made-up data"):  # fmt: skip
        assert said in page, said
    rows = list(csv.DictReader(io.StringIO(read(reader, f"{where}&format=csv").lstrip("\ufeff"))))
    assert [(row["Of"], row["Score"], row["Answered"]) for row in rows] == [
        ("north, the whole cluster", "10", "10"), ("Alpha", "10", "10")
    ]  # fmt: skip
    said = CliRunner().invoke(app, ["show", "--month", month_slug(survey.month), "--json"])
    scores = json.loads(said.stdout)["scores"]
    assert {(each["body"], each["score"], each["synthetic"]) for each in scores} == {
        (None, 1000, True), ("alpha", 1000, True)
    }  # fmt: skip
    assert "+10" in CliRunner().invoke(app, ["show", "--month", month_slug(survey.month)]).stdout


def test_a_month_that_is_not_over_says_from_when_it_is_told(survey: Survey) -> None:
    asked_now(survey)
    this = month_slug(survey.centre.month)
    assert "Answers may still come" in unescape(read(signed_in(reader_of(survey)), f"/all/satisfaction/?month={this}"))


def test_the_command_asks_what_the_clock_asks(survey: Survey) -> None:
    survey.paid(survey.alpha, day=survey.days_until_now - 1)
    for said in ("12 people were asked.", "0 people were asked."):
        assert said in CliRunner().invoke(app, ["ask"]).stdout


@pytest.mark.promise("P15")
def test_who_does_not_hold_the_duty_sees_no_score_and_no_question(survey: Survey) -> None:
    asked_now(survey)
    (question,) = survey.open_to(survey.people["alpha"][0], survey.alpha, survey.now)
    other = signed_in(person_with(["levels.read"], survey.alpha))
    read(other, "/all/satisfaction/", 403)
    read(other, f"/alpha/satisfaction/questions/{question}/", 403)
    colleague = signed_in(survey.people["alpha"][1])
    read(colleague, f"/alpha/satisfaction/questions/{question}/", 404)


@pytest.mark.browser
@pytest.mark.promise("P49")
def test_axe_finds_nothing_on_the_question_or_the_report(
    survey: Survey, site: str, page: Any, axe: Callable[[Any], list[str]]
) -> None:
    survey.answered(survey.alpha, SCORES, said="Paid within the week, thank you")
    asker = survey.people["alpha"][11]
    asked_now(survey)
    (question,) = survey.open_to(asker, survey.alpha, survey.now)
    places = [(asker, f"alpha/satisfaction/questions/{question}/", "question"),
              (reader_of(survey), f"all/satisfaction/?month={month_slug(survey.month)}", "satisfaction")]  # fmt: skip
    for actor, path, name in places:
        cookie = signed_in(actor).cookies[settings.SESSION_COOKIE_NAME]
        page.context.clear_cookies()
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])
        assert page.goto(f"{site}/{path}").status == 200
        assert axe(page) == [], name
        if place := os.environ.get("HANAPER_PICTURES"):
            page.screenshot(path=Path(place) / f"{name}.png", full_page=True)
