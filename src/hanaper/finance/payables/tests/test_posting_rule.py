"""An invoice becomes a posting: to the penny, whatever it holds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanaper.finance.payables.rules.posting import CodedLine, PostingAccounts, posting_of
from hanaper.ledger.exchange.api import to_pence

PAYABLES, VAT, PREPAYMENTS, ROUNDING = 2000, 1210, 1300, 5860
ACCOUNTS = PostingAccounts(PAYABLES, VAT, PREPAYMENTS, ROUNDING)

# What one line holds (account 5700, cost centre 1, programme 1), the share of VAT recovered, and what is posted.
TABLE = [
    ("net and VAT, none recovered", (10_000, 2_000, 0, 0), 0, {5700: 12_000, PAYABLES: -12_000}),
    ("all VAT recovered", (10_000, 2_000, 0, 0), 10_000, {5700: 10_000, VAT: 2_000, PAYABLES: -12_000}),
    ("a third of it", (10_000, 2_000, 0, 0), 3_333, {5700: 11_333, VAT: 667, PAYABLES: -12_000}),
    ("prepaid in full", (10_000, 2_000, 12_000, 0), 0, {5700: 12_000, PREPAYMENTS: -12_000}),
    ("rounded to pounds", (10_033, 2_007, 0, -40), 0, {5700: 12_040, ROUNDING: -40, PAYABLES: -12_000}),
    ("a credit", (-10_000, -2_000, 0, 0), 10_000, {5700: -10_000, VAT: -2_000, PAYABLES: 12_000}),
    ("nothing at all", (0, 0, 0, 0), 0, {}),
]


@pytest.mark.parametrize(("amounts", "share", "posted"), [pytest.param(*row[1:], id=row[0]) for row in TABLE])
def test_one_line_is_posted_as_the_table_says(
    amounts: tuple[int, int, int, int], share: int, posted: dict[int, int]
) -> None:
    cost, tax, prepaid, rounding = amounts
    line = CodedLine(5700, 1, 1, cost, tax, prepaid, rounding, share)

    found = posting_of([line], accounts=ACCOUNTS)

    assert {each.account_id: each.amount_pence for each in found} == posted
    assert all(each.foreign_minor is None for each in found)


def test_a_foreign_amount_stands_beside_the_pounds() -> None:
    lines = [CodedLine(5700, 1, 1, 10_000, 2_000), CodedLine(5400, 2, 1, 333)]

    found = posting_of(lines, accounts=ACCOUNTS, currency="EUR", units_per_pound=Decimal("1.15"))

    assert [(each.account_id, each.amount_pence, each.foreign_minor, each.currency) for each in found] == [
        (5700, 10_435, 12_000, "EUR"),
        (5400, 289, 333, "EUR"),
        (PAYABLES, -10_724, -12_333, "EUR"),
    ]


def test_lines_of_one_coding_are_posted_together() -> None:
    lines = [CodedLine(5700, 1, 1, 100, 20, recoverable_basis_points=10_000) for _ in range(40)]

    found = posting_of(lines, accounts=ACCOUNTS)

    assert [(each.account_id, each.amount_pence) for each in found] == [(5700, 4_000), (VAT, 800), (PAYABLES, -4_800)]


AMOUNT = st.integers(-(10**11), 10**11)
LINES = st.lists(
    st.builds(
        CodedLine,
        st.sampled_from([5400, 5700, 7000]),
        st.integers(1, 3),
        st.integers(1, 2),
        AMOUNT,
        AMOUNT,
        st.integers(0, 10**9),
        st.integers(-99, 99),
        st.sampled_from([0, 3_333, 10_000]),
    ),
    min_size=1,
    max_size=12,
)
RATES = st.none() | st.decimals("0.01", "400", places=8)


@pytest.mark.promise("P01", "P07")
@given(LINES, RATES, st.sampled_from(["EUR", "JPY", "KWD"]))
def test_every_posting_sums_to_nought_and_credits_what_is_payable_to_the_penny(
    lines: list[CodedLine], rate: Decimal | None, foreign: str
) -> None:
    payable = sum(line.payable_minor for line in lines)

    found = posting_of(lines, accounts=ACCOUNTS, currency="GBP" if rate is None else foreign, units_per_pound=rate)

    assert sum(each.amount_pence for each in found) == 0
    assert all(each.amount_pence for each in found)
    owed = -sum(each.amount_pence for each in found if each.account_id == PAYABLES)
    assert owed == (payable if rate is None else to_pence(payable, foreign, rate))
    if rate is not None and found:
        assert sum(each.foreign_minor or 0 for each in found) == 0
        _first, *others = found  # the first also carries what is worth less than a penny
        for each in others:
            assert each.foreign_minor is not None
            assert abs(each.amount_pence - to_pence(each.foreign_minor, foreign, rate)) <= 1


@given(LINES)
def test_what_is_charged_to_each_coding_is_what_its_lines_ask(lines: list[CodedLine]) -> None:
    found = posting_of(lines, accounts=ACCOUNTS)

    for key in {(line.cost_centre_id, line.programme_id) for line in lines}:
        mine = [line for line in lines if (line.cost_centre_id, line.programme_id) == key]
        posted = [each for each in found if (each.cost_centre_id, each.programme_id) == key]
        assert sum(each.amount_pence for each in posted if each.account_id != PAYABLES) == sum(
            line.payable_minor for line in mine
        )


def test_a_credit_note_is_the_mirror_of_its_invoice() -> None:
    lines = [CodedLine(5700, 1, 1, 10_033, 2_007, 500, -3, 5_000), CodedLine(5400, 2, 1, 71)]
    turned = [
        CodedLine(x.account_id, x.cost_centre_id, x.programme_id, -x.cost_minor, -x.tax_minor, -x.prepaid_minor,
                  -x.rounding_minor, x.recoverable_basis_points) for x in lines
    ]  # fmt: skip

    there = posting_of(lines, accounts=ACCOUNTS, currency="EUR", units_per_pound=Decimal("1.1507"))
    back = posting_of(turned, accounts=ACCOUNTS, currency="EUR", units_per_pound=Decimal("1.1507"))

    assert [(x.account_id, x.amount_pence) for x in there] == [(x.account_id, -x.amount_pence) for x in back]
