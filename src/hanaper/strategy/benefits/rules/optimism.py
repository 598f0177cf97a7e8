"""Optimism bias: by how much an estimate is raised, from the bounds of a reference class, and what was done against it.

Source: Mott MacDonald for HM Treasury, July 2002. It touches forecasts only, never what was measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from hanaper import parameters
from hanaper.strategy.benefits.errors import ReferenceClassUnknown

Of = Literal["capital", "duration"]
_PARAMETER: Final = "uk/hmt/green_book/optimism_bias_{of}"


def bounds(kind: str, of: Of, *, on: date) -> tuple[int, int]:
    """Upper and lower bound of a kind of project, in basis points. Raises ReferenceClassUnknown."""
    table = parameters.get(_PARAMETER.format(of=of), on=on).table
    for name, upper, lower in table:
        if name == kind:
            assert isinstance(upper, int) and isinstance(lower, int)
            return upper, lower
    raise ReferenceClassUnknown(found=kind, expected=", ".join(str(row[0]) for row in table))


def mixed(shares: Mapping[str, Decimal], of: Of, *, on: date) -> Decimal:
    """The upper bound of a project of several kinds, in per cent. shares: each kind's part, which sum to one.

    >>> mixed({"non-standard buildings": Decimal("0.3"), "standard buildings": Decimal("0.7")}, "capital",
    ...     on=date(2026, 4, 1))
    Decimal('32.1')
    """
    if sum(shares.values()) != 1:
        raise ValueError(f"the shares sum to {sum(shares.values())}, not to 1")
    whole = sum(share * bounds(kind, of, on=on)[0] for kind, share in shares.items())
    return (Decimal(whole) / 100).normalize()


def managed(upper_percent: Decimal, managed_share: Decimal) -> Decimal:
    """What is left of an upper bound after so much of what contributes to it was managed, in per cent.

    >>> managed(Decimal(51), Decimal("0.92"))
    Decimal('4.08')
    """
    return upper_percent * (1 - managed_share)


def raised(pence: int, percent: Decimal, *, risk_management_pence: int = 0) -> Decimal:
    """An estimate raised by optimism bias, with what managing the risk costs, in exact pence.

    >>> raised(10_000_000_000, Decimal(4), risk_management_pence=700_000_000)
    Decimal('11100000000')
    """
    return pence * (1 + percent / 100) + risk_management_pence
