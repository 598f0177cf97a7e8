"""The figures of law that a calculation uses, by the date that the law names, with their sources at hand.

A rule asks for a figure by name and gets the `Value` (so that workings can say where it was read) or, with the
helpers here, what it computes with: whole pence and basis points, as plain integers.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from hanaper import parameters
from hanaper.parameters import Value

BASIS_POINTS = 10_000
"""Of a whole: 20% is 2,000 basis points."""


@cache
def figure(name: str, on: date) -> Value:
    """The value in force. Raises UnknownParameter, NothingInForce, ValueUnknown.

    >>> figure("uk/hmrc/vat/standard_rate_basis_points", date(2026, 6, 1)).value
    2000
    """
    return parameters.get(name, on=on)


def named(name: str, on: date) -> dict[str, int]:
    """A table of two columns, a word and a whole number, as a mapping. Raises as `figure` does."""
    return {str(word): _int(name, number) for word, number in figure(name, on).table}


def bands(name: str, on: date) -> list[tuple[int | None, int]]:
    """A table of two columns, an upper edge (None: no limit) and a whole number. Raises as `figure` does."""
    return [(None if edge is None else _int(name, edge), _int(name, number)) for edge, number in figure(name, on).table]


def _int(name: str, cell: object) -> int:
    if type(cell) is not int:
        raise TypeError(f"{name} holds {cell!r} where a whole number was expected")
    return cell


def whole(name: str, on: date) -> int:
    """The value in force where it is a whole number: pence, basis points, days, weeks. Raises as `figure` does."""
    return figure(name, on).whole_number
