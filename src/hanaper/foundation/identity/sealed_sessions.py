"""What a session says is sealed. A form put aside while somebody signs in again, or the secret of an authenticator app
that is being set up, would otherwise stand in the session table for everyone who can read a backup."""

from __future__ import annotations

import json
from typing import Any

from hanaper.foundation.identity import keys
from hanaper.foundation.identity.errors import MasterKeyUnknown, SealBroken

CONTEXT = "session"


class SealedSerializer:
    """Django's session serializer: JSON under the platform's master key. A session that does not open is empty."""

    def dumps(self, session: dict[str, Any]) -> bytes:
        return keys.seal_for_platform(json.dumps(session, separators=(",", ":")), context=CONTEXT).encode("ascii")

    def loads(self, data: bytes) -> dict[str, Any]:
        try:
            session = json.loads(keys.open_for_platform(data.decode("ascii"), context=CONTEXT))
        except (SealBroken, MasterKeyUnknown, UnicodeDecodeError):
            return {}
        return session if isinstance(session, dict) else {}
