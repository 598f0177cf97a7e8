"""Grades, scales and awards: earlier days keep what they paid, and whoever sets a scale calculates no pay."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanaper.foundation.acts.api import act
from hanaper.foundation.duties.api import DutyConflict, role_create
from hanaper.foundation.interface.wording import explain_code
from hanaper.hr.dated.api import as_of
from hanaper.hr.pay.tests.factories import Payroll, at, build_payroll
from hanaper.hr.posts.api import GradeNotThere, Post, PostSpec, award_apply, award_preview, posts_create, scale_pence
from hanaper.hr.posts.models import Grade, ScalePoint
from hanaper.hr.posts.rules.award import awarded
from tests.world import SETUP

APRIL = date(2026, 4, 1)


@pytest.fixture
def payroll(db: None) -> Payroll:
    return build_payroll()


def award(payroll: Payroll, **how: int) -> int:
    with payroll.doing(payroll.setter, "pay-rules.maintain", date(2026, 9, 1)):
        points = award_preview(grades=["EO"], on=APRIL, **how)
        return award_apply(points=points, on=APRIL)


@pytest.mark.promise("P10", "P40")
def test_an_award_pays_from_its_day_and_earlier_days_keep_what_was_paid_and_known(payroll: Payroll) -> None:
    grade = payroll.grades["EO"].pk
    assert award(payroll, basis_points=325) == 2
    with act(SETUP, None, payroll.alpha):
        days = (date(2026, 3, 31), APRIL)
        assert [scale_pence(grade, 1, day) for day in days] == [3_000_000, 3_097_500]
        assert [scale_pence(grade, 2, day) for day in days] == [3_120_000, 3_221_400]
        known = as_of(ScalePoint, on=APRIL, known_at=at(date(2026, 8, 31))).filter(grade_id=grade, point=1)
        assert [each.annual_pence for each in known] in ([3_000_000], []), "known then: not the award"
        assert scale_pence(grade, 3, APRIL) is None and scale_pence(grade, None, APRIL) is None


def test_a_preview_changes_nothing_and_a_grade_that_is_not_there_is_said(payroll: Payroll) -> None:
    with payroll.doing(payroll.setter, "pay-rules.maintain", date(2026, 9, 1)):
        points = award_preview(grades=["EO"], on=APRIL, flat_pence=50_000)
        assert [(p.point, p.before_pence, p.after_pence) for p in points] == [
            (1, 3_000_000, 3_050_000), (2, 3_120_000, 3_170_000)
        ]  # fmt: skip
        with pytest.raises(GradeNotThere):
            award_preview(grades=["EO", "SCS"], on=APRIL)
    with act(SETUP, None, payroll.alpha):
        assert scale_pence(payroll.grades["EO"].pk, 1, APRIL) == 3_000_000
    said = explain_code("posts.point-not-there", grade="EO", point=9, on=APRIL)
    assert "no point 9 on 1 April 2026" in said


@given(pence=st.integers(1, 20_000_000), share=st.integers(0, 2_000), flat=st.integers(0, 500_000))
def test_an_award_never_lowers_pay_and_ends_on_whole_pounds_less_than_one_above(
    pence: int, share: int, flat: int
) -> None:
    after = awarded(pence, share, flat)
    exact = pence * (10_000 + share) / 10_000 + flat
    assert after >= pence and after % 100 == 0
    assert -0.01 < after - exact < 100.01


@pytest.mark.promise("P12", "P13")
def test_posts_and_grades_are_the_bodys_own(payroll: Payroll) -> None:
    spec = PostSpec("P1", "Caseworker", "EO", payroll.world.cost_centres[payroll.alpha.pk],
                    payroll.world.programmes[payroll.alpha.pk])  # fmt: skip
    with act(SETUP, None, payroll.alpha):
        (post,) = posts_create(posts=[spec], since=APRIL)
        assert str(post) == "P1 Caseworker"
    with act(SETUP, None, payroll.world.beta):
        assert (Post.objects.count(), Grade.objects.count()) == (0, 0)
        with pytest.raises(GradeNotThere):
            posts_create(posts=[spec], since=APRIL)


@pytest.mark.promise("P20")
def test_s17_whoever_sets_scales_calculates_no_pay(payroll: Payroll) -> None:
    with pytest.raises(DutyConflict) as refusal, act(SETUP, None, None):
        role_create(code="both", name="Both", duties=["pay-rules.maintain", "pay-run.calculate"])
    assert refusal.value.values["rule"] == "S17"
