"""What the kernel's refusals say: what was found, what was expected, the rule, what to do next."""

from __future__ import annotations

from typing import Final

WORDING: Final[dict[str, str]] = {
    "money.not-an-amount": (
        "“{found}” is not an amount of money. Write it like £1,234.56, -£3.00 or EUR 12.30, "
        "with no more decimals than {currency} has ({digits})."
    ),
    "money.unknown-currency": (
        "“{found}” is not a currency that Hanaper knows. Use its three-letter ISO 4217 code, such as GBP or EUR."
    ),
    "money.currencies-differ": (
        "{left} and {right} cannot be added or compared. Convert one of them at a dated rate first."
    ),
    "money.nothing-to-allocate-by": (
        "{total} cannot be shared because every share is nought. Give at least one share a weight above nought."
    ),
    "money.negative-weight": "A share has the weight {found}. Weights must be nought or more.",
    "dates.wrong-range": (
        "The period from {start} to {end} has no days in it. The end is the day after the last day, "
        "so it must be later than the start."
    ),
    "dates.not-a-date": "“{found}” is not a date. Write it like 4 March 2024, 04/03/2024 or 2024-03-04.",
    "dates.instant-without-zone": (
        "{found} does not say its time zone, so its business date in London is unknown. Give it with a zone, such as Z."
    ),
    "periods.not-a-period": (
        "“{found}” is not a {expected}. Fiscal years run from April and are written like 2026-27; periods are 1 to 12, "
        "and 13 to 15 for adjustments after the year end."
    ),
    "calendar.not-covered": (
        "Bank holidays are known from {start} until {end}, and {found} is outside. "
        "Load a calendar that covers the date, then try again."
    ),
    "identifiers.wrong": "“{found}” is not a valid {scheme}. {rule} Check it against the document it came from.",
    "digest.not-digestible": (
        "A value of the kind {found} at {where} has no single canonical form, so its digest would not prove anything. "
        "Use whole pence, text, dates, or date-times with a zone."
    ),
}
