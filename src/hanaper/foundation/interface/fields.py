"""Form fields for what staff type: money, dates, sort codes, account numbers.

Each accepts what people write (spaces, hyphens, commas, a pound sign), keeps it as typed when it is wrong, and says
what is wrong with it in a message that names the field. Patterns: GOV.UK Design System, dates and bank details.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hanaper.foundation.interface import formats
from hanaper.kernel.dates import MONTHS
from hanaper.kernel.errors import Invalid
from hanaper.kernel.money import Money

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]")


class MoneyInput(forms.TextInput):
    """A text input behind a pound sign."""

    def format_value(self, value: Any) -> str | None:
        return Money(value).plain() if isinstance(value, int) and not isinstance(value, bool) else value


class MoneyField(forms.Field):
    """An amount in pounds; cleans to integer pence, or None when it may be empty and is.

    least_pence, most_pence: bounds, both allowed. Negative amounts only where `least_pence` is below nought.
    """

    widget = MoneyInput

    def __init__(self, *, least_pence: int | None = 0, most_pence: int = 99_999_999_999_999, **options: Any) -> None:
        self.least_pence, self.most_pence = least_pence, most_pence
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        text = "".join(str(value or "").split())  # some write thousands apart: 1 234.56
        if not text:
            return None
        try:
            pence = Money.parse(text, "GBP").minor
        except Invalid:
            raise ValidationError("{label} must be an amount, like 1,234.56", code="invalid") from None
        if self.least_pence is not None and pence < self.least_pence:
            raise ValidationError(f"{{label}} must be {formats.money(self.least_pence)} or more", code="least")
        if pence > self.most_pence:
            raise ValidationError(f"{{label}} must be {formats.money(self.most_pence)} or less", code="most")
        return pence


class DateInput(forms.Widget):
    """Three text inputs: day, month, year."""

    parts = ("day", "month", "year")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str, str]:
        day, month, year = (str(data.get(f"{name}-{part}", "") or "").strip() for part in self.parts)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}-{part}" not in data for part in self.parts)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}-day"

    @staticmethod
    def as_typed(value: Any) -> tuple[str, str, str]:
        """The three texts to show for a date, what was typed, or nothing."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return value if isinstance(value, tuple) else ("", "", "")


class DateField(forms.Field):
    """A date by three inputs; cleans to a `date`. Months may be numbers or names.

    earliest, latest: bounds, both allowed.
    The error's `params["part"]` names the input that it is about, so that the summary can link to it.
    """

    widget = DateInput
    empty_values = [  # noqa: RUF012 (as Django declares it)
        None,
        "",
        ("", "", ""),
    ]

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **options: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value if isinstance(value, date) else None
        typed = dict(zip(DateInput.parts, value, strict=True))
        missing = [part for part, text in typed.items() if not text]
        if missing:
            raise _date_error(f"{{label}} must include a {' and '.join(missing)}", missing[0])
        day, month, year = _whole(typed["day"]), _month(typed["month"]), _whole(typed["year"])
        if year is not None and len(typed["year"]) != 4:
            raise _date_error("Year must have 4 numbers", "year")
        if month is None or not 1 <= month <= 12:
            raise _date_error("{label} must be a real date", "month")
        if day is None or year is None:
            raise _date_error("{label} must be a real date", "day" if day is None else "year")
        try:
            found = date(year, month, day)
        except ValueError:
            raise _date_error("{label} must be a real date", "day") from None
        if self.earliest and found < self.earliest:
            raise _date_error(f"{{label}} must be on or after {formats.day(self.earliest)}", "day")
        if self.latest and found > self.latest:
            raise _date_error(f"{{label}} must be on or before {formats.day(self.latest)}", "day")
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateInput.as_typed(initial) != DateInput.as_typed(data)


class DigitsField(forms.CharField):
    """Digits in any grouping; cleans to the digits alone. Bounds are counts of digits, both allowed."""

    def __init__(self, *, fewest: int, most: int, example: str, **options: Any) -> None:
        self.fewest, self.most, self.example = fewest, most, example
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = _SEPARATORS.sub("", str(super().to_python(value) or ""))
        if text and not (text.isascii() and text.isdigit() and self.fewest <= len(text) <= self.most):
            many = str(self.most) if self.fewest == self.most else f"between {self.fewest} and {self.most}"
            raise ValidationError(f"{{label}} must be {many} digits, like {self.example}", code="invalid")
        return text


class SortCodeField(DigitsField):
    """A sort code; cleans to six digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fewest=6, most=6, example="30 94 30", **options)


class AccountNumberField(DigitsField):
    """A bank account number of 6 to 8 digits; cleans to eight, noughts in front, as payment files want it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fewest=6, most=8, example="00733445", **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text.zfill(8) if text else text


class ChoiceField(forms.ChoiceField):
    """One of a few as radio buttons: up to about seven. Use forms.ChoiceField for a drop-down of more."""

    widget = forms.RadioSelect

    def __init__(self, *, hints: Mapping[str, str] | None = None, **options: Any) -> None:
        self.hints = dict(hints or {})
        super().__init__(**options)


def choices_with_blank(choices: Sequence[tuple[Any, str]], blank: str = "Choose one") -> list[tuple[Any, str]]:
    """Choices of a drop-down behind one that chooses nothing, so that nothing is chosen by oversight."""
    return [("", blank), *choices]


def _date_error(message: str, part: str) -> ValidationError:
    return ValidationError(message, code="date", params={"part": part})


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    if text.isascii() and text.isalpha() and len(text) >= 3:
        return next((n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(text.lower())), None)
    return _whole(text)
