"""Finding files, and sending them."""

from __future__ import annotations

from django.http import HttpResponse

from hanaper.foundation.files.errors import FileNotThere
from hanaper.foundation.files.models import StoredFile


def file_get_for(file_id: int) -> StoredFile:
    """The file, if it is in scope of the open act. Raises FileNotThere, alike for none and for not yours."""
    try:
        return StoredFile.objects.get(pk=file_id)
    except StoredFile.DoesNotExist:
        raise FileNotThere() from None


def file_response(file: StoredFile) -> HttpResponse:
    """The file as a download. A module's own page sends it, under that module's duty: there is no address for all.

    Never shown in the browser: an attachment, of the kind that was found, which no browser may guess anew.
    """
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
