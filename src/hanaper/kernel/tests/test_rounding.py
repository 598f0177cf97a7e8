"""Each named rounding on one table, so that the difference between them can be seen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanaper.kernel import rounding
from hanaper.kernel.tests.table import rows

PENNIES = """
pence   half up  half even  down  up
0.4     0        0          0     1
0.5     1        0          0     1
1.5     2        2          1     2
2.5     3        2          2     3
2.51    3        3          2     3
-0.5    -1       0          0     -1
-2.5    -3       -2         -2    -3
7       7        7          7     7
"""


@pytest.mark.parametrize(("pence", "half_up", "half_even", "down", "up"), rows(PENNIES))
def test_each_rounding_does_what_its_name_says(pence: str, half_up: str, half_even: str, down: str, up: str) -> None:
    value = Decimal(pence)
    assert rounding.round_half_up_to_penny(value) == int(half_up)
    assert rounding.round_half_even_to_penny(value) == int(half_even)
    assert rounding.round_down_to_penny(value) == int(down)
    assert rounding.round_up_to_penny(value) == int(up)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_a_credit_rounds_to_the_mirror_of_its_debit(value: Decimal) -> None:
    for named in (
        rounding.round_half_up_to_penny,
        rounding.round_half_even_to_penny,
        rounding.round_down_to_penny,
        rounding.round_up_to_penny,
        rounding.round_down_to_pound,
        rounding.round_up_to_pound,
    ):
        assert named(-value) == -named(value)
