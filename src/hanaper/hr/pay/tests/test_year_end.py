"""The end of an employment and of a tax year: P45, P60, codes carried over, totals that begin anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.utils import DatabaseError

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import act
from hanaper.foundation.processes.api import StepRefused
from hanaper.foundation.processes.models import Evidence
from hanaper.hr.dated.api import as_of
from hanaper.hr.pay import services, years
from hanaper.hr.pay.errors import OwnPay, YearEndExists
from hanaper.hr.pay.models import BroughtForward, Certificate, Submission, TaxFact, YearEnd
from hanaper.hr.pay.rules.to_date import FIGURES
from hanaper.hr.pay.services import PayFacts
from hanaper.hr.pay.tests.factories import Payroll, at, build_payroll
from hanaper.hr.pay.views.years import _uplift
from hanaper.hr.people.api import Employment, employments_leave
from hanaper.parameters.errors import NothingInForce
from tests.world import SETUP

JANUARY, FEBRUARY, MARCH, APRIL = date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 31), date(2026, 4, 30)
SINCE = date(2026, 1, 1)
NEW_YEAR = date(2026, 4, 6)


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def leave(payroll: Payroll, employment: Employment, last: date, *, on: date) -> None:
    with payroll.doing(payroll.hr, "employee.maintain", on):
        employments_leave(leavers=[(employment.pk, last)])


def certificates(payroll: Payroll, kind: str = "p45") -> dict[int, Certificate]:
    with act(SETUP, None, payroll.alpha):
        return {each.employment_id: each for each in Certificate.objects.filter(kind=kind)}


def totals(payroll: Payroll, run: Any, employment: Employment) -> dict[str, int]:
    return dict(zip(FIGURES, payroll.payslip(run, employment).to_date, strict=True))


def brought(payroll: Payroll, employment: Employment, taxable: int, tax: int, source: str = "p45") -> None:
    with payroll.doing(payroll.desk, "pay-facts.set", SINCE):
        services.brought_forward_put(
            totals=[
                BroughtForward(
                    employment_id=employment.pk, tax_year=2025, source=source,
                    to_date={"taxable": taxable, "tax": tax}, valid=DateRange(SINCE, None),
                )
            ]
        )  # fmt: skip


def ended(payroll: Payroll, *, on: date = date(2026, 3, 20)) -> YearEnd:
    """The year end 2025-26, with its codes carried over."""
    with payroll.doing(payroll.desk, "pay-facts.set", on):
        made = years.year_end_open(scheme="MAIN", tax_year=2025)
        assert years.year_end_carry_over(year_end_id=made.pk).moved
    return made


def certify(payroll: Payroll, made: YearEnd, *, on: date = date(2026, 4, 7)) -> Any:
    with payroll.doing(payroll.desk, "pay-run.calculate", on):
        return years.year_end_certify(year_end_id=made.pk)


def test_a_leaver_has_a_p45_when_their_last_main_run_is_reported_and_nobody_else_has(payroll: Payroll) -> None:
    ann, bob = payroll.hire(day=SINCE, loans=("plan2",)), payroll.hire(day=SINCE)
    brought(payroll, ann, 2_000_000, 150_000)
    payroll.pay(JANUARY)
    assert certificates(payroll) == {}
    leave(payroll, ann, date(2026, 2, 13), on=date(2026, 2, 3))
    run = payroll.pay(FEBRUARY)
    assert run.state == "reported"
    (made,) = certificates(payroll).values()
    total = totals(payroll, run, ann)
    assert (made.employment_id, made.left_on, made.tax_year, made.period) == (ann.pk, date(2026, 2, 13), 2025, 11)
    assert (made.all_pay_pence, made.all_tax_pence) == (total["taxable"], total["tax"])
    assert (made.pay_before_pence, made.tax_before_pence) == (2_000_000, 150_000)
    assert (made.tax_code, made.is_week1, made.has_loan) == ("1257L", False, True)
    assert bob.pk not in certificates(payroll)
    payroll.pay(MARCH)
    assert [each.pk for each in certificates(payroll).values()] == [made.pk], "once for each employment"


def test_a_p45_is_made_by_a_rule_as_evidence_and_never_changes(payroll: Payroll) -> None:
    ann = payroll.hire(day=SINCE)
    leave(payroll, ann, date(2026, 1, 16), on=date(2026, 1, 5))
    payroll.pay(JANUARY)
    (made,) = certificates(payroll).values()
    with act(SETUP, None, payroll.alpha):
        seen = Evidence.objects.get(process="pay-certificate", document_id=made.pk)
        assert (seen.step, seen.actor_id) == ("issue-p45", None) and seen.automation is not None
        for statement in ("UPDATE pay_certificate SET pay_pence = 1", "DELETE FROM pay_certificate"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_who_left_late_in_the_period_or_was_recorded_late_has_a_p45_all_the_same(payroll: Payroll) -> None:
    ann, bob, cat = (payroll.hire(day=SINCE) for _ in range(3))
    leave(payroll, ann, date(2026, 1, 31), on=date(2026, 1, 5))  # after the day of payment
    january = payroll.calculate(payroll.open(JANUARY))
    leave(payroll, bob, date(2026, 1, 20), on=date(2026, 1, 25))  # after the cut-off: January's run did not know
    payroll.accept(january)
    payroll.approve(january)
    payroll.rules()
    assert set(certificates(payroll)) == {ann.pk}
    with act(SETUP, None, payroll.alpha):
        told = Submission.objects.select_related("file").get(run=january, kind="fps")
        assert b"<LeavingDate>2026-01-31</LeavingDate>" in bytes(told.file.content), "no later run tells of her"
    payroll.pay(FEBRUARY)
    assert set(certificates(payroll)) == {ann.pk, bob.pk}
    assert cat.pk not in certificates(payroll)


def test_who_is_held_back_in_their_last_run_waits_for_it(payroll: Payroll) -> None:
    ann, _ = payroll.hire(day=SINCE), payroll.hire(day=SINCE)
    payroll.pay(JANUARY)
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 2, 2)):
        services.pay_facts_put(facts=[PayFacts(ann.pk, pension="no-such-scheme")], since=date(2026, 2, 1))
    leave(payroll, ann, date(2026, 2, 13), on=date(2026, 2, 3))
    run = payroll.pay(FEBRUARY)
    assert (run.held_back, certificates(payroll)) == (1, {})
    payroll.pay(MARCH)
    assert set(certificates(payroll)) == {ann.pk}


def test_a_p60_gives_the_year_of_everybody_employed_on_5_april(payroll: Payroll) -> None:
    ann = payroll.hire(4_800_000, day=SINCE, loans=("plan2", "postgraduate"))
    bob = payroll.hire(day=SINCE)
    cut = payroll.hire(day=SINCE)
    brought(payroll, ann, 2_000_000, 150_000)
    brought(payroll, cut, 2_000_000, 150_000, source="cut-over")
    payroll.pay(JANUARY)
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 2, 2)):
        services.pay_facts_put(facts=[PayFacts(ann.pk, ni_letter="C")], since=date(2026, 2, 1))
    payroll.pay(FEBRUARY)
    leave(payroll, bob, date(2026, 3, 20), on=date(2026, 3, 3))
    made = ended(payroll, on=date(2026, 3, 16))
    run = payroll.pay(MARCH)
    with pytest.raises(StepRefused) as early:
        certify(payroll, made, on=date(2026, 4, 5))
    assert early.value.values["reason"] == "pay.year-not-over"
    assert certify(payroll, made).moved
    found = certificates(payroll, "p60")
    assert set(found) == {ann.pk, cut.pk}, "who left has a P45 instead"
    total, slip, p60 = totals(payroll, run, ann), payroll.payslip(run, ann), found[ann.pk]
    assert (p60.pay_pence, p60.tax_pence) == (total["taxable"] - 2_000_000, total["tax"] - 150_000)
    assert (p60.pay_before_pence, p60.tax_before_pence) == (2_000_000, 150_000)
    assert (found[cut.pk].pay_before_pence, found[cut.pk].pay_pence) == (0, totals(payroll, run, cut)["taxable"])
    assert list(p60.ni) == ["A", "C"] and [f for each in p60.ni.values() for f in each] == slip.ni_to_date
    assert p60.student_loan_pence == total["student_loan"] > 0
    assert p60.postgraduate_loan_pence == total["postgraduate_loan"] > 0
    with act(SETUP, None, payroll.alpha):
        assert YearEnd.objects.get(pk=made.pk).certificates == 2


def test_no_p60_is_made_while_a_run_of_the_year_is_not_reported(payroll: Payroll) -> None:
    payroll.hire(day=SINCE)
    payroll.pay(JANUARY)
    made = ended(payroll)
    payroll.calculate(payroll.open(FEBRUARY))
    with pytest.raises(StepRefused) as refused:
        certify(payroll, made)
    assert (refused.value.values["reason"], refused.value.values["count"]) == ("pay.year-runs-waiting", 1)


def test_marks_fall_away_on_6_april_and_codes_stay_where_hmrc_adds_nothing(payroll: Payroll) -> None:
    ann, _, new = payroll.hire(day=SINCE), payroll.hire(day=SINCE, code="S1100N"), payroll.hire(day=SINCE)
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 2, 2)):
        services.pay_facts_put(facts=[PayFacts(ann.pk, tax_code="1100L", is_week1=True)], since=date(2026, 2, 1))
        services.pay_facts_put(facts=[PayFacts(new.pk, tax_code="900L", is_week1=True)], since=NEW_YEAR)
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 3, 20)):
        made = years.year_end_open(scheme="MAIN", tax_year=2025)
        preview = years.code_changes(made.scheme, 2025)
        assert [(e.employment_id, e.before, e.after, e.was_week1) for e in preview] == [
            (ann.pk, "1100L", "1100L", True)
        ]
        assert years.year_end_carry_over(year_end_id=made.pk).moved
        assert years.code_changes(made.scheme, 2025) == [], "what was previewed was done"
        made.refresh_from_db()
        assert (made.raised, made.reset) == (0, 1)
        with pytest.raises(YearEndExists):
            years.year_end_open(scheme="MAIN", tax_year=2025)
    with act(SETUP, None, payroll.alpha):

        def codes(on: date) -> list[tuple[str, bool, str]]:
            facts = as_of(TaxFact, on=on).order_by("employment_id")
            return [(fact.code, fact.is_week1, fact.notice) for fact in facts]

        assert codes(date(2026, 4, 5))[0] == ("1100L", True, "")
        assert codes(NEW_YEAR) == [
            ("1100L", False, "year-end"), ("S1100N", False, "starter-B"), ("900L", True, ""),
        ]  # fmt: skip


@pytest.mark.promise("P40")
def test_codes_are_raised_where_hmrc_says_so_and_what_was_known_before_stays(
    payroll: Payroll, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = payroll.hire(day=SINCE, code="1250L")
    bob = payroll.hire(day=SINCE, code="K475")
    monkeypatch.setattr(years, "uplift_of", lambda start: {"L": 7, "M": 8, "N": 6})  # that of April 2021
    made = ended(payroll)
    with act(SETUP, None, payroll.alpha):
        assert YearEnd.objects.get(pk=made.pk).raised == 1
        then = as_of(TaxFact, on=NEW_YEAR, known_at=at(date(2026, 3, 19)))
        now = as_of(TaxFact, on=NEW_YEAR)
        assert {fact.employment_id: fact.code for fact in then} == {ann.pk: "1250L", bob.pk: "K475"}
        assert {fact.employment_id: fact.code for fact in now} == {ann.pk: "1257L", bob.pk: "K475"}


def test_what_is_added_is_said_in_words_and_that_it_is_nothing_where_allowances_are_frozen() -> None:
    assert _uplift(date(2021, 4, 6)) == "7 to L codes, 8 to M codes, 6 to N codes"
    for year in (2024, 2025, 2026):
        assert _uplift(date(year, 4, 6)).startswith(f"Nothing: from 6 April {year} allowances are what they were")


def test_a_year_of_which_no_p9x_was_seen_is_refused(payroll: Payroll) -> None:
    with payroll.doing(payroll.desk, "pay-facts.set", date(2027, 3, 20)), pytest.raises(NothingInForce):
        years.year_end_open(scheme="MAIN", tax_year=2026)


@pytest.mark.promise("P20")
def test_nobody_carries_their_own_code_over(payroll: Payroll) -> None:
    clerk = person_with(["pay-facts.set"], payroll.alpha)
    mine = payroll.hire(day=SINCE, person_id=clerk.person_id)
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 2, 2)):
        services.pay_facts_put(facts=[PayFacts(mine.pk, tax_code="1257L", is_week1=True)], since=date(2026, 2, 1))
        made = years.year_end_open(scheme="MAIN", tax_year=2025)
    with pytest.raises(OwnPay), payroll.doing(clerk, "pay-facts.set", date(2026, 3, 20)):
        years.year_end_carry_over(year_end_id=made.pk)
    with payroll.doing(payroll.desk, "pay-facts.set", date(2026, 3, 20)):
        assert years.year_end_carry_over(year_end_id=made.pk).moved


@pytest.mark.promise("P10")
def test_the_first_payslip_of_the_new_year_begins_at_nought(payroll: Payroll) -> None:
    ann = payroll.hire(day=SINCE)
    brought(payroll, ann, 2_000_000, 150_000)
    payroll.pay(MARCH)
    ended(payroll, on=date(2026, 4, 1))
    run = payroll.pay(APRIL)
    slip, lines, total = payroll.payslip(run, ann), payroll.lines(run, ann), totals(payroll, run, ann)
    assert (run.tax_year, run.period) == (2026, 1)
    assert (total["gross"], total["tax"]) == (slip.gross_pence, lines["tax"])
    assert slip.ni_to_date[-1] == lines["ni"]
