"""The signed time at which somebody opened an item.

Every page of a document puts a token of its reference and the present instant in its forms; the act that the form
sends gets the instant back, and effort is measured from it. A token that was changed, belongs to another document, or
is older than a working day says nothing: effort is then unknown, never nought and never invented.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import signing

_SALT = "hanaper.opening"
OLDEST = timedelta(hours=16)


def token(item: str, opened: datetime) -> str:
    """The token for `item` (a document's reference) opened at an aware instant."""
    return signing.dumps([item, int(opened.timestamp() * 1000)], salt=_SALT, compress=False)


def opened_at(posted: str | None, item: str, now: datetime) -> datetime | None:
    """When the reader opened `item`, from the token that the form posted; None when it cannot be told."""
    if not posted:
        return None
    try:
        signed_item, milliseconds = signing.loads(posted, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    instant = datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    return instant if signed_item == item and timedelta(0) <= now - instant <= OLDEST else None
