"""Style, scripts and pictures, served by whitenoise from inside the package, each name with its digest."""

from __future__ import annotations

from hanaper.config.environment import environment

STATIC_URL = "/static/"
STATIC_ROOT = environment().data / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": environment().files},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Straight from the packages: nothing has to be collected before the first page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
