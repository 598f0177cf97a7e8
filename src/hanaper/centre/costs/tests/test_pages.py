"""Cost to serve through the pages and the command."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hanaper.centre.costs.commands import app
from hanaper.centre.costs.tests.factories import Centre, build_centre
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.foundation.acts.api import Actor
from tests.databases import CommittedDatabase


@pytest.fixture
def centre(committed_db: CommittedDatabase) -> Centre:
    made = build_centre()
    made.cost_centre("C1", service="invoices")
    made.cost("C1", "5000", 200_000)
    made.cost("C1", "5400", 300_000)
    made.duty("invoice.resolve", 200_000, "100")
    made.finished(made.alpha, 40)
    made.worked(made.alpha, hours=30, acts=30)
    return made


def reader(centre: Centre) -> Actor:
    """Somebody of the centre, who reads the cost of every body that it serves."""
    return person_with(["costs.read"], centre.alpha, centre.gamma, centre.lives.shop.trade.world.real)


def test_the_report_ties_prints_coverage_and_says_that_it_is_indicative(centre: Centre) -> None:
    page = unescape(read(signed_in(reader(centre)), "/all/costs/"))
    for said in (
        "£5,000.00", "£3,600.00", "£1,400.00", "£90.00", "£125.00", "30.0%", "By volume: indicative",
        "fewer than 10 people",
        "cost-to-serve, version 1", "(assumption)", "Supplier invoices",
    ):  # fmt: skip
        assert said in page, said


def test_a_volume_leads_to_its_documents_and_an_account_to_its_lines(centre: Centre) -> None:
    browser = signed_in(reader(centre))
    page = unescape(read(browser, "/all/costs/"))
    assert "/alpha/ledger/accounts/5400/" in page
    assert "40 invoices" in unescape(read(browser, "/all/costs/documents/?service=invoices&body=alpha"))


def test_files_say_that_every_line_is_made_up(centre: Centre) -> None:
    data = json.loads(read(signed_in(reader(centre)), "/all/costs/?format=json"))
    assert [(row["body"], row["cts_pence"], row["synthetic"]) for row in data["rows"]] == [("Alpha", 360_000, True)]
    for table in ("services", "duties", "accounts"):
        assert read(signed_in(reader(centre)), f"/all/costs/?format=csv&table={table}").count("yes") >= 1


def test_a_bodys_own_page_leads_to_the_page_of_all(centre: Centre) -> None:
    assert "/all/costs/?month=" in unescape(read(signed_in(reader(centre)), "/alpha/costs/"))


def test_who_reads_only_part_of_the_cluster_is_told_so(centre: Centre) -> None:
    only = signed_in(person_with(["costs.read"], centre.alpha))
    assert "for the cluster" in unescape(read(only, "/all/costs/", 403))


@pytest.mark.promise("P15")
def test_who_does_not_hold_the_duty_sees_no_cost(centre: Centre) -> None:
    other = signed_in(person_with(["levels.read"], centre.alpha))
    for path in ("costs/", "costs/documents/"):
        read(other, f"/all/{path}", 403)


def test_the_command_loads_what_duties_cost_and_prints_what_it_gives(centre: Centre, tmp_path: Path) -> None:
    month = f"{centre.month.start:%Y-%m}"
    file = tmp_path / "duties.csv"
    head = "duty,month,pay,productive_hours,source,assumption\n"
    file.write_text(f"{head}invoice.resolve,{month},2000.00,40,Payroll,no\n", encoding="utf-8")
    assert "1 rows read, 1 new" in CliRunner().invoke(app, ["load", str(file), "--cluster", "north"]).output
    said = CliRunner().invoke(app, ["show", "--month", month, "--json"])
    assert said.exit_code == 0, said.output
    answer = json.loads(said.stdout)["clusters"][0]
    assert (answer["cluster"]["code"], answer["ties"], answer["may_price"]) == ("north", True, True)
    assert [(d["version"], d["coverage_basis_points"], d["hours"]) for d in answer["duties"]] == [(2, 7500, None)]
    assert "£90.00" not in CliRunner().invoke(app, ["show", "--month", month]).stdout
