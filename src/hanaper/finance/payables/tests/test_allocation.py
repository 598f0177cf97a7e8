"""An invoice is shared over its lines to the penny: every part sums to its total, and all to what is payable."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from hanaper.finance.payables.errors import EInvoiceDoesNotAddUp, EInvoiceIncomplete
from hanaper.finance.payables.rules.allocation import LineShare, share_over_lines
from hanaper.finance.payables.rules.compose import EXEMPT, ZERO_RATED
from hanaper.finance.payables.rules.einvoice import AllowanceCharge, EInvoice, Line
from hanaper.finance.payables.rules.ubl import read
from hanaper.finance.payables.tests.invoices import S5, S20, invoice, invoices, line
from hanaper.finance.payables.tests.published import as_parameters, whole_invoices
from tests.shared_material import Shared


def assert_shared_to_the_penny(shared_out: EInvoice) -> tuple[LineShare, ...]:
    shares, totals = share_over_lines(shared_out), shared_out.totals
    assert [share.line_id for share in shares] == [each.id for each in shared_out.lines]
    assert sum(share.net_minor for share in shares) == totals.line_extension_minor
    assert sum(share.charge_minor for share in shares) == (totals.charge_minor or 0)
    assert sum(share.allowance_minor for share in shares) == (totals.allowance_minor or 0)
    assert sum(share.cost_minor for share in shares) == totals.tax_exclusive_minor
    assert sum(share.tax_minor for share in shares) == (totals.tax_minor or 0)
    assert sum(share.prepaid_minor for share in shares) == (totals.prepaid_minor or 0)
    assert sum(share.rounding_minor for share in shares) == (totals.rounding_minor or 0)
    assert sum(share.payable_minor for share in shares) == totals.payable_minor
    return shares


@pytest.mark.promise("P07")
@pytest.mark.parametrize("row", as_parameters(whole_invoices()))
def test_a_published_invoice_is_shared_to_the_penny(row: dict[str, str], shared: Shared) -> None:
    assert_shared_to_the_penny(read(shared("standards/invoices") / row["file"]))


@pytest.mark.promise("P07")
@settings(max_examples=100, deadline=None)
@given(invoices())
def test_any_invoice_is_shared_to_the_penny(each: EInvoice) -> None:
    assert_shared_to_the_penny(each)


OFF = AllowanceCharge(False, 1000, reason="Discount", tax=S20)
ON = AllowanceCharge(True, 500, reason="Carriage", tax=S20)
TWO = [line("100.00"), line("50.00", line_id="2")]
SHARED = [
    # case, lines, further fields, VAT of each line, payable of each line, in pence
    ("one line takes all", [line("100.00")], {"allowances": [OFF, ON]}, [1900], [11400]),
    ("VAT by net amount", TWO, {}, [2000, 1000], [12000, 6000]),
    ("VAT stays with its category", [line("100.00"), line("50.00", line_id="2", tax=S5)],
     {}, [2000, 250], [12000, 5250]),
    ("an exempt line bears none", [line("10.00"), line("90.00", line_id="2", tax=EXEMPT)], {}, [200, 0], [1200, 9000]),
    ("an odd penny goes to the larger loss", [line("0.04"), line("0.03", line_id="2")], {}, [1, 0], [5, 3]),
    ("a line taken back carries VAT back", [line("500.00"), line("-100.00", line_id="2")],
     {}, [10000, -2000], [60000, -12000]),
    ("a discount on the lines of its rate", [line("50.00"), line("50.00", line_id="2", tax=ZERO_RATED)],
     {"allowances": [OFF]}, [800, 0], [4800, 5000]),
    ("a charge at a rate that no line has", [line("75.00", tax=ZERO_RATED), line("25.00", line_id="2", tax=ZERO_RATED)],
     {"allowances": [ON]}, [75, 25], [7950, 2650]),
    ("a deposit by net amount", TWO, {"prepaid_minor": 3000}, [2000, 1000], [10000, 5000]),
    ("a rounding by net amount", TWO, {"rounding_minor": 2}, [2000, 1000], [12001, 6001]),
    ("lines of nothing bear alike", [line("0.00"), line("0.00", line_id="2")], {"rounding_minor": 3}, [0, 0], [2, 1]),
    ("lines that cancel out", [line("5.00"), line("-5.00", line_id="2")], {"rounding_minor": 3}, [0, 0], [502, -499]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "others", "tax", "payable"), [pytest.param(*c[1:], id=c[0]) for c in SHARED])
def test_an_invoice_is_shared_as_its_parts_arose(
    lines: list[Line], others: dict[str, object], tax: list[int], payable: list[int]
) -> None:
    shares = assert_shared_to_the_penny(invoice(*lines, **others))

    assert [share.tax_minor for share in shares] == tax
    assert [share.payable_minor for share in shares] == payable


def test_an_invoice_that_does_not_add_up_is_refused() -> None:
    good = invoice()
    wrong = replace(good, totals=replace(good.totals, payable_minor=good.totals.payable_minor + 1))

    with pytest.raises(EInvoiceDoesNotAddUp) as caught:
        share_over_lines(wrong)

    assert caught.value.values == {"found": "£120.01", "expected": "£120.00"}


def test_an_invoice_without_lines_has_nothing_to_share_over() -> None:
    with pytest.raises(EInvoiceIncomplete):
        share_over_lines(replace(invoice(), lines=()))
