"""Roundings with names, so that each place where a fraction of a penny is lost says which rule lost it.

A rule of law computes in `Decimal` and is exact until the law says "round". It then names one of these. All are
symmetric about nought: a credit note rounds to the mirror image of its invoice.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TypeAlias

Rounding: TypeAlias = Callable[[Decimal], int]
"""A named rounding: exact pence in, whole pence out."""


def round_half_up_to_penny(pence: Decimal) -> int:
    """Nearest penny, half a penny away from nought. The ordinary commercial rule, and that of EN 16931 totals.

    >>> [round_half_up_to_penny(Decimal(p)) for p in ("0.49", "0.5", "1.5", "-0.5", "-0.49")]
    [0, 1, 2, -1, 0]
    """
    return int(pence.to_integral_value(ROUND_HALF_UP))


def round_half_even_to_penny(pence: Decimal) -> int:
    """Nearest penny, half a penny to the even one, so that many roundings do not drift.

    >>> [round_half_even_to_penny(Decimal(p)) for p in ("0.5", "1.5", "2.5", "-0.5")]
    [0, 2, 2, 0]
    """
    return int(pence.to_integral_value(ROUND_HALF_EVEN))


def round_down_to_penny(pence: Decimal) -> int:
    """Towards nought: the fraction is dropped.

    >>> [round_down_to_penny(Decimal(p)) for p in ("0.99", "1.01", "-0.99")]
    [0, 1, 0]
    """
    return int(pence.to_integral_value(ROUND_DOWN))


def round_up_to_penny(pence: Decimal) -> int:
    """Away from nought: any fraction becomes a penny.

    >>> [round_up_to_penny(Decimal(p)) for p in ("0.01", "1", "-0.01")]
    [1, 1, -1]
    """
    return int(pence.to_integral_value(ROUND_UP))


def round_down_to_pound(pence: Decimal) -> int:
    """Towards nought to a whole pound. Returns pence, a multiple of 100.

    >>> [round_down_to_pound(Decimal(p)) for p in ("199.9", "200", "-199.9")]
    [100, 200, -100]
    """
    return int((pence / 100).to_integral_value(ROUND_DOWN)) * 100


def round_up_to_pound(pence: Decimal) -> int:
    """Away from nought to a whole pound. Returns pence, a multiple of 100.

    >>> [round_up_to_pound(Decimal(p)) for p in ("100.1", "200", "-100.1")]
    [200, 200, -200]
    """
    return int((pence / 100).to_integral_value(ROUND_UP)) * 100


def round_half_up(value: Decimal, places: int) -> Decimal:
    """`value` to `places` decimals, half away from nought: quantities, prices and exchange rates.

    >>> round_half_up(Decimal("2.00005"), 4), round_half_up(Decimal("-1.25"), 1)
    (Decimal('2.0001'), Decimal('-1.3'))
    """
    scaled = value.scaleb(places).to_integral_value(ROUND_HALF_UP)
    return scaled.scaleb(-places)
