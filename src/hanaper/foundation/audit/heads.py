"""Signed heads outside the database: what a chain cannot show by itself is the loss of its own tail.

Each line of `<body>-<year>-<month>.jsonl` says how far a body's chain had come: place, link, when, signed with Ed25519.
The chain up to a place follows from its link, so one line vouches for everything before it. Whoever keeps a copy of
the directory on another machine needs nothing else. Restore an older database, cut the tail or write history anew, and
a line that is ahead of the chain, or differs from it, says so.
"""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from hanaper.foundation.audit.errors import SealKeyWrong


@dataclass(frozen=True)
class Head:
    """How far the chain of a body had come. link: 32 bytes. sealed_at: UTC."""

    body_id: int
    position: int
    link: bytes
    sealed_at: datetime

    def text(self) -> bytes:
        """What is signed."""
        sealed_at = self.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
        return f"hanaper head 1\n{self.body_id}\n{self.position}\n{self.link.hex()}\n{sealed_at}".encode()


@dataclass(frozen=True)
class KeptHead:
    """A line of a heads file. head: None where the line cannot be read. signed: by our key."""

    file: str
    line: int
    head: Head | None
    signed: bool


def signing_key() -> Ed25519PrivateKey:
    """The key that signs heads. Raises SealKeyWrong."""
    given: str = settings.HANAPER_SEAL_KEY
    try:
        seed = urlsafe_b64decode(given)
        return Ed25519PrivateKey.from_private_bytes(seed)
    except ValueError:
        raise SealKeyWrong(found=f"{len(given)} characters") from None


def keep(heads: list[Head], *, directory: Path | None = None) -> None:
    """Append one signed line for each head, and see it onto the disk."""
    place = directory or settings.HANAPER_HEADS_DIRECTORY
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = signing_key()
    for head in heads:
        line = {
            "body": head.body_id,
            "position": head.position,
            "link": head.link.hex(),
            "sealed_at": head.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "signature": urlsafe_b64encode(key.sign(head.text())).decode(),
        }
        file = place / f"{head.body_id}-{head.sealed_at.astimezone(UTC):%Y-%m}.jsonl"
        # One short write in append mode: two workers' lines do not mix.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, (json.dumps(line, separators=(",", ":")) + "\n").encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def kept(body_id: int, *, directory: Path | None = None) -> Iterator[KeptHead]:
    """Every line about a body, oldest file first."""
    place = directory or settings.HANAPER_HEADS_DIRECTORY
    public = signing_key().public_key()
    for file in sorted(place.glob(f"{body_id}-[0-9][0-9][0-9][0-9]-[0-9][0-9].jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            try:
                found = json.loads(line)
                head = Head(
                    int(found["body"]),
                    int(found["position"]),
                    bytes.fromhex(found["link"]),
                    datetime.fromisoformat(found["sealed_at"]),
                )
                public.verify(urlsafe_b64decode(found["signature"]), head.text())
            except (ValueError, KeyError, TypeError):
                yield KeptHead(file.name, number, None, False)
            except InvalidSignature:
                yield KeptHead(file.name, number, head, False)
            else:
                yield KeptHead(file.name, number, head, head.body_id == body_id)


def bodies_kept(*, directory: Path | None = None) -> list[int]:
    """Ids of the bodies that have heads outside the database, whether or not the database still knows them."""
    place = directory or settings.HANAPER_HEADS_DIRECTORY
    names = (file.name.split("-", 1)[0] for file in place.glob("*-[0-9][0-9][0-9][0-9]-[0-9][0-9].jsonl"))
    return sorted({int(name) for name in names if name.isdigit()})
