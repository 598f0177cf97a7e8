"""What a pay award makes of a point of a scale."""

from __future__ import annotations

BASIS_POINTS = 10_000


def awarded(annual_pence: int, basis_points: int, flat_pence: int) -> int:
    """Pence a year after an award: a share is added, then a flat sum, and the whole rounded up to a pound.

    >>> awarded(3_000_000, 325, 0), awarded(2_523_400, 0, 50_000)
    (3097500, 2573400)
    """
    exact = annual_pence * (BASIS_POINTS + basis_points) + flat_pence * BASIS_POINTS
    return -(-exact // (BASIS_POINTS * 100)) * 100
