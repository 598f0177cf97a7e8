"""How much work a model month has: so many invoices, shared over the bodies by their headcount."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hanaper.demo.errors import ScaleUnknown

#: Invoices for each body on average. `small` lets even the smallest finish the 30 below which unit costs are not shown.
SCALES: Final[Mapping[str, int]] = MappingProxyType({"small": 56, "medium": 250, "large": 1500})
#: Of the average, what every body has at least.
FLOOR_BASIS_POINTS: Final = 8800
INVOICES_MAX: Final = 200_000


def invoices_of(scale: str, bodies: int) -> int:
    """How many invoices a scale means for so many bodies: a name of `SCALES`, or the number itself.

    Raises ScaleUnknown.

    >>> invoices_of("small", 10), invoices_of("1200", 10)
    (560, 1200)
    """
    if scale in SCALES:
        return SCALES[scale] * bodies
    if scale.isascii() and scale.isdigit() and bodies <= int(scale) <= INVOICES_MAX:
        return int(scale)
    raise ScaleUnknown(found=scale, names=", ".join(SCALES), least=bodies, most=INVOICES_MAX)


def shared(total: int, people: Mapping[str, int]) -> dict[str, int]:
    """Invoices by body: a floor for each, the rest by headcount; they sum to `total`. people: headcount by body.

    >>> shared(100, {"big": 900, "small": 100})
    {'big': 54, 'small': 46}
    """
    count = len(people)
    floor = total * FLOOR_BASIS_POINTS // 10_000 // count
    rest, heads = total - floor * count, sum(people.values())
    counts = {code: floor + rest * number // heads for code, number in people.items()}
    left = total - sum(counts.values())
    for code in sorted(people, key=lambda each: (-people[each], each))[:left]:
        counts[code] += 1
    return counts
