"""What browsers are told, how sessions end, and what is never sent in clear."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF

from hanaper.config.environment import environment

_here = environment()

SECRET_KEY = _here.secret_key
SECRET_KEY_FALLBACKS = list(_here.secret_key_fallbacks)
DEBUG = False
ALLOWED_HOSTS = list(_here.hosts)

# Everything comes from this site and nothing is inline.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

SECURE_SSL_REDIRECT = _here.https
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # a probe inside the machine speaks plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _here.https else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _here.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _here.https
SECURE_HSTS_PRELOAD = _here.https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_SECURE = _here.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-hanaper" if _here.https else "hanaper"
SESSION_COOKIE_AGE = 12 * 3600  # the absolute limit; the idle limit is the identity package's
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = _here.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hanaper.web.problems.forbidden"
CSRF_COOKIE_NAME = "__Host-hanaper-form" if _here.https else "hanaper-form"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_PERMISSIONS = 0o600

HANAPER_PERSON_KEY = _here.person_key
HANAPER_SEAL_KEY = _here.seal_key
HANAPER_HEADS_DIRECTORY = _here.heads
HANAPER_FILES_DIRECTORY = _here.files
