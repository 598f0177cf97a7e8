"""What becomes of tax codes on 6 April, where HMRC sent no new one.

Source: HMRC, form P9X, of each year: codes with the suffixes that it names are raised by so many units, with whatever
prefix; all others go on as they are; week 1 and month 1 marks are not carried over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from hanaper.hr.pay.rules.figures import named

UPLIFT: Final = "uk/hmrc/paye/code_uplift"
_RAISED: Final = re.compile(r"(?P<regime>[SC]?)(?P<number>[1-9][0-9]{0,5})(?P<suffix>[A-Z])")


def uplift_of(start: date) -> Mapping[str, int]:
    """Units added by suffix on the 6 April `start`. Raises NothingInForce where no P9X of that year was seen.

    >>> uplift_of(date(2026, 4, 6))
    {'L': 0, 'M': 0, 'N': 0}
    """
    return named(UPLIFT, start)


def carried_over(code: str, uplift: Mapping[str, int]) -> str:
    """The code that an employee has from 6 April on. uplift: units by suffix.

    >>> [carried_over(code, {"L": 7, "M": 8, "N": 6}) for code in ("1250L", "S1250L", "1375M", "1125N")]
    ['1257L', 'S1257L', '1383M', '1131N']
    >>> [carried_over(code, {"L": 7, "M": 8, "N": 6}) for code in ("800T", "K475", "BR", "0T", "SD1", "NT")]
    ['800T', 'K475', 'BR', '0T', 'SD1', 'NT']
    """
    found = _RAISED.fullmatch(code)
    if found is None or found["suffix"] not in uplift:
        return code
    return f"{found['regime']}{int(found['number']) + uplift[found['suffix']]}{found['suffix']}"
