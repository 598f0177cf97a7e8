"""Keys and seals: what opens, and what does not."""

from __future__ import annotations

import base64
import os
from typing import Any

import pytest

from hanaper.foundation.identity import keys
from hanaper.foundation.identity.errors import MasterKeyUnknown, SealBroken, WrongMasterKey


def a_master() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


@pytest.fixture
def master(settings: Any) -> str:
    settings.HANAPER_PERSON_KEY = a_master()
    return str(settings.HANAPER_PERSON_KEY)


def test_a_text_opens_under_its_key_in_its_place() -> None:
    key = keys.new_key()
    sealed = keys.encrypt(key, "Zoë Ó Brádaigh", context="person_detail/name/1")
    assert keys.decrypt(key, sealed, context="person_detail/name/1") == "Zoë Ó Brádaigh"


def test_a_ciphertext_does_not_show_its_text_and_is_another_each_time() -> None:
    key = keys.new_key()
    first, second = (keys.encrypt(key, "Ada Example", context="a") for _ in range(2))
    assert first != second
    assert b"Ada" not in first


@pytest.mark.parametrize("context", ["person_detail/name/2", "person_detail/email/1", ""])
def test_a_ciphertext_moved_to_another_place_does_not_open(context: str) -> None:
    key = keys.new_key()
    with pytest.raises(SealBroken):
        keys.decrypt(key, keys.encrypt(key, "Ada", context="person_detail/name/1"), context=context)


@pytest.mark.parametrize("at", [0, 1, 13, -1])
def test_a_ciphertext_with_one_bit_changed_does_not_open(at: int) -> None:
    key = keys.new_key()
    sealed = bytearray(keys.encrypt(key, "Ada", context="a"))
    sealed[at] ^= 1
    with pytest.raises(SealBroken):
        keys.decrypt(key, bytes(sealed), context="a")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(11), b"Ada Example"])
def test_what_is_no_ciphertext_does_not_open(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        keys.decrypt(keys.new_key(), sealed, context="a")


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealBroken):
        keys.decrypt(keys.new_key(), keys.encrypt(keys.new_key(), "Ada", context="a"), context="a")


def test_a_wrapped_key_comes_back_and_never_stands_in_clear(master: str) -> None:
    key = keys.new_key()
    wrapped = keys.wrap(key, context="person_key/1")
    assert keys.unwrap(wrapped, context="person_key/1") == key
    assert key not in wrapped


def test_the_newest_master_wraps_and_the_older_ones_still_unwrap(settings: Any, master: str) -> None:
    key, old = keys.new_key(), keys.master_keys().newest
    wrapped = keys.wrap(key, context="person_key/1")
    settings.HANAPER_PERSON_KEY = f"{a_master()}, {master}"
    assert keys.unwrap(wrapped, context="person_key/1") == key
    assert keys.wrapper(keys.wrap(key, context="person_key/1")) == keys.master_keys().newest != old


def test_a_key_under_a_master_that_is_gone_is_named(settings: Any, master: str) -> None:
    wrapped = keys.wrap(keys.new_key(), context="person_key/1")
    settings.HANAPER_PERSON_KEY = a_master()
    with pytest.raises(MasterKeyUnknown) as refused:
        keys.unwrap(wrapped, context="person_key/1")
    assert refused.value.values == {"fingerprint": keys.wrapper(wrapped).hex()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "no key"),
        (" , ", "no key"),
        ("not base64!", "a key 1 that is not base64"),
        (base64.urlsafe_b64encode(bytes(16)).decode(), "a key 1 of 16 bytes instead of 32"),
    ],
)
def test_a_wrong_master_key_is_described_and_never_shown(text: str, found: str) -> None:
    with pytest.raises(WrongMasterKey) as refused:
        keys.read_master_keys(text)
    assert refused.value.values == {"found": found}


def test_a_secret_of_the_platform_is_text_that_opens_in_its_place_only(master: str) -> None:
    sealed = keys.seal_for_platform("JBSWY3DP", context="authenticator")
    assert keys.open_for_platform(sealed, context="authenticator") == "JBSWY3DP"
    assert "JBSWY3DP" not in sealed
    with pytest.raises(SealBroken):
        keys.open_for_platform(sealed, context="session")
