"""One digest for one content, on every machine and in every year.

An approval stores the digest of what was approved; a stored file, of its bytes. Two writings of the same content must
give the same digest, so values are first put in one canonical text: JSON with sorted keys and no spaces, whole numbers
as they are, decimals and dates as text, instants in UTC. A float has no one text and is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

from hanaper.kernel.errors import NotDigestible


def digest(value: object) -> bytes:
    """SHA-256 (32 bytes) over the canonical text of `value`. Raises NotDigestible.

    >>> digest({"b": 1, "a": "x"}) == digest({"a": "x", "b": 1})
    True
    >>> digest({"amount_pence": 100}).hex()[:16]
    'f6f30ee9d978255e'
    """
    return digest_bytes(canonical(value).encode("utf-8"))


def digest_bytes(content: bytes) -> bytes:
    """SHA-256 (32 bytes) of bytes as they are: files, signed text.

    >>> digest_bytes(b"").hex()[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(content).digest()


def canonical(value: object) -> str:
    """The one text of `value`.

    value: None, bool, int, str, Decimal, date, aware datetime, UUID, bytes (as hex), an enumeration (its value), a
    dataclass (its fields), and lists, tuples and mappings with text keys of these. 1.0 and 1.00 are the same decimal.
    Raises NotDigestible for anything else (floats, naive date-times, sets), naming where it stands.

    >>> canonical({"due": date(2026, 4, 30), "lines": [(1, Decimal("2.50"))], "note": None})
    '{"due":"2026-04-30","lines":[[1,"2.5"]],"note":null}'
    """
    return json.dumps(_plain(value, "the top"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object, where: str) -> object:  # noqa: C901 (one case for each type, side by side)
    match value:
        case None | bool():
            return value
        case Enum():
            return _plain(value.value, where)
        case int():
            return int(value)
        case str():
            return _text(value, where)
        case Decimal() if value.is_finite():
            return _decimal(value)
        case datetime():
            if value.utcoffset() is None:
                raise NotDigestible(found="datetime without a time zone", where=where)
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes():
            return value.hex()
        case list() | tuple():
            return [_plain(item, f"{where}, item {index}") for index, item in enumerate(value)]
        case Mapping():
            return {_key(key, where): _plain(item, f"{where}, {key}") for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name), f"{where}, {item.name}") for item in fields(value)}
    raise NotDigestible(found=type(value).__name__, where=where)


def _key(key: object, where: str) -> str:
    if not isinstance(key, str):
        raise NotDigestible(found=f"key of type {type(key).__name__}", where=where)
    return _text(key, where)


def _text(text: str, where: str) -> str:
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as reason:  # a lone surrogate has no bytes
            raise NotDigestible(found="text that UTF-8 cannot hold", where=where) from reason
    return text


def _decimal(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
