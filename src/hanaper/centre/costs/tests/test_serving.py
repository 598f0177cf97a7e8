"""Cost to serve as a rule: worked figures, each guard, and the sum that always ties."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanaper.centre.costs.rules.serving import Cost, DutyPay, Inputs, Work, cost_to_serve, rate_pence, unit_pence
from hanaper.centre.costs.rules.suppression import hidden, too_few

HOUR = 3_600_000


def asked(**over: Any) -> Inputs:
    """Two bodies, one service. 100 hours paid £2,000; 80 of them measured, 60 for body 1 and 20 for body 2."""
    given_ = {
        "full_pence": 500_000,
        "duties": [DutyPay("invoice.resolve", 200_000, 100 * HOUR)],
        "work": [
            Work("invoice.resolve", "invoices", 1, 30, 30, 60 * HOUR),
            Work("invoice.resolve", "invoices", 2, 10, 10, 20 * HOUR),
        ],
        "volumes": {("invoices", 1): 100, ("invoices", 2): 300},
        "costs": [Cost("invoices", None, 280_000), Cost("invoices", 2, 20_000)],
        "coverage_min_basis_points": 6000,
    }
    return Inputs(**(given_ | over))


def test_labour_goes_by_worked_time_platform_by_volume_and_direct_where_it_arose() -> None:
    found = cost_to_serve(asked())
    assert [(c.body, c.labour_pence, c.fixed_pence, c.direct_pence) for c in found.cells] == [
        (1, 120_000, 70_000, 0),
        (2, 40_000, 210_000, 20_000),
    ]
    assert found.unused_pence == 40_000  # 20 hours of £20 that nobody used
    assert found.prices


def test_the_platform_goes_by_volume_so_that_the_last_body_by_hand_does_not_pay_for_everything() -> None:
    by_hand = [Work("invoice.resolve", "invoices", 1, 30, 30, 80 * HOUR)]
    found = cost_to_serve(asked(work=by_hand))
    assert [(c.body, c.fixed_pence) for c in found.cells] == [(1, 70_000), (2, 210_000)]


def test_unused_labour_is_shown_apart_and_shared_by_volume_for_the_full_unit_cost() -> None:
    found = cost_to_serve(asked())
    assert [c.unused_pence for c in found.cells] == [10_000, 30_000]


@pytest.mark.parametrize(("worked_hours", "basis", "prices"), [(60, "time", True), (59, "volume", False)])
def test_coverage_under_60_percent_prices_nothing_and_goes_by_volume(
    worked_hours: int, basis: str, prices: bool
) -> None:
    work = [Work("invoice.resolve", "invoices", 1, 30, 30, worked_hours * HOUR)]
    found = cost_to_serve(asked(work=work))
    assert (found.duties[0].basis, found.prices) == (basis, prices)
    assert all(cell.is_indicative is not prices for cell in found.cells)
    if basis == "volume":
        labour = worked_hours * 2_000
        assert [c.labour_pence for c in found.cells] == [labour // 4, labour * 3 // 4]


def test_coverage_just_under_the_line_is_not_rounded_up_to_it() -> None:
    found = cost_to_serve(asked(work=[Work("invoice.resolve", "invoices", 1, 1, 1, 60 * HOUR - 1)]))
    assert (found.duties[0].coverage_basis_points, found.duties[0].basis) == (5999, "volume")


def test_work_that_nobody_saw_is_not_measured_and_is_not_nought() -> None:
    found = cost_to_serve(asked(work=[Work("invoice.resolve", "invoices", 1, 12, 0, None)]))
    duty = found.duties[0]
    assert (duty.worked_ms, duty.coverage_basis_points, duty.basis, duty.acts, duty.seen) == (
        None,
        None,
        "not measured",
        12,
        0,
    )
    assert found.unused_pence == 200_000 and not found.prices


def test_a_duty_under_which_nobody_acted_worked_nothing_which_is_known() -> None:
    found = cost_to_serve(asked(work=[]))
    assert (found.duties[0].worked_ms, found.duties[0].coverage_basis_points, found.prices) == (0, 0, False)


def test_more_measured_than_paid_for_leaves_negative_unused_labour_and_prints_it() -> None:
    found = cost_to_serve(asked(work=[Work("invoice.resolve", "invoices", 1, 1, 1, 110 * HOUR)]))
    assert (found.duties[0].used_pence, found.duties[0].unused_pence, found.unused_pence) == (220_000, -20_000, -20_000)


def test_platform_cost_with_no_document_finished_stays_in_what_is_unused() -> None:
    found = cost_to_serve(asked(volumes={}, work=[]))
    assert found.unused_pence == 480_000  # all but what arose for body 2 alone
    assert [(c.body, c.direct_pence, c.documents) for c in found.cells] == [(2, 20_000, 0)]


def test_pay_of_no_duty_stays_in_what_is_unused() -> None:
    found = cost_to_serve(asked(full_pence=530_000))
    assert found.unused_pence == 70_000


TABLE = """
pence    documents  unit
10000    30         333
10001    2          5001
0        5          0
-50      4          -12
100      0          none
"""


@pytest.mark.parametrize("row", [line.split() for line in TABLE.strip().splitlines()[1:]], ids=" ".join)
def test_unit_cost_is_half_up_to_the_penny_and_nothing_where_nothing_finished(row: list[str]) -> None:
    expected = None if row[2] == "none" else int(row[2])
    assert unit_pence(int(row[0]), int(row[1])) == expected


def test_time_under_a_duty_without_known_hours_has_no_price() -> None:
    assert rate_pence(DutyPay("x.y", 100, 0), 5) is None


def test_figures_of_fewer_than_30_are_left_out() -> None:
    assert [too_few(n, 30) for n in (0, 29, 30)] == [True, True, False]


def test_a_lone_hidden_part_takes_the_next_smallest_with_it() -> None:
    assert hidden({"a": 9, "b": 200, "c": 20}, 10) == {"a", "c"}
    assert hidden({"a": 9}, 10) == {"a"}


services = st.sampled_from(["invoices", "books"])
bodies = st.integers(1, 4)
duties = ("invoice.resolve", "payment-run.build")
amounts = st.integers(-(10**9), 10**11)


@st.composite
def inputs(draw: st.DrawFn) -> Inputs:
    """Any month, the impossible ones too: nothing finished, nothing paid, more worked than paid for."""
    return Inputs(
        full_pence=draw(amounts),
        duties=[DutyPay(d, draw(st.integers(0, 10**9)), draw(st.integers(0, 10**9))) for d in duties],
        work=draw(
            st.lists(
                st.builds(Work, st.sampled_from(duties), services, bodies, st.integers(0, 50), st.integers(0, 50),
                          st.none() | st.integers(0, 10**8)), max_size=12)
        ),
        volumes=draw(st.dictionaries(st.tuples(services, bodies), st.integers(0, 10**5), max_size=8)),
        costs=draw(st.lists(st.builds(Cost, st.just("") | services, st.none() | bodies, amounts), max_size=8)),
        coverage_min_basis_points=6000,
    )  # fmt: skip


@given(inputs())
def test_costs_to_serve_and_what_is_unused_always_sum_to_the_full_cost(given_: Inputs) -> None:
    found = cost_to_serve(given_)
    assert found.served_pence + found.unused_pence == given_.full_pence
    if any(cell.documents for cell in found.cells):
        assert sum(cell.unused_pence for cell in found.cells) == found.unused_pence


@given(inputs())
def test_the_order_of_the_input_changes_no_penny(given_: Inputs) -> None:
    turned = Inputs(
        given_.full_pence, given_.duties[::-1], given_.work[::-1], dict(reversed(given_.volumes.items())),
        given_.costs[::-1], given_.coverage_min_basis_points,
    )  # fmt: skip
    assert cost_to_serve(given_).cells == cost_to_serve(turned).cells


@given(inputs())
def test_nothing_prices_a_charge_unless_every_duty_was_measured_well_enough(given_: Inputs) -> None:
    found = cost_to_serve(given_)
    covered = all((d.coverage_basis_points or 0) >= 6000 for d in found.duties)
    assert found.prices <= covered
