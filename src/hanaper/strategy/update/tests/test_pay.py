"""Pay on the update: two counts of one cost, each figure open to its lines, and nothing that rests on a few."""

from __future__ import annotations

import json
from datetime import date
from html import unescape

import pytest
from typer.testing import CliRunner

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.foundation.acts.api import Automation, reading
from hanaper.foundation.interface.formats import money
from hanaper.hr.pay import services
from hanaper.hr.pay.services import InputSpec
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.update.commands import app
from hanaper.strategy.update.pay import FIGURES, INPUTS, ClusterPay, cluster_pay
from tests.databases import CommittedDatabase

SEPTEMBER = FiscalPeriod(2026, 6)
SALARIES = (2_400_000, 3_600_000, 5_200_000)


def built(*salaries: int) -> Payroll:
    found = build_payroll()
    first, *_ = [found.hire(pence) for pence in salaries]
    with found.doing(found.desk, "pay-input.enter", date(2026, 9, 5)):
        services.inputs_enter(inputs=[InputSpec(first.pk, "overtime", date(2026, 9, 3), units=300)])
    found.pay(date(2026, 9, 30))
    return found


@pytest.fixture
def payroll(db: None) -> Payroll:
    return built(*SALARIES)


def paid(payroll: Payroll, *, least: int) -> ClusterPay:
    bodies = {body.pk: body for body in (payroll.alpha, payroll.world.beta)}
    with reading(Automation("update"), "update.read"):
        return cluster_pay(bodies, SEPTEMBER, least)


def test_what_payslips_charge_is_what_the_books_hold(payroll: Payroll) -> None:
    found = paid(payroll, least=1)
    (line,) = found.bodies
    assert (line.code, line.runs, line.payslips, line.entitled, line.inputs) == ("alpha", 1, 3, 3, 1)
    assert line.agrees and line.books_pence == line.charged_pence and found.apart == []
    assert line.gross_pence is not None and line.net_pence is not None
    assert line.gross_pence > sum(round(pence / 12) for pence in SALARIES) and line.net_pence < line.gross_pence
    whole = found.together
    assert whole is not None
    assert (whole.payslips, whole.books_pence, whole.net_pence) == (3, line.books_pence, line.net_pence)


def test_pay_of_a_few_is_left_out_with_all_that_rests_on_it_and_their_sum_is_not_nought(payroll: Payroll) -> None:
    found = paid(payroll, least=10)
    (line,) = found.bodies
    assert line.is_suppressed
    assert [getattr(line, name) for name in FIGURES] == [None] * len(FIGURES)
    assert found.together is None


def test_inputs_are_left_out_where_there_are_few_of_them_and_the_rest_stays(payroll: Payroll) -> None:
    (line,) = paid(payroll, least=2).bodies
    assert (line.payslips, line.accuracy_basis_points, line.is_suppressed) == (3, 10_000, True)
    assert [getattr(line, name) for name in INPUTS] == [None] * len(INPUTS)


def test_a_month_in_which_nobody_was_paid_has_no_figure(payroll: Payroll) -> None:
    with reading(Automation("update"), "update.read"):
        assert cluster_pay({payroll.alpha.pk: payroll.alpha}, FiscalPeriod(2026, 5), 1) == ClusterPay([], None)


@pytest.fixture
def served(committed_db: CommittedDatabase) -> Payroll:
    """Ten people and more at alpha, of the cluster north: enough to be shown."""
    return built(*SALARIES, *SALARIES, *SALARIES, 9_900_000)


def test_the_page_says_what_people_were_paid_and_opens_it_to_who_may_see_it(served: Payroll) -> None:
    bodies = (served.alpha, served.world.beta, served.world.real)
    figures = signed_in(person_with(["update.read"], *bodies))
    page = unescape(read(figures, "/all/update/?month=2026-09"))
    data = json.loads(read(figures, "/all/update/?month=2026-09&format=json&table=made-up-pay"))
    (row,) = data["rows"]
    assert row["charged_pence"] == row["books_pence"] > row["gross_pence"] > row["net_pence"] > 0
    assert row["synthetic"] and (row["payslips"], row["accuracy_basis_points"]) == (10, 10_000)
    assert (row["inputs"], row["late_inputs"], row["left_out"]) == (None, None, "Inputs")
    for said in (
        "Gross and net pay", money(row["gross_pence"]), money(row["net_pence"]), money(row["books_pence"]),
        "The same as payslips charge, body by body.", "Each payslip cost", "Not known", "Pay accuracy", "100.0%",
        "The denominator is entitlement, not payslips",
    ):  # fmt: skip
        assert said in page, said
    assert "/alpha/pay-" not in page, "people and runs are for those who may see them"
    both = unescape(read(signed_in(person_with(["update.read", "levels.read", "pay-run.read", "ledger.read"], *bodies)),
                         "/all/update/?month=2026-09"))  # fmt: skip
    for opens in (
        "levels/pay/?month=2026-09", "pay-runs/?month=2026-09", "pay-measured/?month=2026-09&entitled=yes",
        "pay-measured/?month=2026-09&touch=touchless", "pay-measured/books/?month=2026-09",
    ):  # fmt: skip
        assert f'href="/alpha/{opens}"' in both, opens


def test_what_pay_cost_in_the_books_opens_to_lines_that_add_up_to_it(served: Payroll) -> None:
    accountant = signed_in(
        person_with(["update.read", "ledger.read"], served.alpha, served.world.beta, served.world.real)
    )
    told = json.loads(read(accountant, "/all/update/?month=2026-09&format=json&table=made-up-pay"))
    lines = json.loads(read(accountant, "/alpha/pay-measured/books/?month=2026-09&format=json"))
    assert sum(line["amount_pence"] for line in lines["rows"]) == told["rows"][0]["books_pence"]
    assert all(line["synthetic"] for line in lines["rows"])
    assert "/alpha/ledger/posted/" in read(accountant, "/alpha/pay-measured/books/?month=2026-09")


def test_the_command_says_what_the_page_says(served: Payroll) -> None:
    said = CliRunner().invoke(app, ["--month", "2026-09", "--format", "json"])
    assert said.exit_code == 0, said.output
    (north,) = [one for one in json.loads(said.stdout)["made_up"] if one["code"] == "north"]
    assert (north["pay"]["together"]["payslips"], north["pay"]["bodies"][0]["code"]) == (10, "alpha")
    assert "pay: 10 payslips" in CliRunner().invoke(app, ["--month", "2026-09"]).stdout
