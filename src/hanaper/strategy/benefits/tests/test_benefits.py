"""The register of benefits: signed by others, drawn once, measured from transactions, never overwritten."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.foundation.database.refusals import CheckFailed
from hanaper.foundation.duties.api import DutyConflict
from hanaper.strategy.benefits import services
from hanaper.strategy.benefits.drafts import BaselineDraft, PriceDraft
from hanaper.strategy.benefits.errors import (
    BaselineNotThere,
    DrawnTwice,
    NoCluster,
    NotSigned,
    SignedAfterChange,
    WrongTerms,
)
from hanaper.strategy.benefits.measuring import reduction_of
from hanaper.strategy.benefits.models import Baseline, Benefit, CostToAchieve, Draw, Forecast, Reading
from hanaper.strategy.benefits.positions import positions
from hanaper.strategy.benefits.rules.forecast_file import ForecastYear
from hanaper.strategy.benefits.rules.realised import Reduction
from hanaper.strategy.benefits.selectors import baseline_get_for, is_as_signed
from hanaper.strategy.benefits.tests.factories import CHANGE_ON, SIGNED_AT, Office, build_office
from tests.databases import CommittedDatabase

TODAY = date(2900, 1, 1)


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


def test_a_month_against_its_baseline_by_hand(office: Office) -> None:
    """£60 an invoice before, £50 now (£5,000 for 100): £1,000 gained; 1 hour each before, 80 of 100 now: 20 saved."""
    office.benefit(office.baseline("unit-cost"))
    office.benefit(office.baseline("hours"), title="Time", kind="time-saved", benefit_class="non-cash-releasing")

    cost, time = office.read()

    assert (cost.gross_pence, cost.net_pence, cost.volume) == (100_000, 100_000, 100)
    assert (time.gross_pence, time.hours) == (None, Decimal("20.00"))
    assert cost.coverage_basis_points == 8_000
    assert {reading.outcome for reading in (cost, time)} == {"measured"}
    failed = {test["code"] for test in cost.tests if not test["passed"]}
    assert failed == {"held", "reconciled"}
    assert cost.synthetic


def test_prices_of_like_goods_before_and_after(office: Office) -> None:
    """120 of a good at £4.50 before, £480 for them now: £60 gained. What was not bought before counts for nothing."""
    office.benefit(office.baseline("prices"), kind="buying-power")
    facts = replace(
        office.month_facts(), goods={("Paper, A4", "EA"): (Decimal(120), 48_000), ("Ink", "EA"): (Decimal(1), 9)}
    )

    (found,) = office.read(facts=facts)

    assert (found.gross_pence, found.volume) == (6_000, 1)
    assert found.workings[0] == {
        "name": "Paper, A4: 120 EA, before £4.5000 each, now", "unit": "pence", "value": "48000",
    }  # fmt: skip


def test_prices_where_nothing_alike_was_bought_are_not_known(office: Office) -> None:
    office.benefit(office.baseline("prices"))
    (found,) = office.read()
    assert (found.outcome, found.gross_pence) == ("not-known", None)


def test_running_cost_needs_twelve_months_and_is_never_made_of_fewer(office: Office) -> None:
    office.benefit(office.baseline("running-cost"))
    (found,) = office.read()
    assert (found.outcome, found.net_pence) == ("not-known", None)
    assert found.workings[0] == {"name": "Months with books, of 12", "unit": "number", "value": "1"}


def twelve_months(office: Office, pence: int, finished: int) -> Any:
    """The month's facts with books of twelve months, each of so many pence."""
    months = [office.month]
    while len(months) < 12:
        months.append(months[-1].previous)
    return replace(office.month_facts(), running=dict.fromkeys(months, pence), finished=finished)


def test_the_fall_of_running_cost_stands_in_its_three_figures_and_in_the_position(office: Office) -> None:
    """A twelve times 90,000 of B 1,200,000 of which 600,000 fixed for 100 documents; 50 now: flexed base 900,000."""
    year = office.month.fiscal_year.first_year
    baseline = office.baseline("running-cost", cost_pence=1_200_000, fixed_pence=600_000, volume=100, price_year=year)
    office.benefit(baseline)
    (found,) = office.read(facts=twelve_months(office, 90_000, finished=50))
    assert reduction_of(found) == Reduction(nominal=1_000, real=1_000, flexed=-2_000)
    with reading(Automation("t"), "benefit.read"):
        (position,) = positions(as_of=TODAY)
    assert position.reduction == Reduction(1_000, 1_000, -2_000)


def test_no_fall_is_said_against_a_base_year_that_is_not_signed_as_it_stands_or_taken_otherwise(office: Office) -> None:
    year = office.month.fiscal_year.first_year
    facts = twelve_months(office, 90_000, finished=50)
    otherwise = office.baseline("running-cost", cost_pence=1_200_000, price_year=year, instrument="a survey, version 1")
    office.benefit(otherwise)
    changed = office.baseline("running-cost", cost_pence=1_200_000, price_year=year)
    office.benefit(changed)
    with act(office.taker, "baseline.set", office.centre.alpha):
        Baseline.objects.filter(pk=changed.pk).update(source="Another source")
    assert [reduction_of(reading) for reading in office.read(facts=facts)] == [None, None]


def test_a_fall_at_prices_of_another_year_is_nominal_only_without_an_index(office: Office) -> None:
    year = office.month.fiscal_year.first_year
    office.benefit(office.baseline("running-cost", cost_pence=1_200_000, price_year=year - 1))
    (found,) = office.read(facts=twelve_months(office, 90_000, finished=50))
    assert reduction_of(found) == Reduction(1_000, None, None)


def test_all_five_tests_passed_make_it_realised(office: Office) -> None:
    benefit = office.benefit(office.baseline("unit-cost"))
    months = [office.month]
    while len(months) < 6:
        months.insert(0, months[0].previous)
    facts = replace(office.month_facts(), quality_basis_points={"invoices": 9_500})
    with office.in_act("finance", "benefit.reconcile"):
        services.benefit_reconcile(
            benefit_id=benefit.pk, since=months[0], monthly_pence=30_000, budget_line="Agency staff", source="Ledger"
        )
    outcomes = [office.read(facts=replace(facts, month=month))[0].outcome for month in months]

    assert outcomes == ["measured"] * 5 + ["realised"]
    with reading(Automation("t"), "benefit.read"):
        (position,) = positions(as_of=TODAY)
    assert position.total("unit-cost", "measured") == 600_000
    assert (position.total("unit-cost", "realised"), position.total("unit-cost", "cash")) == (100_000, 30_000)


def test_the_same_month_again_changes_nothing_and_another_answer_is_the_next_version(office: Office) -> None:
    benefit = office.benefit(office.baseline("unit-cost"))
    assert len(office.read()) == 1
    assert office.read() == []
    with office.in_act("owner", "benefit.report"):
        services.disbenefit_add(benefit_id=benefit.pk, month=office.month, pence=5_000, what="Queues", source="Survey")
    (again,) = office.read()
    assert (again.version, again.net_pence, again.gross_pence) == (2, 95_000, 100_000)


@pytest.mark.promise("P40")
def test_what_was_known_before_a_reading_was_taken_again_can_be_asked(office: Office) -> None:
    benefit = office.benefit(office.baseline("unit-cost"))
    office.read()
    between = datetime.now(UTC)
    with office.in_act("owner", "benefit.report"):
        services.disbenefit_add(benefit_id=benefit.pk, month=office.month, pence=5_000, what="Queues", source="Survey")
    office.read()
    with reading(Automation("t"), "benefit.read"):
        then, now = positions(as_of=TODAY, known_at=between), positions(as_of=TODAY)
        before = positions(as_of=office.month.start - timedelta(days=1))
        unproposed = positions(as_of=SIGNED_AT.date() - timedelta(days=1))
    assert [one.total("unit-cost", "measured") for one in (then[0], now[0], before[0])] == [100_000, 95_000, None]
    assert unproposed == [], "a benefit stands from the day of its approval"


# Who signs, who owns


@pytest.mark.promise("P21")
def test_who_took_a_baseline_never_signs_it(office: Office) -> None:
    baseline = office.propose("unit-cost")
    both = person_with(["baseline.set", "baseline.sign"], office.centre.alpha)
    with act(both, "baseline.set", office.centre.alpha):
        mine = services.baseline_propose(draft=_draft())
    with act(both, "baseline.sign", office.centre.alpha):
        (refused,) = services.baselines_sign(ids=[mine.pk])
        (signed,) = services.baselines_sign(ids=[baseline.pk])
    assert (refused.moved, signed.moved) == (False, True)


@pytest.mark.promise("P20")
@pytest.mark.parametrize("duty", ["baseline.set", "baseline.sign"])
def test_who_sets_or_signs_baselines_owns_no_benefit(office: Office, duty: str) -> None:
    with pytest.raises(DutyConflict):
        person_with([duty, "benefit.report"], office.centre.alpha)


def test_a_benefit_needs_a_baseline_that_was_signed_before_the_change(office: Office) -> None:
    with pytest.raises(NotSigned):
        office.offer(office.propose("unit-cost"))
    late = office.sign(office.propose("unit-cost"), at=datetime(2024, 6, 1, 9, tzinfo=UTC))
    with pytest.raises(SignedAfterChange):
        office.offer(late, change_on=CHANGE_ON)


@pytest.mark.promise("P22")
def test_a_baseline_that_changed_after_its_signature_is_signed_no_more(office: Office) -> None:
    baseline = office.baseline("unit-cost")
    with act(Automation("t"), None, office.centre.alpha):
        Baseline.objects.filter(pk=baseline.pk).update(cost_pence=9_000_000)
        assert not is_as_signed(baseline_get_for(baseline.pk))
    with pytest.raises(NotSigned):
        office.offer(baseline)


def test_a_body_that_hosts_no_centre_keeps_no_baseline(office: Office) -> None:
    beta = office.centre.lives.shop.trade.world.beta
    taker = person_with(["baseline.set"], beta)
    with act(Automation("t"), None, beta), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    try:
        with act(taker, "baseline.set", beta):
            services.baseline_propose(draft=_draft())
    except NoCluster:
        return
    with act(Automation("t"), None, beta):
        assert Baseline.objects.filter(body=beta).exists(), "beta leads a cluster of its own"


def _draft(**more: object) -> BaselineDraft:
    return BaselineDraft(**{
        "title": "t", "view": "unit-cost", "service": "invoices", "perimeter": "p", "began_on": date(2023, 4, 1),
        "ended_on": date(2024, 4, 1), "volume": 1, "cost_pence": 1, "price_year": 2023, "instrument": "i",
        "source": "s", "confidence": "low", **more,
    })  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"service": "magic"}, "Service"),
        ({"volume": None}, "Volume"),
        ({"cost_pence": None}, "Cost"),
        ({"view": "hours", "hours": None}, "Hours"),
        ({"view": "prices", "service": "", "prices": ()}, "Prices"),
        ({"ended_on": date(2023, 4, 1)}, "End of the period"),
    ],
)
def test_a_baseline_without_what_its_view_needs_is_refused_by_field(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(WrongTerms) as refusal:
        _draft(**wrong).check()
    assert refusal.value.values["field"] == field


# The control account


def test_a_pound_of_a_baseline_is_drawn_once(office: Office) -> None:
    baseline = office.baseline("unit-cost")
    first = office.offer(baseline, draw_pence=4_000_000, draw_hours=Decimal("999.5"))
    with pytest.raises(DrawnTwice) as refusal:
        office.offer(baseline, draw_pence=2_000_001)
    assert "4000000 is drawn and 2000001 more" in refusal.value.values["detail"]
    assert office.offer(baseline, draw_pence=2_000_000, draw_hours=Decimal("0.5"))
    with office.in_act("owner", "benefit.report"):
        services.benefits_withdraw(ids=[first.pk])
    assert office.offer(baseline, draw_pence=4_000_000), "what was given back is free"


def test_a_baseline_without_hours_has_none_to_draw(office: Office) -> None:
    with pytest.raises(DrawnTwice):
        office.offer(office.baseline("unit-cost", hours=None), draw_hours=Decimal("0.01"))


@pytest.mark.promise("P04")
def test_two_draws_at_once_cannot_together_exceed_the_baseline(committed_db: CommittedDatabase) -> None:
    office = build_office()
    baseline = office.baseline("unit-cost")
    gate = threading.Barrier(2)
    said: list[str] = []

    def draw() -> None:
        try:
            gate.wait()
            office.offer(baseline, draw_pence=4_000_000)
            said.append("drawn")
        except DrawnTwice:
            said.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=draw) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["drawn", "refused"]


# What is never overwritten


@pytest.mark.parametrize("model", [Forecast, Reading, Draw, CostToAchieve])
def test_what_counts_is_only_added(office: Office, model: type) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), act(Automation("t"), None, office.centre.alpha):
        model.objects.update(recorded_at=SIGNED_AT)  # type: ignore[attr-defined]


def test_each_profile_stands_beside_the_ones_before(office: Office) -> None:
    benefit = office.benefit(office.baseline("unit-cost"))
    with office.in_act("owner", "benefit.report"):
        first = services.benefit_forecast(benefit_id=benefit.pk, years=[ForecastYear(year=2026, pence=100)])
        years = [
            ForecastYear(year=2026, pence=80, bias_basis_points=1_000, reason="class"),
            ForecastYear(year=2027, pence=50),
        ]
        second = services.benefit_forecast(benefit_id=benefit.pk, years=years)
    assert (first, second) == (1, 2)
    with reading(Automation("t"), "benefit.read"):
        (position,) = positions(as_of=TODAY)
        assert [(each.year, each.forecast) for each in position.years] == [(2026, 72), (2027, 50)]
        assert Forecast.objects.count() == 3


@pytest.mark.parametrize(
    "years",
    [
        [],
        [ForecastYear(year=2026, pence=1), ForecastYear(year=2026, pence=2)],
        [ForecastYear(year=2026, pence=1), ForecastYear(year=2041, pence=2)],
        [ForecastYear(year=2026, pence=1, bias_basis_points=1)],
    ],
)
def test_a_profile_that_cannot_be_read_is_refused(office: Office, years: list[ForecastYear]) -> None:
    benefit = office.offer(office.baseline("unit-cost"))
    with pytest.raises(WrongTerms), office.in_act("owner", "benefit.report"):
        services.benefit_forecast(benefit_id=benefit.pk, years=years)


def test_costs_to_achieve_stand_beside_benefits_and_give_the_net(office: Office) -> None:
    benefit = office.benefit(office.baseline("unit-cost"))
    office.read()

    def record(kind: str, year: int, pence: int, as_of: date = date(2026, 4, 1)) -> CostToAchieve:
        return services.cost_to_achieve_record(
            category="programme", kind=kind, year=year, pence=pence, as_of=as_of, source="Treasury"
        )

    with office.in_act("finance", "benefit.reconcile"):
        record("approved", 2026, 90_000)
        record("spent", 2026, 30_000)
        again = record("spent", 2026, 30_000)
        later = record("spent", 2026, 40_000)
        record("forecast", 2027, 10_000)
        record("spent", 2028, 70_000, as_of=date(2999, 4, 1))
    with office.in_act("owner", "benefit.report"):
        years = [ForecastYear(year=2026, pence=20_000), ForecastYear(year=2027, pence=31_000)]
        services.benefit_forecast(benefit_id=benefit.pk, years=years)
    assert (again.version, later.version) == (1, 2)
    with reading(Automation("t"), "benefit.read"):
        (position,) = positions(as_of=TODAY)
    assert [(c.year, c.approved, c.spent, c.forecast) for c in position.costs] == [
        (2026, 90_000, 40_000, None), (2027, None, None, 10_000),
    ]  # fmt: skip
    assert position.cost_to_date_pence == 40_000
    assert position.cumulative_net("unit-cost") == 60_000
    assert position.payback("unit-cost") == 2027
    assert position.cumulative_net("hours") is None, "a view without a reading has no net"


def test_a_cost_that_nobody_recorded_is_not_known_and_so_is_the_net(office: Office) -> None:
    office.benefit(office.baseline("unit-cost"))
    office.read()
    with reading(Automation("t"), "benefit.read"):
        (position,) = positions(as_of=TODAY)
    assert (position.cost_to_date_pence, position.cumulative_net("unit-cost"), position.payback("unit-cost")) == (
        None,
    ) * 3


@pytest.mark.promise("P11")
def test_another_bodys_benefits_are_not_there(office: Office) -> None:
    baseline = office.baseline("unit-cost")
    office.benefit(baseline)
    with reading(Automation("t"), "benefit.read", [office.centre.gamma]):
        assert positions(as_of=TODAY) == []
        assert not Benefit.objects.exists()
        with pytest.raises(BaselineNotThere):
            baseline_get_for(baseline.pk)


def test_a_price_that_was_nothing_is_no_price(office: Office) -> None:
    free = [PriceDraft(item="x", unit="EA", price_pence=Decimal(0), quantity=Decimal(1))]
    with pytest.raises(CheckFailed, match="benefits_baselineprice_signs"):
        office.propose("prices", prices=free)
