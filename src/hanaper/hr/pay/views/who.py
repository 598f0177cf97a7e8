"""Payroll numbers and names beside rows of pay, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hanaper.foundation.identity.api import person_names
from hanaper.hr.pay import selectors

BLOCK: Final = 1_000


class Who:
    """Payroll numbers and names of employments, looked up a block at a time as rows are shown or downloaded.

    employment_ids: of all the rows, in the order in which they are likely to be asked for.
    """

    def __init__(self, employment_ids: Iterable[int]) -> None:
        self._ids = list(dict.fromkeys(employment_ids))
        self._place = {pk: place for place, pk in enumerate(self._ids)}
        self._found: dict[int, tuple[str, str]] = {}

    def number(self, employment_id: int) -> str:
        """The payroll number."""
        return self._of(employment_id)[0]

    def name(self, employment_id: int) -> str:
        """The person's name, or that it was disposed of."""
        return self._of(employment_id)[1]

    def _of(self, employment_id: int) -> tuple[str, str]:
        if employment_id not in self._found:
            first = self._place[employment_id]
            block = [pk for pk in self._ids[first : first + BLOCK] if pk not in self._found]
            numbers = selectors.payroll_numbers(block)
            names = person_names([person_id for _, person_id in numbers.values()])
            nobody = "", None
            for pk in block:
                number, person_id = numbers.get(pk, nobody)
                self._found[pk] = number, names.get(person_id, "") if person_id is not None else ""
        return self._found[employment_id]
