"""Benefits, running cost and convergence on the update; its formats; and two days compared."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader
from typer.testing import CliRunner

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.foundation.acts.api import Actor, Automation, reading
from hanaper.strategy.benefits import services
from hanaper.strategy.benefits.rules.forecast_file import ForecastYear
from hanaper.strategy.benefits.tests.factories import Office, build_office
from hanaper.strategy.update.api import Edition, as_data, as_text, edition
from hanaper.strategy.update.commands import app
from hanaper.strategy.update.comparing import compared
from hanaper.strategy.update.edition import said_on
from tests.databases import CommittedDatabase

ANSWER = date(2024, 3, 4)


def measured_office() -> Office:
    office = build_office()
    benefit = office.benefit(office.baseline("unit-cost"))
    office.baseline("running-cost", cost_pence=1_200_000)
    office.read()
    with office.in_act("owner", "benefit.report"):
        first = office.month.fiscal_year.first_year
        services.benefit_forecast(
            benefit_id=benefit.pk, years=[ForecastYear(year=first + n, pence=150_000) for n in range(15)]
        )
    with office.in_act("finance", "benefit.reconcile"):
        services.cost_to_achieve_record(category="programme", kind="spent", year=2026, pence=30_000,
                                        as_of=office.month.start, source="Ledger")  # fmt: skip
    return office


def made(office: Office, on: date | None = None) -> Edition:
    with reading(Automation("update"), "update.read"):
        return edition(
            on=on or date(2900, 1, 1), known_on=date.max, month=office.month, as_at=datetime.now().astimezone()
        )


def test_made_up_benefits_stand_in_their_own_section_and_support_no_statement(db: None) -> None:
    found = made(measured_office())
    (north,) = [one for one in found.made_up if one.name == "north"]
    position = north.standing.benefits
    assert position is not None and position.synthetic
    assert (position.total("unit-cost", "gross"), position.total("unit-cost", "measured")) == (100_000, 100_000)
    assert position.cumulative_net("unit-cost") == 70_000
    assert "measure" not in {row.support for row in found.statements}
    assert "1,000" not in json.dumps(as_data(found)["statements"], default=str)


def test_running_cost_is_shown_by_month_beside_a_twelfth_of_the_signed_base_year(db: None) -> None:
    found = made(measured_office())
    (north,) = [one for one in found.made_up if one.name == "north"]
    assert [pence for _, pence in north.standing.running] == [500_000]
    assert north.standing.running_before_pence == 1_200_000


def test_a_reading_of_a_month_that_is_not_over_is_not_in_an_edition_of_it(db: None) -> None:
    office = measured_office()
    (north,) = [one for one in made(office, office.month.start).made_up if one.name == "north"]
    assert north.standing.benefits is None or north.standing.benefits.total("unit-cost", "measured") is None


def test_two_days_are_compared_statement_by_statement_with_the_facts_that_are_new(db: None) -> None:
    later = made(build_office(), date(2026, 11, 22))
    earlier = said_on(later, ANSWER)
    changes = {each.id: each for each in compared(earlier, later)}
    assert not changes["A01"].is_changed and changes["A16"].is_changed
    assert [cite.figure for cite in changes["A16"].why] == ["£4.37 billion"]
    assert changes["A16"].dropped == []
    assert [row.says for row in said_on(later, later.on).statements] == [row.says for row in later.statements]


@pytest.fixture
def office(committed_db: CommittedDatabase) -> Office:
    return measured_office()


def reader_of(office: Office) -> Actor:
    world = office.centre.lives.shop.trade.world
    duties = ["update.read", "benefit.read", "costs.read", "convergence.read", "register.read"]
    return person_with(duties, world.alpha, world.beta, world.real, office.centre.gamma)


def test_every_figure_opens_within_three_clicks(office: Office) -> None:
    """From the update to the register of benefits, to one benefit, to its month with its workings."""
    reader, month = signed_in(reader_of(office)), f"{office.month.start:%Y-%m}"
    update = unescape(read(reader, f"/all/update/?month={month}&as_of=2900-01-01&known_at=2900-01-01"))
    assert 'href="/all/benefits/"' in update and "Made up: benefits of north" in update
    assert 'href="/all/update/statements/A16/' in update
    listed = unescape(read(reader, "/all/benefits/"))
    assert "/alpha/benefits/" in listed
    statement = unescape(read(reader, "/all/update/statements/A16/?as_of=2024-03-04"))
    assert 'href="/all/register/figures/benefits-over-15-years/' in statement
    assert "A claim that no measure supports." in statement


def test_the_page_of_what_changed_says_why(office: Office) -> None:
    page = unescape(read(signed_in(reader_of(office)), "/all/update/compare/?as_of=2026-11-22"))
    assert "£4.37 billion" in page and "more than £3 billion" in page and "What is new" in page
    rows = json.loads(read(signed_in(reader_of(office)), "/all/update/compare/?as_of=2026-11-22&format=json"))["rows"]
    assert {"A03", "A16", "A21"} <= {row["id"] for row in rows} and "A01" not in {row["id"] for row in rows}


def test_the_four_formats_say_the_same(office: Office, tmp_path: Path) -> None:
    words = "Nineteen departments are said to work together (4 March 2024); public sources name eighteen."
    asked = ["--as-of", "2024-03-04"]
    text = CliRunner().invoke(app, asked)
    assert text.exit_code == 0, text.output
    joined = " ".join(text.stdout.split())
    assert words in joined and "claims that no measure supports: A03, A05, A06" in joined.replace("Claims", "claims")
    data = json.loads(CliRunner().invoke(app, [*asked, "--format", "json"]).stdout)
    assert words in data["statements"][2]["says"]
    for form in ("html", "pdf"):
        written = CliRunner().invoke(app, [*asked, "--format", form, "--output", str(tmp_path / form)])
        assert written.exit_code == 0, written.output
    assert words in unescape((tmp_path / "html").read_text(encoding="utf-8"))
    pdf = PdfReader(BytesIO((tmp_path / "pdf").read_bytes()))
    assert "Nineteen departments" in " ".join(page.extract_text() for page in pdf.pages)
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    if place := os.environ.get("HANAPER_PICTURES"):
        (Path(place) / "update.pdf").write_bytes((tmp_path / "pdf").read_bytes())


def test_the_text_gives_each_statement_its_sources(db: None) -> None:
    said = as_text(made(build_office(), ANSWER)).split("\n\n")
    statements = [part for part in said if part.startswith("A") and part[1:3].isdecimal()]
    assert len(statements) == 22
    assert all("Source: " in part and "as of" in part for part in statements)


@pytest.mark.browser
@pytest.mark.promise("P49")
def test_axe_finds_nothing_on_the_update_its_statements_and_its_comparison(
    office: Office, site: str, page: Any, axe: Callable[[Any], list[str]]
) -> None:
    cookie = signed_in(reader_of(office)).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])
    month, found = f"{office.month.start:%Y-%m}", {}
    for name, url in {
        "update-standing": f"/all/update/?month={month}&as_of=2900-01-01&known_at=2900-01-01",
        "update-answer": "/all/update/?as_of=2024-03-04",
        "update-statement": "/all/update/statements/A16/?as_of=2026-11-22",
        "update-compare": "/all/update/compare/?as_of=2026-11-22",
    }.items():
        answer = page.goto(f"{site}{url}")
        assert answer.status == 200, (name, answer.status)
        found[name] = axe(page)
        if place := os.environ.get("HANAPER_PICTURES"):
            page.screenshot(path=Path(place) / f"{name}.png", full_page=True)
    assert found == {name: [] for name in found}
