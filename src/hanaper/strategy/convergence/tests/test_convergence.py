"""Convergence of a small world whose right answer is worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hanaper.centre.levels.tests.factories import AS_OF, MONTH, Lives, build_lives
from hanaper.foundation.acts.api import Automation, reading
from hanaper.strategy.convergence.api import (
    ConvergenceRow,
    convergence_of,
)

RULE = Automation("convergence")
LONG = ("match", "matched"), ("pass", "approved"), ("post", "posted")


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
