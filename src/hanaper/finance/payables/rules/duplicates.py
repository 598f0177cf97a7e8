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
