"""Tax codes: what the letters and numbers of `S1257L`, `K475`, `CBR` or `0T` mean to the calculation.

Source: HMRC, Specification for PAYE Tax Table Routines, version 24.0; the pattern of codes is that of the full payment
submission 2025-26.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanaper.hr.pay.errors import WrongTaxCode

REST_OF_UK, SCOTLAND, WALES = 0, 1, 2
REGIMES: Final = ("rest_of_uk", "scotland", "wales")

ALLOWANCE, ADDED, FLAT, NONE = 0, 1, 2, 3
"""Kinds: an allowance lowers taxable pay, a K code adds to it, BR and D codes tax all at one rate, NT taxes none."""

_CODE: Final = re.compile(
    r"(?P<regime>[SC]?)(?:(?P<number>[1-9][0-9]{0,5})[LMNTPY]|(?P<nought>0T)|K(?P<added>[1-9][0-9]{0,5})"
    r"|(?P<flat>BR|D[0-8])|(?P<none>NT))"
)
EXPECTED: Final = "an allowance such as 1257L or 0T, K and a number, BR, D0 to D8 or NT, after S or C if need be"


@dataclass(frozen=True, slots=True)
class TaxCode:
    """regime: index into REGIMES. kind: ALLOWANCE, ADDED, FLAT or NONE. number: units of the code. steps: for FLAT, how
    many steps above the basic rate."""

    regime: int
    kind: int
    number: int = 0
    steps: int = 0


@lru_cache(maxsize=100_000)
def read_code(text: str) -> TaxCode:
    """Read one code without its basis. Raises WrongTaxCode.

    >>> read_code("S1257L"), read_code("K475"), read_code("SD2")  # doctest: +NORMALIZE_WHITESPACE
    (TaxCode(regime=1, kind=0, number=1257, steps=0), TaxCode(regime=0, kind=1, number=475, steps=0),
     TaxCode(regime=1, kind=2, number=0, steps=3))
    """
    found = _CODE.fullmatch(text)
    if found is None or (found["none"] and found["regime"]):
        raise WrongTaxCode(found=text, expected=EXPECTED)
    regime = {"": REST_OF_UK, "S": SCOTLAND, "C": WALES}[found["regime"]]
    if found["flat"]:
        return TaxCode(regime, FLAT, steps=0 if found["flat"] == "BR" else int(found["flat"][1:]) + 1)
    if found["none"]:
        return TaxCode(regime, NONE)
    if found["added"]:
        return TaxCode(regime, ADDED, int(found["added"]))
    return TaxCode(regime, ALLOWANCE, 0 if found["nought"] else int(found["number"]))


@dataclass(frozen=True)
class Codes:
    """The codes of a batch, column by column, each of shape (n,). texts: as they were written."""

    texts: NDArray[Any]
    regime: NDArray[np.int64]
    kind: NDArray[np.int64]
    number: NDArray[np.int64]
    steps: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.regime)


def read_codes(texts: Sequence[str] | NDArray[Any]) -> Codes:
    """Read the codes of a batch; each different one is read once. Raises WrongTaxCode for the first that is none."""
    written = np.asarray(texts, dtype="U10")
    different, where = np.unique(written, return_inverse=True)
    read = [read_code(str(text)) for text in different]

    def column(name: str) -> NDArray[np.int64]:
        return np.array([getattr(code, name) for code in read], dtype=np.int64)[where]

    return Codes(written, column("regime"), column("kind"), column("number"), column("steps"))
