"""The fields of one UBL element, read strictly: every value is of its kind, or an error names the element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final, Self

from lxml import etree

from hanaper.finance.payables.errors import EInvoiceIncomplete, EInvoiceMixesCurrencies, EInvoiceUnreadable
from hanaper.finance.payables.rules.document import CAC, CBC
from hanaper.kernel.errors import UnknownCurrency
from hanaper.kernel.money import minor_digits

NAMES: Final = {"cac": CAC, "cbc": CBC}

_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DIGITS_MAX: Final = 36
_DATE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_MINOR_MAX: Final = 10**17
"""No amount beyond this: sums of many must still fit in the 64 bits that the books keep."""


class Fields:
    """One element and the currency of its document, asked by path."""

    __slots__ = ("currency", "element")

    def __init__(self, element: etree._Element, currency: str) -> None:
        self.element = element
        self.currency = currency

    def child(self, path: str) -> Self | None:
        found = self.element.find(path, NAMES)
        return None if found is None else type(self)(found, self.currency)

    def children(self, path: str) -> Iterator[Self]:
        return (type(self)(found, self.currency) for found in self.element.findall(path, NAMES))

    def text(self, path: str) -> str | None:
        found = self.element.find(path, NAMES)
        return None if found is None else text_of(found)

    def required(self, path: str) -> str:
        return required_text(self.element, path)

    def day(self, path: str) -> date | None:
        text = self.text(path)
        if text is None:
            return None
        # XML dates may carry a zone; the business date is the one that is printed.
        form = _DATE.fullmatch(text)
        try:
            return date.fromisoformat(form[1] if form else "")
        except ValueError:
            raise EInvoiceUnreadable(
                element=element_name(path), found=text, expected="a date such as 2024-03-04"
            ) from None

    def required_day(self, path: str) -> date:
        day = self.day(path)
        if day is None:
            raise EInvoiceIncomplete(element=element_name(path))
        return day

    def decimal(self, path: str) -> Decimal | None:
        text = self.text(path)
        if text is None:
            return None
        # Decimal() also takes NaN, 1e99 and 1_000, which XML decimals are not.
        if not _DECIMAL.fullmatch(text) or len(text) > _DIGITS_MAX:
            raise EInvoiceUnreadable(element=element_name(path), found=text[:60], expected="a decimal number")
        return Decimal(text)

    def required_decimal(self, path: str) -> Decimal:
        number = self.decimal(path)
        if number is None:
            raise EInvoiceIncomplete(element=element_name(path))
        return number

    def minor(self, path: str, currency: str | None = None) -> int | None:
        """An amount in minor units. The currency it states must be `currency`, or the document's."""
        amount = self.decimal(path)
        if amount is None:
            return None
        expected = currency or self.currency
        stated = self.element.find(path, NAMES).get("currencyID") or expected
        if stated != expected:
            raise EInvoiceMixesCurrencies(element=element_name(path), found=stated, expected=expected)
        return to_minor(amount, expected, element=element_name(path))

    def required_minor(self, path: str) -> int:
        amount = self.minor(path)
        if amount is None:
            raise EInvoiceIncomplete(element=element_name(path))
        return amount


def to_minor(amount: Decimal, currency: str, *, element: str) -> int:
    """`amount` of major units in minor units, exactly.

    Raises EInvoiceUnreadable, naming `element`, when the currency is unknown or cannot show the amount, or the amount
    is too large to keep.

    >>> to_minor(Decimal("12.3"), "EUR", element="Amount"), to_minor(Decimal("500.00"), "JPY", element="Amount")
    (1230, 500)
    """
    try:
        digits = minor_digits(currency)
    except UnknownCurrency:
        raise EInvoiceUnreadable(element=element, found=currency, expected="a currency of ISO 4217") from None
    # By text and whole numbers, because Decimal arithmetic would round past the context's 28 digits.
    whole, _, part = f"{amount.copy_abs():f}".partition(".")
    minor = int(whole + part[:digits].ljust(digits, "0"))
    if part[digits:].strip("0"):
        raise EInvoiceUnreadable(
            element=element, found=f"{amount} {currency}", expected=f"an amount of at most {digits} decimals"
        )
    if minor > _MINOR_MAX:
        raise EInvoiceUnreadable(element=element, found=f"{amount} {currency}", expected="a smaller amount")
    return -minor if amount < 0 else minor


def required_text(element: etree._Element, path: str) -> str:
    found = element.find(path, NAMES)
    text = None if found is None else text_of(found)
    if text is None:
        raise EInvoiceIncomplete(element=element_name(path))
    return text


def text_of(element: etree._Element) -> str | None:
    # Joined, because a comment inside the element splits its text.
    return "".join(part for part in element.xpath("text()")).strip() or None


def element_name(path: str) -> str:
    return re.sub(r"\bc[ab]c:", "", path)
