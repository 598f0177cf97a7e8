"""What is not shown: figures of few documents, and figures about the work of few people.

A figure that is left out must not come back by subtraction: where one part of a shown sum is hidden alone, the next
smallest is hidden with it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def too_few(size: int, least: int) -> bool:
    """Whether a figure of so many is left out.

    >>> too_few(29, 30), too_few(30, 30)
    (True, False)
    """
    return size < least


def hidden(sizes: Mapping[Key, int], least: int) -> set[Key]:
    """Which parts of a sum that is shown are left out: those below `least`, and with a lone one the next smallest.

    Parts of nought say nothing and hide nothing.

    >>> sorted(hidden({"a": 3, "b": 40, "c": 12}, 10)), hidden({"a": 11, "b": 40}, 10)
    (['a', 'c'], set())
    """
    small = {key for key, size in sizes.items() if 0 < size < least}
    if len(small) == 1:
        others = [
            (size, index, key) for index, (key, size) in enumerate(sizes.items()) if size > 0 and key not in small
        ]
        if others:
            small.add(min(others)[2])
    return small
