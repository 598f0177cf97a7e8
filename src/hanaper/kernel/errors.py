"""The three ways in which Hanaper says no.

Every refusal is `Invalid` (400), `Refused` (409) or `NotThere` (404), carries a stable `code` and the `values` that
its wording needs, and is raised before anything is half done. Anything else that escapes is a defect (500).
The English stands in the shell: `hanaper.foundation.interface.wording` turns code and values into what was found,
what was expected, the rule and what to do next.
"""

from __future__ import annotations

from typing import Any, ClassVar


class HanaperError(Exception):
    """A refusal with a code. Subclass `Invalid`, `Refused` or `NotThere`, never this class."""

    code: ClassVar[str] = ""
    status: ClassVar[int] = 500

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(self.code, values)

    def __str__(self) -> str:
        return f"{self.code} {self.values}" if self.values else self.code


class Invalid(HanaperError):
    """What was sent is wrong in itself: the sender can mend it."""

    status = 400


class Refused(HanaperError):
    """What was asked is well formed, but a rule, a state or a duty forbids it now."""

    status = 409


class NotThere(HanaperError):
    """There is nothing of that name in the asker's scope. "Not yours" looks exactly like this."""

    status = 404
    code = "not-there"


class WrongMoney(Invalid):
    """A text that is not an amount of money, or holds more decimals than its currency has."""

    code = "money.not-an-amount"


class UnknownCurrency(Invalid):
    """A currency code that the table of ISO 4217 in `kernel.money` does not hold."""

    code = "money.unknown-currency"


class CurrenciesDiffer(Invalid):
    """Two amounts in different currencies were added, subtracted or compared."""

    code = "money.currencies-differ"


class NothingToAllocateBy(Invalid):
    """An amount was to be shared, but every weight is nought: there is no exact share to be near."""

    code = "money.nothing-to-allocate-by"


class NegativeWeight(Invalid):
    """A weight below nought: a share of less than nothing has no meaning."""

    code = "money.negative-weight"


class WrongRange(Invalid):
    """A range of dates that ends on or before the day it starts."""

    code = "dates.wrong-range"


class WrongDate(Invalid):
    """A text that is not a date in one of the forms read here."""

    code = "dates.not-a-date"


class InstantWithoutZone(Invalid):
    """A date and time that does not say its time zone, so that its business date cannot be known."""

    code = "dates.instant-without-zone"


class WrongPeriod(Invalid):
    """A fiscal year or period that does not exist."""

    code = "periods.not-a-period"


class CalendarDoesNotCover(Refused):
    """A working day was asked of a calendar for a date whose holidays it does not know."""

    code = "calendar.not-covered"


class WrongIdentifier(Invalid):
    """An identifier that does not have the form, or the check digits, of its scheme."""

    code = "identifiers.wrong"


class NotDigestible(Invalid):
    """A value that has no one canonical form (a float, a naive date and time, an object): it cannot be digested."""

    code = "digest.not-digestible"
