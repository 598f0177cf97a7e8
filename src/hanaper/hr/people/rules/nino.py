"""National Insurance numbers: their form, and which prefixes are never given.

Source: the pattern of HMRC's full payment submission 2025-26.
"""

from __future__ import annotations

import re
from typing import Final

from hanaper.hr.people.errors import WrongNino

_FORM: Final = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")


def normalise_nino(text: str) -> str:
    """Nine characters without spaces; "" stays "". Raises WrongNino, which does not repeat the number.

    >>> normalise_nino("ab 12 34 56 c")
    'AB123456C'
    """
    found = "".join(text.split()).upper()
    if found and not _FORM.fullmatch(found):
        raise WrongNino()
    return found
