"""Style, scripts and pictures, served by whitenoise from inside the package, each name with its digest."""

from __future__ import annotations

from hanaper.config.environment import environment

STATIC_URL = "/static/"
STATIC_ROOT = None  # nothing is collected: whitenoise finds each file where its package keeps it
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": environment().files},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
