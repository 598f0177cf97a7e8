"""Keys and seals. Every person has a key of their own; the master key, from the environment, wraps those keys.

Whatever identifies a person is stored only as ciphertext under that person's key. Removing one row, the wrapped key,
makes all of it unreadable at once, wherever it stands, while digests and totals that were taken over the ciphertext
still agree (P50). All sealing is AES-256-GCM with 96-bit random nonces; the associated data say where the text
belongs, so that a ciphertext moved to another row, field or person does not open.

    sealed  = 0x01 | nonce (12) | ciphertext and tag
    wrapped = 0x01 | fingerprint of the master key (4) | nonce (12) | ciphertext and tag

`HANAPER_PERSON_KEY` lists one or more master keys, the newest first. The newest wraps; each of them unwraps.
This module knows no tables: values in, values out.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from hanaper.foundation.identity.errors import MasterKeyUnknown, SealBroken, WrongMasterKey

VERSION = b"\x01"
KEY_BYTES = 32
NONCE_BYTES = 12
FINGERPRINT_BYTES = 4

Stored = bytes | memoryview
"""What a bytea column reads as."""


@dataclass(frozen=True, repr=False)
class MasterKeys:
    """The master keys in force by fingerprint, in the order given: the first wraps."""

    by_fingerprint: dict[bytes, bytes]

    @property
    def newest(self) -> bytes:
        """Fingerprint of the key that wraps."""
        return next(iter(self.by_fingerprint))


@lru_cache(maxsize=4)
def read_master_keys(text: str) -> MasterKeys:
    """The keys of a `HANAPER_PERSON_KEY`: URL-safe base64 texts of 32 bytes, joined by commas, newest first.

    Raises WrongMasterKey, which tells what was found and never shows any of it.
    """
    keys: dict[bytes, bytes] = {}
    for position, part in enumerate(filter(None, (part.strip() for part in text.split(","))), start=1):
        try:
            secret = base64.b64decode(part, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise WrongMasterKey(found=f"a key {position} that is not base64") from error
        if len(secret) != KEY_BYTES:
            raise WrongMasterKey(found=f"a key {position} of {len(secret)} bytes instead of {KEY_BYTES}")
        keys[hashlib.sha256(b"hanaper master key\0" + secret).digest()[:FINGERPRINT_BYTES]] = secret
    if not keys:
        raise WrongMasterKey(found="no key")
    return MasterKeys(keys)


def master_keys() -> MasterKeys:
    """The master keys of this process, from `settings.HANAPER_PERSON_KEY`."""
    return read_master_keys(settings.HANAPER_PERSON_KEY)


def new_key() -> bytes:
    """A fresh random 256-bit key."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def encrypt(key: bytes, text: str, *, context: str) -> bytes:
    """Seal `text` under `key` for the place that `context` names, such as ``person_detail/name/42``."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, text.encode(), context.encode())


def decrypt(key: bytes, sealed: Stored, *, context: str) -> str:
    """Open what `encrypt` sealed under the same key for the same place. Raises SealBroken."""
    return _open(key, sealed, len(VERSION), context).decode()


def wrap(key: bytes, *, context: str) -> bytes:
    """Wrap a key under the newest master key."""
    masters = master_keys()
    nonce = os.urandom(NONCE_BYTES)
    ciphertext = AESGCM(masters.by_fingerprint[masters.newest]).encrypt(nonce, key, context.encode())
    return VERSION + masters.newest + nonce + ciphertext


def unwrap(wrapped: Stored, *, context: str) -> bytes:
    """The key inside `wrapped`. Raises SealBroken, or MasterKeyUnknown when its master key is not listed."""
    fingerprint = wrapper(wrapped)
    master = master_keys().by_fingerprint.get(fingerprint)
    if master is None:
        raise MasterKeyUnknown(fingerprint=fingerprint.hex())
    return _open(master, wrapped, len(VERSION) + FINGERPRINT_BYTES, context)


def wrapper(wrapped: Stored) -> bytes:
    """Fingerprint of the master key that something was wrapped under."""
    return bytes(wrapped)[len(VERSION) : len(VERSION) + FINGERPRINT_BYTES]


def seal_for_platform(text: str, *, context: str) -> str:
    """Seal a secret of the machine's own (an authenticator's seed, a session) under the newest master key, as text."""
    return base64.b64encode(wrap(text.encode(), context=context)).decode()


def open_for_platform(sealed: str, *, context: str) -> str:
    """Open what `seal_for_platform` sealed for the same place. Raises SealBroken, MasterKeyUnknown."""
    try:
        wrapped = base64.b64decode(sealed, validate=True)
    except binascii.Error as error:
        raise SealBroken(context=context) from error
    return unwrap(wrapped, context=context).decode()


def _open(key: bytes, sealed: Stored, start: int, context: str) -> bytes:
    stored = bytes(sealed)
    if stored[: len(VERSION)] != VERSION or len(stored) < start + NONCE_BYTES:
        raise SealBroken(context=context)
    nonce, ciphertext = stored[start : start + NONCE_BYTES], stored[start + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, context.encode())
    except InvalidTag as error:
        raise SealBroken(context=context) from error
