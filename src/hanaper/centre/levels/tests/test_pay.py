"""Service levels of pay: figures that open to the pay team's lists, and what is not known."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from html import unescape

import pytest

from hanaper.centre.levels.pay import NO_INPUT, pay_figures
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.hr.pay import services
from hanaper.hr.pay.api import PayMonth
from hanaper.hr.pay.services import InputSpec
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from tests.databases import CommittedDatabase

SEPTEMBER = "month=2026-09"
LEVELS = ("levels.read",)
TEAM = ("levels.read", "pay-run.read", "employee.read")
NOTHING = PayMonth(1, 1, *[0] * 11)


@pytest.fixture
def payroll(committed_db: CommittedDatabase) -> Payroll:
    """Three paid, one of them told late; one without a tax code is not paid. Two inputs, one of them late."""
    found = build_payroll()
    ann, *_ = [found.hire() for _ in range(3)]
    found.hire(code=None)
    found.pay(date(2026, 9, 30))
    for day in (date(2026, 9, 3), date(2026, 10, 20)):
        with found.doing(found.desk, "pay-input.enter", day):
            services.inputs_enter(inputs=[InputSpec(ann.pk, "overtime", date(2026, 9, 2), units=100)])
    return found


def test_a_rate_of_nothing_is_not_known_and_is_not_nought() -> None:
    found = {figure.key: figure for figure in pay_figures(NOTHING, synthetic=True)}
    assert [key for key, figure in found.items() if figure.unit == "basis points" and figure.value is not None] == []
    assert found["pay-late-inputs.late"].note == NO_INPUT
    assert found["pay-accuracy.not-paid"].value == 0, "a count of nobody is nought"
    assert all(figure.synthetic for figure in found.values())


def test_the_report_says_how_right_pay_was_by_body_and_what_it_cannot_know(payroll: Payroll) -> None:
    reader = signed_in(person_with(LEVELS, payroll.alpha))
    page = unescape(read(reader, f"/all/levels/pay/?{SEPTEMBER}"))
    for said in (
        "Pay accuracy", "50.0%", "2 of 4", "Not paid", "Told late", "Late inputs", "1 of 2", "Split by side",
        "pay-accuracy, version 1", "The denominator is entitlement",
    ):  # fmt: skip
        assert said in page, said
    assert "pay-measured" not in page, "who was not paid is for the pay team"
    data = json.loads(read(reader, f"/all/levels/pay/?{SEPTEMBER}&format=json"))
    (row,) = data["rows"]
    assert (row["entitled"], row["payslips"], row["pay-accuracy.right"]) == (4, 3, 5000)
    assert (row["pay-accuracy.not-paid"], row["pay-accuracy.told-late"], row["late"]) == (1, 1, 1)
    assert row["synthetic"] is True
    assert "2026-09" in unescape(read(reader, "/all/levels/pay/")), "the latest month that was paid"


def test_every_figure_opens_to_as_many_lines_as_it_counts(payroll: Payroll) -> None:
    team = signed_in(person_with(TEAM, payroll.alpha))
    page = unescape(read(team, f"/alpha/levels/pay/?{SEPTEMBER}"))
    counted = {
        "pay-measured/?month=2026-09": 4, "pay-measured/?month=2026-09&entitled=yes": 4,
        "pay-measured/?month=2026-09&outcome=right": 2, "pay-measured/?month=2026-09&outcome=not-paid": 1,
        "pay-measured/?month=2026-09&outcome=told-late": 1, "pay-measured/?month=2026-09&touch=touchless": None,
        "pay-measured/inputs/?month=2026-09": 2, "pay-measured/inputs/?month=2026-09&came=late": 1,
    }  # fmt: skip
    assert set(re.findall(r'href="/alpha/(pay-measured/[^"]*)"', page)) == set(counted)
    for link, size in counted.items():
        rows = list(csv.DictReader(io.StringIO(read(team, f"/alpha/{link}&format=csv"))))
        assert size in (None, len(rows)), link
        assert {row["Synthetic"] for row in rows} <= {"yes"}
    assert "No tax code is recorded" in unescape(read(team, "/alpha/pay-measured/?month=2026-09&outcome=not-paid"))


def test_a_month_in_which_nobody_was_paid_says_so(payroll: Payroll) -> None:
    reader = signed_in(person_with(LEVELS, payroll.alpha))
    page = unescape(read(reader, "/all/levels/pay/?month=2026-05"))
    assert "No bodies match" in page and "0.0%" not in page, "what is not known is not nought"


@pytest.mark.promise("P15")
def test_who_does_not_hold_the_duty_sees_no_service_levels_of_pay(payroll: Payroll) -> None:
    read(signed_in(person_with(["costs.read"], payroll.alpha)), f"/all/levels/pay/?{SEPTEMBER}", 403)
