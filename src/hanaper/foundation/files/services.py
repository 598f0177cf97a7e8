"""Storing files."""

from __future__ import annotations

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.files import content as judge
from hanaper.foundation.files.errors import FileEmpty, FileHarmful, FileTooLarge, FileTypeRefused
from hanaper.foundation.files.models import StoredFile
from hanaper.kernel.digest import digest_bytes

SIZE_MAX_BYTES = 10 * 1024 * 1024
_scanners: list[judge.Scanner] = [judge.eicar]


def scan_with(scanner: judge.Scanner) -> None:
    """Have every file looked at by `scanner` (a call to clamd, say) before it is stored."""
    _scanners.append(scanner)


def file_store(*, name: str, content: bytes, media_type: str | None = None) -> StoredFile:
    """Store a file for the body of the open act.

    name: as its sender called it; it is made safe. media_type: the kind expected, or None for any that is taken.
    Raises FileEmpty, FileTooLarge, FileTypeRefused (judged by the content), FileHarmful.
    """
    act = current_act()
    shown = judge.safe_name(name, judge.CSV)[:-4]  # what an error may repeat
    if not content:
        raise FileEmpty(name=shown)
    if len(content) > SIZE_MAX_BYTES:
        raise FileTooLarge(name=shown, found_bytes=len(content), limit_bytes=SIZE_MAX_BYTES)
    for scanner in _scanners:
        if (harm := scanner(content)) is not None:
            raise FileHarmful(name=shown, found=harm)
    kind = judge.media_type(content)
    if kind is None or (media_type is not None and kind != media_type):
        expected = media_type or ", ".join(judge.EXTENSIONS)
        raise FileTypeRefused(name=shown, found=kind or "of no kind that is taken", expected=expected)
    return StoredFile.objects.create(
        body_id=act.body_id,
        sha256=digest_bytes(content),
        media_type=kind,
        name=judge.safe_name(name, kind),
        size_bytes=len(content),
        content=content,
        stored_at=act.at,
        person_id=act.person_id,
        run=act.run,
    )
