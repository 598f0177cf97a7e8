"""The first part of every module's address: `path("<scope:scope>/journals/", ...)`."""

from __future__ import annotations

from django.urls import register_converter

from hanaper.foundation.tenancy.api import ALL, RESERVED


class ScopeConverter:
    """A body's code, or "all"."""

    regex = rf"(?!(?:{'|'.join(sorted(RESERVED))})/)[a-z][a-z0-9-]{{1,11}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        if value != ALL and value in RESERVED:
            raise ValueError(f"{value!r} is the first part of addresses of the site's own")
        return value


register_converter(ScopeConverter, "scope")
