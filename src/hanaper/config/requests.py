"""An id for each request, taken from the proxy in front or made here, on every log line and in the answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

_current: ContextVar[str | None] = ContextVar("hanaper_request_id", default=None)
_ACCEPTABLE = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id() -> str | None:
    """The id of the request being served, or None outside one."""
    return _current.get()


class RequestIdMiddleware:
    """Outermost, so that even a refusal by another middleware carries its id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = request.headers.get("X-Request-Id", "")
        # A stranger's text goes into logs only if it can be nothing but an id.
        token = _current.set(offered if _ACCEPTABLE.fullmatch(offered) else uuid4().hex)
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = _current.get() or ""
            return response
        finally:
            _current.reset(token)
