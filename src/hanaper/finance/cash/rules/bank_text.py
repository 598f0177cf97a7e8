"""Text as banks carry it: few characters, and few of them.

ISO 20022 allows all of Unicode, but what stands behind it does not: Bacs Standard 18 holds capitals, digits, full stop,
ampersand, slash, hyphen and space; Faster Payments the same with small letters; the SEPA rulebook and most banks abroad
a basic Latin set. A letter with an accent, a curly quote or a dash has a plain equivalent and takes it. A character
without one is refused by name: a payee is never renamed by guesswork.

Sources: Bacs Standard 18 record layout; European Payments Council EPC217-08 (SEPA conversion table); ISO 20022 limits.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from hanaper.finance.cash.errors import PaymentCharacterRefused, PaymentFieldMissing, PaymentFieldTooLong

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
BACS: Final = frozenset(_LETTERS + " .&/-")
"""Bacs and Faster Payments. Small letters are raised to capitals for Bacs by `bank_text`."""
LATIN: Final = frozenset(_LETTERS + " /-?:().,'+")
"""The basic Latin set of SWIFT and SEPA."""

# Letters that Unicode does not take apart into a plain letter and an accent, and signs with an agreed writing.
_EQUIVALENT: Final = {
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d",
    "Þ": "Th", "þ": "th", "ß": "ss", "ẞ": "SS", "Ł": "L", "ł": "l", "Ħ": "H", "ħ": "h", "ı": "i", "Ŧ": "T", "ŧ": "t",
    "Ŋ": "N", "ŋ": "n", "ĸ": "k", "\u02bc": "'",
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": "'", "\u201d": "'", "\u201e": "'", '"': "'", "`": "'",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "_": "-", "~": "-",
    "…": "...", "•": ".", "·": ".", "£": "GBP", "€": "EUR", "$": "USD", "@": "(at)", ";": ",", "!": ".", "\\": "/",
    "[": "(", "]": ")", "{": "(", "}": ")", "|": "/", "#": " ", "*": ".", "%": " ", "=": "-", "<": " ", ">": " ",
    "^": ".", "\u2044": "/",
}  # fmt: skip
# What the set at hand lacks although it is plain: tried in this order after the equivalents above.
_SECOND_CHOICE: Final = {"&": "+", "+": "&", "'": "", ",": " ", "(": " ", ")": " ", ":": " ", "?": " "}

_IDENTIFIER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9+?()., :/'-]*[A-Za-z0-9+?().,:'-])?")


def bank_text(
    text: str, *, field: str, where: str, limit: int, characters: frozenset[str], capitals: bool = False
) -> str:
    """`text` in the characters that the bank carries, with single spaces, or a refusal that names the trouble.

    field, where: how a refusal names the field and the payment.
    limit: most characters that the field holds, counted after substitution; nothing is ever cut off.
    Raises PaymentFieldMissing, PaymentFieldTooLong, PaymentCharacterRefused.

    >>> bank_text("Crème & Søn – “Fils” Ltd", field="name", where="x", limit=140, characters=LATIN)
    "Creme + Son - 'Fils' Ltd"
    >>> bank_text("O’Brien & Co. (Leeds)", field="name", where="x", limit=140, characters=BACS, capitals=True)
    'OBRIEN & CO. LEEDS'
    """
    plain = text
    if not characters.issuperset(text):
        plain = "".join(_plain(character, field, where, characters) for character in unicodedata.normalize("NFC", text))
    fitted = " ".join(plain.split())
    if capitals:
        fitted = fitted.upper()
    if not fitted:
        raise PaymentFieldMissing(field=field, where=where)
    if len(fitted) > limit:
        raise PaymentFieldTooLong(field=field, where=where, found=fitted, length=len(fitted), limit=limit)
    return fitted


def bank_identifier(text: str, *, field: str, where: str, limit: int = 35) -> str:
    """An identifier as it is: one that had to be rewritten would no longer be found in the answer.

    Letters, digits and a few signs; SEPA forbids a slash at either end and two together.
    Raises PaymentFieldMissing, PaymentFieldTooLong, PaymentCharacterRefused.

    >>> bank_identifier("PAY-2026-27/000123", field="id", where="x")
    'PAY-2026-27/000123'
    """
    if not text:
        raise PaymentFieldMissing(field=field, where=where)
    if len(text) > limit:
        raise PaymentFieldTooLong(field=field, where=where, found=text, length=len(text), limit=limit)
    if not _IDENTIFIER.fullmatch(text) or "//" in text or "  " in text:
        wrong = next((character for character in text if character not in LATIN), text)
        raise PaymentCharacterRefused(field=field, where=where, found=wrong)
    return text


def _plain(character: str, field: str, where: str, characters: frozenset[str]) -> str:
    if character in characters:
        return character
    if character.isspace():
        return " "
    base = unicodedata.normalize("NFKD", character)
    without_accents = "".join(part for part in base if not unicodedata.combining(part))
    equivalent = "".join(_EQUIVALENT.get(part, part) for part in without_accents)
    fitted = "".join(part if part in characters else _SECOND_CHOICE.get(part, part) for part in equivalent)
    # A lone accent vanishes; a character that nothing stands for does not.
    if (not fitted and not without_accents) or any(part not in characters for part in fitted):
        raise PaymentCharacterRefused(field=field, where=where, found=character)
    return fitted
