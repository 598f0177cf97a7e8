"""The front door of stored files."""

from hanaper.foundation.files.content import CSV, PDF, PLAIN, PNG, XML
from hanaper.foundation.files.errors import FileEmpty, FileHarmful, FileNotThere, FileTooLarge, FileTypeRefused
from hanaper.foundation.files.models import StoredFile
from hanaper.foundation.files.selectors import file_get_for, file_response
from hanaper.foundation.files.services import (
    SIZE_MAX_BYTES,
    Upload,
    file_check,
    file_store,
    files_keep,
    files_store,
    scan_with,
)

__all__ = [
    "CSV",
    "PDF",
    "PLAIN",
    "PNG",
    "SIZE_MAX_BYTES",
    "XML",
    "FileEmpty",
    "FileHarmful",
    "FileNotThere",
    "FileTooLarge",
    "FileTypeRefused",
    "StoredFile",
    "Upload",
    "file_check",
    "file_get_for",
    "file_response",
    "file_store",
    "files_keep",
    "files_store",
    "scan_with",
]
