"""Shares in basis points. What nothing stands under has no share: null is not nought."""

from __future__ import annotations


def share(part: int, whole: int) -> int | None:
    """`part` of `whole` in basis points, half up; None where the whole is nought.

    >>> share(1, 3), share(2, 3), share(0, 5), share(0, 0)
    (3333, 6667, 0, None)
    """
    if whole <= 0:
        return None
    return (part * 20_000 + whole) // (2 * whole)
