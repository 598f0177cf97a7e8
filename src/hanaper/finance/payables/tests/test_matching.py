"""The three-way match, as tables that a payables officer can read.

Order 4711 of supplier Fenland, in pounds, has three lines:

    10   100 reams at £4.00        received 100
    20    12 chairs at £150.00     received 8
    30     1 year of support at £1,200.00, no receipt needed
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanaper.finance.payables.errors import NoToleranceInForce
from hanaper.finance.payables.rules.claims import Invoiced, InvoicedLine, Ordered, OrderedLine, Received, invoiced
from hanaper.finance.payables.rules.duplicates import normalise_number
from hanaper.finance.payables.rules.einvoice import AllowanceCharge
from hanaper.finance.payables.rules.matching import Rule, match
from hanaper.finance.payables.rules.tolerances import Tolerance, Tolerances, tolerances_on
from hanaper.finance.payables.rules.ubl import read
from hanaper.finance.payables.tests.invoices import S20, invoice, line, order_for
from hanaper.finance.payables.tests.published import as_parameters, whole_invoices
from hanaper.finance.payables.wording import WORDING
from tests.shared_material import Shared

REAMS = OrderedLine("10", Decimal(100), "EA", Decimal(400), item_ids=frozenset({"A4"}), name="Paper, A4")
CHAIRS = OrderedLine("20", Decimal(12), "EA", Decimal(15_000), name="Chair")
SUPPORT = OrderedLine("30", Decimal(1), "ANN", Decimal(120_000), receipt_needed=False, name="Support")
ORDER = Ordered("4711", "Fenland", "GBP", (REAMS, CHAIRS, SUPPORT))
RECEIPTS = (Received("10", Decimal(110)), Received("10", Decimal(-10)), Received("20", Decimal(8)))

EXACT = Tolerances(date(2026, 4, 1), price=Tolerance(0, 0), value=Tolerance(0, 0))
# 2% and 10p on a price; 1% and £5 on a value.
EASY = Tolerances(date(2026, 4, 1), price=Tolerance(200, 10), value=Tolerance(100, 500))


def asked(*lines: InvoicedLine, **others: object) -> Invoiced:
    return replace(Invoiced("Fenland", "GBP", tuple(lines), "4711"), **others)  # type: ignore[arg-type]


def a_line(row: str) -> InvoicedLine:
    """`10: 100 EA = 400.00` asks for 100 each of order line 10 at £400.00 in all; `-` names no order line."""
    order_line, rest = row.split(":")
    quantity, unit, _, net = rest.split()
    named = None if order_line == "-" else order_line
    return InvoicedLine("1", Decimal(quantity), unit, int(Decimal(net) * 100), named)


# What one line asks, the tolerances, and the reasons to hold it.
ONE_LINE = """
10: 100 EA = 400.00     exact
10: 60 EA = 240.00      exact
10: 60 C62 = 240.00     exact
0010: 60 EA = 240.00    exact
30: 1 ANN = 1200.00     exact
10: 100 EA = 350.00     exact
10: 3 EA = 12.01        exact   price-over
10: 100 EA = 400.01     exact   price-over
10: 100 EA = 400.01     easy
10: 50 EA = 204.00      easy
10: 50 EA = 204.01      easy    price-over
20: 8 EA = 1200.80      easy
20: 8 EA = 1200.81      easy    price-over
20: 9 EA = 1350.00      easy    quantity-short
20: 12 EA = 1800.00     exact   quantity-short
20: 13 EA = 1950.00     exact   quantity-over quantity-short
10: 101 EA = 404.00     easy    quantity-over quantity-short
30: 2 ANN = 2400.00     easy    quantity-over
30: 1 ANN = 1205.00     easy    price-over
30: 0 ANN = 1205.00     easy
30: 0 ANN = 1205.01     easy    value-over
10: 20 BX = 400.00      exact   unit-differs
10: 20 BX = 400.01      exact   unit-differs value-over
40: 1 EA = 1.00         exact   unknown-order-line
-: 1 EA = 1.00          exact   unknown-order-line
-: 2 EA = 300.00        exact
10: -5 EA = -20.00      exact
10: -500 EA = -2000.00  exact
10: 0 EA = 0.00         exact
10: -5 EA = 20.00       exact
10: 5 EA = -20.00       exact
"""


@pytest.mark.parametrize("row", [row for row in ONE_LINE.split("\n") if row])
def test_one_line_is_matched_or_held_for_its_reasons(row: str) -> None:
    claim, *rest = row.replace("exact", "|exact").replace("easy", "|easy").split("|")
    name, *reasons = rest[0].split()

    found = match(asked(a_line(claim)), ORDER, RECEIPTS, {"exact": EXACT, "easy": EASY}[name])

    assert list(found.codes) == [*reasons]
    assert found.is_matched == (not reasons)


WHOLE_INVOICE = [
    ("no order named", {"order_number": None}, None, ["no-order"]),
    ("an order that does not exist", {"order_number": "9999"}, None, ["no-order"]),
    ("another supplier", {"supplier": "Wolds"}, ORDER, ["supplier-differs"]),
    ("another currency", {"currency": "EUR"}, ORDER, ["currency-differs"]),
    ("both", {"supplier": "Wolds", "currency": "EUR"}, ORDER, ["supplier-differs", "currency-differs"]),
    ("carriage within the tolerance", {"extra_minor": 400}, ORDER, []),
    ("carriage beyond it", {"extra_minor": 401}, ORDER, ["value-over"]),
    ("a discount", {"extra_minor": -5000}, ORDER, []),
]


@pytest.mark.parametrize(("others", "order", "reasons"), [pytest.param(*c[1:], id=c[0]) for c in WHOLE_INVOICE])
def test_a_whole_invoice_is_matched_or_held_for_its_reasons(
    others: dict[str, object], order: Ordered | None, reasons: list[str]
) -> None:
    found = match(asked(a_line("10: 100 EA = 400.00"), **others), order, RECEIPTS, EASY)

    assert list(found.codes) == reasons


def test_another_suppliers_prices_are_not_shown() -> None:
    found = match(asked(a_line("10: 100 EA = 999.00"), supplier="Wolds"), ORDER, RECEIPTS, EXACT)

    assert {step.rule for step in found.steps} == {Rule.NO_ORDER, Rule.SUPPLIER_DIFFERS, Rule.CURRENCY_DIFFERS}


def test_what_earlier_invoices_took_counts() -> None:
    order = replace(ORDER, lines=(replace(REAMS, invoiced_quantity=Decimal(60), invoiced_minor=24_000),))

    assert match(asked(a_line("10: 40 EA = 160.00")), order, RECEIPTS, EXACT).is_matched
    assert match(asked(a_line("10: 41 EA = 164.00")), order, RECEIPTS, EXACT).codes == (
        "quantity-over",
        "quantity-short",
    )


def test_value_is_over_when_earlier_invoices_were_dear_and_this_one_is_not() -> None:
    order = replace(ORDER, lines=(replace(REAMS, invoiced_quantity=Decimal(60), invoiced_minor=30_000),))

    assert match(asked(a_line("10: 40 EA = 160.00")), order, RECEIPTS, EXACT).codes == ("value-over",)


def test_two_lines_for_one_order_line_are_taken_together() -> None:
    lines = (replace(a_line("10: 60 EA = 240.00"), id="1"), replace(a_line("10: 50 EA = 200.00"), id="2"))

    found = match(asked(*lines), ORDER, RECEIPTS, EXACT)

    assert [(step.line, step.rule.value) for step in found.reasons] == [("2", "quantity-over"), ("2", "quantity-short")]


@pytest.mark.parametrize("back_first", [True, False])
def test_a_line_that_gives_back_makes_room_for_the_lines_beside_it(back_first: bool) -> None:
    lines = [a_line("10: 110 EA = 440.00"), replace(a_line("10: -10 EA = -40.00"), id="2")]

    assert match(asked(*(lines[::-1] if back_first else lines)), ORDER, RECEIPTS, EXACT).is_matched


def test_crediting_more_than_was_invoiced_makes_no_room_for_later_invoices() -> None:
    order = replace(ORDER, lines=(replace(REAMS, invoiced_quantity=Decimal(-50), invoiced_minor=-20_000),))

    assert not match(asked(a_line("10: 101 EA = 404.00")), order, RECEIPTS, EXACT).is_matched


def test_a_return_that_was_ordered_is_compared_with_all_signs_turned() -> None:
    order = Ordered("4711", "Fenland", "GBP", (replace(REAMS, quantity=Decimal(-10)),))
    receipts = (Received("10", Decimal(-10)),)

    assert match(asked(a_line("10: -10 EA = -40.00")), order, receipts, EXACT).is_matched
    assert match(asked(a_line("10: -11 EA = -44.00")), order, receipts, EXACT).codes == (
        "quantity-over",
        "quantity-short",
    )


def test_a_quantity_tolerance_lets_more_through_with_its_value_but_not_unreceived() -> None:
    generous = replace(EXACT, quantity_basis_points=1000)

    assert match(asked(a_line("10: 100 EA = 400.00")), ORDER, RECEIPTS, generous).is_matched
    assert match(asked(a_line("10: 110 EA = 440.00")), ORDER, (Received("10", Decimal(110)),), generous).is_matched
    assert match(asked(a_line("10: 110 EA = 440.00")), ORDER, RECEIPTS, generous).codes == ("quantity-short",)


PAIRS = [
    # how, what the invoice line says, the order line that it is paired with
    ("reference", InvoicedLine("1", Decimal(1), "EA", 1, order_line="020"), "20"),
    ("item", InvoicedLine("1", Decimal(1), "EA", 1, item_ids=frozenset({"A4"})), "10"),
    ("name", InvoicedLine("1", Decimal(1), "EA", 1, name=" CHAIR "), "20"),
    ("price", InvoicedLine("1", Decimal(2), "EA", 800), "10"),
    (None, InvoicedLine("1", Decimal(2), "EA", 801), None),
    (None, InvoicedLine("1", Decimal(1), "EA", 1, order_line="21", name="Chair"), None),
]


@pytest.mark.parametrize(("how", "claim", "order_line"), PAIRS)
def test_an_order_line_is_found_by_the_surest_sign(
    how: str | None, claim: InvoicedLine, order_line: str | None
) -> None:
    found = match(asked(claim), ORDER, RECEIPTS, EXACT)

    assert [(pair.how, pair.order_line) for pair in found.pairs] == ([(how, order_line)] if how else [])


def test_lines_of_the_same_item_take_one_order_line_each() -> None:
    order = replace(ORDER, lines=(REAMS, replace(REAMS, id="11"), replace(REAMS, id="12")))
    claims = [InvoicedLine(str(n), Decimal(1), "EA", 400, item_ids=frozenset({"A4"})) for n in range(4)]

    assert [pair.order_line for pair in match(asked(*claims), order, (), EXACT).pairs] == ["10", "11", "12", "10"]


def test_every_comparison_is_kept_with_its_figures() -> None:
    found = match(asked(a_line("20: 10 EA = 1530.00")), ORDER, RECEIPTS, EASY)

    assert [(s.rule.value, s.holds, s.line, s.found, s.expected, s.allowed) for s in found.steps] == [
        ("no-order", True, None, "4711", "4711", ""),
        ("supplier-differs", True, None, "Fenland", "Fenland", ""),
        ("currency-differs", True, None, "GBP", "GBP", ""),
        ("unknown-order-line", True, "1", "20", "20", ""),
        ("unit-differs", True, "1", "EA", "EA", ""),
        ("price-over", False, "1", "£153.00", "£150.00", "£0.10"),
        ("quantity-over", True, "1", "10", "12", "0"),
        ("quantity-short", False, "1", "10", "8", ""),
    ]


@pytest.mark.parametrize("rule", list(Rule))
def test_every_reason_has_its_wording(rule: Rule) -> None:
    text = WORDING[f"payables.match.{rule.value}"]

    assert text.format(line="1", found="9", expected="8", allowed="1").endswith(".")


# ---- tolerances -------------------------------------------------------------------------------------------------

ALLOWED = [
    # share in basis points, minor units, ordered, allowed
    (500, 1000, "10000", "500"),
    (500, 1000, "90000", "1000"),
    (500, 1000, "-90000", "1000"),
    (500, 0, "90000", "0"),
    (0, 1000, "90000", "0"),
    (125, 1000, "333", "4.1625"),
]


@pytest.mark.parametrize(("share", "minor", "ordered", "allowed"), ALLOWED)
def test_the_smaller_of_share_and_amount_wins(share: int, minor: int, ordered: str, allowed: str) -> None:
    assert Tolerance(share, minor).allows(Decimal(ordered)) == Decimal(allowed)


def test_the_tolerances_of_the_day_are_the_latest_that_had_begun() -> None:
    later = replace(EASY, valid_from=date(2026, 7, 1))

    assert tolerances_on(date(2026, 6, 30), [later, EXACT]) == EXACT
    assert tolerances_on(date(2026, 7, 1), [later, EXACT]) == later
    with pytest.raises(NoToleranceInForce):
        tolerances_on(date(2026, 3, 31), [later, EXACT])


@given(st.integers(1, 200), st.integers(0, 100_000), st.integers(1, 1000))
def test_asking_less_for_the_same_is_never_held_where_more_is_not(quantity: int, net: int, less: int) -> None:
    claim = InvoicedLine("1", Decimal(quantity), "EA", net, "10")
    cheaper = replace(claim, net_minor=max(net - less, 0))

    if match(asked(claim), ORDER, RECEIPTS, EASY).is_matched:
        assert match(asked(cheaper), ORDER, RECEIPTS, EASY).is_matched


# ---- from an electronic invoice -----------------------------------------------------------------------------------


@pytest.mark.parametrize("row", as_parameters(whole_invoices()))
def test_a_published_invoice_matches_the_order_that_was_keyed_for_it(row: dict[str, str], shared: Shared) -> None:
    claim = invoiced(read(shared("standards/invoices") / row["file"]), supplier="Fenland")
    order = order_for(claim)
    receipts = [Received(each.id, each.quantity) for each in order.lines]

    found = match(claim, order, receipts, EXACT)

    # In this one, two lines in two units name the same order line.
    assert found.codes == (("unit-differs",) if row["file"] == "peppol-snippet/item.xml" else ())
    assert len(found.pairs) == len(claim.lines)


def test_a_credit_note_asks_with_its_signs_turned() -> None:
    claim = invoiced(invoice(line("100.00", order_line="10"), kind="credit note"), supplier=7)

    assert [(each.quantity, each.net_minor, each.order_line) for each in claim.lines] == [(Decimal(-1), -10_000, "10")]


def test_the_allowance_of_a_credit_note_is_not_held_as_a_charge() -> None:
    off = AllowanceCharge(False, 1000, reason="Discount", tax=S20)
    claim = invoiced(invoice(line("100.00"), kind="credit note", allowances=[off]), supplier="Fenland")
    order = replace(order_for(claim), extra_minor=0)

    assert claim.extra_minor == 1000
    assert match(claim, order, [Received("line 1", Decimal(-1))], EXACT).is_matched


def test_a_charge_that_the_order_agrees_is_matched() -> None:
    claim, order = asked(a_line("10: 100 EA = 400.00"), extra_minor=900), replace(ORDER, extra_minor=900)

    assert match(claim, order, RECEIPTS, EXACT).is_matched
    assert match(replace(claim, extra_minor=901), order, RECEIPTS, EXACT).codes == ("value-over",)


EXTRAS = [
    ("a small rounding is none", {"rounding_minor": 99}, 0),
    ("a large rounding is one", {"rounding_minor": 100}, 100),
    ("a prepayment is none", {"prepaid_minor": 500}, 0),
    ("a prepayment below nought is one", {"prepaid_minor": -500}, 500),
]


@pytest.mark.parametrize(("others", "extra"), [pytest.param(*c[1:], id=c[0]) for c in EXTRAS])
def test_what_is_asked_beside_the_lines_is_an_extra(others: dict[str, object], extra: int) -> None:
    assert invoiced(invoice(line(tax=S20), **others), supplier=7).extra_minor == extra


# ---- invoice numbers ----------------------------------------------------------------------------------------------

SAME_NUMBERS = [
    ("INV-00123", "inv 123"),
    ("INV/2026/0001", "INV 2026-1"),
    ("A.1.2", "a12"),
    ("ＩＮＶ１", "INV1"),
    (" 007 ", "7"),
    ("0", "000"),
]
OTHER_NUMBERS = [("INV-123", "INV-124"), ("INV-100", "INV-1"), ("", "0"), ("--", "."), ("A1", "B1"), ("1A", "A1")]


@pytest.mark.parametrize(("one", "other"), SAME_NUMBERS)
def test_numbers_that_differ_in_typing_only_are_the_same(one: str, other: str) -> None:
    assert normalise_number(one) == normalise_number(other)


@pytest.mark.parametrize(("one", "other"), OTHER_NUMBERS)
def test_numbers_that_differ_otherwise_are_not(one: str, other: str) -> None:
    assert normalise_number(one) != normalise_number(other)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_more_for_plain_numbers(text: str) -> None:
    once = normalise_number(text)

    assert normalise_number(once.lower()) in {once, normalise_number(once)}
