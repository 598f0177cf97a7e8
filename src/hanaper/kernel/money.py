"""Money is a whole number of minor units with a currency, and never a float.

The books are in pence, so most code holds a plain `int` named `amount_pence` and only meets this module to show one
(`pounds`), to share one (`allocate`) or to read one that a person or a file wrote (`Money.parse`). `Money` itself
carries the amounts that may be foreign: invoices as received, payments abroad, the second amount of a ledger line.

Sharing never makes or loses a penny (P07): `allocate` gives every part its exact share rounded down, then hands the
pennies left over to the parts that lost most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering
from math import lcm
from types import MappingProxyType
from typing import Final, Self

from hanaper.kernel.errors import CurrenciesDiffer, NegativeWeight, NothingToAllocateBy, UnknownCurrency, WrongMoney
from hanaper.kernel.rounding import Rounding, round_half_up_to_penny

_TWO_DIGITS = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC "
    "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD "
    "KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO "
    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL "
    "THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"

MINOR_DIGITS: Final[Mapping[str, int]] = MappingProxyType(
    {
        code: digits
        for digits, codes in ((2, _TWO_DIGITS), (0, _NO_DIGITS), (3, _THREE_DIGITS))
        for code in codes.split()
    }
)
"""Decimals of each currency's minor unit. Source: ISO 4217, list one (currency and funds code list), exponents."""

_AMOUNT = re.compile(
    r"(?P<sign>-?)\s*(?P<before>£|[A-Z]{3})?\s*(?P<sign_after>-?)"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?\s*(?P<after>[A-Z]{3})?"
)


def minor_digits(currency: str) -> int:
    """How many decimals the minor unit of `currency` has.

    Raises UnknownCurrency.

    >>> minor_digits("GBP"), minor_digits("JPY"), minor_digits("KWD")
    (2, 0, 3)
    """
    try:
        return MINOR_DIGITS[currency]
    except KeyError:
        raise UnknownCurrency(found=currency) from None


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`minor` minor units (pence, cents, yen) of one currency.

    Adding, subtracting and comparing need the same currency; there is no conversion here, because a rate has a date
    and a source. Raises UnknownCurrency, CurrenciesDiffer.

    >>> Money(123456) + Money(44)
    Money(minor=123500, currency='GBP')
    >>> str(Money(123456)), str(Money(-300)), str(Money(1230, "EUR")), str(Money(500, "JPY"))
    ('£1,234.56', '-£3.00', 'EUR 12.30', 'JPY 500')
    """

    minor: int
    currency: str = "GBP"

    def __post_init__(self) -> None:
        if type(self.minor) is not int:  # a float or a bool here is a defect in the caller, never a user's mistake
            raise TypeError(f"minor units are an int, not {type(self.minor).__name__}")
        minor_digits(self.currency)

    @classmethod
    def parse(cls, text: str, currency: str | None = None) -> Self:
        """Read an amount as people and files write it.

        text: digits with optional thousands commas and decimals, an optional sign before or after the currency, which
        is `£` or a three-letter code before or after the number.
        currency: what a bare number is in (pounds when not given); if given, a currency in the text must agree.
        Raises WrongMoney, UnknownCurrency, CurrenciesDiffer. Nothing is ever rounded: `£1.234` is refused.

        >>> Money.parse("£1,234.56"), Money.parse("-£3.00"), Money.parse("12.3 EUR")
        (Money(minor=123456, currency='GBP'), Money(minor=-300, currency='GBP'), Money(minor=1230, currency='EUR'))
        """
        expected = currency or "GBP"
        found = _AMOUNT.fullmatch(text.strip().upper().replace("\N{MINUS SIGN}", "-"))
        if found is None or (found["sign"] and found["sign_after"]) or (found["before"] and found["after"]):
            raise WrongMoney(found=text, currency=expected, digits=minor_digits(expected))
        named = found["before"] or found["after"]
        code = "GBP" if named == "£" else named or expected
        if currency is not None and code != currency:
            raise CurrenciesDiffer(left=code, right=currency)
        digits = minor_digits(code)
        part = found["part"] or ""
        if len(part) > digits:
            raise WrongMoney(found=text, currency=code, digits=digits)
        minor = int(found["whole"].replace(",", "") + part.ljust(digits, "0"))
        return cls(-minor if found["sign"] or found["sign_after"] else minor, code)

    @classmethod
    def of_decimal(cls, amount: Decimal, currency: str = "GBP") -> Self:
        """The amount of major units `amount` (pounds, euros), which must be exact in minor units.

        Raises WrongMoney when a fraction of a minor unit would be lost: round first, with a named rounding.

        >>> Money.of_decimal(Decimal("12.30"), "EUR")
        Money(minor=1230, currency='EUR')
        """
        digits = minor_digits(currency)
        if not amount.is_finite() or (minor := Fraction(amount) * 10**digits).denominator != 1:
            raise WrongMoney(found=str(amount), currency=currency, digits=digits)
        return cls(int(minor), currency)

    def to_decimal(self) -> Decimal:
        """In major units, with exactly the decimals of the currency.

        >>> Money(1230, "EUR").to_decimal(), Money(5, "KWD").to_decimal()
        (Decimal('12.30'), Decimal('0.005'))
        """
        # By text, because Decimal arithmetic would round past the context's 28 digits.
        return Decimal(f"{self.minor}E-{minor_digits(self.currency)}")

    def plain(self) -> str:
        """The number alone, without thousands commas, as files and messages want it.

        >>> Money(123456).plain(), Money(-5).plain(), Money(500, "JPY").plain()
        ('1234.56', '-0.05', '500')
        """
        return _number(self.minor, minor_digits(self.currency), commas=False)

    def __str__(self) -> str:
        number = _number(abs(self.minor), minor_digits(self.currency), commas=True)
        sign = "-" if self.minor < 0 else ""
        return f"{sign}£{number}" if self.currency == "GBP" else f"{sign}{self.currency} {number}"

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrenciesDiffer(left=str(self), right=str(other))
        return other.minor


def pounds(pence: int) -> str:
    """An amount of pence as it is shown to people.

    >>> pounds(123456), pounds(-300), pounds(5), pounds(0)
    ('£1,234.56', '-£3.00', '£0.05', '£0.00')
    """
    number = _number(abs(pence), 2, commas=True)
    return f"-£{number}" if pence < 0 else f"£{number}"


def allocate(total_pence: int, weights: Sequence[int | Decimal | Fraction]) -> list[int]:
    """Share an amount by weight, to the penny, with nothing made or lost: the largest remainder method.

    total_pence: what is shared, of either sign; a negative total gives the mirror image of the positive one.
    weights: nought or more, one for each part; only their proportions count. A weight of nought gets nothing.
    Returns one part for each weight, in the same order. The parts sum to the total; each is within one penny of its
    exact share; pennies left over go to the largest fractions lost, and of equal ones to the earliest, so the same
    weights always share alike.
    Raises NegativeWeight; NothingToAllocateBy when there is something to share and every weight is nought.
    Source: P07; the largest remainder method as used to apportion seats (Hamilton).

    >>> allocate(100, [1, 1, 1]), allocate(-100, [1, 1, 1]), allocate(5, [0, 3, 0, 7])
    ([34, 33, 33], [-34, -33, -33], [0, 2, 0, 3])
    >>> allocate(0, [0, 0])
    [0, 0]
    """
    # Weights are brought to whole numbers once, so that the shares below are integer division, exact and fast.
    exact = [weight if isinstance(weight, int) else Fraction(weight) for weight in weights]
    for weight in exact:
        if weight < 0:
            raise NegativeWeight(found=str(weight))
    scale = lcm(*(weight.denominator for weight in exact))
    whole = [int(weight * scale) for weight in exact]
    divisor = sum(whole)
    if divisor == 0:
        if total_pence:
            raise NothingToAllocateBy(total=pounds(total_pence))
        return [0] * len(whole)
    size = abs(total_pence)
    parts = [size * weight // divisor for weight in whole]
    lost = [size * weight % divisor for weight in whole]
    left_over = size - sum(parts)
    # sorted() is stable: parts that lost the same stay in their order.
    for index in sorted(range(len(parts)), key=lambda i: -lost[i])[:left_over]:
        parts[index] += 1
    return parts if total_pence >= 0 else [-part for part in parts]


@dataclass(frozen=True, slots=True)
class VatSplit:
    """An amount that includes VAT, taken apart: `net_pence + vat_pence` is the amount that was split."""

    net_pence: int
    vat_pence: int


def vat_on_net(net_pence: int, rate_basis_points: int, rounding: Rounding = round_half_up_to_penny) -> int:
    """VAT on an amount that excludes it.

    rate_basis_points: 2000 is 20%. Returns pence, rounded once, half up unless another rounding is named.

    >>> vat_on_net(1099, 2000), vat_on_net(-1099, 2000), vat_on_net(1099, 0)
    (220, -220, 0)
    """
    return rounding(Decimal(net_pence * rate_basis_points).scaleb(-4))


def split_vat(gross_pence: int, rate_basis_points: int, rounding: Rounding = round_half_up_to_penny) -> VatSplit:
    """Take an amount that includes VAT apart by the VAT fraction, rate / (100% + rate), losing no penny.

    The VAT is rounded, and the net is what remains, so that the two always make the gross.

    >>> split_vat(12000, 2000), split_vat(100, 2000)
    (VatSplit(net_pence=10000, vat_pence=2000), VatSplit(net_pence=83, vat_pence=17))
    """
    vat_pence = rounding(Decimal(gross_pence * rate_basis_points) / (10_000 + rate_basis_points))
    return VatSplit(net_pence=gross_pence - vat_pence, vat_pence=vat_pence)


def _number(minor: int, digits: int, *, commas: bool) -> str:
    whole, part = divmod(abs(minor), 10**digits)
    number = f"{whole:,}" if commas else str(whole)
    sign = "-" if minor < 0 else ""
    return f"{sign}{number}.{part:0{digits}d}" if digits else f"{sign}{number}"
