"""Convergence of a small world whose right answer is worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hanaper.centre.levels.tests.factories import AS_OF, MONTH, Lives, build_lives
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.foundation.tenancy.api import Body
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.api import Account, Journal, Line, post
from hanaper.strategy.convergence import standards as standards_module
from hanaper.strategy.convergence.api import (
    STANDARDS,
    ConvergenceRow,
    DeviationAsked,
    RenewsAnother,
    asked,
    convergence_of,
    convergence_over,
    deviation_approve,
    deviation_end,
    deviation_propose,
    deviations,
    standard,
    variants,
)

RULE = Automation("convergence")


def month_of_twelve() -> Lives:
    """October 2026: twelve invoices of alpha and ten of beta.

    alpha  8 followed the standard path and were paid (one of them through an approver); 1 was held and resolved; 1 was
           brought in by a person; 1 named no order; 1 is still on the standard path.
    beta   10 followed the standard path and were paid.
    """
    lives = build_lives()
    alpha = lives.alpha
    for place in range(7):
        at = f"2026-10-05 1{place}:00"
        lives.pay(lives.rules(lives.arrive(alpha, at), at), "2026-10-08 11:00")
    control = lives.arrive(alpha, "2026-10-06 11:00", pence=300_00)
    lives.rules(control, "2026-10-06 11:00", ("match", "matched"), ("pass", "to-approve"))
    lives.approve(control, "2026-10-07 15:00")
    lives.rules(control, "2026-10-07 15:00", ("post", "posted"))
    lives.pay(control, "2026-10-09 11:00")
    held = lives.hold(lives.arrive(alpha, "2026-10-07 09:00"), "2026-10-07 09:01", "price-over")
    lives.resolve(held, "2026-10-08 09:00")
    keyed = lives.arrive(alpha, "2026-10-08 09:00", step="upload")
    lives.pay(lives.rules(keyed, "2026-10-08 09:00"), "2026-10-12 11:00")
    orderless = lives.arrive(alpha, "2026-10-09 09:00", order=False)
    lives.pay(lives.rules(orderless, "2026-10-09 09:00"), "2026-10-12 11:00")
    lives.rules(lives.arrive(alpha, "2026-10-21 09:00"), "2026-10-21 09:00", ("match", "matched"))
    for place in range(10):
        at = f"2026-10-12 0{place}:00"
        lives.pay(lives.rules(lives.arrive(lives.beta, at, pence=50_00), at), "2026-10-13 11:00")
    return lives


@pytest.fixture
def lives(db: None) -> Lives:
    return month_of_twelve()


def rows(lives: Lives, **more: object) -> dict[tuple[str, str], ConvergenceRow]:
    with reading(RULE, "convergence.read", [lives.alpha, lives.beta]):
        found = convergence_of(**({"month": MONTH, "as_of": AS_OF, "known_at": datetime.now(UTC)} | more))  # type: ignore[arg-type]
    return {(row.process_code, row.body_code): row for row in found.rows}


def test_the_counts_of_a_month_are_those_worked_out_by_hand(lives: Lives) -> None:
    row = rows(lives)["invoice", "alpha"]
    assert (row.on_platform, row.around, row.judged, row.converged, row.open) == (12, 0, 11, 8, 1)
    # 8 of 11: 72.73%. Path is kept by those 8 and the one without an order; data by all but that one.
    assert (row.coverage, row.conformance, row.convergence) == (10_000, 7273, 7273)
    assert (row.path, row.parameters, row.data) == (8182, 10_000, 9091)
    # By value: 7 of £100 and one of £300 converged, of these and three more of £100.
    assert row.by_value == round(10_000 * 1000 / 1300)
    assert [(why.code, why.documents) for why in row.whys] == [("path", 2), ("no-order", 1)]
    assert row.is_provisional and row.synthetic == lives.alpha.synthetic


def asked_for(**more: object) -> DeviationAsked:
    values: dict[str, object] = {
        "process_code": "invoice", "step": "", "aspect": "parameters", "what": "A tolerance of £5 for a line",
        "why": "Its grant system rounds.", "owner_duty": "invoice.approve", "from_on": date(2026, 10, 1),
        "expires_on": date(2027, 10, 1), "cost_pence": 1_200_000, "cost_source": "Finance, note of May 2026",
    }  # fmt: skip
    return DeviationAsked(**(values | more))  # type: ignore[arg-type]


def deviate(lives: Lives, **more: object) -> int:
    """A deviation of beta, asked for and agreed to on 1 October 2026."""
    asking = person_with(["deviation.propose", "convergence.read"], lives.beta)
    agreeing = person_with(["deviation.approve", "convergence.read"], lives.beta)
    when = datetime(2026, 10, 1, 8, tzinfo=UTC)
    with act(asking, "deviation.propose", lives.beta, at=when):
        pk = deviation_propose(asked=asked_for(**more)).pk
    with act(agreeing, "deviation.approve", lives.beta, at=when):
        assert all(outcome.moved for outcome in deviation_approve(ids=[pk]))
    return pk


def test_an_approved_deviation_is_still_not_converged(lives: Lives) -> None:
    assert rows(lives)["invoice", "beta"].convergence == 10_000
    deviate(lives)
    row = rows(lives)["invoice", "beta"]
    assert (row.converged, row.convergence, row.path, row.parameters, row.data) == (0, 0, 10_000, 0, 10_000)
    assert [(why.code, why.documents) for why in row.whys] == [("deviation", 10)]


def test_a_deviation_ends_by_itself_at_its_expiry(lives: Lives) -> None:
    # Beta's invoices began on 12 October: the expiry is the first day on which it counts no more.
    deviate(lives, expires_on=date(2026, 10, 12))
    assert rows(lives)["invoice", "beta"].convergence == 10_000
    with reading(RULE, "convergence.read", [lives.beta]):
        [found] = deviations(as_of=AS_OF)
        assert (found.state, found.in_force, found.overdue, found.cost_pence) == ("approved", False, True, 1_200_000)


def test_one_that_is_renewed_or_ended_is_overdue_no_more(lives: Lives) -> None:
    def standing() -> list[tuple[bool, bool]]:
        with reading(RULE, "convergence.read", [lives.beta]):
            return [(d.in_force, d.overdue) for d in sorted(deviations(as_of=AS_OF), key=lambda d: d.id)]

    first = deviate(lives, expires_on=date(2026, 10, 12))
    deviate(lives, from_on=date(2026, 10, 12), renews_id=first)
    assert standing() == [(False, False), (True, False)]
    with pytest.raises(RenewsAnother):
        deviate(lives, process_code="order", renews_id=first)
    other = deviate(lives, aspect="path", expires_on=date(2026, 10, 20))
    assert standing()[2] == (False, True)
    asking = person_with(["deviation.propose"], lives.beta)
    with act(asking, "deviation.propose", lives.beta, at=datetime(2026, 11, 1, 8, tzinfo=UTC)):
        assert all(outcome.moved for outcome in deviation_end(ids=[other]))
    assert standing()[2] == (False, False)


def test_nothing_is_agreed_to_that_is_over_already(lives: Lives) -> None:
    asking = person_with(["deviation.propose"], lives.beta)
    agreeing = person_with(["deviation.approve"], lives.beta)
    with act(asking, "deviation.propose", lives.beta, at=datetime(2026, 10, 1, 8, tzinfo=UTC)):
        pk = deviation_propose(asked=asked_for(expires_on=date(2026, 10, 12))).pk
    with act(agreeing, "deviation.approve", lives.beta, at=datetime(2026, 10, 12, 8, tzinfo=UTC)):
        [outcome] = deviation_approve(ids=[pk])
    assert (outcome.moved, outcome.code) == (False, "deviation.over")


def test_a_deviation_of_one_step_is_of_the_documents_that_took_it(lives: Lives) -> None:
    deviate(lives, step="approve")
    assert rows(lives)["invoice", "beta"].converged == 10


@pytest.mark.promise("P40")
def test_what_was_known_earlier_is_answered_without_what_came_later(lives: Lives) -> None:
    before = datetime.now(UTC)
    deviate(lives)
    assert rows(lives)["invoice", "beta"].converged == 0
    assert rows(lives, known_at=before)["invoice", "beta"].converged == 10


def test_variants_add_up_to_the_documents_and_name_what_left_the_path(lives: Lives) -> None:
    with reading(RULE, "convergence.read", [lives.alpha]):
        found = variants(asked(month=MONTH, processes=["invoice"], as_of=AS_OF))
    assert sum(each.documents for each in found) == 12
    # Paid by rule, and without an order on the same way: 8. Then one each: an approver, resolved, keyed, still open.
    assert (found[0].documents, found[0].on_path) == (8, True)
    assert sorted(each.on_path for each in found[1:]) == [False, False, True, True]
    resolved = next(each for each in found if ("resolve", "to-approve") in each.path)
    assert resolved.path == (("receive", "received"), ("match", "held"), ("resolve", "to-approve"))
    assert (resolved.touches, resolved.median_seconds) == (1, 24 * 3600)


def test_a_journal_by_hand_to_payables_is_a_way_around_and_lowers_coverage(lives: Lives) -> None:
    journal_to_payables(lives, lives.beta, 500_00)
    row = rows(lives)["invoice", "beta"]
    # Ten invoices, and one journal beside them: 10 of 11. By value £500 of £1,000.
    assert (row.on_platform, row.around, row.coverage, row.convergence, row.by_value) == (10, 1, 9091, 9091, 5000)
    assert [(way.way, way.transactions) for way in row.ways] == [("journal-for-invoice", 1)]


def test_a_loosened_standard_opens_a_version_and_the_old_series_stays(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = standard("invoice", on=MONTH.last)
    keyed = first.paths[0].replace("receive:", "upload:")
    loosened = replace(first, version=2, since=date(2026, 10, 1), paths=(*first.paths, keyed))
    monkeypatch.setattr(standards_module, "STANDARDS", (*STANDARDS, loosened))
    with reading(RULE, "convergence.read", [lives.alpha]):
        over = convergence_over(month=MONTH, months_back=0, processes=["invoice"], as_of=AS_OF)
    assert [(row.standard, row.converged) for row in over] == [
        ("invoice standard, version 1", 8), ("invoice standard, version 2", 9),
    ]  # fmt: skip


def test_two_bodies_are_placed_once_they_can_be_told_apart(lives: Lives) -> None:
    found = rows(lives)
    assert {found["invoice", code].place_why for code in ("alpha", "beta")} == {"intervals-overlap"}


def test_the_number_of_statements_is_the_same_for_many_bodies(lives: Lives) -> None:
    def asks(*bodies: Body) -> int:
        with reading(RULE, "convergence.read", list(bodies)), CaptureQueriesContext(connection) as captured:
            convergence_of(month=MONTH, as_of=AS_OF)
        return len(captured)

    assert asks(lives.alpha) == asks(lives.alpha, lives.beta) == 2


def journal_to_payables(lives: Lives, body: Body, pence: int) -> None:
    """A journal that people made by hand, in October, with trade payables on its credit side."""
    world = lives.shop.trade.world
    keys = (world.cost_centres[body.pk], world.programmes[body.pk])
    with act(RULE, None, body, at=datetime(2026, 10, 14, 10, tzinfo=UTC)):
        cost, payables = (Account.objects.get(code=code).pk for code in ("5700", "2000"))
        lines = [Line(cost, *keys, pence), Line(payables, *keys, -pence)]
        post([Journal("manual-journal", 99, "post", world.period, lines)])


def test_real_and_made_up_bodies_are_never_in_one_figure(lives: Lives) -> None:
    real = lives.shop.trade.world.real
    now = datetime.now(UTC)
    month = FiscalPeriod.of_date(now.date())
    lives.arrive(real, f"{now:%Y-%m-%d %H:%M}", order=False)
    lives.arrive(lives.alpha, f"{month.start:%Y-%m-%d} 09:00", order=False)
    with reading(RULE, "convergence.read", [lives.alpha, real]):
        report = convergence_of(month=month, processes=["invoice"])
    assert [(row.synthetic, row.on_platform) for row in report.together] == [(False, 1), (True, 1)]
    assert report.synthetic
