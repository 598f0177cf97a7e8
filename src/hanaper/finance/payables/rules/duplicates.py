"""The form in which two invoice numbers are the same, however they were typed.

Recall comes first: the key only proposes a duplicate, beside supplier, amount and date, and a person or those decide.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_GROUP: Final = re.compile(r"[0-9]+|[^\W\d_]+")


def normalise_number(number: str) -> str:
    """An invoice number without case, blanks, punctuation and the leading noughts of each group of digits.

    Noughts go group by group, so that 2024/001 and 2024/1 are the same. A number without letters or digits keeps its
    own characters, so that it is the same as itself only.

    >>> normalise_number("INV-00123"), normalise_number("inv 123"), normalise_number("Inv.No. 123")
    ('INV123', 'INV123', 'INVNO123')
    >>> normalise_number("2024/001"), normalise_number("000"), normalise_number("--")
    ('20241', '0', '--')
    """
    plain = unicodedata.normalize("NFKC", number).upper()
    groups = [group.lstrip("0") or "0" if group[0].isdigit() else group for group in _GROUP.findall(plain)]
    return "".join(groups) or plain.strip()


_LOOKALIKES: Final = str.maketrans("OILSB", "01158")
_DIGITS_MIN: Final = 4
"""Shorter numbers are so close to each other that closeness says nothing: 12 and 21 are two invoices."""


def nearly_same(one: str, other: str) -> bool:
    """Whether two different normalised numbers may be one number, mistyped: for invoices alike in all else.

    Letters that look like digits; the same digits with other letters around them; two neighbours changed over; a digit
    typed twice, or a letter left out. Not one digit changed or added: that is how the next invoice is numbered.

    >>> [nearly_same("INV1001", other) for other in ("INV1OO1", "1001", "INV1010", "INV10001", "INV1002", "INV10012")]
    [True, True, True, True, False, False]
    >>> nearly_same("INV12", "INV21"), nearly_same("INV1", "INV11")
    (False, False)
    """
    digits = [re.sub(r"\D", "", each) for each in (one, other)]
    if digits[0] == digits[1] and len(digits[0]) >= _DIGITS_MIN - 1:
        return True
    one, other = one.translate(_LOOKALIKES), other.translate(_LOOKALIKES)
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if sum(character.isdigit() for character in short) < _DIGITS_MIN:
        return False
    if len(long) - len(short) == 1:
        return any(_slipped(long, at) and long[:at] + long[at + 1 :] == short for at in range(len(long)))
    if len(long) == len(short):
        return any(long[:at] + long[at + 1] + long[at] + long[at + 2 :] == short for at in range(len(long) - 1))
    return False


def _slipped(number: str, at: int) -> bool:
    """Whether the character may be there by a slip of the finger: typed twice, or a letter."""
    return not number[at].isdigit() or number[at] in number[max(at - 1, 0) : at] + number[at + 1 : at + 2]
