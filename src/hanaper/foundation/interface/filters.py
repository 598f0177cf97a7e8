"""Filters of a table: what the reader may narrow it by, how a typed value is read, and how it is told back.

Every filter shows in a visible panel, is applied by a submit button, stands in the URL, and is told back as a chip
with a link that removes it. A value that cannot be read is never applied in silence: the page says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from hanaper.foundation.interface import formats
from hanaper.foundation.interface.rows import Rows, Test
from hanaper.kernel.dates import parse_date
from hanaper.kernel.errors import HanaperError

TEXT_LONGEST = 200


@dataclass(frozen=True)
class Filter:
    """Something to narrow a table by; use one of the kinds below.

    name: its parameter in the URL. field: the row's field that it tests, if not the same.
    by: replaces the test by one of its own, from (rows, value) to narrowed rows.
    """

    name: str
    label: str
    field: str = ""
    hint: str = ""
    by: Callable[[Any, Any], Any] | None = None
    test: ClassVar[Test] = "is"
    control: ClassVar[str] = "text"

    def fault(self, typed: str) -> str:
        """What is wrong with the value as typed, or nothing."""
        return ""

    def clean(self, typed: str) -> Any | None:
        """The value to test by; None when nothing is asked."""
        return typed or None

    def describe(self, value: Any) -> str:
        """The value as the chip says it."""
        return str(value)

    def narrow(self, rows: Rows, value: Any) -> Rows:
        """The rows that pass."""
        if self.by:
            narrowed: Rows = self.by(rows, value)
            return narrowed
        return rows.where(self.field or self.name, self.test, value)


@dataclass(frozen=True)
class TextFilter(Filter):
    """Rows that hold a text, whatever its case."""

    test: ClassVar[Test] = "contains"

    def fault(self, typed: str) -> str:
        return f"{self.label} must be {TEXT_LONGEST} characters or fewer" if len(typed) > TEXT_LONGEST else ""


@dataclass(frozen=True)
class ChoiceFilter(Filter):
    """Rows with one of a few values.

    choices: (value, label) pairs, in the order shown. blank: what stands for choosing none.
    """

    choices: Sequence[tuple[Any, str]] = ()
    blank: str = "Any"
    control: ClassVar[str] = "select"

    def fault(self, typed: str) -> str:
        known = not typed or any(str(value) == typed for value, _ in self.choices)
        return "" if known else f"{self.label} must be one of those in the list"

    def clean(self, typed: str) -> Any | None:
        return next((value for value, _ in self.choices if typed and str(value) == typed), None)

    def describe(self, value: Any) -> str:
        return next((label for known, label in self.choices if known == value), str(value))


@dataclass(frozen=True)
class _DateFilter(Filter):
    control: ClassVar[str] = "date"

    def fault(self, typed: str) -> str:
        try:
            self.clean(typed)
        except HanaperError:
            return f"{self.label} must be a real date, like 4/3/2024"
        return ""

    def clean(self, typed: str) -> date | None:
        return parse_date(typed) if typed else None

    def describe(self, value: Any) -> str:
        return formats.day(value)


@dataclass(frozen=True)
class DateFromFilter(_DateFilter):
    """Rows dated on the day or later."""

    test: ClassVar[Test] = "from"


@dataclass(frozen=True)
class DateToFilter(_DateFilter):
    """Rows dated on the day or earlier."""

    test: ClassVar[Test] = "to"
