"""Jinja2 for every page of ours; Django's own templates only for what other packages bring."""

from __future__ import annotations

from typing import Any

# Functions that take the Jinja environment and add globals, filters and tests to it.
HANAPER_JINJA_EXTENDERS = ["hanaper.foundation.interface.environment.extend"]

_context_processors = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "DIRS": [],
        "OPTIONS": {
            "environment": "hanaper.config.pages.environment",
            "context_processors": _context_processors,
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [],
        "OPTIONS": {"context_processors": _context_processors},
    },
]
