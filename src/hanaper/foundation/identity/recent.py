"""Tries, lock-outs and codes already used, in a table that every web process sees.

allauth counts failed tries and remembers used codes in Django's cache. A cache per process would give a guesser one
budget for each worker, and let a code be used once in each. Django's own database cache stores pickles, so that
whoever can write a row can run code here; this one stores JSON.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
SWEEP_ONE_WRITE_IN = 200


class RecentCache(BaseCache):
    """Django's cache interface over the table `identity_recent`. Values are whatever JSON can say."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Set the value unless there is one: one statement, so that of two who ask together one is refused."""
        return self._write(
            key, value, timeout, version, "DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires"
            " WHERE r.expires <= %(now)s",
        )  # fmt: skip

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._write(key, value, timeout, version, "DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires")

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT value::text FROM identity_recent WHERE key = %s AND expires > %s",
                [self.make_and_validate_key(key, version=version), timezone.now()],
            )
            row = cursor.fetchone()
        return default if row is None else json.loads(row[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE identity_recent SET expires = %s WHERE key = %s AND expires > %s",
                [self._expiry(timeout), self.make_and_validate_key(key, version=version), timezone.now()],
            )
            return bool(cursor.rowcount)

    def delete(self, key: str, version: int | None = None) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM identity_recent WHERE key = %s", [self.make_and_validate_key(key, version=version)]
            )
            return bool(cursor.rowcount)

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM identity_recent")

    def _write(self, key: str, value: Any, timeout: Any, version: int | None, on_conflict: str) -> bool:
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO identity_recent AS r (key, value, expires) VALUES (%(key)s, %(value)s::jsonb, %(expires)s)"
                " ON CONFLICT (key) " + on_conflict,
                {
                    "key": self.make_and_validate_key(key, version=version),
                    "value": json.dumps(value),
                    "expires": self._expiry(timeout),
                    "now": now,
                },
            )
            written = bool(cursor.rowcount)
            if random.randrange(SWEEP_ONE_WRITE_IN) == 0:  # noqa: S311  (chance to sweep, no secret)
                cursor.execute("DELETE FROM identity_recent WHERE expires <= %s", [now])
        return written

    def _expiry(self, timeout: Any) -> datetime:
        epoch = self.get_backend_timeout(timeout)
        return FOREVER if epoch is None else datetime.fromtimestamp(epoch, UTC)
