"""Every address of the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hanaper.foundation.identity.urls")),
]

handler429 = "hanaper.foundation.identity.views.too_many_requests"
