"""Service levels through the pages and the command."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest
from typer.testing import CliRunner

from hanaper.centre.levels.commands import app
from hanaper.centre.levels.tests.factories import Lives
from hanaper.centre.levels.tests.test_levels import month_of_alpha_and_beta
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from tests.databases import CommittedDatabase

WHERE = "month=2026-10"


@pytest.fixture
def lives(committed_db: CommittedDatabase) -> Lives:
    return month_of_alpha_and_beta()


def test_the_report_says_what_it_counts_who_holds_what_waits_and_that_it_is_made_up(lives: Lives) -> None:
    page = unescape(read(signed_in(lives.reader), f"/all/levels/?{WHERE}"))
    for said in (
        "Supplier invoices received in October 2026", "44.4%", "4 of 9", "Not known",
        "No sample of untouched documents", "Resolve or reject a held invoice", "the centre", "Required approvals",
        "touchless, version 1", "No clock can be stopped yet",
    ):  # fmt: skip
        assert said in page, said
    assert "made up" in page.lower() or "synthetic" in page.lower()


def test_every_tile_leads_to_a_list_of_as_many_documents(lives: Lives) -> None:
    reader = signed_in(lives.reader)
    page = unescape(read(reader, f"/all/levels/?{WHERE}"))
    links = dict.fromkeys(re.findall(r'href="(/all/levels/documents/\?[^"]+)"', page))
    assert len(links) >= 10
    for link in links:
        read(reader, link)
    listed = unescape(read(reader, f"/all/levels/documents/?{WHERE}&touch=untouched"))
    assert "4 invoices" in listed
    assert "2 invoices" in unescape(read(reader, f"/all/levels/documents/?{WHERE}&held=yes"))
    assert "1 invoice" in unescape(read(reader, f"/all/levels/documents/?{WHERE}&held=no-order"))


def test_files_hold_exactly_the_list_and_say_that_it_is_made_up(lives: Lives) -> None:
    reader = signed_in(lives.reader)
    rows = list(csv.DictReader(io.StringIO(read(reader, f"/alpha/levels/documents/?{WHERE}&eligible=yes&format=csv"))))
    assert len(rows) == 6 and {row["Synthetic"] for row in rows} == {"yes"}
    data = json.loads(read(reader, f"/all/levels/?{WHERE}&format=json"))
    assert {row["body"]: row["touchless.all"] for row in data["rows"]} == {"Alpha": 3750, "Beta": 10000}
    assert all(row["synthetic"] for row in data["rows"])
    waits = json.loads(read(reader, f"/all/levels/?{WHERE}&format=json&table=waits"))
    assert {row["state"]: row["open_documents"] for row in waits["rows"]}["Held"] == 1


def test_a_month_without_documents_says_how_to_go_on(lives: Lives) -> None:
    assert "Choose another month" in read(signed_in(lives.reader), "/alpha/levels/?month=2024-05")


def test_a_month_that_is_none_is_refused_in_words(lives: Lives) -> None:
    assert "as in 2026-11" in read(signed_in(lives.reader), "/alpha/levels/?month=soon", 400)


@pytest.mark.promise("P15")
def test_who_does_not_hold_the_duty_sees_no_figure(lives: Lives) -> None:
    other = signed_in(person_with(["invoice.read"], lives.alpha))
    for path in ("levels/", "levels/documents/"):
        read(other, f"/alpha/{path}?{WHERE}", 403)
        read(other, f"/beta/{path}?{WHERE}", 404)


@pytest.mark.promise("P13")
def test_a_reader_of_one_body_sees_nothing_of_another(lives: Lives) -> None:
    only = signed_in(person_with(["levels.read"], lives.beta))
    page = unescape(read(only, f"/all/levels/?{WHERE}"))
    assert "1 of 1" in page and "Alpha" not in page
    assert "IN-1<" not in read(only, f"/all/levels/documents/?{WHERE}")


def test_the_command_prints_the_same_figures(lives: Lives) -> None:
    said = CliRunner().invoke(app, ["--month", "2026-10", "--as-of", "2026-11-10T12:00:00", "--json"])
    assert said.exit_code == 0, said.output
    answer = json.loads(said.stdout)
    assert answer["together"]["touchless.all"]["value"] == 4444
    assert answer["together"]["touchless.sampled-errors"]["value"] is None
    assert (answer["month"], answer["provisional"], answer["synthetic"]) == ("2026-10", True, True)
    assert [one["code"] for one in answer["bodies"]] == ["alpha", "beta"]
    assert answer["waiting_longest"][0]["holder"] == {"duties": ["invoice.resolve"], "side": "the centre"}
    one = json.loads(CliRunner().invoke(app, ["--body", "beta", "--month", "2026-10", "--json"]).stdout)
    assert [each["code"] for each in one["bodies"]] == ["beta"]
    table = CliRunner().invoke(app, ["--month", "2026-10"])
    assert "Alpha" in table.stdout and "44.4%" in table.stdout
