"""How far an invoice may exceed its order and still need no person: dated data, set by somebody, for a reason.

Each tolerance has a share of the ordered figure and an amount, and **the smaller wins**: a share alone lets large lines
run away, an amount alone lets small prices double.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hanaper.finance.payables.errors import NoToleranceInForce


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Neither is below nought. basis_points: of the ordered figure (100 is 1%). minor: of the order's currency."""

    basis_points: int
    minor: int

    def allows(self, ordered_minor: Decimal) -> Decimal:
        """By how many minor units a figure may exceed `ordered_minor`.

        >>> five_percent_or_ten_pounds = Tolerance(basis_points=500, minor=1000)
        >>> [str(five_percent_or_ten_pounds.allows(Decimal(minor))) for minor in (0, 10_000, 90_000)]
        ['0', '500', '1000']
        """
        return min(abs(ordered_minor) * self.basis_points / 10_000, Decimal(self.minor))


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The tolerances of a body from a day on.

    price: of one unit. value: of an order line's whole value.
    foot: of what stands at the foot of an invoice beside its lines; `value` where it is not set apart.
    quantity_basis_points: how much more than ordered may be invoiced; all of it must have been received.
    source: who set them and where that is written.
    """

    valid_from: date
    price: Tolerance
    value: Tolerance
    quantity_basis_points: int = 0
    source: str = ""
    foot: Tolerance | None = None


def tolerances_on(day: date, versions: Sequence[Tolerances]) -> Tolerances:
    """The version in force on `day`: the latest that had begun. Raises NoToleranceInForce."""
    begun = [version for version in versions if version.valid_from <= day]
    if not begun:
        raise NoToleranceInForce(found=day)
    return max(begun, key=lambda version: version.valid_from)
