"""Pensions and orders beside a slow reference, their boundaries, and what must hold for everybody."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanaper.hr.pay.errors import SchemeClosed, WrongOrder
from hanaper.hr.pay.rules import orders as kinds
from hanaper.hr.pay.rules import pensions
from hanaper.hr.pay.rules.attachments import Attached, Orders, attach
from hanaper.hr.pay.rules.workings import Workings
from hanaper.hr.pay.tests import reference_deductions as slow
from hanaper.parameters.errors import NothingInForce

ON = date(2026, 11, 30)
FREQUENCIES = sorted(slow.PERIODS)
YEARS = {2024: date(2024, 4, 1), 2025: date(2025, 12, 31), 2026: date(2027, 3, 31)}
Row = tuple[int, str, int, int, int, str]
"""Person, kind, place of its date, normal and protected in pence, rate."""


def pounds(pence: int) -> Decimal:
    return Decimal(pence).scaleb(-2)


def pence(amounts: Any) -> list[int]:
    return [int(amount.scaleb(2)) for amount in amounts]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2_000_000), st.sampled_from(sorted(YEARS)), st.sampled_from(FREQUENCIES))
def test_alpha_agrees_with_the_reference(pay: int, year: int, frequency: str) -> None:
    found = pensions.contributions(YEARS[year], np.array(["alpha"]), np.array([pay]), frequency=frequency)
    assert [int(found.member[0]), int(found.employer[0])] == pence(slow.alpha(pounds(pay), year, frequency))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 800_000), st.sampled_from(FREQUENCIES), st.booleans())
def test_enrolment_schemes_agree_with_the_reference(pay: int, frequency: str, at_source: bool) -> None:
    scheme = pensions.ENROLMENT_AT_SOURCE if at_source else pensions.ENROLMENT
    found = pensions.contributions(ON, np.array([scheme]), np.array([pay]), frequency=frequency)
    theirs = pence(slow.qualifying(pounds(pay), frequency, at_source=at_source))
    assert [int(found.member[0]), int(found.employer[0])] == theirs
    assert found.relieved.tolist() == ([0] if at_source else found.member.tolist())


BOUNDARIES = [
    ("weekly", 36199, 460), ("weekly", 36200, 545), ("four-weekly", 36199, 460), ("two-weekly", 58199, 545),
    ("two-weekly", 58200, 735), ("monthly", 150000, 735), ("monthly", 150001, 805),
]  # fmt: skip


@pytest.mark.parametrize(("frequency", "annual", "rate"), BOUNDARIES)
def test_each_band_of_alpha_ends_with_its_last_pound(frequency: str, annual: int, rate: int) -> None:
    """The least pay of the period whose year comes to so many pounds."""
    pay = -(-annual * 100 // slow.PERIODS[frequency])
    workings = Workings()
    pensions.contributions(ON, np.array(["alpha"]), np.array([pay]), frequency=frequency, workings=workings)
    (step,) = [each for each in workings.of(0) if each.line == "pension"]
    assert step.inputs["rate_basis_points"] == rate


def test_partnership_is_matched_gross_up_to_three_per_cent_and_taken_after_tax() -> None:
    found = pensions.contributions(
        ON, np.full(4, "partnership"), np.full(4, 200000), frequency="monthly",
        member_basis_points=np.array([0, 200, 300, 1000]), ages=np.array([30, 31, 45, 46]),
    )  # fmt: skip
    assert found.member.tolist() == [0, 3200, 4800, 16000]
    assert found.relieved.tolist() == [0, 0, 0, 0]
    assert found.employer.tolist() == [17000, 23000, 34000, 36500]  # with 0.5% for risk benefits


def test_on_reduced_pay_the_employer_pays_on_what_would_have_been_expected() -> None:
    found = pensions.contributions(
        ON, np.array(["alpha", "auto-enrolment"]), np.array([100000, 100000]), frequency="monthly",
        expected=np.array([300000, 300000]),
    )  # fmt: skip
    assert found.member.tolist() == [4600, 2400]
    assert found.employer.tolist() == [86910, 1440], "an enrolment scheme goes by the pay of the period"


def test_closed_schemes_take_pay_earned_before_april_2022_and_under_the_remedy_only() -> None:
    given_ = np.array(["nuvos", "alpha"]), np.array([200000, 200000])
    for earned_on, remedy in ((date(2022, 4, 1), False), (None, False), (ON, np.array([False, True]))):
        with pytest.raises(SchemeClosed):
            pensions.contributions(ON, *given_, frequency="monthly", earned_on=earned_on, for_remedy=remedy)
    before = pensions.contributions(ON, *given_, frequency="monthly", earned_on=date(2022, 3, 31))
    remedied = pensions.contributions(ON, *given_, frequency="monthly", for_remedy=np.array([True, False]))
    assert before.member.tolist() == remedied.member.tolist() == [9200, 9200]


def test_figures_of_a_scheme_year_that_nobody_has_read_are_refused() -> None:
    with pytest.raises(NothingInForce):
        pensions.contributions(date(2027, 4, 1), np.array(["alpha"]), np.array([1]), frequency="monthly")


def taken(rows: list[Row], nets: list[int], loans: list[int], frequency: str = "monthly", **how: Any) -> Attached:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    orders = Orders(
        np.array(columns[0], dtype=np.int64), np.array(columns[1], dtype="U16"),
        ON.toordinal() - 10 + np.array(columns[2], dtype=np.int64), np.array(columns[3], dtype=np.int64),
        np.array(columns[4], dtype=np.int64), np.array(columns[5], dtype="U10"), np.full(len(rows), 10**12),
    )  # fmt: skip
    given_ = {"frequency": frequency, "days": 30, "keeps_charge": False} | how
    return attach(ON, orders, np.array(nets), np.array(loans), **given_)


ROWS = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(sorted(kinds.RANKS)), st.integers(0, 5), st.integers(0, 60_000),
        st.integers(0, 150_000), st.sampled_from(["standard", "higher", "fixed"]),
    ), max_size=8,
)  # fmt: skip
NETS = st.lists(st.integers(0, 600_000), min_size=4, max_size=4)
LOANS = st.lists(st.integers(0, 300).map(lambda pounds_: pounds_ * 100), min_size=4, max_size=4)


@settings(max_examples=400, deadline=None)
@given(ROWS, NETS, LOANS, st.sampled_from(FREQUENCIES))
def test_orders_agree_with_the_reference(rows: list[Row], nets: list[int], loans: list[int], frequency: str) -> None:
    found = taken(rows, nets, loans, frequency)
    for person in range(4):
        places = [place for place, row in enumerate(rows) if row[0] == person]
        own = [
            slow.Order(kind, made, pounds(normal), pounds(protected), rate)
            for _, kind, made, normal, protected, rate in (rows[place] for place in places)
        ]
        theirs = slow.orders_taken(own, pounds(nets[person]), pounds(loans[person]), frequency, 30)
        assert [*found.taken[places].tolist(), int(found.loans[person])] == pence(theirs)


@pytest.mark.promise("P10")
@settings(max_examples=150, deadline=None)
@given(ROWS, NETS, LOANS)
def test_a_batch_of_orders_is_the_sum_of_its_people(rows: list[Row], nets: list[int], loans: list[int]) -> None:
    together = taken(rows, nets, loans)
    for person in range(4):
        own = [place for place, row in enumerate(rows) if row[0] == person]
        alone = taken([(0, *rows[place][1:]) for place in own], [nets[person]], [loans[person]])
        assert alone.taken.tolist() == together.taken[own].tolist()
        assert alone.short.tolist() == together.short[own].tolist()
        assert alone.loans.tolist() == [together.loans[person]]


@settings(max_examples=300, deadline=None)
@given(ROWS, NETS, LOANS)
def test_no_order_takes_what_it_protects_nor_all_together_more_than_there_is(
    rows: list[Row], nets: list[int], loans: list[int]
) -> None:
    found = taken(rows, nets, loans)
    for place, (person, kind, _, _, protected, _) in enumerate(rows):
        amount = int(found.taken[place])
        if amount and kind != kinds.CURRENT_MAINTENANCE:
            assert amount <= nets[person] - protected
        if amount and kind in kinds.KEPT:
            assert 10 * amount <= 4 * nets[person], "a single one never takes more than 40%"
    for person in range(4):
        own = sum(int(found.taken[place]) for place, row in enumerate(rows) if row[0] == person)
        assert own + int(found.loans[person]) <= nets[person]


def test_a_second_council_tax_order_is_worked_out_on_what_the_first_leaves_and_a_third_waits() -> None:
    three: list[Row] = [(0, "ctaeo-england", made, 0, 0, "") for made in (2, 1, 3)]
    # 17% of 1,500 is 255.00; 12% of the 1,245.00 left is 149.40
    assert taken(three, [150000], [0]).taken.tolist() == [14940, 25500, 0]


def test_orders_of_england_and_wales_are_dealt_with_by_date_each_on_what_earlier_ones_leave() -> None:
    rows: list[Row] = [(0, "ctaeo-england", 2, 0, 0, ""), (0, "aeo-priority", 1, 50000, 100000, "")]
    assert taken(rows, [200000], [0]).taken.tolist() == [25500, 50000]  # 17% of 1,500.00
    later: list[Row] = [(0, "ctaeo-england", 1, 0, 0, ""), (0, "aeo-priority", 2, 50000, 170000, "")]
    assert taken(later, [200000], [0]).taken.tolist() == [34000, 0]


def test_scottish_arrestments_come_in_their_own_order_after_child_maintenance() -> None:
    rows: list[Row] = [(0, "cma", 1, 20000, 0, ""), (0, "ea", 2, 0, 0, ""), (0, "deo", 3, 10000, 0, "")]
    # child maintenance leaves 1,900.00: 112.50 + 20% of 400.00
    assert taken(rows, [200000], [0]).taken.tolist() == [20000, 19250, 10000]
    # and here 900.00: 15% of 150.00; of the 877.50 left, 24.66 a day are protected for 30 days
    assert taken(rows, [100000], [0]).taken.tolist() == [13770, 2250, 10000]


def test_published_examples_of_child_maintenance() -> None:
    """GOV.UK: 1,200 net, 150 asked for, 720 protected. nibusinessinfo.co.uk: 900 net, 200 asked for, 750 protected."""
    assert taken([(0, "deo", 0, 15000, 0, "")], [120000], [0]).taken.tolist() == [15000]
    found = taken([(0, "deo", 0, 20000, 75000, "")], [90000], [0])
    assert (found.taken.tolist(), found.short.tolist()) == ([15000], [5000])


def test_council_tax_orders_made_before_the_first_known_table_are_refused() -> None:
    old = Orders(
        np.array([0]), np.array(["ctaeo-wales"]), np.array([date(2022, 3, 31).toordinal()]), np.array([0]),
        np.array([0]), np.array([""]), np.array([10**12]),
    )  # fmt: skip
    with pytest.raises(NothingInForce):
        attach(ON, old, np.array([100000]), np.array([0]), frequency="monthly", days=30)


@pytest.mark.parametrize("kind", kinds.NOT_OF_SERVICE_PAY)
def test_service_pay_takes_none_of_the_orders_that_the_law_keeps_from_it(kind: str) -> None:
    with pytest.raises(WrongOrder):
        taken([(0, kind, 0, 100, 0, "standard")], [100000], [0], is_service=np.array([True]))


def test_orders_do_not_see_maternity_pay_and_student_loans_do() -> None:
    """1,000.00 of net earnings beside 500.00 of statutory pay: the order sees the former, and leaves 900.00 of it."""
    rows: list[Row] = [(0, "aeo-priority", 0, 50000, 90000, "")]
    found = taken(rows, [100000], [60000], kept_from_orders=np.array([50000]))
    assert (found.taken.tolist(), found.loans.tolist()) == ([10000], [50000])
    assert taken([], [0], [3000], kept_from_orders=np.array([90000])).loans.tolist() == [3000]


def test_the_charge_is_a_pound_for_each_order_that_takes_something() -> None:
    rows: list[Row] = [(0, "deo", 1, 10000, 0, ""), (0, "dea", 2, 0, 0, "standard"), (1, "dea", 1, 0, 0, "standard")]
    assert taken(rows, [150000, 43000], [0, 0], keeps_charge=True).charge.tolist() == [200, 0]


def test_workings_name_the_table_of_each_order() -> None:
    workings = Workings()
    rows: list[Row] = [(0, "ctaeo-england", 1, 0, 0, ""), (0, "ea", 2, 0, 0, ""), (0, "dea", 3, 0, 0, "higher")]
    taken(rows, [200000], [0], workings=workings)
    names = [figure.name.rsplit("/", 2)[1:] for step in workings.of(0) for figure in step.figures]
    assert names == [
        ["council_tax_attachment", "england_monthly"], ["earnings_arrestment", "monthly"],
        ["direct_earnings_attachment", "higher_monthly"], ["direct_earnings_attachment", "protected_basis_points"],
    ]  # fmt: skip
    assert [step.figures[0].is_assumption for step in workings.of(0)] == [False, True, False]
