"""Storing files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from django.db import connection

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.files import content as judge
from hanaper.foundation.files.errors import FileEmpty, FileHarmful, FileTooLarge, FileTypeRefused
from hanaper.foundation.files.models import StoredFile
from hanaper.kernel.digest import digest_bytes

SIZE_MAX_BYTES = 10 * 1024 * 1024
WRITTEN_MAX_BYTES = 400 * 1024 * 1024
"""The pay of half a million people is some 60 MB as a bank file; PostgreSQL holds a value of up to 1 GB."""
LARGE_BYTES = 1024 * 1024
_scanners: list[judge.Scanner] = [judge.eicar]


def scan_with(scanner: judge.Scanner) -> None:
    """Have every file looked at by `scanner` (a call to clamd, say) before it is stored."""
    _scanners.append(scanner)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to store. name: as its sender called it; it is made safe. media_type: the kind expected, or None for any
    that is taken."""

    name: str
    content: bytes
    media_type: str | None = None


def file_store(*, name: str, content: bytes, media_type: str | None = None) -> StoredFile:
    """Store a file for the body of the open act.

    Raises FileEmpty, FileTooLarge, FileTypeRefused (judged by the content), FileHarmful.
    """
    return files_store(files=[Upload(name, content, media_type)])[0]


def files_store(*, files: Sequence[Upload]) -> list[StoredFile]:
    """Store files for the body of the open act, in one statement for hundreds. All or none; raises as `file_store`."""
    return _stored([(file, file_check(file)) for file in files])


def files_keep(*, files: Sequence[Upload]) -> list[StoredFile]:
    """Store files that Hanaper wrote itself: their kind is what they say, and they may be larger than what is taken in.

    Raises FileEmpty, FileTooLarge.
    """
    for file in files:
        if not file.content:
            raise FileEmpty(name=file.name)
        if len(file.content) > WRITTEN_MAX_BYTES:
            raise FileTooLarge(name=file.name, found_bytes=len(file.content), limit_bytes=WRITTEN_MAX_BYTES)
    return _stored([(file, file.media_type or judge.PLAIN) for file in files])


def _stored(files: Sequence[tuple[Upload, str]]) -> list[StoredFile]:
    act = current_act()
    rows = [
        StoredFile(
            body_id=act.body_id,
            sha256=digest_bytes(file.content),
            media_type=kind,
            name=judge.safe_name(file.name, kind),
            size_bytes=len(file.content),
            content=file.content,
            stored_at=act.at,
            person_id=act.person_id,
            run=act.run,
        )
        for file, kind in files
    ]
    small = [row for row in rows if row.size_bytes < LARGE_BYTES]
    StoredFile.objects.bulk_create(small, batch_size=200)
    for row in rows:
        if row.size_bytes >= LARGE_BYTES:
            _insert(row)
    return rows


def _insert(row: StoredFile) -> None:
    """Store one row with its content beside the statement: Django would write it into the statement, in hexadecimal."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            "INSERT INTO files_storedfile (body_id, sha256, media_type, name, size_bytes, content,"
            " stored_at, person_id, run) VALUES (%s, %s, %s, %s, %s, %b, %s, %s, %s) RETURNING id",
            [row.body_id, row.sha256, row.media_type, row.name, row.size_bytes, row.content, row.stored_at,
             row.person_id, row.run],
        )  # fmt: skip
        (row.pk,) = cursor.fetchone()  # type: ignore[misc]


def file_check(file: Upload) -> str:
    """The kind of a file that may be stored. Raises FileEmpty, FileTooLarge, FileTypeRefused, FileHarmful."""
    shown = judge.safe_name(file.name, judge.CSV)[:-4]  # what an error may repeat
    if not file.content:
        raise FileEmpty(name=shown)
    if len(file.content) > SIZE_MAX_BYTES:
        raise FileTooLarge(name=shown, found_bytes=len(file.content), limit_bytes=SIZE_MAX_BYTES)
    for scanner in _scanners:
        if (harm := scanner(file.content)) is not None:
            raise FileHarmful(name=shown, found=harm)
    kind = judge.media_type(file.content)
    if kind is None or (file.media_type is not None and kind != file.media_type):
        expected = file.media_type or ", ".join(kind for kind in judge.EXTENSIONS if kind != judge.PLAIN)
        raise FileTypeRefused(name=shown, found=kind or "of no kind that is taken", expected=expected)
    return kind
