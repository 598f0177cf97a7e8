"""Identifiers that others issue: bring each to its one form, check it, and show no more of it than is needed.

`normalise_*` gives the form in which an identifier is stored and compared, or raises WrongIdentifier naming the scheme
and its rule. A valid form says nothing about existence: that needs the issuer's register. `mask_*` is for screens,
logs and files that must not carry a whole account number.

Sources: Companies House and PPON forms as seen on Find a Tender data; VAT and IBAN check digits by python-stdnum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stdnum import iban as _iban
from stdnum.exceptions import ValidationError
from stdnum.gb import vat as _vat

from hanaper.kernel.errors import WrongIdentifier

COMPANY_PREFIXES: Final = frozenset(
    "AC CE CS FC FE GE GS IC IP LP NA NC NF NI NL NO NP NV OC OE PC RC RS SA SC SE SF SG SI SL SO SP SR SZ ZC".split()
)
"""Letters that may open a company number: Scotland, Northern Ireland, partnerships, charities, overseas, others."""

_PPON = re.compile(r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}")
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


def normalise_company_number(text: str) -> str:
    """A Companies House number in its eight characters: upper case, digits filled with leading noughts.

    Raises WrongIdentifier.

    >>> normalise_company_number("445790"), normalise_company_number("sc 12345"), normalise_company_number("OC300001")
    ('00445790', 'SC012345', 'OC300001')
    """
    compact = _compact(text)
    # Some old societies of Northern Ireland are numbered R and seven digits.
    prefix = compact[:2] if compact[:2] in COMPANY_PREFIXES else "R" if re.match("R[0-9]", compact) else ""
    digits = compact.removeprefix(prefix)
    if not _is_digits(digits) or len(prefix) + len(digits) > 8:
        raise WrongIdentifier(
            found=text,
            scheme="Companies House number",
            rule="It has eight characters: digits, or two letters such as SC, NI or OC and six digits.",
        )
    return prefix + digits.zfill(8 - len(prefix))


def normalise_ppon(text: str) -> str:
    """A public procurement organisation number, `ABCD-1234-EFGH`; `GB-PPON-` before it is dropped.

    Raises WrongIdentifier.

    >>> normalise_ppon("gb-ppon-pmvv-1234-abcd")
    'PMVV-1234-ABCD'
    """
    found = text.strip().upper().removeprefix("GB-PPON-").removeprefix("GB-PPON:")
    if not _PPON.fullmatch(found):
        raise WrongIdentifier(
            found=text, scheme="PPON", rule="It has four letters, four digits and four letters, joined by hyphens."
        )
    return found


def normalise_vat_number(text: str) -> str:
    """A United Kingdom VAT number with GB before it: 9 or 12 digits, GD000 to GD499 for departments, HA500 to HA999
    for health bodies.

    Raises WrongIdentifier when form or check digits are wrong. Whether it is registered only HMRC's service knows.

    >>> normalise_vat_number("980 7806 84"), normalise_vat_number("GD001"), normalise_vat_number("GBHA501")
    ('GB980780684', 'GBGD001', 'GBHA501')
    """
    try:
        return "GB" + str(_vat.validate(text))
    except ValidationError as reason:
        raise WrongIdentifier(
            found=text,
            scheme="VAT number",
            rule="It has GB and 9 or 12 digits with correct check digits, or GD or HA and three digits.",
        ) from reason


def normalise_iban(text: str) -> str:
    """An IBAN without spaces, in upper case, with the length and check digits of its country.

    Raises WrongIdentifier.

    >>> normalise_iban("gb82 west 1234 5698 7654 32")
    'GB82WEST12345698765432'
    """
    try:
        return str(_iban.validate(text, check_country=False))
    except ValidationError as reason:
        raise WrongIdentifier(
            found=mask_account(text),
            scheme="IBAN",
            rule="It opens with a country code and two check digits, and each country has its own length.",
        ) from reason


def normalise_bic(text: str) -> str:
    """A bank's identifier code of 8 or 11 characters, in upper case. The form only: there is no check digit.

    Raises WrongIdentifier.

    >>> normalise_bic("deutdeff"), normalise_bic("NWBKGB2LXXX")
    ('DEUTDEFF', 'NWBKGB2LXXX')
    """
    found = _compact(text)
    if not _BIC.fullmatch(found):
        raise WrongIdentifier(
            found=text, scheme="BIC", rule="It has 8 or 11 letters and digits; the fifth and sixth are the country."
        )
    return found


def normalise_sort_code(text: str) -> str:
    """A sort code as six digits, without hyphens or spaces. Raises WrongIdentifier.

    >>> normalise_sort_code("12-34-56"), normalise_sort_code("08 99 99")
    ('123456', '089999')
    """
    found = _compact(text)
    if not (_is_digits(found) and len(found) == 6):
        raise WrongIdentifier(found=text, scheme="sort code", rule="It has six digits, such as 12-34-56.")
    return found


@dataclass(frozen=True, slots=True)
class BankAccount:
    """A United Kingdom account as the clearing systems want it: six digits of sort code, eight of account number.

    >>> account = normalise_account("12-34-56", "1234567")
    >>> account.sort_code, account.account_number, str(account)
    ('123456', '01234567', '12-34-56 ••••4567')
    """

    sort_code: str
    account_number: str

    def __str__(self) -> str:
        return f"{show_sort_code(self.sort_code)} {mask_account(self.account_number)}"


def normalise_account(sort_code: str, account_number: str) -> BankAccount:
    """A sort code and account number in the standard six and eight digits. Raises WrongIdentifier.

    Banks have issued other lengths; each is brought to eight digits by the banks' published rules before any check:
    6 or 7 digits take leading noughts; of 9 digits the first becomes the last of the sort code; of 10 digits the last
    eight stand (the first eight for the Co-operative Bank, whose sort codes begin 08).

    >>> normalise_account("00-00-05", "712345678") == BankAccount("000007", "12345678")
    True
    >>> normalise_account("089999", "1234567890").account_number
    '12345678'
    >>> normalise_account("60-00-00", "12-34567890").account_number
    '34567890'
    """
    code = normalise_sort_code(sort_code)
    digits = _compact(account_number)
    if not (_is_digits(digits) and 6 <= len(digits) <= 10):
        raise WrongIdentifier(
            found=mask_account(account_number),
            scheme="account number",
            rule="It has eight digits; some banks issue 6, 7, 9 or 10.",
        )
    if len(digits) <= 8:
        return BankAccount(code, digits.zfill(8))
    if len(digits) == 9:  # Santander
        return BankAccount(code[:5] + digits[0], digits[1:])
    return BankAccount(code, digits[:8] if code.startswith("08") else digits[2:])  # NatWest and others


def show_sort_code(sort_code: str) -> str:
    """A sort code as people read it.

    >>> show_sort_code("123456")
    '12-34-56'
    """
    return "-".join(sort_code[at : at + 2] for at in range(0, len(sort_code), 2))


def mask_account(account: str) -> str:
    """An account number or IBAN with all but its last four characters hidden, and all of it when it is that short.

    >>> mask_account("12345678"), mask_account("GB82 WEST 1234 5698 7654 32"), mask_account("123")
    ('••••5678', '••••5432', '••••')
    """
    compact = _compact(account)
    return "••••" + (compact[-4:] if len(compact) >= 6 else "")


def _compact(text: str) -> str:
    return re.sub(r"[\s\-./]", "", text).upper()


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
