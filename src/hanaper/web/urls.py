"""The addresses of the site's frame."""

from __future__ import annotations

from django.urls import path

from hanaper.foundation.interface import addresses  # noqa: F401  (makes <scope:...> known)
from hanaper.web import claims, guidance, health, home, search, work

urlpatterns = [
    path("", home.home, name="home"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("search", search.search, name="search"),
    path("help/", guidance.help_page, name="help"),
    path("help/figures/", guidance.figures, name="help-figures"),
    path("help/glossary/", guidance.glossary, name="help-glossary"),
    path("accessibility/", guidance.accessibility, name="accessibility"),
    path("<scope:scope>/", home.home, name="home-of"),
    path("<scope:scope>/work/", work.your_work, name="work"),
    path("<scope:scope>/work/<slug:process>/<slug:step>/<int:pk>/take/", claims.take, name="take"),
    path("<scope:scope>/work/<slug:process>/<slug:step>/<int:pk>/release/", claims.release, name="release"),
]
