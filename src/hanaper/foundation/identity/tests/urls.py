"""The pages of signing in, and three of a site that stands behind it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from hanaper.foundation.identity.api import fresh_sign_in_required


def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"for {request.user.get_username()}")


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for everybody")


@fresh_sign_in_required()
def release(request: HttpRequest) -> HttpResponse:
    return HttpResponse("released" if request.method == "POST" else "ready to release")


urlpatterns = [
    path("", include("hanaper.foundation.identity.urls")),
    path("guarded/", guarded),
    path("public/", public),
    path("release/", release),
]
handler429 = "hanaper.foundation.identity.views.too_many_requests"
