"""The table of tries and used codes: what is there, for how long, and who wins when two ask at once."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection


@pytest.mark.parametrize("value", [1, "y", [1.5, 2.5], {"a": None}, True])
def test_a_value_comes_back_as_it_was(db: None, value: object) -> None:
    cache.set("key", value, 60)
    assert cache.get("key") == value


def test_what_is_over_is_not_there(db: None) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False):
        cache.set("key", 1, 60)
        assert (cache.get("key"), cache.add("key", 2, 60)) == (1, False)
    with time_machine.travel(start + 61, tick=False):
        assert cache.get("key", "gone") == "gone"
        assert cache.add("key", 3, 60) is True
        assert cache.get("key") == 3


def test_a_value_is_kept_longer_or_taken_away(db: None) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False):
        cache.set("kept", 1, 10)
        cache.set("gone", 1, None)
        assert cache.touch("kept", 100)
        assert not cache.touch("never", 100)
        assert (cache.delete("gone"), cache.delete("gone")) == (True, False)
    with time_machine.travel(start + 50, tick=False):
        assert (cache.get("kept"), cache.get("gone")) == (1, None)
    cache.clear()
    assert cache.get("kept") is None


@pytest.mark.promise("P19")
def test_of_many_who_use_one_code_at_once_one_succeeds(committed_db: Any) -> None:
    barrier, won = threading.Barrier(6), []

    def use() -> None:
        barrier.wait()
        if cache.add("code", 1, 60):
            won.append(1)
        connection.close()

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
