"""What is said when an address is not there, a form was not believed, or something of ours broke."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from hanaper.foundation.interface.api import Link, Page, TextPage, Visit
from hanaper.foundation.interface.frame import ALL, Frame
from hanaper.foundation.interface.rendering import response
from hanaper.foundation.interface.views import not_there
from hanaper.foundation.interface.visits import frame_of

HOME = Link("Home", "/")


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself cannot be read."""
    text = "The address or the form could not be read. Go back and try again, or begin from the home page."
    return response(
        TextPage(title="This could not be read", status=400, paragraphs=[text], links=[HOME]), Frame(), request
    )


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403: a form without its token, most often one that was open while its sign-in ended."""
    text = "This form was not sent, because it was open for too long or came from another site. Open the page again."
    return response(
        TextPage(title="The form was not sent", status=403, paragraphs=[text], links=[HOME]), Frame(), request
    )


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, in the same words as a record that is not yours."""
    return _around(request, not_there())


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """500: a defect. The page asks nothing of the database, which may be what broke."""
    from hanaper.config.requests import request_id

    paragraphs = [
        "Something of ours went wrong. What you did was not saved, and nothing was half done.",
        "Try again in a few minutes. If it happens again, tell the service desk this number:",
        request_id() or "none",
    ]
    page = TextPage(title="Sorry, something went wrong", status=500, paragraphs=paragraphs, links=[HOME])
    return response(page, Frame(), request)


def _around(request: HttpRequest, page: Page) -> HttpResponse:
    visit = Visit(request, ALL, None) if getattr(request, "user", None) and request.user.is_authenticated else None
    return response(page, frame_of(visit, request) if visit else Frame(), request)
